"""Runs: thousands of contract lives for every scenario, variant and reading, in cohorts spread over processes.

A cohort of up to 32,768 futures is drawn once and met by every variant and reading. The base is played whole; a day-stepped variant or reading uses
the world the base has made, and only the lanes in which the contract's responses, notices or exit came out differently are played again from day 0.
What comes back is put together in the order of futures, so that the number of workers changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

import numpy as np

from wargame.contract.rules.rulebook import Rulebook
from wargame.core.account import Account, Reason
from wargame.core.arrays import Bools, Floats
from wargame.core.streams import BLOCK
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.cohort.outcome import Outcome
from wargame.simulation.cohort.parallel import ParallelBook, parallel_book
from wargame.simulation.desk.coverage import Coverage
from wargame.simulation.life.driver import play
from wargame.simulation.life.trace import LifeTrace
from wargame.simulation.run import columns
from wargame.simulation.run.columns import Column
from wargame.simulation.run.passes import CalmPass, MeasureKey, PlanLine
from wargame.simulation.run.prepare import Play, Prepared
from wargame.simulation.run.results import NO_NOTICE, Cell, CellResult, Columns, Total
from wargame.simulation.run.watch import WatchedCohort, lines_of
from wargame.simulation.run.worker_pool import WorkerPool
from wargame.world.sampled.futures import Futures, calm_future
from wargame.world.scenario.crowding import happening

COHORT = 32 * BLOCK  # four times what the first design had: a third faster (measured), and a worker stays below 300 MB
CALLS = 2 * BLOCK  # what a cohort costs whatever its width, in futures (measured)
ROWS = 6_000_000  # outages, shocks and rows of a history that a cohort may hold: where lives are crowded cohorts are narrower
FEW = 3  # lives below which as many played alone cost less than a pass (measured)
HELD = 4  # plays of a cohort of that width that a worker can hold; with more of them cohorts are narrower


K = TypeVar("K")


class CellJob(NamedTuple):
    """A cohort of one scenario, its first future and how many there are, and the plays that meet it. `whole`: all columns; else each party's net and
    the exit only."""

    scenario: int
    first: int
    futures: int
    plays: tuple[Play, ...]
    whole: bool = True


@dataclass
class CellSlice:
    """What one cohort came to in one cell: columns of one number a future; what each future counts for (1, as long as all are drawn as often as they
    happen), and whether it failed (none, as long as one that fails ends the run)."""

    columns: dict[Column, Columns]
    weight: Floats
    failed: Bools
    ends: Counter[tuple[str, str]]  # how many ended early by a notice under a clause of a party, or by none (NO_NOTICE)
    coverage: Coverage | None  # None where no questions were asked
    by_month: dict[Account, list[int]]  # sums over the cohort by month of payment; empty but for the draft as it stands
    longest: dict[str, Columns]  # service -> seconds of its longest outage, one a future; the same
    value: dict[tuple[str, str], Columns]  # (party, measure) -> what the agreement is worth, one a future; the same


@dataclass(frozen=True)
class Layout:
    """The plan of every scenario, and the accounts of every cell, found by playing it: which accounts exist does not depend on chance."""

    columns: tuple[Column, ...]  # one for each account, in the order of the file
    futures: int
    unit: int  # futures that are written together, whatever the width of a cohort
    plans: dict[str, dict[str, int]]  # scenario -> party -> net in the plan of the draft as it stands, in the base reading
    planned: dict[str, dict[Account, int]]  # scenario -> what each account pays in that plan
    lines: dict[str, dict[MeasureKey, PlanLine]]  # scenario -> what there is to see of its services and staff in that plan
    paid: dict[Cell, tuple[Account, ...]]
    withheld: dict[Cell, tuple[tuple[Account, Reason], ...]]


def cell_of(ready: Prepared, i: int, one: Play) -> Cell:
    """The name of a play in scenario i."""
    return Cell(ready.scenarios[i].key, ready.variants[one.variant].name, one.reading.name)


def cells(ready: Prepared) -> list[tuple[int, Play, Cell]]:
    """(scenario index, play, cell) in the order of results; single readings are not among them."""
    return [(i, one, cell_of(ready, i, one)) for i in range(len(ready.scenarios)) for one in ready.plays]


def lay_out(ready: Prepared, team: WorkerPool, plays: tuple[Play, ...] = ()) -> Layout:
    """Play the plan of every cell, or of some plays only: what each party expects, and which columns there are."""
    held: set[Column] = set()
    plays = plays or ready.plays
    layout = Layout((), ready.spec.futures, widest(len(plays)), {}, {}, {}, {}, {})
    found = team.each(_plans, [(i, plays) for i in range(len(ready.scenarios))])
    for i, (nets, planned, lines, accounts) in enumerate(found):
        key = ready.scenarios[i].key
        layout.plans[key], layout.planned[key], layout.lines[key] = nets, planned, lines
        for one, (paid, withheld) in zip(plays, accounts, strict=True):
            cell = cell_of(ready, i, one)
            layout.paid[cell], layout.withheld[cell] = paid, withheld
            held |= {columns.paid(account) for account in paid} | {columns.withheld(account, why) for account, why in withheld}
    return replace(layout, columns=columns.in_order(held))


Accounts = tuple[tuple[Account, ...], tuple[tuple[Account, Reason], ...]]  # those paid through, and those kept back from, with the reasons
PlanOf = tuple[dict[str, int], dict[Account, int], dict[MeasureKey, PlanLine], list[Accounts]]


def _plans(ready: Prepared, job: tuple[int, tuple[Play, ...]]) -> PlanOf:
    """Each party's net in the plan of scenario i, what every account pays in it, what there is to see of it, and the accounts of every play."""
    i, plays = job
    rules = ready.rules[i][0]
    calm = calm_future(ready.scenarios[i], rules.calendar, rules.term_months)
    base, lines = _base_plan(ready, i, calm)
    world = base if ready.scenarios[i].step == "day" else None
    shadows = [parallel_book(rules, ready.book(i, one), accounts=True) for one in plays]
    if any(shadow is not None and shadow.clauses for shadow in shadows):
        CohortDriver(rules, calm, reuse=world.physical if world else None, shadows=[shadow for shadow in shadows if shadow]).run()
    ledgers = [
        (base if shadow is not None and shadow.idle else replay_on_base_world(ready.book(i, one), calm, world)).ledger
        for one, shadow in zip(plays, shadows, strict=True)
    ]
    nets = planned_nets(ready, i)
    planned = {account: int(column[0]) for account, column in base.ledger.paid.items()}
    return nets, planned, lines, [(tuple(one.paid), tuple(one.withheld)) for one in ledgers]


def _base_plan(ready: Prepared, i: int, calm: Futures) -> tuple[Outcome, dict[MeasureKey, PlanLine]]:
    """The plan of the draft as it stands, in the base reading; played once."""
    if i not in ready.calm:
        cohort = WatchedCohort(ready.rules[i][0], calm)
        outcome = cohort.run()
        ready.calm[i] = CalmPass(outcome, {key: tuple(float(month[0]) for month in line) for key, line in lines_of(cohort, outcome).items()})
    return ready.calm[i].outcome, ready.calm[i].lines


def planned_nets(ready: Prepared, i: int) -> dict[str, int]:
    """What each party receives less what it pays and spends in the plan of scenario i, in minor units."""
    rules = ready.rules[i][0]
    base, _ = _base_plan(ready, i, calm_future(ready.scenarios[i], rules.calendar, rules.term_months))
    return {party: int(base.ledger.net(party)[0]) for party in rules.parties}


def play_cohort(ready: Prepared, job: CellJob) -> list[CellSlice]:
    """One cohort of a scenario in every play of the job."""
    i, plays = job.scenario, job.plays
    scenario, rules = ready.scenarios[i], ready.rules[i][0]
    futures = ready.draw(i, job.first, job.futures)
    books = [ready.book(i, one) for one in plays]
    others = [book for book in books if book is not rules]
    keep = scenario.step == "day" and bool(others)
    base: Outcome | None = None
    shadows: dict[int, ParallelBook | None] = {}
    if keep or len(others) < len(books):
        shadows = {id(book): parallel_book(rules, book) for book in others}
        beside_it = [shadow for shadow in shadows.values() if shadow]
        base = CohortDriver(rules, futures, ask=job.whole, keep=keep, shadows=beside_it).run()
    slices = []
    for book in books:
        shadow = shadows.get(id(book))
        same = base is not None and (book is rules or (shadow is not None and shadow.idle))
        outcome = base if base is not None and same else replay_on_base_world(book, futures, base)
        slices.append(slice_of(outcome, book, whole=job.whole, asked=book is rules))
    return slices


def slice_of(outcome: Outcome, rules: Rulebook, *, whole: bool = True, asked: bool = True) -> CellSlice:
    """What a pass came to: without `whole` each party's net and the exit only. What questions it answered and what it was in each month is told where
    that was `asked`."""
    found: dict[Column, Columns] = {columns.EXIT: np.where(outcome.exit < outcome.term_end, outcome.exit, -1)}
    found |= {columns.cost(party): -outcome.ledger.net(party) for party in rules.parties}
    grounds, counts = np.unique(outcome.ground[outcome.exit < outcome.term_end], return_counts=True)
    ends = Counter(
        {NO_NOTICE if ground < 0 else rules.notice_of(ground): count for ground, count in zip(grounds.tolist(), counts.tolist(), strict=True)}
    )
    if whole:
        found |= {columns.paid(account): column for account, column in outcome.ledger.paid.items()}
        found |= {columns.withheld(account, why): column for (account, why), column in outcome.ledger.withheld.items()}
    weight, failed = np.ones(outcome.exit.size), np.zeros(outcome.exit.size, bool)
    if not asked:
        return CellSlice(found, weight, failed, ends, None, {}, {}, {})
    return CellSlice(found, weight, failed, ends, outcome.coverage, outcome.ledger.by_month, outcome.longest, outcome.value)


def replay_on_base_world(rules: Rulebook, futures: Futures, base: Outcome | None) -> Outcome:
    """Another rulebook on the same futures, using the base's world where the contract did nothing different to it."""
    if base is None or base.physical is None or futures.on_dates(rules.due, rules.calendar) is not futures:
        return CohortDriver(rules, futures).run()
    outcome = CohortDriver(rules, futures, reuse=base.physical).run()
    assert outcome.differs is not None
    again = np.flatnonzero(outcome.differs)
    if again.size > futures.lanes // 2:
        return CohortDriver(rules, futures).run()
    if again.size < FEW:
        for lane in again.tolist():
            told = play(rules, futures, lane)
            outcome.ledger.overwrite_one(lane, told.paid(), told.kept_back())
            outcome.exit[lane], outcome.ground[lane] = told.exit, told.ground
    else:
        replayed = CohortDriver(rules, futures.take(again)).run()
        outcome.ledger.overwrite(again, replayed.ledger)
        outcome.exit[again], outcome.ground[again] = replayed.exit, replayed.ground
    return outcome


def play_lives(ready: Prepared, job: tuple[int, Play, list[int]]) -> list[LifeTrace]:
    """Some futures of one cell, (scenario index, play, numbers), event by event, in the order asked for."""
    i, one, numbers = job
    rules = ready.book(i, one)
    told: dict[int, LifeTrace] = {}
    for block in sorted({number // BLOCK for number in numbers}):
        futures = ready.draw(i, block * BLOCK, BLOCK, rules)
        for number in sorted(set(numbers)):
            if number // BLOCK == block:
                told[number] = play(rules, futures, number - block * BLOCK)
    return [told[number] for number in numbers]


def widest(plays: int) -> int:
    """The largest cohort that is played: a power of two blocks, fewer where a worker has more plays to hold."""
    most = COHORT * HELD // max(plays, HELD) // BLOCK
    return int(BLOCK << max(most.bit_length() - 1, 0))


def crowd(ready: Prepared) -> float:
    """How much happens in a life of the most crowded scenario, as a mean."""
    return max(happening(scenario, ready.draft.front.term.months) for scenario in ready.scenarios)


def cohort_width(futures: int, scenarios: int, workers: int, plays: int = 1, rows: float = 0) -> int:
    """Futures to a cohort: a part of the widest, so that all workers end at about the same time; of lives in which so much happens (`rows`), no more
    than can be held. Results do not depend on it."""
    most = min(widest(plays), ROWS / max(rows, 1))
    widths = [BLOCK, *(BLOCK << k for k in range(1, 32) if BLOCK << k <= most)]

    def lasts(width: int) -> int:
        return -(-scenarios * -(-futures // width) // workers) * (min(width, futures) + CALLS)

    return min(reversed(widths), key=lasts)


def run_cells(
    ready: Prepared, layout: Layout, team: WorkerPool, keep: Callable[[Cell, int, CellSlice], None], tick: Callable[[int], None]
) -> list[CellResult]:
    """Play every cell that is written future by future; `keep` is given each slice in order, `tick` the lives played since it was last called."""
    n, plays = ready.spec.futures, ready.plays
    width = cohort_width(n, len(ready.scenarios), team.workers, len(plays), crowd(ready))
    jobs = [CellJob(i, first, min(width, n - first), plays) for i in range(len(ready.scenarios)) for first in range(0, n, width)]
    results = {(i, one): empty_result(ready, layout, i, one) for i, one, _ in cells(ready)}
    totals: dict[Cell, dict[Column, Total]] = {result.cell: {} for result in results.values()}
    for job, slices in zip(jobs, team.each(play_cohort, jobs), strict=True):
        for play_of, one in zip(plays, slices, strict=True):
            result = results[job.scenario, play_of]
            add(result, one, job.first, totals[result.cell])
            keep(result.cell, job.first, one)
        tick(job.futures * len(slices))
        slices.clear()  # not held while the next cohort is awaited
        del one
    for result in results.values():
        total_up(result, layout, totals[result.cell])
    return list(results.values())


def add(result: CellResult, one: CellSlice, first: int, totals: dict[Column, Total]) -> None:
    """Add a cohort, from its `first` future on, to its cell, and its columns to the cell's totals."""
    count = one.columns[columns.EXIT].size
    for party in result.plan:
        loss = result.plan[party] + one.columns[columns.cost(party)]
        result.losses[party][first : first + count] = one.columns[columns.loss(party)] = loss
    result.exits += int(np.count_nonzero(one.columns[columns.EXIT] >= 0))
    result.ends.update(one.ends)
    if one.coverage is not None:
        result.coverage.add(one.coverage, first)
    result.add_months(one.by_month)
    _put(result.longest, one.longest, result.n, first)
    _put(result.value, one.value, result.n, first)
    for held, column in one.columns.items():
        total = totals.setdefault(held, Total())
        total.sum += int(column.sum())
        total.fired += int(np.count_nonzero(column))


def _put(kept: dict[K, Columns], more: Mapping[K, Columns], n: int, first: int) -> None:
    """Put a cohort's columns of one number a future among those of all n futures."""
    for name, column in more.items():
        kept.setdefault(name, np.zeros(n, np.int64))[first : first + column.size] = column


def total_up(result: CellResult, layout: Layout, totals: dict[Column, Total]) -> None:
    """Give a cell, all of whose cohorts have been added, the totals of its accounts, in the order of the layout."""
    result.paid = {account: totals[columns.paid(account)] for account in layout.paid[result.cell]}
    result.withheld = {pair: totals[columns.withheld(*pair)] for pair in layout.withheld[result.cell]}


def empty_result(ready: Prepared, layout: Layout, i: int, one: Play) -> CellResult:
    """A cell whose losses are not yet known."""
    losses = {party: np.zeros(one.futures, np.int64) for party in ready.parties}
    scenario = ready.scenarios[i]
    plan, planned = layout.plans[scenario.key], layout.planned[scenario.key]
    return CellResult(cell_of(ready, i, one), ready.book(i, one), scenario, plan, losses, planned)
