"""Volume surge: for some days demand is higher by a share of its normal level. Surges that overlap add up."""

from __future__ import annotations

from typing import Literal

import numpy as np

from wargame.core.calendar import DAY
from wargame.core.quantities import TextT
from wargame.world.distribution import LengthD, SizeD
from wargame.world.arrival import Span
from wargame.world.effects import Effects, Ints
from wargame.world.shock import Shock, ShockInputs


class VolumeSurge(Shock):
    """A rise in demand: a campaign, a product fault, a bank run on the telephone. From the morning it arrives, for whole days, at least one."""

    kind = "volume_surge"
    event = "surge"
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
        """`size` is added to the normal level of 100 %."""

        kind: Literal["volume_surge"]
        service: TextT
        size: SizeD
        lasts: LengthD

    def services(self) -> frozenset[str]:
        return frozenset({self.inputs.service})

    def strike(self, lane: Ints, instant: Ints, span: Span, generator: np.random.Generator, effects: Effects) -> None:
        lane, instant = arrivals(self.inputs.arrives, span, generator)
        size = self.inputs.size.draw(generator, lane.size)
        days = np.maximum(-(-self.inputs.lasts.draw(generator, lane.size) // DAY), 1)
        first = -(-instant // DAY)
        effects.levels.append((self.inputs.service, lane, first, first + days, size))
