"""Which values and periods are named along an axis: round ones, as many as there may be, none running into its neighbour."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wargame.report.drawing.plot import Axis
from wargame.report.drawing.scale import Scale, log_ticks, nice_ticks
from wargame.report.drawing.text import SIZE, short, width

AT_MOST = 8  # ticks of one axis
MONTH, MONTHS = re.compile(r"\d{4}-\d{2}"), (1, 2, 3, 6, 12, 24, 36, 60, 120)  # of so many months one is named
LONGEST_NAME = 10  # columns of a period's name
Tick = tuple[float, str]  # its place in the drawing, and its words


def ticks(axis: Axis, scale: Scale, most: int) -> tuple[list[Tick], list[float]]:
    """Ticks with words, at most so many and none running into the one before; and the places of small ones without."""
    small: list[float] = []
    if axis.at:
        found = _apart(axis, scale, [value for value in axis.at if scale.low <= value <= scale.high])
    elif axis.log:
        found, small = log_ticks(scale.low, scale.high)
    else:
        for number in range(max(min(most, AT_MOST), 2), 1, -1):
            found = nice_ticks(scale.low, scale.high, number, whole=axis.whole)
            if _apart(axis, scale, found) == found:
                break
    return [(scale.at(value), axis.words(value)) for value in found], [scale.at(value) for value in small]


def _apart(axis: Axis, scale: Scale, values: Sequence[float]) -> list[float]:
    """Those values whose words do not run into those of the one before; upwards, those a line apart."""
    kept: list[float] = []
    free = float("-inf")
    for value in values:
        half = width(axis.words(value)) / 2 if scale.end > scale.start else SIZE / 2
        place = abs(scale.at(value) - scale.start)
        if place - half >= free:
            kept.append(value)
            free = place + half + SIZE * 0.9
    return kept


def periods(names: Sequence[str], scale: Scale) -> list[Tick]:
    """The first period and every so many that their names stand apart; of months whole quarters, halves and years."""
    said = [short(name, LONGEST_NAME) for name in names]
    fits = max(width(name) for name in said) + SIZE
    slot = (scale.end - scale.start) / len(said)
    steps = MONTHS if MONTH.fullmatch(said[0]) else range(1, len(said))
    every = next((step for step in steps if step * slot >= fits), len(said))
    return [(scale.at(k), said[k]) for k in range(0, len(said), every)]
