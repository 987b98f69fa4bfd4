"""A law: a clause that cannot apply moves no money, neither its own nor, whatever it is about, any other clause's.

Two constructions serve every kind (tests/laws/inert.py): nothing happens, and a service of its own without work and outages beside a busy agreement.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.laws.inert import (
    BUSY,
    OF_NO_WORK,
    OTHERWISE,
    STANDING,
    STILL,
    TWO_SERVICES,
    elsewhere,
    names_a_service,
    with_and_without,
)
from tests.laws.workshop import KINDS, Workshop, number_of
from wargame.core.account import Account
from wargame.simulation.cohort.outcome import Outcome
from wargame.simulation.desk.desk import Desk
from wargame.simulation.life.driver import play

LANES = 64


def moved(one: Outcome, other: Outcome, own: frozenset[str]) -> list[Account]:
    """Accounts of other clauses that differ, paid or kept back, and accounts of its own under which it is paid."""
    found = [account for account, paid in one.ledger.paid.items() if account.clause in own and np.any(paid != 0)]
    for mine, theirs in ((one.ledger.paid, other.ledger.paid), (one.ledger.withheld, other.ledger.withheld)):
        for key in {**mine, **theirs}:
            account = key if isinstance(key, Account) else key[0]
            if account.clause not in own and np.any(mine.get(key, 0) != theirs.get(key, 0)):
                found.append(account)
    assert np.array_equal(one.exit, other.exit)
    return found


def still(workshop: Workshop, kind: str) -> list[Account]:
    """What a clause moves where nothing happens, in the books of a cohort and in the postings of a life."""
    draft, without, own = with_and_without(workshop, kind)
    futures = workshop.futures(STILL, "month", 24, LANES)
    rules = [workshop.rules(one, STILL) for one in (draft, without)]
    assert number_of(draft, kind) in {clause.number for clause in rules[0].clauses}, "it is not measured"
    told = [[p for p in play(one, futures, 0).postings if p.account.clause not in own] for one in rules]
    return moved(*(workshop.outcome(one, futures) for one in rules), own) + [a.account for a, b in zip(*told, strict=True) if a != b]


def beside(workshop: Workshop, kind: str) -> list[Account]:
    """What an example about a service without work and outages moves beside a busy agreement."""
    text, own = elsewhere(kind)
    futures = workshop.futures(BUSY, "month", 36, LANES)
    rules = [workshop.rules(one, BUSY) for one in (TWO_SERVICES + text, TWO_SERVICES)]
    assert own <= {clause.number for clause in rules[0].clauses}, rules[0].unmeasured
    return moved(*(workshop.outcome(one, futures) for one in rules), own)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in STANDING])
def test_where_nothing_happens_a_clause_moves_nothing(workshop: Workshop, kind: str) -> None:
    assert still(workshop, kind) == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in OF_NO_WORK])
def test_of_a_service_without_work_and_outages_a_clause_moves_nothing(workshop: Workshop, kind: str) -> None:
    if not names_a_service(workshop, kind):
        pytest.skip("it is about the parties, an amount or other clauses: it is tried where nothing happens")
    assert beside(workshop, kind) == []


def test_every_kind_is_tried_and_every_exemption_is_needed(workshop: Workshop) -> None:
    assert {*OF_NO_WORK, *OTHERWISE} <= set(KINDS) and not STANDING & set(OF_NO_WORK)
    assert all(still(workshop, kind) for kind in STANDING) and all(beside(workshop, kind) for kind in OF_NO_WORK)


@pytest.mark.parametrize("kind", OTHERWISE)
def test_what_must_be_said_otherwise_must(workshop: Workshop, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As its example stands the kind is paid upon where nothing happens."""
    monkeypatch.delitem(OTHERWISE, kind)
    assert still(workshop, kind)


def test_the_agreement_beside_which_they_stand_is_busy(workshop: Workshop) -> None:
    books = workshop.outcome(workshop.rules(TWO_SERVICES, BUSY), workshop.futures(BUSY, "month", 36, LANES)).ledger.paid
    heads = {account.head for account, paid in books.items() if paid.any()}
    assert {"charges", "service credits", "liquidated damages", "step-in costs", "change in law", "termination fee"} <= heads


def test_a_clause_that_takes_a_penny_all_the_same_breaks_the_law(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted breach: whoever says that nothing is owed is paid a penny."""
    owe = Desk.owe

    def greedy(desk: Desk, head: str, payer: str, payee: str, amount: Any, cause: str, **more: Any) -> None:
        owe(desk, head, payer, payee, desk.v.where(amount == 0, 1, amount), cause, **more)

    monkeypatch.setattr(Desk, "owe", greedy)
    for law in (still, beside):
        assert law(workshop, "service_credit")


def test_a_clause_that_hears_of_every_service_breaks_the_law(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted breach: a level that reads the down-time of another service."""
    fact = Desk.fact
    monkeypatch.setattr(
        Desk, "fact", lambda desk, read: fact(desk, read._replace(key="voice") if read.key == "mail" and read.fact == "downtime" else read)
    )
    assert beside(workshop, "cure")
