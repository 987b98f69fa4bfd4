"""Regulatory change: a new rule is announced, comes into force after a lead time, takes work to comply with, and costs more from then on.

Whoever is not ready when the rule comes into force is fined for each month begun until it is. The work is paid for when it is done.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from wargame.core.quantities import PriceT, TextT
from wargame.world.arrival import Span
from wargame.world.distribution import AmountD, LengthD
from wargame.world.effects import Effects, Ints
from wargame.world.shock import Shock, ShockInputs

MONTH = 2_629_800  # 365.25 / 12 days, the length of a month of lateness


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

    def strike(self, lane: Ints, instant: Ints, span: Span, generator: np.random.Generator, effects: Effects) -> None:
        inputs = self.inputs
        announced = instant
        force = announced + inputs.lead_time.draw(generator, lane.size)
        work = np.maximum(inputs.work.draw(generator, lane.size), 1)
        cost = inputs.cost.draw(generator, lane.size)
        fine = inputs.fine.draw(generator, lane.size) if inputs.fine else np.zeros(lane.size, np.int64)
        # Losses are measured to the end of the term: of work that would end later, the part done by then is paid for, and lateness counts until then.
        ready = np.minimum(announced + work, max(span.end, 1))
        done = np.minimum((ready - announced) / work, 1.0)
        cost = np.rint(cost * np.maximum(done, 0.0)).astype(np.int64)
        fine = fine * np.maximum(-(-(ready - force) // MONTH), 0)
        lasting = 0 if inputs.lasting_cost is None else round(inputs.lasting_cost.num * 100 / inputs.lasting_cost.den)
        inside = np.flatnonzero(announced < span.end)
        columns = (announced, force, ready, cost, fine, np.full(lane.size, lasting, np.int64))
        effects.laws.append((inputs.service, lane[inside], *(column[inside] for column in columns)))
