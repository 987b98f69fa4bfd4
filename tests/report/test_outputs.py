"""Whom a report is for, what it needs, and the files it leaves behind."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.harness import CARE, ROOT, STORM, environment, shell
from wargame.analysis.tables.summary import Summary
from wargame.core.problem import BadInput
from wargame.report.files.export import Asked
from wargame.report.files.outputs import EVERYONE, Audience, audience, check_packages, remove_old, write_exports
from wargame.report.files.staging import staged
from wargame.report.page.context import ReportContext
from wargame.simulation.run.results import RunResult


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ((), ()),
        (("lawyer",), ("lawyer",)),
        (("supplier", "risk"), ("risk", "supplier")),
        (("client",), ("director", "risk", "lawyer")),
        (("provider",), ("supplier",)),
    ],
)
def test_readers_are_named_by_kind_or_by_their_side(words: tuple[str, ...], found: tuple[str, ...]) -> None:
    assert audience(words, False) == Audience(found, False)
    assert audience((), False) == EVERYONE


def test_an_unknown_reader_is_refused_with_the_nearest_before_anything_is_played(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no reader is called 'lawyers'"):
        audience(("lawyers",), False)
    done = shell("run", CARE, "-s", STORM, "--futures", "8", "--for", "lawyers", "--out", tmp_path / "out")
    assert done.code == 2 and "X050" in done.err and "lawyer" in done.err and not (tmp_path / "out").exists()


def test_a_missing_package_is_refused_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    check_packages()
    there = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name in ("docx", "xlsxwriter") else there(name))
    with pytest.raises(BadInput) as caught:
        check_packages()
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].hint == "pip install python-docx XlsxWriter"


def test_the_package_that_paints_is_needed_where_pictures_are_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "matplotlib" else there(name))
    check_packages()
    with pytest.raises(BadInput, match="matplotlib is not installed") as caught:
        check_packages(png=True)
    assert caught.value.problems[0].hint == "pip install matplotlib"


def test_without_pictures_nothing_is_imported_that_paints(tmp_path: Path) -> None:
    code = (
        "import sys; from wargame.cli import main\n"
        "try: main()\n"
        "finally: print('matplotlib' in sys.modules, 'wargame.report.drawing.svg' in sys.modules)"
    )
    table = tmp_path / "volumes.csv"
    table.write_text("date,volume\n" + "".join(f"2026-{n // 28 + 1:02d}-{n % 28 + 1:02d},{100 + n % 7}\n" for n in range(84)), encoding="utf-8")
    short = ("run", CARE, "-s", STORM, "--futures", "8", "--readings", "base", "--postings", "0", "--workers", "1", "--out", tmp_path / "out")
    for words, painted in ((short, False), (("fit", table, "-o", tmp_path / "fit.yaml"), False), ((*short, "--png"), True)):
        command = [sys.executable, "-P", "-c", code, *map(str, words)]
        done = subprocess.run(command, cwd=ROOT, env=environment(ROOT), capture_output=True, text=True, timeout=300, check=True)
        assert done.stdout.splitlines()[-1] == f"{painted} True"
    assert (tmp_path / "fit.html").read_text(encoding="utf-8").count("<svg") > 0


def test_charts_are_files_too_and_old_ones_go_but_not_those_of_others(whole: tuple[RunResult, Summary], tmp_path: Path) -> None:
    run, summary = whole
    charts = tmp_path / "charts"
    charts.mkdir()
    for name in ("curve-7.svg", "mine.svg", "notes.txt"):
        (charts / name).write_text("old", encoding="utf-8")
    with staged(tmp_path, remove_old) as stage:
        write_exports(stage, ReportContext(summary, run), Asked("draft.md"))
    names = {path.name for path in charts.iterdir()}
    assert {"mine.svg", "notes.txt", "curve-0.svg", "waterfall.svg", "cash.svg", "readings-1.svg", "world-1.svg"} <= names
    assert "curve-7.svg" not in names and not [name for name in names if name.endswith("png")]
    for name in names - {"mine.svg", "notes.txt"}:
        assert (charts / name).read_bytes().startswith(b"<?xml")
    assert {"report.html", "findings.csv", "issues.docx", "results.xlsx"} <= {path.name for path in tmp_path.iterdir()}
    assert (tmp_path / "report.html").stat().st_size < 3_000_000


def test_pictures_stand_beside_the_drawings_where_asked_for_and_go_with_the_next_run(whole: tuple[RunResult, Summary], tmp_path: Path) -> None:
    run, summary = whole
    charts = tmp_path / "charts"

    def written(*, png: bool) -> dict[str, bytes]:
        with staged(tmp_path, remove_old) as stage:
            write_exports(stage, ReportContext(summary, run), Asked("draft.md", png=png))
        return {path.name: path.read_bytes() for path in charts.iterdir()}

    charts.mkdir()
    (charts / "mine.png").write_bytes(b"mine")
    both = written(png=True)
    drawings = {name for name in both if name.endswith("svg")}
    pictures = {name for name in both if name.endswith("png")} - {"mine.png"}
    # The world's bands are drawings only.
    assert pictures == {name.replace(".svg", ".png") for name in drawings if not name.startswith("world")} and "cash.png" in pictures
    assert all(both[name].startswith(b"\x89PNG") for name in pictures) and written(png=True) == both
    assert written(png=False) == {name: both[name] for name in drawings | {"mine.png"}}
