"""Workbooks and documents: what their cells and paragraphs say, and whether the rest of the archive is the same to the byte."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.same_as.difference import ABSENT, Difference, Place

Table = list[dict[str, Any]]
# What moves with the cells or the paragraphs: compared by what it says, and only then to the byte.
SAYING = ("xl/worksheets/", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/", "docProps/app.xml", "[Content_Types].xml", "word/document.xml")


def table(rows: Sequence[Sequence[Any]]) -> Table:
    """Rows under the names of the first one; names that stand twice are numbered, and cells beyond the last name are named by position."""
    if not rows:
        return []
    names: list[str] = []
    for position in range(max(len(row) for row in rows)):
        name = str(rows[0][position]) if position < len(rows[0]) and rows[0][position] is not None else f"column {position + 1}"
        names.append(name if name not in names else f"{name} ({position + 1})")
    return [dict(zip(names, row, strict=False)) for row in rows[1:]]


def csv_table(text: str) -> Table:
    """A CSV file; its cells stay text."""
    return table(list(csv.reader(io.StringIO(text, newline=""))))


def workbook(path: Path) -> dict[str, Table]:
    """The sheets of a workbook."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    try:
        return {sheet.title: table(list(sheet.iter_rows(values_only=True))) for sheet in book.worksheets}
    finally:
        book.close()


def columns(before: Table, now: Table, place: Place) -> Iterator[Difference]:
    """Columns that both tables have, in another order."""
    names = [list(rows[0]) if rows else [] for rows in (before, now)]
    both = [[name for name in one if name in names[0] and name in names[1]] for one in names]
    if both[0] != both[1]:
        yield Difference(place, both[0], both[1], "order of columns")


def paragraphs(path: Path) -> list[str]:
    """The paragraphs of a document, those of tables too, each with its style, after what the document says of itself."""
    import docx
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    document = docx.Document(str(path))
    said = [f"{name}: {getattr(document.core_properties, name)}" for name in ("title", "author", "subject", "comments", "created", "modified")]
    body = [Paragraph(one, document._body) for one in document.element.body.iter(qn("w:p"))]
    return said + [f"[{one.style.name if one.style else ''}] {one.text}" for one in body]


def members(before: Path, now: Path, saying: bool) -> Iterator[Difference]:
    """Members of an archive that differ; those that hold what is said, only where `saying` is asked for."""
    old, new = (_digests(path, saying) for path in (before, now))
    for name in sorted(old | new):
        if old.get(name) != new.get(name):
            yield Difference(Place(f"member {name}", "member"), old.get(name, ABSENT), new.get(name, ABSENT), "other bytes")


def _digests(path: Path, saying: bool) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if saying or not name.startswith(SAYING)]
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names}
