"""Knock-outs: the same futures once more without one clause, or without one shock, to see what it was worth.

What depends on a clause goes with it: a credit cannot be reckoned without the level that it reads. The others stay as they are written. A shock is
taken out of the world before it is drawn; what arrives only after it never comes, and every other draw stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal, NamedTuple

import numpy as np

from wargame.contract.rules.clause import Clause
from wargame.contract.rules.rulebook import Rulebook, number_key
from wargame.contract.text.variant import BASE_NAME
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.run.budget import WITHOUT, plays
from wargame.simulation.run.cells import replay_on_base_world
from wargame.simulation.run.prepare import Prepared
from wargame.simulation.run.results import CellResult, LeftOneOut
from wargame.simulation.run.worker_pool import WorkerPool
from wargame.world.sampled.futures import draw_futures
from wargame.world.shock_base.base import Shock

FUTURES = 512  # of each scenario: the first ones
_PIECE = 24  # knock-outs a piece of work has at most: each piece draws its futures, and plays the base, anew


class Target(NamedTuple):
    """What is taken out: a clause by its number, or a shock by its name."""

    by: Literal["clause", "shock"]
    key: str


def targets(ready: Prepared, i: int, cell: CellResult) -> tuple[Target, ...]:
    """What is worth taking out of scenario i: every clause that moved or kept back money in its base cell, shortens outages or gives a right, and
    every shock. What a level or an index does is worth what the clauses are worth that read it."""
    acted = {account.clause for account, total in cell.paid.items() if total.fired}
    for (account, why), total in cell.withheld.items():
        if total.fired:
            acted |= {account.clause, why.clause}
    acted |= {number for number in cell.rules.excusing if cell.excused(number)}
    clauses = [
        clause.number
        for clause in ready.rules[i][0].clauses
        if clause.number in acted or clause.rights or type(clause).on_incident is not Clause.on_incident
    ]
    return (
        *(Target("clause", number) for number in sorted(clauses, key=number_key)),
        *(Target("shock", shock.name) for shock in ready.scenarios[i].shocks),
    )


def affordable(ready: Prepared, cell: CellResult, every: tuple[Target, ...]) -> tuple[Target, ...]:
    """Those that the budget reaches: every shock, and the clauses through whose own accounts most money went."""
    room = plays(ready, WITHOUT)
    clauses = [target for target in every if target.by == "clause"]
    if room is None or len(clauses) <= room:
        return every
    moved: dict[str, int] = {}
    for account, total in cell.paid.items():
        moved[account.clause] = moved.get(account.clause, 0) + abs(total.sum)
    kept = set(sorted(clauses, key=lambda target: -moved.get(target.key, 0))[:room])
    return tuple(target for target in every if target.by == "shock" or target in kept)


def not_left_out(ready: Prepared, base: list[CellResult]) -> int:
    """How many clauses would be worth leaving out in a hardest scenario and are not, because the budget does not reach them."""
    return len({target.key for _, every, reached in _wanted(ready, base) for target in set(every) - set(reached)})


def _wanted(ready: Prepared, base: list[CellResult]) -> Iterator[tuple[int, tuple[Target, ...], tuple[Target, ...]]]:
    """Each of the hardest scenarios, what would be worth taking out of it, and what of that the budget reaches."""
    cells = {one.cell.scenario: one for one in base if one.cell.variant == BASE_NAME}
    wanted = hardest(list(cells.values()))
    for i, scenario in enumerate(ready.scenarios):
        if scenario.key in wanted:
            every = targets(ready, i, cells[scenario.key])
            yield i, every, affordable(ready, cells[scenario.key], every)


def hardest(base: list[CellResult]) -> frozenset[str]:
    """The scenario in which each party has most to lose in the worst twentieth of lives: there it is worth knowing why."""
    parties = base[0].losses if base else {}
    return frozenset(max(base, key=lambda one: int(np.sort(one.losses[party])[-max(one.n // 20, 1) :].sum())).cell.scenario for party in parties)


def leave_one_out(ready: Prepared, team: WorkerPool, base: list[CellResult]) -> Iterator[LeftOneOut]:
    """Every knock-out in the hardest scenarios, in the order of scenarios and targets; `base` holds the cells in the base reading."""
    jobs = [(i, reached[first : first + _PIECE]) for i, _, reached in _wanted(ready, base) for first in range(0, len(reached), _PIECE)]
    for part in team.each(_play_without, jobs):
        yield from part


def without(rules: Rulebook, number: str) -> tuple[Rulebook, tuple[str, ...]]:
    """The rulebook without a clause and all that read it, and the numbers of these others."""
    readers: dict[str, list[str]] = {}
    for clause in rules.clauses:
        for other, _ in clause.needs():
            readers.setdefault(other, []).append(clause.number)
    gone, waiting = {number}, [number]
    while waiting:
        more = [one for one in readers.get(waiting.pop(), ()) if one not in gone]
        gone.update(more)
        waiting += more
    kept = tuple(clause for clause in rules.clauses if clause.number not in gone)
    return replace(rules, clauses=kept), tuple(sorted(gone - {number}, key=number_key))


def followers(shocks: Iterable[Shock], name: str) -> tuple[str, ...]:
    """Shocks that arrive only after a shock, or after one that does: without it they never come. One whose rate it raises comes still, less often."""
    gone = {name}
    waiting = {shock.name: shock.inputs.arrives.after.shock for shock in shocks if shock.inputs.arrives.after}
    while more := {after for after, before in waiting.items() if before in gone} - gone:
        gone |= more
    return tuple(one for one in waiting if one in gone and one != name)


def _play_without(ready: Prepared, job: tuple[int, tuple[Target, ...]]) -> list[LeftOneOut]:
    i, wanted = job
    scenario, rules = ready.scenarios[i], ready.rules[i][0]
    n = min(ready.spec.futures, FUTURES)
    futures = ready.draw(i, 0, n)
    base = CohortDriver(rules, futures, keep=scenario.step == "day").run()
    found = []
    for target in wanted:
        others: tuple[str, ...] = ()
        if target.by == "clause":
            fewer, others = without(rules, target.key)
            outcome = replay_on_base_world(fewer, futures, base)
        else:
            others = followers(scenario.shocks, target.key)
            calmer = replace(scenario, shocks=tuple(shock for shock in scenario.shocks if shock.name != target.key))
            outcome = CohortDriver(rules, draw_futures(calmer, rules.calendar, rules.term_months, ready.spec.seed, 0, n)).run()
        worth = {party: base.ledger.net(party) - outcome.ledger.net(party) for party in rules.parties}
        found.append(LeftOneOut(scenario.key, target.by, target.key, others, worth))
    return found
