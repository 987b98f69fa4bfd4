"""Default law: what is paid where an agreement is silent, what bars it, and where an agreement stands on an event."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest

from tests.contract.clauses.desk_of import KINDS, WORLD, Played, charge, play_case, terms
from tests.house.rule_checker import check_source, rules_of
from tests.laws.compare import differences
from tests.laws.workshop import COMBINED, WORLDS, Workshop
from wargame.contract.rules.default_law import DefaultLawPack, LawRule, pack_of, standing
from wargame.contract.rules.rulebook import compile_rules
from wargame.core.registry import discover
from wargame.simulation.cohort.driver import CohortDriver

PENCE = 100
LAW: Any = pack_of("England and Wales")
IN_JANUARY = ("2027-01-10T08:00,2027-01-10T09:00,platform",)
LEVEL = terms("8.1", "kind: service_level\nservice: voice\ntarget: 99.9 %\nexcluding: [planned]")
CREDITS = terms("8.2", "kind: service_credit\nservice level: 8.1\ntiers: [{below: 99.9 %, credit: 5 %}]")
LOSSES = (
    WORLD
    + """economics:
  client losses:
    - {head: customer redress, amount: GBP 30 000, per: hour of outage, service: voice}
    - {head: goodwill, amount: GBP 7 000, per: hour of outage, service: voice}
    - {head: work-around, amount: GBP 10 000, per: hour of outage, service: voice}
"""
)
NUMBER = "default law: damages (voice)"


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """Drafts and worlds, each made once."""
    return Workshop(tmp_path_factory.mktemp("law"))


def played(folder: Path, provisions: str, *, world: str = LOSSES, **more: Any) -> Played:
    """Play provisions with default law behind them, which recovers the whole loss of a month that is missed unless something else is chosen."""
    choices = {(NUMBER, "allowance"): "the whole loss of a month that is missed"} | more.pop("choices", {})
    return play_case(folder, provisions, world=world, outages=more.pop("outages", IN_JANUARY), law=LAW, choices=choices, **more)


def damages(one: Played) -> dict[str, int]:
    """Pounds of general damages by head of loss."""
    assert all(clause.startswith("default law: damages (") for clause, head, _ in one.paid if head == "damages")
    return {cause: amount // PENCE for (clause, _, cause), amount in one.paid.items() if clause == NUMBER}


def test_a_duty_without_remedy_is_answered_by_damages_for_direct_losses(tmp_path: Path) -> None:
    assert damages(played(tmp_path, LEVEL)) == {"customer redress": 30_000, "work-around": 10_000}
    choices = {(NUMBER, "remoteness"): "all losses the scenario names"}
    assert sum(damages(played(tmp_path, LEVEL, choices=choices)).values()) == 47_000


def test_only_losses_that_the_missed_level_is_about_are_caused_by_the_miss(tmp_path: Path) -> None:
    """Cases done wrong miss the level of quality; the hour of outage of the same month keeps availability, and is nobody's breach."""
    quality = terms("8.3", "kind: service_level\nservice: voice\nmeasure: quality\ntarget: 99 %")
    wrong = "    - {head: work-around, amount: GBP 2, per: unit done wrong, service: voice}\n"
    world = LOSSES.replace("needs: [platform]", "needs: [platform], quality: {errors: 2 %}") + wrong
    assert world.count("errors") == 1
    lenient = LEVEL.replace("99.9 %", "90 %")
    both = played(tmp_path, lenient + quality, world=world)
    errors = damages(both)["work-around"]
    assert set(damages(both)) == {"work-around"} and 0 < errors < 10_000
    assert damages(played(tmp_path, lenient, world=world)) == {}
    assert damages(played(tmp_path, LEVEL, world=world)) == {"customer redress": 30_000, "work-around": 10_000}
    assert damages(played(tmp_path, LEVEL + quality, world=world)) == {"customer redress": 30_000, "work-around": 10_000 + errors}


def test_without_a_duty_the_loss_lies_where_it_falls(tmp_path: Path) -> None:
    assert damages(played(tmp_path, charge("GBP 1"))) == {}


def test_what_is_not_the_providers_doing_is_not_paid_for(tmp_path: Path) -> None:
    assert damages(played(tmp_path, LEVEL, world=LOSSES.replace("platform: {}", "platform: {fault: third party}"))) == {}


def test_credits_are_set_against_damages(tmp_path: Path) -> None:
    """Credits of 5 % of 100,000: 35,000 are left of 40,000, three quarters of them for redress."""
    assert damages(played(tmp_path, charge("GBP 100 000") + LEVEL + CREDITS)) == {"customer redress": 26_250, "work-around": 8_750}


def test_an_exclusive_remedy_bars_damages_and_says_how_much(tmp_path: Path) -> None:
    found = played(tmp_path, charge("GBP 100 000") + LEVEL + CREDITS + terms("8.3", "kind: sole_remedy\nremedy: 8.2"))
    assert damages(found) == {}
    kept = {
        cause: amount for (clause, _, cause, why), amount in found.kept.items() if why == "shut out by the sole remedy of 8.3" and clause == NUMBER
    }
    assert kept == {"customer redress": 26_250 * PENCE, "work-around": 8_750 * PENCE}


def test_the_cap_and_the_exclusions_apply_to_damages(tmp_path: Path) -> None:
    draft = LEVEL + terms("12.1", "kind: liability_cap\ncap: GBP 25 000") + terms("12.4", "kind: excluded_losses\nlosses: [work-around]")
    assert damages(played(tmp_path, draft)) == {"customer redress": 25_000}


def test_what_an_indemnity_makes_good_is_not_asked_for_twice(tmp_path: Path) -> None:
    found = played(tmp_path, LEVEL + terms("11.1", "kind: indemnity\nlosses: [customer redress]"))
    assert damages(found) == {"work-around": 10_000}
    found = played(tmp_path, LEVEL + terms("11.1", "kind: indemnity\nlosses: [customer redress]\nservice: voice"))
    assert sum(damages(found).values()) == 10_000


HOURLY = WORLD + "economics: {client losses: [{head: customer redress, amount: GBP 5 000, per: hour of outage, service: voice}]}\n"
HALF = terms("8.1", "kind: service_level\nservice: voice\ntarget: 99.5 %")
OF_A_CHARGE = terms("8.2", "kind: service_credit\nservice level: 8.1\ncredit: 5 %")
ALLOWED = "the promised level is allowed for"


@pytest.mark.parametrize(
    ("chosen", "paid"),
    [
        ({"allowance": ALLOWED}, 21_000),
        ({}, 39_000),
        ({"credits": "are exhaustive"}, 0),
        ({"credits": "adjust the price"}, 60_000),
        ({"allowance": ALLOWED, "credits": "adjust the price"}, 42_000),
        ({"allowance": ALLOWED, "set_against": "the losses it is for"}, 21_000),
    ],
)
def test_twelve_hours_against_995_by_option(tmp_path: Path, chosen: dict[str, str], paid: int) -> None:
    """A month of 30 days may be down 3.6 hours: of 12 hours at 5,000 an hour 8.4 are beyond the level, 42,000 of 60,000. A credit of 5 % of 420,000
    is 21,000."""
    choices = {(NUMBER, name): option for name, option in chosen.items()}
    outages = ("2027-04-10T08:00,2027-04-10T20:00,platform",)
    found = played(tmp_path, charge("GBP 420 000") + HALF + OF_A_CHARGE, world=HOURLY, outages=outages, months=4, choices=choices)
    assert sum(damages(found).values()) == paid


@pytest.mark.parametrize(("end", "pence"), [("11:36", 0), ("11:37", 8_333), ("11:40", 33_333), ("12:36", 500_000)])
def test_damages_begin_where_the_level_ends_without_a_cliff(tmp_path: Path, end: str, pence: int) -> None:
    """From 08:00 on, with 3 hours 36 minutes allowed in April: four minutes more are 333.33 at 5,000 an hour, rounded half-up."""
    outages = (f"2027-04-10T08:00,2027-04-10T{end},platform",)
    found = played(tmp_path, HALF, world=HOURLY, outages=outages, months=4, choices={(NUMBER, "allowance"): ALLOWED})
    assert sum(amount for (clause, _, _), amount in found.paid.items() if clause == NUMBER) == pence


def test_a_credit_for_one_level_is_set_against_the_losses_of_that_level(tmp_path: Path) -> None:
    """Errors cost 600 a month and the outage 30,000 and 10,000; a credit of 5,000 for quality takes the 600, or 5,000 of all losses."""
    quality = terms("8.3", "kind: service_level\nservice: voice\nmeasure: quality\ntarget: 100 %")
    credit = terms("8.4", "kind: service_credit\nservice level: 8.3\ncredit: 5 %")
    wrong = "    - {head: re-performance, amount: GBP 1, per: unit done wrong, service: voice}\n"
    world = LOSSES.replace("needs: [platform]", "needs: [platform], quality: {errors: 2 %}") + wrong
    draft = charge("GBP 100 000") + LEVEL + quality + credit
    errors = damages(played(tmp_path, charge("GBP 100 000") + LEVEL + quality, world=world))["re-performance"]
    assert 0 < errors < 5_000
    all_losses = played(tmp_path, draft, world=world)
    its_own = played(tmp_path, draft, world=world, choices={(NUMBER, "set_against"): "the losses it is for"})
    assert sum(damages(all_losses).values()) in (40_000 + errors - 5_000, 40_000 + errors - 5_001)  # pounds cut off by head
    assert damages(its_own) == {"customer redress": 30_000, "work-around": 10_000}


LATE = WORLD + "behaviour: {payment: {client: {by: 73 days}}}\n"


def test_statutory_interest_where_no_interest_is_agreed(tmp_path: Path) -> None:
    """100,000 paid 73 days, a fifth of a year, late at 8 % above a base rate of 4 %: 2,400."""
    found = played(tmp_path, charge("GBP 100 000"), world=LATE)
    assert found.paid["default law: late payment", "interest", "late payment"] == 2_400 * PENCE
    agreed = terms("6.1", "kind: payment_terms\ndue: 30 days\ninterest: 5 %")
    found = played(tmp_path, charge("GBP 100 000") + agreed, world=LATE)
    assert {clause for clause, head, _ in found.paid if head == "interest"} == {"6.1"}
    unpriced = terms("6.1", "kind: payment_terms\ndue: 30 days")
    found = played(tmp_path, charge("GBP 100 000") + unpriced, world=LATE)
    assert found.paid["default law: late payment", "interest", "late payment"] == 2_400 * PENCE


@pytest.mark.parametrize(("years", "paid"), [(5, 40_000), (7, 0)])
def test_claims_of_more_than_six_years_are_lost(tmp_path: Path, years: int, paid: int) -> None:
    world = LOSSES + f"behaviour: {{claims: {{client: {{notice: {years * 365} days}}}}}}\n"
    assert sum(damages(played(tmp_path, LEVEL, world=world)).values()) == paid


@pytest.mark.parametrize("name", sorted(LAW.names()))
def test_every_rule_can_be_switched_off_and_has_a_source(name: str, workshop: Workshop) -> None:
    draft, world = workshop.draft(COMBINED), WORLDS["people"]
    whole, without = (numbers(workshop, draft, world, off) for off in (frozenset(), frozenset({name})))
    assert not any(number.startswith(f"default law: {name}") for number in without)
    rule = next(rule for rule in LAW.rules if rule.name == name)
    assert rule.source and rule.says and rule.title
    if name not in ("reasonable notice",):  # the combined draft can be terminated
        assert any(number.startswith(f"default law: {name}") for number in whole)


def compiled(workshop: Workshop, draft: Any, world: str, off: frozenset[str] = frozenset()) -> Any:
    """A rulebook with default law behind it."""
    scenario = workshop.scenario(world)
    components = {service: scenario.components_of(service) for service in scenario.inputs.services}
    return compile_rules(draft, KINDS, components=components, provides=scenario.provides, law=LAW, law_off=off)


def numbers(workshop: Workshop, draft: Any, world: str, off: frozenset[str]) -> list[str]:
    """The numbers of the rules of default law behind a draft."""
    return [clause.number for clause in compiled(workshop, draft, world, off).clauses if clause.of_law]


@pytest.mark.parametrize("world", WORLDS)
def test_both_drivers_agree_with_default_law_behind_the_clauses(workshop: Workshop, world: str) -> None:
    rules = compiled(workshop, workshop.draft(COMBINED), WORLDS[world])
    futures = workshop.futures(WORLDS[world], "month", 36, 64)
    assert differences(rules, futures, 3) == []
    paid = CohortDriver(rules, futures).run().ledger.paid
    assert any(account.clause == NUMBER and column.any() for account, column in paid.items())


def test_default_law_answers_no_question_so_that_silence_stays_silence(workshop: Workshop) -> None:
    rules = compiled(workshop, workshop.draft(COMBINED), WORLDS["people"])
    coverage = CohortDriver(rules, workshop.futures(WORLDS["people"], "month", 36, 64), ask=True).run().coverage
    assert coverage is not None and not {clause for _, _, clause in coverage.answered} & {clause.number for clause in rules.clauses if clause.of_law}


def test_the_rules_are_written_in_the_vocabulary(workshop: Workshop) -> None:
    rules = compiled(workshop, workshop.draft(COMBINED), WORLDS["people"])
    found = [
        f"{name}, line {one.line}: {one.what}"
        for clause in rules.clauses
        if isinstance(clause, LawRule)
        for name, function, structural in rules_of(clause)
        for one in check_source(inspect.getsource(function), structural=structural)
    ]
    assert found == []


SOLE = terms("8.3", "kind: sole_remedy\nremedy: 8.2")


@pytest.mark.parametrize(
    ("provisions", "state"),
    [(charge("GBP 1"), "A"), (LEVEL, "B"), (charge("GBP 1") + LEVEL + CREDITS + SOLE, "C"), (charge("GBP 1") + LEVEL + CREDITS, "D")],
)
def test_the_four_states(workshop: Workshop, provisions: str, state: str) -> None:
    front = COMBINED[: COMBINED.index("## 5.1")]
    rules = compiled(workshop, workshop.draft(front + provisions), WORLDS["calm"])
    found = standing(rules.clauses, "outage", "voice")
    assert found.state == state
    assert bool(found.priced_by) == (state != "A")


def test_a_law_is_found_by_its_names_and_no_other_is() -> None:
    assert pack_of("england & wales") is LAW and pack_of("English law") is LAW
    assert pack_of("Papua New Guinea") is None and pack_of(None) is None
    assert "England and Wales" in discover("wargame.contract.laws", DefaultLawPack)


def test_each_rule_of_a_pack_has_a_name_of_its_own() -> None:
    """A run switches a rule off, and the reference finds it, by its name in its pack."""
    packs: dict[str, Any] = discover("wargame.contract.laws", DefaultLawPack)
    for law, pack in packs.items():
        names = [rule.name for rule in pack.rules]
        assert len(set(names)) == len(names), f"{law} has two rules of one name: {names}"
        for rule in pack.rules:
            assert rule.title and rule.says and rule.source, f"{rule.__module__}: {rule.name} says no title, no words or no source"
