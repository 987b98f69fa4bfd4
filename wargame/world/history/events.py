"""Dated events of a history: a CSV with `start` and `end`, and for an outage its `component` (perhaps `planned`, yes or no); with a column `event` a
row may also be a `surge` or a `slump`, of a `service` and by a `size` in percent. `note` is for people. A length (`duration_min`) may stand in
place of an end.

An outage is detected, and is somebody's fault, as its component says, like one of a shock; a column `detected` (a time, or a length after the start)
or `fault` says otherwise of its row.

Where the agreement names a time zone, times without an offset are local there and those with one (`+00:00`, `Z`) are brought to it. Where it names
none, times are local civil time, or all carry an offset: those are brought to UTC, which is then the agreement's clock.
Overlapping outages are kept as they are: down-time is their union. A surge or slump holds on each day that it touches, by the date as it is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple, get_args

from wargame.core.problem import BadValue, Place, Problem, suggest
from wargame.core.reading import parse_duration, parse_rate
from wargame.core.values import DAY
from wargame.core.words import joined
from wargame.core.zones.clocks import Clocks
from wargame.world.history.rows import HistoryTable, clock_of, fewer, how_read, read_table
from wargame.world.shock_base.base import Fault
from wargame.world.tables.clock import Clock, NoDate
from wargame.world.tables.figures import Marks, UnclearFigure, decide_marks
from wargame.world.tables.lengths import names_length, read_length, unit_of

MILLION = 1_000_000
ToInstant = Callable[[dt.datetime], int]


@dataclass(frozen=True)
class PastEvent:
    """One dated outage: instants in seconds since the effective date."""

    component: str
    start: int
    length: int
    planned: bool = False
    note: str = ""
    fault: str = ""  # whose it is; "": as the component says
    detected: int | None = None  # seconds from its start to its detection; None: as the component says, and of planned work none


@dataclass(frozen=True)
class Moved:
    """Demand of a service that was higher or lower for a while: whole days, a size in millionths of its level."""

    service: str
    first: int
    days: int
    size: int


EVENTS = ("outage", "surge", "slump")
TIMES = ("start", "end")
YES, NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")
KNOWN = (*TIMES, "component", "planned", "note", "event", "service", "size", "fault", "detected")
FAULTS = get_args(Fault)
YEAR = 365 * DAY
MOST_SOURCES = 1_000  # kinds of outages that are told apart by component, fault and detection: drivers go through them one by one


class PastEvents(NamedTuple):
    """What a file of events tells: outages in order of their start, moves of demand, and how it was read, where it could be read in several ways."""

    outages: list[PastEvent]
    moved: list[Moved]
    said: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()  # what each column was read as


def read_events(
    path: Path,
    text: str,
    to_instant: ToInstant,
    components: Collection[str],
    services: Collection[str],
    problems: list[Problem],
    clocks: Clocks | None = None,
) -> PastEvents:
    """Read the text of a file. Adds an H-problem with the row for each fault; rows may come in any order."""
    found: list[Problem] = []
    table = read_table(path, text, KNOWN, found)
    if table is None or not _has_columns(table, found, problems):
        problems += fewer(found) if table is None else []
        return PastEvents([], [])
    length = next((name for name in table.columns if names_length(name)), "")
    clock = clock_of(table, (*TIMES, "detected"), problems)
    try:
        marks = decide_marks(table.cells((length,)), (cell for _, cell in table.cells(TIMES)), table.separator)
    except UnclearFigure as error:
        problems.append(Problem("H012", Place(str(path), error.row, 1), error.message, error.hint))
        clock = None
    if clock is None:
        return PastEvents([], [])
    reader = _EventReader(to_instant, {"component": components, "service": services}, found, clock, length, marks, clocks)
    for place, row in table.rows:
        if not reader.read(place, row):
            break
    if len({(one.component, one.planned, one.fault, one.detected) for one in reader.outages}) > MOST_SOURCES:
        message = f"the rows have more than {MOST_SOURCES:,} different faults and times from start to detection"
        found.append(Problem("H011", table.top, message, "round the times of detection, or leave the column out: the component's then holds"))
    problems += fewer(found)
    said = how_read(table, clock, marks)
    outages = reader.with_some_length(said)
    return PastEvents(sorted(outages, key=lambda one: one.start), reader.moved, tuple(said), (*_columns(table, length), reader.zone_said()))


def _columns(table: HistoryTable, length: str) -> Iterator[str]:
    """What each column was read as."""
    read = [name for name in table.columns if name in KNOWN and name != "note"]
    yield f"the columns {joined(read)} are what their names say"
    if length:
        yield f"`{length}` is how long an event lasts where its row names no end"
    if "note" in table.columns:
        yield "`note` is for people"


def _has_columns(table: HistoryTable, found: list[Problem], problems: list[Problem]) -> bool:
    """Whether the columns are there that every row needs (else the one problem is that of the file); those that nobody reads are problems too."""
    lasts = [name for name in table.columns if names_length(name)]
    ends = () if lasts and "end" not in table.columns else ("end",)
    needed = ("start", *ends, *(() if "event" in table.columns else ("component",)))
    if any(name not in table.columns for name in needed):
        message = (
            f"a history needs the columns {', '.join(needed)} (or a length, such as duration_min, for the end); it has {', '.join(table.columns)}"
        )
        problems.append(Problem("H001", table.top, message, "name them in the first row"))
        return False
    for name in table.columns:
        if name not in KNOWN and name not in lasts[:1]:
            message = f"the column '{name}' is not read; known columns are {', '.join(KNOWN)}"
            found.append(Problem("H001", table.top, message, suggest(name, KNOWN)))
    return True


@dataclass
class _EventReader:
    """Reads the rows of a history one after another; `names` are those that an event may fall on, by column."""

    to_instant: ToInstant
    names: dict[str, Collection[str]]
    problems: list[Problem]
    clock: Clock
    length: str = ""  # the column of lengths, where there is one
    marks: Marks = field(default_factory=Marks)
    clocks: Clocks | None = None  # of the agreement's zone, where it names one
    outages: list[PastEvent] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    zoned: set[bool] = field(default_factory=set)  # whether times carry a zone
    lines: dict[tuple[tuple[str, str], ...], int] = field(default_factory=dict)  # what a row says -> the first line that says it

    def read(self, place: Place, row: dict[str, str]) -> bool:
        """Read a row; False where no further row can be read, for nobody knows how to put them in order."""
        if self._is_repeated(place, row):
            return True
        start = self._instant(row.get("start", ""), "start", place)
        lasts = self._lasts(row, place) if self.length and not row.get("end") else None
        end = self._instant(row.get("end", ""), "end", place) if lasts is None else self._later(start, lasts) if lasts >= 0 else None
        event = row.get("event", "") or "outage"
        if event not in EVENTS:
            message = f"row {place.line}: no event is called '{event}' here; a history has {', '.join(EVENTS)}"
            self._refuse("H006", place, message, suggest(event, EVENTS))
            return True
        column = "component" if event == "outage" else "service"
        named = row.get(column, "")
        falls_on_known = self._is_known(place, column, named)
        if row.get("planned", "").casefold() not in (*YES, *NO, ""):
            self._refuse("H003", place, f"row {place.line}: `planned` is '{row['planned']}'; write yes or no")
        if start is None or end is None or not falls_on_known:
            return True
        self.zoned |= {start.tzinfo is not None, end.tzinfo is not None}
        if len(self.zoned) == 2 and self.clocks is None:
            message = f"row {place.line}: some times carry a zone and some do not"
            self._refuse("H004", place, message, "give all of them an offset, or none; or the draft a `time zone`")
            return False
        if event == "outage":
            self._outage(place, row, start, end)
        else:
            self._move(place, row, event, start, end)
        return True

    def _refuse(self, code: str, place: Place, message: str, hint: str = "") -> None:
        self.problems.append(Problem(code, place, message, hint))

    def _is_repeated(self, place: Place, row: dict[str, str]) -> bool:
        first = self.lines.setdefault(tuple(sorted((name, cell) for name, cell in row.items() if cell)), place.line)
        if first != place.line:
            message = f"row {place.line}: says the same as row {first}, and would happen twice"
            self._refuse("H009", place, message, "leave one of them out; if there were two, say so in `note`")
        return first != place.line

    def _is_known(self, place: Place, column: str, named: str) -> bool:
        names = self.names[column]
        if named not in names:
            message = f"row {place.line}: the {column} '{named}' is not in the scenario; it has {', '.join(sorted(names)) or 'none'}"
            self._refuse("H003", place, message, suggest(named, names))
        return named in names

    def _in_order(self, place: Place, row: dict[str, str], start: dt.datetime, end: dt.datetime) -> tuple[dt.datetime, dt.datetime] | None:
        """Start and end on one clock; None, with a problem, where the end does not come after the start."""
        try:
            if self.clocks is not None:
                return self._local(place, row, start, end, self.clocks)
            if start.tzinfo is not None:
                start, end = start.astimezone(dt.UTC).replace(tzinfo=None), end.astimezone(dt.UTC).replace(tzinfo=None)
        except OverflowError:
            self._refuse("H002", place, f"row {place.line}: a time at the very edge of the calendar cannot be told in another zone")
            return None
        return self._after(place, row, start, end)

    def _after(self, place: Place, row: dict[str, str], start: dt.datetime, end: dt.datetime) -> tuple[dt.datetime, dt.datetime] | None:
        if end < start:
            message = f"row {place.line}: ends at {row['end']}, before its start {row['start']}"
            self._refuse("H005", place, message, "are the two mixed up, or is a date wrong?")
            return None
        return start, end

    def _local(
        self, place: Place, row: dict[str, str], start: dt.datetime, end: dt.datetime, clocks: Clocks
    ) -> tuple[dt.datetime, dt.datetime] | None:
        """The same in the agreement's zone, as civil times of `Clocks`. Of an end that occurs twice the second is meant where the first is before
        the start."""
        try:
            begun, over = clocks.instant(start), clocks.instant(end)
            if end.tzinfo is None and over < begun:
                over = clocks.instant(end.replace(fold=1))
        except BadValue as error:
            self._refuse("H002", place, f"row {place.line}: {error.message}", error.hint)
            return None
        return self._after(place, row, clocks.at_instant(begun), clocks.at_instant(over))

    def _instant(self, text: str, name: str, place: Place, way: str = "2027-02-28T17:37") -> dt.datetime | None:
        said = f"row {place.line}: `{name}` is '{text}'"
        try:
            when = self._when(text)
        except NoDate:
            self._refuse("H002", place, f"{said}, not a date with a time", f"write {way}")
            return None
        except BadValue as error:
            self._refuse("H002", place, f"{said}, not a date with a time: {error.message}", error.hint)
            return None
        if "T" not in text and ":" not in text and not self.clock.numbers:
            self._refuse("H002", place, f"{said}, a date without a clock time", "write 2027-02-28T17:37")
            return None
        if when.microsecond:
            self._refuse("H002", place, f"{said}; times are whole seconds", "leave out the fraction")
            return None
        return when

    def _when(self, text: str) -> dt.datetime:
        """A time in any way that a table may write it."""
        if ":" in text:  # else a number of so many digits, which is no date, might be read as one
            try:
                return dt.datetime.fromisoformat(text)
            except ValueError:
                pass
        return self.clock.when(text)

    def _lasts(self, row: dict[str, str], place: Place) -> int | None:
        """The length that a row tells in place of an end; None where it tells none, -1 where it cannot be read."""
        text = row.get(self.length, "")
        if not text:
            return None
        try:
            return read_length(text, unit_of(self.length), self.marks)
        except BadValue as error:
            self._refuse("H012", place, f"row {place.line}: `{self.length}`: {error.message}", error.hint)
            return -1

    def _later(self, start: dt.datetime | None, lasts: int) -> dt.datetime | None:
        """So many seconds after a start, as the clock then shows."""
        if start is None or start.year + lasts // YEAR >= dt.MAXYEAR - 1:
            return start
        if self.clocks is None or start.tzinfo is not None:
            return start + dt.timedelta(seconds=lasts)
        with suppress(BadValue):  # told of the start itself
            return self.clocks.midnight + dt.timedelta(seconds=self.clocks.real(self.clocks.instant(start)) + lasts)
        return start

    def zone_said(self) -> str:
        """Which clock the times are of."""
        if self.clocks is not None:
            name = self.clocks.zone.key
            return f"times are local in {name}" + (", and those with an offset are brought to it" if True in self.zoned else "")
        return "times carry an offset and are brought to UTC, which is the agreement's clock" if True in self.zoned else "times are local"

    def with_some_length(self, said: list[str]) -> list[PastEvent]:
        """The outages, of which one without any length counts as half of what the file's times resolve, as in a fit."""
        zero = sum(not one.length for one in self.outages)
        if not zero:
            return self.outages
        fine = any(one.start % 60 or one.length % 60 for one in self.outages)
        said.append(f"{zero:,} of length 0 count as {'1 second' if fine else '30 seconds'}")
        return [one if one.length else replace(one, length=1 if fine else 30) for one in self.outages]

    def _outage(self, place: Place, row: dict[str, str], start: dt.datetime, end: dt.datetime) -> None:
        told = self._in_order(place, row, start, end)
        fault = row.get("fault", "")
        if fault not in ("", *FAULTS):
            self._refuse("H003", place, f"row {place.line}: `fault` is '{fault}'; it is {', '.join(FAULTS)}", suggest(fault, FAULTS))
        if told is not None:
            begin, over = (self.to_instant(when) for when in told)
            detected = self._detected(place, row, start) if row.get("detected") else None
            planned, note = row.get("planned", "").casefold() in YES, row.get("note", "")
            self.outages.append(PastEvent(row["component"], begin, over - begin, planned, note, fault, detected))

    def _detected(self, place: Place, row: dict[str, str], start: dt.datetime) -> int | None:
        """Seconds from the start of an outage to its detection, told as a length or as a time."""
        text = row["detected"]
        try:
            length = parse_duration(text)
            if not length.months and not length.business_days:
                return length.seconds
        except BadValue:
            when = self._instant(text, "detected", place, "a length such as 20 minutes, or a time such as 2027-02-28T17:37")
            if when is None:
                return None
            with suppress(BadValue):
                if (late := self._between(start, when)) >= 0:
                    return late
        message = f"row {place.line}: `detected` is '{text}', which is no time or length by the clock from the start, {row['start']}"
        self._refuse("H011", place, message, "write a length such as 20 minutes, or a time not before the start, with an offset where that has one")
        return None

    def _between(self, start: dt.datetime, when: dt.datetime) -> int:
        """Seconds that go by from one time to another; BadValue where they cannot be put on one clock."""
        if self.clocks is not None:
            begun, seen = self.clocks.instant(start), self.clocks.instant(when)
            return self.clocks.real(seen) - self.clocks.real(begun)
        if (when.tzinfo is None) != (start.tzinfo is None):
            raise BadValue("one has an offset and the other has none")
        return round((when - start).total_seconds())

    def _move(self, place: Place, row: dict[str, str], event: str, start: dt.datetime, end: dt.datetime) -> None:
        """A surge or slump, on each day that it touches by the date as it is written."""
        if self._in_order(place, row, start, end) is not None:
            start, end = (when if self.clocks is None or when.tzinfo is None else self.clocks.naive(when) for when in (start, end))
            first, after = (self.to_instant(when.replace(tzinfo=None)) for when in (start, end))
            low, high = first // DAY, -(-after // DAY)
            self.moved.append(Moved(row["service"], low, max(high - low, 1), _size(row.get("size", ""), event, place, self.problems)))


def _size(text: str, event: str, place: Place, problems: list[Problem]) -> int:
    """The size of a surge or slump in millionths, signed."""
    try:
        rate = parse_rate(text)
    except BadValue as error:
        problems.append(Problem("H006", place, f"row {place.line}: `size` of a {event}: {error}", "write 25 %"))
        return 0
    if rate.num <= 0 or (event == "slump" and rate.num > rate.den):
        problems.append(Problem("H006", place, f"row {place.line}: a {event} of {text} is none", "write a size above 0 %, of a slump at most 100 %"))
    return rate.num * MILLION // rate.den * (1 if event == "surge" else -1)
