"""What keeps claims from being paid before any cap: exclusions, sole remedies, time-bars; and what set-off rescues."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.clauses.desk_of import WORLD, charge, claim, play_case, terms

PENCE = 100
IN_JANUARY = ("2027-01-10T08:00,2027-01-10T09:00,platform",)
HEADS = ("customer redress", "goodwill", "wasted expenditure")
LOSSES = WORLD + "economics: {client losses: [" + ", ".join(f"{{head: {h}, amount: GBP 10 000, per: hour of outage, service: voice}}" for h in HEADS)
LOSSES += "]}\n"
INDEMNITY = terms("11.1", "kind: indemnity\nlosses: [customer redress, goodwill, wasted expenditure]")


def notifying(days: int, more: str = "") -> str:
    """A world in which the client takes so many days to notify a claim."""
    return LOSSES + f"behaviour: {{claims: {{client: {{notice: {days} days{more}}}}}}}\n"


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ("when: even when direct", {"wasted expenditure"}),
        ("when: only when indirect", {"customer redress", "wasted expenditure"}),
        ("when: even when direct\nwasted expenditure: inside the exclusion", set()),
        ("when: only when indirect\nindirect: [customer redress]", {"wasted expenditure"}),
    ],
)
def test_excluded_heads_of_loss(tmp_path: Path, more: str, left: set[str]) -> None:
    draft = INDEMNITY + terms("12.4", f"kind: excluded_losses\nlosses: [customer redress, goodwill]\n{more}")
    played = play_case(tmp_path, draft, world=LOSSES, outages=IN_JANUARY)
    assert {cause for _, _, cause in played.paid if cause in HEADS and ("11.1", "indemnity", cause) in played.paid} == left
    kept = {cause for _, _, cause, why in played.kept if why == "an excluded head of loss under the exclusion of 12.4"}
    assert kept == set(HEADS) - left


CREDITS = charge("GBP 100 000") + terms("8.1", "kind: service_level\nservice: voice\ntarget: 99.9 %")
CREDITS += terms("8.2", "kind: service_credit\nservice level: 8.1\ntiers: [{below: 99.9 %, credit: 5 %}]")


@pytest.mark.parametrize(
    ("more", "months", "paid"),
    [
        ("", 2, 0),
        ("nature: cumulative", 2, 140_000),
        ("unless: {given exceeds: GBP 9 999}", 2, 70_000),  # two credits of 5,000 exceed it in the second month
        ("unless: {attainment below: 99 %}", 2, 70_000),  # the eleven hours of February
        ("unless: {the agreement ends: yes}", 2, 70_000),
    ],
)
def test_a_sole_remedy_and_its_exceptions(tmp_path: Path, more: str, months: int, paid: int) -> None:
    """Credits of 5 % of 100,000 in January and February; liquidated damages of 70,000 less the credit for each, which fall away."""
    draft = CREDITS + claim("9.1", "GBP 75 000").replace("per: 1 hour", "per: 12 hours") + terms("8.3", f"kind: sole_remedy\nremedy: 8.2\n{more}")
    outages = (*IN_JANUARY, "2027-02-10T00:00,2027-02-10T11:00,platform")
    played = play_case(tmp_path, draft, months=months, outages=outages)
    assert played.total("liquidated damages") == paid * PENCE
    assert played.total("service credits") == 10_000 * PENCE
    kept = sum(amount for (*_, why), amount in played.kept.items() if why == "shut out by the sole remedy of 8.3")
    assert kept == (140_000 - paid) * PENCE


@pytest.mark.parametrize(
    ("days", "more", "share_lost"),
    [
        (29, "within: 30 days", 0),
        (30, "within: 30 days", 0),
        (31, "within: 30 days", 1),
        (31, "within: 30 days\nlate notice: does not bar the claim", 0),
        (29, "within: 30 days\ndeemed receipt: 2 business days", 1),
        (43, "within: 30 business days", 1),
        (41, "within: 30 business days", 0),
        (0, "within: 42 days\nsteps: [14 days, 28 days, 14 days]", 0),  # the two later steps alone take the 42 days
        (1, "within: 42 days\nsteps: [14 days, 28 days, 14 days]", 1),
        (10, "within: 42 days\nsteps: [14 days, 28 days, 14 days]\npace: all at the pace of the first", 0),
        (11, "within: 42 days\nsteps: [14 days, 28 days, 14 days]\npace: all at the pace of the first", 1),
    ],
)
def test_claims_notified_too_late_are_lost(tmp_path: Path, days: int, more: str, share_lost: int) -> None:
    played = play_case(tmp_path, INDEMNITY + terms("13.2", f"kind: notice\n{more}"), world=notifying(days), outages=IN_JANUARY)
    assert played.measures["13.2", "claimed"] == 30_000 * PENCE
    assert played.measures["13.2", "barred"] == share_lost * 30_000 * PENCE
    assert played.total("indemnity") == (1 - share_lost) * 30_000 * PENCE


@pytest.mark.parametrize(("more", "paid"), [("", 30_000), ("up to: 10 %", 20_000), ("sums: liquidated sums only", 15_000)])
def test_what_is_set_off_is_not_disputed(tmp_path: Path, more: str, paid: int) -> None:
    """Claims of 30,000, all disputed and settled at half, against an invoice of 100,000: what is set off is paid whole."""
    world = notifying(0, ", disputed: 100 %, settled at: 50 %")
    draft = charge("GBP 100 000") + INDEMNITY + terms("6.4", f"kind: set_off\n{more}")
    assert play_case(tmp_path, draft, world=world, outages=IN_JANUARY).total("indemnity") == paid * PENCE


@pytest.mark.parametrize(("more", "paid"), [("", 22_000), ("deductible counts: each claim", 0), ("share: 50 %", 7_000)])
def test_a_deductible_and_a_share(tmp_path: Path, more: str, paid: int) -> None:
    """Three heads of 10,000: less 8,000 once a year, or for each of them in each of two months of 5,000; or half of each, less 8,000."""
    outages = ("2027-01-10T08:00,2027-01-10T08:30,platform", "2027-02-10T08:00,2027-02-10T08:30,platform")
    draft = terms("11.1", f"kind: indemnity\nlosses: [customer redress, goodwill, wasted expenditure]\ndeductible: GBP 8 000\n{more}")
    assert play_case(tmp_path, draft, months=2, world=LOSSES, outages=outages).total("indemnity") == paid * PENCE


def test_only_failures_of_the_payer_are_indemnified(tmp_path: Path) -> None:
    world = LOSSES.replace("platform: {}", "platform: {fault: third party}")
    paid = [
        play_case(tmp_path, INDEMNITY.replace("kind:", f"fault: {option}\nkind:"), world=world, outages=IN_JANUARY).total("indemnity")
        for option in ("failures of the payer only", "whoever is at fault")
    ]
    assert paid == [0, 30_000 * PENCE]


@pytest.mark.parametrize("earned", ["clean months: 1", "yearly average: 99 %"])
def test_only_what_was_given_is_earned_back(tmp_path: Path, earned: str) -> None:
    """A credit of 10,000 of which a cap lets 4,000 through: the client pays 4,000 back, and stands as if there had been no credit."""
    level = terms("8.1", "kind: service_level\nservice: voice\ntarget: 99.9 %")
    credit = terms("8.2", "kind: service_credit\nservice level: 8.1\ncredit: 10 %")
    back = terms("8.3", f"kind: earn_back\ncredits: 8.2\nservice level: 8.1\n{earned}")
    cap = terms("12.1", "kind: liability_cap\ncap: GBP 4 000\nservice credits: erode the cap")
    draft = charge("GBP 100 000") + level + credit + back + cap
    found = play_case(tmp_path, draft, months=13, outages=("2027-01-10T08:00,2027-01-10T20:00,platform",))
    assert (found.total("service credits"), found.total("earn-back")) == (4_000_00, 4_000_00)
