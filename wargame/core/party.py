"""Who pays and who is paid: the parties of an agreement by role, and everybody else.

The ledger is keyed by role from the first day (a deal may have several providers). What a party loses to the world — a customer's redress, a fine,
its own staff — is booked against OUTSIDE, so that every future's books sum to exactly zero.
"""

from __future__ import annotations

OUTSIDE = "outside"


def other_side(role: str, parties: tuple[str, ...]) -> str:
    """The counterparty of `role` in a two-party agreement; ValueError where there are several to choose from."""
    others = [name for name in parties if name != role]
    if len(others) != 1:
        raise ValueError(f"'{role}' has {len(others)} counterparties ({', '.join(others)}); name the one meant")
    return others[0]
