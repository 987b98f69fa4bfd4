"""Transition delay: something holds up a project – data that will not migrate, a key hire who leaves, a test that fails – and a milestone slips
further.

Each time it arrives before the milestone is due, the milestone is delivered later by `slips by`, on top of the lateness it has anyway; slips add
up. What arrives on the due date or later moves nothing: what holds up a milestone that is already late is in the milestone's own lateness. For each
day begun of the slip the parties spend `per day` in vain (a team that waits, two systems that run side by side), and `wasted` once, both booked on
the day it arrives. The questions of a delay are put by the milestone itself, if it is late.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.core.values import DAY
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import ShockInputs
from wargame.world.shock_base.costs import BilledShock, ByParty
from wargame.world.shock_base.effects import NEVER, Effects
from wargame.world.sizes.read import LengthD


class TransitionDelay(BilledShock):
    """A milestone that slips further, with money spent in vain."""

    kind = "transition_delay"
    event = "delay"
    writes = ("overdue", "delivered", "duration", "loss")
    source = "judged; a migration that went wrong: cases/outages.csv (tsb_2018: eight months to business as usual)"
    heads = {"per_day": "wasted expenditure", "wasted": "wasted expenditure"}
    example = """
hold-up:
  kind: transition_delay
  milestone: go-live
  arrives: {earliest: 2027-01-15, latest: 2027-04-20, probability: 80 %}
  fault: provider
  slips by: {low: 5 days, mode: 30 days, high: 180 days}
  per day: {client: {low: GBP 1 000, mode: GBP 3 000, high: GBP 8 000}, provider: GBP 2 500}
  wasted: {client: {median: GBP 30 000, p95: GBP 150 000}}
"""

    class Inputs(ShockInputs):
        """`per day` is an amount for each day begun of the slip, `wasted` an amount once, both by party; what is left out is not spent."""

        kind: Literal["transition_delay"]
        milestone: TextT
        slips_by: LengthD
        per_day: ByParty | None = None
        wasted: ByParty | None = None

    def milestones(self) -> frozenset[str]:
        return frozenset({self.inputs.milestone})

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        open_still = (instant < span.due.get(self.inputs.milestone, NEVER)).astype(np.int64)
        slip = self.drawn("slips_by", span, lane.size) * open_still
        effects.slip(self.inputs.milestone, lane, slip)
        spent = np.maximum(instant, 0)  # what held the project up before the agreement began is paid for in it
        self.bill("per_day", lane, spent, span, effects, -(-slip // DAY))
        self.bill("wasted", lane, spent, span, effects, open_still)
