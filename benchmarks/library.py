"""What sampling costs beside evaluation where it is dearest: in the scenario of the library with the most shocks, and in the one in which it takes
the largest part, against the care agreement.

Everything that is random about the futures counts as sampling: the tables of worlds, and the decisions and habits that a pass would otherwise draw
when it first asks for them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import Figure, interleaved
from wargame.core.problem import BadInput
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.run.prepare import Prepared, RunSpec, prepare
from wargame.world.sampled.futures import Futures, draw_futures

ROOT = Path(__file__).parents[1]
DRAFT = ROOT / "contracts" / "customer-care.md"
LANES = 8192
LOOK = 2048  # lanes with which every scenario is looked at, to find the dearest


class Library(NamedTuple):
    """A scenario, how many shocks it has, and time of sampling over time of evaluation."""

    scenario: str
    shocks: int
    sampling_over_evaluation: Figure


def playable() -> dict[str, Prepared]:
    """The shipped scenarios that the care agreement can be played in, by file name."""
    found: dict[str, Prepared] = {}
    for path in sorted((ROOT / "scenarios").glob("*.yaml")):
        try:
            found[path.name] = prepare(RunSpec(str(DRAFT), (str(path),)))
        except BadInput:
            continue  # a world of another agreement
    return found


def measure_library(rounds: int) -> tuple[Library, Library]:
    """The scenario with the most shocks, and the one in which sampling takes the largest part of the time by one look at each; the first by name of
    those alike."""
    worlds = playable()
    richest = max(worlds, key=lambda name: len(worlds[name].scenarios[0].shocks))
    looked = {name: measure_one(name, ready, 1, LOOK).sampling_over_evaluation.median for name, ready in worlds.items()}
    dearest = max(looked, key=lambda name: looked[name])
    return measure_one(richest, worlds[richest], rounds), measure_one(dearest, worlds[dearest], rounds)


def measure_one(name: str, ready: Prepared, rounds: int, lanes: int = LANES) -> Library:
    """Time both in one scenario, taking turns."""
    work, scenario = works(ready, lanes), ready.scenarios[0]
    seconds = interleaved(work, rounds)
    ratio = Figure.of(a / b for a, b in zip(seconds["sampling"], seconds["evaluation"], strict=True))
    return Library(name, len(scenario.shocks), ratio)


def works(ready: Prepared, lanes: int) -> dict[str, Callable[[], object]]:
    """What is timed: sampling all streams, and one evaluation."""
    rules, scenario = ready.rules[0][0], ready.scenarios[0]

    def draw() -> Futures:
        return draw_futures(scenario, rules.calendar, rules.term_months, 1, 0, lanes)

    futures = draw()
    CohortDriver(rules, futures).run()  # fills what is drawn when it is first asked for
    asked, habits = tuple(futures.decisions), tuple(futures.delays)

    def sample() -> None:
        fresh = draw()
        for party, right in asked:
            fresh.decision(party, right)
        for party, what in habits:
            fresh.delay(party, what)  # type: ignore[arg-type]

    return {"sampling": sample, "evaluation": lambda: CohortDriver(rules, futures).run()}
