"""Dates and times as tables give them, turned into seconds of civil time since 1970.

ISO dates (`2027-02-28`, `2027-02-28 17:37`, `2027-02`) need no telling. Of `05-03-2027` somebody must know which is the day: the file says so
itself where any date has a number above 12, else `--day-first` or `--month-first` must. Times may carry one offset, the same in every row; it is
dropped, for a scenario is played in local time. Two offsets in one file are refused: rows could not be put on one calendar.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Literal

from wargame.core.problem import BadValue
from wargame.core.values import DAY

Order = Literal["day", "month"]
_ISO = re.compile(
    r"(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)
_LOCAL = re.compile(
    r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:,?[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AP]M)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{4}[-/]\d{2}[-/]\d{2}|\d{2}[-/.]\d{2}[-/.]\d{4}")
_EPOCH = dt.date(1970, 1, 1).toordinal()
HINT = "write 2027-02-28 or 2027-02-28 17:37"


def decide_order(cells: Iterable[str]) -> Order | None:
    """Which of two leading numbers is the day, from the first date that leaves no doubt; None where no date needs it. BadValue where every date
    could be either."""
    doubtful = ""
    for cell in cells:
        found = _LOCAL.fullmatch(cell)
        if found is None:
            if not doubtful and _ISO.fullmatch(cell):
                return None
            continue
        if int(found[1]) > 12:
            return "day"
        if int(found[2]) > 12:
            return "month"
        doubtful = doubtful or cell
    if doubtful:
        raise BadValue(f"'{doubtful}', like every date here, could be day first or month first", "say --day-first or --month-first")
    return None


class OtherOffset(BadValue):
    """A time that cannot be put on one calendar with those before it."""


class Clock:
    """Reads the times of one file: `order` of local dates, and the offset that all of them share."""

    def __init__(self, order: Order | None) -> None:
        self.order = order
        self.offset: str | None = None  # '' where times carry none; None before the first
        self.timed = False  # whether any time of day but midnight was seen
        # Dates and times of day come again and again: what was read once is looked up.
        self._dates: dict[str, int] = {}
        self._times: dict[str, int] = {}

    def read(self, text: str) -> int:
        """Seconds since 1970; BadValue in words."""
        date, time = self._dates.get(text[:10]), self._times.get(text[10:])
        if date is not None and time is not None:
            return date + time
        seconds, offset = self._parse(text)
        if self.offset is None:
            self.offset = offset
        elif offset != self.offset:
            ways = [f"the offset {one}" if one else "no offset" for one in (self.offset, offset)]
            raise OtherOffset(f"'{text[:40]}' has {ways[1]}, and the times before it have {ways[0]}", "give all of them one offset, or none")
        if _DATE.fullmatch(text[:10]) and len(self._dates) + len(self._times) < 200_000:
            self._dates[text[:10]], self._times[text[10:]] = seconds - seconds % DAY, seconds % DAY
        self.timed = self.timed or seconds % DAY != 0
        return seconds

    def _parse(self, text: str) -> tuple[int, str]:
        found = _ISO.fullmatch(text)
        if found:
            year, month, day = int(found[1]), int(found[2]), int(found[3] or 1)
            hour, minute, second, zone, half = found[4], found[5], found[6], found[7], None
        else:
            found = _LOCAL.fullmatch(text)
            if found is None:
                raise BadValue(f"'{text[:40]}' is no date", HINT)
            if self.order is None:
                raise BadValue(f"'{text[:40]}' is written otherwise than the dates before it", "keep one way of writing dates in a file")
            a, b, year = int(found[1]), int(found[2]), int(found[3])
            day, month = (a, b) if self.order == "day" else (b, a)
            hour, minute, second, half, zone = found[4], found[5], found[6], found[7], found[8]
        h = int(hour or 0)
        if half:
            if not 1 <= h <= 12:
                raise BadValue(f"'{text[:40]}' is no time of day", HINT)
            h = h % 12 + (12 if half.upper() == "PM" else 0)
        try:
            days = dt.date(year, month, day).toordinal() - _EPOCH
            dt.time(h, int(minute or 0), int(second or 0))
        except ValueError as error:
            first = f", read {self.order} first" if self.order else ""
            raise BadValue(f"'{text[:40]}' is no date{first}: {error}", HINT) from None
        offset = "" if not zone else "+00:00" if zone.upper() in ("Z", "UTC", "GMT") else zone.replace(":", "")[:3] + ":" + zone[-2:]
        return days * DAY + h * 3600 + int(minute or 0) * 60 + int(second or 0), offset


def cells_of(rows: Iterable[tuple[int, list[str]]], columns: tuple[int, ...]) -> Iterator[str]:
    """The cells of some columns, row by row, that are not empty."""
    for _, cells in rows:
        for column in columns:
            if cells[column]:
                yield cells[column]
