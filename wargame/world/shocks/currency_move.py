"""Currency move: a rate of exchange jumps – a devaluation, a vote, a peg given up – and comes back after a while, or does not.

The series (home currency for one of the foreign, such as EUR/GBP in an agreement in pounds) moves by the size at once, and is read from the next
figure on. From the first morning a unit of the services costs more, or less, by the part of its cost that is paid in that currency times the
move. With `lasts` the series goes back by 1 / (1 + move) − 1 when the time is over, and costs on that morning; both before one figure leave no
mark. Figures that are published already are moved as long as the shock lasts, and stand as published after it. A move from before the agreement is in
its figures already.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import ShockInputs, first_day, whole_days
from wargame.world.shock_base.costs import BilledShock
from wargame.world.shock_base.effects import NEVER, Effects
from wargame.world.shock_base.prices import CostPartD, PriceMoveD, cost_more, priced, product
from wargame.world.sizes.read import MILLION, LengthD


class CurrencyMove(BilledShock):
    """A rate of exchange moves at once, and with it the part of the unit cost that is paid in that currency."""

    kind = "currency_move"
    event = "price"
    told = "a rate of exchange moves"
    writes = ("index", "cost_of_serving")
    source = "judged, on sterling after 23 June 2016 (about a tenth against the euro within a month; Bank of England, effective rates)"
    example = """
devaluation:
  kind: currency_move
  series: EUR/GBP
  services: [voice]
  arrives: {rate: 0.7 per year}
  fault: nobody
  move: {mean: 4 %, sd: 9 %}
  lasts: {low: 3 months, mode: 15 months, high: 36 months}
  in that currency: {low: 10 %, mode: 30 %, high: 60 %}
"""

    class Inputs(ShockInputs):
        """`move` is of the `series`, of either sign; `lasts` the time until it is as before (for good, if it is not said). `in that currency` is the
        part of the unit cost of the `services` that is paid in it; both are given, or no cost moves."""

        kind: Literal["currency_move"]
        series: TextT
        move: PriceMoveD
        lasts: LengthD | None = None
        services: list[TextT] = []
        in_that_currency: CostPartD | None = None

        @model_validator(mode="after")
        def _possible(self) -> CurrencyMove.Inputs:
            if bool(self.services) != (self.in_that_currency is not None):
                raise ValueError("`in that currency` is the part of the unit cost of `services` that is paid in it: give both, or neither")
            return self

    def services(self) -> frozenset[str]:
        return frozenset(self.inputs.services)

    def series(self) -> frozenset[str]:
        return frozenset({self.inputs.series})

    def services_with_cost_change(self) -> frozenset[str]:
        return self.services()

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        inputs = self.inputs
        move, lasts, there = (self.drawn(what, span, lane.size) for what in ("move", "lasts", "in_that_currency"))
        move, there = priced(move), np.minimum(there, MILLION)
        days = whole_days(lasts) if inputs.lasts is not None else np.full(lane.size, NEVER, np.int64)
        over = instant + lasts
        ours = instant >= 0
        rows = np.flatnonzero(ours)
        cost_more(effects, dict.fromkeys(inputs.services), lane[rows], first_day(instant)[rows], product(move, there)[rows], days[rows])
        if inputs.lasts is not None:
            back = -((2 * move * MILLION + MILLION + move) // (2 * (MILLION + move)))
            effects.move(inputs.series, lane[rows], instant[rows], move[rows], over[rows])
            effects.move(inputs.series, lane[rows], over[rows], back[rows], instant[rows])
        else:
            effects.move(inputs.series, lane[rows], instant[rows], move[rows])
        effects.happens(self.event, lane[rows], instant[rows])
