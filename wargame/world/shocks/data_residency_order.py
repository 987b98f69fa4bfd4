"""Data-residency order: data, or the work on them, must be in another place by a date – a localisation law, a transfer ruling, a supervisor's letter.

The order is announced; it is in force after a lead time. Moving takes `work` and costs what it costs, paid for when it is done; a unit costs more
from the day the order is in force (dearer places, two sites for one). Whoever is not ready by then is fined for each month begun until it is, and
meanwhile the part of the work that may not go on where it is stops: from the first morning the order is in force, capacity falls by that share of
its normal level, until the morning after the move.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.arrays import Ints
from wargame.core.quantities import PriceT, TextT
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import ShockInputs, first_day
from wargame.world.shock_base.costs import BilledShock, ByParty, within_whole
from wargame.world.shock_base.effects import Effects
from wargame.world.shock_base.law_changes import NewLaws, enact
from wargame.world.sizes.read import AmountD, LengthD, SizeD


class DataResidencyOrder(BilledShock):
    """An order to move data or work, with a lead time, work, a cost, a fine when late, a lasting cost a unit, and a stop while it is not obeyed."""

    kind = "data_residency_order"
    # It is a change of the law. An order besides would put the same questions a second time, and clauses that share the cost of law do not hear it.
    event = "regulation"
    writes = ("lasting_cost", "cost", "volume", "backlog", "waiting", "loss")
    source = "lead times: cases/regulatory_shocks.csv, from none (Labour Codes, 2025-11-21) to two years (DORA); work, costs and shares judged"
    heads = {"doubled": "parallel running"}
    example = """
data stay here:
  kind: data_residency_order
  service: voice
  arrives: {rate: 0.5 per year}
  lead time: {low: 0 days, mode: 6 months, high: 24 months}
  work: {median: 7 months, p95: 18 months}
  cost: {median: GBP 150 000, p95: GBP 800 000}
  fine: {low: GBP 5 000, high: GBP 40 000}
  lasting cost: GBP 0.09
  stopped until ready: {low: 0 %, mode: 20 %, high: 80 %}
  doubled: {provider: {low: GBP 10 000, high: GBP 60 000}}
"""

    class Inputs(ShockInputs):
        """`fine` is per month begun of lateness (of 365.25 / 12 days); `lasting cost` per unit of the service from the day the order is in force.
        `stopped until ready` is a share of normal capacity. `doubled` is by party, once a move, for running two places side by side, spent when the
        order is announced. What is left out does not happen."""

        kind: Literal["data_residency_order"]
        service: TextT
        lead_time: LengthD
        work: LengthD
        cost: AmountD
        fine: AmountD | None = None
        lasting_cost: PriceT | None = None
        stopped_until_ready: SizeD | None = None
        doubled: ByParty | None = None

        @model_validator(mode="after")
        def _possible(self) -> DataResidencyOrder.Inputs:
            within_whole(self, "stopped_until_ready")
            return self

    def services_losing_capacity(self) -> frozenset[str]:
        return self.services() if self.inputs.stopped_until_ready is not None else frozenset()

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        inputs, service = self.inputs, self.inputs.service
        lead, work, cost, fine, stopped = (self.drawn(what, span, lane.size) for what in ("lead_time", "work", "cost", "fine", "stopped_until_ready"))
        enact(effects, span, service, NewLaws(lane, instant, lead, work, cost, fine), inputs.lasting_cost)
        if inputs.stopped_until_ready is not None:
            begins, over = first_day(instant + lead), first_day(instant + np.maximum(work, 1))
            late = np.flatnonzero(over > begins)
            effects.level("capacity", service, lane[late], begins[late], (over - begins)[late], -stopped[late])
        self.bill("doubled", lane, instant, span, effects)
