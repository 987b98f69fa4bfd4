"""A provider in distress: how it declines, how often it fails, what an administrator keeps, how it recovers, and what cannot be."""

from __future__ import annotations

import numpy as np
import pytest

from tests.world.shocks.block import DAY, STARTS, N, daily, day, effects, inputs_of, within
from wargame.core.problem import BadInput

FIXED = """service: voice
arrives: {date: 2027-03-01}
distress: 80 days
capacity: 16 %
errors: 4 %
insolvency: 100 %
kept: 70 %
"""
PEOPLE = "staff: front line\nleaving: 3 %\n"
FIRST, OVER = day(2027, 3, 1), day(2027, 3, 1) + 80


def test_capacity_and_quality_decline_and_then_only_what_is_kept_is_left() -> None:
    found = effects("provider_insolvency", FIXED)
    left, wrong = daily(found, "capacity", "voice"), daily(found, "errors", "voice")
    assert [left[FIRST + k] for k in range(80)] == [-20_000 * (k // 10 + 1) for k in range(80)]
    assert [wrong[FIRST + k] for k in range(80)] == [5_000 * (k // 10 + 1) for k in range(80)]
    last = STARTS[-1] // DAY
    assert {left[one] for one in range(OVER, last)} == {-300_000} and {wrong[one] for one in range(OVER, last)} == {40_000}
    ((party, lane, instant),) = found.failures
    assert (party, lane.size, set(instant)) == ("provider", N, {OVER * DAY})
    assert sorted({int(one) for _, _, instants in found.happenings for one in instants}) == [FIRST * DAY, OVER * DAY]


def test_a_provider_that_survives_recovers_evenly_or_at_once() -> None:
    safe = FIXED.replace("insolvency: 100 %", "insolvency: 0 %")
    found = effects("provider_insolvency", safe + "recovery: 24 days\n")
    left = daily(found, "capacity", "voice")
    assert [left[OVER + k] for k in range(24)] == [-160_000 + 20_000 * (k // 3) for k in range(24)] and max(left) == OVER + 23
    assert found.failures[0][1].size == 0 and all(set(instant) <= {FIRST * DAY} for _, _, instant in found.happenings)
    assert max(daily(effects("provider_insolvency", safe), "capacity", "voice")) == OVER - 1


def test_people_leave_each_month_of_distress() -> None:
    found = effects("provider_insolvency", FIXED + PEOPLE)
    assert [(staff, int(instant[0]), set(share)) for staff, _, instant, share in found.leavers] == [
        ("front line", STARTS[month], {30_000}) for month in (2, 3, 4)  # 1 March to 20 May
    ]  # fmt: skip


def test_the_client_loses_at_once_when_it_happens() -> None:
    ((party, head, lane, instant, amount),) = effects("provider_insolvency", FIXED + "work around: GBP 90 000\n").costs
    assert (party, head, lane.size, set(instant), set(amount)) == ("client", "work-around", N, {OVER * DAY}, {9_000_000})


def test_distress_that_began_before_the_agreement_goes_on_in_it() -> None:
    found = effects("provider_insolvency", FIXED.replace("2027-03-01", "2026-11-01") + PEOPLE)  # 61 of 80 days before
    left = daily(found, "capacity", "voice")
    assert left[0] == -140_000 and left[18] == -160_000 and left[19] == -300_000
    assert [int(instant[0]) for _, _, instant, _ in found.leavers] == [0]
    assert sorted({int(one) for _, _, instants in found.happenings for one in instants}) == [0, 19 * DAY]


def test_the_means_are_those_of_the_laws() -> None:
    law = FIXED.replace("100 %", "40 %").replace("kept: 70 %", "kept: {low: 30 %, mode: 70 %, high: 95 %}")
    inputs, found = inputs_of("provider_insolvency", law), effects("provider_insolvency", law)
    failed = np.zeros(N)
    failed[found.failures[0][1]] = 1
    assert within(failed, 0.4)
    after = next(size for what, _, lane, first, _, size in found.levels if what == "capacity" and first.size and first[0] == OVER)
    assert within(after + 1_000_000, inputs.kept.mean)


def test_its_probability_moves_no_other_draw() -> None:
    law = FIXED.replace("80 days", "{median: 80 days, p95: 200 days}").replace("16 %", "{low: 2 %, high: 30 %}")
    rare = law.replace("insolvency: 100 %", "insolvency: 10 %")
    sure, few = (effects("provider_insolvency", text + "work around: {median: GBP 9, p95: GBP 90}\n") for text in (law, rare))
    lanes = few.failures[0][1]
    assert 0 < lanes.size < N and np.array_equal(few.failures[0][2], sure.failures[0][2][lanes])
    assert np.array_equal(few.costs[0][-1], sure.costs[0][-1][lanes])


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("insolvency: 100 %", "insolvency: 130 %", "part of a whole"),
        ("kept: 70 %", "kept: 170 %", "above 100 %"),
        ("kept: 70 %\n", "", "kept"),
        ("errors: 4 %", "errors: 4 %\nleaving: 3 %", "give both, or neither"),
    ],
)
def test_what_cannot_be_is_refused(was: str, now: str, says: str) -> None:
    assert was in FIXED
    with pytest.raises(BadInput, match=says):
        inputs_of("provider_insolvency", FIXED.replace(was, now))
