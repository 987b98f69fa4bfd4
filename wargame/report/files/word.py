"""issues.docx: the issues list that goes to the other side's counsel, one row for each finding above note.

A landscape page with the columns lawyers expect: number, clause, the words as drafted, the question, words proposed, and what is at stake for whom.
"""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import TYPE_CHECKING

from wargame.core.finding import MAIN
from wargame.core.words import printable
from wargame.report.files.issues import issue
from wargame.report.files.office import settled
from wargame.report.page.blocks import Issue
from wargame.report.page.context import ReportContext
from wargame.simulation.run.archive import whole

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

HEADS = ("No", "Clause", "Words as drafted", "Question", "Words proposed", "At stake as drafted")
WIDTHS = (0.9, 2.6, 6.2, 6.0, 5.6, 5.0)  # cm, of 26.3 between the margins
MADE = dt.datetime(2000, 1, 1)  # a document must say when it was made; ours depends on its inputs only


def write_issues(path: Path, context: ReportContext) -> None:
    """Write the list; it says so where there is nothing to list."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    paper = docx.Document()
    page = paper.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21.0)
    page.left_margin = page.right_margin = Cm(1.7)
    page.top_margin = page.bottom_margin = Cm(1.6)
    paper.styles["Normal"].font.name, paper.styles["Normal"].font.size = "Calibri", Pt(9.5)
    title = context.summary.title
    paper.add_heading(printable(f"Issues list: {title}"), 0)
    names = ", ".join(f"{context.name(party)} ({party})" for party in context.parties)
    scenarios = ", ".join(one.name for one in context.scenarios)
    said = f"{names}. Found in the words, and by playing {context.summary.futures:,} futures of {scenarios}."
    paper.add_paragraph(printable(f"{said} Amounts in {context.currency}; a question is put, no view of the law is taken."))
    found = [issue(context, one) for one in context.findings if one.severity in MAIN]
    if found:
        _table(paper, found)
    else:
        paper.add_paragraph("No question above a note.")
    core = paper.core_properties
    core.title, core.author, core.last_modified_by, core.comments = printable(title)[:255], "", "", ""
    core.created = core.modified = MADE
    core.revision = 1
    out = io.BytesIO()
    paper.save(out)
    with whole(path) as part:
        part.write_bytes(settled(out.getvalue()))


def _table(paper: Document, found: list[Issue]) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    table = paper.add_table(rows=1, cols=len(HEADS), style="Table Grid")
    table.autofit = False
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)  # the heads again on every page
    for cell, head in zip(table.rows[0].cells, HEADS, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    for number, one in enumerate(found, 1):
        cells = table.add_row().cells
        _write(cells[0], [(str(number), "")])
        _write(cells[1], [(one.about, ""), (one.severity, "i")])
        _write(cells[2], [(f"“{one.quote}”" if one.quote else "(the draft is silent)" if one.check == "silent" else "–", "")])
        _write(cells[3], [(one.ask, "b"), (one.said, "")])
        _write(cells[4], [(one.proposal or "to be drafted", "" if one.proposal else "i")])
        _write(cells[5], [*((f"{who}: {what}", "") for who, what in one.money), (f"Favours {one.favours}." if one.favours else "", "b"), *_fan(one)])
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width = Cm(width)


def _fan(one: Issue) -> list[tuple[str, str]]:
    """The fan in lines: each way to read the words, with its differences."""
    if one.fan is None:
        return []
    heads = one.fan.heads[1:]
    lines = [(f"{one.fan.caption}:", "i")]
    for row in one.fan.rows:
        differences = "; ".join(f"{head} {cell.text}" for head, cell in zip(heads, row[1:], strict=True))
        lines.append((f"{row[0].text}: {row[0].small or differences}", ""))
    return lines


def _write(cell: _Cell, lines: list[tuple[str, str]]) -> None:
    """Paragraphs into a cell; b is bold, i italic, empty lines are left out."""
    kept = [(printable(text), look) for text, look in lines if text]
    for number, (text, look) in enumerate(kept):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        run = paragraph.add_run(text)
        run.bold, run.italic = look == "b" or None, look == "i" or None
