"""Quantities as exact values: a rate, a price, a duration, a count, each with its unit.

Every value is made of integers over a denominator, never a float. Months stay calendar months and business days stay
business days; only fixed spans become seconds. How they are read from words is in `reading`, and the field types for
the terms of a clause are in `quantities`, which also re-exports everything here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from .money import currency

HOUR = 3_600  # seconds
DAY = 24 * HOUR
_SPANS = (("day", DAY), ("hour", HOUR), ("minute", 60), ("second", 1))


@dataclass(frozen=True)
class Rate:
    """A pure fraction num/den, den > 0, in the terms written as a percentage: Rate(15, 100) is `15 %`."""

    num: int
    den: int

    def __str__(self) -> str:
        text = decimal_text(self.num * 100, self.den)
        return f"{text} %" if text else f"{self.num}/{self.den}"


@dataclass(frozen=True)
class Price:
    """num/den minor units of a currency for one unit, den a power of ten: `GBP 4.2055` is Price(42055, 100, "GBP"), 420.55 pence."""

    num: int
    den: int
    currency: str
    per: str | None = None

    def __str__(self) -> str:
        digits = currency(self.currency).digits
        text = decimal_text(self.num, self.den * 10**digits, least=digits)
        return f"{self.currency} {text}" + (f" per {self.per}" if self.per else "")


@dataclass(frozen=True)
class Duration:
    """A span of time: whole seconds, or calendar months, or business days; at most one of the three is not zero."""

    seconds: int = 0
    months: int = 0
    business_days: int = 0

    def __post_init__(self) -> None:
        if sum(map(bool, (self.seconds, self.months, self.business_days))) > 1:
            raise ValueError("a duration is in seconds, in months or in business days, never a mixture")

    def __str__(self) -> str:
        if self.months:
            return _plural(self.months, "month")
        if self.business_days:
            return _plural(self.business_days, "business day")
        unit, size = next(((u, s) for u, s in _SPANS if self.seconds % s == 0), _SPANS[-1])
        return _plural(self.seconds // size, unit)


@dataclass(frozen=True)
class Count:
    """num/den units of work or events, perhaps per period: `100 000 calls per month` is Count(100_000, 1, "calls", "month")."""

    num: int
    den: int = 1
    unit: str | None = None
    per: str | None = None

    def __str__(self) -> str:
        text = decimal_text(self.num, self.den) or f"{self.num}/{self.den}"
        return text + (f" {self.unit}" if self.unit else "") + (f" per {self.per}" if self.per else "")


class Redacted(NamedTuple):
    """A term struck out or left blank, with the range its reader judges it to lie in. The three values are of one type.

    A model validated from it holds `mode`; the range is kept beside it, so a blank is never taken for zero.
    """

    low: object
    mode: object
    high: object


def decimal_text(num: int, den: int, least: int = 0) -> str:
    """num/den in decimals, commas between thousands, at least `least` decimal places; "" when it does not end."""
    places = 0
    scaled, rest = divmod(abs(num), den)
    digits = ""
    while rest and places < 40:
        digit, rest = divmod(rest * 10, den)
        digits += str(digit)
        places += 1
    if rest:
        return ""
    digits = digits.ljust(least, "0")
    return ("-" if num < 0 else "") + f"{scaled:,}" + (f".{digits}" if digits else "")


def _plural(number: int, unit: str) -> str:
    return f"{number:,} {unit}" + ("" if number == 1 else "s")
