"""Amounts as data: major units of the currency, and the rows in which every command tells a difference for a party.

One sign everywhere: a difference is of losses, so that more than 0 is worse for that party and less than 0 better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from wargame.analysis.tables.findings import ChangeRow
from wargame.analysis.tables.row import Amount
from wargame.core.finding import Spread
from wargame.core.money import currency

Money = Callable[[Fraction | int], Amount]  # exact minor units to the number that is printed


class MajorUnits:
    """Turns exact minor units into the number that is printed, rounded half-up."""

    def __init__(self, code: str) -> None:
        self.unit: int = 10 ** currency(code).digits

    def __call__(self, minor: Fraction | int) -> Amount:
        whole = (2 * minor.numerator + minor.denominator) // (2 * minor.denominator)
        # Dividing two integers is correctly rounded, so the shortest text of the result is the amount itself.
        return whole if self.unit == 1 else whole / self.unit


def known(money: Money, minor: Fraction | int | None) -> Amount | None:
    """An amount; None for what is not known."""
    return None if minor is None else money(minor)


def change_rows(money: Money, spreads: Mapping[str, Spread] | Iterable[tuple[str, Spread]]) -> tuple[ChangeRow, ...]:
    """One row for each party: how much more (+) or less (−) it loses on average."""
    pairs = spreads.items() if isinstance(spreads, Mapping) else spreads
    return tuple(
        ChangeRow(party=party, measure="mean", value=money(one.mean), low=known(money, one.low), high=known(money, one.high)) for party, one in pairs
    )
