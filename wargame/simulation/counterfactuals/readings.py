"""Playing the readings of a draft: each open construction alone, and the search for the reading that is worst for a party.

k open constructions are 2^k worlds and more, and their effects do not add, so the worst is looked for greedily, on a small sample of the futures of
all scenarios together: begin with the option of each construction that alone is worst for the party (or with the worst single reading, should that
be worse than all of them together), then try every other option of every construction given the rest, keep what makes the party's mean loss larger,
and go on until a whole round changes nothing, or for at most ROUNDS rounds. On the sample the result is at least as bad as every single reading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from wargame.contract.rules.readings import ADVERSE, BASE, Choice, OpenConstruction, Reading, adverse_reading, single_readings
from wargame.contract.rules.rulebook import Rulebook
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.cohort.outcome import Outcome
from wargame.simulation.cohort.parallel import ParallelBook, parallel_book
from wargame.simulation.run.cells import CellJob, Layout, empty_result, replay_on_base_world
from wargame.simulation.run.passes import FirstPass
from wargame.simulation.run.prepare import SINGLE_FUTURES, Play, Prepared
from wargame.simulation.run.results import CellResult, Columns
from wargame.simulation.run.watch import WatchedCohort, seen_in
from wargame.simulation.run.worker_pool import WorkerPool

SAMPLE = 1_024  # futures of the search, over all scenarios
ROUNDS = 2
_FEWEST = 8  # plays that a piece of work has at least: each piece draws its futures, and plays the base, anew

OptionKey = tuple[str, str]


@dataclass
class Alone:
    """The draft with one construction read otherwise, in one scenario: each party's net in each of the first futures."""

    scenario: int
    play: Play
    nets: dict[str, Columns]
    exits: int


def explore(ready: Prepared, team: WorkerPool, tick: Callable[[int], None]) -> tuple[Prepared, list[Alone]]:
    """Play each open construction alone and find the adverse readings; returns the run with them, and what the single readings came to.

    The singles are played for the search too where the run does not ask for them; then they are not among the results.
    """
    plays = played_alone(ready)
    if not plays:
        return ready, []
    alone = [one for part in team.each(_play_alone, _pieces(ready, plays, team.workers)) for one in _counted(part, tick)]
    alone.sort(key=lambda one: (one.scenario, plays.index(one.play)))
    starts = [(side, _starts(ready, alone, ready.parties[side])) for side in range(len(ADVERSE))]
    adverse = tuple((ADVERSE[side], choices) for side, choices in enumerate(team.each(worst_reading, starts)))
    explored = replace(ready, spec=replace(ready.spec, adverse=adverse))
    return explored, [one for one in alone if one.play.reading != BASE] if ready.spec.readings == "all" else []


def played_alone(ready: Prepared) -> tuple[Play, ...]:
    """The base, then every open construction read otherwise, alone; nothing where nothing is open, or only the base is asked for."""
    if ready.spec.readings == "base" or not ready.tried:
        return ()
    n = min(ready.spec.futures, SINGLE_FUTURES if ready.spec.readings == "all" else sample_size(ready))
    return tuple(Play(0, reading, n) for reading in (BASE, *single_readings(ready.tried)))


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


def worst_reading(ready: Prepared, job: tuple[int, dict[OptionKey, dict[str, int]]]) -> tuple[Choice, ...]:
    """The choices worst for a party (its index), given what it loses under each option of each construction alone; those of the base are left out."""
    side, alone = job
    found = ready.tried
    together = {key: max(options, key=lambda option: options[option]) for key, options in alone.items()}
    singles = [{(one.clause, one.construction): option} for one in found for option in one.others]
    worst = max(singles, key=lambda choice: max(alone[key][option] for key, option in choice.items()))
    # What the base and the single readings lose is known; so the search can begin where it most often stays.
    known: dict[tuple[Choice, ...], int] = {(): next(alone[one.clause, one.construction][one.option] for one in found)}
    known |= {_reading(found, choice).choices: alone[key][option] for choice in singles for key, option in choice.items()}
    sample = SampledReadings(ready, ready.parties[side], known)
    sample.rebase(_reading(found, together))
    options = max(({}, worst, together), key=lambda choice: sample.loss(_reading(found, choice)))
    for _ in range(ROUNDS):
        sample.rebase(_reading(found, options))
        before = options
        for one in found:
            key = (one.clause, one.construction)
            tried = {option: sample.loss(_reading(found, {**options, key: option})) for option in one.options if sample.stirs(key, option)}
            if tried and max(tried.values()) > sample.loss(_reading(found, options)):
                options = {**options, key: max(tried, key=lambda option: tried[option])}
        if options == before:
            break
    return _reading(found, options).choices


class SampledReadings:
    """The first futures of every scenario, drawn once and met by one reading after the other. `known` is what the party loses under some choices, in
    all of them together.

    One reading, that of `rebase`, is played whole, its world used again by the others, with every change of a single construction beside it as a
    shadow: what a shadow leaves as it is need not be played.
    """

    def __init__(self, ready: Prepared, party: str, known: Mapping[tuple[Choice, ...], int]) -> None:
        self.ready, self.party = ready, party
        self.size = sample_size(ready)
        self.known = dict(known)
        self.futures = [ready.draw(i, 0, self.size) for i in range(len(ready.scenarios))]
        self.worlds: list[Outcome] = []
        self.quiet: list[set[tuple[OptionKey, str]]] = []  # by scenario: changes that leave it as it is, beside the reading played whole
        self.at: Reading | None = None

    def rebase(self, reading: Reading) -> None:
        """Play this reading whole, so that others can use its world, and see which changes of one construction leave it as it is."""
        if self.at == reading:
            return
        self.at, self.worlds, self.quiet = reading, [], []
        now = {choice[:2]: choice for choice in reading.choices}
        for i, futures in enumerate(self.futures):
            book = self._book(i, reading)
            beside_it: dict[tuple[OptionKey, str], ParallelBook] = {}
            for one in self.ready.tried:
                key = (one.clause, one.construction)
                for option in one.options:
                    others = [choice for name, choice in now.items() if name != key]
                    other = Reading("", tuple(others if option == one.option else [*others, (*key, option)]))
                    shadow = parallel_book(book, self._book(i, other))
                    if shadow is not None:
                        beside_it[key, option] = shadow
            keep = self.ready.scenarios[i].step == "day"
            self.worlds.append(CohortDriver(book, futures, keep=keep, shadows=list(beside_it.values())).run())
            self.quiet.append({change for change, shadow in beside_it.items() if shadow.idle})
        self.known[reading.choices] = sum(map(self._lost, self.worlds))

    def stirs(self, key: OptionKey, option: str) -> bool:
        """Whether a change of one construction does anything in any scenario, beside the reading played whole."""
        return any((key, option) not in quiet for quiet in self.quiet)

    def loss(self, reading: Reading) -> int:
        """What the party loses in all futures of the sample together, up to a constant: its net with the sign turned, minor units."""
        if reading.choices not in self.known:
            change = self._change(reading)
            outcomes = (
                world if change in quiet else replay_on_base_world(self._book(i, reading), self.futures[i], world)
                for i, (world, quiet) in enumerate(zip(self.worlds, self.quiet, strict=True))
            )
            self.known[reading.choices] = sum(map(self._lost, outcomes))
        return self.known[reading.choices]

    def _change(self, reading: Reading) -> tuple[OptionKey, str] | None:
        """The one construction that is read otherwise than in the reading played whole, and its option; None where it is not one."""
        assert self.at is not None
        unlike = {choice[:2] for choice in {*reading.choices} ^ {*self.at.choices}}
        if len(unlike) != 1:
            return None
        (key,) = unlike
        usual = next(one.option for one in self.ready.tried if (one.clause, one.construction) == key)
        return key, next((choice[2] for choice in reading.choices if choice[:2] == key), usual)

    def _lost(self, outcome: Outcome) -> int:
        return -int(outcome.ledger.net(self.party).sum())

    def _book(self, i: int, reading: Reading) -> Rulebook:
        return self.ready.book(i, Play(0, reading, self.size))


def _reading(found: tuple[OpenConstruction, ...], options: dict[OptionKey, str]) -> Reading:
    return adverse_reading("", found, options)


def _pieces(ready: Prepared, plays: tuple[Play, ...], workers: int) -> list[CellJob]:
    """The single readings of every scenario, in so many pieces that every worker has one."""
    scenarios = len(ready.scenarios)
    parts = max(min(-(-workers // scenarios), len(plays) // _FEWEST), 1)
    return [CellJob(i, 0, plays[0].futures, plays[k::parts], False) for i in range(scenarios) for k in range(parts)]


def pass_with_shadows(ready: Prepared, i: int, plays: tuple[Play, ...], *, ask: bool = False) -> FirstPass:
    """Play the base whole over the futures of some plays, all of them so many, with these beside it as shadows. With `ask` it is asked what it
    answers, and somebody watches."""
    scenario, rules = ready.scenarios[i], ready.rules[i][0]
    futures = ready.draw(i, 0, plays[0].futures)
    shadows = {one: parallel_book(rules, ready.book(i, one)) for one in plays}
    beside_it = [shadow for shadow in shadows.values() if shadow]
    by_day = scenario.step == "day"
    if not ask:
        return FirstPass(futures, CohortDriver(rules, futures, keep=by_day, shadows=beside_it).run(), shadows)
    cohort = WatchedCohort(rules, futures, ask=True, shadows=beside_it)
    outcome = cohort.run()
    seen = seen_in(cohort, outcome)
    return FirstPass(futures, outcome if by_day else replace(outcome, physical=None), shadows, seen)


def _play_alone(ready: Prepared, job: CellJob) -> list[Alone]:
    """The readings of a job in one scenario: the base whole, every other as its shadow, and for itself if it is not idle."""
    i = job.scenario
    passed = ready.first.pop(i, None)
    if passed is None or set(passed.shadows) != set(job.plays):
        passed = pass_with_shadows(ready, i, job.plays)
    found = []
    for one, shadow in passed.shadows.items():
        outcome = passed.outcome if shadow is not None and shadow.idle else replay_on_base_world(ready.book(i, one), passed.futures, passed.outcome)
        nets = {party: outcome.ledger.net(party) for party in ready.parties}
        found.append(Alone(i, one, nets, int(np.count_nonzero(outcome.exit < outcome.term_end))))
    return found


def _counted(part: list[Alone], tick: Callable[[int], None]) -> list[Alone]:
    tick(sum(next(iter(one.nets.values())).size for one in part))
    return part


def _starts(ready: Prepared, alone: list[Alone], party: str) -> dict[OptionKey, dict[str, int]]:
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
        for one in ready.tried
    }
