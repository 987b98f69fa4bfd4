"""What a service is planned to meet: base demand and capacity for each step of the term, seasons and growth folded in.

Worked out once per scenario and agreement; both drivers read it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from wargame.core.calendar import MEAN_MONTH, Calendar
from wargame.core.quantities import Count
from wargame.core.values import DAY
from wargame.world.queueing.curve import Curve
from wargame.world.queueing.live import live_curve
from wargame.world.scenario.file import Scenario
from wargame.world.scenario.inputs import ServiceInputs

NOISE_QUANTUM = 4096  # noise is kept as whole 4096ths of a standard deviation


@dataclass(frozen=True)
class ServicePlan:
    """Constants of one service: base demand and capacity per step, and how capacity stretches. Per day, or per month at month step."""

    name: str
    base: tuple[float, ...]
    capacity: tuple[float, ...] | None
    ceiling: float
    per_backlog: float
    stretches: float
    noise: float  # demand per noise quantum
    forecast: tuple[int, ...] = ()  # whole units expected of each contract month
    live: Curve | None = None  # what of live work is answered, by load
    takes: float = 1.0  # seconds of a unit
    counts_overtime: bool = False  # somebody pays for what is done beyond capacity
    told: tuple[float, ...] = ()  # units of each step that history tells, which `base` then leaves out; empty where it tells none


def plan_service(scenario: Scenario, name: str, calendar: Calendar, starts: tuple[int, ...]) -> ServicePlan:
    """Spread the yearly and weekly season over the steps so that each month has exactly its level."""
    service = scenario.inputs.services[name]
    demand, capacity = service.demand, service.capacity
    base: list[float] = []
    room: list[float] = []
    forecast: list[int] = []
    given = scenario.history.volumes.get(name, {}) if scenario.history else {}
    told: list[float] = []
    growth = 1.0 if demand.growth is None else 1 + demand.growth.num / demand.growth.den
    year = [weight.num / weight.den for weight in demand.season.year] or [1.0] * 12
    week = [weight.num / weight.den for weight in demand.season.week] or [1.0] * 7
    holidays = calendar.holidays | frozenset(scenario.inputs.holidays)
    quiet = 1.0 if demand.on_holidays is None else demand.on_holidays.num / demand.on_holidays.den
    yearly = 1.0
    for month, (low, high) in enumerate(pairwise(starts)):
        if month and month % 12 == 0:
            yearly *= growth
        days = range(low // DAY, high // DAY)
        dates = [calendar.date_of(day * DAY) for day in days]
        weights = [week[date.weekday()] * (quiet if date in holidays else 1.0) for date in dates]
        season = sum(year[date.month - 1] for date in dates) / len(dates) * 12 / sum(year)
        shape = [weight * len(dates) / sum(weights) for weight in weights] if sum(weights) else [1.0] * len(dates)
        daily = a_day(demand.level, len(dates)) * season * yearly
        able = a_day(capacity.level, len(dates)) if capacity else 0.0
        forecast.append(math.floor(daily * len(dates) + 0.5))
        base += [0.0 if day in given else daily * weight for day, weight in zip(days, shape, strict=True)]
        room += [able * weight for weight in shape]
        told += [float(given.get(day, 0)) for day in days]
        if scenario.step == "month":
            whole = not any(day in given for day in days)
            base[month:] = [daily * len(dates) if whole else sum(base[month:])]
            room[month:] = [able * len(dates)]
            told[month:] = [sum(told[month:])]
    scale = 1.0 if scenario.step == "day" else MEAN_MONTH / DAY
    stretch = 0.0 if capacity is None or capacity.ceiling is None else (a_day(capacity.ceiling) - a_day(capacity.level)) * scale
    stretch *= _effort_left(scenario)
    noise = 0.0 if demand.noise is None else demand.noise.weekly.num / demand.noise.weekly.den / NOISE_QUANTUM
    history = tuple(told) if given else ()
    if capacity is None:
        return ServicePlan(name, tuple(base), None, 0.0, 0.0, 0.0, noise, tuple(forecast), told=history)
    # At month step a month is long enough for capacity to have followed the backlog.
    follows = capacity.stretches.num / capacity.stretches.den if scenario.step == "day" else 1.0
    per_backlog = capacity.per_backlog.num / capacity.per_backlog.den * scale
    return ServicePlan(
        name, tuple(base), tuple(room), max(stretch, 0.0), per_backlog, follows, noise, tuple(forecast),
        _curve(service, a_day(capacity.level)), float(service.takes), name in scenario.priced_overtime, history,
    )  # fmt: skip


def _effort_left(scenario: Scenario) -> float:
    """The part of its overtime that the provider works at the effort it makes."""
    effort, made = scenario.inputs.behaviour.effort, scenario.effort.num / scenario.effort.den
    if effort is None:
        return 1.0
    left = effort.without.overtime.num / effort.without.overtime.den
    return made + (1.0 - made) * left


def _curve(service: ServiceInputs, daily: float) -> Curve | None:
    """The table of a live service, built once at the scale of its planned capacity."""
    live = service.live
    if live is None:
        return None
    profile = tuple(weight.num / weight.den for weight in live.profile) or (1.0,) * 24
    return live_curve(daily, live.handling.seconds, live.patience.seconds if live.patience else None, live.threshold.seconds, profile)


def a_day(count: Count, days: float = MEAN_MONTH / DAY) -> float:
    """Units a day of a count per day, or per month of so many days."""
    value = count.num / count.den
    return value if count.per == "day" else value / days
