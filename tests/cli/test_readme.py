"""The README and the guide are true: commands run as written, options, targets and counts are those there are, examples are read."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.harness import ROOT, START, environment, shell
from tests.samples.planted_defects import DEFECTS
from tests.samples.sample_report import words
from tests.worked.test_worked_examples import LEFT
from tests.world.fitting.engine_files import daily_volumes, engine_futures, write_incidents, write_volumes
from wargame.contract.rules.kinds import clause_kinds
from wargame.contract.text.draft import load_draft
from wargame.contract.text.variant import apply, load_variants
from wargame.core.calendar import Calendar
from wargame.world.scenario.file import load_scenario

GUIDE = (ROOT / "docs" / "writing.md").read_text(encoding="utf-8")
CARE = ROOT / "contracts" / "customer-care.md"
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(sh|yaml)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
SHELL = [text.replace("\\\n", " ") for kind, text in BLOCKS if kind == "sh"]
LINES = [line for text in SHELL for line in text.splitlines() if line and not line.startswith("#")]


def commands(program: str) -> list[list[str]]:
    """The words of every line that calls a program."""
    return [said for line in LINES if (said := shlex.split(line, comments=True))[0] == program]


def test_every_command_and_option_exists() -> None:
    called = commands("wargame")
    assert {said[1] for said in called} == {"new", "check", "run", "replay", "explain", "apply", "compare", "diff", "fit"}
    helps = {name: shell(name, "--help").out for name in {said[1] for said in called}}
    for said in called:
        for word in said[2:]:
            assert not word.startswith("-") or re.search(rf"{re.escape(word)}\b", helps[said[1]]), said
    for option in re.findall(r"`(--[a-z-]+)[ `]", README):
        assert option in "".join(helps.values()), option


def test_every_make_target_exists() -> None:
    there = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)", "".join(re.findall(r"`[^`]+`", README)) + "".join(SHELL))) <= there


def test_the_sample_is_made_by_the_command_that_is_given() -> None:
    assert ["wargame", *words()] in commands("wargame")


def test_counts_are_those_of_the_registers() -> None:
    assert "There are more than forty kinds of clause" in README and len(clause_kinds()) > 40
    assert f"all {sum(not one.minor for one in DEFECTS)} that matter" in README and sum(one.minor for one in DEFECTS) == 3
    assert f"{48 - len(LEFT)} of 48 worked examples" in README and len(LEFT) == 8


def test_links_and_pictures_are_there() -> None:
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        for target in re.findall(r"\]\((?!https?:)([^)#\s]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page, target)


def test_the_scenario_of_the_guide_is_read(tmp_path: Path) -> None:
    (text,) = (text for text in re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE) if text.startswith("name:"))
    shutil.copyfile(ROOT / "scenarios" / "baseline.yaml", tmp_path / "baseline.yaml")
    (tmp_path / "outages.csv").write_text("start,end,component\n2027-02-28T17:37,2027-03-01T09:00,platform\n", encoding="utf-8")
    (tmp_path / "guide.yaml").write_text(text, encoding="utf-8")
    scenario = load_scenario(tmp_path / "guide.yaml", "GBP", Calendar(load_draft(CARE, clause_kinds()).front.effective).instant)
    said = scenario.inputs
    assert said.milestones["go-live"].fault == "provider" and len(said.economics.tolerances) == 2
    assert said.behaviour.claims["client"].disputed and [shock.name for shock in scenario.shocks] == ["major"]


def test_the_variants_of_the_guide_are_read_and_apply(tmp_path: Path) -> None:
    draft = load_draft(CARE, clause_kinds())
    texts = [text for text in re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE) if text.startswith("variants:")]
    assert len(texts) == 2
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
        for variant in load_variants(tmp_path / f"{number}.yaml"):
            assert apply(draft, variant, clause_kinds()).digest != draft.digest


@pytest.mark.slow
def test_the_commands_run_as_written(tmp_path: Path) -> None:
    for folder in ("contracts", "scenarios", "bin"):
        (tmp_path / folder).mkdir()
    program = tmp_path / "bin" / "wargame"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -P -c {shlex.quote(START)} "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (given,) = (text for kind, text in BLOCKS if kind == "yaml")
    (tmp_path / "ours.variants.yaml").write_text(given, encoding="utf-8")
    futures = engine_futures(tmp_path, 1)
    write_volumes(tmp_path / "volumes.csv", daily_volumes(futures)[:, 0])
    write_incidents(tmp_path / "incidents.csv", futures, 0)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    ran = 0
    for line in LINES:
        # The sample has a test of its own; `make` sets up a machine.
        if not line.startswith("make ") and "customer-care" not in line:
            done = subprocess.run(
                ["sh", "-c", line], cwd=tmp_path, env=environment(ROOT, {"PATH": path}), capture_output=True, timeout=300, check=False
            )
            # A run says its first figures there, and then that it goes on; nothing else says anything.
            said = [one for one in done.stderr.split(b"Still to come: ")[-1].splitlines()[1:] if not re.match(rb"\d+ s: ", one)]
            silent = done.stderr.startswith(b"First figures: ") if line.startswith("wargame run ") else not done.stderr
            assert done.returncode == 0 and silent and not said, (line, done)
            ran += 1
    assert ran >= 12 and (tmp_path / "reports" / "mended" / "report.html").exists()
    shutil.rmtree(tmp_path / "reports")
