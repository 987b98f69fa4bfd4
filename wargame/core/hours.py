"""Service hours: the hours of the week in which a service is promised, such as `Mon-Fri 08:00-18:00`.

Down-time and agreed time are counted within them. Everything is one function of time, the service seconds before an instant, so that the hours in any
interval are a difference of two whole numbers, the same for one life and for lanes.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, Annotated, overload

from pydantic import AfterValidator

from wargame.core.calendar import Calendar
from wargame.core.problem import BadValue
from wargame.core.quantities import TextT
from wargame.core.zones.clocks import AT, Clocks, clocks_of

from .values import DAY

if TYPE_CHECKING:
    from wargame.core.arrays import Ints
    from wargame.core.vocabulary import Value

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SHAPE = re.compile(
    r"(?P<days>business days|(?P<first>[A-Za-z]{3})(?:\s*[-–]\s*(?P<last>[A-Za-z]{3}))?)\s+(?P<open>\d\d:\d\d)\s*[-–]\s*(?P<close>\d\d:\d\d)"
)
_ROUND_THE_CLOCK = ("24x7", "24×7", "24/7")
_HINT = "write `Mon-Fri 08:00-18:00`, `business days 09:00-17:00` (holidays excepted) or `24x7`"


def normal_hours(text: str) -> str:
    """The hours as they are compared: "" round the clock. BadValue where they cannot be read."""
    if text.strip() in _ROUND_THE_CLOCK:
        return ""
    _parse(text)
    return " ".join(text.replace("–", "-").split())


HoursT = Annotated[TextT, AfterValidator(normal_hours)]


def _parse(text: str) -> tuple[frozenset[int], bool, int, int]:
    """(weekdays, only business days, opening, closing second of the day)."""
    found = _SHAPE.fullmatch(text.strip())
    if found is None:
        raise BadValue(f'"{text}" are no service hours', _HINT)
    opens, closes = (_second(found[name]) for name in ("open", "close"))
    if closes <= opens:
        raise BadValue(f'the hours "{text}" end before they begin', _HINT)
    if found["days"] == "business days":
        return frozenset(range(5)), True, opens, closes
    names = [found["first"].capitalize(), (found["last"] or found["first"]).capitalize()]
    if any(name not in _DAYS for name in names):
        raise BadValue(f'"{text}" names no days of the week', _HINT)
    first, last = (_DAYS.index(name) for name in names)
    return frozenset((first + k) % 7 for k in range((last - first) % 7 + 1)), False, opens, closes


def _second(text: str) -> int:
    hours, minutes = (int(part) for part in text.split(":"))
    if minutes > 59 or hours * 60 + minutes > 24 * 60:
        raise BadValue(f'"{text}" is no time of day', _HINT)
    return hours * 3600 + minutes * 60


class ServiceHours:
    """Service hours laid over an agreement's calendar, from the effective date to `end` (seconds)."""

    def __init__(self, text: str, calendar: Calendar, end: int) -> None:
        weekdays, business, self._opens, self._closes = _parse(text)
        days = -(-end // DAY) + 1
        dates = (calendar.effective + dt.timedelta(days=day) for day in range(days))
        self._on = [int(date.weekday() in weekdays and not (business and date in calendar.holidays)) for date in dates]
        self._sum = [days * (self._closes - self._opens) for days in accumulate(self._on, initial=0)]
        self._tables: tuple[Ints, Ints] | None = None  # the same for lanes, made when first asked for

    @overload
    def before(self, instant: int) -> int: ...
    @overload
    def before(self, instant: Ints) -> Ints: ...
    @overload
    def before(self, instant: Value) -> Value: ...
    def before(self, instant: Value) -> Value:
        """Service seconds from the effective date to an instant within the term: an int for an int, an array for an array."""
        if isinstance(instant, (int, float)) or instant.ndim == 0:
            day, second = divmod(int(instant), DAY)
            return self._sum[day] + self._on[day] * (min(max(second, self._opens), self._closes) - self._opens)
        import numpy as np  # only lanes need it: a draft is checked without

        if self._tables is None:
            self._tables = np.array(self._on, np.int64), np.array(self._sum, np.int64)
        on, before = self._tables
        days = instant // DAY
        inside = np.clip(instant - days * DAY, self._opens, self._closes) - self._opens
        found: Ints = before[days] + on[days] * inside
        return found


class LocalHours:
    """Service hours by the clocks of a zone, laid over an agreement's calendar from its effective date to `end` (seconds): the seconds that really go
    by within them, on the days too on which clocks change. `Mon-Fri 08:00-18:00@Europe/Paris` are hours of another zone than the agreement's; without
    hours, all hours of all days."""

    def __init__(self, text: str, calendar: Calendar, end: int) -> None:
        hours, _, zone = text.partition(AT)
        self._home = calendar.clocks
        assert self._home is not None  # else no zone is asked for
        self._here: Clocks | None = None
        self._shift = 0
        if zone and zone != calendar.zone:
            # Its days begin at other times than the agreement's: a day more on either side holds them all.
            calendar = replace(calendar, effective=calendar.date_of(-DAY), zone=zone)
            self._here = clocks_of(zone, calendar.effective)
            self._shift = round((self._home.midnight - self._here.midnight).total_seconds())
            end += 3 * DAY
        clocks = self._here or self._home
        self._hours = ServiceHours(hours, calendar, end) if hours else None
        changes = [(at, by) for at, by in zip(clocks.at, clocks.by, strict=True) if at + abs(by) <= end]
        self._at, self._by = [at for at, _ in changes], [by for _, by in changes]
        # What service loses in an hour that takes no time, and has twice in one that takes twice as long.
        more = [(self._civil(at + abs(by)) - self._civil(at)) * (1 if by > 0 else -1) for at, by in changes]
        self._more = list(accumulate(more, initial=0))
        self._first = self._before(0)

    @overload
    def before(self, instant: int) -> int: ...
    @overload
    def before(self, instant: Ints) -> Ints: ...
    @overload
    def before(self, instant: Value) -> Value: ...
    def before(self, instant: Value) -> Value:
        """Service seconds from the effective date to an instant within the term: an int for an int, an array for an array."""
        return self._before(instant) - self._first if self._first else self._before(instant)

    def _before(self, instant: Value) -> Value:
        if self._here is not None and self._home is not None:
            instant = self._here.civil(self._home.real(instant) + self._shift)
        if isinstance(instant, (int, float)):
            k = bisect_right(self._at, instant) - 1
            if k < 0:
                return self._civil(instant)
            at, by = self._at[k], self._by[k]
            inside = self._civil(min(instant, at + abs(by))) - self._civil(at)
            return self._civil(instant) + self._more[k] + (inside if by > 0 else -inside)
        import numpy as np  # only lanes need it: a draft is checked without

        if not self._at:
            return self._civil(instant)
        at_, by_, more = (np.array(one, np.int64) for one in (self._at, self._by, self._more))
        k_ = np.searchsorted(at_, instant, side="right") - 1
        one = np.maximum(k_, 0)
        inside_: Value = self._civil(np.clip(instant, at_[one], at_[one] + np.abs(by_[one]))) - self._civil(at_[one])
        found: Value = self._civil(instant) + np.where(k_ < 0, 0, more[one] + np.sign(by_[one]) * inside_)
        return found

    def _civil(self, instant: Value) -> Value:
        """Service seconds before an instant as civil time has them."""
        return instant if self._hours is None else self._hours.before(instant)
