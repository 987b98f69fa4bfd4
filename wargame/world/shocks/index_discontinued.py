"""Index discontinued: a series is published no more – a statistics office stops it, an administrator of a benchmark withdraws it.

It is announced, and after the `notice` there are no further figures: the last one stands from then on, whatever prices do. Agreeing on another
index costs each party what `agreeing` says, when it is announced. What the agreement puts in its place is for the agreement to say (PRACTICE §11).
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import ShockInputs
from wargame.world.shock_base.costs import BilledShock, ByParty
from wargame.world.shock_base.effects import Effects
from wargame.world.shock_base.people import is_met
from wargame.world.sizes.read import LengthD


class IndexDiscontinued(BilledShock):
    """A published series to which no further figure is added."""

    kind = "index_discontinued"
    event = "price"
    told = "an index is published no more"
    writes = ("index", "loss")
    source = "judged; notice: LIBOR's end was announced on 5 March 2021 for 31 December 2021 (FCA), ten months before"
    heads = {"agreeing": "internal staff"}
    example = """
no more figures:
  kind: index_discontinued
  series: CPI
  arrives: {rate: 0.6 per year}
  fault: nobody
  notice: {low: 1 month, mode: 6 months, high: 10 months}
  agreeing: {client: {low: GBP 2 000, high: GBP 20 000}, provider: {low: GBP 2 000, high: GBP 20 000}}
"""

    class Inputs(ShockInputs):
        """`notice` is the time from the announcement to the day from which nothing is published (none, if it is not said). `agreeing` is by party,
        once; left out, it costs nothing."""

        kind: Literal["index_discontinued"]
        series: TextT
        notice: LengthD | None = None
        agreeing: ByParty | None = None

    def series(self) -> frozenset[str]:
        return frozenset({self.inputs.series})

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        stops = instant + self.drawn("notice", span, lane.size)
        effects.discontinue(self.inputs.series, lane, stops)
        self.bill("agreeing", lane, instant, span, effects)
        is_met(effects, self.event, lane, instant, stops + 1)
