"""Down-time of a month, for any reading of it, against a count of every single second; and days cut at midnights likewise."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from wargame.core.facts import Read
from wargame.simulation.incidents import Active, Downtime, day_cells
from wargame.world.futures import Source

FIRST, LAST, DAY, LANES = 400, 1000, 100, 3
SOURCES = (
    Source("component/a", "a", "provider", False, 0),
    Source("planned/a", "a", "provider", True, 0),
    Source("component/b", "b", "third party", False, 90),
    Source("shock/c", "b", "client", False, 30),
)
READINGS = [
    Read("downtime", "voice", excluded, overlap, clock)
    for excluded, overlap, clock in itertools.product(
        (frozenset[str](), frozenset({"planned"}), frozenset({"planned", "third party"})), ("united", "added"), ("occurrence", "detection")
    )
]


def a_month(seed: int, rows: int) -> Active:
    """Random rows: some carried into the month, some beyond it, many ties, in the order in which a month has them."""
    draw = np.random.default_rng(seed)
    grid = int(draw.choice([1, 10, 50]))  # coarse grids make ties
    carried = int(draw.integers(0, 3))
    lane, source = draw.integers(0, LANES, rows + carried), draw.integers(0, len(SOURCES), rows + carried).astype(np.int8)
    before = draw.integers(100 // grid, FIRST // grid, carried) * grid
    start = np.concatenate((before, draw.integers(FIRST // grid, LAST // grid, rows) * grid)).astype(np.int64)
    length = np.maximum(draw.integers(0, draw.choice([60, 300, 700]), rows + carried) // grid * grid, 1)
    end = start + length
    end[:carried] = np.maximum(end[:carried], FIRST + 1)
    old = np.lexsort((start[:carried], lane[:carried]))
    new = np.lexsort((source[carried:], start[carried:], lane[carried:])) + carried
    order = np.concatenate((old, new))
    return Active(lane[order], start[order], end[order], source[order], carried)


def second_by_second(rows: Active, read: Read, components: frozenset[str]) -> list[int]:
    """Seconds down by lane: each second of the month is asked which incidents count in it."""
    depth = np.zeros((LANES, LAST - FIRST), np.int64)
    for lane, start, end, number in zip(rows.lane.tolist(), rows.start.tolist(), rows.end.tolist(), rows.source.tolist(), strict=True):
        source = SOURCES[number]
        if source.component not in components or source.causes & read.excluded:
            continue
        begins = start + (source.detected if read.clock == "detection" else 0)
        for second in range(max(begins, FIRST), min(end, LAST)):
            depth[lane, second - FIRST] += 1
    return (np.minimum(depth, 1) if read.overlap == "united" else depth).sum(axis=1).tolist()


@pytest.mark.parametrize("read", READINGS, ids=lambda read: f"{len(read.excluded)} excluded, {read.overlap}, {read.clock}")
def test_down_time_is_what_a_count_of_seconds_gives(read: Read) -> None:
    overlapping = 0
    for seed in range(150):
        rows = a_month(seed, rows=seed % 12)
        for components in (frozenset({"a", "b"}), frozenset({"b"})):
            down = Downtime(rows, FIRST, LAST, LANES, SOURCES)
            expected = second_by_second(rows, read, components)
            assert down.seconds(read, components).tolist() == expected, seed
            overlapping += expected != second_by_second(rows, Read("downtime", "voice", read.excluded, "added", read.clock), components)
    assert overlapping > 50 or read.overlap == "added"


def test_an_outage_over_before_it_was_detected_does_not_hide_an_overlap_behind_it() -> None:
    """The second row, from 750 to 800, is detected at 840; the first and the third overlap from 900 to 950."""
    rows = Active(*(np.array(c, np.int64) for c in ([0] * 3, [400, 750, 900], [1000, 800, 950])), np.array([0, 2, 0], np.int8), 0)
    down = Downtime(rows, FIRST, LAST, LANES, SOURCES)
    assert down.seconds(Read("downtime", "voice", overlap="united", clock="detection"), frozenset({"a", "b"})).tolist() == [600, 0, 0]


def test_days_are_cut_at_midnights() -> None:
    read, components = READINGS[0], frozenset({"a", "b"})
    across = 0
    for seed in range(300):
        rows = a_month(seed, rows=seed % 12)
        lane, end, lasted = Downtime(rows, FIRST, LAST, LANES, SOURCES).measured(read, components)
        days = (LAST - FIRST) // DAY
        lanes, seconds, at = day_cells(lane, end, lasted, LANES, FIRST // DAY, days, DAY)
        got = np.zeros((LANES, days), np.int64)
        assert at.shape == (days + 1,) and at[0] == 0 and at[-1] == lanes.size
        for day in range(days):
            here = slice(int(at[day]), int(at[day + 1]))
            assert np.unique(lanes[here]).size == lanes[here].size  # one cell a lane and day
            got[lanes[here], day] = seconds[here]
        expected = np.zeros((LANES, days), np.int64)
        for one, until, length in zip(lane.tolist(), end.tolist(), lasted.tolist(), strict=True):
            for second in range(until - length, until):
                expected[one, (second - FIRST) // DAY] += 1
            across += length > 0 and (until - 1) // DAY != (until - length) // DAY
        assert got.tolist() == expected.tolist(), seed
        assert got.max(initial=0) <= DAY
    assert across > 200


def test_a_month_without_rows() -> None:
    none = np.zeros(0, np.int64)
    down = Downtime(Active(none, none, none, none.astype(np.int8), 0), FIRST, LAST, LANES, SOURCES)
    assert down.seconds(READINGS[0], frozenset({"a"})).tolist() == [0, 0, 0]
    lanes, seconds, at = day_cells(none, none, none, LANES, 4, 6, DAY)
    assert lanes.size == seconds.size == 0 and at.tolist() == [0] * 7
