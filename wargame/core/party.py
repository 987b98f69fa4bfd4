"""Who pays and who is paid: the parties of an agreement by role, and everybody else.

The ledger is keyed by role from the first day (a deal may have several providers). What a party loses to the world — a customer's redress, a fine,
its own staff — is booked against OUTSIDE, so that every future's books sum to exactly zero.
"""

from __future__ import annotations

OUTSIDE = "outside"
