"""Amounts as data: major units of the currency, and the rows in which every command tells a difference for a party.

One sign everywhere: a difference is of losses, so that more than 0 is worse for that party and less than 0 better.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from wargame.analysis.figures.exposure import Measure
from wargame.core.finding import Spread
from wargame.core.money import currency


class MajorUnits:
    """Turns exact minor units into the number that is printed, rounded half-up."""

    def __init__(self, code: str) -> None:
        self.unit: int = 10 ** currency(code).digits

    def __call__(self, minor: Fraction | int) -> int | float:
        whole = (2 * minor.numerator + minor.denominator) // (2 * minor.denominator)
        # Dividing two integers is correctly rounded, so the shortest text of the result is the amount itself.
        return whole if self.unit == 1 else whole / self.unit

    def measure(self, found: Measure) -> dict[str, Any]:
        """Value, interval and note of a measure."""
        row = self.interval(found.value, found.low, found.high)
        return {**row, "note": found.note} if found.note else row

    def interval(self, value: Fraction | int | None, low: Fraction | int | None = None, high: Fraction | int | None = None) -> dict[str, Any]:
        """A value with its interval; None for what is not known."""
        return {name: None if one is None else self(one) for name, one in (("value", value), ("low", low), ("high", high))}

    def change(self, spreads: Mapping[str, Spread] | Iterable[tuple[str, Spread]]) -> list[dict[str, Any]]:
        """One row for each party: how much more (+) or less (−) it loses on average."""
        pairs = spreads.items() if isinstance(spreads, Mapping) else spreads
        return [{"party": party, "measure": "mean", **self.interval(one.mean, one.low, one.high)} for party, one in pairs]
