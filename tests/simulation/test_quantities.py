"""Whole units of a month: what is cut off in one month is there in the next, in one life as in many, whether a month was asked about or not."""

from __future__ import annotations

import math

import numpy as np
import pytest

from wargame.core.facts import FACTS, FactRequest
from wargame.simulation.cohort.driver import whole_units
from wargame.simulation.desk.facts import FOUND_BY
from wargame.simulation.desk.quantities import CRUMB, Quantities
from wargame.world.operations.month_sums import COLUMNS

VOLUME, BACKLOG = FactRequest("volume", "voice"), FactRequest("backlog", "voice")
LANES, MONTHS = 5, 40


def test_every_fact_of_a_month_is_found_and_no_other() -> None:
    assert set(FOUND_BY) == {fact.name for fact in FACTS.values() if fact.shape == "month"}


@pytest.mark.parametrize("every", [1, 2, 3])
def test_whole_units_add_up_to_those_of_the_running_total(every: int) -> None:
    """Asked about each month, or only each second or third: the months between lose nothing and gain nothing."""
    drawn = np.random.default_rng(every).integers(0, 30, (MONTHS, LANES)) / 7
    lanes = Quantities((VOLUME,), lambda: np.zeros(LANES), whole_units)
    lives = [Quantities((VOLUME,), float, lambda quantity: math.floor(quantity + CRUMB)) for _ in range(LANES)]
    total = np.zeros(LANES)
    for month, row in enumerate(drawn):
        before, total = total, total + row
        lanes.add({"voice": tuple(row.copy() for _ in COLUMNS)})
        for life, one in zip(lives, row.tolist(), strict=True):
            life.add({"voice": (one,) * len(COLUMNS)})
        if month % every == 0:
            wanted = (np.floor(total + CRUMB) - np.floor(before + CRUMB)).tolist()
            found = lanes.carried(VOLUME, month)
            assert isinstance(found, np.ndarray) and found.dtype == np.int64 and found.tolist() == wanted
            assert [life.carried(VOLUME, month) for life in lives] == wanted


def test_a_backlog_is_cut_as_it_stands() -> None:
    lanes = Quantities((), lambda: np.zeros(2), whole_units)
    backlog = np.array([2.75, 3.0 - 2.0**-30])
    for _ in range(2):
        lanes.add({"voice": tuple(backlog for _ in COLUMNS)})
        found = lanes.standing(BACKLOG)
        assert isinstance(found, np.ndarray) and found.tolist() == [2, 3]
    assert backlog.tolist() == [2.75, 3.0 - 2.0**-30]  # the world's own numbers are left as they were
