"""The work of services: nothing arrives that is not done, waiting or lost; plans keep their totals; history is replayed to the unit."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from wargame.core.calendar import Calendar
from wargame.core.values import DAY
from wargame.world.operations.month_sums import COLUMNS
from wargame.world.operations.work import WorkLanes, WorkLife
from wargame.world.sampled.futures import Futures, draw_futures
from wargame.world.sampled.plan import plan_service
from wargame.world.sampled.tables import Levels
from wargame.world.scenario.file import load_scenario

CALENDAR = Calendar(dt.date(2027, 1, 1))
MONTHS, LANES = 4, 8
DRIVEN = """
name: Work
step: STEP
services:
  voice:
    demand: {level: 30 000 per month, growth: 5 %, season: {week: [6, 6, 5, 5, 5, 2, 1]}, noise: {weekly: 15 %}}
    capacity: {level: 31 000 per month, ceiling: 36 000 per month}
    live: {handling: 5 minutes, patience: 2 minutes, threshold: 20 seconds}
    staff: desk
    needs: [platform]
  letters:
    demand: {level: 3 000 per month, noise: {weekly: 10 %}}
    capacity: {level: 3 050 per month, ceiling: 4 000 per month}
    staff: desk
    unit takes: 11 minutes
    needs: [platform]
  reports: {demand: {level: 500 per month, noise: {weekly: 5 %}}}
staff: {desk: {people: 60, attrition: 4 %, hiring: {delay: 1 month}, learning: {takes: 2 months, starts at: 50 %}, flexible: 60 %}}
components: {platform: {}}
economics: {provider: {overtime: {voice: GBP 1, letters: GBP 2}}}
shocks:
  rush: {kind: volume_surge, service: voice, arrives: {rate: 9 per year}, size: {low: 10 %, high: 90 %}, lasts: {mean: 12 days}}
"""
World = Callable[..., Futures]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Draws some futures of a world; `files` are written beside it."""

    def draw(text: str, months: int = MONTHS, lanes: int = LANES, **files: str) -> Futures:
        for name, content in files.items():
            (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
        (tmp_path / "world.yaml").write_text(text, encoding="utf-8")
        return draw_futures(load_scenario(tmp_path / "world.yaml", "GBP", CALENDAR.instant), CALENDAR, months, 77, 0, lanes)

    return draw


def months_of(futures: Futures, up: Any = None) -> list[dict[str, dict[str, Any]]]:
    """Month by month what each service came to in all lanes, checked against single lives; `up[service]` is (days or months, lanes)."""
    cohort, lives = WorkLanes(futures), [WorkLife(futures, lane) for lane in range(futures.lanes)]
    names = list(futures.plans)
    ones = {name: np.ones((futures.starts[-1] // DAY, futures.lanes)) for name in names} if up is None else up
    everyone = np.arange(futures.lanes)
    found = []
    for month, (first, last) in enumerate(zip(futures.starts, futures.starts[1:], strict=False)):
        for one in (cohort, *lives):
            one.begin(month)
        if futures.scenario.step == "month":
            cohort.month(month, (last - first) // DAY, {name: ones[name][month] for name in names})
            for lane, life in enumerate(lives):
                life.month(month, (last - first) // DAY, {name: float(ones[name][month, lane]) for name in names})
        else:
            for day in range(first // DAY, last // DAY):
                cohort.day(day, {name: (everyone, ones[name][day]) for name in names})
                for lane, life in enumerate(lives):
                    _levels(futures, life, lane, day)
                    life.day(day, month, {name: float(ones[name][day, lane]) for name in names})
        sums = cohort.hand_over()
        for lane, life in enumerate(lives):
            for name, columns in life.sums().items():
                for one, other in zip(columns, sums[name], strict=True):
                    assert other is None or one == other[lane]
            life.forget()
        found.append({name: dict(zip(COLUMNS, columns, strict=True)) for name, columns in sums.items()})
    return found


def _levels(futures: Futures, life: WorkLife, lane: int, day: int) -> None:
    """Put a life's levels of demand and capacity where the tables have them on a day."""
    for name, service in life.services.items():
        for attribute, table in (("surge", futures.levels[name]), ("fall", futures.shock_effects.able.get(name))):
            if table is not None:
                on = (table.lane == lane) & (table.first <= day) & (table.last > day)
                setattr(service, attribute, int(table.size[on].sum()))


@pytest.mark.parametrize("step", ["day", "month"])
@pytest.mark.parametrize("broken", [False, True])
def test_nothing_arrives_that_is_not_done_waiting_or_lost(world: World, step: str, broken: bool) -> None:
    futures = world(DRIVEN.replace("STEP", step))
    generator = np.random.default_rng(5)
    shape = (futures.starts[-1] // DAY, LANES)
    up = None
    if broken:
        share = np.where(generator.random(shape) < 0.1, np.round(generator.random(shape), 3), 1.0)
        up = {name: share for name in futures.plans}
    before = np.zeros(LANES)
    for month in months_of(futures, up):
        voice, letters, reports = (month[name] for name in ("voice", "letters", "reports"))
        assert voice["volume"] + voice["lost"] == pytest.approx(voice["demand"], rel=1e-12)
        assert (voice["in_time"] <= voice["volume"]).all() and (voice["in_time"] > 0).all() and (voice["lost"] > 0).all()
        assert letters["demand"] == pytest.approx(letters["volume"] + letters["backlog"] - before, rel=1e-9, abs=1e-9)
        assert (letters["overtime"] <= letters["volume"]).all()
        before = letters["backlog"]
        assert np.array_equal(reports["volume"], reports["demand"]) and not reports["backlog"].any()
    assert before.any()


LIVE = """
name: Live
services:
  voice:
    demand: {level: 1 000 per day}
    capacity: {level: CAPACITY per day}
    live: {handling: 5 minutes, patience: 2 minutes, threshold: 20 seconds}
components: {}
"""


@pytest.mark.parametrize("capacity", [800, 1_000, 1_150])
def test_the_service_level_is_that_of_the_table_at_the_ratio(world: World, capacity: int) -> None:
    futures = world(LIVE.replace("CAPACITY", str(capacity)), lanes=1)
    curve = futures.plans["voice"].live
    assert curve is not None
    answered, within = curve.at(1_000 / capacity)
    for month in months_of(futures):
        voice = month["voice"]
        assert voice["in_time"] / voice["demand"] == pytest.approx(within, rel=1e-9)
        assert voice["volume"] / voice["demand"] == pytest.approx(answered, rel=1e-9)
    assert 0.05 < within < answered < 1


STOPPED = """
name: Stopped
step: STEP
services:
  letters: {demand: {level: 1 000 per month}, capacity: {level: 1 000 per month, ceiling: 2 000 per month}}
  mail: {demand: {level: 1 000 per month}, capacity: {level: 1 000 per month, ceiling: 2 000 per month}, staff: desk}
staff: {desk: {people: 10}}
components: {}
"""


@pytest.mark.parametrize("step", ["day", "month"])
@pytest.mark.parametrize("fall", [1_000_000, 1_500_000])
def test_without_capacity_nothing_is_handled(world: World, step: str, fall: int) -> None:
    """Capacity falls by all there is in February, after a January at half of it: people who are not there work no overtime either."""
    futures = world(STOPPED.replace("STEP", step), lanes=2)
    for name in ("letters", "mail"):
        _fall(futures, name, fall)
    months = months_of(futures)
    for name in ("letters", "mail"):
        first, second, third = (months[month][name] for month in range(3))
        if step == "month":
            assert first["volume"] == pytest.approx([500, 500])
        assert (first["backlog"] > 100).all()
        assert not second["volume"].any() and second["backlog"] == pytest.approx(first["backlog"] + second["demand"])
        assert (third["volume"] > 1_000).all()  # back again, and in overtime


def _fall(futures: Futures, name: str, size: int) -> None:
    """Let capacity fall by half in January and by `size` in February, in all lanes."""
    lane = np.array([0, 1, 0, 1])
    starts = [start // DAY for start in futures.starts]
    first, last = np.array([0, 0, starts[1], starts[1]]), np.array([starts[1], starts[1], starts[2], starts[2]])
    sizes = np.array([-500_000, -500_000, -size, -size])
    if futures.scenario.step == "day":
        futures.shock_effects.able[name] = Levels(lane, first, last, sizes)
    else:
        table = np.zeros((futures.months, 2), np.int64)
        table[0], table[1] = -500_000, -size
        futures.shock_effects.monthly["capacity", name] = table


def test_holidays_keep_the_level_of_the_month(world: World) -> None:
    """What a holiday has less, the other days of its month have more, in their proportions; capacity is planned alike."""
    text = """
name: Holidays
holidays: [2027-01-01, 2027-03-26]
services:
  voice:
    demand: {level: 31 000 per month, season: {week: [6, 6, 5, 5, 5, 2, 1]}, on holidays: 20 %}
    capacity: {level: 34 000 per month}
components: {}
"""
    scenario = world(text).scenario
    starts = CALENDAR.month_starts(MONTHS)
    plan = plan_service(scenario, "voice", CALENDAR, starts)
    assert plan.capacity is not None
    for first, last in itertools.pairwise(starts):
        days = slice(first // DAY, last // DAY)
        assert sum(plan.base[days]) == pytest.approx(31_000) and sum(plan.capacity[days]) == pytest.approx(34_000)
    assert plan.forecast == (31_000,) * MONTHS
    # 1 January is a Friday: a fifth of the next one. A Monday is six times a Sunday.
    assert plan.base[0] / plan.base[7] == pytest.approx(0.2) and plan.base[3] / plan.base[2] == pytest.approx(6.0)
    assert plan.capacity[0] / plan.capacity[7] == pytest.approx(0.2)


HISTORY = """
name: History
step: STEP
history: {events: events.csv, volumes: volumes.csv}
services:
  voice: {demand: {level: 1 000 per day, growth: 9 %, season: {week: [6, 6, 5, 5, 5, 2, 1]}, noise: {weekly: 20 %}}}
  chat: {demand: {level: 700 per day}}
components: {}
shocks: {rush: {kind: volume_surge, service: voice, arrives: {date: 2027-01-05}, size: 80 %, lasts: 40 days}}
"""


def dated(days: list[dt.date]) -> tuple[str, list[int]]:
    """A file of volumes of voice, and its figures."""
    figures = [900 + 37 * i % 311 for i in range(len(days))]
    return "date,voice\n" + "".join(f"{day},{units}\n" for day, units in zip(days, figures, strict=True)), figures


EVENTS = "start,end,event,service,size\n2027-02-03T00:00,2027-02-06T00:00,surge,chat,50 %\n2027-02-05T00:00,2027-02-07T00:00,slump,chat,30 %\n"


def test_dated_volumes_are_replayed_to_the_unit(world: World) -> None:
    """Whatever season, growth, noise and surges say, in every life: all of January, and the first ten days of February."""
    days = [dt.date(2027, 1, 1) + dt.timedelta(days=i) for i in range(41)]
    volumes, figures = dated(days)
    futures = world(HISTORY.replace("STEP", "day"), volumes=volumes, events=EVENTS)
    january, february = months_of(futures)[:2]
    assert (january["voice"]["demand"] == sum(figures[:31])).all()
    whole = months_of(world(HISTORY.replace("STEP", "month"), volumes=volumes, events=EVENTS))
    assert (whole[0]["voice"]["demand"] == sum(figures[:31])).all()
    # February is told in part: its first ten days, at either step; the rest of it is the scenario's.
    assert np.unique(february["voice"]["demand"]).size == LANES == np.unique(whole[1]["voice"]["demand"]).size
    told = world(HISTORY.replace("STEP", "day"), volumes=dated(days[:31])[0], events=EVENTS)
    assert (months_of(told)[1]["voice"]["demand"] != february["voice"]["demand"]).all()


@pytest.mark.parametrize("step", ["day", "month"])
def test_a_month_told_in_part_has_exactly_those_days_and_the_plan_of_the_others(world: World, step: str) -> None:
    """1,000 calls a day as planned, on Sundays a sixth of a Monday: told are 50 on each day of January but the 31st, a Sunday."""
    days = "".join(f"2027-01-{day:02d},50\n" for day in range(1, 31))
    quiet = HISTORY.replace("noise: {weekly: 20 %}", "noise: {weekly: 0 %}").replace("date: 2027-01-05", "date: 2027-04-05")
    months = months_of(world(quiet.replace("STEP", step), volumes=f"date,voice\n{days}", events=EVENTS))
    # January 2027 has five Fridays, Saturdays and Sundays, and four of each other weekday: 4 · 22 + 5 · 8 = 128 weights, of which the 31st has one.
    weights = 4 * (6 + 6 + 5 + 5) + 5 * (5 + 2 + 1)
    assert months[0]["voice"]["demand"] == pytest.approx([30 * 50 + 1_000 * 31 / weights] * LANES)


@pytest.mark.parametrize("step", ["day", "month"])
def test_dated_surges_and_slumps_happen_in_every_life(world: World, step: str) -> None:
    """Three days at half as much again, two at 30 % less, one of them both: 700 × (28 + 1.5 − 0.6) in February."""
    volumes, _ = dated([dt.date(2027, 1, 1)])
    months = months_of(world(HISTORY.replace("STEP", step), volumes=volumes, events=EVENTS))
    assert months[0]["chat"]["demand"] == pytest.approx([700 * 31] * LANES)
    assert months[1]["chat"]["demand"] == pytest.approx([700 * 28.9] * LANES)


def test_components_that_others_need_stop_what_needs_those(world: World) -> None:
    text = """
name: Chain
services:
  voice: {demand: {level: 1 per day}, needs: [desk]}
  chat: {demand: {level: 1 per day}, needs: [identity]}
  mail: {demand: {level: 1 per day}}
components: {desk: {needs: [identity, network]}, identity: {needs: [power]}, network: {needs: [power]}, power: {}, spare: {needs: [power]}}
"""
    scenario = world(text).scenario
    assert scenario.components_of("voice") == {"desk", "identity", "network", "power"}
    assert scenario.components_of("chat") == {"identity", "power"} and scenario.components_of("mail") == frozenset()
