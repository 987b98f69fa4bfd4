"""Tables of comma-separated values of any length, row by row, in bounded memory.

Only what is asked for is kept; a file is read as a stream, and again where a second look is needed. Commas, semicolons and tabs separate, as the file
shows or its first line says (`sep=;`); the first row names the columns. Files are in UTF-8, or in UTF-16 with its mark. A row's number is that of its
line in the file, from 1, so that row 2 is the first below the header.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

from wargame.core.problem import BadInput, Place, Problem
from wargame.core.source import open_file
from wargame.world.tables.encoded import encoding_of, said_separator, separator_of

MOST_BYTES = 500_000_000
MOST_ROWS = 5_000_000
LONGEST_LINE = 1_000_000  # characters
LONGEST_CELL = 1_000  # characters of a cell that is used
MOST_PROBLEMS = 20
NOTHING = frozenset({"", "?", "-", "–", "na", "n/a", "nan", "null", "none", "nil", "nat", "#n/a", "unknown"})


@dataclass(frozen=True)
class DataFile:
    """A table that can be read: its columns, what separates them, and a digest of its bytes."""

    path: str
    columns: tuple[str, ...]
    separator: str
    digest: str
    encoding: str = "utf-8-sig"
    header: int = 1  # the row of the columns' names
    quoted: bool = False  # whether cells may be quoted, as far as its beginning shows

    def place(self, row: int) -> Place:
        """A row of the file."""
        return Place(self.path, row, 1)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(row number, cells) of every row that is not blank, cells stripped. BadInput (T002) for a row of another width."""
        width = len(self.columns)
        reader = csv.reader(_lines(self.path, self.encoding), delimiter=self.separator, strict=True)
        before = count = 0
        try:
            for cells in reader:
                row, before = before + 1, reader.line_num
                if row <= self.header or not any(cells):
                    continue
                count += 1
                if count > MOST_ROWS:
                    refuse("T001", self.place(row), f"the table has more than {MOST_ROWS:,} rows, the limit", "fit it in parts, by period or service")
                if len(cells) != width:
                    if len(cells) > width and any(cells[width:]):
                        hint = "quote a text that holds the separator"
                        refuse("T002", self.place(row), f"row {row}: has {len(cells)} cells under {width} columns", hint)
                    if len(cells) < width:
                        refuse("T002", self.place(row), f"row {row}: has {len(cells)} cells under {width} columns", "was the file cut off here?")
                yield row, [cell.strip() for cell in cells]
        except csv.Error as error:
            refuse(
                "T001", self.place(before + 1), f"row {before + 1}: is not a row of separated values: {error}", "is a quotation mark never closed?"
            )


def open_table(path: str | Path) -> DataFile:
    """Look at a file's first row. BadInput for what is not a table with a header (T001), or not a readable text file (F001 to F006)."""
    name = str(path)
    with open_file(name, MOST_BYTES) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        if not file.tell():
            refuse("F006", Place(name, 0, 0), "the file is empty", "check that it was saved")
        file.seek(0)
        beginning = file.read(1 << 20)
    encoding = encoding_of(beginning)
    lines = _lines(name, encoding)
    header, at = next(lines, "").rstrip("\r\n"), 1
    said = said_separator(header)
    if said is not None:
        header, at = next(lines, "").rstrip("\r\n"), 2
    lines.close()
    separator = said or separator_of(header)
    try:
        cells = tuple(cell.strip() for cell in next(csv.reader([header], delimiter=separator, strict=True), []))
    except csv.Error as error:
        refuse("T001", Place(name, at, 1), f"the first row is not one of separated values: {error}")
    if len(cells) < 2:
        shown = header[:60] or "nothing"
        refuse("T001", Place(name, at, 1), f"a table needs a first row that names at least two columns; it has: {shown}", "write date,volume")
    for cell in cells:
        if cell and cells.count(cell) > 1:
            refuse("T001", Place(name, at, 1), f"the column '{cell[:60]}' stands twice in the first row", "name columns differently")
        if cell[:4].isdigit():
            refuse("T001", Place(name, at, 1), f"the first row holds '{cell[:60]}', so it is no header", "name the columns in the first row")
    return DataFile(name, cells, separator, digest, encoding, at, b'"' in beginning)


def _lines(path: str, encoding: str) -> Generator[str, None, None]:
    """Lines of a file; BadInput with the byte offset (F005) where it is no text in that encoding."""
    with open_file(path, MOST_BYTES) as raw, io.TextIOWrapper(raw, encoding=encoding, newline=None) as text:
        number = 0
        try:
            while line := text.readline(LONGEST_LINE + 1):
                number += 1
                if "\0" in line:
                    _not_text(path)
                if len(line) > LONGEST_LINE:
                    refuse("T001", Place(path, number, 1), f"line {number} has more than {LONGEST_LINE:,} characters", "is this a table?")
                yield line
        except UnicodeError:
            if encoding == "utf-16":
                refuse(
                    "F005",
                    Place(path, number + 1, 1),
                    f"row {number + 1}: is not in UTF-16, as the file's beginning says",
                    "save it as UTF-8",
                )
            _not_text(path)


def _not_text(path: str) -> None:
    """Refuse a file, with the offset of its first byte that is no text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    offset = lines = 0
    with open_file(path, MOST_BYTES) as file:
        while chunk := file.read(1 << 20):
            pending = len(decoder.getstate()[0])
            zero = chunk.find(b"\0")
            try:
                decoder.decode(chunk if zero < 0 else chunk[:zero])
            except UnicodeDecodeError as error:
                # The decoder counts from the bytes it had kept back of the chunk before.
                at = error.start - pending
                lines += chunk[: max(at, 0)].count(b"\n")
                message = f"row {lines + 1}: the byte at offset {offset + at} is not UTF-8; the file may be in Latin-1, Windows-1252 or UTF-16"
                refuse("F005", Place(path, lines + 1, 1), message, "save it as UTF-8")
            if zero >= 0:
                lines += chunk[:zero].count(b"\n")
                message = f"row {lines + 1}: the file is not text: a NUL byte (byte offset {offset + zero})"
                refuse("F005", Place(path, lines + 1, 1), message, "save it as UTF-8 text")
            lines += chunk.count(b"\n")
            offset += len(chunk)


def refuse(code: str, place: Place, message: str, hint: str = "") -> None:
    """Raise BadInput with one problem."""
    raise BadInput([Problem(code, place, message, hint)])
