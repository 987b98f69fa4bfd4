"""Waiting, for one load: the formulas against exact fractions, at their limits, against a simulated queue, and for what everyone knows of it."""

from __future__ import annotations

import json
import math
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import simpy
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.special import digamma, gammainc

from tests.world.erlang_reference import (
    TINY,
    answered_within,
    digamma_excess,
    erlang_a,
    erlang_b,
    erlang_c,
    lower_gamma,
    mean_wait,
    poisson,
)
from wargame.world.queueing import elementary

EXACT = 1e-12
AGENTS = st.integers(1, 300)
USE = st.floats(0.01, 3.0)  # load per agent
SECONDS = st.floats(1.0, 2000.0)


def exact_erlang_b(agents: int, load: Fraction) -> Fraction:
    """By its definition: the last of the terms load^n ÷ n!, over their sum."""
    terms = [load**number / math.factorial(number) for number in range(agents + 1)]
    return terms[-1] / sum(terms)


def exact_erlang_c(agents: int, load: Fraction) -> Fraction:
    """By its definition, from the states of M/M/c."""
    last = load**agents / math.factorial(agents) * agents / (agents - load)
    return last / (sum(load**number / math.factorial(number) for number in range(agents)) + last)


def exact_erlang_a(agents: int, load: Fraction, patience: Fraction, places: int = 400) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """(waits, abandons, answered, mean wait of those answered in handling times) by balance of the birth-death chain, cut at `places` queueing."""
    state, states = Fraction(1), []
    for number in range(agents + places):
        states.append(state)
        ends = min(number + 1, agents) + max(number + 1 - agents, 0) / patience
        state = state * load / ends
        state = Fraction(state.numerator * 10**60 // state.denominator, 10**60)  # else the fractions grow without end
    total = sum(states)
    waits = sum(states[agents:]) / total
    abandons = sum(place * one for place, one in enumerate(states[agents:])) / total / patience / load
    waited, stages = Fraction(0), Fraction(0)
    for place, one in enumerate(states[agents:]):
        rate = agents + (place + 1) / patience
        stages += 1 / rate  # the stages until one with `place` ahead is answered, given that they are
        stages = Fraction(stages.numerator * 10**60 // stages.denominator, 10**60)
        waited += one * agents / rate * stages
    return waits, abandons, 1 - abandons, waited / total / (1 - abandons)


@pytest.mark.parametrize(("agents", "load"), [(1, "1/2"), (2, 1), (10, 8), (10, 30), (40, "123/4"), (100, 90), (150, "1499/10")])
def test_erlang_b_and_c_are_those_of_exact_fractions(agents: int, load: str) -> None:
    exact = Fraction(load)
    assert erlang_b(agents, float(exact)) == pytest.approx(float(exact_erlang_b(agents, exact)), rel=EXACT)
    if exact < agents:
        waits = float(exact_erlang_c(agents, exact))
        assert erlang_c(agents, float(exact)) == pytest.approx(waits, rel=EXACT)
        assert mean_wait(agents, float(exact), 180) == pytest.approx(waits * 180 / float(agents - exact), rel=EXACT)
        beyond = waits * math.exp(-float(agents - exact) * 20 / 180)
        assert answered_within(agents, float(exact), 180, 20) == pytest.approx(1 - beyond, abs=EXACT)


@pytest.mark.parametrize(
    ("agents", "load", "patience"),
    [(1, "1/2", "1/10"), (1, 3, 1), (10, 8, 1), (10, 12, 2), (10, 10, 3), (20, 40, "1/2"), (20, 60, "1/3"), (100, 110, "1/2"), (5, 2, 10)],
)
def test_erlang_a_is_that_of_exact_fractions(agents: int, load: str, patience: str) -> None:
    exact = [float(one) for one in exact_erlang_a(agents, Fraction(load), Fraction(patience))]
    queue = erlang_a(agents, float(Fraction(load)), 180.0, 180.0 * float(Fraction(patience)))
    found = (queue.waits, queue.abandons, queue.answered, queue.wait_answered / 180.0)
    assert found == pytest.approx(exact, rel=EXACT)
    assert queue.wait == pytest.approx(exact[1] * 180.0 * float(Fraction(patience)), rel=EXACT)
    assert queue.occupancy == pytest.approx(float(Fraction(load)) * exact[2] / agents, rel=EXACT)


@pytest.mark.parametrize(
    ("agents", "load", "patience"), [(1, 0.5, 60.0), (10, 8.0, 180.0), (10, 13.0, 400.0), (120, 150.0, 90.0), (50, 200.0, 300.0)]
)
@pytest.mark.parametrize("threshold", [0.0, 5.0, 20.0, 90.0, 400.0])
def test_answered_within_is_the_integral_over_the_offered_wait(agents: int, load: float, patience: float, threshold: float) -> None:
    """Mandelbaum & Zeltyn (2007): the offered wait has density λ p(c−1) exp(λ (1 − e^−θx)/θ − cμx); answered by t is the integral × e^−θx."""
    from scipy.integrate import quad

    handling = 180.0
    rate, service, fades = load / handling, agents / handling, 1 / patience
    peak = max(math.log(rate / service) / fades, 0.0)
    height = rate * (1 - math.exp(-fades * peak)) / fades - service * peak

    def offered(x: float) -> float:
        return math.exp(rate * (1 - math.exp(-fades * x)) / fades - service * x - height)

    points = [peak] if peak else None
    end = peak + 60 / math.sqrt(service * fades) + 40 / service
    all_ = quad(offered, 0, end, points=points, epsabs=0, epsrel=1e-12, limit=400)[0]
    served = quad(lambda x: offered(x) * math.exp(-fades * x), 0, threshold, points=points if peak < threshold else None, epsrel=1e-12, limit=400)[0]
    # p(c−1) relative to the others: (1 − waits) holds c terms, waits is λ p(c−1) × the integral.
    queue = erlang_a(agents, load, handling, patience, threshold)
    assert queue.within == pytest.approx(1 - queue.waits + queue.waits * served / all_, abs=1e-11)


def test_the_closed_forms(shared: Path) -> None:
    known = {case["id"]: case.get("expected") for case in json.loads((shared / "cases" / "closed_forms.json").read_text(encoding="utf-8"))}
    assert erlang_b(10, 8.0) == pytest.approx(known["erlang_b"], abs=1e-9)
    assert erlang_c(10, 8.0) == pytest.approx(known["erlang_c_small"]["wait"], abs=1e-9)
    assert answered_within(10, 8.0, 180.0, 20.0) == pytest.approx(known["erlang_c_small"]["within_20s"], abs=1e-9)


def test_elementary_functions_are_exact_to_two_units_in_the_last_place() -> None:
    chance = random.Random(4)
    for _ in range(5_000):
        x, y = chance.uniform(-700, 700), 10 ** chance.uniform(-12, 12)
        assert elementary.exp(x) == pytest.approx(math.exp(x), rel=5e-16)
        assert elementary.log(y) == pytest.approx(math.log(y), rel=5e-16, abs=1e-18)
        assert elementary.lost(y) == pytest.approx(-math.expm1(-y), rel=5e-16)
    assert (elementary.exp(-1e9), elementary.exp(1e9), elementary.log(1.0)) == (0.0, math.inf, 0.0)


@given(st.floats(-3, 5), st.floats(-0.6, 0.6))
def test_gamma_functions_are_those_of_scipy(size: float, off: float) -> None:
    shape = 10**size
    assert lower_gamma(shape, shape * 10**off) == pytest.approx(gammainc(shape, shape * 10**off), abs=1e-12)
    assert digamma_excess(shape) == pytest.approx(digamma(shape + 1) - math.log(shape), abs=1e-12)


# --- limits ----------------------------------------------------------------------------------------------------------------------


@given(AGENTS, st.floats(0.05, 0.95), SECONDS, SECONDS)
def test_endless_patience_is_erlang_c(agents: int, use: float, handling: float, threshold: float) -> None:
    load = agents * use
    queue = erlang_a(agents, load, handling, 1e10 * handling, threshold)
    assert queue.waits == pytest.approx(erlang_c(agents, load), abs=1e-6)
    assert queue.within == pytest.approx(answered_within(agents, load, handling, threshold), abs=1e-6)
    assert queue.wait == pytest.approx(mean_wait(agents, load, handling), rel=1e-5)
    assert queue.wait_answered == pytest.approx(mean_wait(agents, load, handling), rel=1e-5)


@given(AGENTS, USE, SECONDS)
def test_no_patience_is_erlang_b(agents: int, use: float, handling: float) -> None:
    load, blocked = agents * use, erlang_b(agents, agents * use)
    for patience in (0.0, 1e-9 * handling):
        queue = erlang_a(agents, load, handling, patience, 20.0)
        assert queue.abandons == pytest.approx(blocked, abs=1e-6)
        assert queue.within == pytest.approx(1 - blocked, abs=1e-6)
    assert erlang_a(agents, load, handling, 0.0).waits == pytest.approx(blocked, rel=1e-12)


def test_without_patience_an_overload_is_unstable() -> None:
    for load in (10.0, 11.0, 1e6):
        assert (erlang_c(10, load), answered_within(10, load, 180.0, 1e6), mean_wait(10, load, 180.0)) == (1.0, 0.0, math.inf)


def test_a_thousand_agents_and_any_overload_are_fine() -> None:
    assert erlang_a(1000, 4000.0, 180.0, 120.0, 20.0).answered == pytest.approx(0.25, rel=1e-12)
    assert erlang_a(1000, 1e9, 180.0, 120.0, 20.0).answered == pytest.approx(1e-6, rel=1e-12)
    assert erlang_a(1000, 1.0, 180.0, 120.0, 20.0).within == 1.0
    assert erlang_b(1000, 1e-300) == 0.0
    assert erlang_a(1, 0.0, 180.0, 60.0).within == 1.0


@given(AGENTS, st.floats(0.2, 4.0))
def test_the_overloaded_queue_goes_on_where_the_other_ends(agents: int, ratio: float) -> None:
    """Where nobody is idle any more the formulas change; figures must not jump."""
    low, high = float(agents), 300.0 * agents * (1 + 1 / ratio)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if poisson(agents * ratio, middle * ratio) < TINY else (middle, high)
    for threshold in (0.0, 30.0, 300.0):
        below, above = (erlang_a(agents, load, 180.0, 180.0 * ratio, threshold) for load in (low, high))
        assert list(vars(below).values()) == pytest.approx(list(vars(above).values()), rel=1e-10, abs=1e-12)


# --- what everyone knows of queues -------------------------------------------------------------------------------------------------


@given(AGENTS, USE, SECONDS, SECONDS, SECONDS)
def test_more_agents_are_better_and_more_load_is_worse(agents: int, use: float, handling: float, patience: float, threshold: float) -> None:
    load, slack = agents * use, 1e-12
    base = erlang_a(agents, load, handling, patience, threshold)
    more_agents = erlang_a(agents + 1, load, handling, patience, threshold)
    more_load = erlang_a(agents, load * 1.1, handling, patience, threshold)
    longer = erlang_a(agents, load, handling, patience, threshold * 1.1)
    for worse, better in ((base, more_agents), (more_load, base)):
        assert worse.within <= better.within + slack and worse.answered <= better.answered + slack
        assert worse.waits >= better.waits - slack and worse.abandons >= better.abandons - slack
        assert worse.wait >= better.wait * (1 - 1e-10) - slack
    assert longer.within >= base.within - slack
    assert 0.0 <= base.within <= base.answered <= 1.0 and base.occupancy <= 1.0 + slack
    assert base.answered + base.abandons == pytest.approx(1.0, abs=1e-12)
    if load < agents:
        assert erlang_c(agents + 1, load) <= erlang_c(agents, load) + slack <= erlang_c(agents, min(load * 1.1, agents)) + 2 * slack
        assert answered_within(agents, load, handling, threshold) <= answered_within(agents + 1, load, handling, threshold) + slack
        assert answered_within(agents, load, handling, threshold) <= answered_within(agents, load, handling, threshold * 1.1) + slack
        assert answered_within(agents, load * 1.1, handling, threshold) <= answered_within(agents, load, handling, threshold) + slack


@given(AGENTS, st.floats(0.01, 0.99), SECONDS, SECONDS)
def test_callers_who_give_up_help_those_who_stay(agents: int, use: float, handling: float, patience: float) -> None:
    assume(patience < 100 * handling)
    queue = erlang_a(agents, agents * use, handling, patience)
    assert erlang_b(agents, agents * use) - 1e-12 <= queue.waits <= erlang_c(agents, agents * use) + 1e-12
    assert queue.wait_answered <= mean_wait(agents, agents * use, handling) * (1 + 1e-9)


@pytest.mark.parametrize("beta", [0.5, 1.0, 1.5])
def test_square_root_staffing(beta: float) -> None:
    """Halfin & Whitt (1981), Garnett et al. (2002): with load + β √load agents the share that waits tends to a limit that depends on β alone."""
    load = 10_000.0
    agents = round(load + beta * math.sqrt(load))
    density = math.exp(-beta * beta / 2) / math.sqrt(2 * math.pi)
    below = 0.5 * (1 + math.erf(beta / math.sqrt(2)))
    assert erlang_c(agents, load) == pytest.approx(1 / (1 + beta * below / density), rel=0.02)
    # With patience as long as handling M/M/c+M is M/M/∞: the share that waits is the chance of `agents` or more in a Poisson of mean load.
    assert erlang_a(agents, load, 180.0, 180.0).waits == pytest.approx(1 - below, rel=0.02)
    assert erlang_a(agents, load, 180.0, 180.0).waits == pytest.approx(gammainc(agents, load), rel=1e-9)


# --- a simulated queue -------------------------------------------------------------------------------------------------------------


def simulated(agents: int, load: float, handling: float, patience: float, threshold: float, calls: int, chance: random.Random) -> list[float]:
    """One run of M/M/c+M in SimPy: shares that wait, give up, are answered within the threshold; mean wait of all, and of those answered."""
    world = simpy.Environment()
    desk = simpy.Resource(world, agents)
    met: list[tuple[bool, bool, float]] = []  # (waited at all, was answered, seconds in the queue)

    def call() -> Any:
        came, busy = world.now, desk.count == agents
        with desk.request() as turn:
            yield turn | world.timeout(chance.expovariate(1 / patience))
            met.append((busy, turn.triggered, world.now - came))
            if turn.triggered:
                yield world.timeout(chance.expovariate(1 / handling))

    def calling() -> Any:
        for _ in range(calls):
            yield world.timeout(chance.expovariate(load / handling))
            world.process(call())

    world.process(calling())
    world.run()
    kept = met[calls // 10 :]  # the first tenth fills the empty house
    served = [wait for _, answered, wait in kept if answered]
    within = sum(wait <= threshold for wait in served)
    share = len(kept)
    return [
        sum(waited for waited, _, _ in kept) / share,
        1 - len(served) / share,
        within / share,
        sum(w for _, _, w in kept) / share,
        sum(served) / len(served),
    ]


@pytest.mark.parametrize(("agents", "load", "patience"), [(3, 2.4, 90.0), (8, 9.0, 240.0), (5, 12.0, 60.0)])
def test_a_simulated_queue_says_the_same(agents: int, load: float, patience: float) -> None:
    """Fifteen runs of 3,000 calls each; the formula lies inside the 99.9 % interval of their mean (t, 14 degrees of freedom)."""
    chance = random.Random(20_27)
    runs = [simulated(agents, load, 180.0, patience, 20.0, 3_000, chance) for _ in range(15)]
    queue = erlang_a(agents, load, 180.0, patience, 20.0)
    expected = (queue.waits, queue.abandons, queue.within, queue.wait, queue.wait_answered)
    for of_run, value in zip(zip(*runs, strict=True), expected, strict=True):
        mean = sum(of_run) / len(of_run)
        error = math.sqrt(sum((one - mean) ** 2 for one in of_run) / (len(of_run) - 1) / len(of_run))
        assert abs(mean - value) <= 4.140 * error
        assert error < 0.05 * value  # the interval is narrow enough to notice a wrong formula


# --- bad input ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: erlang_b(-1, 1.0), "agents must be 0 or more, not -1"),
        (lambda: erlang_b(1, -0.1), "not -0.1"),
        (lambda: erlang_c(1, math.nan), "not nan"),
        (lambda: mean_wait(1, 0.5, 0.0), "handling must be a number of seconds, more than 0, not 0.0"),
        (lambda: answered_within(1, 0.5, 1.0, -1.0), "threshold must be a number of seconds, not -1.0"),
        (lambda: erlang_a(1, 0.5, 1.0, math.inf), "without patience use erlang_c"),
        (lambda: erlang_a(0, 0.5, 1.0, 1.0), "at least one agent"),
    ],
)
def test_nonsense_is_refused(call: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        call()
