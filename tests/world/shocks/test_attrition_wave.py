"""An attrition wave: who leaves in which month, in which shape, what it costs, and what cannot be."""

from __future__ import annotations

import numpy as np
import pytest

from tests.world.shocks.block import STARTS, N, daily, day, effects, inputs_of, within
from wargame.core.problem import BadInput

FIXED = "staff: front line\narrives: {date: 2027-03-20}\nsize: 9 %\nlasts: 3 months\n"


@pytest.mark.parametrize(("shape", "shares"), [("step", [90_000] * 3), ("ramp", [30_000, 60_000, 90_000]), ("decay", [90_000, 60_000, 30_000])])
def test_a_share_leaves_at_the_beginning_of_each_month_in_its_shape(shape: str, shares: list[int]) -> None:
    found = effects("attrition_wave", f"{FIXED}shape: {shape}\n")
    rows = [(staff, int(instant[0]), int(share[0])) for staff, lane, instant, share in found.leavers if lane[0] == 0]
    assert rows == [("front line", STARTS[month], share) for month, share in zip((2, 3, 4), shares, strict=True)]
    assert all(np.array_equal(lane, np.arange(N)) for _, lane, _, _ in found.leavers)
    assert found.costs == found.levels == [] and found.happenings[0][0] == "shortage"


def test_errors_rise_and_recruiting_is_paid_for_when_it_is_said() -> None:
    found = effects("attrition_wave", f"{FIXED}errors: 2 %\nservices: [voice]\nrecruitment: GBP 30 000\n")
    wrong = daily(found, "errors", "voice")
    assert set(wrong.values()) == {20_000} and min(wrong) == day(2027, 3, 20) and len(wrong) == 91  # three mean months
    ((party, head, _, instant, amount),) = found.costs
    assert (party, head, set(amount), set(instant)) == ("provider", "recruitment", {3_000_000}, {day(2027, 3, 20) * 86_400})


def test_a_wave_that_began_before_the_agreement_goes_on_in_it() -> None:
    found = effects("attrition_wave", FIXED.replace("2027-03-20", "2026-11-15"))  # two months before, one within
    assert [int(instant[0]) for _, _, instant, _ in found.leavers] == [STARTS[0]]
    ((_, lane, instant),) = found.happenings
    assert lane.size == N and set(instant) == {0}
    over = effects("attrition_wave", FIXED.replace("2027-03-20", "2026-01-15"))
    assert over.leavers == [] and over.happenings[0][1].size == 0


def test_the_mean_that_leaves_is_that_of_the_law() -> None:
    law = "staff: front line\narrives: {date: 2027-03-20}\nsize: {low: 2 %, mode: 5 %, high: 15 %}\nlasts: {low: 1 month, high: 5 months}\n"
    inputs, found = inputs_of("attrition_wave", law), effects("attrition_wave", law)
    left = np.zeros(N)
    for _, lane, _, share in found.leavers:
        np.add.at(left, lane, share)
    first = next(share for _, lane, _, share in found.leavers if lane.size == N)
    assert within(first, inputs.size.mean)
    # Months begun of a length between one and five months are 2, 3, 4 or 5, each as often.
    assert within(left, inputs.size.mean * 3.5)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("size: {low: 50 %, high: 300 %}", "above 100 %"),
        ("size: 5 %\nerrors: 2 %", "give both, or neither"),
        ("size: 5 %\nservices: [voice]", "give both, or neither"),
        ("size: -5 %", "negative"),
    ],
)
def test_what_cannot_be_is_refused(more: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        inputs_of("attrition_wave", FIXED.replace("size: 9 %\n", "") + more)
