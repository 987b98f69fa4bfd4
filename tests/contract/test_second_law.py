"""A second governing law is one file: names, titles and words of its rules are its own wherever they are told, and the first law's stay as they were.

The pack of Scotland (`packs/scotland.py`) is dropped into a copy of the engine, and the sample agreement is played there under either law.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest

from tests.cli.harness import CARE, FROZEN, ROOT, shell
from tests.contract.clauses.desk_of import KINDS, WORLD, charge, play_case, terms
from tests.contract.packs.scotland import Scotland
from wargame.commands._console import choice_of
from wargame.contract.rules.default_law import law_number, law_packs
from wargame.contract.rules.rulebook import check_choices, compile_rules
from wargame.contract.text.draft import load_draft

QUIET = {"PYTHONDONTWRITEBYTECODE": "1"}
ENGLAND = law_packs()["England and Wales"]
LAWS = {"England and Wales": ENGLAND, "Scotland": Scotland}
# Nobody pays on time, so that interest runs.
LATE = "based on: perfect-storm.yaml\nname: Late\nbehaviour: {payment: {client: {by: 40 days}}}\n"


class Played(NamedTuple):
    """What a law came to in the copy: where its run lies, the summary, and everything that was printed and written in words."""

    folder: Path
    summary: dict[str, Any]
    told: str


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the engine without the second law, even where somebody has added it."""
    copy = tmp_path_factory.mktemp("law") / "without"
    shutil.copytree(ROOT / "wargame", copy / "wargame", ignore=shutil.ignore_patterns("__pycache__", "*.pyc", "scotland.py"))
    return copy


@pytest.fixture(scope="module")
def house(without: Path) -> Path:
    """A copy of the engine with one file more."""
    copy = without.parent / "house"
    shutil.copytree(without, copy)
    shutil.copy(Path(__file__).parent / "packs" / "scotland.py", copy / "wargame" / "contract" / "laws" / "scotland.py")
    for world in FROZEN.glob("*.yaml"):
        shutil.copy(world, copy / world.name)
    (copy / "late.yaml").write_text(LATE, encoding="utf-8")
    for law in LAWS:
        text = CARE.read_text(encoding="utf-8")
        assert text.count("\nlaw: England and Wales\n") == 1
        (copy / f"{law}.md").write_text(text.replace("\nlaw: England and Wales\n", f"\nlaw: {law}\n"), encoding="utf-8")
    return copy


@pytest.fixture(scope="module", params=list(LAWS))
def played(request: pytest.FixtureRequest, house: Path) -> Played:
    """The sample agreement checked, played, replayed and explained under one of the laws."""
    draft, out = house / f"{request.param}.md", house / str(request.param)
    checked = shell("check", draft, "-s", house / "late.yaml", "--fail-on", "never", home=house, env=QUIET)
    words = ["--futures", "24", "--workers", "1", "--readings", "base", "--postings", "24", "--out", out, "--json"]
    done = shell("run", draft, "-s", house / "late.yaml", *words, home=house, env=QUIET)
    assert (checked.code, done.code) == (0, 0), (checked, done)
    summary = json.loads(done.out)
    rows = pd.read_parquet(out / "postings.parquet")
    some = rows[rows["clause"].isin([row["clause"] for row in summary["default_law"]])].drop_duplicates("clause")
    assert set(some["clause"]) == {"default law: damages (cases)", "default law: damages (voice)", "default law: late payment"}
    told = [shell("explain", out, posting, home=house, env=QUIET).out for posting in some["id"]]
    told += [shell("replay", out, str(some["future"].iloc[0]), home=house, env=QUIET).out, checked.out, done.err]
    told += [(out / name).read_text(encoding="utf-8") for name in ("report.html", "summary.json", "findings.csv")]
    return Played(out, summary, "\n".join(told))


def law_of(one: Played) -> str:
    """The law under which it was played."""
    return one.folder.name


def test_titles_and_names_are_those_of_the_drafts_own_law(played: Played) -> None:
    mine, others = LAWS[law_of(played)], next(pack for law, pack in LAWS.items() if law != law_of(played))
    titles = {rule.title for rule in mine.rules}
    assert {row["title"] for row in played.summary["default_law"]} == titles
    assert {row["title"] for row in played.summary["clauses"] if row["kind"] == "default law"} <= titles
    says = {rule.says for rule in mine.rules}
    assert {row["says"] for row in played.summary["default_law"]} == says
    for rule in others.rules:
        assert rule.title not in played.told and rule.says not in played.told
    for rule in mine.rules[:2]:
        assert played.told.count(rule.title) > 3, rule.title  # what was printed, explained, reported


def test_a_posting_is_explained_by_the_words_of_its_own_law(played: Played, house: Path) -> None:
    rows = pd.read_parquet(played.folder / "postings.parquet")
    for rule, service in ((LAWS[law_of(played)].rules[0], "voice"), (LAWS[law_of(played)].rules[1], "")):
        number = law_number(rule, service)
        posting = rows[rows["clause"] == number]["id"].iloc[0]
        told = shell("explain", played.folder, posting, home=house, env=QUIET).out
        assert f"{number} {rule.title}" in told and " ".join(rule.says.split()) in " ".join(told.split())


def test_the_first_law_is_as_it_was_beside_the_second(played: Played, house: Path, without: Path) -> None:
    """Without the file that was dropped in, a run under the first law writes the same bytes; under the second it has no default law at all."""
    law = law_of(played)
    words = ["--futures", "24", "--workers", "1", "--readings", "base", "--postings", "24", "--out", house / f"{law} alone", "--json"]
    done = shell("run", house / f"{law}.md", "-s", house / "late.yaml", *words, home=without, env=QUIET)
    assert done.code == 0
    for name in ("summary.json", "report.html", "postings.parquet", "findings.csv", "exposure.csv"):
        alike = (house / f"{law} alone" / name).read_bytes() == (played.folder / name).read_bytes()
        assert alike is (law != "Scotland"), name
    assert bool(json.loads(done.out)["default_law"]) is (law != "Scotland")


def test_a_rule_is_switched_off_by_the_name_that_its_own_law_has_for_it(house: Path) -> None:
    def refused(law: str, rule: str) -> str:
        done = shell("run", house / f"{law}.md", "-s", house / "late.yaml", "--law-off", rule, "--out", house / "no", home=house, env=QUIET)
        assert done.code == 2 and not (house / "no").exists(), done
        return done.err.splitlines()[-1]

    said = "no rule of default law is called so; rules are"
    assert refused("Scotland", "limitation") == f"Error: --law-off limitation: {said} damages, late payment"
    rest = "damages, late payment, limitation, frustration, reasonable notice, floors"
    assert refused("England and Wales", "damagse") == f"Error: --law-off damagse: {said} {rest}"
    (house / "Spain.md").write_text((house / "Scotland.md").read_text(encoding="utf-8").replace("law: Scotland", "law: Spain"), encoding="utf-8")
    no = f"no default law stands behind the draft: its `law:` is Spain; there is one for {', '.join(sorted({*law_packs(), 'Scotland'}))}"
    assert refused("Spain", "damages") == f"Error: --law-off damages: {no}"
    words = ["--law-off", "damages", "--futures", "8", "--workers", "1", "--readings", "base", "--out", house / "off", "--json"]
    done = shell("run", house / "Scotland.md", "-s", house / "late.yaml", *words, home=house, env=QUIET)
    assert {row["clause"]: row["on"] for row in json.loads(done.out)["default_law"]} == {
        "default law: late payment": True,
        "default law: damages": False,
    }


def test_either_law_has_its_pages(house: Path) -> None:
    both = shell("explain", "damages", home=house, env=QUIET).out
    assert both.count("# default law: damages\n") == 2
    assert all(f"{pack.rules[0].title} ({law})\n" in both for law, pack in LAWS.items())
    assert shell("explain", "limitation", home=house, env=QUIET).out.count("# default law: limitation\n") == 1
    page = shell("explain", "Scots law", home=house, env=QUIET).out
    assert page.startswith("# Scotland\n") and "Reviewed: by nobody; written for a test\n" in page
    assert "rules of default law, Scotland:\n  damages, late payment\n" in shell("explain", home=house, env=QUIET).out


def test_interest_runs_at_the_rate_of_the_second_law(tmp_path: Path) -> None:
    """100,000 paid 73 days, a fifth of a year, late at 8 %: 1,600; the first law gives 2,400."""
    world = WORLD + "behaviour: {payment: {client: {by: 73 days}}}\n"
    for pack, pounds in ((Scotland, 1_600), (ENGLAND, 2_400)):
        found = play_case(tmp_path, charge("GBP 100 000"), world=world, outages=(), law=pack)
        assert found.paid["default law: late payment", "interest", "late payment"] == pounds * 100


@pytest.mark.parametrize("law", LAWS)
def test_names_of_laws_and_of_rules_are_such_as_tell_them_apart(law: str) -> None:
    pack = LAWS[law]
    assert len(set(pack.names())) == len(pack.rules)
    # No number of a clause ends so, whatever the prefix of its document.
    assert all(re.fullmatch(r"[a-z]+( [a-z]+)*", name) for name in pack.names())
    names = [name.casefold() for one in LAWS.values() for name in (one.kind, *one.also)]
    assert len(names) == len(set(names))


LAYERED = {
    "master.md": """---
title: Layered
law: England and Wales
parties:
  client: {name: A}
  provider: {name: B}
currency: GBP
effective: 2027-01-01
term: 12 months
services:
  voice: {unit: call}
documents: [schedule.md]
---
"""
    + charge("GBP 100 000"),
    "schedule.md": '---\ntitle: Rules\nprefix: "default law: damages"\n---\n' + terms("4.2", "kind: service_level\nservice: voice\ntarget: 99 %"),
}


def test_a_clause_that_is_called_like_a_rule_of_law_is_none(tmp_path: Path) -> None:
    for name, text in LAYERED.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    draft = load_draft(str(tmp_path), KINDS)
    rules = compile_rules(draft, KINDS, law=ENGLAND)
    told = {clause.number: clause.of_law for clause in rules.clauses}
    assert told["default law: damages.4.2"] is False and told["default law: damages (voice)"] is True
    # Whether its words leave a choice is asked of the draft, as for every clause; of a rule it is asked of its law.
    asked = {("default law: damages.4.2", "remoteness"): "all losses the scenario names"}
    assert [one.code for one in check_choices(draft, KINDS, asked)] == ["C005"]
    number, name, option = choice_of("default law: damages (voice):remoteness=all losses the scenario names")
    assert check_choices(draft, KINDS, {(number, name): option}) == []
    assert [one.code for one in check_choices(draft, KINDS, {(number, name): "all"})] == ["C003"]
