"""Which questions of an event the kinds answer by their terms, and which they leave open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.laws.workshop import KINDS, Workshop, example_of, number_of
from wargame.contract.rules.rulebook import compile_rules
from wargame.core.events import EVENTS
from wargame.core.values import DAY
from wargame.core.vocabulary import SCALAR

NEW = ("slump", "shortage", "breach", "price", "distress", "control", "order", "change")
LIVE = (("target: 99.5 %\n", "measure: answer time\ntarget: 80 %\n"),)
# (kind, what is changed in its example, event) -> the questions answered where everything it measures stands at 1.
TABLE: list[tuple[str, tuple[tuple[str, str], ...], str, str]] = [
    ("unit_charge", (), "slump", "measure pay"),
    ("minimum_commitment", (), "slump", "pay limit"),
    ("arc_rrc", (), "slump", "measure pay decide"),
    ("forecast_lock", (), "slump", "measure pay decide"),
    ("forecast_lock", (("floor: {of: 96 %, price: GBP 2.00}\n", ""),), "slump", "measure decide"),
    ("gain_share", (), "slump", "pay"),
    ("gain_share", (), "price", ""),  # a target of charges says nothing of cost
    ("indexation", (), "price", "pay limit"),
    ("indexation", (("floor: 0.5 %\nceiling: 5 %\n", ""),), "price", "pay"),
    ("indexation", (("index: 5.2\n", ""),), "price", ""),  # no price follows it
    ("currency_adjustment", (), "price", "pay"),
    ("rate_reset", (), "price", "pay limit decide"),
    ("benchmarking", (), "price", "pay limit decide"),
    ("termination_cause", (), "distress", ""),
    ("termination_cause", (("notice: 20 days\n", "notice: 20 days\ninsolvency: yes\n"),), "distress", "leave"),
    ("termination_cause", (), "shortage", ""),  # the breach is of an availability
    ("termination_cause", LIVE, "shortage", "leave"),
    ("termination_chronic", (), "shortage", ""),
    ("termination_chronic", LIVE, "shortage", "act leave"),
    ("termination_convenience", (), "control", "leave"),
    ("termination_convenience", (), "breach", "leave"),
    ("termination_convenience", (), "order", "leave"),
    ("change_control", (), "change", "act pay decide"),
    ("change_control", (("decided within: 10 business days\n", ""),), "change", "act pay"),
    ("change_control", (), "order", "act decide"),
    ("change_in_law", (), "order", ""),  # an order is no change of the law
    ("force_majeure", (), "order", ""),  # what an order stops is down-time, and asked for as that
    ("force_majeure", (), "shortage", ""),  # it is played for down-time, and people who are missing are none
    ("termination_force_majeure", (), "order", ""),
    ("indemnity", (("service: voice\nshare", "share"),), "breach", "pay remedy"),
    ("indemnity", (), "breach", ""),  # of one service's failures, and data are no service
    ("indemnity", (("service: voice\nshare", "share"), ("customer redress", "re-performance"), ("regulatory fine", "work-around")), "breach", ""),
    ("liability_cap", (), "breach", "limit"),
    (
        "liability_cap",
        (("kind: liability_cap\n", "kind: liability_cap\ncovers: [liquidated damages]\nindemnities: outside the cap\n"),),
        "breach",
        "",
    ),
    ("super_cap", (), "breach", "limit"),
    ("carve_out", (), "breach", "limit"),
    ("excluded_losses", (), "breach", "limit"),
    ("notice", (), "breach", "act"),
    ("service_credit", LIVE, "shortage", "pay remedy"),
    ("service_credit", (), "shortage", ""),
    ("credit_pool", (), "shortage", "pay remedy"),  # one of its levels is responsiveness
    ("cure", LIVE, "shortage", "act pay remedy"),
    ("surge_capacity", (), "shortage", "act pay remedy"),
    ("escalation", (), "shortage", ""),
    ("disaster_recovery", (), "order", ""),
    ("liquidated_damages", (), "outage", "pay remedy decide limit"),
    ("liquidated_damages", (("per: 1 hour\n", "per: 1 hour\nexcluding: [client]\n"),), "outage", "pay remedy decide limit excuse"),
]


class Ones:
    """A month in which everything that was published is 1, and the row of an event in it, which is about everything."""

    v = SCALAR

    def about(self, series: str = "") -> bool:
        return True

    def lasts(self, name: str) -> int:
        return 10 * DAY

    column = lasts

    def measure(self, clause: str, name: str) -> int:
        return 1

    def of(self, value: Any) -> Any:
        return value


class Noughts(Ones):
    """A month in which nothing happened."""

    def measure(self, clause: str, name: str) -> int:
        return 0


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    yield Workshop(Path(tmp_path_factory.mktemp("answers")))


def clause_of(workshop: Workshop, kind: str, changes: tuple[tuple[str, str], ...] = ()) -> Any:
    """The clause of a kind's example, with some words replaced."""
    text = example_of(kind)
    for old, new in changes:
        text = text.replace(old, new)
    draft = workshop.draft(text)
    rules = compile_rules(draft, KINDS)
    return next(clause for clause in rules.clauses if clause.number == number_of(draft, kind))


def said(clause: Any, event: str, month: Ones) -> set[str]:
    return {question for question, answer in clause.answers(event, month, month) if answer}


@pytest.mark.parametrize(("kind", "changes", "event", "questions"), TABLE)
def test_a_kind_answers_what_its_terms_say(workshop: Workshop, kind: str, changes: tuple[tuple[str, str], ...], event: str, questions: str) -> None:
    assert said(clause_of(workshop, kind, changes), event, Ones()) == set(questions.split())


@pytest.mark.parametrize("kind", KINDS)
def test_only_questions_that_are_asked_are_answered(workshop: Workshop, kind: str) -> None:
    clause = clause_of(workshop, kind)
    for event in NEW:
        assert said(clause, event, Ones()) <= set(EVENTS[event].asks)


@pytest.mark.parametrize("kind", ["service_credit", "credit_pool", "cure", "surge_capacity"])
def test_a_remedy_for_a_shortage_is_one_that_was_paid(workshop: Workshop, kind: str) -> None:
    changes = () if kind == "credit_pool" else LIVE
    assert said(clause_of(workshop, kind, changes), "shortage", Noughts()) <= {"act"}


def test_no_kind_speaks_of_a_change_of_control_but_by_letting_a_party_leave(workshop: Workshop) -> None:
    answers = {(kind, question) for kind in KINDS for question in said(clause_of(workshop, kind), "control", Ones())}
    assert answers == {("termination_convenience", "leave")}


def test_an_exit_is_decided_by_the_clause_that_was_used(workshop: Workshop) -> None:
    """An authority's order ends an agreement under no clause: none of those that let a party leave then says who decides."""
    deciding = {kind for kind in KINDS if "decide" in said(clause_of(workshop, kind), "exit", Ones())}
    assert {"termination_cause", "termination_chronic", "termination_convenience", "termination_force_majeure"} <= deciding
    assert not any("decide" in said(clause_of(workshop, kind), "exit", Noughts()) for kind in deciding)
