"""A regulator orders exit: the agreement is over on a morning, and what is stranded is lost then."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.world.shocks.block import DAY, N, day, effects, inputs_of, within
from tests.world.shocks.common import costs_of, futures, of_lane
from wargame.core.problem import BadInput

FIXED = """
arrives: {date: 2027-03-10}
notice: 100 days
compliance: {client: GBP 5}
fine: {client: GBP 30}
stranded: {client: GBP 20, provider: GBP 40}
redundancy: {provider: GBP 60}
"""
START = day(2027, 3, 10)


def test_rows_of_a_fixed_law() -> None:
    over = (START + 100) * DAY
    assert of_lane(effects("regulator_orders_exit", FIXED), 3) == {
        "ends": [(START * DAY, over)],
        "costs": [
            ("client", "cost of compliance", START * DAY, 500), ("client", "regulatory fine", START * DAY, 3_000),
            ("client", "stranded charges", over - 1, 2_000), ("provider", "stranded charges", over - 1, 4_000),
            ("provider", "internal staff", over - 1, 6_000),
        ],
        "happenings": [("order", START * DAY)],
    }  # fmt: skip


def test_what_ends_with_its_term_anyway_strands_nothing() -> None:
    found = of_lane(effects("regulator_orders_exit", FIXED.replace("2027-03-10", "2028-11-12")))
    assert [row[3] for row in found["costs"]] == [500, 3_000, 0, 0, 0]


def test_the_order_stands_in_the_futures(tmp_path: Path) -> None:
    whole = futures(tmp_path, "out:\n  kind: regulator_orders_exit" + FIXED.replace("\n", "\n  "), 8)
    assert (
        whole.shock_effects.ends is not None
        and set(whole.shock_effects.ends.amount.tolist()) == {(START + 100) * DAY}
        and whole.shock_effects.ends.lane.size == 8
    )


def test_means() -> None:
    text = FIXED.replace("{date: 2027-03-10}", "{rate: 1 per year}").replace("100 days", "{low: 20 days, high: 60 days}")
    found = effects("regulator_orders_exit", text.replace("GBP 30", "{low: GBP 10, high: GBP 50}"))
    lane, ordered, over = found.ends[0]
    assert abs(lane.size - 2 * N) < 3.29 * np.sqrt(2 * N) and np.all(over % DAY == 0) and np.all(over > ordered)
    assert within(over - ordered, 40.5 * DAY)  # half a day until the next morning, on average
    assert within(costs_of(found, "client", "regulatory fine"), 3_000)


def test_refusals() -> None:
    with pytest.raises(BadInput, match="notice"):
        inputs_of("regulator_orders_exit", FIXED.replace("notice: 100 days\n", ""))
    with pytest.raises(BadInput, match="GDP"):
        inputs_of("regulator_orders_exit", FIXED.replace("GBP 30", "GDP 30"))
