"""When a milestone is due, where the draft says so, and from when lateness counts of one that was due before the agreement took effect."""

from __future__ import annotations

import datetime as dt
from typing import Any

from wargame.contract.rules.clause import Clause, Construction
from wargame.contract.rules.neighbours import Neighbours
from wargame.core.vocabulary import Value

LATE_FROM = Construction(
    ("effective date", "due date"),
    "Does the delay of a milestone that was due before the effective date count from the effective date, or from its due date?",
    "judged: a duty under an agreement begins with it, unless the words take the delay so far over",
)


def due_of(terms: Any) -> dict[str, dt.date]:
    """Milestone to the date on which it is due, where terms give one."""
    return {terms.milestone: terms.due} if terms.milestone and terms.due else {}


def late_from_arises(terms: Any, provisions: Neighbours) -> bool:
    """Whether the milestone was due before the effective date."""
    return bool(due_of(terms)) and provisions.effective is not None and terms.due < provisions.effective


def late_before(clause: Clause) -> int:
    """Seconds by which a milestone was late at the effective date, where they count: an incident begins on that date at the earliest."""
    due, calendar = clause.terms.due, clause.setting.calendar
    if due is None or calendar is None or clause.choice("late_from") == "effective date":
        return 0
    return max(-calendar.instant(due), 0)


def counted(clause: Clause, lasted: Value, before: int) -> Value:
    """How late a milestone is for a clause, of which `lasted` is what the agreement has lived of it."""
    return lasted + before if before else lasted
