"""Things that fall on one instant happen in the order of the table, then by row, then as they were asked for."""

from __future__ import annotations

import random

import numpy as np
import pytest
import simpy

from wargame.core.events import Order
from wargame.core.values import DAY
from wargame.simulation.desk.clock import at, morning_after


@pytest.mark.parametrize("seed", range(5))
def test_ties_go_by_the_order_of_the_table_then_by_row(seed: int) -> None:
    env, said = simpy.Environment(), list[tuple[int, int, int]]()
    wanted = [(instant, int(order), row) for instant in (0, 5, 86_400) for order in Order for row in (0, 1, 2**31)]
    asked = random.Random(seed).sample(wanted, len(wanted))
    for instant, order, row in asked:
        at(env, instant, Order(order), lambda one=(instant, order, row): said.append((int(env.now), *one[1:])), row)  # type: ignore[misc]
    env.run()
    assert said == sorted(wanted)


def test_the_rest_goes_as_it_was_asked_for() -> None:
    env, said = simpy.Environment(), list[str]()
    for word in "which came first":
        at(env, 7, Order.NOTICE, lambda word=word: said.append(word))  # type: ignore[misc]
    env.run()
    assert "".join(said) == "which came first"


def test_what_an_event_asks_for_at_its_own_instant_still_happens_then() -> None:
    """A response that ends an outage at once: the end comes before the day is closed."""
    env, said = simpy.Environment(), list[str]()
    at(env, 10, Order.DAY_CLOSES, lambda: said.append("day closes"))
    at(env, 10, Order.RESPONSE, lambda: (said.append("response"), at(env, 10, Order.INCIDENT_ENDS, lambda: said.append("incident ends"))))  # type: ignore[func-returns-value,arg-type]
    env.run()
    assert said == ["response", "incident ends", "day closes"]


def test_numpy_instants_do_not_turn_the_clock_into_numpy() -> None:
    env = simpy.Environment()
    at(env, np.int64(12), Order.SHOCK, lambda: None)  # type: ignore[arg-type]
    env.run()
    assert type(env.now) is int and env.now == 12


@pytest.mark.parametrize(("instant", "morning"), [(0, DAY), (1, DAY), (DAY - 1, DAY), (DAY, 2 * DAY), (np.int64(DAY), 2 * DAY), (-1, 0), (-DAY, 0)])
def test_a_notice_arrives_on_the_first_morning_strictly_after(instant: int, morning: int) -> None:
    assert morning_after(instant) == morning
    assert type(morning_after(instant)) is int
