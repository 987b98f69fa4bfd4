"""`wargame new`: one file makes a clause kind, a shock kind or a check, found, documented and law-tested with no other touched; beside it a test."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command
from tests.cli.copied import QUIET, in_house, module_in, tree
from tests.cli.harness import ROOT, SOUND, WORLD, environment
from wargame.report.console import template

LEFT_OPEN = "test_nothing_is_left_to_be_said"
LATE_REPORT = """
## 5.9 Late report

The Provider shall pay GBP 500 for each month in which the service report is late.

```terms
kind: late_report
amount: GBP 500
payer: provider
payee: client
```
"""
COLD_SNAP = """shocks:
  snap:
    kind: cold_snap
    service: voice
    arrives: {rate: 4 per year}
    size: {low: 20 %, mode: 40 %, high: 60 %}
    lasts: {median: 14 days, p95: 60 days}
"""


def edit(path: Path, was: str, now: str) -> None:
    """Change the only place where a file says `was`."""
    text = path.read_text(encoding="utf-8")
    assert text.count(was) == 1, was
    path.write_text(text.replace(was, now), encoding="utf-8")


def played(house: Path, draft: Path, world: Path, name: str) -> dict[str, Any]:
    """The summary of a small run by the copy."""
    words = ["run", draft, "-s", world, "--futures", "32", "--workers", "1", "--postings", "2", "--readings", "base"]
    words += ["--out", house.parent / name, "--json"]
    done = in_house(house, *words)
    assert done.code == 0, done
    summary: dict[str, Any] = json.loads(done.out)
    return summary


def paid_under(summary: dict[str, Any], clause: str) -> float:
    """Mean paid under a clause, in major units."""
    (row,) = [row for row in summary["clauses"] if row["clause"] == clause]
    return float(row["paid_mean"])


def test_the_copy_runs_its_own_code(house: Path) -> None:
    program = "import wargame; print(wargame.__file__)"
    done = subprocess.run([sys.executable, "-P", "-c", program], env=environment(house, QUIET), capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()) == house / "wargame" / "__init__.py"


def test_a_clause_kind_is_one_file_found_documented_and_played(house: Path, sound: Path, world: Path) -> None:
    before = tree(house)
    sound.write_text(SOUND + LATE_REPORT, encoding="utf-8")
    unknown = in_house(house, "check", sound).refused(sound)
    assert "D012" in unknown.err and "late_report" in unknown.err

    made = in_house(house, "new", "clause", "late_report")
    path, story = house / "wargame" / "contract" / "clauses" / "late_report.py", house / "tests" / "stories" / "late_report.md"
    assert (made.code, made.out) == (0, f"wrote {path}\nwrote {story}\n")
    after = tree(house)
    assert set(after) - set(before) == {"wargame/contract/clauses/late_report.py", "tests/stories/late_report.md"}
    assert {name: after[name] for name in before} == before

    page = in_house(house, "explain", "late_report")
    assert page.code == 0 and page.out.startswith("# late_report\n")
    assert all(words in page.out for words in ("`amount`", "(required)", "count whole | pro rata", "## Example", "CHARGE"))
    assert in_house(house, "check", sound, "-s", world).out == "1 draft, 6 rules, 0 findings\n"
    # Twelve months at GBP 500, from the provider, who would be paid by the template's own default.
    base = played(house, sound, world, "first")
    assert paid_under(base, "5.9") == 6_000.0
    lost = {row["party"]: row["value"] for row in base["exposure"] if row["measure"] == "mean"}

    # A body of its own: reports are late in the first four months only, and dearer.
    edit(path, "amount = v.where(month.served > 0, self.terms.amount.minor, 0)", "amount = v.where(month.served > 0, 3 * self.terms.amount.minor, 0)")
    edit(path, 'if self.choice("part_months")', 'if month.index >= 4:\n            return\n        if self.choice("part_months")')
    mended = played(house, sound, world, "second")
    assert paid_under(mended, "5.9") == 4 * 1_500.0
    assert mended["provenance"]["sha256"] == base["provenance"]["sha256"]
    # The plan holds the payments too, so that no party's loss against it has moved.
    assert {row["party"]: row["value"] for row in mended["exposure"] if row["measure"] == "mean"} == lost
    replayed = in_house(house, "replay", house.parent / "second", "0-31")
    assert (replayed.code, replayed.out) == (0, "harsh-year / base / base: 32 lives, 0 differing numbers\n")
    told = in_house(house, "replay", house.parent / "second", "3").out
    assert "provider pays client GBP 1,500.00 (late report, time)" in told
    assert told.count("The Provider shall pay GBP 500 for each month in which the service report is late.") == 1


def judged(house: Path, word: str) -> tuple[int, list[str], str]:
    """How many laws and house rules a kind of the copy passes, the names of those it fails, and what pytest said."""
    done = module_in(house, "pytest", "-q", "-p", "no:cacheprovider", "tests/laws", "tests/house", "-k", word, "-m", "not slow")
    passed = re.search(r"(\d+) passed", done.out)
    failed = re.findall(r"^(?:FAILED|ERROR) (\S+)", done.out, re.MULTILINE)
    return int(passed[1]) if passed else 0, [name for name in failed if LEFT_OPEN not in name], done.out[-3_000:]


@pytest.mark.slow
@pytest.mark.parametrize(("what", "name", "laws"), [("clause", "late_report", 10), ("shock", "cold_snap", 15)])
def test_a_new_kind_is_tried_by_every_law_and_passes(what: str, name: str, laws: int, house: Path) -> None:
    assert in_house(house, "new", what, name).code == 0
    passed, failed, said = judged(house, name)
    assert failed == [] and passed >= laws, said
    assert LEFT_OPEN in said


@pytest.mark.slow
def test_a_clause_that_breaks_a_law_is_caught(house: Path) -> None:
    """A clause whose rule branches on a fact, which would be one branch for eight thousand lives."""
    assert in_house(house, "new", "clause", "late_report").code == 0
    path = house / "wargame" / "contract" / "clauses" / "late_report.py"
    edit(path, "v.where(month.served > 0, self.terms.amount.minor, 0)", "self.terms.amount.minor if month.served > 0 else 0")
    failed, said = judged(house, "late_report")[1:]
    assert [name for name in failed if "construction_is_worth_money" not in name], said


@pytest.mark.slow
def test_a_shock_kind_is_one_file_found_documented_and_drawn(house: Path, sound: Path, world: Path) -> None:
    before = tree(house)
    made = in_house(house, "new", "shock", "cold-snap")
    path, test = house / "wargame" / "world" / "shocks" / "cold_snap.py", house / "tests" / "world" / "shocks" / "test_cold_snap.py"
    assert (made.code, made.out) == (0, f"wrote {path}\nwrote {test}\n")
    assert set(tree(house)) - set(before) == {"wargame/world/shocks/cold_snap.py", "tests/world/shocks/test_cold_snap.py"}
    assert in_house(house, "explain", "cold_snap").out.startswith("# cold_snap\n")
    calm = played(house, sound, world, "calm")
    world.write_text(WORLD + COLD_SNAP, encoding="utf-8")
    assert in_house(house, "check", sound, "-s", world).code == 0
    snapped = played(house, sound, world, "snapped")
    assert paid_under(snapped, "5.1") > paid_under(calm, "5.1")
    assert in_house(house, "replay", house.parent / "snapped", "0-31").code == 0


def test_a_check_is_one_file_found_documented_and_heeded(house: Path, sound: Path) -> None:
    before = tree(house)
    assert in_house(house, "new", "check", "reasonable_endeavours").code == 0
    pieces = {"wargame/analysis/checks/reasonable_endeavours.py", "tests/analysis/checks/test_reasonable_endeavours.py"}
    assert set(tree(house)) - set(before) == pieces
    assert in_house(house, "explain", "reasonable_endeavours").out.startswith("# reasonable-endeavours\n")
    assert in_house(house, "check", sound, "--fail-on", "low").code == 0
    sound.write_text(SOUND.replace("The service shall be available", "With reasonable endeavours the service shall be available"), encoding="utf-8")
    done = in_house(house, "check", sound, "--fail-on", "low", "--json")
    assert done.code == 1
    (finding,) = json.loads(done.out)["findings"]
    assert (finding["check"], finding["clause"], finding["severity"]) == ("reasonable-endeavours", "8.1", "Low")


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folders in which `wargame new` writes, empty."""
    for place in (place for places in template.PLACES.values() for place in places):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(template, "PROJECT", tmp_path)
    return tmp_path


def test_what_is_written_passes_ruff_as_it_is(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the name: the shortest, the longest, one of two words."""
    monkeypatch.setattr(template, "PROJECT", house)
    written = [path for what in template.PLACES for name in ("a", "cold-snap", "z" * 60) for path in template.start(what, name)]
    assert len(written) == 18
    for command in (("check",), ("format", "--check", "--diff")):
        done = module_in(house, "ruff", *command, "--no-cache", *(str(path) for path in written if path.suffix == ".py"))
        assert done.code == 0, done.out + done.err


def test_the_tests_that_are_written_pass_as_they_are(house: Path) -> None:
    """So the pieces load and do what their tests say, whatever has been renamed since the templates were written."""
    tests = []
    for what, (_, test) in template.PLACES.items():
        assert in_house(house, "new", what, "some-piece").code == 0
        tests.append(test.format(stem="some_piece"))
    told, *ours = tests
    assert told.endswith(".md") and len(ours) == 2
    for words in (ours, ("tests/stories/test_stories.py", "-k", "some_piece")):
        done = module_in(house, "pytest", "-q", "-p", "no:cacheprovider", *words)
        assert done.code == 0, done.out[-3_000:]


@pytest.mark.parametrize("what", template.PLACES)
def test_a_test_is_written_only_where_the_project_keeps_its_tests(what: str, rooms: Path) -> None:
    piece, test = (rooms / place.format(stem="some") for place in template.PLACES[what])
    assert template.start(what, "some") == [piece, test]
    (installed := rooms / "installed" / piece.relative_to(rooms).parent).mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(template, "PROJECT", rooms / "installed")
        assert template.start(what, "some") == [installed / "some.py"]


@pytest.mark.parametrize("rooms", [True, False], ids=["in a project", "anywhere"])
def test_a_drafted_agreement_and_scenario_pass_and_run_together(
    rooms: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    monkeypatch.chdir(tmp_path)
    if rooms:
        (tmp_path / "contracts").mkdir()
        (tmp_path / "scenarios").mkdir()
    draft, scenario = ("contracts/mine.md", "scenarios/rough-sea.yaml") if rooms else ("mine.md", "rough-sea.yaml")
    assert command("new", "draft", "mine") == (0, f"wrote {draft}\n", "")
    assert command("new", "scenario", "rough-sea") == (0, f"wrote {scenario}\n", "")
    done = command("check", draft, "-s", scenario)
    assert (done.code, done.err) == (0, ""), done
    done = command("run", draft, "-s", scenario, "--futures", "64", "--workers", "1", "--postings", "4")
    assert done.code == 0
    assert done.out.splitlines()[-1] == "reports/mine/report.html"
    assert command("replay", "reports/mine", "0-7").code == 0


def test_every_possibility_that_a_new_scenario_mentions_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> None:
    """Each line behind one # is part of the world once that is taken away; none is there twice, or wrongly indented."""
    monkeypatch.chdir(tmp_path)
    assert command("new", "draft", "mine").code == command("new", "scenario", "wide-sea").code == 0
    text = Path("wide-sea.yaml").read_text(encoding="utf-8")
    Path("wide-sea.yaml").write_text(re.sub(r"(?m)^#(?!#)", "", text), encoding="utf-8")
    Path("outages.csv").write_text("start,end,component\n2027-02-28T17:37,2027-02-28T21:54,platform\n", encoding="utf-8")
    Path("volumes.csv").write_text("date,voice\n2027-03-01,4120\n", encoding="utf-8")
    done = command("check", "mine.md", "-s", "wide-sea.yaml")
    assert (done.code, done.err) == (0, ""), done
    for word in ("staff:", "live:", "history:", "raised by", "after:", "driven by", "forecast:", "rights:"):
        assert word in text


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> None:
    monkeypatch.chdir(tmp_path)
    assert command("new", "draft", "mine").code == 0
    (tmp_path / "mine.md").write_text("my words", encoding="utf-8")
    done = command("new", "draft", "mine")
    assert done.code == 2 and done.err.startswith("mine.md: X040: ")
    assert (tmp_path / "mine.md").read_text(encoding="utf-8") == "my words"


@pytest.mark.parametrize("what", ["draft", "clause"])
@pytest.mark.parametrize("name", ["../../x", "/etc/x", "a/b", "a\\b", "..", ".hidden", "Größe", "CON.md", "a b", "a" * 300, "", "5.1", "x\n"])
def test_a_name_that_is_no_file_name_is_refused_and_writes_nothing(
    what: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    monkeypatch.chdir(tmp_path)
    clauses = sorted((ROOT / "wargame" / "contract" / "clauses").glob("*.py"))
    done = command("new", what, name)
    assert done.code == 2 and ": X041: " in done.err
    assert list(tmp_path.iterdir()) == []
    assert sorted((ROOT / "wargame" / "contract" / "clauses").glob("*.py")) == clauses


@pytest.mark.slow
@pytest.mark.parametrize("name", ["con", "class", "import"])
def test_a_name_that_some_system_or_python_keeps_for_itself(name: str, house: Path) -> None:
    """Refused, or written as a file that loads."""
    done = in_house(house, "new", "clause", name)
    if done.code != 2:
        assert done.code == 0
        assert in_house(house, "explain", name).out.startswith(f"# {name}\n")
