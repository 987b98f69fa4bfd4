"""Automation: technology takes over part of the work – self-service, a bot, straight-through processing – and does not give it back.

From the first morning demand falls evenly over the whole days of `takes` by `size`, a share of its normal level, in at most eight steps, and stays
there to the end of the term. With `fewer errors` the share of units done wrong falls by so many points in the same steps. `build` is spent by whoever
it names when it arrives.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import ShockInputs, Spells, climb, first_day, whole_days
from wargame.world.shock_base.costs import BilledShock, ByParty, put, within_whole
from wargame.world.shock_base.effects import NEVER, Effects
from wargame.world.sizes.read import LengthD, SizeD


class Automation(BilledShock):
    """Part of a service's volume goes to technology, by a ramp, for good."""

    kind = "automation"
    event = "change"
    told = "machines take over part of the work"
    writes = ("demand", "volume", "backlog", "waiting", "errors", "loss", "cost_of_serving")
    source = "judged"
    heads = {"build": "transition"}
    example = """
self-service:
  kind: automation
  service: voice
  arrives: {rate: 0.8 per year}
  takes: {low: 3 months, mode: 9 months, high: 18 months}
  size: {low: 5 %, mode: 15 %, high: 40 %}
  fewer errors: {low: 0 %, mode: 0.2 %, high: 0.5 %}
  build: {provider: {median: GBP 150 000, p95: GBP 600 000}}
"""

    class Inputs(ShockInputs):
        """`size` is the share of normal demand replaced in the end, `takes` the time until then; `fewer errors` are points of the share of units done
        wrong; `build` an amount by party. What is left out does not happen."""

        kind: Literal["automation"]
        service: TextT
        size: SizeD
        takes: LengthD
        fewer_errors: SizeD | None = None
        build: ByParty | None = None

        @model_validator(mode="after")
        def _possible(self) -> Automation.Inputs:
            within_whole(self, "size", "fewer_errors")
            return self

    def services_losing_quality(self) -> frozenset[str]:
        return self.services() if self.inputs.fewer_errors is not None else frozenset()

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        first, days = first_day(instant), whole_days(self.drawn("takes", span, lane.size))
        size, errors = self.drawn("size", span, lane.size), self.drawn("fewer_errors", span, lane.size)
        climb(effects, "demand", self.inputs.service, Spells(lane, first, days, -size))
        if self.inputs.fewer_errors is not None:
            climb(effects, "errors", self.inputs.service, Spells(lane, first, days, -errors))
        self.bill("build", lane, instant, span, effects)
        put(effects, self.event, lane, first, np.full(lane.size, NEVER, np.int64))
