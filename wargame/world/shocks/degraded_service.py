"""Degraded service: it runs, but slowly or in part. Screens take a minute, every third order must be keyed twice, half of the lines are dead.

For whole days from the first morning the capacity of a service falls by a share of its normal level, and so many points more of its units are done
wrong. No component is down, and that is the point: availability counted from down-time says 100 %, and only what counts work – answered in time, done
within the turnaround, done right – sees that anything is amiss.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.quantities import TextT
from wargame.world.arrival import Span
from wargame.world.billed import BilledShock, ByParty, put, within_whole
from wargame.world.distribution import LengthD, SizeD
from wargame.world.effects import Effects, Ints
from wargame.world.shock import Shape, ShockInputs, first_day, moves, whole_days


class DegradedService(BilledShock):
    """A service slow or partly down, with nothing that a monitor would call an outage."""

    kind = "degraded_service"
    event = "shortage"
    writes = ("volume", "backlog", "waiting", "errors", "loss")
    source = (
        "lengths: cases/outages.csv (tsb_2018: eight months to business as usual; aws_useast1_2021: instances ran, the way in did not); sizes judged"
    )
    heads = {"work_around": "work-around"}
    example = """
slow screens:
  kind: degraded_service
  service: voice
  arrives: {rate: 1.2 per year}
  fault: provider
  lasts: {median: 5 days, p95: 40 days, at most: 250 days}
  capacity falls by: {low: 5 %, mode: 20 %, high: 60 %}
  errors rise by: {low: 0 %, mode: 1.5 %, high: 8 %}
  shape: decay
  work around: {client: {median: GBP 10 000, p95: GBP 60 000}}
"""

    class Inputs(ShockInputs):
        """`capacity falls by` is a share of the normal level, `errors rise by` are points added to the share of units done wrong; one of them at
        least. Both have the `shape`. What is left out does not happen."""

        kind: Literal["degraded_service"]
        service: TextT
        lasts: LengthD
        capacity_falls_by: SizeD | None = None
        errors_rise_by: SizeD | None = None
        shape: Shape = "step"
        work_around: ByParty | None = None

        @model_validator(mode="after")
        def _possible(self) -> DegradedService.Inputs:
            if self.capacity_falls_by is None and self.errors_rise_by is None:
                raise ValueError("nothing is degraded: give `capacity falls by`, `errors rise by`, or both")
            within_whole(self, "capacity_falls_by", "errors_rise_by")
            return self

    def erring(self) -> frozenset[str]:
        return self.services() if self.inputs.errors_rise_by is not None else frozenset()

    def strike(self, lane: Ints, instant: Ints, span: Span, generator: np.random.Generator, effects: Effects) -> None:
        days = whole_days(self.drawn("lasts", span, lane.size))
        first, service, shape = first_day(instant), self.inputs.service, self.inputs.shape
        if self.inputs.capacity_falls_by is not None:
            moves(effects, "capacity", service, lane, first, days, -self.drawn("capacity_falls_by", span, lane.size), shape)
        if self.inputs.errors_rise_by is not None:
            moves(effects, "errors", service, lane, first, days, self.drawn("errors_rise_by", span, lane.size), shape)
        put(effects, self.event, lane, first, days)
        self.bill("work_around", lane, instant, span, effects)
