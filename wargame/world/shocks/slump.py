"""Slump: customers stay away – a product withdrawn, a recession, a rival – and demand is lower for a while.

From the first morning, for the whole days begun of `lasts`, demand falls by `size`, a share of its normal level, in a `shape`. Slumps that overlap
add up, and demand never falls below nothing. Staff and fixed cost stay what they are.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Shape, ShockInputs, Spells, first_day, moves, whole_days
from wargame.world.shock_base.costs import BilledShock, put, within_whole
from wargame.world.shock_base.effects import Effects
from wargame.world.sizes.read import LengthD, SizeD


class Slump(BilledShock):
    """A fall in demand for some whole days, at least one."""

    kind = "slump"
    event = "slump"
    writes = ("demand", "volume", "backlog", "waiting")
    source = "judged"
    example = """
customers stay away:
  kind: slump
  service: voice
  arrives: {rate: 1 per year}
  size: {low: 10 %, mode: 25 %, high: 60 %}
  lasts: {median: 60 days, p95: 300 days}
"""

    class Inputs(ShockInputs):
        """`size` is a share of the normal level of demand, at most all of it; `shape` is a `step`, a `ramp` down to it, or a `decay` back from it."""

        kind: Literal["slump"]
        service: TextT
        size: SizeD
        lasts: LengthD
        shape: Shape = "step"

        @model_validator(mode="after")
        def _possible(self) -> Slump.Inputs:
            within_whole(self, "size")
            return self

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        size = self.drawn("size", span, lane.size)
        first, days = first_day(instant), whole_days(self.drawn("lasts", span, lane.size))
        moves(effects, "demand", self.inputs.service, Spells(lane, first, days, -size), self.inputs.shape)
        put(effects, self.event, lane, first, days)
