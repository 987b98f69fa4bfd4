"""The repaired care agreement answers what a reader finds it to answer; and without a clause exactly its own cells fall silent."""

from __future__ import annotations

from functools import cache

import pytest

from tests.samples.matrix import EXPECTED, MATRIX
from tests.samples.shipped import KINDS, ROOT, Pair, draft_of, futures_of, rules_of, scenario_of
from wargame.contract.text.variant import Variant, apply
from wargame.core.events import EVENTS
from wargame.core.source import Place, plain
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.desk.coverage import Coverage

PAIR = Pair(ROOT / "contracts" / "customer-care-repaired.md", ROOT / "scenarios" / "perfect-storm.yaml")
Cell = tuple[str, str]
CLAUSES = sorted(frozenset().union(*EXPECTED.values()))


def coverage(gone: frozenset[str], count: int) -> Coverage:
    """The questions and answers of the first futures of the perfect storm, under the agreement without some of its provisions."""
    draft, scenario = draft_of(PAIR.draft), scenario_of(PAIR)
    if gone:
        place = Place("tests/samples/test_matrix.py", 1, 1)
        draft = apply(draft, Variant("less", "to see what falls silent", place, remove={number: place for number in gone}), KINDS)
    rules = rules_of(draft, scenario)
    found = CohortDriver(rules, futures_of(rules, scenario, count), ask=True).run().coverage
    assert found is not None
    return found


@cache
def answerers(gone: frozenset[str] = frozenset(), count: int = 96) -> dict[Cell, frozenset[str]]:
    """For every cell the clauses that answered it at least once."""
    found: dict[Cell, set[str]] = {(event, question): set() for event, kind in EVENTS.items() for question in kind.asks}
    for event, question, clause in coverage(gone, count).answered:
        if (event, question) in found:
            found[event, question].add(clause)
    return {cell: frozenset(clauses) for cell, clauses in found.items()}


def with_dependants(number: str) -> frozenset[str]:
    """A provision and all whose terms refer to it, and so on: they cannot stand without it."""
    refers = {p.number: set(words(plain(p.node))) for p in draft_of(PAIR.draft).provisions if p.node is not None and p.kind}
    gone = {number}
    while more := {other for other, named in refers.items() if named & gone} - gone:
        gone |= more
    return frozenset(gone)


def words(value: object) -> list[str]:
    """Every text in a tree of terms."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in words(part)]
    if isinstance(value, list):
        return [text for part in value for text in words(part)]
    return [str(value)]


def test_the_matrix_has_every_cell_that_events_ask_for() -> None:
    """Of the events that the sample scenarios hold; those of the further kinds of shock come in scenarios of their own."""
    assert set(EXPECTED) == {(event, question) for event in MATRIX for question in EVENTS[event].asks}
    assert {"outage", "delay", "surge", "regulation", "late payment", "exit"} == set(MATRIX)


def test_every_cell_is_answered_by_the_clauses_that_a_reader_finds() -> None:
    found = answerers(count=768)
    wrong = {cell: (sorted(found[cell] - EXPECTED[cell]), sorted(EXPECTED[cell] - found[cell])) for cell in EXPECTED if found[cell] != EXPECTED[cell]}
    assert not wrong, f"(answered but not expected, expected but not answered): {wrong}"


def test_something_depends_on_something() -> None:
    assert with_dependants("8.8") == {"8.8", "8.9", "12.7"}
    assert with_dependants("17.1") == {"17.1"}


@pytest.mark.parametrize("number", CLAUSES)
def test_without_a_clause_exactly_the_cells_fall_silent_that_nothing_else_answers(number: str) -> None:
    gone = with_dependants(number)
    before, after = answerers(), answerers(gone)
    newly = {cell for cell in before if before[cell] and not after[cell]}
    assert newly == {cell for cell, clauses in EXPECTED.items() if clauses and clauses <= gone}
