"""A wage rise: units that cost more for good, by the share of wages times the rise."""

from __future__ import annotations

import numpy as np
import pytest

from tests.world.shocks.block import DAY, STARTS, N, daily, day, effects, inputs_of, levels, within
from tests.world.shocks.common import of_lane
from wargame.core.problem import BadInput
from wargame.world.shock_base.effects import NEVER

FIXED = """
services: [voice, letters]
arrives: {date: 2027-06-30}
rise: 7.75 %
wages: 60 %
notice: 18 days
once: {provider: GBP 25}
"""
FORCE = day(2027, 7, 18)


def test_rows_of_a_fixed_law() -> None:
    assert of_lane(effects("wage_rise", FIXED), 3) == {
        "levels": [("unit cost", name, FORCE, NEVER, 46_500) for name in ("voice", "letters")],
        "costs": [("provider", "internal staff", FORCE * DAY, 2_500)],
        "happenings": [("price", (FORCE - 18) * DAY)],
    }


def test_it_may_spread_and_stays() -> None:
    cost = daily(effects("wage_rise", FIXED.replace("once", "spreads over: 31 days\nonce")), "unit cost", "voice")
    last = STARTS[-1] // DAY - 1
    assert cost[FORCE] == 46_500 // 8 and cost[FORCE + 31] == cost[last] == 46_500 and min(cost) == FORCE
    assert np.all(np.diff([cost[one] for one in range(FORCE, last + 1)]) >= 0)


@pytest.mark.parametrize(("announced", "rises"), [("2026-12-01", False), ("2026-12-20", True)])
def test_one_in_force_before_the_agreement_is_in_its_costs(announced: str, rises: bool) -> None:
    found = of_lane(effects("wage_rise", FIXED.replace("2027-06-30", announced)))
    assert bool(found["levels"]) == rises and found["happenings"] == ([("price", 0)] if rises else [])


def test_means() -> None:
    text = FIXED.replace("{date: 2027-06-30}", "{rate: 1 per year}").replace("7.75 %", "{low: 5 %, high: 9 %}")
    found = effects("wage_rise", text.replace("60 %", "{low: 40 %, high: 80 %}"))
    size = found.levels[0][5]
    assert abs(size.size - 2 * N) < 3.29 * np.sqrt(2 * N) and within(size, 42_000) and np.array_equal(size, found.levels[1][5])
    assert {row[0] for row in levels(found, "unit cost", "voice", 5)} <= set(range(18, STARTS[-1] // DAY + 19))


def test_refusals() -> None:
    with pytest.raises(BadInput, match="part of a whole"):
        inputs_of("wage_rise", FIXED.replace("60 %", "{median: 90 %, p95: 120 %}"))
    with pytest.raises(BadInput, match="services"):
        inputs_of("wage_rise", FIXED.replace("[voice, letters]", "[]"))
