"""issues.docx: one row for each finding above note, whatever its text, and the same bytes each time."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import docx

from tests.report.full_summary import FORMULAS, HOSTILE
from wargame.analysis.tables.summary import Summary
from wargame.core.words import printable
from wargame.report.files.word import HEADS, write_issues
from wargame.report.page.context import ReportContext
from wargame.simulation.run.results import RunResult

Whole = tuple[RunResult, Summary]


def test_there_is_a_row_for_each_finding_above_note_with_all_a_negotiator_needs(whole: Whole, tmp_path: Path) -> None:
    run, summary = whole
    write_issues(tmp_path / "i.docx", ReportContext(summary, run))
    table = docx.Document(str(tmp_path / "i.docx")).tables[0]
    assert tuple(cell.text for cell in table.rows[0].cells) == HEADS
    above = [one for one in summary.findings if one.severity != "Low"]
    assert len(table.rows) == len(above) + 1 > len(FORMULAS)
    texts = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert {row[2] for row in texts} >= {f"“{HOSTILE}”", "“=cmd|' /C calc'!A0”"}
    first = texts[0]
    assert first[0] == "1" and "8.1" in first[1] and "High" in first[1] and first[4] == "=cmd|' /C calc'!A0"
    assert "Harbour Bank: loses GBP 1,500 a life" in first[5] and "Favours Meridian Services." in first[5] and "+1,500" in first[5]


def test_no_finding_is_said_so(whole: Whole, tmp_path: Path) -> None:
    run, summary = whole
    write_issues(tmp_path / "i.docx", ReportContext(replace(summary, findings=()), run))
    paper = docx.Document(str(tmp_path / "i.docx"))
    assert paper.tables == [] and paper.paragraphs[-1].text == "No question above a note."


def test_control_characters_become_spaces_and_other_scripts_stay() -> None:
    assert printable("a\x00b\x1bc\u202ed 業務 🙂\tx\ny") == "a b c d 業務 🙂\tx\ny"


def test_the_same_summary_gives_the_same_document_and_no_time_of_day(whole: Whole, tmp_path: Path) -> None:
    run, summary = whole
    for name in ("a", "b"):
        write_issues(tmp_path / name, ReportContext(summary, run))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    with zipfile.ZipFile(tmp_path / "a") as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
        assert "2000-01-01T00:00:00Z" in core and "python-docx" not in core
