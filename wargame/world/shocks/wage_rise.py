"""Wage rise: a minimum wage, a wage order, a tax on wages or the market makes people dearer, at once and for good.

From the first morning it is in force a unit of each service costs more by the share of wages in its cost times the rise: 60 % · 7.75 % = 4.65 %.
With `spreads over` it comes in at most eight even steps, as those above the minimum are raised one after the other. What it costs once (provisions
for gratuities, back pay) is spent on that morning. The questions are put when the rise is announced. A rise in force before the agreement is in its
costs already.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.core.values import DAY
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import ShockInputs, first_day, whole_days
from wargame.world.shock_base.costs import BilledShock, ByParty
from wargame.world.shock_base.effects import Effects
from wargame.world.shock_base.prices import CostPartD, cost_more, product
from wargame.world.sizes.read import MILLION, LengthD, SizeD


class WageRise(BilledShock):
    """Statutory or market pay rises, and with it what a unit costs the provider."""

    kind = "wage_rise"
    event = "price"
    told = "wages rise"
    writes = ("cost_of_serving", "loss")
    source = (
        "cases/regulatory_shocks.csv: National Living Wage +6.7 % (2025-04-01), Philippines NCR-26 +7.75 % after 18 days (2025-07-18) and +5.7 % "
        "(2024-07-17), employer NIC 13.8 % to 15 % (2025-04-06), Labour Codes with no lead time (2025-11-21); shares of wages judged"
    )
    heads = {"once": "internal staff"}
    example = """
wage order:
  kind: wage_rise
  services: [voice, letters]
  arrives: {rate: 0.8 per year, season: [1, 1, 1, 4, 1, 1, 3, 1, 1, 1, 1, 1]}
  fault: nobody
  rise: {low: 5.7 %, mode: 6.7 %, high: 7.75 %}
  wages: {low: 50 %, mode: 62 %, high: 75 %}
  notice: {low: 0 days, mode: 18 days, high: 160 days}
  once: {provider: {low: GBP 0, high: GBP 40 000}}
"""

    class Inputs(ShockInputs):
        """`rise` is of wages, as a share of them; `wages` their share in the unit cost of the `services`. `notice` is the time from the announcement
        to force (none, if it is not said). `spreads over` is the time until all of it is paid (at once, if it is not said). `once` is by party; what
        is left out does not happen."""

        kind: Literal["wage_rise"]
        services: list[TextT] = Field(min_length=1)
        rise: SizeD
        wages: CostPartD
        notice: LengthD | None = None
        spreads_over: LengthD | None = None
        once: ByParty | None = None

    def services(self) -> frozenset[str]:
        return frozenset(self.inputs.services)

    def services_with_cost_change(self) -> frozenset[str]:
        return self.services()

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        rise, wages, notice, climbs = (self.drawn(what, span, lane.size) for what in ("rise", "wages", "notice", "spreads_over"))
        first = first_day(instant + notice)
        size = product(rise, np.minimum(wages, MILLION))
        ours = np.flatnonzero(first >= 0)
        spread = whole_days(climbs)[ours] if self.inputs.spreads_over is not None else None
        cost_more(effects, dict.fromkeys(self.inputs.services), lane[ours], first[ours], size[ours], climbs=spread)
        self.bill("once", lane, first * DAY, span, effects)
        effects.happens(self.event, lane[ours], np.maximum(instant[ours], 0))
