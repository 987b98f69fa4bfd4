"""What we ship must work: every draft in every scenario that names its services, every variant, and a world of plausible size."""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.samples.planted_defects import DEFECTS
from tests.samples.shipped import DRAFTS, KINDS, ROOT, SCENARIOS, Pair, draft_of, futures_of, pairs, rules_of, scenario_of, variants_of
from wargame.contract.text.provision import Provision
from wargame.contract.text.variant import apply
from wargame.core.account import Account
from wargame.core.source import plain
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.life.driver import play

CARE = ROOT / "contracts" / "customer-care.md"
REPAIRED = ROOT / "contracts" / "customer-care-repaired.md"
RESTATED = [ROOT / "contracts" / name for name in ("network-management.md", "it-services.md")]  # with the defects of their originals
NUMBER = re.compile(r"[0-9]{1,3}(?:[ ,][0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
REFERENCE = re.compile(r"(?:[Cc]lauses?|Schedule)\s+[0-9]+(?:\.[0-9]+)*(?:(?:,|\s+and|\s+or)\s+[0-9]+(?:\.[0-9]+)*)*")


def planted(*kinds: str) -> set[str]:
    """The clauses of the care agreement with planted defects of these kinds."""
    return {one.clause for one in DEFECTS if one.kind in kinds}


def test_there_is_something_to_test() -> None:
    met = pairs()
    assert {pair.draft for pair in met} == set(DRAFTS) and len(DRAFTS) >= 2
    assert {pair.scenario for pair in met} == set(SCENARIOS) and len(SCENARIOS) >= 6


@pytest.mark.parametrize("pair", pairs(), ids=str)
def test_a_draft_compiles_in_its_scenario_with_every_clause_measured(pair: Pair) -> None:
    draft = draft_of(pair.draft)
    rules = rules_of(draft, scenario_of(pair))
    unmeasured = planted("unmeasured") if pair.draft == CARE else set()
    assert {one.clause for one in rules.unmeasured} == unmeasured
    assert {clause.number for clause in rules.clauses} == {p.number for p in draft.provisions if p.kind} - unmeasured


@pytest.mark.parametrize("path", [CARE, REPAIRED], ids=lambda path: path.stem)
def test_the_care_agreement_uses_the_common_kinds_of_clause(path: Path) -> None:
    used = {p.kind for p in draft_of(path).provisions if p.kind}
    assert used <= set(KINDS) and len(used) >= 30


def test_it_reads_like_an_agreement_and_has_flaws_enough() -> None:
    for path in (CARE, REPAIRED):
        assert sum(bool(p.number and p.text.strip()) for p in draft_of(path).provisions) >= 40
    assert len(DEFECTS) >= 20 and len({one.kind for one in DEFECTS}) >= 20
    assert {one.clause for one in DEFECTS} - {""} <= set(draft_of(CARE).numbers)


@pytest.mark.parametrize("pair", pairs(), ids=str)
def test_a_life_played_alone_equals_its_lane(pair: Pair) -> None:
    scenario = scenario_of(pair)
    rules = rules_of(draft_of(pair.draft), scenario)
    futures = futures_of(rules, scenario, 64)
    outcome = CohortDriver(rules, futures).run()
    for lane in (0, 1, 17, 40, 63):
        told = play(rules, futures, lane)
        assert told.paid() == in_lane(outcome.ledger.paid, lane)
        assert told.kept_back() == in_lane(outcome.ledger.withheld, lane)
        assert told.exit == outcome.exit[lane]


def in_lane(columns: dict[Any, Any], lane: int) -> dict[Any, int]:
    """The totals of one lane, without those that are nought."""
    return {key: int(column[lane]) for key, column in columns.items() if column[lane]}


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.stem)
def test_every_variant_applies_compiles_and_says_why(path: Path) -> None:
    for variant in variants_of(path):
        assert variant.why
        changed = apply(draft_of(path), variant, KINDS)
        assert changed.digest != draft_of(path).digest
        for pair in (pair for pair in pairs() if pair.draft == path):
            assert {one.clause for one in rules_of(changed, scenario_of(pair)).unmeasured} <= planted("unmeasured")


def test_the_care_agreement_has_five_variants_that_each_move_money() -> None:
    variants = variants_of(CARE)
    assert len(variants) == 5
    base = means("perfect-storm")
    for variant in variants:
        assert means("perfect-storm", variant.name) != base, variant.name


@pytest.mark.parametrize(
    "provision",
    [
        p
        for path in DRAFTS
        if path not in RESTATED
        for p in draft_of(path).provisions
        if p.kind and not (path == CARE and p.number in planted("number drift", "rule without text", "agreement to agree"))
    ],
    ids=lambda p: f"{Path(p.place.file).stem} {p.number}",
)
def test_the_numbers_of_a_clause_stand_in_its_words_and_in_its_terms(provision: Provision) -> None:
    assert provision.node is not None
    said = (text for text in scalars(plain(provision.node)) if not re.fullmatch(r"[0-9]+\.[0-9]+", text))  # without numbers of clauses
    assert numbers(provision.text) == numbers(" ; ".join(said))


def test_the_check_of_numbers_sees_a_difference() -> None:
    assert numbers("GBP 4.20 up to 90,000 Calls, 15 %; see clauses 5.1 and 5.2") == {Fraction("4.2"), Fraction(90_000), Fraction(15)}
    assert numbers("GBP 6,000 for each hour") == numbers("GBP 6 000 ; 1 hour")
    assert numbers("GBP 4.20") != numbers("GBP 4.25")


def numbers(text: str) -> set[Fraction]:
    """Every figure in a text, references to clauses left out; `each hour` holds a one."""
    plainer = REFERENCE.sub(" ", re.sub(r"each (hour|day)", r"each 1 \1", text))
    return {Fraction(re.sub("[ ,]", "", found)) for found in NUMBER.findall(plainer)}


def scalars(value: object) -> list[str]:
    """Every text in a tree of terms."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in scalars(part)]
    if isinstance(value, list):
        return [text for part in value for text in scalars(part)]
    return [str(value)]


@cache
def means(scenario: str, variant: str = "base") -> dict[str, float]:
    """Means over 1,024 futures of the care agreement: by head and by clause, the provider's net, and the share of early exits."""
    pair = Pair(CARE, ROOT / "scenarios" / f"{scenario}.yaml")
    draft = draft_of(CARE)
    if variant != "base":
        draft = apply(draft, next(one for one in variants_of(CARE) if one.name == variant), KINDS)
    rules = rules_of(draft, scenario_of(pair))
    outcome = CohortDriver(rules, futures_of(rules, scenario_of(pair), 1024)).run()
    found: dict[str, float] = defaultdict(float)
    account: Account
    for account, column in outcome.ledger.paid.items():
        mean = float(column.mean())
        found[account.head] += mean
        found[account.clause] += mean
        found["provider"] += mean * ((account.payee == "provider") - (account.payer == "provider"))
        found["outage losses"] += mean * (account.clause == "economics" and account.cause == "outage")
    found["exits"] = float((outcome.exit < outcome.term_end).mean())
    return dict(found)


def test_the_baseline_is_a_deal_that_somebody_would_sign() -> None:
    found = means("baseline")
    assert 0.08 < found["provider"] / found["charges"] < 0.15
    assert found["exits"] < 0.03
    assert found["outage losses"] > found["service credits"] + found.get("liquidated damages", 0.0)


def test_each_scenario_brings_what_its_name_says() -> None:
    calm = means("baseline")
    assert means("peak-surge")["goodwill"] > 2 * calm["goodwill"]
    assert means("platform-outage")["9.1"] > 2 * calm["9.1"]
    assert calm.get("change in law", 0.0) == 0.0 < means("new-regulation")["change in law"]
    assert means("new-regulation")["regulatory fine"] > 0


def test_the_perfect_storm_holds_the_others_and_ends_some_agreements() -> None:
    found, calm = means("perfect-storm"), means("baseline")
    assert 0.15 < found["exits"] < 0.40
    assert found["outage losses"] > means("platform-outage")["outage losses"]
    assert found["goodwill"] > means("peak-surge")["goodwill"]
    assert found["regulatory fine"] > means("new-regulation")["regulatory fine"]
    assert found["provider"] < calm["provider"]
