"""Passes that are kept while a run is prepared and begun, because what comes next wants the same ones."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.core.arrays import Bools, Floats
from wargame.simulation.cohort.outcome import Outcome
from wargame.simulation.cohort.parallel import ParallelBook
from wargame.simulation.run.prepare import Play
from wargame.simulation.run.results import Whose
from wargame.world.sampled.futures import Futures

MeasureKey = tuple[Whose, str, str]  # whose, its name, the measure
MonthlyLine = list[Floats]  # month -> a number a future
PlanLine = tuple[float, ...]  # month -> the number of the plan
Seen = tuple[dict[MeasureKey, MonthlyLine], list[Bools]]  # lines, and month -> in which futures the agreement stood to its end


@dataclass(frozen=True)
class CalmPass:
    """The plan of a scenario, played, and what there was to see in it."""

    outcome: Outcome
    lines: dict[MeasureKey, PlanLine]


@dataclass(frozen=True)
class FirstPass:
    """A pass of the base over the first futures of a scenario, kept so that its world can be used again, and the shadows of other readings beside
    it; None for one that cannot be a shadow."""

    futures: Futures
    outcome: Outcome
    shadows: dict[Play, ParallelBook | None]
    seen: Seen | None = None  # where somebody watched
