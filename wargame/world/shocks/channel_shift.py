"""Channel shift: customers take another way – they write where they used to call, or call where the portal fails them.

From the first morning demand for `service` falls evenly over the whole days of `takes` by `size`, a share of its normal level, in at most eight
steps, and demand for the service `to` rises in the same steps: of each unit that moves, `becomes` units arrive there (as many, if it is not said).
How much that is of the other's normal level follows from the two levels of the scenario; each keeps its own season and growth. After `stays`, counted
from the last step, all go back on one morning; if it is not said, never. `build` is spent by whoever it names when it arrives.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import ShockInputs, Spells, climb, first_day, whole_days
from wargame.world.shock_base.costs import BilledShock, ByParty, put, within_whole
from wargame.world.shock_base.effects import NEVER, Effects
from wargame.world.sizes.base import LIMIT
from wargame.world.sizes.read import MILLION, LengthD, SizeD


class ChannelShift(BilledShock):
    """Part of one service's demand comes to another instead, by a ramp, for a while or for good."""

    kind = "channel_shift"
    event = "change"
    told = "customers take another way"
    writes = ("demand", "volume", "backlog", "waiting", "loss", "cost_of_serving")
    source = "judged"
    heads = {"build": "transition"}
    example = """
they write instead:
  kind: channel_shift
  service: voice
  to: letters
  arrives: {rate: 0.8 per year}
  takes: {low: 1 month, mode: 4 months, high: 12 months}
  size: {low: 2 %, mode: 8 %, high: 25 %}
  becomes: {low: 60 %, mode: 90 %, high: 140 %}
  build: {client: {median: GBP 60 000, p95: GBP 250 000}}
"""

    class Inputs(ShockInputs):
        """`size` is the share of normal demand that moves in the end, `takes` the time until then, `becomes` the units of the other service for each
        unit that moves, `stays` how long they stay there; `build` an amount by party. What is left out does not happen."""

        kind: Literal["channel_shift"]
        service: TextT
        to: TextT
        size: SizeD
        takes: LengthD
        becomes: SizeD | None = None
        stays: LengthD | None = None
        build: ByParty | None = None

        @model_validator(mode="after")
        def _possible(self) -> ChannelShift.Inputs:
            if self.service == self.to:
                raise ValueError(f"customers of '{self.service}' cannot go over to it: name another service in `to`")
            within_whole(self, "size")
            return self

    def services(self) -> frozenset[str]:
        return frozenset({self.inputs.service, self.inputs.to})

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        inputs = self.inputs
        first, days = first_day(instant), whole_days(self.drawn("takes", span, lane.size))
        size = self.drawn("size", span, lane.size)
        becomes = self.drawn("becomes", span, lane.size) if inputs.becomes is not None else np.full(lane.size, MILLION, np.int64)
        there = size * (becomes / MILLION) * (span.daily[inputs.service] / span.daily[inputs.to])
        stays = whole_days(self.drawn("stays", span, lane.size)) if inputs.stays is not None else np.full(lane.size, NEVER, np.int64)
        for service, moved in ((inputs.service, -size), (inputs.to, np.rint(np.minimum(there, LIMIT)).astype(np.int64))):
            climb(effects, "demand", service, Spells(lane, first, days, moved), stays)
        self.bill("build", lane, instant, span, effects)
        put(effects, self.event, lane, first, np.minimum(days + stays, NEVER))
