"""Gain-share and incentive prices against published examples; bonuses worked by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.contract.clauses.published import life, paid, provision
from wargame.core.problem import BadInput
from wargame.simulation.life.trace import LifeTrace

FPIF = "kind: gain_share\nper: term\ntarget: GBP 60 000\ntarget fee: GBP 15 000\nunder: 40 %\nover: 40 %\nceiling: GBP 100 000"
CPIF = (
    "kind: gain_share\nper: term\ntarget: GBP 100\ntarget fee: GBP 10\n"
    "optimistic: {cost: GBP 80, fee: GBP 12}\npessimistic: {cost: GBP 120, fee: GBP 7}"
)


@pytest.fixture
def published(shared: Path) -> dict[str, Any]:
    """Each case."""
    return {case["id"]: case for case in json.loads((shared / "cases" / "worked_examples.json").read_text(encoding="utf-8"))}


def costing(folder: Path, cost: str, terms: str, more: str = "") -> LifeTrace:
    """A month that costs the provider so much."""
    return life(folder, 1, provision("5.8", terms) + more, world=f"economics: {{provider: {{fixed cost: GBP {cost}}}}}\n")


def charging(folder: Path, charge: str, terms: str) -> int:
    """Gain-share on a month charged at so much, in pence."""
    draft = provision("5.1", f"kind: fixed_charge\namount: GBP {charge}") + provision("5.8", f"kind: gain_share\nper: term\n{terms}")
    return paid(life(folder, 1, draft), "gain share")


def test_savings_are_shared_from_the_first_dollar(published: dict[str, Any], tmp_path: Path) -> None:
    terms = "target: GBP 100 000 000\nunder: 80 %\nover: 0 %\nthreshold: 2 %"
    assert charging(tmp_path, "94 000 000", terms) == 100 * published["gain_aco"]["expected"]
    assert charging(tmp_path, "94 000 000", f"{terms}\nthreshold shares: the excess only") == 100 * 3_200_000  # 80 % of 4 million
    assert charging(tmp_path, "98 000 000", terms) == 100 * 1_600_000  # exactly 2 % is 2 %
    assert charging(tmp_path, "98 000 001", terms) == 0


def test_an_overspending_is_paid_back_up_to_a_limit(tmp_path: Path) -> None:
    terms = "target: GBP 1 000\nunder: 50 %\nover: 30 %\nceiling: GBP 100"
    assert [charging(tmp_path, charge, terms) for charge in ("1 100", "1 500", "900", "500")] == [-3_000, -10_000, 5_000, 10_000]


@pytest.mark.parametrize("overrun", [0, 10_000, 20_000, 30_000, 40_000, 60_000])
def test_a_fixed_price_incentive(overrun: int, published: dict[str, Any], tmp_path: Path) -> None:
    case = published[f"fpif_{overrun}"]
    told = costing(tmp_path, str(case["inputs"]["actual_cost"]), FPIF)
    assert paid(told, "gain share") == 100 * case["expected"]["buyer_price"]
    seen = told.inputs[0, "5.8"]
    assert seen["price"] == 100 * case["expected"]["buyer_price"]
    assert seen["fee"] == 100 * case["expected"]["seller_profit"]
    assert seen["overrun"] == 100 * overrun
    assert seen["point of total assumption"] == 10_166_667  # 101,667 in whole pounds


def test_charges_paid_in_the_period_are_set_against_the_price(tmp_path: Path) -> None:
    told = costing(tmp_path, "70 000", FPIF, provision("5.1", "kind: fixed_charge\namount: GBP 75 000"))
    assert (paid(told, "charges"), paid(told, "gain share")) == (7_500_000, 600_000)


def test_shares_and_fees_follow_from_two_outcomes(published: dict[str, Any], tmp_path: Path) -> None:
    expected = published["cpif_shares"]["expected"]
    seen = costing(tmp_path, "100", CPIF).inputs[0, "5.8"]
    assert (seen["greatest fee"], seen["least fee"]) == (100 * expected["max_fee"], 100 * expected["min_fee"])
    for share, side in (("provider share of underrun", "under"), ("provider share of overrun", "over")):
        assert seen[share] == int(expected[side].split("/")[1]) / 100
    for cost, fee in (("60", 1_200), ("80", 1_200), ("90", 1_100), ("100", 1_000), ("110", 850), ("120", 700), ("150", 700)):
        assert costing(tmp_path, cost, CPIF).inputs[0, "5.8"]["fee"] == fee


def test_a_year_that_the_term_cuts_short_has_its_targets_in_proportion(tmp_path: Path) -> None:
    """18 months at 90: 1,080 against 1,200 in the first year, 540 against 600 in the half."""
    draft = provision("5.1", "kind: fixed_charge\namount: GBP 90") + provision("5.8", "kind: gain_share\ntarget: GBP 1 200\nunder: 50 %\nover: 50 %")
    told = life(tmp_path, 18, draft)
    assert [(one.month, one.amount) for one in told.postings if one.account.head == "gain share"] == [(11, 6_000), (17, 3_000)]


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ("target: GBP 1", "by `under` and `over`"),
        ("target: GBP 1\nunder: 10 %", "give both"),
        ("target: GBP 1\nunder: 10 %\nover: 10 %\nleast fee: GBP 1", "belongs to a target cost"),
        ("target: GBP 70\ntarget fee: GBP 10\n" + CPIF.split("\n", 4)[4], "lies below the target"),
        (
            "target: GBP 100\ntarget fee: GBP 10\noptimistic: {cost: GBP 99, fee: GBP 12}\npessimistic: {cost: GBP 120, fee: GBP 7}",
            "more than the cost",
        ),
    ],
)
def test_terms_that_cannot_be_a_gain_share_are_refused(terms: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=said):
        costing(tmp_path, "100", f"kind: gain_share\n{terms}")


# --- bonus ---------------------------------------------------------------------------------------------------------------------------

LEVEL = (
    provision("5.1", "kind: fixed_charge\namount: GBP 1 000")
    + provision("8.1", "kind: service_level\nservice: work\ntarget: 99 %")
    + provision("8.2", "kind: service_credit\nservice level: 8.1\ntiers: [{below: 99 %, credit: 5 %}]")
)
STEPS = "kind: bonus\nservice level: 8.1\nsteps: [{at least: 99 %, amount: GBP 7}, {at least: 100 %, share: 2 %}]"
HISTORY = "2027-01-10T00:00,2027-01-10T05:00,platform\n2027-02-10T00:00,2027-02-11T00:00,platform\n"


def bonuses(told: LifeTrace, months: int) -> list[int]:
    """Each month's bonus, in pence."""
    return [told.inputs[month, "8.6"]["bonus"] for month in range(months)]


def test_a_bonus_by_the_step_reached(tmp_path: Path) -> None:
    """January is down for 5 of 744 hours, 99.33 %; February for a day, 96.4 %; March for nothing."""
    told = life(tmp_path, 3, LEVEL + provision("8.6", STEPS), history=HISTORY)
    assert bonuses(told, 3) == [700, 0, 2_000] and paid(told, "bonus") == 2_700


def test_credits_of_the_year_may_be_made_good_first(tmp_path: Path) -> None:
    """The credit of February, 50, takes the bonuses of March and April whole and 10 of May's; with the new year nothing is left to deduct."""
    told = life(tmp_path, 5, LEVEL + provision("8.6", f"{STEPS}\nearlier credits: are deducted"), history=HISTORY)
    assert bonuses(told, 5) == [700, 0, 0, 0, 1_000]
    assert [(one.amount, one.why.words) for one in told.withheld] == [
        (amount, "set against service credits of the year") for amount in (2_000, 2_000, 1_000)
    ]


def test_the_bonuses_of_a_year_have_a_limit(tmp_path: Path) -> None:
    told = life(tmp_path, 14, LEVEL + provision("8.6", f"{STEPS}\nlimit: GBP 50"))
    assert bonuses(told, 14) == [2_000, 2_000, 1_000, *[0] * 9, 2_000, 2_000]


def test_a_month_that_is_not_measured_earns_no_bonus(tmp_path: Path) -> None:
    told = life(tmp_path, 3, LEVEL.replace("target: 99 %", "target: 99 %\nramp: 2 months") + provision("8.6", STEPS))
    assert bonuses(told, 3) == [0, 0, 2_000]
