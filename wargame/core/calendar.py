"""The calendar of an agreement: contract months, calendar months and business days, as whole seconds.

An instant is a whole number of seconds since midnight at the start of the effective date (negative before it), in local
civil time: every day has 86,400 seconds. Where the agreement names a time zone, `core.zones.clocks` says how many seconds really go by.

Month rule: adding months keeps the day of the month and the time of day; a day that the target month does not have
becomes that month's last day. Contract months are always counted from the effective date itself, so an agreement
effective 31 January has months that begin on 31 January, 28 (or 29) February, 31 March, 30 April: it never drifts. One
effective 29 February has its anniversaries on 28 February in common years and on 29 February in leap years.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass, field
from functools import lru_cache

from .problem import BadValue
from .quantities import Duration
from .values import DAY
from .zones.clocks import Clocks, clocks_of

MEAN_MONTH = 2_629_800  # seconds, 365.25 / 12 days: what a month is where there is no date
LAST_YEAR = 9998
_SATURDAY = 5


def add_months(day: dt.date, months: int) -> dt.date:
    """The date `months` later (or earlier), clamped to the last day of a shorter month. BadValue past year 9998."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= LAST_YEAR:
        raise _beyond(f"{months} months from {day} lead to year {year}")
    return dt.date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


@dataclass(frozen=True)
class Calendar:
    """Turns dates into instants and back, from an effective date and the dated holidays of the front matter."""

    effective: dt.date
    holidays: frozenset[dt.date] = frozenset()
    zone: str = ""  # the agreement's time zone; "": its clocks never change
    last_day: dt.date | None = None  # of a term that ends inside a month
    _later: dict[tuple[int, int, int, int], int] = field(default_factory=dict, init=False, repr=False, compare=False)  # month ends ask the same again

    def __post_init__(self) -> None:
        if self.effective.year > LAST_YEAR:
            raise _beyond(f"the effective date {self.effective} lies in year {self.effective.year}")

    @property
    def clocks(self) -> Clocks | None:
        """The clocks of the agreement's time zone; None where it names none."""
        return clocks_of(self.zone, self.effective) if self.zone else None

    def month_starts(self, months: int) -> tuple[int, ...]:
        """The months + 1 instants at which contract months 0, 1, … months begin; the last one ends the final month."""
        if months < 0:
            raise BadValue(f"an agreement cannot run for {months} months")
        return tuple(self.instant(add_months(self.effective, k)) for k in range(months + 1))

    def term_end(self, months: int) -> int:
        """The instant at which a term that begins so many months ends: the first that is not in it."""
        end = self.month_starts(months)[-1]
        return end if self.last_day is None else min(end, self.instant(self.last_day) + DAY)

    def instant(self, day: dt.date | dt.datetime) -> int:
        """Seconds from the effective date to a date (its midnight) or to a civil date and time, whole seconds, no time zone."""
        if not isinstance(day, dt.datetime):
            return (day - self.effective).days * DAY
        if day.tzinfo is not None or day.microsecond:
            raise BadValue(f"{day} is not a civil time in whole seconds", "give local time without a zone or fractions of a second")
        return (day.date() - self.effective).days * DAY + day.hour * 3600 + day.minute * 60 + day.second

    def date_of(self, instant: int) -> dt.date:
        """The civil date of an instant. BadValue outside the years 1 to 9998."""
        try:
            day = self.effective + dt.timedelta(days=instant // DAY)
        except OverflowError:
            day = dt.date.max
        if day.year > LAST_YEAR:
            raise _beyond(f"{instant // DAY} days from {self.effective} cannot be dated")
        return day

    def is_business_day(self, day: dt.date) -> bool:
        """Monday to Friday and not a holiday."""
        return day.weekday() < _SATURDAY and day not in self.holidays

    def add(self, instant: int, d: Duration) -> int:
        """The instant a duration later, same time of day for months and business days.

        Months follow the month rule from the instant's own day. Business days are counted from the next day, so one
        business day from any time on Friday, Saturday or Sunday is that time on Monday, unless Monday is a holiday.
        """
        key = (instant, d.months, d.business_days, d.seconds)
        later = self._later.get(key)
        if later is None:
            later = self._later[key] = self._add(instant, d)
        return later

    def _add(self, instant: int, d: Duration) -> int:
        time_of_day = instant % DAY
        if d.months:
            return self.instant(add_months(self.date_of(instant), d.months)) + time_of_day
        if d.business_days:
            day = self.date_of(instant)
            left = d.business_days
            while left:
                if day >= dt.date(LAST_YEAR, 12, 31):
                    raise _beyond(f"{d} from {self.label(instant)} cannot be dated")
                day += dt.timedelta(days=1)
                left -= self.is_business_day(day)
            return self.instant(day) + time_of_day
        later = instant + d.seconds
        self.date_of(later)
        return later

    def label(self, instant: int) -> str:
        """`2027-03-01 09:37`; seconds are shown only where there are any."""
        seconds = instant % 60
        return f"{self.date_of(instant)} {time_of(instant)}" + (f":{seconds:02d}" if seconds else "")

    def moment(self, instant: int) -> str:
        """The same; of midnight, at which a day begins, the date alone."""
        return self.label(instant) if instant % DAY else str(self.date_of(instant))


@lru_cache(maxsize=64)
def calendar_of(effective: dt.date, holidays: frozenset[dt.date], zone: str, last_day: dt.date | None) -> Calendar:
    """One calendar for all variants and readings of an agreement: what one has been asked the others know."""
    return Calendar(effective, holidays, zone, last_day)


def time_of(instant: int) -> str:
    """The time of day, `09:37`: whole minutes."""
    hours, rest = divmod(instant % DAY, 3600)
    return f"{hours:02d}:{rest // 60:02d}"


def _beyond(what: str) -> BadValue:
    return BadValue(f"{what}; dates are kept from year 1 to year {LAST_YEAR}", f"give dates and a term that end by {LAST_YEAR}-12-31")
