"""What the harness prints and writes, and how it ends."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from tests.same_as import __main__ as program
from tests.same_as import planted
from tests.same_as.commands import COMMANDS
from tests.same_as.played import Played
from tests.same_as.turns import Turn


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """What two sides wrote, kept."""
    folder = tmp_path / "kept"
    for name in ("demo", "storm"):
        planted.lay(folder / "theirs" / name)
        shutil.copytree(folder / "theirs" / name, folder / "ours" / name)
    turns = {"ours": [Turn(0, 10.0, 300.0, 11.0), Turn(0, 30.0, 300.0, 31.0)], "theirs": [Turn(0, 20.0, 200.0, 21.0), Turn(0, 20.0, 200.0, 21.0)]}
    inputs = {"demo": "the other commit's", "storm": "the other commit's"}
    Played({"ours": "the working tree", "theirs": "commit 1"}, [], inputs, [], {"demo": turns, "storm": turns}).write(folder)
    return folder


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str]:
    """The exit code, and what was printed."""
    monkeypatch.setattr(sys, "argv", ["same_as", *map(str, words)])
    monkeypatch.setattr(program, "read", lambda text: [])  # whatever names the glossary lists
    code = program.main()
    told = capsys.readouterr()
    return code, told.out + told.err


def test_equal_sides_end_with_0(kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = run(monkeypatch, capsys, "--again", kept)
    assert code == 0 and "All is equal: 2 commands, 24 files, 0 differences of 0 kinds in 0 files" in told
    assert "no file of wargame/ differs: equal results are to be expected" in told
    row = next(line for line in told.splitlines() if line.startswith("storm ") and "300" in line)
    assert row.split() == ["storm", "20.0", "20.0", "1.000", "0.500–1.500", "300", "200", "1.500", "2"]


def test_differences_are_grouped_by_kind_and_end_with_1(kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("demo", "storm"):
        planted.put("summary.json", '"grave"', '"Medium"')(kept / "ours" / name)
        planted.put("exposure.csv", "100.50", "99.00")(kept / "ours" / name)
    code, told = run(monkeypatch, capsys, "--again", kept, "--json", kept / "told.json")
    assert code == 1 and "NOT equal: 2 commands, 24 files, 4 differences of 2 kinds in 4 files" in told
    assert "- summary.json, findings[].severity: grave → Medium ×2 (demo, storm)" in told
    assert "    e.g. demo, findings[id=silent:8.1].severity: grave → Medium" in told
    assert "- exposure.csv, [].mean: amount ×2, 3 in all (demo, storm)" in told
    found = json.loads((kept / "told.json").read_text())
    assert found["equal"] is False and [one["differ"] for one in found["files"] if one["file"] == "exposure.csv"] == [1, 1]
    assert [(kind["field"], kind["count"], kind["amount"]) for kind in found["kinds"]] == [("[].mean", 2, 3.0), ("findings[].severity", 2, None)]
    assert {one["before"]: one["now"] for one in found["differences"]} == {"100.50": "99.00", "grave": "Medium"}


def test_long_lists_are_cut_unless_all_is_asked_for(kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (kept / "ours" / "storm" / "stdout").write_text("".join(f"{i}\n" for i in range(40)))
    _, short = run(monkeypatch, capsys, "--again", kept, "--only", "storm")
    _, full = run(monkeypatch, capsys, "--again", kept, "--only", "storm", "--full")
    assert "… and 28 more; --full has them all" in short and "line 40" not in short.partition("## Kinds")[0]
    assert "line 40: absent → 39" in full


def test_what_failed_on_both_sides_is_not_equal(kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    played = Played.read(kept)
    played.in_vain, played.unsteady = ["storm: storm"], ["demo/world.csv, ours, round 2"]
    played.write(kept)
    code, told = run(monkeypatch, capsys, "--again", kept)
    assert code == 1 and "so that nothing is compared\n\n- storm: storm" in told and "- demo/world.csv, ours, round 2" in told


def test_words_that_mean_nothing_end_with_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, capsys, "no-such-commit")[0] == 2
    assert run(monkeypatch, capsys, "--again", tmp_path)[0] == 2
    assert run(monkeypatch, capsys, "HEAD", "--only", "nothing")[0] == 2
    (tmp_path / "x").write_text("")
    assert run(monkeypatch, capsys, "HEAD", "--keep", tmp_path) == (2, f"same-as: {tmp_path} is not empty\n")
    for words in ([], ["HEAD", "--again", tmp_path], ["HEAD", "--rounds", "0"]):
        with pytest.raises(SystemExit, match="2"):
            run(monkeypatch, capsys, *words)
    assert len(COMMANDS) == 6
