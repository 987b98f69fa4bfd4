"""Dated volumes of a history: a CSV with a `date` and one column for each service, or with `date`, `service` and `volume`, day after day: so many
units arrive then, whatever season, noise and shocks would have said. An empty cell says that nothing is told of that day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from wargame.core.problem import BadValue, Place, Problem, suggest
from wargame.core.values import DAY
from wargame.world.history.events import ToInstant
from wargame.world.history.rows import clock_of, fewer, how_read, read_table
from wargame.world.tables.clock import Clock, NoDate
from wargame.world.tables.figures import Marks, UnclearFigure, decide_marks

KNOWN = ("date", "service", "volume", "note")
MOST_DIGITS = 12


class PastVolumes(NamedTuple):
    """What a file of volumes tells: units by service and day from the effective date; how it was read, where it could be read in several ways, and
    what each column was read as."""

    volumes: dict[str, dict[int, int]]
    said: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


def read_volumes(path: Path, text: str, to_instant: ToInstant, services: Collection[str], problems: list[Problem]) -> PastVolumes:
    """Read the text of a file. Adds an H-problem with the row for each fault: a day that is left out, or that comes after a later one, is one."""
    found: list[Problem] = []
    table = read_table(path, text, [name for name in KNOWN if name not in services], found, whole=True)
    volumes: dict[str, dict[int, int]] = {}
    said: list[str] = []
    read_as: list[str] = []
    if table is not None:
        long = "service" in table.columns and "volume" in table.columns
        columns = [name for name in table.columns if name not in ("date", "note")]
        if "date" not in table.columns or not columns:
            message = f"dated volumes need a `date` and a column for each service, or `date`, `service`, `volume`; it has {', '.join(table.columns)}"
            problems.append(Problem("H001", table.top, message, "name them in the first row"))
            return PastVolumes({})
        for name in () if long else columns:
            if name not in services:
                message = f"the column '{name}' is no service of the scenario; it has {', '.join(sorted(services))}"
                found.append(Problem("H003", table.top, message, suggest(name, services) or "call it `note` if it is for people"))
        clock = clock_of(table, ("date",), problems)
        try:
            marks = decide_marks(table.cells(("volume",) if long else columns), (cell for _, cell in table.cells(("date",))), table.separator)
        except UnclearFigure as error:
            problems.append(Problem("H007", Place(str(path), error.row, 1), error.message, error.hint))
            clock = None
        if clock is None:
            return PastVolumes({})
        said = how_read(table, clock, marks)
        read_as = (
            ["`volume` is what arrives of the `service` of the row that day"]
            if long
            else [f"`{name}` is what arrives of the service {name} that day" for name in columns]
        )
        read_as += ["`note` is for people"] if "note" in table.columns else []
        before: dict[str, tuple[int, str]] = {}  # service, or none where a row holds them all -> the day told last, and how it was written
        for place, row in table.rows:
            day = _day(row["date"], place, to_instant, found, clock)
            if day is None:
                continue
            _in_step(row["service"] if long else "", day, row["date"], before, place, found)
            for name in [row["service"]] if long else columns:
                _tell(name, day, _whole(row["volume" if long else name], marks), services, volumes, place, found)
    problems += fewer(found)
    return PastVolumes(volumes, tuple(said), tuple(read_as))


def _whole(cell: str, marks: Marks) -> str:
    """A figure without what groups its thousands, where it is a whole number; else the cell as it is."""
    if cell and not cell.isdecimal():
        with suppress(BadValue):
            if (number := marks.number(cell)).is_integer() and number < 10**MOST_DIGITS:
                return str(int(number))
    return cell


def _tell(
    name: str, day: int, cell: str, services: Collection[str], volumes: dict[str, dict[int, int]], place: Place, problems: list[Problem]
) -> None:
    """Keep the volume of a service on a day."""
    if name not in services:
        message = f"row {place.line}: the service '{name}' is not in the scenario; it has {', '.join(sorted(services))}"
        if not any(one.code == "H003" and one.place.line == 1 for one in problems):  # told of the column already
            problems.append(Problem("H003", place, message, suggest(name, services)))
    elif not cell.isdecimal() or len(cell) > MOST_DIGITS:
        if cell:  # an empty cell: that day is not told
            message = f"row {place.line}: the volume of '{name}' is '{cell}', not a whole number of units"
            problems.append(Problem("H007", place, message, "write 4120, without separators or decimals"))
    elif day in volumes.setdefault(name, {}):
        problems.append(Problem("H007", place, f"row {place.line}: the volume of '{name}' on that day is told twice", "keep one of the rows"))
    else:
        volumes[name][day] = int(cell)


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


def _day(text: str, place: Place, to_instant: ToInstant, problems: list[Problem], clock: Clock) -> int | None:
    try:
        day = clock.when(text)
        if day.time() != dt.time() or day.tzinfo is not None:
            raise NoDate(text, "")
    except NoDate:
        problems.append(Problem("H002", place, f"row {place.line}: `date` is '{text}', not a date", "write 2027-02-28"))
        return None
    except BadValue as error:
        problems.append(Problem("H002", place, f"row {place.line}: `date` is '{text}', not a date: {error.message}", error.hint))
        return None
    return to_instant(dt.datetime(day.year, day.month, day.day)) // DAY
