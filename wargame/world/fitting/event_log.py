"""Rows of incidents read and folded: thirty bytes are kept of each, and rows of one number become one incident.

An event log has a row for every change: where a number occurs in several rows, they are one incident that began at its earliest start, ended at the
end told last, and has the severity, component and state told last.
"""

from __future__ import annotations

import hashlib
from array import array

import numpy as np

from wargame.core.arrays import Bools, Ints
from wargame.core.problem import BadInput, BadValue, Problem
from wargame.core.zones.clocks import clocks_of
from wargame.world.fitting.columns import ColumnRoles
from wargame.world.fitting.files import LONGEST_CELL, MOST_PROBLEMS, NOTHING, DataFile, refuse
from wargame.world.fitting.series import EPOCH
from wargame.world.tables.clock import Clock, Order, OtherOffset, cells_of, decide_order
from wargame.world.tables.figures import Marks
from wargame.world.tables.lengths import read_length, unit_of

MOST_LABELS = 200
UNKNOWN = -(2**62)


class Labels:
    """Numbers for the texts of a column."""

    def __init__(self, table: DataFile, columns: ColumnRoles, role: str) -> None:
        self.table, self.role, self.at = table, role, columns.at.get(role)
        self.column = columns.named(role) if self.at is not None else ""
        self.known: dict[str, int] = {}
        self._met: dict[str, int] = {}

    def code(self, row: int, cells: list[str]) -> int:
        """The number of a row's text; -1 where it says nothing."""
        if self.at is None:
            return -1
        met = self._met.get(cells[self.at])
        if met is None:
            met = self._met[cells[self.at]] = self._new(row, cells[self.at])
        return met

    def _new(self, row: int, cell: str) -> int:
        if len(cell) > LONGEST_CELL:
            refuse("T004", self.table.place(row), f"row {row}: {self.column}: a cell of {len(cell):,} characters", f"the limit is {LONGEST_CELL:,}")
        if cell.casefold() in NOTHING:
            return -1
        text = " ".join(cell.split())
        if text not in self.known:
            if len(self.known) >= MOST_LABELS:
                message = f"'{self.column}' has more than {MOST_LABELS} different values"
                refuse("T003", self.table.place(row), message, f"is it the right column? say which with --{self.role}")
            self.known[text] = len(self.known)
        return self.known[text]

    def text(self, code: int) -> str:
        """The text of a number."""
        return "" if code < 0 else list(self.known)[code]


def look(
    table: DataFile, columns: ColumnRoles, order: Order | None, labels: dict[str, Labels], marks: Marks, zone: str = ""
) -> tuple[dict[str, Ints], Clock, int, int]:
    """What every row says, as columns of numbers; the clock that read its times; the file's last moment; and how many rows there are."""
    when, end, number, lasts = columns.at["when"], columns.at.get("end"), columns.at.get("id"), columns.at.get("length")
    unit = unit_of(columns.names[lasts]) if lasts is not None else None
    times_at = (when,) if end is None else (when, end)
    try:
        order = order or decide_order(cells_of(table.rows(), times_at))
    except BadValue as error:
        refuse("T005", table.place(2), f"{columns.named('when')}: {error.message}", error.hint)
    clock = Clock(order, clocks_of(zone, EPOCH) if zone else None)
    problems: list[Problem] = []
    kept = {name: array("q") for name in ("row", "id", "start", "end")} | {name: array("h") for name in labels}
    latest, rows = UNKNOWN, 0
    for row, cells in table.rows():
        if len(problems) >= MOST_PROBLEMS:
            break
        rows += 1
        times = []
        for column in times_at:
            text = cells[column]
            if not text or text.casefold() in NOTHING:
                times.append(UNKNOWN)
                continue
            try:
                if len(text) > LONGEST_CELL:
                    raise BadValue(f"a cell of {len(text):,} characters", f"the limit is {LONGEST_CELL:,}")
                times.append(clock.read(text))
            except BadValue as error:
                code = "T006" if isinstance(error, OtherOffset) else "T004"
                problems.append(Problem(code, table.place(row), f"row {row}: {columns.names[column]}: {error.message}", error.hint))
        if len(times) < len(times_at):
            continue
        if end is None:
            times.append(UNKNOWN)
        if lasts is not None and times[1] == UNKNOWN and times[0] != UNKNOWN and cells[lasts].casefold() not in NOTHING:
            try:
                times[1] = _after(times[0], read_length(cells[lasts][:LONGEST_CELL], unit, marks), clock)
            except BadValue as error:
                problems.append(Problem("T013", table.place(row), f"row {row}: {columns.names[lasts]}: {error.message}", error.hint))
                continue
        latest = max(latest, *times)
        for name, value in (("row", row), ("id", _number(cells, number)), ("start", times[0]), ("end", times[1])):
            kept[name].append(value)
        for name, label in labels.items():
            kept[name].append(label.code(row, cells))
    if problems:
        raise BadInput(problems)
    return {name: np.array(column, np.int64 if column.typecode == "q" else np.int16) for name, column in kept.items()}, clock, latest, rows


def _after(start: int, length: int, clock: Clock) -> int:
    """The end of an incident that lasts so long."""
    return start + length if clock.clocks is None else clock.clocks.civil(clock.clocks.real(start) + length)


def _number(cells: list[str], column: int | None) -> int:
    """Eight bytes that stand for a row's number, or for all that it says where there are no numbers."""
    said = "\x1f".join(cells) if column is None or cells[column].casefold() in NOTHING else cells[column]
    return int.from_bytes(hashlib.blake2b(said.encode(), digest_size=8).digest(), "little", signed=True)


def folded(columns: dict[str, Ints], numbered: bool) -> tuple[dict[str, Ints], bool]:
    """One row for each number, where numbers occur again; else the rows as they are."""
    identity = columns["id"]
    order = np.argsort(identity, kind="stable")
    ordered = identity[order]
    first = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))) if ordered.size else np.zeros(0, np.int64)
    if not numbered or first.size == ordered.size:
        return dict(columns), False
    position = np.arange(ordered.size)

    def last(name: str, nothing: int) -> Ints:
        values = columns[name][order]
        at = np.maximum.reduceat(np.where(values != nothing, position, -1), first)
        return np.where(at >= 0, values[np.maximum(at, 0)], nothing)

    start = columns["start"][order]
    earliest = np.minimum.reduceat(np.where(start == UNKNOWN, 2**62, start), first)
    found = {"row": columns["row"][order][first], "id": ordered[first], "start": np.where(earliest == 2**62, UNKNOWN, earliest)}
    found["end"] = last("end", UNKNOWN)
    found |= {name: last(name, -1) for name in columns if name not in found}
    back = np.argsort(found["row"], kind="stable")
    return {name: column[back] for name, column in found.items()}, True


def again(found: dict[str, Ints]) -> Bools:
    """Rows that an earlier row says in full."""
    order = np.argsort(found["id"], kind="stable")
    same = np.zeros(order.size, bool)
    if order.size:
        same[order[1:]] = found["id"][order[1:]] == found["id"][order[:-1]]
    return same
