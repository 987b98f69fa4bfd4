"""A data-residency order: a rule with a lead time, and a stop of part of the work while it is not obeyed."""

from __future__ import annotations

import numpy as np
import pytest

from tests.world.shocks.block import DAY, STARTS, N, day, effects, inputs_of, within
from tests.world.shocks.common import of_lane
from wargame.core.problem import BadInput

FIXED = """
service: voice
arrives: {date: 2027-03-10}
lead time: 30 days
work: 100 days
cost: GBP 5 000
fine: GBP 10
lasting cost: GBP 0.06
stopped until ready: 20 %
doubled: {provider: GBP 3}
"""
START = day(2027, 3, 10)


def test_rows_of_a_fixed_law() -> None:
    # No `happenings`: its questions are those of the law, and are not put twice.
    assert of_lane(effects("data_residency_order", FIXED), 3) == {
        # 70 days late: three months begun. Six pence are 600 hundredths of a penny.
        "laws": [("voice", START * DAY, (START + 30) * DAY, (START + 100) * DAY, 500_000, 3_000, 600)],
        "levels": [("capacity", "voice", START + 30, START + 100, -200_000)],
        "costs": [("provider", "parallel running", START * DAY, 300)],
    }


def test_whoever_is_ready_in_time_is_neither_stopped_nor_fined() -> None:
    found = of_lane(effects("data_residency_order", FIXED.replace("30 days", "100 days")))
    assert found["levels"] == [] and found["laws"][0][5] == 0
    assert of_lane(effects("data_residency_order", FIXED.replace("stopped until ready: 20 %\n", "")))["laws"][0][5] == 3_000


def test_of_work_beyond_the_term_the_part_done_is_paid_for() -> None:
    begun = STARTS[-1] // DAY - 50
    found = of_lane(effects("data_residency_order", FIXED.replace("2027-03-10", "2028-11-12")))
    assert day(2028, 11, 12) == begun and found["laws"][0][3:5] == (STARTS[-1], 250_000)


def test_means() -> None:
    text = FIXED.replace("{date: 2027-03-10}", "{rate: 1 per year}").replace("20 %", "{low: 10 %, high: 50 %}")
    text = text.replace("30 days", "{low: 10 days, high: 50 days}").replace("100 days", "{low: 60 days, high: 140 days}")
    found = effects("data_residency_order", text)
    _, lane, announced, force, ready, *_ = found.law_changes[0]
    assert abs(lane.size - 2 * N) < 3.29 * np.sqrt(2 * N)
    assert within(force - announced, 30 * DAY) and within(-found.levels[0][5], 300_000)
    inside = announced < STARTS[-1] - 140 * DAY
    assert within((ready - announced)[inside], 100 * DAY)


def test_refusals() -> None:
    with pytest.raises(BadInput, match="may come to more than the whole"):
        inputs_of("data_residency_order", FIXED.replace("20 %", "{median: 40 %, p95: 90 %}"))
    with pytest.raises(BadInput, match="lead time"):
        inputs_of("data_residency_order", FIXED.replace("lead time: 30 days\n", ""))
