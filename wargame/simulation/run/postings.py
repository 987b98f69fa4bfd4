"""Postings of sampled lives: a narrow pass of the cohort that notes what it books, lane by lane, in the order in which `play` would post it.

A life told event by event costs as much as a pass over a thousand; 200 lives for postings.parquet were two fifths of a whole run (measured). Of a
sampled life only its postings are wanted, and those the cohort has: every amount it books, with its instant. What a life posts at a month end comes
in the order of its clauses; what falls due later is posted at its own instant, after the month end that falls on the same one (`events.Order`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from wargame.contract.rules.rulebook import Rulebook
from wargame.core.account import Account
from wargame.core.arrays import Bools, Ints
from wargame.core.streams import BLOCK
from wargame.core.vocabulary import Value
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.cohort.outcome import Physical
from wargame.simulation.life.driver import play
from wargame.simulation.life.trace import LifeTrace
from wargame.simulation.run.cells import FEW
from wargame.simulation.run.prepare import Play, Prepared
from wargame.world.sampled.futures import Futures


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


def of_told(told: LifeTrace) -> Postings:
    """The postings of a life that was told."""
    places: dict[Account, int] = {}
    account = [places.setdefault(posting.account, len(places)) for posting in told.postings]
    n = len(told.postings)
    instant, amount = [posting.instant for posting in told.postings], [posting.amount for posting in told.postings]
    columns = (np.array(column, np.int64) for column in (instant, account, amount))
    return Postings(tuple(places), np.full(n, told.future), np.arange(n), *columns)


class NotingCohort(CohortDriver):
    """A pass that notes every amount it books: account, instant, month end at which it was said, lanes (None: all of them), amounts."""

    def __init__(self, rules: Rulebook, futures: Futures, *, ask: bool = False, keep: bool = False, reuse: Physical | None = None) -> None:
        super().__init__(rules, futures, ask=ask, keep=keep, reuse=reuse)
        self.notes: list[tuple[Account, int | Ints, int, Ints | None, Ints]] = []

    def post(self, account: Account, amount: Value, instant: int) -> None:
        """Book one amount a lane, and note it."""
        super().post(account, amount, instant)
        if isinstance(amount, np.ndarray) or amount:
            self.notes.append((account, instant, self.desk.last, None, np.broadcast_to(amount, (self.lanes,)).astype(np.int64)))

    def post_at_exit(self, account: Account, amount: Value) -> None:
        """Book one amount a lane, and note it at the instant of each lane's exit."""
        super().post_at_exit(account, amount)
        if isinstance(amount, np.ndarray) or amount:
            exits = np.minimum(self.exits.at, self.desk.last)
            self.notes.append((account, exits, self.desk.last, None, np.broadcast_to(amount, (self.lanes,)).astype(np.int64)))

    def post_some(self, account: Account, lanes: Ints, amount: Value) -> None:
        """Book an amount in some lanes, and note it."""
        super().post_some(account, lanes, amount)
        if lanes.size:
            self.notes.append((account, self.desk.last, self.desk.last, lanes, np.broadcast_to(amount, lanes.shape).astype(np.int64)))

    def postings(self) -> Postings:
        """What was noted, by lane and in the order of each; when the pass is over."""
        numbers = self.futures.first + (np.arange(self.lanes) if self.futures.chosen is None else self.futures.chosen)
        places: dict[Account, int] = {}
        parts: list[tuple[Ints | Bools, ...]] = []  # lane, instant, whether it is of another month end, order, account, amount
        for order, (account, instant, said, lanes, amounts) in enumerate(self.notes):
            some = amounts.nonzero()[0]
            if some.size:
                place = places.setdefault(account, len(places))
                at = np.broadcast_to(instant, amounts.shape)[some]
                fixed = (np.full(some.size, value) for value in (order, place))
                # At one instant come what was said then, what falls due of earlier months, what is paid back to it from a later month end.
                late = np.where(at > said, 1, np.where(at < said, 2, 0))
                parts.append((some if lanes is None else lanes[some], at, late, *fixed, amounts[some]))
        if not parts:
            return join(())
        lane, instants, late, orders, accounts, amount = (np.concatenate(column) for column in zip(*parts, strict=True))
        by = np.lexsort((orders, late, instants, lane))
        lane = lane[by]
        sequence = np.arange(lane.size) - np.searchsorted(lane, lane)
        return Postings(tuple(places), numbers[lane], sequence, instants[by], accounts[by], amount[by])


class Wanted(NamedTuple):
    """Lives of one play that are wanted: their numbers, and those among them that are to be told."""

    play: Play
    numbers: list[int]
    told: list[int]


def post_lives(ready: Prepared, job: tuple[int, list[Wanted]]) -> list[tuple[list[LifeTrace], Postings]]:
    """The lives wanted of each play in scenario i, (i, wanted): those told, and the postings of all, each in the order asked for."""
    i, plays = job
    told: list[dict[int, LifeTrace]] = [{} for _ in plays]
    parts: list[list[Postings]] = [[] for _ in plays]
    for block in sorted({number // BLOCK for one in plays for number in one.numbers}):
        noting = _Block(ready, i, block, plays)
        for one, lives, rows in zip(plays, told, parts, strict=True):
            rules = ready.book(i, one.play)
            here = {number for number in one.numbers if number // BLOCK == block}
            noted = noting.of(rules, sorted(here - set(one.told)))
            rows.append(noted)
            for number in sorted(here - set(noted.future.tolist())):
                lives[number] = play(rules, noting.futures(rules), number - block * BLOCK)
                rows.append(of_told(lives[number]))
    return [([lives[number] for number in one.told], join(rows).of(one.numbers)) for one, lives, rows in zip(plays, told, parts, strict=True)]


class _Block:
    """A block of futures of scenario i, noted under one play after the other: each pass uses the world of the one before where it can."""

    def __init__(self, ready: Prepared, i: int, number: int, plays: list[Wanted]) -> None:
        self._ready, self._i, self._first = ready, i, number * BLOCK
        every = {one for wanted in plays for one in wanted.numbers if one not in wanted.told and one // BLOCK == number}
        self._lanes = np.array(sorted(every), np.int64) - self._first
        self._world: tuple[Rulebook, Physical] | None = None

    def futures(self, rules: Rulebook) -> Futures:
        """The futures of the block, over the term of some rules."""
        return self._ready.draw(self._i, self._first, BLOCK, rules)

    def of(self, rules: Rulebook, numbers: list[int]) -> Postings:
        """The postings of some futures of the block, but for those that are played alone at less cost."""
        lanes = np.array(numbers, np.int64) - self._first
        world = (
            self._world[1] if self._world and self._world[0].calendar == rules.calendar and self._world[0].term_months == rules.term_months else None
        )
        if lanes.size < (FEW if world is None else FEW - 1):
            return join(())
        keep = world is None and self._ready.scenarios[self._i].step == "day"
        cohort = NotingCohort(rules, self.futures(rules).take(self._lanes), keep=keep, reuse=world)
        outcome = cohort.run()
        if world is None:
            self._world = (rules, outcome.physical) if outcome.physical is not None else None
            return cohort.postings().of(numbers)
        assert outcome.differs is not None
        unlike = np.intersect1d(self._lanes[outcome.differs], lanes)
        found = cohort.postings().of([number for number in numbers if number - self._first not in unlike])
        if unlike.size < FEW:
            return found
        again = NotingCohort(rules, self.futures(rules).take(unlike))
        again.run()
        return join((found, again.postings()))
