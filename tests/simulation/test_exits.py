"""When agreements end, lane by lane: orders, notices and terms, against one lane at a time."""

from __future__ import annotations

import numpy as np
import pytest

from wargame.simulation.cohort.exits import Exits
from wargame.world.sampled.tables import Dated

MONTH, MONTHS, LANES = 10, 6, 40
TERM = MONTH * MONTHS


@pytest.mark.parametrize("seed", range(20))
def test_exits_are_those_of_each_lane_alone(seed: int) -> None:
    """An order ends what stands when it is given, unless that ends before; a notice likewise, from the month end on at which it is given."""
    draw = np.random.default_rng(seed)
    instant = np.sort(draw.integers(0, TERM, 15))
    orders = Dated(draw.integers(0, LANES, 15), instant, instant + draw.integers(1, 30, 15))
    exits, alone = Exits(LANES, TERM), [TERM] * LANES
    for month in range(MONTHS):
        first, last = month * MONTH, (month + 1) * MONTH
        exits.begin(first, last, orders if seed % 4 else None)
        for lane, ordered, over in zip(orders.lane.tolist(), orders.instant.tolist(), orders.amount.tolist(), strict=True):
            if seed % 4 and first <= ordered < last and alone[lane] > ordered:
                alone[lane] = min(alone[lane], over)
        assert exits.at.tolist() == alone
        assert exits.leaving.tolist() == [lane for lane, end in enumerate(alone) if first < end <= last]
        served = np.broadcast_to(exits.served(first, last), LANES)
        # Of a lane that ended before, whatever is said is masked.
        assert all(served[lane] == min(end, last) - first for lane, end in enumerate(alone) if end > first)
        assert np.broadcast_to(exits.while_alive(np.full(LANES, 7)), LANES).tolist() == [7 * (end > first) for end in alone]
        assert np.broadcast_to(exits.while_alive(7), LANES).tolist() == [7 * (end > first) for end in alone]
        assert exits.while_alive(0) == 0
        when = draw.random(LANES) < 0.3
        lanes = exits.standing(when)
        assert lanes.tolist() == [lane for lane, end in enumerate(alone) if when[lane] and end > last]
        soon = last + int(draw.integers(0, 25))
        assert np.broadcast_to(exits.later_than(when, soon), LANES).tolist() == [bool(when[lane]) and end > soon for lane, end in enumerate(alone)]
        assert np.broadcast_to(exits.going_on(when), LANES).tolist() == [bool(when[lane]) and end > last for lane, end in enumerate(alone)]
        assert exits.early(last) == any(end <= last and end < TERM for end in alone)
        assert exits.left(last).tolist() == [lane for lane, end in enumerate(alone) if end <= last and end < TERM]
        morning = last + int(draw.integers(1, 25))
        if lanes.size:
            exits.end(lanes, morning, 0)
            exits.end(lanes, morning + 3, 1)  # a later one counts for nothing
            exits.decide()
            alone = [min(end, morning) if lane in lanes else end for lane, end in enumerate(alone)]
        exits.close(last)
