"""Playing the readings of a draft: each open construction alone, and the search for the reading that is worst for a party.

k open constructions are 2^k worlds and more, and their effects do not add, so the worst is looked for greedily, on a small sample of the futures of
all scenarios together: begin with the option of each construction that alone is worst for the party (or with the worst single reading, should that
be worse than all of them together), then try every other option of every construction given the rest, keep what makes the party's mean loss larger,
and go on until a whole round changes nothing, or for at most ROUNDS rounds. On the sample the result is at least as bad as every single reading.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain, repeat

import numpy as np

from wargame.contract.readings import ADVERSE, BASE, Choice, OpenConstruction, Reading, adverse_reading, single_readings
from wargame.contract.rulebook import Rulebook
from wargame.simulation.cohort import Cohort, Outcome
from wargame.simulation.crew import Crew
from wargame.simulation.prepare import SINGLE_FUTURES, Play, Prepared
from wargame.simulation.results import CellResult, Columns
from wargame.simulation.runs import Job, Layout, beside, empty_result, play_cohort
from wargame.world.futures import Futures, draw_futures

SAMPLE = 1_024  # futures of the search, over all scenarios
ROUNDS = 2
_FEWEST = 8  # plays that a piece of work has at least: each piece draws its futures, and plays the base, anew

Key = tuple[str, str]


@dataclass
class Alone:
    """The draft with one construction read otherwise, in one scenario: each party's net in each of the first futures."""

    scenario: int
    play: Play
    nets: dict[str, Columns]
    exits: int


def explore(ready: Prepared, team: Crew, tick: Callable[[int], None]) -> tuple[Prepared, list[Alone]]:
    """Play each open construction alone and find the adverse readings; returns the run with them, and what the single readings came to.

    The singles are played for the search too where the run does not ask for them; then they are not among the results.
    """
    found = ready.open
    if ready.spec.readings == "base" or not found:
        return ready, []
    n = min(ready.spec.futures, SINGLE_FUTURES if ready.spec.readings == "all" else sample_size(ready))
    plays = tuple(Play(0, reading, n) for reading in (BASE, *single_readings(found)))
    alone = [one for part in team.each(_play_alone, _pieces(ready, plays, team.workers)) for one in _counted(part, tick)]
    alone.sort(key=lambda one: (one.scenario, plays.index(one.play)))
    idle = _idle(ready, alone)
    starts = [(side, _starts(ready, alone, ready.parties[side]), idle) for side in range(len(ADVERSE))]
    adverse = tuple((ADVERSE[side], choices) for side, choices in enumerate(team.each(worst_reading, starts)))
    explored = replace(ready, spec=replace(ready.spec, adverse=adverse))
    return explored, [one for one in alone if one.play.reading != BASE] if ready.spec.readings == "all" else []


def single_results(ready: Prepared, layout: Layout, alone: list[Alone]) -> list[CellResult]:
    """Single readings as cells: losses of the first futures, measured against the plan of the base; no totals by account."""
    results = []
    for one in alone:
        result = empty_result(ready, layout, one.scenario, one.play)
        for party in ready.parties:
            result.losses[party][:] = result.plan[party] - one.nets[party]
        result.exits = one.exits
        results.append(result)
    return results


def sample_size(ready: Prepared) -> int:
    """Futures of each scenario that the search plays: the first ones."""
    return min(ready.spec.futures, -(-SAMPLE // len(ready.scenarios)))


def worst_reading(ready: Prepared, job: tuple[int, dict[Key, dict[str, int]], list[frozenset[Key]]]) -> tuple[Choice, ...]:
    """The choices worst for a party (its index), given what it loses under each option of each construction alone, and for each scenario which
    constructions move no money alone; the choices of the base are left out."""
    side, alone, idle = job
    found = ready.open
    sample = Sample(ready, ready.parties[side], idle)
    together = {key: max(options, key=lambda option: options[option]) for key, options in alone.items()}
    singles = [{(one.clause, one.construction): option} for one in found for option in one.others]
    worst = max(singles, key=lambda choice: max(alone[key][option] for key, option in choice.items()))
    options = max(({}, worst, together), key=lambda choice: sample.loss(_reading(found, choice)))
    sample.rebase(_reading(found, options))
    unchanged = 0  # constructions tried one after the other without a change
    for one in chain.from_iterable(repeat(found, ROUNDS)):
        key = (one.clause, one.construction)
        before = options.get(key, one.option)
        tried = {option: sample.loss(_reading(found, {**options, key: option})) for option in one.options}
        worst_option = max(one.options, key=lambda option: tried[option])
        unchanged += 1
        if tried[worst_option] > tried[before]:
            options, unchanged = {**options, key: worst_option}, 1
            sample.rebase(_reading(found, options))
        if unchanged >= len(found):
            break
    return _reading(found, options).choices


class Sample:
    """The first futures of every scenario, drawn once and met by one reading after the other.

    One reading, that of `rebase`, is played whole, and its world used again by those that differ from it in little. `idle` are, for each scenario,
    the constructions that move nothing alone: mostly they move nothing beside the others either, which one play of all of them at once tells.
    """

    def __init__(self, ready: Prepared, party: str, idle: list[frozenset[Key]]) -> None:
        self.ready, self.party, self.idle = ready, party, idle
        self.size = sample_size(ready)
        self.known: dict[tuple[Choice, ...], int] = {}
        self.stirring: list[set[Key]] = [set() for _ in idle]  # constructions that change the world, which is not worth using again with them
        self.futures: list[Futures] = []
        for scenario, books in zip(ready.scenarios, ready.rules, strict=True):
            self.futures.append(draw_futures(scenario, books[0].calendar, books[0].term_months, ready.spec.seed, 0, self.size))
        self.rebase(BASE)

    def rebase(self, reading: Reading) -> None:
        """Play this reading whole, so that others can use its world, and see which constructions move nothing beside it."""
        self.at = reading
        self.inert: list[frozenset[Key]] = [frozenset() for _ in self.idle]
        self.worlds: list[Outcome] = []
        for i, futures in enumerate(self.futures):
            keep = self.ready.scenarios[i].step == "day"
            self.worlds.append(Cohort(self._book(i, reading), futures, keep=keep).run())
        self.known[reading.choices] = self._sum(reading)
        self.inert = [idle if self._moves_nothing(i, idle) else frozenset() for i, idle in enumerate(self.idle)]

    def loss(self, reading: Reading) -> int:
        """What the party loses in all futures of the sample together, up to a constant: its net with the sign turned, minor units."""
        if reading.choices not in self.known:
            self.known[reading.choices] = self._sum(reading)
        return self.known[reading.choices]

    def _sum(self, reading: Reading) -> int:
        return -sum(int(self._outcome(i, reading).ledger.net(self.party).sum()) for i in range(len(self.futures)))

    def _outcome(self, i: int, reading: Reading) -> Outcome:
        unlike = {choice[:2] for choice in {*reading.choices} ^ {*self.at.choices}}
        if unlike <= self.inert[i]:
            return self.worlds[i]
        book = self._book(i, reading)
        if unlike & self.stirring[i]:
            return Cohort(book, self.futures[i]).run()
        outcome = beside(book, self.futures[i], self.worlds[i])
        if len(unlike) == 1 and (outcome.differs is None or outcome.differs.any()):
            self.stirring[i] |= unlike
        return outcome

    def _moves_nothing(self, i: int, idle: frozenset[Key]) -> bool:
        """Whether all of these read otherwise at once leave the party's net in every future what it is; once for each further option."""
        found = self.ready.open
        silent = [one for one in found if (one.clause, one.construction) in idle]
        now = {choice[:2]: choice[2] for choice in self.at.choices}
        for k in range(max((len(one.others) for one in silent), default=0)):
            others = {(one.clause, one.construction): one.others[k % len(one.others)] for one in silent}
            net = self._outcome(i, _reading(found, {**now, **others})).ledger.net(self.party)
            if not np.array_equal(net, self.worlds[i].ledger.net(self.party)):
                return False
        return True

    def _book(self, i: int, reading: Reading) -> Rulebook:
        return self.ready.book(i, Play(0, reading, self.size))


def _reading(found: tuple[OpenConstruction, ...], options: dict[Key, str]) -> Reading:
    return adverse_reading("", found, options)


def _pieces(ready: Prepared, plays: tuple[Play, ...], workers: int) -> list[Job]:
    """The single readings of every scenario, shared out so that all workers have as much to do."""
    scenarios = len(ready.scenarios)
    parts = next((k for k in range(1, workers + 1) if scenarios * k % workers == 0), 1)
    parts = max(min(parts, len(plays) // _FEWEST), 1)
    return [Job(i, 0, plays[0].futures, plays[k::parts], False) for i in range(scenarios) for k in range(parts)]


def _play_alone(ready: Prepared, job: Job) -> list[Alone]:
    return [
        Alone(job.scenario, one, {party: part.columns[f"net | {party}"] for party in ready.parties}, int(np.count_nonzero(part.columns["exit"] >= 0)))
        for one, part in zip(job.plays, play_cohort(ready, job), strict=True)
    ]


def _counted(part: list[Alone], tick: Callable[[int], None]) -> list[Alone]:
    tick(sum(next(iter(one.nets.values())).size for one in part))
    return part


def _starts(ready: Prepared, alone: list[Alone], party: str) -> dict[Key, dict[str, int]]:
    """What the party loses under each option of each open construction, alone, on the sample of the search."""
    size = sample_size(ready)
    sums: dict[tuple[Choice, ...], int] = {}
    for one in alone:
        choices = one.play.reading.choices
        sums[choices] = sums.get(choices, 0) - int(one.nets[party][:size].sum())
    return {
        (one.clause, one.construction): {
            option: sums[((one.clause, one.construction, option),) if option != one.option else ()] for option in one.options
        }
        for one in ready.open
    }


def _idle(ready: Prepared, alone: list[Alone]) -> list[frozenset[Key]]:
    """For each scenario the open constructions that alone change no party's net in any future played."""
    base = {one.scenario: one.nets for one in alone if one.play.reading == BASE}
    live: list[set[Key]] = [set() for _ in ready.scenarios]
    for one in alone:
        if not all(np.array_equal(one.nets[party], base[one.scenario][party]) for party in ready.parties):
            live[one.scenario] |= {choice[:2] for choice in one.play.reading.choices}
    return [frozenset((one.clause, one.construction) for one in ready.open) - found for found in live]
