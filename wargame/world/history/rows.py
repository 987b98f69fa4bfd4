"""A table of a history: comma-separated values (or semicolons, or tabs) with the names of the columns first, as people and their programs write them.
A first line such as `sep=;` names the separator.

Spaces around a cell, capitals in a known column's name, blank lines and empty columns at the edge say nothing. A row's number is that of the line of
the file on which it begins.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

from wargame.core.problem import Place, Problem
from wargame.world.tables.clock import Clock, UnclearOrder, decide_order
from wargame.world.tables.encoded import NAMES, said_separator, separator_of
from wargame.world.tables.figures import Marks

MOST_PROBLEMS = 20  # of one file: the rest is mostly more of the same


class _CsvReader(Protocol):
    """What `csv.reader` makes: the rows, and the number of the last line that was read."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


@dataclass(frozen=True)
class HistoryTable:
    """A table that was read: its columns, and (place, cells by column) of every row that is not blank."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[tuple[Place, dict[str, str]], ...]
    separator: str = ","

    def cells(self, names: Collection[str]) -> Iterator[tuple[int, str]]:
        """(row, cell) of some columns, where a cell says anything."""
        return ((place.line, row[name]) for place, row in self.rows for name in names if row.get(name))

    @property
    def top(self) -> Place:
        """The place of the header."""
        return Place(str(self.path), 1, 1)


def read_table(path: Path, text: str, known: Collection[str], problems: list[Problem], whole: bool = False) -> HistoryTable | None:
    """Read the text of a table. `known` are the columns that may be written in capitals; with `whole` no row may be shorter than the header. Adds an
    H001 for each fault and then returns None."""
    before = len(problems)
    full = (line for line in text.split("\n") if line.strip())
    first = next(full, "")
    said = said_separator(first)
    separator = said or separator_of(first)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    header: tuple[str, ...] = ()
    found: list[tuple[Place, dict[str, str]]] = []
    for place, cells in islice(_rows(path, lines, problems), said is not None, None):
        if not header:
            header = _header(cells, known)
            for name in dict.fromkeys(header):
                if header.count(name) > 1 and name:
                    problems.append(Problem("H001", place, f"the column '{name}' stands twice in the header", "keep one of them, or rename it"))
            if len(problems) > before:
                return None
            continue
        if any(cells[len(header) :]) or any(cell and not name for name, cell in zip(header, cells, strict=False)):
            message = f"row {place.line}: has {len(cells)} cells under {sum(map(bool, header))} columns"
            problems.append(Problem("H001", place, message, "quote what holds a comma, or name the column"))
        elif whole and len(cells) < len(header):
            message = f"row {place.line}: has {len(cells)} cell{'s' * (len(cells) > 1)} under {len(header)} columns"
            problems.append(Problem("H001", place, message, "leave cells empty where nothing is known; or was the file cut off here?"))
        else:
            found.append((place, {name: cell for name, cell in zip(header, cells, strict=False) if name}))
    return HistoryTable(path, tuple(filter(None, header)), tuple(found), separator) if len(problems) == before else None


def clock_of(table: HistoryTable, names: Collection[str], problems: list[Problem]) -> Clock | None:
    """What reads the times in some columns; None, with a problem, where nobody can tell their days from their months."""
    try:
        return Clock(decide_order(cell for _, cell in table.cells(names)))
    except UnclearOrder as error:
        place, name = next((place, name) for place, row in table.rows for name in names if row.get(name) == error.cell)
        message = f"row {place.line}: `{name}` is '{error.cell}', not a date that can be told: like every date here it could be day or month first"
        problems.append(Problem("H002", place, message, "write 2027-02-28, or any date with a day above 12"))
        return None


def how_read(table: HistoryTable, clock: Clock, marks: Marks) -> list[str]:
    """What a file could have been read as in several ways, and was: its separator, its dates, its figures."""
    said = [f"cells separated by {NAMES[table.separator]}"] if table.separator != "," else []
    said += [f"dates are {clock.order} first"] if clock.order else []
    said += [f"a time is the {clock.numbers}"] if clock.numbers else []
    return said + ([marks.why] if marks.why else [])


def _rows(path: Path, lines: _CsvReader, problems: list[Problem]) -> Iterator[tuple[Place, list[str]]]:
    """(place, cells) of every row that is not blank, cells stripped."""
    before = 0
    try:
        for cells in lines:
            place, before = Place(str(path), before + 1, 1), lines.line_num
            if any(stripped := [cell.strip() for cell in cells]):
                yield place, stripped
    except csv.Error as error:
        message = f"row {before + 1}: is not a row of separated values: {error}"
        problems.append(Problem("H001", Place(str(path), before + 1, 1), message, "is a quotation mark never closed?"))


def _header(cells: list[str], known: Collection[str]) -> tuple[str, ...]:
    """Names of columns; empty ones at the end are left out."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    return tuple(cell.casefold() if cell.casefold() in known else cell for cell in cells)


def fewer(found: list[Problem]) -> list[Problem]:
    """The problems of a file, or the first ones and how many more there are."""
    if len(found) <= MOST_PROBLEMS:
        return found
    last = found[MOST_PROBLEMS]
    more = len(found) - MOST_PROBLEMS
    return [*found[:MOST_PROBLEMS], Problem(last.code, last.place, f"and {more:,} more rows like these", "mend these, and look again")]
