"""What a clause is for, as others may ask: a closed list of roles. A kind declares its own; nobody asks for a kind by its name.

A check or rule that looks for "whatever gives credits" asks for a role, so that the same promise is the same whichever kind of clause makes it, and a
kind dropped into `clauses/` is seen by all of them without being named anywhere.
"""

from __future__ import annotations

from enum import Enum, auto


class Role(Enum):
    """What a provision with terms does in an agreement. A provision may have several roles, and its terms may decide them."""

    LEVEL = auto()  # promises a level, and says each month whether it was missed
    PRICE = auto()  # says what is paid for a service
    BY_VOLUME = auto()  # … by what is delivered: it falls when nothing is
    STANDING = auto()  # … whatever is delivered
    INVOICED = auto()  # gives rise to an invoice, which may be paid late
    EXCHANGE = auto()  # converts a currency
    CREDIT = auto()  # credits the charges when a level or a time is missed
    EXCESS = auto()  # says what becomes of credits that are larger than their invoice
    DAMAGES = auto()  # agrees a sum for a failure in advance
    INDEMNITY = auto()  # makes losses good
    COMPENSATION = auto()  # says who bears what an event costs, though nobody fails in a duty
    CAPACITY = auto()  # promises capacity
    CAP = auto()  # limits what is claimed, in a period or altogether
    OWN_POT = auto()  # takes some claims out of the caps, to a limit of their own or to none
    SOLE_REMEDY = auto()  # says that a remedy shuts out others
    FORCE_MAJEURE = auto()  # excuses what nobody could help
    FORECAST = auto()  # locks a forecast, and excuses what passes it
    LENIENT = auto()  # speaks of a level to excuse its miss or to reward it: nothing follows from a miss
    TERMINATION = auto()  # lets a party end the agreement
    AFTER_EXIT = auto()  # acts once the agreement has ended early
    PAYMENT = auto()  # says when invoices are paid
    INTEREST = auto()  # fixes the interest on what is paid late


CLAIMS = frozenset({Role.CREDIT, Role.DAMAGES, Role.INDEMNITY})  # roles of clauses that give a remedy in money for a failure
