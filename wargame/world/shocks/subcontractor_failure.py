"""Subcontractor failure: a firm that the provider relies on stops – insolvent, bought and closed, out of the country – until another takes its place.

Until `replaced after` the component it ran is down, or the services it worked for have less capacity, or both: from the first morning by `capacity
falls by`, for whole days, all at once and over when it is replaced (`step`), or falling back evenly as the new firm learns (`decay`). A new firm is
paid for when it starts. Whether the provider answers for its subcontractor is a question to the contract; `fault` says whose it is in the world.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Shape, ShockInputs, first_day, whole_days
from wargame.world.shock_base.costs import BilledShock, ByParty, all_or_none, put, reduce, within_whole
from wargame.world.shock_base.effects import Effects
from wargame.world.sizes.read import LengthD, SizeD


class SubcontractorFailure(BilledShock):
    """A subcontractor that stops working until it is replaced, at a cost."""

    kind = "subcontractor_failure"
    event = "distress"
    told = "a firm that the provider relies on stops"
    writes = ("downtime", "start", "duration", "volume", "backlog", "waiting", "loss")
    source = "judged; a service provider behind the provider: cases/regulatory_shocks.csv, 2022-12-20 (TSB and SABIS)"
    heads = {"replacement": "re-procurement", "work_around": "work-around"}
    example = """
subcontractor gone:
  kind: subcontractor_failure
  component: network
  services: [letters]
  arrives: {rate: 0.8 per year}
  fault: third party
  replaced after: {low: 2 days, mode: 20 days, high: 120 days}
  capacity falls by: {low: 10 %, mode: 30 %, high: 80 %}
  shape: decay
  replacement: {provider: {median: GBP 120 000, p95: GBP 600 000}}
  work around: {client: {median: GBP 10 000, p95: GBP 80 000}}
"""

    class Inputs(ShockInputs):
        """`component` is down until the firm is replaced, if no contract shortens it; `capacity falls by` is a share of the normal level of every one
        of `services`. One of the two at least. Costs are by party, once: the work-around on the day it fails. What is left out does not happen."""

        kind: Literal["subcontractor_failure"]
        component: TextT | None = None
        services: list[TextT] = []
        replaced_after: LengthD
        capacity_falls_by: SizeD | None = None
        shape: Shape = "step"
        replacement: ByParty | None = None
        work_around: ByParty | None = None

        @model_validator(mode="after")
        def _possible(self) -> SubcontractorFailure.Inputs:
            all_or_none(self, "services", "capacity_falls_by")
            if self.component is None and not self.services:
                raise ValueError("nothing fails: give the `component` it ran, or `services` and `capacity falls by`, or both")
            within_whole(self, "capacity_falls_by")
            return self

    def components(self) -> frozenset[str]:
        return frozenset(filter(None, (self.inputs.component,)))

    def services(self) -> frozenset[str]:
        return frozenset(self.inputs.services)

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        length = self.drawn("replaced_after", span, lane.size)
        if self.inputs.component is not None:
            effects.incident(self.inputs.component, lane, instant, length)
        reduce(effects, self.inputs.services, lane, instant, length, self.drawn("capacity_falls_by", span, lane.size), self.inputs.shape)
        put(effects, self.event, lane, first_day(instant), whole_days(length))
        self.bill("replacement", lane, instant + length, span, effects)
        self.bill("work_around", lane, instant, span, effects)
