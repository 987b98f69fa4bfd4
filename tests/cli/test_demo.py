"""`wargame demo`: the whole job on the sample agreement, in five lines and one page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.harness import ROOT, shell


@pytest.mark.slow
def test_the_demo_ends_with_five_lines_and_the_path_of_a_page(tmp_path: Path) -> None:
    done = shell("demo", "--futures", "256", "--out", tmp_path / "demo", cwd=tmp_path)
    assert done.code == 0 and done.err.startswith("First figures: 256 simulations of each scenario") and "Still to come: " in done.err
    assert all(re.match(r"\d+ s: ", line) for line in done.err.split("Still to come: ")[1].splitlines()[1:])
    *verdict, path = done.out.splitlines()
    assert len(verdict) == 5 and all(line.strip().endswith(".") or line.strip() for line in verdict)
    assert path == str(tmp_path / "demo" / "report.html")
    page = Path(path).read_text(encoding="utf-8")
    assert page.lower().lstrip().startswith("<!doctype html>") and page.rstrip().endswith("</html>")
    assert len(page.encode()) < 3_000_000
    assert "5 scenarios" in verdict[0] and "other readings of its open words" in verdict[0]
    assert any(re.search(r"Harbour Bank loses GBP [\d.]+ (?:thousand|million|billion)|GBP [\d,]+", line) for line in verdict)
    replayed = shell("replay", tmp_path / "demo", "0-2", cwd=tmp_path)
    assert replayed.code == 0 and replayed.out.count("0 differing numbers") == 5 * (6 + 2)


@pytest.mark.slow
def test_the_demo_says_the_same_from_a_clone_and_as_data(tmp_path: Path) -> None:
    here = shell("demo", "--futures", "64", "--out", tmp_path / "a", "--json", cwd=ROOT)
    there = shell("demo", "--futures", "64", "--out", tmp_path / "b", "--json", "--workers", "1", "--png", cwd=tmp_path)
    assert (here.code, there.code) == (0, 0)
    assert json.loads(here.out) == json.loads(there.out)
    assert (tmp_path / "a" / "report.html").read_bytes() == (tmp_path / "b" / "report.html").read_bytes()
    drawings = {path.stem for path in (tmp_path / "a" / "charts").iterdir()}
    assert {path.suffix for path in (tmp_path / "a" / "charts").iterdir()} == {".svg"}
    assert {path.stem for path in (tmp_path / "b" / "charts").glob("*.png")} == {name for name in drawings if not name.startswith("world")}
