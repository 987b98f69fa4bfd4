"""`wargame check`: every defect of a draft in one go, each at its place; exit codes; the result as data."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.conftest import Command
from tests.cli.harness import CARE, CARE_VARIANTS, ROOT, SOUND, STORM, environment, place_of, shell

TIERS = "  - {below: 99.5 %, credit: 5 %}\n  - {below: 98 %, credit: 12 %}"
GAP = "  - {below: 99.5 %, at least: 99.0 %, credit: 5 %}\n  - {below: 98.9 %, credit: 12 %}"
GAPPED = SOUND.replace(TIERS, GAP).replace(
    "shall credit 5 % of the Charges, below 98 % it", "shall credit 5 % of the Charges, but none below 99 %; below 98.9 % it"
)
HEAVY = ("numpy", "pandas", "matplotlib", "scipy", "simpy")


class Defect(NamedTuple):
    """One slip: what stood in the sound draft, what stands there now, the code due, and the words at which the reader must be shown it."""

    what: str
    was: str
    now: str
    code: str
    shown_at: str
    says: str


DEFECTS = (
    Defect("a currency that is not listed", "price: GBP 4.20", "price: EUR 4.20", "D003", "EUR 4.20}", "EUR"),
    Defect("a clash of units", "target: 99.5 %", "target: 7 hours", "D003", "7 hours", "a percentage (%) is due"),
    Defect("a reference to nothing", "service level: 8.1", "service level: 8.11", "D014", "8.11", "8.1"),
    Defect("a blank", "credit: 12 %", "credit: TBC", "D006", "TBC", "blank"),
    Defect("an unknown key", "at risk: 15 %", "at risk: 15 %\natrisk base: the month's charges", "D004", "atrisk", "atrisk base"),
    Defect("two headings with one number", "## 9.1 Late", "## 8.2 Late", "D007", "## 8.2 Late", "8.2"),
    Defect("a key given twice", "per: 1 hour", "per: 1 hour\namount: GBP 8 000", "Y005", "amount: GBP 8 000", "amount"),
    Defect("an unknown kind", "kind: liability_cap", "kind: liability_cup", "D012", "liability_cup", "liability_cup"),
)


def spoilt() -> str:
    """The sound draft with all defects."""
    text = SOUND
    for defect in DEFECTS:
        assert text.count(defect.was) >= 1, defect
        text = text.replace(defect.was, defect.now, 1)
    return text


def test_the_sound_draft_passes(sound: Path, world: Path, command: Command) -> None:
    done = command("check", sound, "-s", world)
    assert (done.code, done.err) == (0, "")
    assert done.out == "1 draft, 5 rules, 0 findings\n"


def test_eight_defects_are_reported_in_one_go_each_at_its_place(tmp_path: Path) -> None:
    text = spoilt()
    path = tmp_path / "draft.md"
    path.write_text(text, encoding="utf-8")
    began = time.perf_counter()
    done = shell("check", path, cwd=tmp_path).refused(path)
    print(f"checked in {time.perf_counter() - began:.2f} s, the start of Python included")
    due = [(*place_of(text, d.shown_at), d.code) for d in DEFECTS]
    assert done.problems == sorted(due)
    assert done.err.splitlines()[-1] == "8 problems"
    assert done.out == ""


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda d: d.what)
def test_each_defect_alone_is_refused_at_its_place_in_words(defect: Defect, sound: Path, command: Command) -> None:
    text = SOUND.replace(defect.was, defect.now, 1)
    sound.write_text(text, encoding="utf-8")
    done = command("check", sound).refused(sound)
    line, column = place_of(text, defect.shown_at)
    shown = done.err.splitlines()
    at = next(i for i, words in enumerate(shown) if words.startswith(f"{sound}:{line}:{column}: {defect.code}: "))
    assert defect.says in shown[at]
    assert shown[at + 1] == "  " + text.splitlines()[line - 1]
    assert shown[at + 2] == " " * (column + 1) + "^"


def test_the_defects_as_data_are_those_on_the_screen(sound: Path, command: Command) -> None:
    sound.write_text(spoilt(), encoding="utf-8")
    done = command("check", sound, "--json")
    data = json.loads(done.out)
    assert done.code == 2
    assert [(row["line"], row["column"], row["code"]) for row in data["problems"]] == done.problems
    assert {row["file"] for row in data["problems"]} == {str(sound)}
    assert all(row["message"] and {"hint", "severity"} <= set(row) for row in data["problems"])
    assert data["findings"] == []


def test_a_faulty_draft_does_not_hide_the_findings_of_the_next(tmp_path: Path, command: Command) -> None:
    bad, weak = tmp_path / "bad.md", tmp_path / "weak.md"
    bad.write_text(SOUND.replace("target: 99.5 %", "target: 4 hours"), encoding="utf-8")
    weak.write_text(GAPPED, encoding="utf-8")
    done = command("check", bad, weak, "--json")
    data = json.loads(done.out)
    assert done.code == 2
    assert [row["file"] for row in data["problems"]] == [str(bad)]
    assert [(row["file"], row["check"]) for row in data["findings"]] == [(str(weak), "tier-table")]


def test_findings_as_data_carry_the_question_the_words_and_the_place(sound: Path, command: Command) -> None:
    text = GAPPED
    sound.write_text(text, encoding="utf-8")
    done = command("check", sound, "--json")
    assert done.code == 1 and done.err == ""
    (finding,) = json.loads(done.out)["findings"]
    assert (finding["check"], finding["severity"], finding["clause"], finding["file"]) == ("tier-table", "Medium", "8.2", str(sound))
    assert finding["line"] == place_of(text, "## 8.2 Service credits")[0]
    assert finding["quote"].startswith("Below 99.5 % the Provider shall credit")
    assert finding["ask"].endswith("?") and finding["proposal"]


@pytest.mark.parametrize(
    ("fail_on", "code"), [("note", 1), ("Low", 1), ("medium", 1), ("High", 0), ("warning", 1), ("grave", 0), ("for-information", 1), ("never", 0)]
)
def test_fail_on_sets_how_grave_a_finding_must_be(fail_on: str, code: int, sound: Path, command: Command) -> None:
    sound.write_text(GAPPED, encoding="utf-8")
    done = command("check", sound, "--fail-on", fail_on)
    assert done.code == code
    assert "tier-table (Medium)" in done.out and "1 finding\n" in done.out


def test_fail_on_never_still_refuses_what_cannot_be_read(sound: Path, command: Command) -> None:
    sound.write_text(spoilt(), encoding="utf-8")
    assert command("check", sound, "--fail-on", "never").code == 2


def test_the_shipped_draft_its_variants_and_its_scenario_pass_together(command: Command) -> None:
    done = command("check", CARE, "-v", CARE_VARIANTS, "-s", STORM, "--fail-on", "never")  # its flaws are meant
    assert (done.code, done.err) == (0, "")


def test_a_faulty_variant_and_a_faulty_scenario_come_in_the_same_go(sound: Path, world: Path, tmp_path: Path, command: Command) -> None:
    variants = tmp_path / "variants.yaml"
    variants.write_text('variants:\n  higher cap:\n    why: room\n    patch:\n      "12.11": {cap: GBP 1}\n', encoding="utf-8")
    world.write_text(world.read_text(encoding="utf-8").replace("noise:", "niose:"), encoding="utf-8")
    done = command("check", sound, "-v", variants, "-s", world)
    assert done.code == 2
    assert f"{variants}:5:7: V002: " in done.err
    assert f"{world}:6:40: S001: " in done.err
    assert done.err.splitlines()[-1] == "2 problems"


def test_a_scenario_that_lacks_a_service_of_the_draft_is_refused(world: Path, command: Command) -> None:
    done = command("check", CARE, "-s", world)
    assert done.code == 2
    assert f"{world}:1:1: X003: the draft's service 'cases' is not in this scenario; it has voice" in done.err


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("chekc", "x.md"),
        ("run", "x.md"),
        ("run", "x.md", "-s", "y.yaml", "--futures", "0"),
        ("run", "x.md", "-s", "y.yaml", "--variant", "v"),
        ("run", "x.md", "-s", "y.yaml", "--choose", "8.1"),
        ("replay", "r", "9-3"),
        ("explain", "a", "b", "c"),
        ("new", "novel", "x"),
    ],
    ids=" ".join,
)
def test_words_that_make_no_command_are_refused_with_the_usage(words: tuple[str, ...], command: Command) -> None:
    done = command(*words)
    assert done.code == 2
    assert done.err.startswith("Usage: wargame") and "Error: " in done.err
    assert "Traceback" not in done.err and done.out == ""


def test_help_names_every_command(command: Command) -> None:
    done = command("--help")
    assert done.code == 0
    listed = done.out[done.out.index("Commands:") :].splitlines()[1:]
    assert {line.split()[0] for line in listed if line.startswith("  ") and line[2] != " "} >= {"check", "demo", "explain", "new", "replay", "run"}


def imported_by(words: list[str], first: str = "pass") -> tuple[list[str], int]:
    """The heavy packages that a command has imported when it ends, and its exit code."""
    tail = f"""
import sys
{first}
from wargame.cli import main
sys.argv = ["wargame", *{words!r}]
try:
    main()
except SystemExit as ended:
    print("HEAVY", *[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
    raise
"""
    asked = [sys.executable, "-P", "-c", tail]
    done = subprocess.run(asked, env=environment(ROOT), cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    return next(line for line in done.stderr.splitlines() if line.startswith("HEAVY")).split()[1:], done.returncode


@pytest.mark.parametrize("words", [["--help"], ["check", str(CARE), str(ROOT / "contracts" / "object-storage-sla.md")]], ids=["--help", "check"])
def test_help_and_check_import_nothing_heavy(words: list[str]) -> None:
    began = time.perf_counter()
    heavy, ended = imported_by(words)
    print(f"{words[0]}: {time.perf_counter() - began:.2f} s, the start of Python included")
    assert heavy == [] and ended in (0, 1)


def test_the_look_at_imports_would_see_one() -> None:
    assert "scipy" in imported_by(["--help"], first="import scipy")[0]


@pytest.mark.parametrize("code", ["D012", "Y004", "F005", "S001", "S006", "H003", "X001", "X005", "X010", "C003", "V002", "R001"])
def test_a_code_that_a_refusal_carries_is_explained_in_words(code: str, command: Command) -> None:
    done = command("explain", code)
    assert done.code == 0 and done.err == ""
    assert done.out.startswith(f"# {code}: ") and len(done.out) > 80


def test_what_a_scenario_lacks_for_a_clause_is_told_with_what_to_add(tmp_path: Path, command: Command) -> None:
    """A milestone is not a service, and of a clause that reads another one the other is to be mended."""
    bare = tmp_path / "bare.yaml"
    bare.write_text("name: Bare\nservices: {voice: {demand: {level: 9 per month}}, cases: {demand: {level: 9 per month}}}\n", encoding="utf-8")
    told = command("check", ROOT / "contracts" / "customer-care.md", "-s", bare).err
    late = told.partition("needs duration of call routing")[2].partition("X005")[0]
    assert "`milestones:`" in late and "`needs`" not in late
    assert "needs clause 5.3, which is not played in" in told and "give the scenario what that clause needs" in told
    down = told.partition("needs downtime")[2].partition("X005")[0]
    assert "which components the service `needs`" in down
    assert not re.search(r"needs [^,]*\w_\w[^,]*, which", told)


def test_a_page_on_the_terminal_names_the_next_command_and_no_file(command: Command) -> None:
    told = command("explain", "outage").out
    assert "arrives (`wargame explain arrival`)" in told and ".md)" not in told
