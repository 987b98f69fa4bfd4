"""Tidy tables, results.xlsx, findings.csv: numbers are numbers, text is text and is never carried out."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import openpyxl

from tests.report.full_summary import FORMULAS
from wargame.analysis.tables.summary import Summary
from wargame.report.files.excel import write_workbook
from wargame.report.files.tidy import as_csv, findings_sheet, sheets
from wargame.report.page.context import ReportContext
from wargame.simulation.run.results import RunResult

Whole = tuple[RunResult, Summary]


def test_every_table_of_the_summary_is_in_a_sheet(whole: Whole) -> None:
    run, summary = whole
    found = {sheet.name: sheet for sheet in sheets(ReportContext(summary, run))}
    tables = set(summary.tables())
    assert tables - set(found) == {"world"}, "the world by month is in world.csv"
    assert len(found["exposure"].rows) == len(summary.exposure)
    assert len(found["fans"].rows) == 4 * sum(bool(one.fan) for one in summary.findings)
    for sheet in found.values():
        assert len(set(sheet.columns)) == len(sheet.columns)
        for row in sheet.rows:
            assert len(row) == len(sheet.columns) and all(value is None or isinstance(value, str | int | float | bool) for value in row)


def test_the_workbook_has_numbers_as_numbers_and_no_formula(whole: Whole, tmp_path: Path) -> None:
    run, summary = whole
    write_workbook(tmp_path / "r.xlsx", ReportContext(summary, run))
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames[:2] == ["exposure", "findings"]
    for page in book:
        assert page.freeze_panes == "A2" and page.auto_filter.ref is not None
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f" and cell.hyperlink is None
    found = list(book["attribution"].iter_rows(values_only=True))
    assert -1200 in found[1] and isinstance(found[1][found[0].index("mean")], int | float)
    asks = [row[4] for row in book["findings"].iter_rows(min_row=2, values_only=True)]
    assert {"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)"} <= set(asks)
    with zipfile.ZipFile(tmp_path / "r.xlsx") as archive:
        assert all("<f>" not in archive.read(name).decode("utf-8", "replace") for name in archive.namelist() if name.endswith(".xml"))
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_summary_gives_the_same_workbook(whole: Whole, tmp_path: Path) -> None:
    run, summary = whole
    for name in ("a", "b"):
        write_workbook(tmp_path / name, ReportContext(summary, run))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_findings_as_csv_can_be_opened_without_harm(whole: Whole) -> None:
    run, summary = whole
    sheet = findings_sheet(ReportContext(summary, run))
    rows = list(csv.reader(io.StringIO(as_csv(sheet, "GBP"))))
    assert tuple(rows[0]) == sheet.columns and len(rows) == len(summary.findings) + 1
    for row in rows[1:]:
        for name, text in zip(rows[0], row, strict=True):
            if text[:1] in ("=", "+", "-", "@", "\t", "\r"):
                assert float(text) < 0 and name.endswith("mean")
    assert {f"'{text}".replace("\r", "\n") for text in FORMULAS} <= {row[rows[0].index("quote")] for row in rows}
    assert any(row[rows[0].index("provider mean")] == "-1500.00" for row in rows)
