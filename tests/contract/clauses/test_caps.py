"""Published results of limits on liability, played through drafts, and what each of their constructions does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.contract.clauses.desk import Said, story
from tests.contract.clauses.desk_of import WORLD, charge, claim, play_case, terms

PENCE = 100
IN_JANUARY = ("2027-01-10T08:00,2027-01-10T09:00,platform",)


def case_of(shared: Path, name: str) -> dict[str, Any]:
    """A published worked example."""
    cases = json.loads((shared / "cases" / "worked_examples.json").read_text(encoding="utf-8"))
    return next(one for one in cases if one["id"] == name)


def cap(words: str, more: str = "") -> str:
    """A liability cap."""
    return terms("12.1", f"kind: liability_cap\ncap: {words}\n{more}")


def test_a_cap_of_a_short_year_is_rounded_once(tmp_path: Path) -> None:
    """A penny a day is 151 p in five months, 362.4 p in a year in proportion; 37.4 % of them are 135.5376 p, and of 362 p would be 135.388."""
    draft = terms("5.1", "kind: unit_charge\nservice: voice\nbands: [{price: GBP 0.00001}]") + cap("37.4 % of annual charges")
    assert play_case(tmp_path, draft, months=5).measures["12.1", "cap"] == 136


@pytest.mark.parametrize(("order", "net"), [("net then cap", 5_000_000), ("cap then net", 4_205_241)])
def test_topalsson(tmp_path: Path, order: str, net: int) -> None:
    """Owed to the client 7,962,323 and to the supplier 794,759, under a cap of 5,000,000: [2024] EWCA Civ 1330."""
    draft = charge("GBP 794 759") + claim("9.1", "GBP 7 962 323") + cap("GBP 5 000 000", f"order: {order}")
    played = play_case(tmp_path, draft, outages=IN_JANUARY)
    assert played.measures["12.1", "net"] == net * PENCE
    assert played.paid["9.1", "liquidated damages", "outage"] - played.total("charges") == net * PENCE


def test_a_refund_of_charges_makes_no_room_smaller(tmp_path: Path) -> None:
    """Where charges are refunded the provider is owed less than nothing: claims stay within the cap, and none turns round."""
    draft = terms("5.9", "kind: unit_charge\nservice: voice\nbands: [{price: GBP 1.00}]")
    draft += terms("5.5", "kind: arc_rrc\nservice: voice\nbaseline: 90 000 per month\ndead band: 0 %\nbase charge: GBP 1 000\narc: GBP 1\nrrc: GBP 5")
    draft += claim("9.1", "GBP 7 000 000") + cap("GBP 5 000", "order: net then cap")
    played = play_case(tmp_path, draft, outages=IN_JANUARY)
    assert played.total("charges") < -5_000 * PENCE
    assert played.paid["9.1", "liquidated damages", "outage"] == 5_000 * PENCE


@pytest.mark.parametrize(("resets", "paid"), [("each contract year", 11_506_677), ("each claim", 3 * 11_506_677)])
def test_drax(tmp_path: Path, resets: str, paid: int) -> None:
    """150 % of the charges paid or payable in the preceding twelve months, 7,671,118: one cap, or one for each claim. [2023] EWHC 1342 (TCC)."""
    world = WORLD.replace("1 000 per day", "21 016.761644 per day") + "step: month\n"  # 365 days of it are 7,671,118 units
    draft = terms("5.1", "kind: unit_charge\nservice: voice\nbands: [{price: GBP 1.00}]")
    draft += "".join(claim(number, "GBP 12 000 000") for number in ("9.1", "9.2", "9.3"))
    draft += cap("150 % of annual charges", f"resets: {resets}\ncharges of: the preceding 12 months\nbasis: paid or payable")
    played = play_case(tmp_path, draft, months=12, world=world, outages=("2027-12-31T23:00,2028-01-01T00:00,platform",))
    assert played.measures["12.1", "cap"] == 11_506_677 * PENCE
    assert played.total("liquidated damages") == paid * PENCE


@pytest.mark.parametrize("case", ["cap_lookback3", "cap_lookback12"])
def test_fees_in_a_lookback(tmp_path: Path, shared: Path, case: str) -> None:
    found = case_of(shared, case)
    given = found["inputs"]
    draft = charge(f"GBP {given['monthly']}") + cap("100 % of annual charges", f"lookback: {given['lookback']} months")
    assert play_case(tmp_path, draft, months=14).measures["12.1", "cap"] == found["expected"] * PENCE


def test_what_is_paid_runs_a_month_behind_what_is_payable(tmp_path: Path) -> None:
    draft = charge("GBP 1 000")
    paid, payable = (
        play_case(tmp_path, draft + cap("100 % of annual charges", f"basis: {basis}\nlookback: 1 month"), months=2).measures["12.1", "cap"]
        for basis in ("paid", "paid or payable")
    )
    assert paid == payable == 1_000 * PENCE
    first = play_case(tmp_path, draft + cap("100 % of annual charges", "basis: paid"), months=1)
    assert first.measures["12.1", "cap"] == 0


@pytest.mark.parametrize(("basis", "cap_of_february"), [("paid or payable", 14_000), ("payable but for the default", 31_000)])
def test_a_long_outage_shrinks_its_own_cap_unless_the_words_add_but_for(tmp_path: Path, basis: str, cap_of_february: int) -> None:
    """31,000 calls in January; in February the platform is down for 14 of 28 days, so half of 28,000 are not handled."""
    draft = terms("5.1", "kind: unit_charge\nservice: voice\nbands: [{price: GBP 1.00}]")
    draft += cap("100 % of annual charges", f"basis: {basis}\nlookback: 1 month")
    world = WORLD.replace("needs:", "capacity: {level: 1 000 per day}, needs:")
    played = play_case(tmp_path, draft, months=2, world=world, outages=("2027-02-01T00:00,2027-02-15T00:00,platform",))
    assert played.measures["12.1", "cap"] == cap_of_february * PENCE


@pytest.mark.parametrize(("basis", "cap_of_february"), [("paid or payable", 14_000), ("payable but for the default", 31_000)])
def test_a_run_may_choose_a_basis_as_agreements_word_it(basis: str, cap_of_february: int, said: Said) -> None:
    """The same words as in a draft, for a draft that leaves the basis open."""
    draft = terms("5.1", "kind: unit_charge\nservice: voice\nbands: [{price: GBP 1.00}]") + cap("100 % of annual charges", "lookback: 1 month")
    world = "name: W\nstep: month\nservices: {voice: {demand: {level: 1 000 per day}, capacity: {level: 1 000 per day}, needs: [platform]}}\n"
    world += "components: {platform: {}}\n"
    outage = "2027-02-01T00:00,2027-02-15T00:00,platform\n"
    books = story(draft, world, said, months=2, history=outage, choices={("12.1", "basis"): basis})
    assert books.said("12.1", "cap")[1] == cap_of_february * PENCE
    assert ("12.1", "basis") not in books.rules.open_choices


@pytest.mark.parametrize(
    ("more", "paid"),
    [
        ("resets: each contract year", 160_000),  # 60,000 and 40,000 in the first year, 60,000 in the second
        ("resets: never", 100_000),
        ("resets: each calendar year", 160_000),
        ("resets: every rolling 12 months", 160_000),  # in February only the 40,000 of December count
        ("resets: each claim", 180_000),
        ("resets: never\nrefreshes: 1", 160_000),  # used up in December, given anew from then on
    ],
)
def test_when_the_cap_is_given_anew(tmp_path: Path, more: str, paid: int) -> None:
    """Claims of 60,000 in January 2027, 60,000 in December 2027 and 60,000 in February 2028."""
    outages = tuple(f"{day}T08:00,{day}T09:00,platform" for day in ("2027-01-10", "2027-12-10", "2028-02-10"))
    played = play_case(tmp_path, claim("9.1", "GBP 60 000") + cap("GBP 100 000", more), months=24, outages=outages)
    assert played.total("liquidated damages") == paid * PENCE


def test_one_cap_for_each_head_or_for_all(tmp_path: Path) -> None:
    step_in = terms(
        "10.1",
        "kind: escalation\nservice: voice\nladder: []\nstep in: {after: 10 minutes, shortens: 0 %, cost: GBP 80 000, borne by: provider}",
    )
    draft = claim("9.1", "GBP 80 000") + step_in
    covers = "covers: [liquidated damages, step-in costs]\n"
    heads = {"one cap for all heads": (50_000, 50_000), "one cap for each head": (80_000, 80_000)}
    for option, (damages, costs) in heads.items():
        played = play_case(tmp_path, draft + cap("GBP 100 000", f"{covers}heads: {option}"), outages=IN_JANUARY)
        assert (played.total("liquidated damages"), played.total("step-in costs")) == (damages * PENCE, costs * PENCE)
    played = play_case(tmp_path, draft + cap("GBP 100 000", f"{covers}allotment: by date of accrual"), outages=IN_JANUARY)
    assert (played.total("liquidated damages"), played.total("step-in costs")) == (80_000 * PENCE, 20_000 * PENCE)


REDRESS = WORLD + "economics: {client losses: [{head: customer redress, amount: GBP 90 000, per: hour of outage, service: voice}]}\n"
INDEMNITY = terms("11.1", "kind: indemnity\nlosses: [customer redress]")


@pytest.mark.parametrize(("option", "paid"), [("erode the cap", 100_000), ("outside the cap", 160_000)])
def test_an_indemnity_uses_up_the_cap_or_lies_outside(tmp_path: Path, option: str, paid: int) -> None:
    """A claim of 70,000 and an indemnity of 90,000 meet a cap of 100,000."""
    draft = claim("9.1", "GBP 70 000") + INDEMNITY + cap("GBP 100 000", f"indemnities: {option}")
    played = play_case(tmp_path, draft, world=REDRESS, outages=IN_JANUARY)
    assert played.total("liquidated damages") + played.total("indemnity") == paid * PENCE


def test_five_times_the_annual_fees_as_a_super_cap(tmp_path: Path, shared: Path) -> None:
    found = case_of(shared, "cap_super5x")
    annual, times = found["inputs"]["annual"], found["inputs"]["mult"]
    draft = charge(f"GBP {annual}") + INDEMNITY + cap("100 % of annual charges", "lookback: 1 month")
    draft += terms("12.2", f"kind: super_cap\ncap: {times * 100} % of annual charges\nlosses: [customer redress]\nlookback: 1 month")
    measures = play_case(tmp_path, draft, world=REDRESS, outages=IN_JANUARY).measures
    assert (measures["12.2", "cap"], measures["12.1", "cap"]) == (found["expected"] * PENCE, annual * PENCE)


@pytest.mark.parametrize(("position", "redress"), [("beside the general cap", 90_000), ("inside the general cap", 50_000)])
def test_a_super_cap_beside_and_inside_the_general_cap(tmp_path: Path, position: str, redress: int) -> None:
    """A claim of 70,000 meets a cap of 40,000; redress of 90,000 a super-cap of 90,000, of which the 40,000 may be a part."""
    draft = claim("9.1", "GBP 70 000") + INDEMNITY + cap("GBP 40 000")
    draft += terms("12.2", f"kind: super_cap\ncap: GBP 90 000\nlosses: [customer redress]\nposition: {position}")
    played = play_case(tmp_path, draft, world=REDRESS, outages=IN_JANUARY)
    assert (played.total("liquidated damages"), played.total("indemnity")) == (40_000 * PENCE, redress * PENCE)


def test_what_is_carved_out_is_not_limited_and_uses_nothing_up(tmp_path: Path) -> None:
    draft = claim("9.1", "GBP 70 000") + INDEMNITY + cap("GBP 40 000") + terms("12.3", "kind: carve_out\nheads: [indemnity]")
    played = play_case(tmp_path, draft, world=REDRESS, outages=IN_JANUARY)
    assert (played.total("liquidated damages"), played.total("indemnity")) == (40_000 * PENCE, 90_000 * PENCE)
