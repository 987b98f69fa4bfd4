"""Pandemic: people fall ill in waves, and those who call want more.

A wave rises evenly over the first half of its length and falls evenly over the second, in whole days: capacity of the services falls by the share of
people absent at its height, and demand of some services rises by a share of its normal level at the same time. Waves follow each other; each is a
stated part of the one before it.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.arrays import Ints
from wargame.core.quantities import Rate, ShareT, TextT
from wargame.core.values import DAY
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Fault, Spells, first_day, moves, whole_days
from wargame.world.shock_base.effects import Effects, Moved
from wargame.world.shock_base.people import PartD, ServedInputs, ServedShock, is_met
from wargame.world.sizes.read import AmountD, CountD, LengthD, SizeD

MOST = 8  # waves


class Pandemic(ServedShock):
    """Waves of illness: people are absent from several services at once, while demand of some of them rises. Nobody's fault unless it says so."""

    kind = "pandemic"
    event = "shortage"
    told = "people fall ill"
    writes = ("demand", "volume", "backlog", "waiting", "in_time", "lost", "cost_of_serving")
    source = "judged: waves of six to twelve weeks some months apart, one person in ten to one in four away at the height"
    example = """
influenza:
  kind: pandemic
  services: [voice, letters]
  arrives: {earliest: 2027-01-01, latest: 2028-09-30, probability: 80 %}
  absence: {low: 3 %, mode: 12 %, high: 35 %}
  lasts: {median: 9 weeks, p95: 18 weeks}
  waves: {low: 1, mode: 2, high: 5}
  apart: {low: 2 months, mode: 4 months, high: 8 months}
  each next: 70 %
  demand: {low: 0 %, mode: 15 %, high: 60 %}
  in demand: [voice]
  set up: {median: GBP 30 000, p95: GBP 120 000}
"""

    class Inputs(ServedInputs):
        """`absence` is the share of capacity away at the height of the first wave, `each next` what of it the next one has. `lasts` is the length of
        a wave, `apart` the time from the beginning of one to that of the next. `demand` is added to that of the services `in demand` (all, where
        none are named) at the height. `set up` is what the provider spends once, such as for work from home."""

        kind: Literal["pandemic"]
        fault: Fault | None = "nobody"
        absence: PartD
        lasts: LengthD
        waves: CountD | None = None
        apart: LengthD | None = None
        each_next: ShareT = Rate(1, 1)
        demand: SizeD | None = None
        in_demand: list[TextT] = []
        set_up: AmountD | None = None

        @model_validator(mode="after")
        def _possible(self) -> Pandemic.Inputs:
            if (self.waves is None) != (self.apart is None):
                raise ValueError("several `waves` begin some time `apart`: give both, or neither")
            if self.waves is not None and (self.waves.end(1) > MOST or self.waves.end(0) < 1):
                raise ValueError(f"a pandemic has from 1 to {MOST} `waves`, unlike {self.waves.words}: set `at least: 1` and `at most: {MOST}`")
            if self.in_demand and self.demand is None:
                raise ValueError("`in demand` names services without saying by how much: give `demand`")
            return self

    def services(self) -> frozenset[str]:
        return frozenset(self.inputs.named) | frozenset(self.inputs.in_demand)

    def costs(self) -> tuple[tuple[Literal["client", "provider"], str], ...]:
        return (("provider", "business continuity"),) if self.inputs.set_up else ()

    def services_losing_capacity(self) -> frozenset[str]:
        return frozenset(self.inputs.named)

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        inputs = self.inputs
        absence, demand = self.part("absence", span, lane.size), self.drawn("demand", span, lane.size)
        waves = np.maximum(self.drawn("waves", span, lane.size), 1)
        if inputs.set_up:
            effects.cost("provider", "business continuity", lane, instant, self.drawn("set_up", span, lane.size))
        begins = instant
        for number in range(MOST if inputs.waves else 1):
            days = whole_days(self.drawn(f"lasts/{number}", span, lane.size, inputs.lasts))
            some = np.flatnonzero(waves > number)
            for service in inputs.named:
                _wave(effects, "capacity", service, lane[some], first_day(begins[some]), days[some], -absence[some])
            for service in (inputs.in_demand or inputs.named) if inputs.demand else ():
                _wave(effects, "demand", service, lane[some], first_day(begins[some]), days[some], demand[some])
            is_met(effects, self.event, lane[some], begins[some], begins[some] + days[some] * DAY)
            if inputs.apart:
                begins = begins + self.drawn(f"apart/{number}", span, lane.size, inputs.apart)
                absence, demand = (size * inputs.each_next.num // inputs.each_next.den for size in (absence, demand))


def _wave(effects: Effects, what: Moved, service: str, lane: Ints, first: Ints, days: Ints, height: Ints) -> None:
    """Up in half of the days, down in the other half; of an odd number the height has one more."""
    rising = days // 2
    moves(effects, what, service, Spells(lane, first, rising, height), "ramp")
    moves(effects, what, service, Spells(lane, first + rising, days - rising, height), "decay")
