"""Faults in what further clause kinds, patches and names of findings let a person write: refused at the place, or answered with sense."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.harness import SOUND, place_of
from tests.cli.test_faults import run
from wargame.analysis.findings.check import checks
from wargame.contract.rules.default_law import law_packs
from wargame.contract.rules.kinds import clause_kinds
from wargame.core.problem import BadInput, Place, Problem
from wargame.report.console.reference import CODES
from wargame.world.scenario.file import shock_kinds

CURE = """
## 15.4 Remediation

Within 10 days after a month below target the Provider shall begin a remediation plan.

```terms
kind: cure
service level: 8.1
plan within: 10 days
cured after: {}
```
"""
FIXED = """
## 5.3 Site charge

The Client shall pay a charge for each site.

```terms
kind: fixed_charge
amount: GBP 90 000 000
quantity: {}
```
"""
NOTICE = """
## 13.2 Notice of claims

The Client shall notify a claim within 30 days, in two steps of 14 and 20 days; a claim notified later is lost.

```terms
kind: notice
within: 30 days
steps: [14 days, 20 days]
deemed receipt: 0 days
```
"""
LEAVE = """
## 15.3 Convenience

The Client may leave on 45 days' notice for a fee.

```terms
kind: termination_convenience
notice: 45 days
fee table:
  - {through month: 0, fee: GBP 900 000}
  - {months: 2}
```
"""


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize(("clause", "figure"), [(CURE, "1000000"), (FIXED, "1000000")], ids=["date", "sum"])
def test_a_figure_beyond_what_is_exact_is_refused_at_its_clause(
    clause: str, figure: str, workers: str, sound: Path, world: Path, command: Command
) -> None:
    text = SOUND + clause.format(figure)
    sound.write_text(text, encoding="utf-8")
    words = [
        "run",
        sound,
        "-s",
        world,
        "--futures",
        "64",
        "--workers",
        workers,
        "--postings",
        "0",
        "--readings",
        "base",
        "--out",
        sound.parent / "run",
    ]
    done = command(*words).refused(sound)
    assert done.problems == [(*place_of(text, clause.strip().splitlines()[0]), "X009")]
    assert "9998" in done.err or "2^62" in done.err
    assert not (sound.parent / "run" / "summary.json").exists()


def test_a_refusal_keeps_its_places_when_it_is_made_anew_from_its_arguments() -> None:
    bad = BadInput([Problem("D003", Place("draft.md", 4, 2), "no"), Problem("D002", Place("draft.md", 1, 1), "nor")])
    again = type(bad)(*bad.args)
    assert again.problems == bad.problems and str(again) == str(bad) == "draft.md:1:1: D002: nor\ndraft.md:4:2: D003: no"


def test_a_step_that_takes_no_time_adds_none_to_a_chain(sound: Path, command: Command) -> None:
    sound.write_text(SOUND + NOTICE, encoding="utf-8")
    done = command("check", sound)
    assert done.code == 1 and "deadline-chain" in done.out and "14 + 20 + 0 = 34 days against a limit of 30 days" in done.out, done


def test_a_fee_for_the_month_before_the_first_is_refused(sound: Path, command: Command) -> None:
    text = SOUND + LEAVE
    sound.write_text(text, encoding="utf-8")
    done = command("check", sound).refused(sound)
    assert done.problems[0][0] == place_of(text, "fee table:")[0] and "counted from 1" in done.err


@pytest.mark.parametrize("held", [None, "", "no variants here\n", "variants: [\n"])
def test_patches_are_never_written_over_anything_but_variants(held: str | None, sound: Path, tmp_path: Path, command: Command) -> None:
    sound.write_text(SOUND.replace("{below: 99.5 %", "{below: 99 %").replace("Below 99.5 % the", "Below 99 % the"), encoding="utf-8")
    target = sound
    if held is not None:
        target = tmp_path / "other.md"
        target.write_text(held, encoding="utf-8")
    before = target.read_bytes()
    assert command("apply", sound, "dead-zone:8.2", "-o", target).refused(target).err.startswith(f"{target}: X062: ")
    assert target.read_bytes() == before
    for folder in (tmp_path, ""):
        assert command("apply", sound, "dead-zone:8.2", "-o", folder).code == 2
    for _ in range(2):  # patches may be written over patches
        assert command("apply", sound, "dead-zone:8.2", "-o", tmp_path / "patches.yaml").code == 0


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "CON", "x" * 300, "dead-zone:8.2:9", "=cmd|' /C calc'!A0", "<script>", "", "$(id)"])
def test_a_name_of_a_finding_never_becomes_a_path(name: str, sound: Path, tmp_path: Path, command: Command) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = command("apply", sound, name)
    assert done.code == 2 and ": X060: " in done.err, done
    assert sorted(tmp_path.rglob("*")) == before


def test_changed_terms_are_shown_as_a_drafter_writes_them(sound: Path, world: Path, tmp_path: Path, command: Command) -> None:
    second = tmp_path / "second.md"
    second.write_text(SOUND.replace("credit: 12 %", "credit: 11 %"), encoding="utf-8")
    done = command("diff", sound, second, "-s", world, "--futures", "8", "--workers", "1")
    assert "  + tiers: [{below: 99.5 %, credit: 5 %}, {below: 98 %, credit: 11 %}]\n" in done.out, done


def test_everything_has_a_page_however_its_name_is_joined(command: Command) -> None:
    shown = command("explain").out
    for name in [*clause_kinds(), *shock_kinds(), *checks(), *(name for pack in law_packs().values() for name in pack.names())]:
        assert re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", " ".join(shown.split())), name
        said = {command("explain", other).out for other in (name, name.replace("_", " ").upper(), name.replace("-", "_"), f" {name}")}
        assert len(said) == 1 and said.pop().startswith("# "), name
    for code in CODES:
        assert command("explain", code.lower()).out.startswith(f"# {code}: ")
    assert command("explain", "default law: damages (voice)").out.startswith("# default law: damages\n")
    assert command("explain", "dead-zone:8.2", "--json").out == command("explain", "dead-zone:8.2", "--json").out
    assert json.loads(command("explain", "dead-zone:8.2", "--json").out)["text"].startswith("# dead-zone\n")
    done = command("explain", "x" * 4_000)
    assert done.code == 2 and ": X030: " in done.err and len(done.err) < 400


@pytest.mark.parametrize(
    "posting", ["17", "a/b/c/d/e", "harsh-year/base/base/²/0", f"harsh-year/base/base/0/{'9' * 5_000}", "harsh-year/base/base/-1/0"]
)
def test_what_is_no_posting_is_refused(posting: str, sound: Path, world: Path, command: Command) -> None:
    if not (sound.parent / "run").exists():
        assert command(*run(sound, world, "run"), "--readings", "base").code == 0
    done = command("explain", sound.parent / "run", posting)
    assert done.code == 2 and ": X014: " in done.err, done.err


def test_two_hundred_provisions_that_contradict_one_another_are_told_once_each_and_in_time(sound: Path, command: Command) -> None:
    level = "kind: service_level\nservice: voice\ntarget: "
    more = "".join(f"\n## 18.{i} Level {i}\n\nAvailable.\n\n```terms\n{level}{99 - i / 10:.1f} %\n```\n" for i in range(100))
    more += "".join(f"\n## 19.{i} Words {i}\n\nThe parties shall meet.\n\n```terms\nterms: none\n```\n" for i in range(100))
    sound.write_text(SOUND + more, encoding="utf-8")
    began = time.process_time()
    done = command("check", sound, "--json")
    took = time.process_time() - began
    found = [one for one in json.loads(done.out)["findings"] if one["check"] == "contradictory"]
    assert len(found) == 100 == len({one["clause"] for one in found})
    print(f"{took:.1f} s of processor time")
    assert took < 10, took  # 165 s when every pair was told


CARVED = "kind: carve_out\nheads: [damages]\ncaps: [{}]"
MINIMUM = "kind: minimum_commitment\nminimum: GBP 1 000\ncounts: [{}]"
MARKET = "kind: benchmarking\nseries: CPI\nearliest: 6 months\nevery: 6 months\ncharges: [{}]"


@pytest.mark.parametrize(("terms", "term", "able"), [(CARVED, "caps", "12.1"), (MINIMUM, "counts", "5.1"), (MARKET, "charges", "5.1")])
@pytest.mark.parametrize("named", ["8.1", "8.2", "18.1"])
def test_a_list_that_names_a_clause_of_another_kind_or_itself_is_refused(
    terms: str, term: str, able: str, named: str, sound: Path, command: Command
) -> None:
    text = SOUND + f"\n## 18.1 More\n\nAs said.\n\n```terms\n{terms.format(named)}\n```\n"
    sound.write_text(text, encoding="utf-8")
    done = command("check", sound).refused(sound)
    assert done.problems == [(*place_of(text, "## 18.1"), "C002")]
    assert f"`{term}` names {named}, which is a " in done.err and f"clauses that can be named: {able}" in done.err
    sound.write_text(text.replace(terms.format(named), terms.format(able)), encoding="utf-8")
    assert command("check", sound, "--fail-on", "never").code == 0


@pytest.mark.parametrize("party", ["client", "provider"])
def test_nobody_pays_itself(party: str, sound: Path, world: Path, command: Command) -> None:
    other = "provider" if party == "client" else "client"

    def charged(*said: str) -> str:
        terms = "\n".join(["kind: fixed_charge", "amount: GBP 4 000", *said])
        text = SOUND + f"\n## 18.1 More\n\nA monthly sum.\n\n```terms\n{terms}\n```\n"
        sound.write_text(text, encoding="utf-8")
        return text

    text = charged(f"payer: {party}", f"payee: {party}")
    done = command("check", sound).refused(sound)
    assert done.problems == [(*place_of(text, "## 18.1"), "C001")] and f"both {party}" in done.err
    found = []
    for said in ((f"payer: {party}",), (f"payee: {other}",), (f"payer: {party}", f"payee: {other}")):
        charged(*said)
        name = f"run{len(found)}"
        assert command(*run(sound, world, name), "--readings", "base").code == 0
        found.append((sound.parent / name / "exposure.csv").read_bytes())
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize(
    ("terms", "way"),
    [
        ("kind: milestone_payment\nmilestone: go-live\namount: GBP 4 000", "`milestones:`"),
        ("kind: indexation\nseries: CPI", "`indices:`"),
        ("kind: service_level\nservice: voice\nmeasure: quality\ntarget: 98 %", "`quality:`"),
    ],
)
def test_what_a_scenario_lacks_is_named_with_the_part_that_would_give_it(terms: str, way: str, sound: Path, world: Path, command: Command) -> None:
    text = SOUND + f"\n## 18.1 More\n\nAs said.\n\n```terms\n{terms}\n```\n"
    sound.write_text(text, encoding="utf-8")
    done = command("check", sound, "-s", world, "--fail-on", "never")
    assert done.code == 0 and done.problems == [(*place_of(text, "## 18.1"), "X005")]
    assert "  hint: " in done.err and way in done.err


@pytest.mark.parametrize("words", ["²", "0-²", "9" * 5_000, "3-1", "1-2-3", "-", "", "0-"])
def test_what_is_no_range_of_futures_is_refused(words: str, sound: Path, command: Command) -> None:
    done = command("replay", sound.parent, words)
    assert done.code == 2 and "is neither a future (17) nor a range of futures" in done.err and len(done.err) < 400, done
