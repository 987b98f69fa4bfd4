"""History: what really happened (or what a workshop wrote down), replayed exactly in every future.

Dated events are a CSV with `start` and `end`, and for an outage its `component` (perhaps `planned`, yes or no); with a column `event` a row may also
be a `surge` or a `slump`, of a `service` and by a `size` in percent. `note` is for people. Dated volumes are a CSV with a `date` and one column for
each service, or with `date`, `service` and `volume`, day after day: so many units arrive then, whatever season, noise and shocks would have said.

Times are local civil time of the agreement, or carry an offset (`+00:00`, `Z`); one file keeps to one way. Overlapping outages are kept as they are:
down-time is their union.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from wargame.core.calendar import DAY
from wargame.core.problem import BadValue, Place, Problem, suggest
from wargame.core.reading import parse_rate
from wargame.core.source import read_named, read_text
from wargame.core.yaml_source import Mapping as Map
from wargame.world.effects import Effects

MILLION = 1_000_000
ToInstant = Callable[[dt.datetime], int]


@dataclass(frozen=True)
class Happened:
    """One dated outage: instants in seconds since the effective date."""

    component: str
    start: int
    length: int
    planned: bool = False
    note: str = ""


@dataclass(frozen=True)
class Moved:
    """Demand of a service that was higher or lower for a while: whole days, a size in millionths of its level."""

    service: str
    first: int
    days: int
    size: int


@dataclass(frozen=True)
class History:
    """Dated outages in order of their start, dated rises and falls of demand, and dated volumes (service -> day from the effective date -> units)."""

    outages: tuple[Happened, ...]
    digest: str
    moved: tuple[Moved, ...] = ()
    volumes: dict[str, dict[int, int]] = field(default_factory=dict)

    def effects(self, lanes: int) -> Effects:
        """What dated rises and falls do, in every lane alike."""
        found = Effects()
        everyone = np.arange(lanes, dtype=np.int64)
        for one in self.moved:
            first, days, size = (np.full(lanes, number, np.int64) for number in (one.first, one.days, one.size))
            found.level("demand", one.service, everyone, first, days, size)
            found.happens("surge" if one.size > 0 else "slump", everyone, np.maximum(first, 0) * DAY)
        return found


EVENTS = ("outage", "surge", "slump")
NEEDED = ("start", "end")
KNOWN = (*NEEDED, "component", "planned", "note", "event", "service", "size")


def read_histories(node: Any, inputs: Any, to_instant: ToInstant, problems: list[Problem]) -> History | None:
    """Read the files that `history:` names, each relative to the scenario file that says so (`node` is what stands there)."""

    def told(name: str) -> Place:
        """Where the scenario names the file."""
        place: Place = (node.entries[name][1] if isinstance(node, Map) and name in node.entries else node).place
        return place

    before = len(problems)
    events, volumes = inputs.history.events, inputs.history.volumes
    found = History((), "")
    if events is not None:
        by = told("events")
        found = read_history(Path(by.file).parent / events, to_instant, inputs.components, problems, inputs.services, by) or found
    if volumes is not None:
        by = told("volumes")
        path = Path(by.file).parent / volumes
        text = read_named(path, by)
        dated = _volumes(path, text, to_instant, inputs.services, problems)
        found = History(found.outages, found.digest + hashlib.sha256(text.encode()).hexdigest(), found.moved, dated)
    return found if len(problems) == before else None


def _rows(path: Path, text: str, problems: list[Problem]) -> list[list[str]] | None:
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        problems.append(Problem("H001", Place(str(path), 1, 1), f"is not a table of comma-separated values: {error}"))
        return None
    for name in rows[0] if rows else ():
        if rows[0].count(name) > 1:
            problems.append(Problem("H001", Place(str(path), 1, 1), f"the column '{name}' stands twice in the header"))
            return None
    return rows


def read_history(
    path: Path,
    to_instant: ToInstant,
    components: Collection[str],
    problems: list[Problem],
    services: Collection[str] = (),
    by: Place | None = None,
) -> History | None:
    """Read the CSV of dated events. Adds an H-problem with the row for each fault and then returns None; rows may come in any order.
    `by` is the place that names the file."""
    text = read_text(path) if by is None else read_named(path, by)
    before = len(problems)
    rows = _rows(path, text, problems)
    if rows is None:
        return None
    needed = NEEDED if rows and "event" in rows[0] else (*NEEDED, "component")
    if not rows or any(name not in rows[0] for name in needed):
        problems.append(
            Problem(
                "H001", Place(str(path), 1, 1), f"a history needs the columns {', '.join(needed)}; it has {', '.join(rows[0]) if rows else 'nothing'}"
            )
        )
        return None
    for name in rows[0]:
        if name not in KNOWN:
            problems.append(
                Problem(
                    "H001", Place(str(path), 1, 1), f"the column '{name}' is not read; known columns are {', '.join(KNOWN)}", suggest(name, KNOWN)
                )
            )
    found: list[Happened] = []
    moved: list[Moved] = []
    zoned: set[bool] = set()
    for line, cells in enumerate(rows[1:], start=2):
        if not any(cells):
            continue
        if len(cells) > len(rows[0]) and any(cells[len(rows[0]) :]):
            message = f"row {line}: has {len(cells)} cells under {len(rows[0])} columns"
            problems.append(Problem("H001", Place(str(path), line, 1), message, "quote a text that holds a comma, or name the column"))
            continue
        row = dict(zip(rows[0], (cell.strip() for cell in cells), strict=False))
        place = Place(str(path), line, 1)
        when = [_instant(row.get(name, ""), name, place, problems) for name in ("start", "end")]
        event = row.get("event", "") or "outage"
        if event not in EVENTS:
            message = f"row {line}: no event is called '{event}' here; a history has {', '.join(EVENTS)}"
            problems.append(Problem("H006", place, message, suggest(event, EVENTS)))
            continue
        column, names = ("component", components) if event == "outage" else ("service", services)
        named = row.get(column, "")
        if named not in names:
            problems.append(
                Problem(
                    "H003", place, f"row {line}: the {column} '{named}' is not in the scenario; it has {', '.join(sorted(names)) or 'none'}",
                    suggest(named, names),
                )
            )  # fmt: skip
        if row.get("planned", "no") not in ("yes", "no", ""):
            problems.append(Problem("H003", place, f"row {line}: `planned` is '{row['planned']}'; write yes or no"))
        start, end = when
        if start is None or end is None or named not in names:
            continue
        zoned |= {start.tzinfo is not None, end.tzinfo is not None}
        if len(zoned) == 2:
            problems.append(Problem("H004", place, f"row {line}: some times carry a zone and some do not", "give all of them an offset, or none"))
            break
        try:
            if start.tzinfo is not None:
                start, end = start.astimezone(dt.UTC).replace(tzinfo=None), end.astimezone(dt.UTC).replace(tzinfo=None)
        except OverflowError:
            problems.append(Problem("H002", place, f"row {line}: a time at the very edge of the calendar cannot be told in another zone"))
            continue
        if end <= start:
            problems.append(Problem("H005", place, f"row {line}: ends at {end}, not after its start {start}"))
            continue
        begin = to_instant(start)
        if event != "outage":
            size = _size(row.get("size", ""), event, place, problems)
            moved.append(Moved(named, -(-begin // DAY), max(-(-(to_instant(end) - begin) // DAY), 1), size))
            continue
        found.append(Happened(row["component"], begin, to_instant(end) - begin, row.get("planned") == "yes", row.get("note", "")))
    if len(problems) > before:
        return None
    return History(tuple(sorted(found, key=lambda one: one.start)), hashlib.sha256(text.encode()).hexdigest(), tuple(moved))


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


def _volumes(path: Path, text: str, to_instant: ToInstant, services: Collection[str], problems: list[Problem]) -> dict[str, dict[int, int]]:
    """Dated volumes by service and day, day after day: a day that is left out, or comes after a later one, is refused with its row. An empty cell
    says that nothing is told of that day."""
    rows = _rows(path, text, problems) or []
    header = rows[0] if rows else []
    long = "service" in header and "volume" in header
    columns = [name for name in header if name not in ("date", "note")]
    if "date" not in header or not columns:
        message = (
            f"dated volumes need a `date` and a column for each service, or `date`, `service`, `volume`; it has {', '.join(header) or 'nothing'}"
        )
        problems.append(Problem("H001", Place(str(path), 1, 1), message))
        return {}
    for name in () if long else columns:
        if name not in services:
            message = f"the column '{name}' is no service of the scenario; it has {', '.join(sorted(services))}"
            problems.append(Problem("H003", Place(str(path), 1, 1), message, suggest(name, services)))
    found: dict[str, dict[int, int]] = {}
    before: dict[str, tuple[int, str]] = {}  # service, or none where a row holds them all -> the day told last, and how it was written
    for line, cells in enumerate(rows[1:], start=2):
        if not any(cells):
            continue
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        place = Place(str(path), line, 1)
        day = _day(row.get("date", ""), place, to_instant, problems)
        if day is None:
            continue
        _in_step(row.get("service", "") if long else "", day, row["date"], before, place, problems)
        for name in [row.get("service", "")] if long else columns:
            cell = row.get("volume" if long else name, "")
            if name not in services:
                if long:
                    message = f"row {line}: the service '{name}' is not in the scenario; it has {', '.join(sorted(services))}"
                    problems.append(Problem("H003", place, message, suggest(name, services)))
            elif not cell.isdecimal() or len(cell) > 12:
                if cell:  # an empty cell: that day is not told
                    message = f"row {line}: the volume of '{name}' is '{cell}', not a whole number of units"
                    problems.append(Problem("H007", place, message, "write 4120, without separators or decimals"))
            elif day in found.setdefault(name, {}):
                problems.append(Problem("H007", place, f"row {line}: the volume of '{name}' on that day is told twice", "keep one of the rows"))
            else:
                found[name][day] = int(cell)
    return found


def _in_step(key: str, day: int, date: str, before: dict[str, tuple[int, str]], place: Place, problems: list[Problem]) -> None:
    """A problem unless a day follows the one told last; a day told twice is found where its volume is kept."""
    last, told = before.get(key, (day - 1, ""))
    before[key] = (max(day, last), date if day > last else told)
    of = f" of '{key}'" if key else ""
    if day < last:
        problems.append(Problem("H008", place, f"row {place.line}: {date}{of} comes after {told}", "sort the rows by date"))
    elif day > last + 1:
        missing = f"{day - last - 1} day{'s' if day > last + 2 else ''}"
        hint = "write 0 for a day on which nothing arrived, or leave the cell empty where it is not known"
        problems.append(Problem("H008", place, f"row {place.line}: {missing} missing between {told} and {date}{of}", hint))


def _day(text: str, place: Place, to_instant: ToInstant, problems: list[Problem]) -> int | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        problems.append(Problem("H002", place, f"row {place.line}: `date` is '{text}', not a date", "write 2027-02-28"))
        return None
    return to_instant(dt.datetime(day.year, day.month, day.day)) // DAY


def _instant(text: str, name: str, place: Place, problems: list[Problem]) -> dt.datetime | None:
    try:
        when = dt.datetime.fromisoformat(text)
    except ValueError:
        problems.append(Problem("H002", place, f"row {place.line}: `{name}` is '{text}', not a date with a time", "write 2027-02-28T17:37"))
        return None
    if "T" not in text and ":" not in text:
        problems.append(Problem("H002", place, f"row {place.line}: `{name}` is '{text}', a date without a clock time", "write 2027-02-28T17:37"))
        return None
    if when.microsecond:
        problems.append(Problem("H002", place, f"row {place.line}: `{name}` is '{text}'; times are whole seconds", "leave out the fraction"))
        return None
    return when
