"""A table of volumes folded into one figure a day for each service, in bounded memory: only sums by day are kept.

Rows may come in any order, by the day or several a day (they are added up). Rows that say the same thing twice are left out; two different figures
for one moment are refused, unless the caller says that they are parts to be added.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from array import array

import numpy as np

from wargame.core.problem import BadInput, BadValue, Problem
from wargame.core.values import DAY
from wargame.world.fitting.clock import Clock, Order, OtherOffset, cells_of, decide_order
from wargame.world.fitting.columns import ColumnRoles
from wargame.world.fitting.estimate import LeftOut
from wargame.world.fitting.files import LONGEST_CELL, MOST_PROBLEMS, NOTHING, DataFile, refuse
from wargame.world.fitting.series import Series, Sums, lay_out, row_words

MOST_SERVICES = 200
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+(?:\.\d+)?")
_GROUPS = str.maketrans("", "", " ,\u00a0\u202f")


def read_volumes(
    table: DataFile, columns: ColumnRoles, order: Order | None, *, add_up: bool = False, period: tuple[dt.date | None, dt.date | None] = (None, None)
) -> tuple[tuple[Series, ...], int]:
    """The series of every service, and the number of rows read. BadInput with rows and columns for what cannot be used."""
    sums, keys, clock = _first_look(table, columns, order)
    twice = _repeated(keys)
    doubles = LeftOut(0, "")
    if twice and not add_up:
        doubles = _second_look(table, columns, clock, twice, sums)
    if not sums.count:
        refuse("T001", table.place(1), "the table has no row with a volume", "check that this is the right file")
    common = [LeftOut(len(sums.blank), "no volume given: the day is missing, not 0", row_words(sums.blank))] if sums.blank else []
    if doubles.count:
        common.append(doubles)
    said = [f"times carry the offset {clock.offset}; taken as the agreement's local time"] if clock.offset else []
    if sums.disorder:
        said.append(f"{sums.disorder:,} rows come before the row above them in time; rows were put in order")
    return tuple(lay_out(table, name, sums, clock.timed, period, common, said) for name in sorted(sums.days)), sums.count


def _first_look(table: DataFile, columns: ColumnRoles, order: Order | None) -> tuple[Sums, array[int], Clock]:
    when, volume, service = columns.at["when"], columns.at["volume"], columns.at.get("service")
    try:
        order = order or decide_order(cells_of(table.rows(), (when,)))
    except BadValue as error:
        refuse("T005", table.place(2), f"{columns.named('when')}: {error.message}", error.hint)
    clock, sums, keys = Clock(order), Sums(), array("Q")
    problems: list[Problem] = []
    before = -(2**62)
    used = (when, volume) if service is None else (when, volume, service)
    when_named, volume_named = columns.named("when"), columns.named("volume")
    for row, cells in table.rows():
        if len(problems) >= MOST_PROBLEMS:
            break
        named = when_named
        try:
            for column in used:
                if len(cells[column]) > LONGEST_CELL:
                    named = columns.names[column]
                    raise BadValue(f"a cell of {len(cells[column]):,} characters", f"the limit is {LONGEST_CELL:,}")
            at = clock.read(cells[when])
            named, text = volume_named, cells[volume]
            if text.isdecimal() and text.isascii() and len(text) < 10:
                figure = float(text)
            elif text.casefold() in NOTHING:
                sums.blank.append(row)
                continue
            else:
                figure = number(text)
        except BadValue as error:
            code = "T006" if isinstance(error, OtherOffset) else "T004" if named == when_named else "T007"
            problems.append(Problem(code, table.place(row), f"row {row}: {named}: {error.message}", error.hint))
            continue
        name = "" if service is None else " ".join(cells[service].split())
        day = at // DAY
        if name not in sums.days:
            if len(sums.days) >= MOST_SERVICES:
                refuse(
                    "T003", table.place(row), f"'{columns.named('service')}' has more than {MOST_SERVICES} different values",
                    "is it the right column? say which with --service",
                )  # fmt: skip
            sums.days[name], sums.rows[name] = {}, {}
        by_day, rows = sums.days[name], sums.rows[name]
        by_day[day] = by_day.get(day, 0.0) + figure
        rows[day] = rows.get(day, 0) + 1
        sums.count += 1
        sums.disorder += at < before
        before = at
        keys.append(_key(cells, volume))
    if problems:
        raise BadInput(problems)
    return sums, keys, clock


def number(text: str) -> float:
    """A volume: 1234, 1,234, 1 234, 12.5. BadValue for what is negative or no number."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        if text[:1] in "-−(" and _NUMBER.fullmatch(text.strip("-−() ")):
            raise BadValue(f"'{text[:40]}' is negative, and a volume cannot be", "leave corrections out, or add them to the day they correct")
        raise BadValue(f"'{text[:40]}' is no number", "write 1234 or 12.5")
    value = float(text.translate(_GROUPS))
    if value > 1e9:
        raise BadValue(f"'{text[:40]}' is above the limit of 10^9", "check the zeros")
    return value


def _key(cells: list[str], volume: int) -> int:
    """Eight bytes that stand for everything a row says apart from its volume."""
    said = "\x1f".join(cells[:volume] + cells[volume + 1 :])
    return int.from_bytes(hashlib.blake2b(said.encode(), digest_size=8).digest(), "little")


def _repeated(keys: array[int]) -> set[int]:
    """Keys that occur more than once."""
    ordered = np.sort(np.frombuffer(keys, np.uint64)) if len(keys) else np.zeros(0, np.uint64)
    return {int(key) for key in np.unique(ordered[1:][ordered[1:] == ordered[:-1]])}


def _second_look(table: DataFile, columns: ColumnRoles, clock: Clock, twice: set[int], sums: Sums) -> LeftOut:
    """Take rows out that say what an earlier one said; refuse (T008) those that say another figure for the same."""
    when, volume, service = columns.at["when"], columns.at["volume"], columns.at.get("service")
    seen: dict[int, tuple[int, float]] = {}
    rows: list[int] = []
    count = 0
    for row, cells in table.rows():
        if cells[volume].casefold() in NOTHING or (key := _key(cells, volume)) not in twice:
            continue
        figure = number(cells[volume])
        if key not in seen:
            seen[key] = (row, figure)
            continue
        if seen[key][1] != figure:
            first = seen[key]
            said = f"row {row}: says {cells[volume]} where row {first[0]}, otherwise the same, says {first[1]:g}"
            refuse("T008", table.place(row), said, "if they are parts of one figure say --add-up; else keep one of them")
        name, day = "" if service is None else " ".join(cells[service].split()), clock.read(cells[when]) // DAY
        sums.days[name][day] -= figure
        sums.rows[name][day] -= 1
        sums.count -= 1
        count += 1
        rows.append(row) if len(rows) < 5 else None
    return LeftOut(count, "says the same as an earlier row", row_words(rows))
