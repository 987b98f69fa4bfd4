"""What service levels see of a shortage: work that waits or is not answered. Availability and quality do not measure it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wargame.contract.clause import Setting

OF_HANDS = frozenset(
    {"responsiveness", "turnaround", "ageing", "answer time", "abandonment"}
)  # measures that fall where people or capacity are missing

# What a level measures -> the cause under which its misses stand in the books, beside what they cost the client; what is not named: an outage.
CAUSES = dict.fromkeys(OF_HANDS, "backlog") | {"availability": "outage", "quality": "errors"}


def levels_of(terms: Any) -> tuple[str, ...]:
    """The levels to which a clause ties something, as its terms name them."""
    named = [getattr(one, "service_level", None) for one in (terms, *getattr(terms, "levels", ()), *getattr(terms, "allocations", ()))]
    return tuple(number for number in named if number)


def cause_of(setting: Setting, level: str) -> str:
    """The cause of what a missed level brings, by what its clause measures."""
    _, terms = setting.provisions.get(level, ("", None))
    return CAUSES.get(str(getattr(terms, "measure", None)), "outage")


def sees_shortage(setting: Setting, levels: Iterable[str]) -> bool:
    """Whether one of the clauses measures what a shortage of people or capacity does; a cure plan measures what its level does."""
    for number in levels:
        _, terms = setting.provisions.get(number, ("", None))
        if getattr(terms, "measure", None) in OF_HANDS:
            return True
        level = getattr(terms, "service_level", None)
        if level is not None and level != number and sees_shortage(setting, (level,)):
            return True
    return False
