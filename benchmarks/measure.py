"""Who is compared with whom, on what, and how: everybody in one process and one thread, taking turns, on the same futures.

Times are CPU times. A figure is the median, over the rounds, of the ratio within a round; its spread is the least and the greatest of them. Sampling
is timed apart, and preparing the peers' tapes not at all.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from benchmarks import floor_numba, peer_simpy, tapes
from benchmarks.compare import differences
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.run.cells import COHORT

LANES = COHORT  # as wide as a run makes them
SIMPY_LIVES = {"month": 512, "day": 256}


class Figure(NamedTuple):
    """A median over the rounds, with the least and the greatest."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Figure:
        """The figure of one value a round."""
        rounds = list(values)
        return cls(statistics.median(rounds), min(rounds), max(rounds))


@dataclass(frozen=True)
class Step:
    """What was measured at one step: lives per CPU second of everybody, the ratios, and the numbers compared and found different."""

    step: str
    speed: dict[str, Figure]
    ratios: dict[str, Figure]
    marginal_us: Figure
    compared: int
    differences: int


def measure(step: str, rounds: int, simpy_lives: int) -> Step:
    """Compare everybody's books at a step, then time them against each other."""
    scenario, rules, more = tapes.agreement(step)
    futures = tapes.draw(scenario, rules, LANES)
    world, lives, lanes = tapes.world_of(futures, rules), tapes.life_tapes(futures, simpy_lives), tapes.lane_tape(futures)
    outcome = CohortDriver(rules, futures).run()
    checks = [
        differences(outcome, peer_simpy.columns(peer_simpy.play(world, lives))),
        differences(outcome, floor_numba.columns(floor_numba.play(world, lanes))),
    ]
    compared, differ = (sum(column) for column in zip(*checks, strict=True))
    seconds = interleaved(
        {
            "simpy": lambda: peer_simpy.play(world, lives),
            "engine": lambda: CohortDriver(rules, futures).run(),
            "engine, eight further clauses": lambda: CohortDriver(more, futures).run(),
            "engine, with questions": lambda: CohortDriver(rules, futures, ask=True).run(),
            "sampling": lambda: tapes.draw(scenario, rules, LANES),
            "floor": lambda: floor_numba.play(world, lanes),
        },
        rounds,
    )
    count = dict.fromkeys(seconds, LANES) | {"simpy": simpy_lives}
    speed = {name: [count[name] / one for one in spent] for name, spent in seconds.items()}

    def ratio(a: str, b: str) -> Figure:
        return Figure.of(x / y for x, y in zip(speed[a], speed[b], strict=True))

    ratios = {
        "over_simpy": ratio("engine", "simpy"),
        "over_floor": ratio("floor", "engine"),
        "with_questions": ratio("engine, with questions", "simpy"),
        "sampling_over_evaluation": ratio("engine", "sampling"),
        "floor_over_simpy": ratio("floor", "simpy"),
    }
    added = zip(seconds["engine, eight further clauses"], seconds["engine"], strict=True)
    marginal = Figure.of((x - y) / tapes.FURTHER / LANES * 1e6 for x, y in added)
    return Step(step, {name: Figure.of(one) for name, one in speed.items()}, ratios, marginal, compared, differ)


def interleaved(jobs: dict[str, Callable[[], Any]], rounds: int) -> dict[str, list[float]]:
    """CPU seconds of each job in each round, the jobs taking turns after one turn that is not counted."""
    for job in jobs.values():
        job()
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            start = time.process_time()
            job()
            seconds[name].append(time.process_time() - start)
    return seconds
