"""What the laws exempt as idle is proved idle, and proved to matter where it is said to: an exemption that is only believed hides a fault.

Points that were never set off, and never taken of their service's charges, passed for idle for as long as nobody tried them beside another charge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.laws.compare import same_books
from tests.laws.idle import CONSTRUCTIONS, TERMS, Idle
from tests.laws.test_clause_laws import moving, outcome, scalars
from tests.laws.workshop import KINDS, WORLDS, Workshop, example_of, number_of
from wargame.contract.text.draft import Draft
from wargame.simulation.life.driver import play

LIVES = 64


def options_of(kind: str, name: str) -> tuple[str, ...]:
    """The options of a construction."""
    options: tuple[str, ...] = KINDS[kind].constructions[name].options
    return options


def differing(workshop: Workshop, text: str, kind: str, name: str) -> list[str]:
    """The worlds in which some option moves other money than the first."""
    number = number_of(workshop.draft(text), kind)
    found = []
    for title, world in WORLDS.items():
        first, *rest = (outcome(workshop, text, world, choices={(number, name): option}) for option in options_of(kind, name))
        if any(same_books(first, other) for other in rest):
            found.append(title)
    return found


def dates(workshop: Workshop, draft: Draft, number: str, choices: Any = None) -> Iterator[list[int]]:
    """The instants at which a clause's money is paid, life by life in every world."""
    for world in WORLDS.values():
        rules = workshop.rules(draft, world, choices)
        if number not in {clause.number for clause in rules.clauses}:
            continue
        futures = workshop.futures(world, "month", 24, 64)
        for lane in range(LIVES):
            told = play(rules, futures, lane)
            yield [posting.instant for posting in told.postings if posting.account.clause == number and posting.amount]


@pytest.mark.parametrize(("kind", "name"), CONSTRUCTIONS)
def test_a_construction_said_to_be_idle_is_idle_in_the_example_and_matters_where_it_is_said_to(workshop: Workshop, kind: str, name: str) -> None:
    why = CONSTRUCTIONS[kind, name]
    assert differing(workshop, example_of(kind), kind, name) == []
    if why.beside:
        # The clause stays the last of its kind: what is added stands before it.
        head, _, own = example_of(kind).rpartition("\n## ")
        assert differing(workshop, f"{head}\n{why.beside}\n## {own}", kind, name), f"{kind}: {name} moves nothing beside {why.beside}"
    if why.dated:
        draft = workshop.draft(example_of(kind))
        number = number_of(draft, kind)
        first, second = (dates(workshop, draft, number, {(number, name): option}) for option in options_of(kind, name)[:2])
        assert any(a != b for a, b in zip(first, second, strict=True))
    assert why.beside or why.dated


@pytest.mark.parametrize(("kind", "path"), TERMS)
def test_a_term_said_to_be_idle_is_idle_and_moves_dates_where_it_is_said_to(workshop: Workshop, kind: str, path: str) -> None:
    why = TERMS[kind, path]
    draft = workshop.draft(example_of(kind))
    number = number_of(draft, kind)
    assert moving(workshop, draft, number, {path}) == set()
    if why.dated:
        pairs = (zip(dates(workshop, changed, number), dates(workshop, draft, number), strict=True) for changed in with_other(draft, number, path))
        assert any(a != b for lives in pairs for a, b in lives)
    assert why.dated != why.acts


def with_other(draft: Draft, number: str, path: str) -> list[Draft]:
    """The draft with other values of one term."""
    terms = draft.provision(number).terms
    found = [change(terms) for name, change in scalars(terms) if name == path]
    return [replace(draft, provisions=tuple(replace(p, terms=one) if p.number == number else p for p in draft.provisions)) for one in found]


def test_every_exemption_is_of_something_that_exists() -> None:
    assert {(kind, name) for kind, name in CONSTRUCTIONS if name not in KINDS[kind].constructions} == set()
    assert all(isinstance(one, Idle) and one.reason for one in (*CONSTRUCTIONS.values(), *TERMS.values()))
