"""Local time: a time zone, and where its clocks change.

Instants are civil time (`core.calendar`): every day has 86,400 seconds, so that days, months and dates need no zone. Where clocks go forward an hour
of civil time takes no time at all; where they go back, one takes twice as long. `Clocks.real` says how many seconds really go by: all
that counts time – down-time, agreed time, how long an outage lasts – counts these; `Clocks.civil` is the way back.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Annotated, TypeVar, overload
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator

from wargame.core.problem import BadValue, suggest
from wargame.core.quantities import TextT

if TYPE_CHECKING:
    from wargame.core.arrays import Ints
    from wargame.core.vocabulary import Value

T = TypeVar("T", int, "Ints", "Value")
AT = "@"  # stands between hours and their zone
_YEARS = 100  # after the effective date for which changes of the clocks are known
_STEP = dt.timedelta(days=7)  # no zone changes its clocks twice in a week
_OF_THE_MACHINE = ("localtime", "Factory")  # what they are differs from machine to machine


def known_zone(name: str) -> str:
    """The name of a time zone; BadValue with the nearest one where there is none of that name."""
    try:
        if name in _OF_THE_MACHINE:
            raise ValueError
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):  # a name that is no file's, that is none's, or a folder's
        near = suggest(name, sorted(available_timezones() - set(_OF_THE_MACHINE)))
        way = "write the name of a place, such as Europe/London or America/New_York, or UTC"
        raise BadValue(f'there is no time zone "{name}"', f"{near}; {way}" if near else way) from None


def in_zone(hours: str, zone: str | None, home: str) -> str:
    """Hours with the zone in which a fact is asked for in them: that of a clause, or, round the clock, the agreement's; "" where there is none."""
    return f"{hours}{AT}{zone or home}" if zone or (home and not hours) else hours


ZoneT = Annotated[TextT, AfterValidator(known_zone)]


class Clocks:
    """The clocks of a time zone from an effective date on."""

    def __init__(self, zone: str, effective: dt.date) -> None:
        self.zone = ZoneInfo(zone)
        self.midnight = dt.datetime(effective.year, effective.month, effective.day, tzinfo=self.zone).astimezone(dt.UTC)
        self._civil_midnight = dt.datetime(effective.year, effective.month, effective.day)
        changes = list(_changes(self.zone, self.midnight, self._civil_midnight))
        # Of each change: where in civil time its hour begins, how long that is, by how much more real time goes by, and what went by before.
        self.at = [begin for begin, _ in changes]
        self.by = [more for _, more in changes]
        self.before = list(accumulate(self.by, initial=0))
        self.real_at = [begin + so_far for begin, so_far in zip(self.at, self.before, strict=False)]
        self._tables: tuple[Ints, Ints, Ints, Ints] | None = None

    @overload
    def real(self, instant: int) -> int: ...
    @overload
    def real(self, instant: Ints) -> Ints: ...
    @overload
    def real(self, instant: Value) -> Value: ...
    def real(self, instant: Value) -> Value:
        """Seconds that have really gone by from the effective date to an instant: an int for an int, an array for an array."""
        if isinstance(instant, (int, float)):
            k = bisect_right(self.at, instant)
            if not k:
                return instant
            more = self.by[k - 1]
            inside = min(instant - self.at[k - 1], abs(more))
            return instant + self.before[k - 1] + (inside if more > 0 else -inside)
        import numpy as np  # only lanes need it: a draft is checked without

        at, by, before, _ = self._arrays()
        which = np.searchsorted(at, instant, side="right") - 1
        one = np.maximum(which, 0)
        found: Ints = instant + np.where(which < 0, 0, before[one] + np.sign(by[one]) * np.minimum(instant - at[one], np.abs(by[one])))
        return found

    @overload
    def civil(self, real: int) -> int: ...
    @overload
    def civil(self, real: Ints) -> Ints: ...
    @overload
    def civil(self, real: Value) -> Value: ...
    def civil(self, real: Value) -> Value:
        """The instant by which so many seconds have really gone by: of an hour that takes no time, its end."""
        if isinstance(real, (int, float)):
            k = bisect_right(self.real_at, real)
            if not k:
                return real
            past, more = real - self.real_at[k - 1], self.by[k - 1]
            return self.at[k - 1] + (past - more if more < 0 or past >= 2 * more else past // 2)
        import numpy as np

        at, by, _, real_at = self._arrays()
        which = np.searchsorted(real_at, real, side="right") - 1
        one = np.maximum(which, 0)
        since, longer = real - real_at[one], by[one]
        found: Ints = np.where(which < 0, real, at[one] + np.where((longer < 0) | (since >= 2 * longer), since - longer, since // 2))
        return found

    def instant(self, when: dt.datetime) -> int:
        """The instant of a time: one with an offset wherever it was told, one without in this zone. One that occurs twice is the first, unless its
        `fold` says otherwise; BadValue for one that never occurs, as clocks go forward over it."""
        if not 1 < when.year < dt.MAXYEAR:
            raise BadValue(f"{when:%Y-%m-%d} lies at the very edge of the calendar", "is the year right?")
        if when.tzinfo is None:
            local = when.replace(tzinfo=self.zone)
            if self.naive(local.astimezone(dt.UTC)).replace(fold=0) != when.replace(fold=0):
                raise BadValue(f"{when:%Y-%m-%d %H:%M} never was in {self.zone.key}, where clocks went forward", "give the time with its offset")
            when = local
        return int(self.civil(round((when - self.midnight).total_seconds())))

    def at_instant(self, instant: int) -> dt.datetime:
        """The civil time of an instant, as `core.calendar` has it."""
        return self._civil_midnight + dt.timedelta(seconds=instant)

    def naive(self, when: dt.datetime) -> dt.datetime:
        """The civil time of a time that has an offset."""
        return when.astimezone(self.zone).replace(tzinfo=None)

    def _arrays(self) -> tuple[Ints, Ints, Ints, Ints]:
        import numpy as np

        if self._tables is None:
            columns = (self.at or [2**62], self.by or [0], self.before, self.real_at or [2**62])
            self._tables = tuple(np.array(one, np.int64) for one in columns)  # type: ignore[assignment]
        assert self._tables is not None
        return self._tables


def elapsed(clocks: Clocks | None, start: T, end: T) -> T:
    """Seconds that really go by between two instants."""
    return end - start if clocks is None else clocks.real(end) - clocks.real(start)


@cache
def clocks_of(zone: str, effective: dt.date) -> Clocks:
    """The clocks of a zone from a date on; made once."""
    return Clocks(zone, effective)


def _changes(zone: ZoneInfo, midnight: dt.datetime, civil: dt.datetime) -> list[tuple[int, int]]:
    """(second of civil time at which the hour of a change begins, seconds of real time that it takes more than of civil time)."""
    found: list[tuple[int, int]] = []

    def offset(when: dt.datetime) -> int:
        return round((when.astimezone(zone).utcoffset() or dt.timedelta()).total_seconds())

    low, last = midnight, midnight + dt.timedelta(days=366 * min(_YEARS, 9998 - midnight.year))
    while low < last:
        high = low + _STEP
        if offset(low) != offset(high):
            a, b = low, high
            while b - a > dt.timedelta(seconds=1):
                middle = a + dt.timedelta(seconds=(b - a) // dt.timedelta(seconds=2))
                a, b = (middle, b) if offset(middle) == offset(low) else (a, middle)
            was, now = offset(low), offset(high)
            first = b + dt.timedelta(seconds=min(was, now))  # in civil time, the earlier of what clocks show before and after
            found.append((round((first.replace(tzinfo=None) - civil).total_seconds()), was - now))
        low = high
    return found
