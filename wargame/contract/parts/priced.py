"""Amounts that follow an index: multiplied by the exact factor of an indexation clause and rounded once, or by nothing."""

from __future__ import annotations

from wargame.contract.rules.clause import Clause, MonthEnd
from wargame.core.vocabulary import Value


def factor_needs(index: str | None) -> tuple[tuple[str, str], ...]:
    """The measures of an indexation or exchange clause that an amount in its prices reads."""
    return ((index, "num"), (index, "den")) if index else ()


def priced_needs(clause: Clause, index: str | None) -> tuple[tuple[str, str], ...]:
    """The measures that a price reads: of its index, and of the rate of exchange where it is in another currency."""
    return (*factor_needs(index), *factor_needs(clause.exchange or None))


def indexed(month: MonthEnd, index: str | None, amount: Value, den: int = 1) -> Value:
    """`amount`/`den` in the prices of the month, in whole units, half-up."""
    v = month.v
    if not index:
        return amount if den == 1 else v.share(amount, 1, den)
    return v.rounded(amount, month.measure(index, "num"), month.measure(index, "den") * den)
