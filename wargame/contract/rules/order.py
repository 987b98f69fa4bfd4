"""The clauses of an agreement in the order in which a month end runs them, without those that a scenario cannot measure.

Each step looks at a clause and at those that read it, never at all pairs: an agreement of a thousand clauses is put in order as one of ten.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from heapq import heapify, heappop, heappush
from itertools import groupby
from typing import Any, NamedTuple

from wargame.contract.rules.clause import Clause
from wargame.contract.text.draft import Draft
from wargame.core.facts import ANY
from wargame.core.problem import BadInput, Problem


class Unmeasured(NamedTuple):
    """A clause that cannot be run in a scenario, the facts (each of a service, a series …, or of nothing) and the clauses that it lacks."""

    clause: str
    facts: tuple[tuple[str, str], ...] = ()
    clauses: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What it lacks, in words."""
        facts = [fact.replace("_", " ") + (f" of {key}" if key else "") for fact, key in self.facts]
        return ", ".join([*facts, *(f"clause {number}" for number in self.clauses)])


@lru_cache(maxsize=16_384)
def number_key(number: str) -> tuple[Any, ...]:
    """Sort key of clause numbers: 5.2 before 5.10, numbers before words."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"[.\s]+", number) if part)


def check_needs(draft: Draft, built: Mapping[str, Clause], asking: Iterable[Clause], problems: list[Problem]) -> None:
    """Adds a problem (C002) for every clause that some of them name, or read a measure of, and that does not act as it must or gives no such one."""
    for clause in asking:
        for term, stage in clause.names.items():
            for number in clause.terms.term(term):
                other = built.get(number)
                if other is not None and (other.stage != stage or number == clause.number):
                    able = sorted(n for n, c in built.items() if c.stage == stage and n != clause.number)
                    message = f"{clause.number} {clause.setting.title}: `{term.replace('_', ' ')}` names {number}, which is a {other.kind}"
                    hint = f"clauses that can be named: {', '.join(able)}" if able else "leave the term out: there is no clause that it could name"
                    problems.append(Problem("C002", draft.provision(clause.number).place, message, hint))
        for number, measure in clause.needs():
            target = built.get(number)
            if target is None or measure not in target.publishes:
                what = f"is a {target.kind}" if target else "has no terms"
                able = sorted(n for n, c in built.items() if measure in c.publishes)
                message = f"{clause.number} {clause.setting.title}: refers to {number} for its {measure}, but {number} {what} and gives none"
                hint = f"clauses that give one: {', '.join(able)}" if able else f"add a provision that gives the {measure}"
                problems.append(Problem("C002", draft.provision(clause.number).place, message, hint))


def measurable(built: Mapping[str, Clause], provides: Collection[tuple[str, str]] | None) -> tuple[dict[str, Clause], tuple[Unmeasured, ...]]:
    """Clauses whose facts exist, leaving out also those that read a clause left out."""
    kept = dict(built)
    if provides is None:
        return kept, ()
    missing: list[Unmeasured] = []
    lacking = {number: facts for number, clause in built.items() if (facts := _lacking(clause, provides))}
    # Who looks again: in the first round all, then those that read a clause that has gone since.
    readers: dict[str, list[str]] = {}
    for number, clause in built.items():
        for other, _ in clause.needs():
            readers.setdefault(other, []).append(number)
    place = {number: i for i, number in enumerate(built)}
    gone = {other for other in readers if other not in built}
    waiting = sorted({*lacking, *(number for other in gone for number in readers[other])}, key=place.__getitem__)
    while waiting:
        # A round goes through the clauses in their order: who comes after one that goes sees it gone in the same round, who comes before in the next.
        later: set[str] = set()
        here = [(place[number], number) for number in waiting]
        heapify(here)
        while here:
            at, number = heappop(here)
            if number not in kept:
                continue
            others = tuple(dict.fromkeys(other for other, _ in built[number].needs() if other not in kept))
            missing.append(Unmeasured(number, lacking.get(number, ()), others))
            del kept[number]
            for reader in readers.get(number, ()):
                if place[reader] > at:
                    heappush(here, (place[reader], reader))
                else:
                    later.add(reader)
        waiting = sorted(later & kept.keys(), key=place.__getitem__)
    return kept, tuple(missing)


def _lacking(clause: Clause, provides: Collection[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The facts that a clause reads and that nobody provides."""
    facts = ((read.fact, read.key) for read in clause.reads() if (read.fact, read.key) not in provides and (read.fact, ANY) not in provides)
    return tuple(dict.fromkeys(facts))


def rank(clause: Clause) -> tuple[Any, ...]:
    """What puts one clause before another of its stage, where neither reads the other."""
    return clause.stage, clause.of_law, clause.takes_what_is_left, clause.kind, clause.setting.title, clause.setting.quote, number_key(clause.number)


def ordered(draft: Draft, clauses: Mapping[str, Clause]) -> tuple[Clause, ...]:
    """Topological order inside (stage, kind, words of the provision); BadInput C004 names a circle. Neither numbers nor the order of the file
    decide: two provisions of the same words are told apart by their numbers."""
    ranked = sorted(clauses.values(), key=rank)
    place = {clause.number: i for i, clause in enumerate(ranked)}
    blocks: dict[str, list[str]] = {}  # clause to those that wait for it: it is of their stage or a later one
    waits: dict[str, int] = {}
    for clause in ranked:
        before = {number for number, _ in clause.needs() if clauses[number].stage >= clause.stage}
        waits[clause.number] = len(before)
        for number in before:
            blocks.setdefault(number, []).append(clause.number)
    ready = [place[number] for number, count in waits.items() if not count]
    heapify(ready)
    done: dict[str, Clause] = {}
    left = [sum(1 for _ in group) for _, group in groupby(ranked, key=lambda clause: clause.stage)]
    stages = list(dict.fromkeys(clause.stage for clause in ranked))
    while len(done) < len(ranked):
        if not ready:
            waiting = [clause for clause in ranked if clause.number not in done]
            circle = " → ".join(clause.number for clause in waiting)
            message, hint = f"these clauses wait for each other: {circle}", "let one of them stop referring to the others"
            raise BadInput([Problem("C004", draft.provision(waiting[0].number).place, message, hint)])
        clause = ranked[heappop(ready)]
        # Stages come first: a clause of a later stage is never run while one of an earlier stage waits.
        first = next(i for i, count in enumerate(left) if count)
        if clause.stage > stages[first]:
            blocked = [one.number for one in ranked if one.number not in done and one.stage == stages[first]]
            message = f"{', '.join(blocked)} read measures of a later stage of the month end"
            raise BadInput([Problem("C004", draft.provision(blocked[0]).place, message, "refer to a clause that is settled earlier")])
        done[clause.number] = clause
        left[stages.index(clause.stage)] -= 1
        for number in blocks.get(clause.number, ()):
            waits[number] -= 1
            if not waits[number]:
                heappush(ready, place[number])
    return tuple(done.values())
