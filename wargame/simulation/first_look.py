"""The first look: the current draft as usual practice reads it, in the first futures of every scenario, before anything else is played.

It takes a second where a whole run takes half a minute, and it is no estimate of its own: for a run of so many futures its figures are those of the
report. Somebody watches, so the bands of the world come from it too (`simulation.run.watch`). Where nobody else works on the run, the pass is kept
for the single readings, which want the same one.
"""

from __future__ import annotations

from typing import NamedTuple

from wargame.contract.rules.readings import BASE
from wargame.simulation.counterfactuals.readings import pass_with_shadows, played_alone
from wargame.simulation.run.cells import add, empty_result, lay_out, slice_of, total_up
from wargame.simulation.run.columns import Column
from wargame.simulation.run.passes import Seen
from wargame.simulation.run.prepare import Play, Prepared
from wargame.simulation.run.results import CellResult, Total
from wargame.simulation.run.watch import MOST
from wargame.simulation.run.worker_pool import WorkerPool


class First(NamedTuple):
    """One cell a scenario, in their order, and what there was to see in each, by its key."""

    results: list[CellResult]
    seen: dict[str, Seen]


def first_look(ready: Prepared, workers: int) -> First:
    """Play the first futures of every scenario, for a run of so many workers. That is done here, and by nobody else."""
    base = Play(0, BASE, min(ready.spec.futures, MOST))
    layout = lay_out(ready, WorkerPool(ready, 1), (base,))
    alone = played_alone(ready)
    kept = workers == 1 and bool(alone) and alone[0] == base
    first = First([], {})
    for i, scenario in enumerate(ready.scenarios):
        passed = pass_with_shadows(ready, i, alone if kept else (base,), ask=True)
        assert passed.seen is not None
        first.seen[scenario.key] = passed.seen
        if kept:
            ready.first[i] = passed
        result = empty_result(ready, layout, i, base)
        totals: dict[Column, Total] = {}
        add(result, slice_of(passed.outcome, ready.rules[i][0]), 0, totals)
        total_up(result, layout, totals)
        first.results.append(result)
    return first
