"""Regulator orders exit: an authority finds the outsourcing unsound and orders that it be over by a date.

From the order, after the `notice` that the authority gives, on the first morning at or after it, the agreement is over, whatever it says of terms
and notices. Answering the order (`compliance`) and the fine fall when it is made; what is spent in vain, lost or left over (`stranded`,
`redundancy`) when the agreement is over by it. What replacing the provider costs stands under `economics: replacement`, as for every early exit. An
order that would take effect after the term changes nothing and strands nothing; one from before the agreement is left out.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from wargame.core.arrays import Ints
from wargame.core.values import DAY
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import ShockInputs
from wargame.world.shock_base.costs import BilledShock, ByParty
from wargame.world.shock_base.effects import Effects
from wargame.world.sizes.read import LengthD


class RegulatorOrdersExit(BilledShock):
    """An authority orders the agreement to be over by a date."""

    kind = "regulator_orders_exit"
    event = "order"
    told = "an authority orders the agreement to end"
    writes = ("volume", "loss")
    source = "judged: DORA (cases/regulatory_shocks.csv, 2025-01-17) lets an authority require the end of an arrangement; no dated case was found"
    heads = {"compliance": "cost of compliance", "fine": "regulatory fine", "stranded": "stranded charges", "redundancy": "internal staff"}
    example = """
ordered out:
  kind: regulator_orders_exit
  arrives: {rate: 0.5 per year}
  fault: provider
  notice: {low: 30 days, mode: 6 months, high: 12 months}
  compliance: {client: {median: GBP 40 000, p95: GBP 200 000}}
  fine: {client: {low: GBP 10 000, high: GBP 300 000}}
  stranded: {client: {low: GBP 20 000, high: GBP 90 000}, provider: {low: GBP 50 000, high: GBP 400 000}}
  redundancy: {provider: {median: GBP 120 000, p95: GBP 500 000}}
"""

    class Inputs(ShockInputs):
        """`notice` is the time from the order to the date by which the agreement must be over. Costs are by party, once an order. What is left out
        does not happen."""

        kind: Literal["regulator_orders_exit"]
        notice: LengthD
        compliance: ByParty | None = None
        fine: ByParty | None = None
        stranded: ByParty | None = None
        redundancy: ByParty | None = None

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        over = instant + np.maximum(self.drawn("notice", span, lane.size), 1)
        morning = -(-over // DAY) * DAY
        self.bill("compliance", lane, instant, span, effects)
        self.bill("fine", lane, instant, span, effects)
        early = ((instant >= 0) & (morning < span.end)).astype(np.int64)
        for what in ("stranded", "redundancy"):  # a second before that morning: the agreement's last month holds it
            self.bill(what, lane, morning - 1, span, effects, early)
        effects.end(lane, instant, over)
        effects.happens(self.event, lane, instant)
