"""Amounts, shares, lengths of time and dates as a draft writes them, and the two roundings that the pages name."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
MONTHS = {"month": 1, "quarter": 3, "year": 12}


def half_up(exact: Fraction) -> int:
    """The whole number nearest to an exact one; half a unit goes away from zero."""
    size = int((2 * abs(exact) + 1) // 2)
    return size if exact >= 0 else -size


def rounded(exact: Fraction, decimals: int) -> Fraction:
    """An exact number to so many decimals, half away from zero."""
    return Fraction(half_up(exact * 10**decimals), 10**decimals)


def plain(text: object) -> Fraction:
    """A number whose thousands may be grouped by spaces or commas."""
    return Fraction(re.sub(r"[ ,\u00a0]", "", str(text)))


def minor(text: object) -> Fraction:
    """An amount such as `GBP 4.205`, in (perhaps broken) minor units of two decimals."""
    return plain(re.sub(r"^\s*[A-Z]{3}", "", str(text))) * 100


def share(text: object) -> Fraction:
    """A percentage such as `12.5 %`, as a fraction of one."""
    return plain(str(text).replace("%", "")) / 100


def decimals_of(text: object) -> int:
    """How many decimals a percentage is written with, end zeros dropped."""
    digits = str(text).replace("%", "").strip()
    return len(digits.split(".")[1].rstrip("0")) if "." in digits else 0


def rate(text: object) -> tuple[Fraction, str]:
    """A number with its period (`3 000 per month`); without one the period is the month."""
    number, _, period = str(text).partition(" per ")
    return plain(number), period.strip() or "month"


@dataclass(frozen=True)
class Length:
    """A length of time: seconds, or months of the calendar."""

    seconds: int = 0
    months: int = 0

    @classmethod
    def read(cls, text: object) -> Length:
        """`45 days`, `4 hours`, `3 months`."""
        number, unit = str(text).rsplit(" ", 1)
        unit = unit.rstrip("s")
        if unit in MONTHS:
            return cls(months=int(plain(number)) * MONTHS[unit])
        return cls(seconds=int(plain(number) * UNITS[unit]))

    def after(self, instant: datetime) -> datetime:
        """The instant so much later."""
        return add_months(instant, self.months) + timedelta(seconds=self.seconds)


def add_months(instant: datetime, months: int) -> datetime:
    """The same day and time so many months of the calendar later, or the last day of that month where it has no such day."""
    index = instant.year * 12 + instant.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return instant.replace(year=year, month=month, day=min(instant.day, monthrange(year, month)[1]))
