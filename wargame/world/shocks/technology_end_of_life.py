"""Technology end of life: the maker mends a component no longer. From that day it fails more often, until somebody replaces it and pays for that.

Beside its everyday outages the component has further ones, a Poisson process from the instant the shock arrives until `replaced after` that, at the
rate `faults` throughout (`step`), or rising evenly from nothing to that rate at the end (`ramp`). Each is repaired after a length of its own. The
replacement is paid for on the day it runs; one that would come after the term is not counted.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.arrays import Ints
from wargame.core.calendar import MEAN_MONTH
from wargame.core.quantities import CountT, TextT
from wargame.core.streams import stream
from wargame.world.scenario.cross_check import MOST_OUTAGES
from wargame.world.shock_base.arrival import ArrivalSpan, per_month
from wargame.world.shock_base.base import ShockInputs
from wargame.world.shock_base.costs import BilledShock, ByParty
from wargame.world.shock_base.effects import Effects
from wargame.world.sizes.read import LengthD


class TechnologyEndOfLife(BilledShock):
    """A component that its maker no longer supports: more faults until it is replaced, at a cost."""

    kind = "technology_end_of_life"
    event = "change"
    told = "a component is no longer mended by its maker"
    writes = ("downtime", "start", "duration", "loss")
    source = "judged: no published rate of faults after the end of support was found"
    heads = {"replacement": "technology refresh"}
    example = """
out of support:
  kind: technology_end_of_life
  component: platform
  arrives: {date: 2027-07-01}
  fault: provider
  faults: 2 per month
  repair: {median: 3 hours, p95: 30 hours}
  replaced after: {low: 3 months, mode: 7 months, high: 18 months}
  replacement: {provider: {median: GBP 250 000, p95: GBP 900 000}}
  shape: ramp
"""

    class Inputs(ShockInputs):
        """`faults` come on top of the component's everyday outages (`repair`: what each would take if no contract shortened it). `replacement` is by
        party; left out, it costs nothing."""

        kind: Literal["technology_end_of_life"]
        component: TextT
        faults: CountT
        repair: LengthD
        replaced_after: LengthD
        replacement: ByParty | None = None
        shape: Literal["step", "ramp"] = "step"

        @model_validator(mode="after")
        def _possible(self) -> TechnologyEndOfLife.Inputs:
            if not 0 < per_month(self.faults) <= MOST_OUTAGES:
                raise ValueError(f"`faults` are {self.faults}; give a rate above 0 and of at most {MOST_OUTAGES:,} a month, such as `2 per month`")
            return self

    def components(self) -> frozenset[str]:
        return frozenset({self.inputs.component})

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        length = np.maximum(self.drawn("replaced_after", span, lane.size), 1)
        within = np.clip(span.end - instant, 0, length)  # what would fail after the term is not drawn
        ramp = self.inputs.shape == "ramp"
        at_risk = within * (within / length) / 2 if ramp else within
        faults = stream(span.seed, f"shock/{self.name}/faults", span.block)
        count = faults.poisson(at_risk * (per_month(self.inputs.faults) / MEAN_MONTH))
        place = faults.random(int(count.sum()))
        # Where the rate rises evenly, the square of the place within the while is uniform.
        when = np.repeat(instant, count) + np.rint(np.repeat(within, count) * (np.sqrt(place) if ramp else place)).astype(np.int64)
        effects.incident(self.inputs.component, np.repeat(lane, count), when, self.drawn("repair", span, when.size))
        self.bill("replacement", lane, instant + length, span, effects)
        effects.happens(self.event, lane, np.maximum(instant, 0))
