"""A supervisory stop: demand that may not be served, or a permission that is down, and what ending it costs."""

from __future__ import annotations

import numpy as np
import pytest

from tests.world.shocks.block import DAY, N, day, effects, inputs_of, within
from tests.world.shocks.common import costs_of, of_lane
from wargame.core.problem import BadInput

FIXED = """
services: [voice, letters]
arrives: {date: 2027-03-10}
lasts: 40 days
may not be served: 25 %
remediation: {provider: GBP 100}
redress: {client: GBP 7}
fine: {client: GBP 30}
"""


def test_rows_of_a_fixed_law() -> None:
    start = day(2027, 3, 10)
    assert of_lane(effects("supervisory_stop", FIXED), 3) == {
        "levels": [("demand", name, start, start + 40, -250_000) for name in ("voice", "letters")],
        "costs": [
            ("provider", "remediation", start * DAY, 10_000), ("client", "customer redress", start * DAY, 700),
            ("client", "regulatory fine", (start + 40) * DAY, 3_000),
        ],
        "happenings": [("order", start * DAY)],
    }  # fmt: skip


def test_a_permission_is_a_component_that_is_down() -> None:
    text = "component: permission\narrives: {date: 2027-03-10}\nlasts: 36 hours"
    start = day(2027, 3, 10) * DAY
    assert of_lane(effects("supervisory_stop", text)) == {"incidents": [("permission", start, 36 * 3600)], "happenings": [("order", start)]}


def test_a_stop_may_be_lifted_step_by_step() -> None:
    found = of_lane(effects("supervisory_stop", FIXED.replace("40 days", "4 days").replace("25 %", "80 %\nshape: decay")))["levels"]
    start = day(2027, 3, 10)
    assert [row[2:] for row in found if row[1] == "voice"] == [(start, start + i, -200_000) for i in (1, 2, 3, 4)]


def test_one_from_before_the_agreement_goes_on_in_it() -> None:
    found = of_lane(effects("supervisory_stop", FIXED.replace("2027-03-10", "2026-12-22")))
    assert found["levels"][0][2:4] == (-10, 30) and found["happenings"] == [("order", 0)]


def test_means() -> None:
    text = FIXED.replace("{date: 2027-03-10}", "{rate: 1 per year}").replace("25 %", "{low: 10 %, high: 90 %}")
    found = effects("supervisory_stop", text.replace("GBP 30", "{low: GBP 10, high: GBP 50}").replace("40 days", "{mean: 25 days}"))
    rows = found.levels[0]
    assert abs(rows[2].size - 2 * N) < 3.29 * np.sqrt(2 * N) and np.array_equal(rows[5], found.levels[1][5])
    assert within(rows[5], -500_000) and within(costs_of(found, "client", "regulatory fine"), 3_000)
    assert within(rows[4] - rows[3], 1 / (1 - np.exp(-1 / 25)))  # whole days begun of an exponential length


def test_an_input_left_out_moves_no_other_draw() -> None:
    text = FIXED.replace("40 days", "{median: 20 days, p95: 90 days}").replace("25 %", "{low: 10 %, high: 90 %}")
    whole, fewer = (effects("supervisory_stop", one) for one in (text, text.replace("redress: {client: GBP 7}\n", "")))
    assert all(np.array_equal(a, b) for a, b in zip(whole.levels[0][2:], fewer.levels[0][2:], strict=True))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("services: [voice, letters]", "component: permission", "give both, or neither"),
        ("may not be served: 25 %", "", "give both, or neither"),
        ("services: [voice, letters]\narrives: {date: 2027-03-10}\nlasts: 40 days\nmay not be served: 25 %",
         "arrives: {date: 2027-03-10}\nlasts: 40 days", "nothing is stopped"),
        ("25 %", "{median: 40 %, p95: 90 %}", "may come to more than the whole"),
    ],
)  # fmt: skip
def test_refusals(old: str, new: str, words: str) -> None:
    assert old in FIXED
    with pytest.raises(BadInput, match=words):
        inputs_of("supervisory_stop", FIXED.replace(old, new))
