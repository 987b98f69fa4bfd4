"""From values to places and round ticks between them, linear and logarithmic; and how values are said on an axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Scale:
    """Where the values from `low` to `high` stand: `low` at the place `start`, `high` at `end` (which may be the smaller). Places are units of the
    drawing."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def at(self, value: float) -> float:
        """The place of a value."""
        low, high, value = (math.log10(one) if self.log else one for one in (self.low, self.high, value))
        return self.start + (value - low) / (high - low) * (self.end - self.start)


def nice_step(rough: float) -> float:
    """The smallest round step (1, 2, 2.5 or 5 times a power of ten) that is not below `rough`, which is more than 0."""
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * step for step in STEPS if size * step >= rough * 0.999)


def multiples(first: float, last: float, step: float) -> list[float]:
    """Every multiple of the step from one end of an axis to the other."""
    return [k * step for k in range(math.ceil(first / step - 1e-9), math.floor(last / step + 1e-9) + 1)]


def nice_ticks(low: float, high: float, most: int, *, whole: bool = False) -> list[float]:
    """Multiples of a round step from `low` to `high` (the larger): as many as there may be, at most `most`; integers where they are to be `whole`."""
    step = nice_step((high - low) / (most + 1))
    while True:
        if whole and step % 1:
            step = 1.0 if step < 1 else 5.0
        found = multiples(low, high, step)
        if len(found) <= most:
            return found
        step = nice_step(step * 1.01)


def log_ticks(low: float, high: float) -> tuple[list[float], list[float]]:
    """Powers of ten from `low` to `high`, both above 0; where there are fewer than three, 2 and 5 times these too. Beside them the other whole
    multiples, for marks without words."""
    powers = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1)
    # Divided, not multiplied by 10 ** -k, so that a tenth is exactly a tenth.
    every = {times: [times * 10**k if k >= 0 else times / 10**-k for k in powers] for times in range(1, 10)}
    inside = {times: [value for value in values if low * (1 - 1e-9) <= value <= high * (1 + 1e-9)] for times, values in every.items()}
    said = (1,) if len(inside[1]) > 2 else (1, 2, 5)
    ticks = sorted(value for times in said for value in inside[times])
    return ticks, sorted(value for times, values in inside.items() if times not in said for value in values)


def ends(values: Sequence[float], *, room: float = 0.0, log: bool = False) -> tuple[float, float]:
    """The ends of an axis that holds all of `values`, with a share `room` of its length to spare on either side, but not across 0; never one and
    the same. For a logarithmic axis all values are above 0, and the room is a share of its decades."""
    low, high = min(values, default=1.0 if log else 0.0), max(values, default=1.0)
    if log:
        by = (high / low) ** room if high > low else 3.0
        return low / by, high * by
    by = (high - low) * room if high > low else abs(low) * 0.1 or 1.0
    first, last = low - by, high + by
    return 0.0 if first < 0 <= low else first, 0.0 if high <= 0 < last and low < 0 else last


def money(value: float) -> str:
    """An amount in a few letters: `2.5 m`, `−40 k`."""
    for unit, word in ((1e9, " bn"), (1e6, " m"), (1e3, " k")):
        if abs(value) >= unit:
            return f"{value / unit:,.10g}{word}".replace("-", "−")
    return f"{value:,.10g}".replace("-", "−")


def plain(value: float) -> str:
    """A number with separators: `12,500`, `−0.5`."""
    return f"{value:,.6g}".replace("-", "−")


def deviation(value: float) -> str:
    """A share with its sign, in percent: `+10 %`."""
    return f"{value:+.0%}".replace("%", " %").replace("-", "−")


def odds(share: float) -> str:
    """A share of lives: `1 in 20`."""
    return f"1 in {1 / share:,.0f}" if share < 1 else "all"


def duration(seconds: float) -> str:
    """A length of time in its own unit: `10 min`."""
    for unit, word in ((86_400, " d"), (3_600, " h"), (60, " min")):
        if seconds >= unit:
            return f"{seconds / unit:,.3g}{word}"
    return f"{seconds:,.3g} s"
