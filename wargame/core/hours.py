"""Service hours as they are written: `Mon-Fri 08:00-12:00 and 13:00-20:00, Sat 09:00-13:00`, or a list of such ranges.

A range that has no days takes those of the range before it, or is of every day. One that ends at or before the time at which it begins runs over
midnight and belongs to the day on which it begins: `Fri 22:00-06:00` ends on Saturday, whatever Saturday is. `except holidays` leaves the holidays of
the front matter out of the ranges before it, `business days` are Monday to Friday without them, `holidays 10:00-14:00` are the hours of a holiday.

`ServiceHours` lays them over the calendar: the one place where hours of the day become seconds of the term. Down-time and agreed time are counted
within them. Everything is one function of time, the service seconds before an instant, so that the hours in any interval are a difference of two
whole numbers, the same for one life and for lanes.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from dataclasses import replace
from functools import cache
from itertools import accumulate, pairwise, product
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, overload

from pydantic import BeforeValidator, WithJsonSchema

from wargame.core.calendar import Calendar
from wargame.core.problem import BadValue
from wargame.core.quantities import BLANK_HINT
from wargame.core.reading import is_blank, normalise
from wargame.core.zones.clocks import AT, Clocks, clocks_of

from .values import DAY

if TYPE_CHECKING:
    from wargame.core.arrays import Ints
    from wargame.core.vocabulary import Value

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EVERY_DAY = frozenset(range(7))
_ROUND_THE_CLOCK = ("24x7", "24×7", "24/7")
_TIMES = re.compile(r"(?P<days>\D*?)\s*(?P<open>\d?\d:\d\d)\s*(?:[-–]|to\b)\s*(?P<close>\d?\d:\d\d)")
_SPAN = re.compile(r"(?P<first>[A-Za-z]{3})[a-z]*(?:\s*(?:[-–]|to\b)\s*(?P<last>[A-Za-z]{3})[a-z]*)?")
_EXCEPT = re.compile(r",?\s*\b(?:except|excepting|excluding|but not on)\s+(?:public\s+|bank\s+)?holidays\b", re.IGNORECASE)
_HINT = "write `Mon-Fri 08:00-12:00 and 13:00-20:00, Sat 09:00-13:00`, `22:00-06:00`, `business days 09:00-17:00` (holidays excepted) or `24x7`"
_WITHOUT, _WITHIN = " without ", " within "  # words of the engine's own, which nobody can write


class Range(NamedTuple):
    """Hours of some days of the week: from a second of the day to a later one, which is beyond 24:00 where they run over midnight."""

    days: frozenset[int]
    holidays: Literal["as other days", "closed", "only"]
    opens: int
    closes: int
    words: str

    def on(self, weekday: int, *, holiday: bool) -> bool:
        """Whether the range begins on such a day."""
        return weekday in self.days and (self.holidays == "as other days" or holiday == (self.holidays == "only"))


Segment = tuple[int, int, str]  # of one day: from second to second, and the words


def normal_hours(text: str) -> str:
    """The hours as they are compared: "" round the clock. BadValue where they cannot be read, or two ranges overlap."""
    if text.strip() in _ROUND_THE_CLOCK:
        return ""
    _refuse_overlaps(_ranges(text))
    return " ".join(text.replace("–", "-").split())


def _read(value: object) -> str:
    """The hours of a text, or of a list of ranges."""
    if isinstance(value, list) and value and all(isinstance(one, str) and not is_blank(one) for one in value):
        return normal_hours("; ".join(normalise(one) for one in value))
    if value == "":
        return ""
    if not isinstance(value, str):
        raise BadValue(f"{'a group of terms' if isinstance(value, dict) else repr(value)} stands where service hours are due", _HINT)
    if is_blank(value):
        raise BadValue("the term is blank, and service hours are due", BLANK_HINT, "blank")
    return normal_hours(normalise(value))


_SCHEMA: dict[str, Any] = {
    "anyOf": [{"type": "string", "minLength": 1}, {"type": "array", "items": {"type": "string", "minLength": 1}}],
    "description": "service hours",
    "examples": ["Mon-Fri 08:00-20:00, Sat 09:00-13:00"],
}
HoursT = Annotated[str, BeforeValidator(_read), WithJsonSchema(_SCHEMA)]


def _ranges(text: str) -> tuple[Range, ...]:
    """The ranges of a text, in their order."""
    found: list[Range] = []
    days: tuple[frozenset[int], Literal["as other days", "closed", "only"]] = _EVERY_DAY, "as other days"
    for item in text.split(";"):
        begun = len(found)
        pieces = _EXCEPT.split(item)
        for place, piece in enumerate(pieces):
            waiting: list[str] = []  # days whose hours are still to come: `Sat and Sun 09:00-13:00`
            for part in filter(None, (part.strip() for part in re.split(r",|\band\b|&", piece))):
                times = _TIMES.fullmatch(part)
                if times is None:
                    _days_of(part, text)
                    waiting.append(part)
                    continue
                named = [*waiting, *([times["days"]] if times["days"].strip() else [])]
                if named:
                    of = [_days_of(one, text) for one in named]
                    if len({holidays for _, holidays in of}) > 1:
                        raise BadValue(f'the days of "{part}" are not all counted alike', "give holidays and business days ranges of their own")
                    days = frozenset[int]().union(*(one for one, _ in of)), of[0][1]
                waiting = []
                found.append(_range(days, times, " and ".join(named)))
            if waiting:
                raise BadValue(f'"{waiting[-1]}" has no hours', _HINT)
            if place < len(pieces) - 1:  # what was said of holidays holds for what stands before it; alone in its item, for everything
                begun = begun if len(found) > begun or place else 0
                found[begun:] = [one._replace(holidays="closed") if one.holidays == "as other days" else one for one in found[begun:]]
                begun = len(found)
    if not found:
        raise BadValue(f'"{text}" are no service hours', _HINT)
    return tuple(found)


def _range(days: tuple[frozenset[int], Literal["as other days", "closed", "only"]], times: re.Match[str], named: str) -> Range:
    opens, closes = _second(times["open"]), _second(times["close"])
    words = " ".join(f"{named} {times['open']}-{times['close']}".split())
    if opens in (closes, DAY):
        raise BadValue(f'the hours "{words}" end when they begin', "write `00:00-24:00` for a whole day, `24x7` for every hour of the week")
    return Range(*days, opens, closes if closes > opens else closes + DAY, words)


def _days_of(named: str, text: str) -> tuple[frozenset[int], Literal["as other days", "closed", "only"]]:
    """The weekdays that some words name, and what holidays do to them."""
    plain = " ".join(named.split()).casefold().rstrip(":")
    if plain in ("daily", "every day", "all days"):
        return _EVERY_DAY, "as other days"
    if plain in ("business days", "working days"):
        return frozenset(range(5)), "closed"
    if plain in ("holidays", "public holidays", "bank holidays"):
        return _EVERY_DAY, "only"
    span = _SPAN.fullmatch(plain)
    if span is None:
        raise BadValue(f'"{text}" are no service hours', _HINT)
    names = [span["first"].capitalize(), (span["last"] or span["first"]).capitalize()]
    if any(name not in DAYS for name in names):
        raise BadValue(f'"{text}" names no days of the week', _HINT)
    first, last = (DAYS.index(name) for name in names)
    return frozenset((first + k) % 7 for k in range((last - first) % 7 + 1)), "as other days"


def _second(text: str) -> int:
    hours, minutes = (int(part) for part in text.split(":"))
    if minutes > 59 or hours * 60 + minutes > 24 * 60:
        raise BadValue(f'"{text}" is no time of day', _HINT)
    return hours * 3600 + minutes * 60


def _segments(ranges: tuple[Range, ...], weekday: int, *, holiday: bool, eve: bool) -> list[Segment]:
    """The hours of one day, in their order; `eve`: whether the day before was a holiday."""
    found = [(one.opens, min(one.closes, DAY), one.words) for one in ranges if one.on(weekday, holiday=holiday)]
    found += [(0, one.closes - DAY, one.words) for one in ranges if one.closes > DAY and one.on((weekday - 1) % 7, holiday=eve)]
    return sorted(found)


def _refuse_overlaps(ranges: tuple[Range, ...]) -> None:
    for weekday, eve, holiday in product(range(7), (False, True), (False, True)):
        for one, other in pairwise(_segments(ranges, weekday, holiday=holiday, eve=eve)):
            if other[0] < one[1]:
                when = "a holiday" if holiday else f"the morning of {DAYS[weekday]}" if eve else DAYS[weekday]
                raise BadValue(
                    f'the hours "{one[2]}" and "{other[2]}" overlap on {when}', "let one begin where the other ends, or write them as one range"
                )


def without(hours: str, window: str) -> str:
    """Service hours less those of a window, in words of the engine's own."""
    return f"{hours or _ROUND_THE_CLOCK[0]}{_WITHOUT}{window}"


def within(hours: str, window: str) -> str:
    """Service hours that lie in a window."""
    return f"{hours or _ROUND_THE_CLOCK[0]}{_WITHIN}{window}"


@cache
def spans_of(text: str, weekday: int, *, holiday: bool, eve: bool) -> tuple[tuple[int, int], ...]:
    """The hours of a day in its order, each from second to second; `eve`: whether the day before was a holiday."""
    for word in (_WITHOUT, _WITHIN):
        hours, found, window = text.partition(word)
        if found:
            open_, shut = (spans_of(one, weekday, holiday=holiday, eve=eve) for one in (hours, window))
            return _cut(open_, shut) if word == _WITHIN else _less(open_, shut)
    if text in ("", *_ROUND_THE_CLOCK):
        return ((0, DAY),)
    return tuple((opens, closes) for opens, closes, _ in _segments(_ranges(text), weekday, holiday=holiday, eve=eve))


def _cut(spans: tuple[tuple[int, int], ...], window: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    both = ((max(a, c), min(b, d)) for (a, b), (c, d) in product(spans, window))
    return tuple((opens, closes) for opens, closes in both if opens < closes)


def _less(spans: tuple[tuple[int, int], ...], window: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    edges = [0, *(edge for span in window for edge in span), DAY]
    return _cut(spans, tuple(zip(edges[::2], edges[1::2], strict=True)))


class ServiceHours:
    """Service hours laid over an agreement's calendar, from the effective date to `end` (seconds)."""

    def __init__(self, text: str, calendar: Calendar, end: int) -> None:
        days = -(-end // DAY) + 1
        dates = [calendar.effective + dt.timedelta(days=day - 1) for day in range(days + 1)]
        off = [date in calendar.holidays for date in dates]
        spans = [spans_of(text, date.weekday(), holiday=off[day + 1], eve=off[day]) for day, date in enumerate(dates[1:])]
        self._sum = list(accumulate((sum(closes - opens for opens, closes in one) for one in spans), initial=0))
        # Each span that any day has, and whether each day has it: few, of a list of ranges about one a range.
        self._slots = [(*slot, [int(slot in one) for one in spans]) for slot in sorted({slot for one in spans for slot in one})]
        self._spans = spans
        self._tables: tuple[list[tuple[int, int, Ints]], Ints] | None = None  # the same for lanes, made when first asked for

    def spans(self) -> list[tuple[int, int]]:
        """When service begins and ends, in order; the last day is that of the end of the term."""
        found: list[tuple[int, int]] = []
        for day, spans in enumerate(self._spans):
            for opens, closes in spans:
                if found and found[-1][1] == day * DAY + opens:
                    found[-1] = found[-1][0], day * DAY + closes
                else:
                    found.append((day * DAY + opens, day * DAY + closes))
        return found

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
            return self._sum[day] + sum(min(max(second, opens), closes) - opens for opens, closes in self._spans[day])
        import numpy as np  # only lanes need it: a draft is checked without

        if self._tables is None:
            self._tables = [(opens, closes, np.array(on, np.int64)) for opens, closes, on in self._slots], np.array(self._sum, np.int64)
        slots, before = self._tables
        days = instant // DAY
        seconds = instant - days * DAY
        found: Ints = before[days]
        for opens, closes, on in slots:
            found = found + on[days] * (np.clip(seconds, opens, closes) - opens)
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

    def spans(self) -> list[tuple[int, int]]:
        """When service begins and ends, in order, in the agreement's civil time."""
        found = self._hours.spans() if self._hours is not None else []
        if self._here is None or self._home is None:
            return found
        here, home, shift = self._here, self._home, self._shift
        told = ((home.civil(here.real(opens) - shift), home.civil(here.real(closes) - shift)) for opens, closes in found)
        return [(max(opens, 0), closes) for opens, closes in told if closes > 0]

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
