"""The table of a live service: the queues it is made of, what must hold of any table, and that one life and many lanes read it alike."""

from __future__ import annotations

import ast
import hashlib
import inspect
import math
import random
import struct
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world import erlang_reference
from tests.world.erlang_reference import answered_within, erlang_a
from wargame.core.problem import BadValue
from wargame.world.queueing import elementary, erlang, live
from wargame.world.queueing.live import END, STEP, Curve, live_curve, roster

DAY = (2.0, 1.5, 1.0, 1.0, 1.0, 2.0, 4.0, 8.0, 14.0, 18.0, 20.0, 19.5, 17.0, 16.0, 17.5, 18.0, 17.0, 15.0, 12.0, 9.0, 7.0, 5.0, 4.0, 3.0)
PROFILES = st.lists(st.one_of(st.just(0.0), st.floats(0.1, 10.0)), min_size=1, max_size=8).filter(any).map(tuple)
PLANNED = st.floats(10.0, 5_000.0)
HANDLING = st.floats(30.0, 900.0)
PATIENCE = st.one_of(st.none(), st.floats(0.0, 2_000.0))
THRESHOLD = st.floats(0.0, 300.0)


def planned(peak: int, profile: tuple[float, ...], handling: float) -> float:
    """Units a day at which the busiest interval has `peak` agents."""
    return peak * sum(profile) / max(profile) * 86_400 / len(profile) / handling


# --- the queues of many loads are those of one ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("agents", [1, 2, 9, 60, 250])
def test_many_loads_at_once_are_those_of_one_load(agents: int) -> None:
    chance = random.Random(agents)
    for patience in (0.0, 0.2, 40.0, 180.0, 4_000.0):
        for threshold in (0.0, 20.0, 200.0):
            loads = np.arange(0, 1025) / 256 * agents * chance.uniform(0.6, 1.7)
            answered, within = erlang.impatient(agents, loads, 180.0, patience, threshold)
            for i in (0, 1, 1024, *chance.sample(range(1025), 30)):
                one = erlang_a(agents, float(loads[i]), 180.0, patience, threshold)
                assert (answered[i], within[i]) == pytest.approx((one.answered, one.within), abs=1e-13)
            within = erlang.patient(agents, loads, 180.0, threshold)
            for i in (0, 1, 1024, *chance.sample(range(1025), 30)):
                assert within[i] == pytest.approx(answered_within(agents, float(loads[i]), 180.0, threshold), abs=1e-13)


# --- agents over the day -----------------------------------------------------------------------------------------------------------


@given(PLANNED, HANDLING, PROFILES, st.sampled_from([24.0, 10.0]))
def test_agents_follow_the_profile_and_keep_the_total_of_the_day(planned: float, handling: float, profile: tuple[float, ...], hours: float) -> None:
    agents = roster(planned, handling, profile, hours)
    wanted = planned * handling / (hours * 3600 / len(profile))
    busy = sum(weight > 0 for weight in profile)
    assert sum(agents) == max(math.floor(wanted + 0.5), busy)
    part = [wanted * weight / sum(profile) for weight in profile]
    for weight, staff, exact in zip(profile, agents, part, strict=True):
        assert (staff > 0) == (weight > 0)
        if min((one for one in part if one), default=0) >= 1:
            assert abs(staff - exact) < 1 + 1e-9


def test_a_roster_to_follow_by_hand() -> None:
    # 480 calls of 10 minutes in 4 intervals of 6 hours are 480 × 600 ÷ 21,600 = 13.33 agents, so 13: parts 1.33, 0, 4, 8.
    assert roster(480.0, 600.0, (1.0, 0.0, 3.0, 6.0)) == (1, 0, 4, 8)
    # 0.67, 4.44, 6.67, 1.56: the first must have one; 12 are due with 1, 4, 6, 1, so 13 need one more, for the 6.67 (least satisfied).
    assert roster(480.0, 600.0, (3.0, 20.0, 30.0, 7.0)) == (1, 4, 7, 1)
    # One agent for each interval is more than the plan, and stays.
    assert roster(10.0, 60.0, (1.0, 1.0, 0.0, 5.0)) == (1, 1, 0, 1)


# --- the table ---------------------------------------------------------------------------------------------------------------------


def test_one_interval_is_one_queue() -> None:
    curve = live_curve(planned(10, (1.0,), 180.0), 180.0, 120.0, 20.0, (1.0,))
    for number in (1, 128, 204, 256, 300, 1024):
        queue = erlang_a(10, number / STEP * 10, 180.0, 120.0, 20.0)
        assert (curve.answered[number], curve.within[number]) == pytest.approx((queue.answered, queue.within), abs=1e-12)


@pytest.mark.parametrize("patience", [None, 90.0])
def test_a_day_is_the_mean_of_its_intervals_weighted_by_arrivals(patience: float | None) -> None:
    plan = planned(40, DAY, 240.0)
    curve, agents = live_curve(plan, 240.0, patience, 30.0, DAY), roster(plan, 240.0, DAY)
    for number in (100, 220, 256, 280, 700):
        x, within, answered = number / STEP, 0.0, 0.0
        for weight, staff in zip(DAY, agents, strict=True):
            share = weight / sum(DAY)
            load = x * share * sum(agents)
            if patience is None:
                within += share * answered_within(staff, load, 240.0, 30.0)
            else:
                queue = erlang_a(staff, load, 240.0, patience, 30.0)
                within, answered = within + share * queue.within, answered + share * queue.answered
        assert curve.within[number] == pytest.approx(within, abs=1e-11)
        assert curve.answered[number] == pytest.approx(min(1.0, 1 / x) if patience is None else answered, abs=1e-11)


@settings(max_examples=60)
@given(PLANNED, HANDLING, PATIENCE, THRESHOLD, PROFILES)
def test_what_holds_of_any_table(planned: float, handling: float, patience: float | None, threshold: float, profile: tuple[float, ...]) -> None:
    curve = live_curve.__wrapped__(planned, handling, patience, threshold, profile)
    answered, within = np.array(curve.answered), np.array(curve.within)
    assert len(answered) == len(within) == (sum(curve.parts) or END * STEP) + 1 and curve.end == END
    assert answered[0] == within[0] == 1.0
    assert (np.diff(answered) <= 0).all() and (np.diff(within) <= 0).all()
    assert (within >= 0).all() and (within <= answered).all() and (answered <= 1).all()
    even = np.arange(END * STEP + 1) / STEP
    answered, within = curve.lanes(even)
    assert (answered * even <= 1 + 1e-12).all()  # nobody answers more than they can
    longer = live_curve.__wrapped__(planned, handling, patience, threshold + 10.0, profile)
    assert (longer.lanes(even)[1] >= within - 1e-12).all()


def test_without_patience_all_are_answered_as_far_as_there_are_hands() -> None:
    curve = live_curve(planned(40, DAY, 240.0), 240.0, None, 30.0, DAY)
    assert curve.at(0.9)[0] == 1.0 and curve.at(2.0) == (0.5, 0.0)
    endless = live_curve(planned(40, DAY, 240.0), 240.0, 1e8, 30.0, DAY)
    assert endless.at(0.75)[1] == pytest.approx(curve.at(0.75)[1], abs=1e-4)


def test_a_larger_service_does_better_at_the_same_load() -> None:
    small, large = (live_curve(planned(peak, DAY, 240.0), 240.0, 120.0, 30.0, DAY) for peak in (10, 200))
    assert small.at(0.85)[1] + 0.05 < large.at(0.85)[1]


def test_the_table_is_built_once_and_soon() -> None:
    times = []
    for peak in (199, 200, 201):
        start = time.process_time()
        curve = live_curve(planned(peak, DAY, 180.0), 180.0, 180.0, 20.0, DAY)
        times.append(time.process_time() - start)
        assert live_curve(planned(peak, DAY, 180.0), 180.0, 180.0, 20.0, DAY) is curve
    assert min(times) < 0.3


@settings(max_examples=40)
@given(
    st.sampled_from((1, 2, 5, 14, 40, 100, 300, 1000, 2500, 5000, 10_000)),
    st.sampled_from((None, 30.0, 300.0, 3000.0)),
    st.sampled_from((0.0, 5.0, 20.0, 120.0)),
    st.lists(st.one_of(st.floats(0.9, 1.05), st.floats(0.0, 3.9)), min_size=20, max_size=20),
)
def test_a_table_is_within_a_thousandth_of_the_formula_at_any_size(
    agents: int, patience: float | None, threshold: float, places: list[float]
) -> None:
    """Up to ten thousand agents, near full load above all, between the numbers of the table as well as at them."""
    curve = live_curve(planned(agents, (1.0,), 300.0), 300.0, patience, threshold, (1.0,))
    for x in places:
        answered, within = curve.at(x)
        if patience is None:
            assert within == pytest.approx(answered_within(agents, x * agents, 300.0, threshold) if x < 1 else 0.0, abs=1e-3)
        elif x * agents < 12_000:
            queue = erlang_a(agents, x * agents, 300.0, patience, threshold)
            assert (answered, within) == pytest.approx((queue.answered, queue.within), abs=1e-3)


def test_a_table_of_even_steps_is_too_coarse_where_many_share_a_load() -> None:
    """5,000 agents at 99.5 %: 0.8820 of the callers wait 20 seconds at most, by Erlang's formula for a call of 300 seconds."""
    curve = live_curve(planned(5000, (1.0,), 300.0), 300.0, None, 20.0, (1.0,))
    assert curve.at(0.995)[1] == pytest.approx(0.8820, abs=1e-3) and max(curve.parts) > 16
    even = live_curve(planned(14, (1.0,), 300.0), 300.0, None, 20.0, (1.0,))
    assert even.parts == ()


# --- reading it --------------------------------------------------------------------------------------------------------------------

X = st.one_of(st.floats(0.0, 5.0), st.floats(0.0, 1e12), st.integers(0, 1100).map(lambda number: number / STEP), st.just(math.inf))


@given(st.lists(X, min_size=1, max_size=40), st.sampled_from([None, 0.0, 90.0]), st.sampled_from((15, 3000)))
def test_one_life_and_many_lanes_read_the_same_to_the_last_bit(places: list[float], patience: float | None, peak: int) -> None:
    curve = live_curve(planned(peak, DAY, 240.0), 240.0, patience, 30.0, DAY)
    answered, within = curve.lanes(np.array(places))
    for i, x in enumerate(places):
        assert curve.at(x) == (answered[i], within[i])
        assert 0.0 <= within[i] <= answered[i] <= 1.0


@given(st.floats(0.0, 8.0), st.floats(0.0, 8.0))
def test_between_the_numbers_runs_a_falling_line(one: float, other: float) -> None:
    curve = live_curve(planned(15, DAY, 240.0), 240.0, 90.0, 30.0, DAY)
    low, high = min(one, other), max(one, other)
    for before, after in zip(curve.at(low), curve.at(high), strict=True):
        assert after <= before + 1e-15


def test_a_table_to_read_by_hand() -> None:
    curve = Curve(2, (1.0, 1.0, 0.5), (1.0, 0.5, 0.25))
    assert curve.end == 1.0
    assert (curve.at(0.0), curve.at(0.25), curve.at(0.75), curve.at(1.0)) == ((1.0, 1.0), (1.0, 0.75), (0.75, 0.375), (0.5, 0.25))
    assert curve.at(2.0) == (0.25, 0.125)  # twice the arrivals, the same number answered


# --- the same on every processor ---------------------------------------------------------------------------------------------------


def test_the_bits_of_a_table_are_known() -> None:
    """Written on one processor; another must find the same. They change only with the formulas or the grid."""
    found: dict[float | str | None, str] = {}
    fine = live_curve(planned(5000, (1.0,), 300.0), 300.0, None, 20.0, (1.0,))
    found["fine"] = hashlib.sha256(b"".join(struct.pack("<d", value) for value in (*fine.answered, *fine.within, *fine.parts))).hexdigest()[:16]
    for patience in (None, 150.0):
        curve = live_curve(5_000.0, 200.0, patience, 20.0, DAY)
        bits = b"".join(struct.pack("<d", value) for table in (curve.answered, curve.within) for value in table)
        found[patience] = hashlib.sha256(bits).hexdigest()[:16]
    assert found == {"fine": "a0570bc09b9ff8d2", None: "b4ee9ad3032c64f5", 150.0: "a7bda9e04c1e76b2"}


@pytest.mark.parametrize("module", [elementary, erlang, live, erlang_reference], ids=lambda module: module.__name__)
def test_no_function_is_used_whose_last_bit_depends_on_the_processor(module: Any) -> None:
    exact = {
        "math": {"factorial", "floor", "frexp", "fsum", "inf", "ldexp"},
        "np": {
            *("arange", "argmax", "array", "empty_like", "float64", "floor", "frexp", "full_like", "inf", "int64", "ldexp", "maximum", "minimum"),
            *("add", "divide", "multiply", "ones_like", "searchsorted", "take", "where", "zeros_like"),
        },
    }
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in exact:
            assert node.attr in exact[node.value.id], f"line {node.lineno}: {node.value.id}.{node.attr}"
        assert not isinstance(node, ast.Pow), "powers differ too"


# --- bad input ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((0.0, 180.0, None, 20.0, DAY), "more than 0 units a day, not 0.0"),
        ((100.0, 0.0, None, 20.0, DAY), "handling takes more than 0 seconds, not 0.0"),
        ((100.0, 180.0, -1.0, 20.0, DAY), "patience is a time, 0 or more, not -1.0"),
        ((100.0, 180.0, math.inf, 20.0, DAY), "patience is a time"),
        ((100.0, 180.0, None, math.nan, DAY), "the threshold is a time, 0 or more, not nan"),
        ((100.0, 180.0, None, 20.0, (1.0, -2.0)), "weight of interval 2 is -2.0"),
        ((100.0, 180.0, None, 20.0, (0.0, 0.0)), "never when anything does"),
        ((100.0, 180.0, None, 20.0, ()), "never when anything does"),
        ((100.0, 180.0, None, 20.0, DAY, 25.0), "up to 24 hours of service, not 25.0"),
    ],
)
def test_nonsense_is_refused(arguments: tuple[Any, ...], says: str) -> None:
    with pytest.raises(BadValue, match=says):
        live_curve(*arguments)
