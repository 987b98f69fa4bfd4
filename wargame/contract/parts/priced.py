"""Amounts that follow an index: multiplied by the exact factor of an indexation clause and rounded once, or by nothing."""

from __future__ import annotations

from wargame.contract.rules.clause import Clause, MonthEnd
from wargame.core.vocabulary import Value

PART_NUM, PART_DEN = "num of a part", "den of a part"  # of a rate, where each month's part of a price is converted for itself


def factor_needs(index: str | None) -> tuple[tuple[str, str], ...]:
    """The measures of an indexation or exchange clause that an amount in its prices reads."""
    return ((index, "num"), (index, "den")) if index else ()


def priced_needs(clause: Clause, index: str | None) -> tuple[tuple[str, str], ...]:
    """The measures that a price reads: of its index, and of the rate of exchange where it is in another currency."""
    return (*factor_needs(index), *factor_needs(clause.exchange or None))


def parts_needs(clause: Clause, index: str | None) -> tuple[tuple[str, str], ...]:
    """The same of a price that converts what accrues in each month for itself."""
    return (*priced_needs(clause, index), *(((clause.exchange, PART_NUM), (clause.exchange, PART_DEN)) if clause.exchange else ()))


def indexed(month: MonthEnd, index: str | None, amount: Value, den: int = 1, exchange: str = "") -> Value:
    """`amount`/`den` in the prices of the month, and converted where a clause does that, in whole units, rounded once, half-up."""
    v = month.v
    if exchange:
        part = month.measure(exchange, PART_NUM), month.measure(exchange, PART_DEN)
        num, below = v.product((month.measure(index, "num"), month.measure(index, "den")), part) if index else part
        return v.rounded(amount, num, below * den)
    if not index:
        return amount if den == 1 else v.share(amount, 1, den)
    return v.rounded(amount, month.measure(index, "num"), month.measure(index, "den") * den)
