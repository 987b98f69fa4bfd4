"""Postings of sampled lives: a narrow pass of the cohort that notes what it books, lane by lane, in the order in which `play` would post it.

A life told event by event costs as much as a pass over a thousand; 200 lives for postings.parquet were two fifths of a whole run (measured). Of a
sampled life only its postings are wanted, and those the cohort has: every amount it books, with its instant. What a life posts at a month end comes
in the order of its clauses; what falls due later is posted at its own instant, after the month end that falls on the same one (`events.Order`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wargame.contract.rulebook import Rulebook
from wargame.core.account import Account
from wargame.core.streams import BLOCK
from wargame.simulation.cohort import Cohort
from wargame.simulation.play import play
from wargame.simulation.prepare import Play, Prepared
from wargame.simulation.runs import FEW
from wargame.simulation.told import Told
from wargame.world.futures import Futures, Ints, draw_futures


@dataclass
class Postings:
    """Postings of some lives as columns, life by life and in the order of each: the number of the future, its place in that future's sequence, the
    instant, the account's place in `accounts`, and the amount in minor units."""

    accounts: tuple[Account, ...]
    future: Ints
    sequence: Ints
    instant: Ints
    account: Ints
    amount: Ints

    def of(self, futures: Sequence[int]) -> Postings:
        """Those of some futures, each once, in the order given."""
        wanted = np.array(futures, np.int64)
        order = np.argsort(wanted)
        near = np.minimum(np.searchsorted(wanted, self.future, sorter=order), max(wanted.size - 1, 0))
        mine = wanted[order[near]] == self.future if wanted.size else np.zeros(self.future.size, bool)
        by = np.flatnonzero(mine)[np.argsort(order[near[mine]], kind="stable")]
        return Postings(self.accounts, self.future[by], self.sequence[by], self.instant[by], self.account[by], self.amount[by])


def join(parts: Iterable[Postings]) -> Postings:
    """Several as one, one after the other."""
    every = list(parts)
    places: dict[Account, int] = {}
    for part in every:
        for account in part.accounts:
            places.setdefault(account, len(places))
    number = [np.array([places[account] for account in part.accounts], np.int64)[part.account] for part in every if part.account.size]

    nothing = np.zeros(0, np.int64)  # so that of no parts there are columns
    future, sequence, instant, amount = (
        np.concatenate([nothing, *column])
        for column in (
            [part.future for part in every], [part.sequence for part in every], [part.instant for part in every], [part.amount for part in every]
        )
    )  # fmt: skip
    return Postings(tuple(places), future, sequence, instant, np.concatenate([nothing, *number]), amount)


def of_told(told: Told) -> Postings:
    """The postings of a life that was told."""
    places: dict[Account, int] = {}
    account = [places.setdefault(posting.account, len(places)) for posting in told.postings]
    n = len(told.postings)
    instant, amount = [posting.instant for posting in told.postings], [posting.amount for posting in told.postings]
    columns = (np.array(column, np.int64) for column in (instant, account, amount))
    return Postings(tuple(places), np.full(n, told.future), np.arange(n), *columns)


class NotingCohort(Cohort):
    """A pass that notes every amount it books: account, instant, month end at which it was said, lanes (None: all of them), amounts."""

    def __init__(self, rules: Rulebook, futures: Futures, *, ask: bool = False) -> None:
        super().__init__(rules, futures, ask=ask)
        self.notes: list[tuple[Account, int, int, Ints | None, Ints]] = []

    def post(self, account: Account, amount: Any, instant: int) -> None:
        """Book one amount a lane, and note it."""
        super().post(account, amount, instant)
        if isinstance(amount, np.ndarray) or amount:
            self.notes.append((account, instant, self.desk.last, None, np.broadcast_to(amount, (self.lanes,)).astype(np.int64)))

    def post_some(self, account: Account, lanes: Ints, amount: Any) -> None:
        """Book an amount in some lanes, and note it."""
        super().post_some(account, lanes, amount)
        if lanes.size:
            self.notes.append((account, self.desk.last, self.desk.last, lanes, np.broadcast_to(amount, lanes.shape).astype(np.int64)))

    def postings(self) -> Postings:
        """What was noted, by lane and in the order of each; when the pass is over."""
        numbers = self.futures.first + (np.arange(self.lanes) if self.futures.chosen is None else self.futures.chosen)
        places: dict[Account, int] = {}
        parts: list[tuple[Ints, ...]] = []  # lane, instant, whether it falls due after its month end, order, account, amount
        for order, (account, instant, said, lanes, amounts) in enumerate(self.notes):
            some = amounts.nonzero()[0]
            if some.size:
                place = places.setdefault(account, len(places))
                fixed = (np.full(some.size, value) for value in (instant, instant > said, order, place))
                parts.append((some if lanes is None else lanes[some], *fixed, amounts[some]))
        if not parts:
            return join(())
        lane, instants, late, orders, accounts, amount = (np.concatenate(column) for column in zip(*parts, strict=True))
        by = np.lexsort((orders, late, instants, lane))
        lane = lane[by]
        sequence = np.arange(lane.size) - np.searchsorted(lane, lane)
        return Postings(tuple(places), numbers[lane], sequence, instants[by], accounts[by], amount[by])


def noted(rules: Rulebook, futures: Futures) -> Postings:
    """The postings of every lane of `futures`."""
    cohort = NotingCohort(rules, futures)
    cohort.run()
    return cohort.postings()


def post_lives(ready: Prepared, job: tuple[int, Play, list[int], list[int]]) -> tuple[list[Told], Postings]:
    """Some futures of one cell: a job is (scenario index, play, numbers, those of them to be told). Returns the lives told, and the postings of
    all, each in the order asked for."""
    i, one, numbers, stories = job
    rules = ready.book(i, one)
    told: dict[int, Told] = {}
    parts: list[Postings] = []
    for block in sorted({number // BLOCK for number in numbers}):
        futures = draw_futures(ready.scenarios[i], rules.calendar, rules.term_months, ready.spec.seed, block * BLOCK, BLOCK)
        here = sorted({number for number in numbers if number // BLOCK == block})
        others = [number for number in here if number not in stories]
        alone = [number for number in here if number in stories or len(others) < FEW]
        for number in alone:
            told[number] = play(rules, futures, number - block * BLOCK)
            parts.append(of_told(told[number]))
        if len(alone) < len(here):
            parts.append(noted(rules, futures.take(np.array(others) - block * BLOCK)))
    return [told[number] for number in stories], join(parts).of(numbers)
