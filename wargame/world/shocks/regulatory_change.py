"""Regulatory change: a new rule is announced, comes into force after a lead time, takes work to comply with, and costs more from then on.

Whoever is not ready when the rule comes into force is fined for each month begun until it is. The work is paid for when it is done.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from wargame.core.arrays import Ints
from wargame.core.quantities import PriceT, TextT
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Shock, ShockInputs
from wargame.world.shock_base.effects import Effects
from wargame.world.shock_base.law_changes import NewLaws, enact
from wargame.world.sizes.read import AmountD, LengthD


class RegulatoryChange(Shock):
    """A change of the law with a lead time, work, a cost, a fine when late and a lasting cost for each unit."""

    kind = "regulatory_change"
    event = "regulation"
    writes = ("lasting_cost", "cost")
    source = "cases/regulatory_shocks.csv: lead times from 18 days (wage order NCR-26) to two years (DORA); costs judged"
    example = """
new rule:
  kind: regulatory_change
  service: voice
  arrives: {rate: 0.5 per year}
  lead time: {low: 18 days, mode: 12 months, high: 24 months}
  work: {median: 9 months, p95: 20 months}
  cost: {median: GBP 200 000, p95: GBP 900 000}
  fine: GBP 20 000
  lasting cost: GBP 0.06
"""

    class Inputs(ShockInputs):
        """`fine` is per month or part of a month of lateness; `lasting_cost` is per unit of the service from the day the rule is in force."""

        kind: Literal["regulatory_change"]
        service: TextT
        lead_time: LengthD
        work: LengthD
        cost: AmountD
        fine: AmountD | None = None
        lasting_cost: PriceT | None = None

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        inputs = self.inputs
        lead, work = (distribution.draw(generator, lane.size) for distribution in (inputs.lead_time, inputs.work))
        cost = inputs.cost.draw(generator, lane.size)
        fine = inputs.fine.draw(generator, lane.size) if inputs.fine else np.zeros(lane.size, np.int64)
        enact(effects, span, inputs.service, NewLaws(lane, instant, lead, work, cost, fine), inputs.lasting_cost)
