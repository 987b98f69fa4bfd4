"""Dates and times as tables give them, turned into seconds of civil time.

ISO dates (`2027-02-28`, `2027-02-28 17:37`, `2027-02`, `20270228`) need no telling, nor does a month's name (`28 Feb 2027`). Of `05-03-2027` somebody
must know which is the day: the file says so itself where any date has a number above 12, else `--day-first` or `--month-first` must; with points
(`05.03.2027`) the day is first. A file may hold the numbers of a spreadsheet's days (`46081.734`) or seconds or milliseconds since 1970 instead, and
then holds nothing else. A year of two digits is refused.

Where a time zone is named, times with an offset are brought to it and others are local there. Without one, times may carry one offset, the same in
every row, which is dropped, for a scenario is played in local time: two offsets in one file are refused, for rows could not be put on one calendar.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Literal

from wargame.core.problem import BadValue
from wargame.core.values import DAY
from wargame.core.zones.clocks import Clocks

Order = Literal["day", "month"]
_TIME = r"(?:,?[T ]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<part>\d+))?)?\s*(?P<half>[AP]M)?)?"
_ZONE = r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"(?P<name>(?:{'|'.join(_MONTHS)})[a-z]*)\.?"
_ISO = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})(?:[-/](?P<day>\d{1,2}))?" + _TIME + _ZONE, re.IGNORECASE)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})" + r"(?:T(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?)?" + _ZONE)
_LOCAL = re.compile(r"(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4})" + _TIME + _ZONE, re.IGNORECASE)
_NAMED = (
    re.compile(r"(?P<day>\d{1,2})[-/. ]+" + _NAME + r"[-/ ,]+(?P<year>\d{4})" + _TIME + _ZONE, re.IGNORECASE),
    re.compile(_NAME + r"\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})" + _TIME + _ZONE, re.IGNORECASE),
)
_SHORT_YEAR = re.compile(rf"\d{{1,2}}[-/. ](?:\d{{1,2}}|{_NAME})[-/. ]\d{{2}}(?!\d).*", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_DATE = re.compile(r"\d{4}[-/]\d{2}[-/]\d{2}|\d{2}[-/.]\d{2}[-/.]\d{4}")
_EPOCH = dt.datetime(1970, 1, 1)
_FIRST_DAY = dt.datetime(1899, 12, 30)  # day 0 of a spreadsheet, as its days after February 1900 count
_SHEET_DAYS = (20_000, 80_000)  # 1954 to 2119: a number of five digits
HINT = "write 2027-02-28 or 2027-02-28 17:37"


def decide_order(cells: Iterable[str]) -> Order | None:
    """Which of two leading numbers is the day, from the first date that leaves no doubt; None where no date needs it. UnclearOrder where every
    date could be either."""
    doubtful = ""
    for cell in cells:
        found = _LOCAL.fullmatch(cell)
        if found is None:
            if not doubtful and _ISO.fullmatch(cell):
                return None
            continue
        if found["mark"] == "." or int(found["a"]) > 12:
            return "day"
        if int(found["b"]) > 12:
            return "month"
        doubtful = doubtful or cell
    if doubtful:
        raise UnclearOrder(doubtful)
    return None


class UnclearOrder(BadValue):
    """Dates of which nobody can tell the day from the month; `cell` is the first of them."""

    def __init__(self, cell: str) -> None:
        super().__init__(f"'{cell}', like every date here, could be day first or month first", "say --day-first or --month-first")
        self.cell = cell


class NoDate(BadValue):
    """What is no date in any way of writing one."""


class OtherOffset(BadValue):
    """A time that cannot be put on one calendar with those before it."""


class Clock:
    """Reads the times of one file: `order` of local dates, the zone's clocks where one is named, and else the offset that all of them share."""

    def __init__(self, order: Order | None, clocks: Clocks | None = None) -> None:
        self.order, self.clocks = order, clocks
        self.offset: str | None = None  # '' where times carry none; None before the first
        self.timed = False  # whether any time of day but midnight was seen
        self.numbers = ""  # what numbers are that stand for times: days of a spreadsheet, seconds, milliseconds
        self.written = False  # whether any time is written as a date
        # Dates and times of day come again and again: what was read once is looked up.
        self._dates: dict[str, int] = {}
        self._times: dict[str, int] = {}

    def read(self, text: str) -> int:
        """Seconds since 1970, or since the day on which the zone's clocks begin; BadValue in words."""
        date, time = self._dates.get(text[:10]), self._times.get(text[10:])
        if date is not None and time is not None:
            return date + time
        when = self.when(text).replace(microsecond=0)
        if self.clocks is not None:
            seconds = self.clocks.instant(when)
            self.timed = self.timed or seconds % DAY != 0
            return seconds
        offset = _said(when)
        if self.offset is None:
            self.offset = offset
        elif offset != self.offset:
            ways = [f"the offset {one}" if one else "no offset" for one in (self.offset, offset)]
            raise OtherOffset(
                f"'{text[:40]}' has {ways[1]}, and the times before it have {ways[0]}",
                "give all of them one offset, or none; or name the agreement's zone with --time-zone",
            )
        seconds = round((when.replace(tzinfo=None) - _EPOCH).total_seconds())
        if _DATE.fullmatch(text[:10]) and len(self._dates) + len(self._times) < 200_000:
            self._dates[text[:10]], self._times[text[10:]] = seconds - seconds % DAY, seconds % DAY
        self.timed = self.timed or seconds % DAY != 0
        return seconds

    def when(self, text: str) -> dt.datetime:
        """The date and time of a cell, with its offset where it carries one."""
        if _NUMBER.fullmatch(text) and not (len(text) == 8 and _COMPACT.fullmatch(text)):
            return self._number(text)
        found = _ISO.fullmatch(text) or _COMPACT.fullmatch(text) or _NAMED[0].fullmatch(text) or _NAMED[1].fullmatch(text)
        first = ""
        if found is not None:
            said = found.groupdict()
            month = _MONTHS.index(said["name"][:3].casefold()) + 1 if said.get("name") else int(said["month"])
            day = int(said["day"] or 1)
        else:
            found = _LOCAL.fullmatch(text)
            if found is None:
                if _SHORT_YEAR.fullmatch(text):
                    raise BadValue(f"'{text[:40]}' is no date that can be told: its year has two digits", f"give four; {HINT}")
                raise NoDate(f"'{text[:40]}' is no date", HINT)
            if self.order is None:
                raise BadValue(f"'{text[:40]}' is written otherwise than the dates before it", "keep one way of writing dates in a file")
            said = found.groupdict()
            day, month = (int(said["a"]), int(said["b"])) if self.order == "day" else (int(said["b"]), int(said["a"]))
            first = f", read {self.order} first"
        self.written = True
        if self.numbers:
            raise BadValue(f"'{text[:40]}' is no {self.numbers}, as the times before it are", "keep one way of writing times in a file")
        return _made(text, (int(said["year"]), month, day), said, first)

    def _number(self, text: str) -> dt.datetime:
        """A time told as a number: of days in a spreadsheet, of seconds or milliseconds since 1970."""
        value = float(text.replace(",", "."))
        kind = ""
        if _SHEET_DAYS[0] <= value < _SHEET_DAYS[1]:
            kind = "day number of a spreadsheet"
        elif 1e9 <= value < 1e10:
            kind = "number of seconds since 1970"
        elif 1e12 <= value < 1e13:
            kind = "number of milliseconds since 1970"
        if not kind or self.written or self.numbers not in ("", kind):
            what = "" if kind and not self.numbers else f", nor a {self.numbers}" if self.numbers else ""
            raise BadValue(f"'{text[:40]}' is no date{what}" + (" as those before it are" if kind else ""), HINT)
        self.numbers = kind
        if kind.startswith("day"):
            return _FIRST_DAY + dt.timedelta(seconds=round(value * DAY))
        return dt.datetime.fromtimestamp(value / (1000 if "milli" in kind else 1), dt.UTC)


def _made(text: str, date: tuple[int, int, int], said: dict[str, str | None], first: str) -> dt.datetime:
    """A date and time of its parts; BadValue for one that is not in the calendar."""
    hour, zone, half = int(said["hour"] or 0), said["zone"], said.get("half")
    if half:
        if not 1 <= hour <= 12:
            raise BadValue(f"'{text[:40]}' is no time of day", HINT)
        hour = hour % 12 + (12 if half.upper() == "PM" else 0)
    micro = int((said.get("part") or "0")[:6].ljust(6, "0"))
    tz: dt.tzinfo | None = None
    if zone:
        tz = dt.UTC
        if zone.upper() not in ("Z", "UTC", "GMT"):
            minutes = int(zone[1:3]) * 60 + int(zone[-2:] if len(zone) > 3 else 0)
            tz = dt.timezone(dt.timedelta(minutes=minutes if zone[0] == "+" else -minutes)) if minutes < 24 * 60 else None
    try:
        if zone and tz is None:
            raise ValueError("its offset is a day or more")
        return dt.datetime(*date, hour, int(said["minute"] or 0), int(said["second"] or 0), micro, tzinfo=tz)
    except ValueError as error:
        raise BadValue(f"'{text[:40]}' is no date{first}: {error}", HINT) from None


def _said(when: dt.datetime) -> str:
    """The offset of a time as text, `+01:00`; "" where it carries none."""
    offset = when.utcoffset()
    if offset is None:
        return ""
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def cells_of(rows: Iterable[tuple[int, list[str]]], columns: tuple[int, ...]) -> Iterator[str]:
    """The cells of some columns, row by row, that are not empty."""
    for _, cells in rows:
        for column in columns:
            if cells[column]:
                yield cells[column]
