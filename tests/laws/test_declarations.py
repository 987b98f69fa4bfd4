"""What a kind declares is what it does: the heads under which it owes, and the other provisions that it consults.

A clause meets its neighbours through `setting.provisions`; here every look at one is noted while the clause is compiled and while it acts, and must
be of itself, of what it is about, or of what it says that it consults. Corrupted on purpose, the laws fail.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from tests.laws.further import further
from tests.laws.workshop import COMBINED, KINDS, PEOPLE, PRESSURE, STORM, Workshop, example_of
from wargame.contract.rules.clause import Clause, Setting
from wargame.contract.rules.neighbours import Neighbour, Neighbours
from wargame.contract.rules.readings import open_constructions
from wargame.contract.rules.roles import Role
from wargame.core.vocabulary import Value
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.desk.desk import Desk

FURTHER = further()
TEXTS = {**{kind: (example_of(kind), *FURTHER.get(kind, ())) for kind in KINDS}, "combined": (COMBINED,)}
LANES = 32


class Noting(Neighbours):
    """Neighbours as one clause sees them, which note every one that is looked at."""

    def __init__(self, found: Iterable[Neighbour], seen: set[str]) -> None:
        super().__init__(found)
        self.seen = seen

    def __getitem__(self, number: str) -> Neighbour:
        self.seen.add(number)
        return super().__getitem__(number)

    def playing(self, *roles: Role) -> list[Neighbour]:
        found = super().playing(*roles)
        self.seen.update(one.number for one in found)
        return found

    def naming(self, number: str) -> list[Neighbour]:
        found = super().naming(number)
        self.seen.update(one.number for one in found)
        return found

    def chain(self, number: str) -> tuple[str, ...]:
        self.seen.add(number)
        return super().chain(number)

    def services_of(self, number: str) -> tuple[str, ...]:
        self.seen.add(number)
        return super().services_of(number)


def looked_at(workshop: Workshop, text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, Clause], dict[str, set[str]]]:
    """The clauses of a draft by number, and the provisions that each looked at while it was compiled and played."""
    seen: dict[str, set[str]] = defaultdict(set)
    before = Clause.__init__

    def noting(clause: Clause, setting: Setting, terms: Any) -> None:
        known = Neighbours.values(setting.provisions)
        before(clause, replace(setting, provisions=Noting(known, seen[setting.number])), terms)

    monkeypatch.setattr(Clause, "__init__", noting)
    found: dict[str, Clause] = {}
    for world in (STORM, PEOPLE):
        rules = workshop.rules(text, world)
        CohortDriver(rules, workshop.futures(world, "month", 24, LANES), ask=True).run()
        found |= {clause.number: clause for clause in (*rules.compiled, *rules.clauses)}
    return found, seen


@pytest.mark.parametrize("kind", TEXTS)
def test_a_clause_looks_only_at_what_it_says_it_consults(workshop: Workshop, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in TEXTS[kind]:
        with monkeypatch.context() as patch:
            clauses, seen = looked_at(workshop, text, patch)
            noted = {number: set(numbers) for number, numbers in seen.items()}
            for number, clause in clauses.items():
                beyond = noted.get(number, set()) - set(clause.consulted)
                assert not beyond, f"{number} ({clause.kind}) looks at {sorted(beyond)}, and does not say that it consults them"


@pytest.mark.parametrize("kind", TEXTS)
def test_a_clause_owes_only_under_the_heads_that_it_declares(workshop: Workshop, kind: str) -> None:
    for text in TEXTS[kind]:
        for world in (STORM, PEOPLE):
            rules = workshop.rules(text, world)
            books = CohortDriver(rules, workshop.futures(world, "month", 24, LANES)).run().ledger
            heads = {clause.number: clause.heads for clause in rules.clauses}
            owed = {(account.clause, account.head) for account in books.paid if account.clause in heads}
            assert {(number, head) for number, head in owed if head not in heads[number]} == set(), (
                "money is owed under heads that the kind does not declare: add them to `heads` in its file"
            )


Said = set[tuple[str, str, str]]  # (clause that reads or publishes, clause whose number it is, name)


def told(workshop: Workshop, text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, Clause], Said, Said]:
    """The clauses of a draft by number, what each read of another at the desk, and what it published."""
    read: Said = set()
    published: Said = set()

    def measure(desk: Desk, clause: str, name: str) -> Value:
        read.add((desk.clause, clause, name))
        return desk.measures[clause, name]

    def publish(desk: Desk, name: str, value: Value) -> None:
        published.add((desk.clause, desk.clause, name))
        desk.measures[desk.clause, name] = value

    monkeypatch.setattr(Desk, "measure", measure)
    monkeypatch.setattr(Desk, "publish", publish)
    found: dict[str, Clause] = {}
    for world in (STORM, PEOPLE):
        rules = workshop.rules(text, world)
        CohortDriver(rules, workshop.futures(world, "month", 24, LANES), ask=True).run()
        found |= {clause.number: clause for clause in rules.clauses}
    return found, read, published


@pytest.mark.parametrize("kind", TEXTS)
def test_a_clause_reads_only_what_it_needs_and_publishes_what_it_says(workshop: Workshop, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scenario that lacks what a level reads leaves the level out, and whoever says that it needs it; who does not say so would be left alone."""
    for text in TEXTS[kind]:
        with monkeypatch.context() as patch:
            clauses, read, published = told(workshop, text, patch)
        for reader, clause, name in sorted(read):
            if reader in clauses and reader != clause:
                what = f"{clauses[reader].kind} reads '{name}' of {clause} with month.measure: say so in `needs` in its file"
                assert (clause, name) in clauses[reader].needs(), what
        for clause, _, name in sorted(published):
            if clause in clauses:
                what = f"{clauses[clause].kind} publishes '{name}': add it to `publishes` in its file"
                assert name in clauses[clause].publishes, what


def test_a_clause_that_does_not_say_what_it_reads_is_found(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KINDS["earn_back"], "needs", lambda self: ())
    with pytest.raises(AssertionError, match=r"earn_back reads '.*' of .* with month.measure: say so in `needs` in its file"):
        test_a_clause_reads_only_what_it_needs_and_publishes_what_it_says(workshop, "earn_back", monkeypatch)


def test_a_clause_that_does_not_say_what_it_publishes_is_found(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KINDS["service_level"], "publishes", KINDS["service_level"].publishes - {"measured"})
    with pytest.raises(AssertionError, match="service_level publishes 'measured': add it to `publishes` in its file"):
        test_a_clause_reads_only_what_it_needs_and_publishes_what_it_says(workshop, "service_level", monkeypatch)


def test_a_state_that_is_not_declared_is_said_so(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KINDS["termination_chronic"], "states", lambda self: {})
    rules = workshop.rules(TEXTS["termination_chronic"][0], STORM)
    with pytest.raises(LookupError, match="which its kind does not declare: add it to `states`"):
        CohortDriver(rules, workshop.futures(STORM, "month", 24, LANES)).run()


def test_a_clause_that_consults_more_than_it_says_is_found(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KINDS["liability_cap"], "consults", lambda self: frozenset())
    with pytest.raises(AssertionError, match="does not say that it consults"):
        test_a_clause_looks_only_at_what_it_says_it_consults(workshop, "super_cap", monkeypatch)


def test_a_clause_that_owes_under_another_head_is_found(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KINDS["unit_charge"], "heads", frozenset({"fees"}))
    with pytest.raises(AssertionError):
        test_a_clause_owes_only_under_the_heads_that_it_declares(workshop, "unit_charge")


@pytest.mark.parametrize("kind", KINDS)
def test_what_can_mean_one_thing_only_is_no_open_point(workshop: Workshop, kind: str) -> None:
    """An open point has something else to be read as, or the search for the worst reading and the reader are asked about nothing."""
    rules = workshop.rules(example_of(kind), PRESSURE)
    assert all(one.others for one in open_constructions([rules]))
