"""Books that cannot make money: what one party pays another receives, in every life."""

from __future__ import annotations

import numpy as np
import pytest

from wargame.core.account import Account, Reason
from wargame.core.ledger import Ledger
from wargame.core.party import OUTSIDE

FEE = Account("5.1", "charges", "client", "provider", "volume")
CREDIT = Account("8.2", "service credits", "provider", "client", "outage")
AT_RISK = Reason("above the at-risk amount", "above the at-risk amount", "8.2")
CAPPED = Reason("above a cap", "above the liability cap of {clause}", "12.1")
LOSS = Account("economics", "customer redress", "client", OUTSIDE, "outage")


def test_every_posting_has_two_sides() -> None:
    draw = np.random.default_rng(1)
    ledger = Ledger(50)
    for account in (FEE, CREDIT, LOSS, FEE, CREDIT):
        ledger.post(account, draw.integers(-(10**9), 10**12, 50))
    assert np.all(ledger.net("client") + ledger.net("provider") + ledger.net(OUTSIDE) == 0)
    assert np.array_equal(ledger.net("provider"), ledger.paid[FEE] - ledger.paid[CREDIT])
    assert np.array_equal(ledger.net(OUTSIDE), ledger.paid[LOSS])
    assert ledger.net("nobody").tolist() == [0] * 50


def test_a_million_small_postings_lose_nothing() -> None:
    ledger = Ledger(1000)
    for i in range(1000):
        ledger.post(FEE, np.full(1000, i % 3, np.int64))
    assert ledger.paid[FEE].tolist() == [sum(i % 3 for i in range(1000))] * 1000


def test_withheld_is_kept_by_account_and_reason_and_moves_no_money() -> None:
    ledger = Ledger(2)
    ledger.withhold(CREDIT, AT_RISK, np.array([5, 0]))
    ledger.withhold(CREDIT, CAPPED, np.array([1, 2]))
    ledger.withhold(CREDIT, AT_RISK, np.array([1, 1]))
    assert {why: column.tolist() for (_, why), column in ledger.withheld.items()} == {AT_RISK: [6, 1], CAPPED: [1, 2]}
    assert ledger.net("client").tolist() == [0, 0] and ledger.paid == {}


def test_the_amounts_given_are_not_kept_as_they_are() -> None:
    """A rule may use its array again; the books hold their own."""
    ledger, amount = Ledger(2), np.array([1, 2])
    ledger.post(FEE, amount)
    amount += 100
    ledger.post(FEE, amount)
    assert ledger.paid[FEE].tolist() == [102, 104]


def test_lanes_played_again_replace_what_stood_in_the_books() -> None:
    ledger, again = Ledger(3), Ledger(2)
    for account in (FEE, CREDIT):
        ledger.post(account, np.array([10, 20, 30]))
    ledger.withhold(CREDIT, CAPPED, np.array([1, 2, 3]))
    again.post(FEE, np.array([7, 8]))
    again.post(CREDIT, np.array([0, 9]))
    again.withhold(CREDIT, CAPPED, np.array([4, 5]))
    ledger.overwrite(np.array([0, 2]), again)
    assert ledger.paid[FEE].tolist() == [7, 20, 8]
    assert ledger.paid[CREDIT].tolist() == [0, 20, 9]
    assert ledger.withheld[CREDIT, CAPPED].tolist() == [4, 2, 5]


def test_a_reason_knows_its_clause_beside_its_words() -> None:
    written = Reason("credited elsewhere", "credited for the same incident under {other}").beside("8.4")
    said = written.by("8.2")
    assert (said.keeps, said.clause, said.words) == ("credited elsewhere", "8.2", "credited for the same incident under 8.4")
    assert CAPPED.words == "above the liability cap of 12.1" and CAPPED.by("12.2") != CAPPED == CAPPED.by("12.1")


def test_an_account_says_what_it_is() -> None:
    assert str(CREDIT) == "8.2 | service credits | provider > client | outage"


def test_one_life_takes_the_place_of_one_lane_and_no_other() -> None:
    ledger, why = Ledger(3), CAPPED
    for account in (FEE, CREDIT):
        ledger.post(account, np.array([10, 20, 30]))
    ledger.withhold(CREDIT, why, np.array([1, 2, 3]))
    ledger.overwrite_one(1, {FEE: 7}, {})
    assert ledger.paid[FEE].tolist() == [10, 7, 30] and ledger.paid[CREDIT].tolist() == [10, 0, 30]
    assert ledger.withheld[CREDIT, why].tolist() == [1, 0, 3]
    with pytest.raises(KeyError):  # which accounts there are does not depend on chance
        ledger.overwrite_one(0, {FEE._replace(head="other"): 1}, {})
