"""Credits are earned back as they were given: whatever cut them, the client stands in the end as if there had been no miss."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.clauses.desk_of import WORLD, charge, play_case, terms

LEVEL = terms("8.1", "kind: service_level\nservice: voice\ntarget: 99.9 %")
CUTS = {
    "nothing": ("", 10_000_00),
    "a cap": (terms("12.1", "kind: liability_cap\ncap: GBP 4 000\nservice credits: erode the cap"), 4_000_00),
    "a joint limit": (terms("8.6", "kind: credit_limit\nof: [8.2]\nlimit: 4 %"), 4_000_00),
    "a joint limit, numbered first": (terms("8.0", "kind: credit_limit\nof: [8.2]\namount: GBP 4 000\nper: contract year"), 4_000_00),
    "a credit lost": (terms("8.6", "kind: credit_excess\nexcess: lost"), 10_000_00),
}


def credit(more: str) -> str:
    """A credit of 10 % of the charges."""
    return terms("8.2", f"kind: service_credit\nservice level: 8.1\ncredit: 10 %\n{more}")


def back(words: str) -> str:
    """An earn-back of it."""
    return terms("8.3", f"kind: earn_back\ncredits: 8.2\nservice level: 8.1\n{words}")


@pytest.mark.parametrize("month", [1, 12])  # of the miss; a yearly average is seen in the twelfth
@pytest.mark.parametrize("invoice", ["of the month", "of the next month"])
@pytest.mark.parametrize("earned", ["clean months: 1", "clean months: 2", "yearly average: 99 %"])
@pytest.mark.parametrize("cut", CUTS)
def test_what_is_earned_back_is_what_was_given(tmp_path: Path, cut: str, earned: str, invoice: str, month: int) -> None:
    draft = charge("GBP 100 000") + LEVEL + credit(f"invoice: {invoice}") + back(earned) + CUTS[cut][0]
    outage = f"2027-{month:02}-10T08:00,2027-{month:02}-10T20:00,platform"
    found = play_case(tmp_path, draft, months=24, outages=(outage,))
    assert found.total("service credits") == found.total("earn-back") == CUTS[cut][1]


QUARTERLY = terms("5.1", "kind: fixed_charge\nservice: voice\namount: GBP 30 000\nper: quarter")


@pytest.mark.parametrize(
    ("excess", "given", "lost"),
    [
        ("excess: paid", 45_000_00, 0),
        ("excess: carried forward", 45_000_00, 0),  # the first two wait for the invoice of March, the third is paid at the end
        ("excess: carried forward\nlast invoice: lost", 30_000_00 + 10_000_00, 5_000_00),  # April's part of a quarter is on the last invoice
        ("excess: lost", 40_000_00, 5_000_00),  # what has no invoice waits
    ],
)
def test_credits_larger_than_their_invoice(tmp_path: Path, excess: str, given: int, lost: int) -> None:
    """Of 10,000 a month, invoiced by the quarter, 150 % is credited in January, in February and in April; the agreement ends with April."""
    draft = QUARTERLY + LEVEL + terms("8.2", "kind: service_credit\nservice level: 8.1\ncredit: 100 %")
    draft += terms("8.9", "kind: service_level\nservice: voice\ntarget: 99.8 %") + terms(
        "8.4", "kind: service_credit\nservice level: 8.9\ncredit: 50 %"
    )
    draft += terms("8.6", f"kind: credit_excess\n{excess}")
    outages = tuple(f"2027-{month:02}-10T08:00,2027-{month:02}-10T20:00,platform" for month in (1, 2, 4))
    found = play_case(tmp_path, draft, months=4, outages=outages)
    assert found.total("service credits") == given
    assert sum(amount for (*_, why), amount in found.kept.items() if "invoice" in why) == lost


def test_what_exceeds_an_invoice_is_lost(tmp_path: Path) -> None:
    """Two credits, of 8,000 and of 4,000, against a charge of 10,000: 6,667 and 3,333 of it, and the rest is lost."""
    draft = charge("GBP 10 000") + LEVEL + terms("8.2", "kind: service_credit\nservice level: 8.1\ncredit: 80 %")
    draft += terms("8.9", "kind: service_level\nservice: voice\ntarget: 99.8 %") + terms(
        "8.4", "kind: service_credit\nservice level: 8.9\ncredit: 40 %"
    )
    draft += terms("8.6", "kind: credit_excess\nexcess: lost")
    found = play_case(tmp_path, draft, months=1, outages=("2027-01-10T08:00,2027-01-10T20:00,platform",), world=WORLD)
    assert {clause: amount for (clause, head, _), amount in found.paid.items() if head == "service credits"} == {"8.2": 6_666_67, "8.4": 3_333_33}
    assert sum(amount for (*_, why), amount in found.kept.items() if why == "more than the invoice it is set against") == 2_000_00


@pytest.mark.parametrize(
    ("interrupted", "invoice", "back"),
    [
        ("only the last credit", "of the month", 4_000_00),
        ("only the last credit", "of the next month", 4_000_00),
        ("all credits not yet earned back", "of the month", 8_000_00),
        ("all credits not yet earned back", "of the next month", 8_000_00),
    ],
)
def test_a_cut_of_one_credit_lessens_no_other(tmp_path: Path, interrupted: str, invoice: str, back: int) -> None:
    """Credits of January and February, each cut from 10,000 to 4,000; good from March on."""
    draft = charge("GBP 100 000") + LEVEL + credit(f"invoice: {invoice}") + terms("8.6", "kind: credit_limit\nlimit: 4 %")
    draft += terms("8.3", f"kind: earn_back\ncredits: 8.2\nservice level: 8.1\nclean months: 1\ninterrupted: {interrupted}")
    outages = tuple(f"2027-{month:02}-10T08:00,2027-{month:02}-10T20:00,platform" for month in (1, 2))
    found = play_case(tmp_path, draft, months=6, outages=outages)
    assert (found.total("service credits"), found.total("earn-back")) == (8_000_00, back)


@pytest.mark.parametrize(
    ("miss", "earned", "paid"),
    [
        (1, "clean months: 1", 12_000_00),  # what waits is given, and earned back with the rest
        (12, "yearly average: 99 %", 12_000_00),
        (12, "yearly average: 99.99 %", 0),  # a bad year earns nothing back, whatever of its credits stands on the next year's invoice
    ],
)
def test_what_waits_for_an_invoice_is_earned_back_with_its_credit(tmp_path: Path, miss: int, earned: str, paid: int) -> None:
    """Credits of 12,000 against charges of 10,000 a month: 2,000 are carried to the next invoice."""
    draft = charge("GBP 10 000") + LEVEL + terms("8.2", "kind: service_credit\nservice level: 8.1\ncredit: 80 %") + back(earned)
    draft += terms("8.9", "kind: service_level\nservice: voice\ntarget: 99.8 %") + terms(
        "8.4", "kind: earn_back\ncredits: 8.5\nservice level: 8.9\nEARNED"
    )
    draft = draft.replace("EARNED", earned) + terms("8.5", "kind: service_credit\nservice level: 8.9\ncredit: 40 %")
    draft += terms("8.6", "kind: credit_excess\nexcess: carried forward")
    outage = f"2027-{miss:02}-10T08:00,2027-{miss:02}-10T20:00,platform"
    found = play_case(tmp_path, draft, months=26, outages=(outage,))
    assert found.total("service credits") == 12_000_00
    assert found.total("earn-back") == paid


@pytest.mark.parametrize(
    ("more", "shortfall"),
    [
        (terms("12.1", "kind: liability_cap\ncap: GBP 1 000\nservice credits: erode the cap"), 0),  # 9,000 are left
        (terms("8.6", "kind: credit_excess\nexcess: lost"), 5_000_00),
        (terms("8.6", "kind: credit_excess\nexcess: carried forward"), 5_000_00),  # of February 8,000 are left
    ],
)
def test_a_minimum_after_credits_sees_what_is_left_of_them(tmp_path: Path, more: str, shortfall: int) -> None:
    """Credits of 12,000 for January against charges of 10,000 a month; the least that is paid is 5,000 a month."""
    draft = charge("GBP 10 000") + LEVEL + terms("8.2", "kind: service_credit\nservice level: 8.1\ncredit: 80 %")
    draft += terms("8.9", "kind: service_level\nservice: voice\ntarget: 99.8 %") + terms(
        "8.5", "kind: service_credit\nservice level: 8.9\ncredit: 40 %"
    )
    draft += terms("5.3", "kind: minimum_commitment\nminimum: GBP 5 000\nper: month\ncharges count: after credits") + more
    found = play_case(tmp_path, draft, months=2, outages=("2027-01-10T08:00,2027-01-10T20:00,platform",))
    assert found.total("minimum commitment") == shortfall
