"""Somebody who knows leaves: what falls and for how long, when a milestone slips, what it costs, and what cannot be."""

from __future__ import annotations

import numpy as np
import pytest

from tests.world.shocks.block import DAY, DUE, N, daily, day, effects, inputs_of, within
from wargame.core.problem import BadInput

FIXED = """services: [voice, letters]
arrives: {date: 2027-03-01}
capacity: 8 %
errors: 2 %
replaced after: 60 days
learned after: 16 days
milestone: go-live
slips: 12 days
recruitment: GBP 20 000
"""


@pytest.mark.parametrize("service", ["voice", "letters"])
def test_capacity_and_quality_are_worse_until_the_successor_has_come_and_learned(service: str) -> None:
    found, first = effects("key_staff_departure", FIXED), day(2027, 3, 1)
    capacity, errors = daily(found, "capacity", service), daily(found, "errors", service)
    assert min(capacity) == first and max(capacity) == first + 75
    assert {capacity[first + k] for k in range(60)} == {-80_000} and {errors[first + k] for k in range(60)} == {20_000}
    # Sixteen days of learning in eight steps of two days, the first of them at the whole.
    assert [capacity[first + 60 + k] for k in range(16)] == [-80_000 + 10_000 * (k // 2) for k in range(16)]
    assert [errors[first + 60 + k] for k in range(16)] == [20_000 - 2_500 * (k // 2) for k in range(16)]


def test_a_milestone_slips_only_while_it_is_not_due() -> None:
    ((milestone, lane, seconds),) = effects("key_staff_departure", FIXED).slips
    assert milestone == "go-live" and lane.size == N and set(seconds) == {12 * DAY}
    for date, size in (("2027-04-30", N), ("2027-05-01", 0)):
        assert effects("key_staff_departure", FIXED.replace("2027-03-01", date)).slips[0][1].size == size
    window = FIXED.replace("{date: 2027-03-01}", "{earliest: 2027-04-01, latest: 2027-05-31}")
    found = effects("key_staff_departure", window)
    assert set(found.slips[0][1]) == set(found.arrived[0][found.arrived[1] < DUE]) and 0 < found.slips[0][1].size < N


def test_recruiting_is_paid_for_when_the_successor_comes() -> None:
    ((party, head, _, instant, amount),) = effects("key_staff_departure", FIXED).costs
    assert (party, head, set(amount), set(instant)) == ("provider", "recruitment", {2_000_000}, {(day(2027, 3, 1) + 60) * DAY})


def test_what_is_not_said_does_not_happen() -> None:
    found = effects("key_staff_departure", "service: voice\narrives: {date: 2027-03-01}\nreplaced after: 10 days\nerrors: 1 %\n")
    assert {what for what, *_ in found.levels} == {"errors"} and max(daily(found, "errors", "voice")) == day(2027, 3, 10)
    assert found.slips == found.costs == []


def test_the_means_are_those_of_the_laws() -> None:
    law = FIXED.replace("capacity: 8 %", "capacity: {low: 1 %, mode: 4 %, high: 12 %}").replace(
        "slips: 12 days", "slips: {low: 0 days, high: 90 days}"
    )
    inputs, found = inputs_of("key_staff_departure", law), effects("key_staff_departure", law)
    assert within(-found.levels[0][-1], inputs.capacity.mean) and within(found.slips[0][2], inputs.slips.mean)
    assert np.array_equal(found.levels[0][-1], found.levels[9][-1])  # the same person is missing in both services


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("slips: 12 days\n", "", "give both, or neither"),
        (
            "capacity: 8 %\nerrors: 2 %\nreplaced after: 60 days\nlearned after: 16 days\nmilestone: go-live\nslips: 12 days",
            "replaced after: 9 days",
            "missed",
        ),
        ("services: [voice, letters]", "services: [voice, voice]", "stands twice"),
        ("services: [voice, letters]", "services: [voice]\nservice: letters", "either"),
        ("services: [voice, letters]\n", "", "either"),
        ("replaced after: 60 days\n", "", "replaced after"),
    ],
)
def test_what_cannot_be_is_refused(was: str, now: str, says: str) -> None:
    assert was in FIXED
    with pytest.raises(BadInput, match=says):
        inputs_of("key_staff_departure", FIXED.replace(was, now))
