"""Degraded service: it runs, but slowly or in part. Screens take a minute, every third order must be keyed twice, half of the lines are dead.

For whole days from the first morning the capacity of a service falls by a share of its normal level, and so many points more of its units are done
wrong. No component is down, and that is the point: availability counted from down-time says 100 %, and only what counts work – answered in time, done
within the turnaround, done right – sees that anything is amiss. Customers may be made whole (`redress`) when it is over, and a regulator may fine it
(`fined after` that it began); a fine after the term is not counted.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.core.values import DAY
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Shape, ShockInputs, Spells, first_day, moves, whole_days
from wargame.world.shock_base.costs import BilledShock, ByParty, needs, put, within_whole
from wargame.world.shock_base.effects import Effects
from wargame.world.sizes.read import LengthD, SizeD


class DegradedService(BilledShock):
    """A service slow or partly down, with nothing that a monitor would call an outage."""

    kind = "degraded_service"
    event = "shortage"
    told = "a service runs slowly, or in part"
    writes = ("volume", "backlog", "waiting", "errors", "loss")
    source = (
        "lengths: cases/outages.csv (tsb_2018: eight months to business as usual; aws_useast1_2021: instances ran, the way in did not); sizes judged"
    )
    heads = {"work_around": "work-around", "redress": "customer redress", "fine": "regulatory fine"}
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
  redress: {client: {median: GBP 5 000, p95: GBP 60 000}}
  fine: {client: {median: GBP 10 000, p95: GBP 200 000}}
  fined after: {low: 2 months, high: 12 months}
"""

    class Inputs(ShockInputs):
        """`capacity falls by` is a share of the normal level, `errors rise by` are points added to the share of units done wrong; one of them at
        least. Both have the `shape`. Costs are by party, once: the work-around at the beginning, `redress` at the end. What is left out does not
        happen."""

        kind: Literal["degraded_service"]
        service: TextT
        lasts: LengthD
        capacity_falls_by: SizeD | None = None
        errors_rise_by: SizeD | None = None
        shape: Shape = "step"
        work_around: ByParty | None = None
        redress: ByParty | None = None
        fine: ByParty | None = None
        fined_after: LengthD | None = None

        @model_validator(mode="after")
        def _possible(self) -> DegradedService.Inputs:
            if self.capacity_falls_by is None and self.errors_rise_by is None:
                raise ValueError("nothing is degraded: give `capacity falls by`, `errors rise by`, or both")
            within_whole(self, "capacity_falls_by", "errors_rise_by")
            needs(self, "fined_after", "fine")
            return self

    def services_losing_quality(self) -> frozenset[str]:
        return self.services() if self.inputs.errors_rise_by is not None else frozenset()

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        days = whole_days(self.drawn("lasts", span, lane.size))
        first, service, shape = first_day(instant), self.inputs.service, self.inputs.shape
        if self.inputs.capacity_falls_by is not None:
            moves(effects, "capacity", service, Spells(lane, first, days, -self.drawn("capacity_falls_by", span, lane.size)), shape)
        if self.inputs.errors_rise_by is not None:
            moves(effects, "errors", service, Spells(lane, first, days, self.drawn("errors_rise_by", span, lane.size)), shape)
        put(effects, self.event, lane, first, days)
        self.bill("work_around", lane, instant, span, effects)
        self.bill("redress", lane, (first + days) * DAY, span, effects)
        self.bill("fine", lane, instant + self.drawn("fined_after", span, lane.size), span, effects)
