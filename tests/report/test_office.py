"""Word and Excel files opened by LibreOffice: they convert without repair, and every text is there."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.report.full_summary import HOSTILE
from wargame.analysis.tables.summary import Summary
from wargame.report.files.excel import write_workbook
from wargame.report.files.word import write_issues
from wargame.report.page.context import ReportContext
from wargame.simulation.run.results import RunResult

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
Whole = tuple[RunResult, Summary]


def converted(path: Path, kind: str) -> Path:
    """The file as LibreOffice writes it in another format; its own profile, so that no other instance answers."""
    assert OFFICE is not None
    out, profile = path.parent / "out", (path.parent / "profile").as_uri()
    words = [OFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir", str(out), str(path)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=180, env={**os.environ, "HOME": str(path.parent)}, check=False)
    found = sorted(out.glob(f"{path.stem}*.{kind.partition(':')[0]}"))
    assert done.returncode == 0 and found and "rror" not in done.stderr, (done.stdout, done.stderr)
    return found[0]


@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice: `apt-get install --no-install-recommends libreoffice-writer libreoffice-calc`")
def test_word_and_excel_open_without_repair_and_hold_their_text(whole: Whole, tmp_path: Path) -> None:
    run, summary = whole
    context = ReportContext(summary, run)
    write_issues(tmp_path / "issues.docx", context)
    write_workbook(tmp_path / "results.xlsx", context)
    text = converted(tmp_path / "issues.docx", "txt:Text").read_text(encoding="utf-8-sig")
    assert " ".join(HOSTILE.split()) in " ".join(text.split()) and "=cmd|' /C calc'!A0" in text
    # The second sheet, findings: a formula would come out as its result, or as an error.
    sheet = converted(tmp_path / "results.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2")
    table = sheet.read_text(encoding="utf-8")
    assert "=cmd|' /C calc'!A0" in table and "@SUM(A1)" in table and "#NAME?" not in table and "Err:" not in table
    assert "-1500" in table.replace(",", "")
