"""Supervisory stop: an authority stops a service, or a part of it, for a while – no new business, no outbound calls, no payments of one kind.

From the first morning, for the whole days of `lasts`, the share of demand that `may not be served` falls away: it neither arrives nor waits.
Whether it counts towards a minimum is for the contract to say (PRACTICE §11). A `decay` is a stop that is lifted step by step. Or the order
withdraws a permission that stands in the scenario as a component that services need: it is then down from that instant for as long, or until what
the contract says of its outages brings it back sooner. Meeting the supervisor's terms (`remediation`) and making good to customers (`redress`) fall
when the stop begins, the fine when it is lifted.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import ShockInputs, Spells, first_day, moves, whole_days
from wargame.world.shock_base.costs import BilledShock, ByParty, put, within_whole
from wargame.world.shock_base.effects import Effects
from wargame.world.sizes.read import LengthD, SizeD


class SupervisoryStop(BilledShock):
    """An authority stops a service in part or in whole: volume that may not be served, and what ending the stop costs."""

    kind = "supervisory_stop"
    event = "order"
    told = "an authority stops a service, or part of it"
    writes = ("demand", "volume", "backlog", "waiting", "downtime", "start", "duration", "loss")
    source = "fines: cases/regulatory_shocks.csv, 2022-12-20 (TSB £48.65m, with £32.7m redress); lengths, shares and costs judged; PRACTICE §11"
    heads = {"remediation": "remediation", "redress": "customer redress", "fine": "regulatory fine"}
    example = """
stop of new business:
  kind: supervisory_stop
  services: [voice]
  arrives: {rate: 0.7 per year}
  fault: provider
  lasts: {median: 45 days, p95: 200 days}
  may not be served: {low: 5 %, mode: 25 %, high: 100 %}
  remediation: {provider: {median: GBP 80 000, p95: GBP 400 000}}
  redress: {client: {low: GBP 2 000, high: GBP 50 000}}
  fine: {client: {median: GBP 50 000, p95: GBP 900 000}}
"""

    class Inputs(ShockInputs):
        """What is stopped: `services`, of whose normal demand the share `may not be served`; or the `component` that stands for the permission, or
        both. `remediation`, `redress` and `fine` are by party, once a stop. What is left out does not happen."""

        kind: Literal["supervisory_stop"]
        services: list[TextT] = []
        component: TextT | None = None
        lasts: LengthD
        may_not_be_served: SizeD | None = None
        shape: Literal["step", "decay"] = "step"
        remediation: ByParty | None = None
        redress: ByParty | None = None
        fine: ByParty | None = None

        @model_validator(mode="after")
        def _possible(self) -> SupervisoryStop.Inputs:
            if bool(self.services) != (self.may_not_be_served is not None):
                raise ValueError("demand is stopped of `services`, by the share that `may not be served`: give both, or neither")
            if not self.services and self.component is None:
                raise ValueError(
                    "nothing is stopped: give `services` and what `may not be served`, or the `component` that stands for the permission"
                )
            within_whole(self, "may_not_be_served")
            return self

    def services(self) -> frozenset[str]:
        return frozenset(self.inputs.services)

    def components(self) -> frozenset[str]:
        return frozenset(filter(None, (self.inputs.component,)))

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        inputs, shape = self.inputs, self.inputs.shape
        lasts = self.drawn("lasts", span, lane.size)
        first, days = first_day(instant), whole_days(lasts)
        size = self.drawn("may_not_be_served", span, lane.size)
        for service in dict.fromkeys(inputs.services):
            moves(effects, "demand", service, Spells(lane, first, days, -size), shape)
        if inputs.component is not None:
            effects.incident(inputs.component, lane, instant, lasts)
        self.bill("remediation", lane, instant, span, effects)
        self.bill("redress", lane, instant, span, effects)
        self.bill("fine", lane, instant + lasts, span, effects)
        put(effects, self.event, lane, first, days)
