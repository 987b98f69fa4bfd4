"""Down-time of a month, for any reading of it, against a count of every single second; and days cut at midnights likewise."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from wargame.core.facts import FactRequest
from wargame.simulation.cohort.downtime import Downtime, Readings, day_cells
from wargame.simulation.cohort.incidents import IncidentLanes
from wargame.world.sampled.incidents import Incidents, Source

FIRST, LAST, DAY, LANES = 400, 1000, 100, 3
SOURCES = (
    Source("component/a", "a", "provider", False, 0),
    Source("planned/a", "a", "provider", True, 0),
    Source("component/b", "b", "third party", False, 90),
    Source("shock/c", "b", "client", False, 30),
)
READINGS = [
    FactRequest("downtime", "voice", excluded, overlap, clock)
    for excluded, overlap, clock in itertools.product(
        (frozenset[str](), frozenset({"planned"}), frozenset({"planned", "third party"})), ("united", "added"), ("occurrence", "detection")
    )
]


@dataclass(frozen=True)
class World:
    """Rows of two months, as futures hold them, and the instant at which each lane's agreement ends."""

    incidents: Incidents
    left: np.ndarray
    sources: tuple[Source, ...] = SOURCES

    @property
    def leaving(self) -> np.ndarray:
        """Lanes whose agreement ends within the second month."""
        return np.flatnonzero(self.left < LAST)

    @staticmethod
    def escalating(month: int) -> None:
        """Nobody escalates late."""

    def down(self) -> Downtime:
        """The down-time of the second month, no clause responding."""
        lanes = IncidentLanes(self, (), {})  # type: ignore[arg-type]
        lanes.begin(0, [])
        lanes.close(FIRST, self.left, np.zeros(0, np.int64))
        lanes.begin(1, [])
        return Downtime(Readings(SOURCES, LANES), lanes.close(LAST, self.left, self.leaving), FIRST, LAST)


def table(lane: Any, start: Any, raw: Any, source: Any) -> Incidents:
    """Rows in the order in which futures have them, with the rows marked that begin before the one before them has ended."""
    lane, start, raw = (np.asarray(column, np.int64) for column in (lane, start, raw))
    month = (start >= FIRST).astype(np.int64)
    order = np.lexsort((source, start, lane, month))
    lane, start, raw, source, month = lane[order], start[order], raw[order], np.asarray(source, np.int8)[order], month[order]
    meets = [i for i in range(1, lane.size) if lane[i] == lane[i - 1] and start[i] < start[i - 1] + raw[i - 1]]
    return Incidents(lane, start, raw, source, np.searchsorted(month, np.arange(3)), np.array(meets, np.int64))


def a_world(seed: int, rows: int) -> World:
    """Random rows, some carried into the second month and some beyond it, many ties; in some worlds agreements end within that month."""
    draw = np.random.default_rng(seed)
    grid = int(draw.choice([1, 10, 50]))  # coarse grids make ties
    lane, source = draw.integers(0, LANES, rows), draw.integers(0, len(SOURCES), rows)
    start = draw.integers(0, LAST // grid, rows) * grid
    raw = np.maximum(draw.integers(0, draw.choice([60, 300, 900]), rows) // grid * grid, 1)
    left = np.full(LANES, LAST, np.int64)
    if seed % 3 == 0:
        left[: seed % 2 + 1] = draw.integers(FIRST // 50 + 1, LAST // 50 + 1, seed % 2 + 1) * 50
    return World(table(lane, start, raw, source), left)


def second_by_second(world: World, read: FactRequest, components: frozenset[str]) -> np.ndarray:
    """(lanes, seconds) of the second month: how many incidents count in each second of each lane."""
    rows, depth = world.incidents, np.zeros((LANES, LAST - FIRST), np.int64)
    for lane, start, raw, number in zip(rows.lane.tolist(), rows.start.tolist(), rows.raw.tolist(), rows.source.tolist(), strict=True):
        source = SOURCES[number]
        if source.component in components and not source.causes & read.excluded:
            begins = start + (source.detected if read.clock == "detection" else 0)
            for second in range(max(begins, FIRST), min(start + raw, LAST, int(world.left[lane]))):
                depth[lane, second - FIRST] += 1
    return np.minimum(depth, 1) if read.overlap == "united" else depth


@pytest.mark.parametrize("read", READINGS, ids=lambda read: f"{len(read.excluded)} excluded, {read.overlap}, {read.clock}")
def test_down_time_is_what_a_count_of_seconds_gives(read: FactRequest) -> None:
    overlapping = 0
    for seed in range(150):
        world = a_world(seed, rows=seed % 14)
        for components in (frozenset({"a", "b"}), frozenset({"b"})):
            depth = second_by_second(world, read, components)
            assert world.down().seconds(read, components).tolist() == depth.sum(axis=1).tolist(), seed
            overlapping += int((second_by_second(world, read._replace(overlap="added"), components) > 1).any())
    assert overlapping > 40


def test_an_outage_over_before_it_was_detected_does_not_hide_an_overlap_behind_it() -> None:
    """The second row, from 750 to 800, is detected at 840; the first and the third overlap from 900 to 950."""
    world = World(table([0] * 3, [400, 750, 900], [600, 50, 50], [0, 2, 0]), np.full(LANES, LAST))
    read = FactRequest("downtime", "voice", overlap="united", clock="detection")
    assert world.down().seconds(read, frozenset({"a", "b"})).tolist() == [600, 0, 0]


def test_days_are_cut_at_midnights() -> None:
    read, components = READINGS[0], frozenset({"a", "b"})
    days, full = (LAST - FIRST) // DAY, 0
    for seed in range(300):
        world = a_world(seed, rows=seed % 14)
        lanes, seconds, at = day_cells(*world.down().measured(read, components), LANES, FIRST // DAY, days, DAY)
        assert at.shape == (days + 1,) and at[0] == 0 and at[-1] == lanes.size
        got = np.zeros((LANES, days), np.int64)
        for day in range(days):
            here = slice(int(at[day]), int(at[day + 1]))
            for lane in np.unique(lanes[here]):
                (whole,) = set(seconds[here][lanes[here] == lane].tolist())  # a lane may be there twice, each time with the whole of its seconds
                got[lane, day] = whole
        expected = second_by_second(world, read, components).reshape(LANES, days, DAY).sum(axis=2)
        assert got.tolist() == expected.tolist(), seed
        full += int((expected == DAY).any())
    assert full > 30


def test_a_month_without_rows() -> None:
    none = np.zeros(0, np.int64)
    down = World(table(none, none, none, none), np.full(LANES, LAST)).down()
    assert down.seconds(READINGS[0], frozenset({"a"})).tolist() == [0, 0, 0]
    lanes, seconds, at = day_cells(none, none, none, LANES, 4, 6, DAY)
    assert lanes.size == seconds.size == 0 and at.tolist() == [0] * 7
