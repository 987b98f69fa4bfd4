"""Plays on the same futures, side by side: what each party has at the end of every life under every variant, and nothing else of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from wargame.simulation.run.cells import CellJob, cohort_width, crowd, play_cohort
from wargame.simulation.run.columns import cost
from wargame.simulation.run.prepare import Prepared
from wargame.simulation.run.results import Columns
from wargame.simulation.run.worker_pool import WorkerPool

Nets = dict[tuple[str, str], dict[str, Columns]]  # (scenario, variant) -> party -> net in each future, minor units


def play_side_by_side(ready: Prepared, team: WorkerPool, tick: Callable[[int], None]) -> Nets:
    """The nets of every variant in the base reading, in the order of futures."""
    n, plays = ready.spec.futures, ready.plays
    width = cohort_width(n, len(ready.scenarios), team.workers, len(plays), crowd(ready))
    jobs = [CellJob(i, first, min(width, n - first), plays, False) for i in range(len(ready.scenarios)) for first in range(0, n, width)]
    nets: Nets = {
        (scenario.key, ready.variants[one.variant].name): {party: np.zeros(n, np.int64) for party in ready.parties}
        for scenario in ready.scenarios
        for one in plays
    }
    for job, slices in zip(jobs, team.each(play_cohort, jobs), strict=True):
        for one, part in zip(plays, slices, strict=True):
            columns = nets[ready.scenarios[job.scenario].key, ready.variants[one.variant].name]
            for party in ready.parties:
                columns[party][job.first : job.first + job.futures] = -part.columns[cost(party)]
        tick(job.futures * len(plays))
    return nets
