"""The front matter: at least two parties, a currency, a date and a whole number of months."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.contract.kinds_for_tests import DRAFT
from wargame.core.source import Problem

Refused = Callable[[str], list[Problem]]


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "words"),
    [
        ("term: 36 months", "term: 36 hours", "D002", (9, 7), "not a whole number of months"),
        ("term: 36 months", "term: 0 months", "D002", (9, 7), "one or more"),
        ("effective: 2027-01-01", "effective: 9997-01-01", "D002", (9, 7), "9998"),
        ("effective: 2027-01-01", "effective: 01/02/2027", "D002", (8, 12), "more than one date"),
        ("effective: 2027-01-01", "effective: TBC", "D006", (8, 12), "blank"),
        ("currency: GBP", "currency: GPB", "D002", (7, 11), "not an ISO 4217"),
        ("100 000 per month", "0 per month", "D002", (11, 33), "no baseline"),
        ("100 000 per month", "100 000", "D002", (11, 33), "names no period"),
        ("  client: {name: Harbour Bank}\n", "", "D002", (4, 1), "at least two parties"),
        ("  client: {", "  Client: {", "D002", (5, 11), "lower case"),
        ("  client: {", "  outside: {", "D002", (5, 12), "everybody who is not a party"),
        ("title: Cust", "titel: Cust", "D004", (2, 1), '"titel" is not a term'),
        ("title: Customer care services agreement\n", "", "D005", (2, 1), '"title" is missing'),
    ],
)
def test_what_is_wrong_is_said_in_its_place(refused: Refused, old: str, new: str, code: str, place: tuple[int, int], words: str) -> None:
    assert old in DRAFT
    (problem,) = [p for p in refused(DRAFT.replace(old, new, 1)) if p.place.line < 15]
    assert (problem.code, problem.place[1:]) == (code, place)
    assert words in problem.message


def test_terms_are_still_checked_beside_a_broken_front_matter(refused: Refused) -> None:
    broken = DRAFT.replace("effective: 2027-01-01", "effective: soon").replace("service: voice", "service: vioce").replace("cap: GBP", "cap: USD")
    assert [(p.code, p.place.line) for p in refused(broken)] == [("D002", 8), ("D015", 24), ("D003", 59)]


def test_a_precedence_list_names_clauses(refused: Refused) -> None:
    (problem,) = refused(DRAFT.replace("precedence: [12.1]", "precedence: [12.1, 12.11]"))
    assert (problem.code, problem.place[1:]) == ("D014", (12, 20))
