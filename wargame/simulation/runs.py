"""Runs: thousands of contract lives for every scenario and variant, in cohorts spread over processes.

A cohort of up to 32,768 futures is drawn once and met by every variant. The base is played whole; a day-stepped variant uses the world the base has
made, and only the lanes in which the contract's responses, notices or exit came out differently are played again from day 0. What comes back is put
together in the order of futures, so that the number of workers changes nothing.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from wargame.contract.rulebook import Rulebook
from wargame.core.ledger import Account
from wargame.core.streams import BLOCK
from wargame.simulation.cohort import Cohort, Outcome
from wargame.simulation.play import play
from wargame.simulation.prepare import BASE_READING, Prepared, RunSpec, prepare
from wargame.simulation.results import Cell, CellResult, Total
from wargame.simulation.told import Told
from wargame.simulation.whatif import WhatIf, play_what_ifs, shared_out
from wargame.world.futures import Futures, calm_future, draw_futures

COHORT = 32 * BLOCK  # four times what the first design had: a third faster (measured), and a worker stays below 300 MB
_prepared: Prepared | None = None  # a worker's own copies
_layout: Layout | None = None


@dataclass
class Slice:
    """What one cohort came to in one cell: columns by name, of one number a future."""

    columns: dict[str, Any]
    coverage: Any


@dataclass(frozen=True)
class Layout:
    """The accounts of every cell, found by playing the plan: which accounts exist does not depend on chance."""

    columns: tuple[str, ...]
    plans: dict[Cell, dict[str, int]]  # party -> net in the plan
    paid: dict[Cell, tuple[Account, ...]]
    withheld: dict[Cell, tuple[tuple[Account, str], ...]]


def column_name(account: Any, why: str = "") -> str:
    """Name of an account's column in futures.parquet."""
    return f"withheld | {account} | {why}" if why else f"paid | {account}"


def cells(ready: Prepared) -> list[tuple[int, int, Cell]]:
    """(scenario index, variant index, cell) in the order of results."""
    return [
        (i, j, Cell(scenario.key, variant.name, BASE_READING))
        for i, scenario in enumerate(ready.scenarios)
        for j, variant in enumerate(ready.variants)
    ]


def lay_out(ready: Prepared) -> Layout:
    """Play the plan of every cell: what each party expects, and which columns there are."""
    names: dict[str, None] = {}
    layout = Layout((), {}, {}, {})
    for i, j, cell in cells(ready):
        rules = ready.rules[i][j]
        ledger = Cohort(rules, calm_future(ready.scenarios[i], rules.calendar, rules.term_months)).run().ledger
        layout.plans[cell] = {party: int(ledger.net(party)[0]) for party in rules.parties}
        layout.paid[cell], layout.withheld[cell] = tuple(ledger.paid), tuple(ledger.withheld)
        names |= dict.fromkeys(column_name(account) for account in ledger.paid)
        names |= dict.fromkeys(column_name(account, why) for account, why in ledger.withheld)
    return replace(layout, columns=tuple(sorted(names, key=lambda name: (name.startswith("withheld"), name))))


def play_cohort(ready: Prepared, layout: Layout, i: int, first: int, count: int) -> list[Slice]:
    """One cohort of scenario i in every variant."""
    scenario, books = ready.scenarios[i], ready.rules[i]
    futures = draw_futures(scenario, books[0].calendar, books[0].term_months, ready.spec.seed, first, count)
    base = Cohort(books[0], futures, ask=True, keep=len(books) > 1 and scenario.step == "day").run()
    outcomes = [base, *(_variant(rules, futures, base) for rules in books[1:])]
    slices = []
    for j, (rules, outcome) in enumerate(zip(books, outcomes, strict=True)):
        plan = layout.plans[Cell(scenario.key, ready.variants[j].name, BASE_READING)]
        columns: dict[str, Any] = {"exit": np.where(outcome.exit < outcome.term_end, outcome.exit, -1)}
        for party in rules.parties:
            columns[f"net | {party}"] = outcome.ledger.net(party)
            columns[f"loss | {party}"] = plan[party] - columns[f"net | {party}"]
        columns |= {column_name(account): column for account, column in outcome.ledger.paid.items()}
        columns |= {column_name(account, why): column for (account, why), column in outcome.ledger.withheld.items()}
        slices.append(Slice(columns, outcome.coverage))
    return slices


def _variant(rules: Rulebook, futures: Futures, base: Outcome) -> Outcome:
    """A variant on the same futures, using the base's world where the contract did nothing different to it."""
    if base.physical is None:
        return Cohort(rules, futures).run()
    outcome = Cohort(rules, futures, reuse=base.physical).run()
    assert outcome.differs is not None
    again = np.flatnonzero(outcome.differs)
    if again.size > futures.lanes // 2:
        return Cohort(rules, futures).run()
    if again.size:
        replayed = Cohort(rules, futures.take(again)).run()
        outcome.ledger.overwrite(again, replayed.ledger)
        outcome.exit[again] = replayed.exit
    return outcome


def play_lives(ready: Prepared, i: int, j: int, numbers: list[int]) -> list[Told]:
    """Some futures of one cell event by event, in the order asked for."""
    rules = ready.rules[i][j]
    told: dict[int, Told] = {}
    for block in sorted({number // BLOCK for number in numbers}):
        futures = draw_futures(ready.scenarios[i], rules.calendar, rules.term_months, ready.spec.seed, block * BLOCK, BLOCK)
        for number in sorted(set(numbers)):
            if number // BLOCK == block:
                told[number] = play(rules, futures, number - block * BLOCK)
    return [told[number] for number in numbers]


class Crew:
    """Processes that play cohorts and lives, or this process where one worker is asked for."""

    def __init__(self, ready: Prepared, layout: Layout, workers: int) -> None:
        self.ready, self.layout, self.workers = ready, layout, workers
        self.pool: ProcessPoolExecutor | None = None
        if workers > 1:
            spec = replace(ready.spec, digests=ready.digests)
            self.pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _begin_work, (spec, layout))
            with _deaf():  # workers inherit the ear: Ctrl-C is for the parent, even while they still start
                for _ in range(workers):
                    self.pool.submit(int)

    def cohorts(self, jobs: list[tuple[int, int, int]]) -> Iterator[list[Slice]]:
        """Results of (scenario, first, count) jobs in their order; a few are kept ahead, so that memory does not grow with their number."""
        if self.pool is None:
            for job in jobs:
                yield play_cohort(self.ready, self.layout, *job)
            return
        waiting: list[Future[list[Slice]]] = []
        for job in jobs:
            waiting.append(self.pool.submit(_work_cohort, job))
            if len(waiting) > self.workers:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()

    def lives(self, jobs: list[tuple[int, int, list[int]]]) -> Iterator[list[Told]]:
        """Lives of (scenario, variant, futures) jobs in their order."""
        if self.pool is None:
            for job in jobs:
                yield play_lives(self.ready, *job)
            return
        yield from self.pool.map(_work_lives, jobs)

    def what_ifs(self, texts: list[str], count: int) -> Iterator[WhatIf]:
        """What each patch (a variants text) does on the first `count` futures of every scenario."""
        shares = shared_out(len(texts), len(self.ready.scenarios), self.workers)
        jobs = [(scenario, tuple((number, texts[number]) for number in numbers), count) for scenario, numbers in shares]
        if self.pool is None:
            for job in jobs:
                yield from play_what_ifs(self.ready, *job)
            return
        for found in self.pool.map(_work_what_ifs, jobs):
            yield from found

    def close(self, *, at_once: bool = False) -> None:
        """Send the workers home."""
        if self.pool is None:
            return
        workers = list((self.pool._processes or {}).values())
        self.pool.shutdown(wait=not at_once, cancel_futures=True)
        if at_once:
            for worker in workers:
                worker.terminate()


@contextmanager
def _deaf() -> Iterator[None]:
    """Ctrl-C is not heard meanwhile; outside the main thread there is nothing to set."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def crew(ready: Prepared, layout: Layout, workers: int) -> Iterator[Crew]:
    """A crew that is always sent home, at once if something went wrong."""
    team = Crew(ready, layout, workers)
    try:
        yield team
    except BaseException:
        team.close(at_once=True)
        raise
    team.close()


def _begin_work(spec: RunSpec, layout: Layout) -> None:
    global _prepared, _layout
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and sends the workers home
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _prepared, _layout = prepare(spec), layout


def _work_cohort(job: tuple[int, int, int]) -> list[Slice]:
    assert _prepared is not None and _layout is not None
    return play_cohort(_prepared, _layout, *job)


def _work_lives(job: tuple[int, int, list[int]]) -> list[Told]:
    assert _prepared is not None
    return play_lives(_prepared, *job)


def _work_what_ifs(job: tuple[int, tuple[tuple[int, str], ...], int]) -> list[WhatIf]:
    assert _prepared is not None
    return play_what_ifs(_prepared, *job)


def cohort_width(futures: int, scenarios: int, workers: int) -> int:
    """Futures to a cohort: whole blocks, as wide as is fast, but so that all workers have as much to do. Results do not depend on it."""
    blocks = -(-futures // BLOCK)
    jobs = -(-blocks * BLOCK * scenarios // COHORT)
    jobs = -(-jobs // workers) * workers
    return BLOCK * -(-blocks // -(-jobs // scenarios))


def run_cells(ready: Prepared, layout: Layout, team: Crew, keep: Callable[[Cell, int, Slice], None], tick: Callable[[int], None]) -> list[CellResult]:
    """Play every cell; `keep` is given each slice in order, `tick` the lives played since it was last called."""
    n = ready.spec.futures
    width = cohort_width(n, len(ready.scenarios), team.workers)
    jobs = [(i, first, min(width, n - first)) for i in range(len(ready.scenarios)) for first in range(0, n, width)]
    results: dict[tuple[int, int], CellResult] = {}
    for i, j, cell in cells(ready):
        losses = {party: np.zeros(n, np.int64) for party in ready.parties}
        results[i, j] = CellResult(cell, ready.rules[i][j], ready.scenarios[i], layout.plans[cell], losses)
    totals: dict[tuple[int, int], dict[str, Total]] = {key: {} for key in results}
    for (i, first, count), slices in zip(jobs, team.cohorts(jobs), strict=True):
        for j, one in enumerate(slices):
            result = results[i, j]
            for party in ready.parties:
                result.losses[party][first : first + count] = one.columns[f"loss | {party}"]
            result.exits += int(np.count_nonzero(one.columns["exit"] >= 0))
            if one.coverage is not None:
                result.coverage.add(one.coverage, first)
            for name, column in one.columns.items():
                total = totals[i, j].setdefault(name, Total())
                total.sum += int(column.sum())
                total.fired += int(np.count_nonzero(column))
            keep(result.cell, first, one)
        tick(count * len(slices))
        slices.clear()  # not held while the next cohort is awaited
        del one
    for key, result in results.items():
        result.paid = {account: totals[key][column_name(account)] for account in layout.paid[result.cell]}
        result.withheld = {pair: totals[key][column_name(*pair)] for pair in layout.withheld[result.cell]}
    return list(results.values())
