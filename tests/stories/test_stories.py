"""Stories: a clause, a world and what the books must say, in one file that a lawyer can read. Played event by event, and by a cohort."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.laws.compare import differences
from wargame.contract.rules.clause import Clause
from wargame.contract.rules.rulebook import compile_rules
from wargame.contract.text.draft import load_draft
from wargame.core.account import Account
from wargame.core.calendar import Calendar
from wargame.core.money import Money
from wargame.core.problem import BadInput
from wargame.core.registry import discover
from wargame.simulation.life.driver import play
from wargame.world.sampled.futures import draw_futures
from wargame.world.scenario.file import load_scenario

HERE = Path(__file__).parent
STORIES = sorted(path.name for path in HERE.glob("*.md") if path.name != "README.md")
KINDS = discover("wargame.contract.clauses", Clause)
BLOCK = re.compile(r"^~~~(?P<name>\w+)(?P<beside>[^\n]*)\n(?P<text>.*?)^~~~$", re.M | re.S)

FRONT = """---
title: A story
parties:
  client: {name: Harbour Bank}
  provider: {name: Meridian Services}
currency: GBP
currencies: [GBP, EUR]
effective: 2027-01-01
term: TERM
services:
  voice: {unit: call}
---

"""


def told(story: str, folder: Path) -> list[str]:
    """The lines of the books that a story's draft and scenario lead to, in order of time."""
    blocks = {found["name"]: found for found in BLOCK.finditer(story)}
    assert set(blocks) - {"history"} == {"draft", "scenario", "expect"}, "a story has the blocks draft, scenario, expect, and perhaps history"
    (folder / "draft.md").write_text(FRONT.replace("TERM", blocks["draft"]["beside"].strip()) + blocks["draft"]["text"], encoding="utf-8")
    (folder / "scenario.yaml").write_text(blocks["scenario"]["text"], encoding="utf-8")
    if "history" in blocks:
        (folder / "history.csv").write_text(blocks["history"]["text"], encoding="utf-8")
    draft = load_draft(folder / "draft.md", KINDS)
    calendar = Calendar(draft.front.effective)
    scenario = load_scenario(folder / "scenario.yaml", "GBP", calendar.instant)
    components = {service: scenario.components_of(service) for service in scenario.inputs.services}
    rules = compile_rules(draft, KINDS, components=components, provides=scenario.provides)
    assert rules.unmeasured == ()
    futures = draw_futures(scenario, calendar, rules.term_months, 1, 0, 2)
    assert differences(rules, futures, range(2)) == []
    life = play(rules, futures, 0)
    assert life.paid() == play(rules, futures, 1).paid(), "something in this world is left to chance"
    lines = [(one.instant, line(one.account), one.amount, "") for one in life.postings]
    lines += [(one.instant, line(one.account), one.amount, f" withheld: {one.why.words}") for one in life.withheld]
    said = [(instant, f"{calendar.label(instant)} | {words} | {Money(amount, 'GBP')}{why}") for instant, words, amount, why in lines]
    if life.exit < life.term_end:
        said.append((life.exit, f"{calendar.label(life.exit)} | the agreement ends early"))
    return [words for _, words in sorted(said)]


def line(account: Account) -> str:
    """An account in the words of a story."""
    return f"{account.clause} | {account.head} | {account.payer} to {account.payee}"


def with_expectation(story: str, lines: list[str]) -> str:
    """The story with other lines in its block `expect`."""
    found = next(one for one in BLOCK.finditer(story) if one["name"] == "expect")
    return story[: found.start("text")] + "".join(f"{one}\n" for one in lines) + story[found.end("text") :]


def expected(story: str) -> list[str]:
    """The lines of the block `expect`."""
    return next(found["text"] for found in BLOCK.finditer(story) if found["name"] == "expect").splitlines()


@pytest.mark.parametrize("name", STORIES)
def test_a_story(name: str, tmp_path: Path, accept: bool) -> None:
    story = (HERE / name).read_text(encoding="utf-8")
    try:
        lines = told(story, tmp_path)
    except BadInput as refused:
        pytest.fail(f"the draft or the scenario of tests/stories/{name} is refused:\n{refused}", pytrace=False)
    if accept:
        (HERE / name).write_text(with_expectation(story, lines), encoding="utf-8")
    else:
        assert expected(story) == lines, (
            f"the books say otherwise than tests/stories/{name}: work its amounts out by hand, then either the rule is wrong, or the block `expect`, "
            "which `pytest tests/stories --accept` writes anew"
        )


@pytest.mark.parametrize("name", STORIES)
def test_every_amount_expected_is_worked_out_in_the_prose(name: str) -> None:
    """An expectation that was only accepted, and never understood, has amounts that the prose does not arrive at."""
    story = (HERE / name).read_text(encoding="utf-8")
    prose = story[: story.index("~~~draft")]
    amounts = {one.split("GBP ")[1].split(" ")[0] for one in expected(story) if "GBP" in one}
    assert amounts, f"no money moves in tests/stories/{name}"
    untold = {amount for amount in amounts if f"**{amount}**" not in prose}
    assert untold == set(), f"the prose of tests/stories/{name} does not arrive at these: work them out by hand, and set them in bold"
    unbooked = {amount for amount in re.findall(r"\*\*([\d,.]+)\*\*", prose) if amount not in amounts}
    assert unbooked == set(), f"the prose of tests/stories/{name} has these in bold, and the books do not"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_has_its_story(kind: str) -> None:
    assert f"{kind}.md" in STORIES, (
        f"the kind {kind} has no story: write tests/stories/{kind}.md, a small agreement in a small world with every amount worked out by hand, as "
        "tests/stories/README.md describes (`wargame new clause` writes the beginning of one)"
    )


def test_no_story_is_lost() -> None:
    assert len(STORIES) >= 9
    stems = {Path(name).stem for name in STORIES}  # a kind may have a second story, named after it: service_level_answer_time
    assert {stem for stem in stems if not any(stem == kind or stem.startswith(f"{kind}_") for kind in KINDS)} == set()


def test_a_wrong_expectation_is_noticed_and_accepting_mends_only_that_block(tmp_path: Path) -> None:
    story = (HERE / "service_credit.md").read_text(encoding="utf-8")
    wrong = with_expectation(story, [one.replace("6,510.00", "6,510.01") for one in expected(story)])
    lines = told(wrong, tmp_path)
    assert expected(wrong) != lines
    assert with_expectation(wrong, lines) == story


def test_a_world_left_to_chance_is_refused(tmp_path: Path) -> None:
    story = (HERE / "unit_charge.md").read_text(encoding="utf-8").replace("{level: 3 000 per day}", "{level: 3 000 per day, noise: {weekly: 5 %}}")
    with pytest.raises(AssertionError, match="left to chance"):
        told(story, tmp_path)
