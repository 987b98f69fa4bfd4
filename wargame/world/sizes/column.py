"""A column of figures in a CSV file, read row by row: a million rows take eight megabytes."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import stat
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

import numpy as np

from wargame.core.arrays import Ints
from wargame.core.problem import BadValue, Place, listing, suggest
from wargame.core.yaml_source import Mapping as Map
from wargame.core.yaml_source import Node, Scalar, Sequence
from wargame.world.sizes.base import LIMIT
from wargame.world.tables.encoded import encoding_of, said_separator, separator_of
from wargame.world.tables.figures import GROUPING, Marks, UnclearFigure, decide_marks

MOST_ROWS = 5_000_000
MOST_BYTES = 500_000_000
LONGEST_LINE = 1_000_000  # characters
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")
SHOWN = 3  # rows that are told
BY_DATE = ("levels", "rates")  # keys under which a series may name a file


def read_column(path: Path, name: str, column: str, unit: str, number: Callable[[str], float], signed: bool) -> Ints:
    """The cells of a column in quanta, rising. BadValue with the rows that cannot be read, for no file, no column or no rows.

    `name` is the path as written. Blank lines are passed over; an empty cell is a bad row, because absent is never zero.
    """
    one = _one(unit, number)
    marks = marks_of(path, name, column)
    bad: list[str] = []
    faults = 0
    found = array("q")
    for line, (written,) in cells(path, name, (column,)):
        cell = plain_figure(written, marks)
        why = fault(cell, signed, one)
        if why:
            faults += 1
            if len(bad) < SHOWN:
                bad.append(f"row {line}: {why}")
            continue
        found.append(round(float(cell) * one))
        if len(found) > MOST_ROWS:
            raise BadValue(f"{name} has more than {MOST_ROWS:,} rows", "draw a sample of them, or fit a law")
    if faults:
        more = f" and {faults - SHOWN:,} more" if faults > SHOWN else ""
        raise BadValue(f"{name}, column {column}, {'; '.join(bad)}{more}", "mend these rows or leave them out, and say so in `source`")
    if not found:
        raise BadValue(f"{name} has no rows under '{column}'", "a law needs at least one figure")
    sizes = np.frombuffer(found, np.int64).copy()
    sizes.sort()
    return sizes


def _names_file(keys: tuple[str, ...], group: Map) -> bool:
    """Whether the text under the last of these keys within keys is the path of a table: of a column, or of a series' figures by date."""
    return (keys[0] == "indices" and len(keys) == 3 and keys[-1] in BY_DATE) or (keys[-1] == "from" and "column" in group.entries)


def from_home(node: Map, folder: Path, home: Path, keys: tuple[str, ...] = ()) -> Map:
    """The scenario with each path of a table (relative to the file that says so) told from `home`."""
    entries: dict[str, tuple[Place, Node]] = {}
    for key, (place, inner) in node.entries.items():
        if isinstance(inner, Scalar) and _names_file((*keys, key), node):
            inner = inner._replace(value=Path(os.path.relpath(folder / inner.value, home)).as_posix())
        entries[key] = (place, _node_from_home(inner, folder, home, (*keys, key)))
    return Map(entries, node.place)


def _node_from_home(node: Node, folder: Path, home: Path, keys: tuple[str, ...]) -> Node:
    if isinstance(node, Sequence):
        return node._replace(items=tuple(_node_from_home(one, folder, home, keys) for one in node.items))
    return from_home(node, folder, home, keys) if isinstance(node, Map) else node


def tables(node: Node, home: Path, keys: tuple[str, ...] = ()) -> Iterator[Path]:
    """The files of all tables that a scenario names, in the order of their places."""
    if isinstance(node, Map):
        for key, (_, inner) in node.entries.items():
            if isinstance(inner, Scalar) and _names_file((*keys, key), node):
                yield home / inner.value
            yield from tables(inner, home, (*keys, key))
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from tables(item, home, keys)


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _one(unit: str, number: Callable[[str], float]) -> float:
    """One of the unit in quanta: `minutes` is 60 seconds, `GBP` is 100 pence, nothing is 1 where plain numbers are due."""
    try:
        return number(f"1 {unit}".strip())
    except BadValue as error:
        try:
            return number(f"{unit} 1".strip())
        except BadValue:
            said = f"'{unit}' is no unit of what is due here" if unit else "the figures have no unit"
            raise BadValue(said, f"say what they are in, such as unit: minutes, unit: GBP or unit: % ({error.message})") from None


def marks_of(path: Path, name: str, column: str, dates: str = "") -> Marks:
    """The marks of a column's figures, decided by the file as a whole (`dates` is its column of dates). BadValue where nobody can tell."""
    separator, quoted = _separator(path)
    if separator == "," and not quoted:
        return Marks()  # a comma in a cell would have to be quoted
    figures = ((line, cell.lstrip("+-")) for line, (cell,) in cells(path, name, (column,)))
    try:
        return decide_marks(figures, (date for _, (date,) in cells(path, name, (dates,))) if dates else (), separator)
    except UnclearFigure as error:
        raise BadValue(f"{name}, column {column}, {error.message}", error.hint) from None


def _separator(path: Path) -> tuple[str, bool]:
    """What separates the cells of a file, and whether any may be quoted, as far as its beginning shows; commas where that cannot be read."""
    try:
        if not path.is_file():
            return ",", False
        with path.open("rb") as raw:
            beginning = raw.read(1 << 20)
        text = beginning.decode(encoding_of(beginning), "replace")
    except OSError:
        return ",", False  # told when its cells are read
    first = text.partition("\n")[0]
    return said_separator(first) or separator_of(first), '"' in text


def plain_figure(cell: str, marks: Marks) -> str:
    """A figure with a point for its decimals and nothing that groups thousands; another text as it is."""
    sign, digits = (cell[:1], cell[1:]) if cell[:1] in ("+", "-") else ("", cell)
    if digits.isdecimal() or (marks.decimal == "point" and not any(mark in digits for mark in (*GROUPING, ","))):
        return cell
    try:
        marks.number(digits)
    except BadValue:
        return cell
    plain = "".join(one for one in digits if one not in GROUPING and one != ("." if marks.decimal == "comma" else ","))
    return sign + plain.replace(",", ".")


def fault(cell: str, signed: bool, one: float) -> str:
    """What is wrong with a cell that should be a number, of so many quanta a unit; "" if nothing is."""
    if not cell:
        return "the cell is empty"
    if not _NUMBER.fullmatch(cell):
        return f"'{cell[:40]}' is not a plain number"
    if cell.startswith("-") and not signed:
        return f"{cell[:40]} is negative"
    return f"{cell[:40]} is too large" if abs(float(cell)) * one >= LIMIT else ""


def _lines(file: TextIO) -> Iterator[str]:
    """Lines of a table; ValueError for one so long that this is no table, before it is in memory."""
    while line := file.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise ValueError(f"a line has more than {LONGEST_LINE:,} characters")
        yield line


def cells(path: Path, name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(line, cells of some columns) of every row that is not blank, spaces around them left out."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise BadValue(f"{name} is not a file", "name a CSV file")
        if found.st_size > MOST_BYTES:
            raise BadValue(f"{name} has {found.st_size:,} bytes; the limit is {MOST_BYTES:,}", "check that this is the right file")
        with path.open("rb") as raw:
            beginning = raw.read(4)
        with path.open(encoding=encoding_of(beginning), newline="") as file:
            first = next(_lines(file), "")
            said = said_separator(first)
            separator = said or separator_of(first)
            if said is None:
                file.seek(0)
            before = int(said is not None)
            rows = csv.reader(_lines(file), delimiter=separator)
            header = [one.strip() for one in next(rows, [])]
            for column in columns:
                if header.count(column) != 1:
                    said = "has no column" if column not in header else "has more than one column"
                    hint = suggest(column, header)
                    raise BadValue(f"{name} {said} '{column}'", f"{hint}; " * bool(hint) + f"its columns are: {listing(header) or 'none'}")
            at = [header.index(column) for column in columns]
            for row in rows:
                if row:
                    yield before + rows.line_num, tuple(row[one].strip() if one < len(row) else "" for one in at)
    except OSError as error:
        near = suggest(path.name, [one.name for one in path.parent.iterdir()]) if path.parent.is_dir() else ""
        raise BadValue(f"{name} cannot be read: {error.strerror or error}", near or "the path is sought from the scenario's folder") from None
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        if isinstance(error, BadValue):
            raise
        raise BadValue(f"{name} is not a table of comma-separated values in UTF-8: {str(error)[:80]}", "save it as CSV, UTF-8") from None
