"""A service taken out of an agreement, worked by hand: 1,000 calls a day at a pound each, from 1 January 2027; notice on 1 March, 40 days: the
service leaves with the end of April."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.clauses.worked import CHARGE, WORLD, lived
from wargame.core.problem import BadInput

USED = WORLD + "behaviour: {rights: {terminate in part: {exercised: always}, terminate for convenience: {exercised: always}}}\n"


def terms(number: str, words: str) -> str:
    return f"\n## {number} Words\n\n```terms\n{words}\n```\n"


PART = terms("15.2", "kind: partial_termination\nservice: voice\nnotice: 40 days\nearliest: 2 months\nfee: GBP 500")


def paid(folder: Path, provisions: str, term: str = "12 months", history: str = "") -> list[tuple[int, str, int]]:
    """(months run, clause, pounds) of what the parties pay each other beside the charge by call."""
    told = lived(folder, provisions, USED, term=term, history=history)
    postings = [one for one in told.postings if one.account.clause != "5.1" and one.account.payee in ("client", "provider")]
    return [(one.month + 1, one.account.clause, one.amount // 100 if one.account.payer == "client" else -one.amount // 100) for one in postings]


def test_a_fixed_charge_for_the_service_ends_inside_its_quarter(tmp_path: Path) -> None:
    fixed = terms("5.3", "kind: fixed_charge\nservice: voice\namount: GBP 3 000\nper: quarter")
    assert paid(tmp_path, fixed + PART) == [(3, "5.3", 3_000), (4, "5.3", 1_000), (4, "15.2", 500)]


@pytest.mark.parametrize(("about", "expected"), [("service: voice\n", (4, "5.4", 40_000)), ("", (12, "5.4", 360_000))])
def test_a_minimum_for_the_service_is_pro_rata_and_one_for_all_stays(tmp_path: Path, about: str, expected: tuple[int, str, int]) -> None:
    """480,000 a year is 160,000 for four months, in which 120 days are charged; a minimum of the agreement is released by nobody."""
    minimum = terms("5.4", f"kind: minimum_commitment\n{about}minimum: GBP 480 000\nper: contract year")
    assert expected in paid(tmp_path, CHARGE + minimum + PART)


def test_what_fails_after_the_service_has_left_earns_no_credit(tmp_path: Path) -> None:
    level = terms("8.1", "kind: service_level\nservice: voice\ntarget: 99.9 %")
    credit = terms("8.2", "kind: service_credit\nservice level: 8.1\ncredit: 10 %")
    history = "start,end,component\n2027-03-10T00:00,2027-03-10T12:00,platform\n2027-06-10T00:00,2027-06-10T12:00,platform\n"
    assert paid(tmp_path, CHARGE + level + credit + PART, history=history) == [(3, "8.2", -3_100), (4, "15.2", 500)]


def test_an_agreement_that_ends_before_owes_no_fee_for_a_part(tmp_path: Path) -> None:
    """Thirty days from 1 March the agreement ends, on 1 April; the fee for the calls would have been due on 1 May."""
    whole = terms("15.3", "kind: termination_convenience\nearliest: 2 months\nnotice: 30 days\nfee table: [{fee: GBP 900}]")
    assert paid(tmp_path, CHARGE + PART + whole) == [(3, "15.3", 900)]


def test_of_two_notices_for_one_service_the_one_that_takes_it_out_is_paid_for(tmp_path: Path) -> None:
    """The provider's notice of 1 February, 100 days, would take it out with May."""
    other = terms("15.4", "kind: partial_termination\nservice: voice\nparty: provider\nnotice: 100 days\nfee: GBP 700")
    assert paid(tmp_path, CHARGE + PART + other) == [(4, "15.2", 500)]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("fee under: 5.1", "`fee under` is 5.1, which has no `fee table`"),
        ("fee: GBP 5\nfee under: 5.1", "give one of them"),
        ("fee under: 99.9", "99.9"),
        ("earliest: 40 days", "write `earliest: 12 months`"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, said: str, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        lived(tmp_path, CHARGE + terms("15.2", f"kind: partial_termination\nservice: voice\nnotice: 40 days\n{said}"), USED)
    assert told in str(caught.value)
