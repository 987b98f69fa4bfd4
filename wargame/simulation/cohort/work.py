"""The month's work of all services and lanes, day by day or in one step; lanes whose agreement ends within it are cut at their last morning."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np
import simpy

from wargame.core.arrays import Floats, Ints
from wargame.core.facts import FactRequest
from wargame.core.values import DAY
from wargame.simulation.cohort.downtime import day_cells
from wargame.world.operations.month_sums import LaneSums
from wargame.world.operations.work import cut_at, cut_part

if TYPE_CHECKING:
    from wargame.simulation.cohort.driver import CohortDriver


def _components(cohort: CohortDriver) -> dict[str, frozenset[str]]:
    """The services that can be down, and what they need."""
    return {name: needs for name in cohort.work.services if (needs := cohort.scenario.components_of(name))}


def _leaving(cohort: CohortDriver, last: int) -> Ints:
    """Lanes whose agreement ends within the month, not with it."""
    leaving, at = cohort.exits.leaving, cohort.exits.at
    return leaving[at[leaving] < last]


def work_by_day(cohort: CohortDriver, first: int, last: int) -> Generator[simpy.Event, None, dict[str, LaneSums]]:
    """Close the days of a month one after the other, each on its evening; returns the month's sums of each service."""
    work, low, high = cohort.work, first // DAY, last // DAY
    down: dict[str, tuple[Ints, Floats, list[int]]] = {}
    for name, needs in _components(cohort).items():
        lanes, seconds, offsets = day_cells(*cohort.down.measured(FactRequest("downtime", name), needs), cohort.lanes, low, high - low, DAY)
        down[name] = (lanes, (DAY - seconds) / DAY, offsets.tolist())
    leaving, at = _leaving(cohort, last), cohort.exits.at
    cuts = {int(instant): leaving[at[leaving] == instant] for instant in np.unique(at[leaving])}
    saved: list[tuple[str, Ints, LaneSums]] = []
    for day in range(low, high):
        yield cohort.env.timeout(DAY)
        cells: dict[str, tuple[Ints, Floats]] = {}
        for name, (lanes, up, at_day) in down.items():
            i, j = at_day[day - low], at_day[day - low + 1]
            if j > i:
                cells[name] = (lanes[i:j], up[i:j])
        work.day(day, cells)
        if (day + 1) * DAY in cuts:
            cut = cuts[(day + 1) * DAY]
            saved += [(name, cut, service.so_far(cut)) for name, service in work.services.items()]
    sums = work.hand_over()
    for name, cut, so_far in saved:
        cut_at(sums, name, cut, so_far)
    return sums


def work_by_month(cohort: CohortDriver, month: int, first: int, last: int) -> dict[str, LaneSums]:
    """A month as one step; of a month in which the agreement ends, the served part counts."""
    up: dict[str, Floats] = {}
    for name, needs in _components(cohort).items():
        down = cohort.down.seconds(FactRequest("downtime", name), needs)
        up[name] = (last - first - down) / (last - first)
    cohort.work.month(month, (last - first) // DAY, up)
    sums = cohort.work.hand_over()
    cut = _leaving(cohort, last)
    if cut.size:
        cut_part(sums, cut, (cohort.exits.at[cut] - first) / (last - first))
    return sums
