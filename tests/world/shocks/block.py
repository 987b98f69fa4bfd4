"""One block of what a shock does, without the rest of a world: two years from 2027, and one milestone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from wargame.core.calendar import Calendar
from wargame.core.problem import BadInput
from wargame.core.source import read_yaml, validate
from wargame.core.streams import BLOCK, stream
from wargame.core.values import DAY
from wargame.world.scenario.file import shock_kinds
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.effects import Effects

CALENDAR = Calendar(dt.date(2027, 1, 1))
STARTS = CALENDAR.month_starts(24)
MONTHS = tuple(CALENDAR.date_of(start).month for start in STARTS[:-1])
DUE = CALENDAR.instant(dt.date(2027, 5, 1))
DAILY = {"voice": 1000.0, "letters": 200.0}
N = BLOCK


def day(year: int, month: int, of: int) -> int:
    """The number of a day from the effective date."""
    return CALENDAR.instant(dt.date(year, month, of)) // DAY


def inputs_of(kind: str, text: str) -> Any:
    """The inputs of a kind, read as a scenario's are: a map in one line or several. BadInput if they are refused."""
    problems: list[Any] = []
    found = validate(
        shock_kinds()[kind].Inputs,
        read_yaml(f"kind: {kind}\n{text}", "some.yaml"),
        context={"currencies": ("GBP",), "folder": "."},
        code="S001",
        problems=problems,
    )
    if problems:
        raise BadInput(problems)
    return found


def effects(kind: str, text: str, block: int = 0, seed: int = 7) -> Effects:
    """What a shock does in one block."""
    shock = shock_kinds()[kind]("it", inputs_of(kind, text))
    found = Effects()
    shock.draw(ArrivalSpan(STARTS, N, CALENDAR.instant, MONTHS, seed, block, {}, {"go-live": DUE}, DAILY), stream(seed, "shock/it", block), found)
    return found


def levels(found: Effects, what: str, service: str, lane: int = 0) -> list[tuple[int, int, int]]:
    """(first day, day after the last, size) of one level in one lane."""
    rows = [
        (int(first[i]), int(last[i]), int(size[i]))
        for moved, name, lanes, first, last, size in found.levels if (moved, name) == (what, service)
        for i in np.flatnonzero(lanes == lane)
    ]  # fmt: skip
    return sorted(rows)


def daily(found: Effects, what: str, service: str, lane: int = 0) -> dict[int, int]:
    """The sum of a level on each day on which it is not 0."""
    sums: dict[int, int] = {}
    for first, last, size in levels(found, what, service, lane):
        for one in range(max(first, 0), min(last, STARTS[-1] // DAY)):
            sums[one] = sums.get(one, 0) + size
    return {one: size for one, size in sorted(sums.items()) if size}


def within(drawn: np.ndarray, mean: float) -> bool:
    """The mean of some draws is what it should be, at 99.9 %."""
    return bool(abs(drawn.mean() - mean) <= 3.29 * drawn.std(ddof=1) / np.sqrt(drawn.size))


__all__ = ["BLOCK", "DAY", "DUE", "MONTHS", "STARTS", "N", "daily", "day", "effects", "inputs_of", "levels", "within"]
