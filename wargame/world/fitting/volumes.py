"""A table of volumes folded into one figure a day for each service, in bounded memory: only sums by day are kept.

Rows may come in any order, by the day or several a day (they are added up). Rows that say the same thing twice are left out; two different figures
for one moment are refused, unless the caller says that they are parts to be added. A table may have a column for each service.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from array import array

import numpy as np

from wargame.core.problem import BadInput, BadValue, Problem
from wargame.core.values import DAY
from wargame.core.zones.clocks import clocks_of
from wargame.world.fitting.columns import ColumnRoles
from wargame.world.fitting.estimate import LeftOut
from wargame.world.fitting.files import LONGEST_CELL, MOST_PROBLEMS, NOTHING, DataFile, refuse
from wargame.world.fitting.said import marks_of, of_clock, of_table
from wargame.world.fitting.series import EPOCH, Series, Sums, lay_out, row_words
from wargame.world.tables.clock import Clock, Order, OtherOffset, cells_of, decide_order
from wargame.world.tables.figures import Marks

MOST_SERVICES = 200
LARGEST = 1e9


def read_volumes(
    table: DataFile,
    columns: ColumnRoles,
    order: Order | None,
    *,
    add_up: bool = False,
    period: tuple[dt.date | None, dt.date | None] = (None, None),
    zone: str = "",
) -> tuple[tuple[Series, ...], int]:
    """The series of every service, and the number of rows read. BadInput with rows and columns for what cannot be used."""
    marks = marks_of(table, _figures_at(columns), (columns.at["when"],))
    sums, keys, clock = _first_look(table, columns, order, marks, zone)
    twice = _repeated(keys)
    doubles = LeftOut(0, "")
    if twice and not add_up:
        doubles = _second_look(table, columns, clock, twice, sums, marks)
    if not sums.count:
        refuse("T001", table.place(1), "the table has no row with a volume", "check that this is the right file")
    common = [LeftOut(len(sums.blank), "no volume given: the day is missing, not 0", row_words(sums.blank))] if sums.blank else []
    if doubles.count:
        common.append(doubles)
    said = [*of_table(table, marks), *of_clock(clock)]
    if columns.wide:
        said.append(f"a column for each service: {', '.join(columns.names[i] for i in columns.wide)}")
    if sums.disorder:
        said.append(f"{sums.disorder:,} rows come before the row above them in time; rows were put in order")
    return tuple(lay_out(table, name, sums, clock.timed, period, common, said) for name in sorted(sums.days)), sums.count


def _figures_at(columns: ColumnRoles) -> tuple[int, ...]:
    """The columns of volumes: one, or one for each service."""
    return columns.wide or (columns.at["volume"],)


def _first_look(table: DataFile, columns: ColumnRoles, order: Order | None, marks: Marks, zone: str) -> tuple[Sums, array[int], Clock]:
    when, service = columns.at["when"], columns.at.get("service")
    try:
        order = order or decide_order(cells_of(table.rows(), (when,)))
    except BadValue as error:
        refuse("T005", table.place(2), f"{columns.named('when')}: {error.message}", error.hint)
    clock, sums, keys = Clock(order, clocks_of(zone, EPOCH) if zone else None), Sums(), array("Q")
    problems: list[Problem] = []
    before = -(2**62)
    for row, cells in table.rows():
        if len(problems) >= MOST_PROBLEMS:
            break
        for volume in _figures_at(columns):
            named = columns.named("when")
            try:
                for column in (when, volume) if service is None else (when, volume, service):
                    if len(cells[column]) > LONGEST_CELL:
                        named = columns.names[column]
                        raise BadValue(f"a cell of {len(cells[column]):,} characters", f"the limit is {LONGEST_CELL:,}")
                at = clock.read(cells[when])
                named, text = columns.names[volume], cells[volume]
                if text.casefold() in NOTHING:
                    sums.blank.append(row)
                    continue
                figure = number(text, marks)
            except BadValue as error:
                code = "T006" if isinstance(error, OtherOffset) else "T004" if named == columns.named("when") else "T007"
                problems.append(Problem(code, table.place(row), f"row {row}: {named}: {error.message}", error.hint))
                if code != "T007":
                    break
                continue
            _add(table, columns, row, _service(columns, cells, volume), at // DAY, figure, sums)
            sums.disorder += at < before
            before = at
            keys.append(_key(cells, volume, columns.wide))
    if problems:
        raise BadInput(problems)
    return sums, keys, clock


def _service(columns: ColumnRoles, cells: list[str], volume: int) -> str:
    """The service of a figure: the name of its column in a table that has one for each, else what the row says."""
    if columns.wide:
        return " ".join(columns.names[volume].split())
    service = columns.at.get("service")
    return "" if service is None else " ".join(cells[service].split())


def _add(table: DataFile, columns: ColumnRoles, row: int, name: str, day: int, figure: float, sums: Sums) -> None:
    """Add a figure to its service's day."""
    if name not in sums.days:
        if len(sums.days) >= MOST_SERVICES:
            message = f"'{columns.named('service')}' has more than {MOST_SERVICES} different values"
            refuse("T003", table.place(row), message, "is it the right column? say which with --service")
        sums.days[name], sums.rows[name] = {}, {}
    by_day, rows = sums.days[name], sums.rows[name]
    by_day[day] = by_day.get(day, 0.0) + figure
    rows[day] = rows.get(day, 0) + 1
    sums.count += 1


def number(text: str, marks: Marks) -> float:
    """A volume by the marks of its file; BadValue for what is negative or no number."""
    if text.isdecimal() and text.isascii() and len(text) < 10:
        return float(text)
    value = marks.number(text)
    if value > LARGEST:
        raise BadValue(f"'{text[:40]}' is above the limit of 10^9", "check the zeros")
    return value


def _key(cells: list[str], volume: int, wide: tuple[int, ...]) -> int:
    """Eight bytes that stand for everything a row says apart from its volumes."""
    others = [cell for i, cell in enumerate(cells) if i not in wide and i != volume]
    said = "\x1f".join([*others, str(volume) if wide else ""])
    return int.from_bytes(hashlib.blake2b(said.encode(), digest_size=8).digest(), "little")


def _repeated(keys: array[int]) -> set[int]:
    """Keys that occur more than once."""
    ordered = np.sort(np.frombuffer(keys, np.uint64)) if len(keys) else np.zeros(0, np.uint64)
    return {int(key) for key in np.unique(ordered[1:][ordered[1:] == ordered[:-1]])}


def _second_look(table: DataFile, columns: ColumnRoles, clock: Clock, twice: set[int], sums: Sums, marks: Marks) -> LeftOut:
    """Take rows out that say what an earlier one said; refuse (T008) those that say another figure for the same."""
    when = columns.at["when"]
    seen: dict[int, tuple[int, float]] = {}
    rows: list[int] = []
    count = 0
    for row, cells in table.rows():
        for volume in _figures_at(columns):
            if cells[volume].casefold() in NOTHING or (key := _key(cells, volume, columns.wide)) not in twice:
                continue
            figure = number(cells[volume], marks)
            if key not in seen:
                seen[key] = (row, figure)
                continue
            if seen[key][1] != figure:
                first = seen[key]
                said = f"row {row}: says {cells[volume]} where row {first[0]}, otherwise the same, says {first[1]:g}"
                refuse("T008", table.place(row), said, "if they are parts of one figure say --add-up; else keep one of them")
            name, day = _service(columns, cells, volume), clock.read(cells[when]) // DAY
            sums.days[name][day] -= figure
            sums.rows[name][day] -= 1
            sums.count -= 1
            count += 1
            rows.append(row) if len(rows) < 5 else None
    return LeftOut(count, "says the same as an earlier row", row_words(rows))
