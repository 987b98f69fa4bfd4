"""Rates of exchange: the day of the rate, and how it is quoted (docs/money.md, "Rates of exchange")."""

from __future__ import annotations

from typing import Literal

from wargame.contract.rules.clause import Construction, MonthEnd
from wargame.core.facts import FactRequest
from wargame.core.vocabulary import Value

Day = Literal["the month end", "the average of the month", "the preceding month end", "the invoice day", "fixed at the effective date"]
Quoted = Literal["home currency per unit of the foreign", "foreign currency per unit of the home"]
HOME: Quoted = "home currency per unit of the foreign"

DAY_OF_RATE = Construction(
    ("the month end", "the average of the month", "the preceding month end", "the invoice day", "fixed at the effective date"),
    "Is the rate that of the end of the month charged, its average, that of the month end before, that of the invoice, or a fixed one?",
    "PRACTICE §11 and §20 (a rate of exchange needs a source, a day and a side)",
)


class LevelOnDay:
    """The level of a series of rates on the day that a construction says, and at the effective date, both in one unit."""

    def __init__(self, series: str, day: str) -> None:
        self.fixed = day == "fixed at the effective date"
        basis = {"the preceding month end": "before", "the average of the month": "two ends"}.get(day, "")
        self.then, self.base = FactRequest("index", series, basis=basis), FactRequest("index", series, basis="base")
        self.times = 2 if basis == "two ends" else 1  # an average of two is read as their sum

    def reads(self) -> tuple[FactRequest, ...]:
        """The facts it is made of."""
        return (self.then, self.base)

    def of(self, month: MonthEnd) -> tuple[Value, Value]:
        """The level now and at first."""
        base = self.times * month.fact(self.base)
        return (base if self.fixed else month.fact(self.then)), base
