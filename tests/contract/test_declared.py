"""What kinds declare holds together: the places they give stand in their terms, and what they are usual for is asked."""

from __future__ import annotations

import pytest

from tests.laws.workshop import KINDS, Workshop, example_of
from wargame.contract.rules.clause import Clause
from wargame.contract.rules.rulebook import compile_rules
from wargame.core.events import EVENTS


@pytest.fixture(scope="module")
def clauses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Clause, ...]]:
    """The clauses of every kind's own example."""
    workshop = Workshop(tmp_path_factory.mktemp("declared"))
    return {kind: compile_rules(workshop.draft(example_of(kind)), KINDS).compiled for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_the_places_that_a_kind_gives_stand_in_its_terms(clauses: dict[str, tuple[Clause, ...]], kind: str) -> None:
    for clause in clauses[kind]:
        count, deadlines = clause.count(), clause.deadlines()
        if clause.trigger():
            assert clause.terms.at(clause.trigger()) is not None
        if count is not None:
            assert clause.terms.at(count.figure) == count.misses and count.window.months
        if deadlines is not None:
            assert clause.terms.at(deadlines.figure) == deadlines.within


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_kind_names_is_a_clause_of_the_draft(clauses: dict[str, tuple[Clause, ...]], kind: str) -> None:
    here = {clause.number: clause for clause in clauses[kind]}
    for clause in here.values():
        said = clause.relieved_by(clause.terms)
        named = {*clause.relieves(clause.terms), *clause.shuts_out_for(), *clause.levels(), *([said] if said else [])}
        assert named <= set(here)
        assert all(truth in here[number].publishes for number, truth in clause.awaits())
        assert not clause.awaits() or "arisen" in clause.publishes


def test_a_kind_is_usual_for_questions_that_are_asked_and_each_has_an_order() -> None:
    found: dict[tuple[str, str], list[int]] = {}
    for kind in KINDS.values():
        for (event, question), place in kind.usual_for.items():
            assert question in EVENTS[event].asks, kind.kind
            found.setdefault((event, question), []).append(place)
    assert {cell: sorted(places) for cell, places in found.items()} == {cell: list(range(1, len(places) + 1)) for cell, places in found.items()}


def test_windows_are_terms_of_the_kind() -> None:
    for kind in KINDS.values():
        assert kind.windows <= set(kind.Terms.model_fields)
