"""People: lives of a staff worked out by hand, and that one life and many lanes come to the same to the last bit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wargame.world.operations.staffing import StaffLanes, StaffLife, StaffPlan, lend_lanes, lend_one

MILLION = 1_000_000
STEADY = StaffPlan("front line", 100.0, 0.0, 0, 0.0, (), ("voice",), (1.0,), 1.0)


def lived(plan: StaffPlan, months: int, leavers: dict[int, int] | None = None, wanted: dict[int, float] | None = None) -> list[tuple[float, float]]:
    """(people, share of the planned capacity) of each month."""
    staff, found = StaffLife(plan), []
    for month in range(months):
        staff.month(month, (leavers or {}).get(month, 0), (wanted or {}).get(month, 1.0))
        found.append((pytest.approx(staff.people), pytest.approx(staff.able)))
    return found


def test_nothing_happens_to_a_staff_that_nobody_leaves() -> None:
    assert lived(STEADY, 3) == [(100, 1.0)] * 3


def test_attrition_alone() -> None:
    """One in ten leaves as each month begins, the first too, and nobody comes."""
    assert lived(replace(STEADY, attrition=0.1), 3) == [(90, 0.9), (81, 0.81), (72.9, 0.729)]


def test_those_hired_come_after_the_delay_and_learn() -> None:
    """A fifth leaves in month 0. Twenty are hired at once, come in month 2 worth a half each, then three quarters, then one."""
    plan = replace(STEADY, delay=2, most=1e12, worth=(0.5, 0.75))
    assert lived(plan, 6, {0: 200_000}) == [(80, 0.8), (80, 0.8), (100, 0.9), (100, 0.95), (100, 1.0), (100, 1.0)]


def test_at_most_so_many_are_hired_a_month() -> None:
    """Of the twenty who left, 8 are hired, then 8, then 4: people on their way are counted, so nobody is hired twice for one seat."""
    assert lived(replace(STEADY, delay=2, most=8.0), 6, {0: 200_000}) == [(80, 0.8), (80, 0.8), (88, 0.88), (96, 0.96), (100, 1.0), (100, 1.0)]


def test_hiring_looks_at_the_month_in_which_they_arrive() -> None:
    """The plan needs a tenth more from month 2 on: hired in month 1, with a delay of a month. A forecast half as high again asks for more at once."""
    plan = replace(STEADY, delay=1, most=1e12, follows=(1.0, 1.0, 1.1, 1.1))
    assert lived(plan, 4) == [(100, 1.0), (100, 1.0), (110, 1.1), (110, 1.1)]
    assert lived(plan, 3, wanted={0: 1.5}) == [(100, 1.0), (150, 1.5), (150, 1.5)]  # and nobody is sent away when it was wrong


def test_attrition_and_hiring_settle_where_those_who_come_replace_those_who_leave() -> None:
    """Ten in a hundred leave each month and are replaced a month later: 1 / 1.1 of the staff is there (x = 0.9 x + 100 − x)."""
    people, able = lived(replace(STEADY, attrition=0.1, delay=1, most=1e12), 60)[-1]
    assert people == 100 / 1.1 and able == 1 / 1.1


def test_no_more_than_all_leave() -> None:
    assert lived(replace(STEADY, attrition=0.4), 1, {0: 900_000}) == [(0, 0.0)]


PLANS = st.builds(
    StaffPlan,
    st.just("staff"),
    st.floats(1, 5_000),
    st.floats(0, 0.3),
    st.integers(0, 4),
    st.one_of(st.just(1e12), st.floats(0, 50)),
    st.lists(st.floats(0, 1), max_size=4).map(tuple),
    st.just(("voice",)),
    st.lists(st.floats(0.3, 2), min_size=1, max_size=6).map(tuple),
    st.floats(0, 1),
)


@settings(max_examples=100)
@given(PLANS, st.data())
def test_one_life_is_a_lane(plan: StaffPlan, data: st.DataObject) -> None:
    lanes = 3
    lives, cohort = [StaffLife(plan) for _ in range(lanes)], StaffLanes(plan, lanes)
    for month in range(8):
        leavers = data.draw(st.lists(st.integers(0, MILLION), min_size=lanes, max_size=lanes))
        wanted = data.draw(st.lists(st.floats(0, 3), min_size=lanes, max_size=lanes))
        cohort.month(month, np.array(leavers), np.array(wanted))
        for lane, life in enumerate(lives):
            life.month(month, leavers[lane], wanted[lane])
            assert (life.people, life.able) == (cohort.people[lane], cohort.able[lane])
            assert 0 <= life.able <= life.people / plan.people * (1 + 1e-12)  # nobody is worth more than one


# --- lending -----------------------------------------------------------------------------------------------------------------------


def test_lending_by_hand() -> None:
    """Voice lacks 40 calls of 6 minutes (240), letters have 10 to spare of 30 (300), of which half may be lent: 150 minutes are 25 calls."""
    assert lend_one([140.0, 20.0], [100.0, 30.0], [1.0, 1.0], [6.0, 30.0], 0.5) == pytest.approx([125.0, 30.0])
    assert lend_one([140.0, 20.0], [100.0, 30.0], [1.0, 1.0], [6.0, 30.0], 1.0) == pytest.approx([140.0, 30.0])  # 240 of the 300 are enough
    assert lend_one([140.0, 40.0], [100.0, 30.0], [1.0, 1.0], [6.0, 30.0], 1.0) == [100.0, 30.0]  # nobody is idle


def test_nobody_is_lent_to_a_service_that_is_down() -> None:
    """Down all day it can use nobody; down for half of it, half of what it lacks."""
    assert lend_one([140.0, 20.0], [0.0, 30.0], [0.0, 1.0], [6.0, 30.0], 1.0) == [0.0, 30.0]
    assert lend_one([140.0, 0.0], [100.0, 30.0], [0.5, 1.0], [6.0, 30.0], 1.0) == pytest.approx([120.0, 30.0])


SHARES = st.one_of(st.just(1.0), st.just(0.0), st.floats(0, 1))


@settings(max_examples=200)
@given(st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1e6), SHARES, st.floats(1, 5_000)), min_size=2, max_size=4), st.floats(0, 1))
def test_hours_lent_are_hours_taken(services: list[tuple[float, float, float, float]], flexible: float) -> None:
    works, rooms, ups, takes = (list(column) for column in zip(*services, strict=True))
    found = lend_one(works, rooms, ups, takes, flexible)
    idle = sum(max(room - work, 0.0) * hours for work, room, hours in zip(works, rooms, takes, strict=True))
    lack = sum(max(work - room, 0.0) * up * hours for work, room, up, hours in zip(works, rooms, ups, takes, strict=True))
    lent = sum((after - room) * hours for after, room, hours in zip(found, rooms, takes, strict=True))
    assert lent == pytest.approx(min(idle * flexible, lack), rel=1e-6, abs=1e-3)
    for work, room, up, after in zip(works, rooms, ups, found, strict=True):
        assert room <= after <= max(room, work) * (1 + 1e-12)
        assert after == room or (up > 0 and work > room)
    columns: list[list[Any]] = [[np.array([one, one]) for one in column] for column in (works, rooms, ups)]
    for mine, lanes in zip(found, lend_lanes(*columns, takes, flexible), strict=True):
        assert lanes.tolist() == [mine, mine]
