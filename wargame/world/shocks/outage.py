"""Outage: a component goes down for longer than its everyday faults, at once, until it is repaired."""

from __future__ import annotations

from typing import Literal

import numpy as np

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Shock, ShockInputs
from wargame.world.shock_base.effects import Effects
from wargame.world.sizes.read import LengthD


class Outage(Shock):
    """A major outage of one component. `lasts` is the repair as it would be if no contract shortened it, at least a minute."""

    kind = "outage"
    event = "outage"
    writes = ("downtime", "start", "duration")
    source = "lengths: cases/outages.csv (median of published outages about 5 hours, the longest 14 days)"
    example = """
major outage:
  kind: outage
  component: platform
  arrives: {rate: 0.5 per year}
  lasts: {median: 6 hours, p95: 72 hours, at most: 14 days}
"""

    class Inputs(ShockInputs):
        """`component` is one of the scenario's; `fault` says whose it is where it is not that of the component's everyday outages."""

        kind: Literal["outage"]
        component: TextT
        lasts: LengthD

    def components(self) -> frozenset[str]:
        return frozenset({self.inputs.component})

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        effects.incident(self.inputs.component, lane, instant, self.inputs.lasts.draw(generator, lane.size))
