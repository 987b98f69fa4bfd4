"""A pandemic: the shape of its waves, how many and how strong, who wants more meanwhile, and what cannot be."""

from __future__ import annotations

import numpy as np
import pytest

from tests.world.shocks.block import DAY, N, daily, day, effects, inputs_of, within
from wargame.core.problem import BadInput

FIXED = "services: [voice, letters]\narrives: {date: 2027-03-01}\nabsence: 16 %\nlasts: 32 days\n"
WAVES = "waves: 3\napart: 100 days\neach next: 50 %\n"
CALLS = "demand: 40 %\nin demand: [voice]\n"


def test_a_wave_rises_for_half_its_days_and_falls_for_the_other_half() -> None:
    found, first = effects("pandemic", FIXED), day(2027, 3, 1)
    away = daily(found, "capacity", "letters")
    rising = [-20_000 * (k // 2 + 1) for k in range(16)]  # eight steps of two days
    assert [away[first + k] for k in range(32)] == rising + rising[::-1] and len(away) == 32
    assert away == daily(found, "capacity", "voice") and found.costs == []


def test_waves_follow_each_other_each_a_part_of_the_one_before() -> None:
    found = effects("pandemic", FIXED + WAVES)
    away = daily(found, "capacity", "voice")
    tops = [min(size for one, size in away.items() if low <= one - day(2027, 3, 1) < low + 100) for low in (0, 100, 200)]
    assert tops == [-160_000, -80_000, -40_000] and len(away) == 3 * 32
    assert [set(instant) for _, _, instant in found.happenings if instant.size] == [{(day(2027, 3, 1) + 100 * k) * DAY} for k in range(3)]


def test_demand_rises_where_it_is_said_to() -> None:
    found = effects("pandemic", FIXED + CALLS)
    more, away = daily(found, "demand", "voice"), daily(found, "capacity", "voice")
    assert {one: -away[one] * 5 // 2 for one in away} == more and daily(found, "demand", "letters") == {}
    every = effects("pandemic", FIXED + "demand: 40 %\n")
    assert daily(every, "demand", "letters") == daily(every, "demand", "voice") == more


def test_setting_up_is_paid_for_once() -> None:
    ((party, head, _, instant, amount),) = effects("pandemic", FIXED + WAVES + "set up: GBP 30 000\n").costs
    assert (party, head, set(instant), set(amount)) == ("provider", "business continuity", {day(2027, 3, 1) * DAY}, {3_000_000})


def test_one_day_is_a_wave_of_its_height() -> None:
    assert daily(effects("pandemic", FIXED.replace("32 days", "1 day")), "capacity", "voice") == {day(2027, 3, 1): -160_000}


def test_it_is_nobodys_fault_unless_it_says_so() -> None:
    assert inputs_of("pandemic", FIXED).fault == "nobody" and inputs_of("pandemic", FIXED + "fault: provider\n").fault == "provider"


def test_the_means_are_those_of_the_laws() -> None:
    law = FIXED.replace("16 %", "{low: 3 %, mode: 12 %, high: 35 %}") + "waves: {low: 1, mode: 2, high: 5}\napart: {low: 2 months, high: 6 months}\n"
    inputs, found = inputs_of("pandemic", law), effects("pandemic", law)
    counted = np.zeros(N)
    for _, lane, _ in found.happenings:
        counted[lane] += 1
    law_of = np.arange(1, 6)
    chance = np.diff([inputs.waves.cdf(k + 0.5) for k in range(6)])
    assert within(counted, float((law_of * chance).sum()))
    height = np.zeros(N)
    for what, service, lane, first, _, size in found.levels:
        if (what, service) == ("capacity", "voice"):
            np.add.at(height, lane[first < day(2027, 3, 20)], np.minimum(size, 0)[first < day(2027, 3, 20)])
    # The rise and the fall of the first wave both add up to its height.
    assert within(-height / 2, inputs.absence.mean)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("waves: 3\n", "give both, or neither"),
        ("waves: 9\napart: 1 month\n", "from 1 to 8"),
        ("waves: {mean: 2}\napart: 1 month\n", "at most: 8"),
        ("in demand: [voice]\n", "give `demand`"),
        ("absence: 120 %\n", "above 100 %"),
    ],
)
def test_what_cannot_be_is_refused(more: str, says: str) -> None:
    text = FIXED.replace("absence: 16 %\n", "") if "absence" in more else FIXED
    with pytest.raises(BadInput, match=says):
        inputs_of("pandemic", text + more)
