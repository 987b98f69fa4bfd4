"""What sampling costs beside evaluation where it is dearest: the scenario of the library with the most shocks, against the care agreement.

Everything that is random about the futures counts as sampling: the tables of worlds, and the decisions and habits that a pass would otherwise draw
when it first asks for them.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import Figure, interleaved
from wargame.core.problem import BadInput
from wargame.simulation.cohort import Cohort
from wargame.simulation.prepare import RunSpec, prepare
from wargame.world.futures import Futures, draw_futures

ROOT = Path(__file__).parents[1]
DRAFT = ROOT / "contracts" / "customer-care.md"
LANES = 8192


class Library(NamedTuple):
    """The richest scenario, how many shocks it has, and time of sampling over time of evaluation."""

    scenario: str
    shocks: int
    sampling_over_evaluation: Figure


def richest() -> Path:
    """The shipped scenario with the most shocks that the care agreement can be played in; the first by name of those alike."""
    found: dict[Path, int] = {}
    for path in sorted((ROOT / "scenarios").glob("*.yaml")):
        try:
            found[path] = len(prepare(RunSpec(str(DRAFT), (str(path),))).scenarios[0].shocks)
        except BadInput:
            continue  # a world of another agreement
    return max(found, key=lambda path: found[path])


def measure_library(rounds: int) -> Library:
    """Time both, taking turns."""
    path = richest()
    ready = prepare(RunSpec(str(DRAFT), (str(path),)))
    rules, scenario = ready.rules[0][0], ready.scenarios[0]

    def draw() -> Futures:
        return draw_futures(scenario, rules.calendar, rules.term_months, 1, 0, LANES)

    futures = draw()
    Cohort(rules, futures).run()  # fills what is drawn when it is first asked for
    asked, habits = tuple(futures.decisions), tuple(futures.delays)

    def sample() -> None:
        fresh = draw()
        for party, right in asked:
            fresh.decision(party, right)
        for party, what in habits:
            fresh.delay(party, what)  # type: ignore[arg-type]

    seconds = interleaved({"sampling": sample, "evaluation": lambda: Cohort(rules, futures).run()}, rounds)
    ratio = Figure.of(a / b for a, b in zip(seconds["sampling"], seconds["evaluation"], strict=True))
    return Library(path.name, len(scenario.shocks), ratio)
