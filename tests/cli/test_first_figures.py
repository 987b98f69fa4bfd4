"""What a run says before it is over: the first figures, what is still to come, and, where there is no terminal, that it goes on."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.harness import ROOT, START, environment, shell
from wargame.analysis.tables.summary import Summary
from wargame.analysis.verdict import first_lines
from wargame.commands import _playing


def run(draft: Path, world: Path, out: Path, *more: str, futures: int = 64) -> list[str]:
    """The words of a run in one process."""
    return ["run", str(draft), "-s", str(world), "--futures", str(futures), "--workers", "1", "--postings", "0", "--out", str(out), *more]


def test_the_first_figures_are_those_of_the_report_where_no_more_are_played(sound: Path, world: Path, tmp_path: Path) -> None:
    done = shell(*run(sound, world, tmp_path / "run", "--readings", "base"))
    assert done.code == 0
    summary = Summary.from_data(json.loads((tmp_path / "run" / "summary.json").read_text(encoding="utf-8")))
    said = done.err.splitlines()
    assert said[0] == "First figures: 64 simulations, open points as usually interpreted."
    assert said[1:4] == first_lines(summary)
    assert said[4] == "Still to come: what each finding is worth, and the report."
    assert said[5:] == []
    assert "First figures" not in done.out and done.out.splitlines()[-1] == str(tmp_path / "run" / "report.html")


def test_of_a_larger_run_they_say_how_many_simulations_they_rest_on(sound: Path, world: Path, tmp_path: Path) -> None:
    done = shell(*run(sound, world, tmp_path / "run", "--readings", "base", futures=2_000))
    assert done.err.splitlines()[0] == "First figures: 1,024 of 2,000 simulations, open points as usually interpreted."
    assert "Still to come: all simulations, " in done.err


def test_results_do_not_depend_on_who_plays_the_first_look(sound: Path, world: Path, tmp_path: Path) -> None:
    """One process keeps the pass of the first look for the single readings; several play it again."""
    files = []
    for out, workers in (("one", "1"), ("two", "2")):
        assert shell(*run(sound, world, tmp_path / out, "--workers", workers, futures=1_400)).code == 0
        files.append({path.name: path.read_bytes() for path in (tmp_path / out).iterdir() if path.is_file() and path.name != "manifest.json"})
    assert files[0] == files[1]


def test_a_copy_to_be_shared_says_nothing_of_losses_on_its_way(sound: Path, world: Path, tmp_path: Path) -> None:
    done = shell(*run(sound, world, tmp_path / "run", "--share"))
    assert done.code == 0 and done.err == ""


def test_without_a_terminal_a_line_says_now_and_then_what_is_going_on(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(_playing, "EVERY", 0.05)
    with _playing.progress() as heard:
        heard.tick("running simulations", 40_960, 122_880)
        time.sleep(0.2)
        heard.tick("writing the report", 0, 0)
        time.sleep(0.2)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "0 s: running simulations, 40,960 of 122,880"
    assert lines[-1] == "0 s: writing the report"
    time.sleep(0.1)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("err", ["2>&-", "2>/dev/full", "2>&1 | head -1"])
def test_a_run_is_finished_whether_or_not_anybody_hears_it(err: str, sound: Path, world: Path, tmp_path: Path) -> None:
    """What is said on the way decides nothing: stderr may be closed, full, or a pipe whose reader has gone."""
    words = run(sound, world, tmp_path / "run", "--readings", "base", "--json")
    line = f"{shlex.join([sys.executable, '-P', '-c', START, *words])} {err}"
    done = subprocess.run(["bash", "-c", line], cwd=ROOT, env=environment(ROOT), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0 and (tmp_path / "run" / "manifest.json").is_file(), done
    if "head" not in err:
        assert json.loads(done.stdout)["futures"] == 64
