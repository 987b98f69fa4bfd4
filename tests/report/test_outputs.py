"""Whom a report is for, what it needs, and the files it leaves behind."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import CARE, STORM, shell
from wargame.core.problem import BadInput
from wargame.report.material import Material
from wargame.report.outputs import EVERYONE, PACKAGES, Audience, audience, check_packages, remove_old_charts, write_report
from wargame.report.staging import staged
from wargame.simulation.results import RunResult


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
    assert caught.value.problems[0].hint == "pip install python-docx XlsxWriter" and set(PACKAGES.values()) >= {"python-docx", "XlsxWriter"}


def test_charts_are_files_too_and_old_ones_go_but_not_those_of_others(whole: tuple[RunResult, dict[str, Any]], tmp_path: Path) -> None:
    run, summary = whole
    charts = tmp_path / "charts"
    charts.mkdir()
    for name in ("curve-7.svg", "mine.svg", "notes.txt"):
        (charts / name).write_text("old", encoding="utf-8")
    with staged(tmp_path, remove_old_charts) as stage:
        write_report(stage, Material(summary, run), "draft.md")
    names = {path.name for path in charts.iterdir()}
    assert {
        "mine.svg",
        "notes.txt",
        "curve-0.svg",
        "curve-0.png",
        "waterfall.svg",
        "cash.png",
        "readings-1.svg",
    } <= names and "curve-7.svg" not in names
    for name in names - {"mine.svg", "notes.txt"}:
        data = (charts / name).read_bytes()
        assert data.startswith(b"\x89PNG" if name.endswith("png") else b"<?xml")
        assert b"matplotlib.org" not in data or name.endswith("svg")
    assert {"report.html", "findings.csv", "issues.docx", "results.xlsx"} <= {path.name for path in tmp_path.iterdir()}
    assert (tmp_path / "report.html").stat().st_size < 3_000_000
