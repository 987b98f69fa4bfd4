"""An inflation path: a series that moves more for some years, and costs that follow it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.world.shocks.block import DAY, N, daily, day, effects, inputs_of, within
from tests.world.shocks.common import of_lane
from wargame.core.problem import BadInput

FIXED = """
series: CPI
arrives: {date: 2027-03-31}
excess: 6 %
years: 3
shape: decay
services: [voice]
follows: 50 %
"""
FIRST, SECOND = day(2027, 3, 31), day(2028, 3, 31)


def test_rows_of_a_fixed_law() -> None:
    found = effects("inflation_path", FIXED)
    rows = of_lane(found, 3)
    assert rows["moves"] == [("CPI", FIRST * DAY, 60_000), ("CPI", SECOND * DAY, 40_000)]  # the third year lies after the term
    assert rows["happenings"] == [("price", FIRST * DAY)]
    cost = daily(found, "unit cost", "voice", 3)
    assert set(cost.values()) == {30_000, 51_200}  # a half of 6 %, and of 1.06 · 1.04 − 1
    assert min(cost) == FIRST and cost[SECOND - 1] == 30_000 and cost[SECOND] == 51_200


@pytest.mark.parametrize(("shape", "sizes"), [("step", [60_000, 60_000]), ("decay", [60_000, 40_000]), ("ramp", [20_000, 40_000])])
def test_shapes(shape: str, sizes: list[int]) -> None:
    assert [row[2] for row in of_lane(effects("inflation_path", FIXED.replace("decay", shape)))["moves"]] == sizes


def test_a_path_is_as_long_as_its_years() -> None:
    assert len(of_lane(effects("inflation_path", FIXED.replace("years: 3", "years: 1")))["moves"]) == 1


def test_no_cost_follows_where_none_is_named() -> None:
    assert effects("inflation_path", FIXED.replace("services: [voice]\nfollows: 50 %", "")).levels == []


def test_what_moved_before_the_agreement_is_in_its_figures() -> None:
    assert of_lane(effects("inflation_path", FIXED.replace("2027-03-31", "2026-03-31"))) == {
        "levels": [], "moves": [], "happenings": [],
    }  # fmt: skip


def test_means() -> None:
    text = FIXED.replace("{date: 2027-03-31}", "{rate: 1 per year}").replace("6 %", "{low: 2 %, high: 10 %}").replace("decay", "step")
    found = effects("inflation_path", text.replace("50 %", "{low: 20 %, high: 80 %}"))
    lane, instant, share, _ = found.moves[0][1:]
    assert abs(lane.size - 2 * N) < 3.29 * np.sqrt(2 * N) and within(share, 60_000)
    assert within(found.levels[0][5], 30_000) and np.array_equal(found.levels[0][3] * DAY, -(-instant // DAY) * DAY)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("follows: 50 %", "", "give both, or neither"), ("services: [voice]", "", "give both, or neither"), ("years: 3", "years: 0", "1 to 30"),
        ("years: 3", "years: 31", "1 to 30"), ("excess: 6 %", "excess: -100 %", "all of a price"),
    ],
)  # fmt: skip
def test_refusals(old: str, new: str, words: str) -> None:
    assert old in FIXED
    with pytest.raises(BadInput, match=words):
        inputs_of("inflation_path", FIXED.replace(old, new))
