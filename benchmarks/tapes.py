"""The world handed to everyone: the engine's own futures, and the same numbers as plain Python lists for SimPy and lane-major arrays for the kernel.

Nobody draws for themselves, and nobody is timed while their tape is prepared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wargame.contract.rules.rulebook import Rulebook
from wargame.core.quantities import Duration
from wargame.core.values import DAY
from wargame.simulation.run.prepare import RunSpec, prepare
from wargame.world.sampled.futures import Futures, draw_futures
from wargame.world.scenario.file import Scenario

HERE = Path(__file__).parent
SERVICE, SERIES = "voice", "CPI"
RIGHT = ("client", "terminate for chronic failure")
WORLDS = {"month": "world_by_month.yaml", "day": "world.yaml"}
FURTHER = 8  # clauses that the variant adds


@dataclass(frozen=True)
class World:
    """What all lives share: the calendar (instants in seconds) and the plan of the service (units per day, or per month at month step)."""

    daily: bool
    starts: list[int]
    term_end: int
    plan_until: list[int]  # month of the breach -> the instant until which its remediation plan lasts
    base: list[float]
    capacity: list[float]
    ceiling: float
    per_backlog: float
    stretches: float
    noise: float  # demand per quantum of noise


@dataclass(frozen=True)
class LifeTape:
    """One life: plain numbers. Instants and lengths in seconds, sizes in millionths, money in pence, `lasting` in hundredths of a penny a unit."""

    outages: list[tuple[int, int]]  # start, raw repair
    surges: list[tuple[int, int, int]]  # from, to, size
    laws: list[tuple[int, int, int, int, int]]  # in force, ready, cost, fine, lasting
    noise: list[int]  # by week or month
    index: list[int]  # by contract year, millionths
    decisions: list[float]  # by month


class LaneTape(NamedTuple):
    """All lives, lane-major: ragged tables with the offsets of each lane (`…_at`), columns as rows of one lane."""

    outage_at: NDArray[np.int64]
    start: NDArray[np.int64]
    raw: NDArray[np.int64]
    level_at: NDArray[np.int64]
    level_day: NDArray[np.int64]  # day on which demand changes, rising in a lane
    level_by: NDArray[np.int64]  # millionths
    law_at: NDArray[np.int64]
    force: NDArray[np.int64]
    ready: NDArray[np.int64]
    cost: NDArray[np.int64]
    fine: NDArray[np.int64]
    lasting: NDArray[np.int64]
    noise: NDArray[np.int16]
    series: NDArray[np.int64]
    decisions: NDArray[np.float64]


def agreement(step: str) -> tuple[Scenario, Rulebook, Rulebook]:
    """The world at a step, `day` or `month`, and the rulebooks of `draft.md`: as it stands, and with eight further service credits.

    Without default law: the peers play the agreement's own clauses.
    """
    spec = RunSpec(str(HERE / "draft.md"), (str(HERE / WORLDS[step]),), str(HERE / "variants.yaml"), default_law=False)
    prepared = prepare(spec)
    base, further = prepared.rules[0]
    return prepared.scenarios[0], base, further


def draw(scenario: Scenario, rules: Rulebook, count: int, seed: int = 1) -> Futures:
    """The futures 0 … count - 1, with the draws by which rights are exercised."""
    futures = draw_futures(scenario, rules.calendar, rules.term_months, seed, 0, count)
    futures.decision(*RIGHT)
    return futures


def world_of(futures: Futures, rules: Rulebook) -> World:
    """What all lives share."""
    plan = futures.plans[SERVICE]
    assert plan.capacity is not None
    add, ten_days, three_months = rules.calendar.add, Duration(seconds=10 * DAY), Duration(months=3)
    until = [add(add(last, ten_days), three_months) for last in futures.starts[1:]]
    return World(
        futures.scenario.step == "day", list(futures.starts), futures.starts[-1], until,
        list(plan.base), list(plan.capacity), plan.ceiling, plan.per_backlog, plan.stretches, plan.noise,
    )  # fmt: skip


def life_tapes(futures: Futures, count: int) -> list[LifeTape]:
    """The first `count` lives as plain Python numbers: indexing numpy scalars would slow the peer by a quarter."""
    incidents, levels, laws = futures.incidents, futures.levels[SERVICE], futures.law_changes
    outages = _by_lane(incidents.lane, count, incidents.start, incidents.raw)
    surges = _by_lane(levels.lane, count, levels.first * DAY, levels.last * DAY, levels.size)
    changes = _by_lane(laws.lane, count, laws.force, laws.ready, laws.cost, laws.fine, laws.lasting)
    columns = [column[:, :count].T.tolist() for column in (futures.noise[SERVICE], futures.index[SERIES], futures.decision(*RIGHT))]
    return [LifeTape(*tape) for tape in zip(outages, surges, changes, *columns, strict=True)]


def _by_lane(lane: NDArray[Any], count: int, *columns: NDArray[Any]) -> list[list[Any]]:
    rows: list[list[Any]] = [[] for _ in range(count)]
    order = np.argsort(lane, kind="stable")
    order = order[: np.searchsorted(lane[order], count)]
    for one, row in zip(lane[order].tolist(), zip(*(column[order].tolist() for column in columns), strict=True), strict=True):
        rows[one].append(row)
    return rows


def lane_tape(futures: Futures) -> LaneTape:
    """All lives as lane-major arrays."""
    incidents, levels, laws, lanes = futures.incidents, futures.levels[SERVICE], futures.law_changes, futures.lanes
    (start, raw), outage_at = _sorted(lanes, incidents.lane, incidents.start, incidents.raw)
    changes = np.concatenate((levels.first, levels.last)), np.concatenate((levels.size, -levels.size))
    (level_day, level_by), level_at = _sorted(lanes, np.concatenate((levels.lane, levels.lane)), *changes)
    columns, law_at = _sorted(lanes, laws.lane, laws.force, laws.ready, laws.cost, laws.fine, laws.lasting)
    rows = [np.ascontiguousarray(column.T) for column in (futures.noise[SERVICE], futures.index[SERIES], futures.decision(*RIGHT))]
    return LaneTape(outage_at, start, raw, level_at, level_day, level_by, law_at, *columns, *rows)


def _sorted(lanes: int, lane: NDArray[Any], *columns: NDArray[Any]) -> tuple[Iterator[NDArray[Any]], NDArray[np.int64]]:
    """Columns by (lane, first column), and the first row of each lane."""
    order = np.lexsort((columns[0], lane))
    at = np.searchsorted(lane[order], np.arange(lanes + 1))
    return (np.ascontiguousarray(column[order]) for column in columns), at
