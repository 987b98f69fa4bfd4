"""Volume surge: for some days demand is higher by a share of its normal level. Surges that overlap add up."""

from __future__ import annotations

from typing import Literal

import numpy as np

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.core.values import DAY
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Shape, Shock, ShockInputs, Spells, first_day, moves, whole_days
from wargame.world.shock_base.effects import Effects
from wargame.world.sizes.read import LengthD, SizeD


class VolumeSurge(Shock):
    """A rise in demand: a campaign, a product fault, a bank run on the telephone. From the morning it arrives, for whole days, at least one."""

    kind = "volume_surge"
    event = "surge"
    writes = ("demand", "volume", "backlog", "waiting")
    source = "judged; PRACTICE §6"
    example = """
surge:
  kind: volume_surge
  service: voice
  arrives: {rate: 1 per year}
  size: {low: 10 %, mode: 25 %, high: 80 %}
  lasts: {median: 14 days, p95: 60 days}
"""

    class Inputs(ShockInputs):
        """`size` is added to the normal level of 100 %; `shape` is a `step`, or a `ramp` up to it, or a `decay` from it."""

        kind: Literal["volume_surge"]
        service: TextT
        size: SizeD
        lasts: LengthD
        shape: Shape = "step"

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        size = self.inputs.size.draw(generator, lane.size)
        days = whole_days(self.inputs.lasts.draw(generator, lane.size))
        first = first_day(instant)
        moves(effects, "demand", self.inputs.service, Spells(lane, first, days, size), self.inputs.shape)
        here = np.flatnonzero(first + days > 0)  # what began before the agreement goes on in it
        effects.happens(self.event, lane[here], np.maximum(first[here], 0) * DAY)
