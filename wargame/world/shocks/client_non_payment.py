"""Client non-payment: the client runs short of money, stops paying on time for a while, and perhaps fails.

Invoices of the months that end within `lasts` from the instant are paid `days` whole days late, at least. At the end of that time the client fails
with the probability `fails`: of the invoice of that month, and of claims from then on, the share `recovers` is collected; what is used afterwards is
paid for by whoever administers it. `chasing` is what either party spends on it, once, at the beginning.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.arrays import Ints
from wargame.core.quantities import ShareT, TextT
from wargame.core.values import DAY
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Fault, ShockInputs, whole_days
from wargame.world.shock_base.costs import BilledShock, ByParty, needs
from wargame.world.shock_base.effects import Effects
from wargame.world.sizes.read import LengthD


class ClientNonPayment(BilledShock):
    """A client that pays late for a while, and may fail at the end of it."""

    kind = "client_non_payment"
    event = "distress"
    told = "the client runs short of money"
    writes = ("days_late", "failed", "loss", "cost_of_serving")
    source = "judged"
    heads = {"chasing": "internal staff"}
    example = """
client short of money:
  kind: client_non_payment
  arrives: {rate: 0.7 per year}
  lasts: {low: 2 months, mode: 5 months, high: 12 months}
  days: {low: 15 days, mode: 40 days, high: 120 days}
  fails: 20 %
  recovers: 15 %
  chasing: {provider: {median: GBP 8 000, p95: GBP 40 000}}
"""

    class Inputs(ShockInputs):
        """`days` is how late invoices are paid, in days begun; `fails` the probability of failing when `lasts` is over (never, if it is not said),
        and `recovers` what is then collected (nothing, if it is not said); `chasing` an amount by party. `party` is the client's role in the
        agreement."""

        kind: Literal["client_non_payment"]
        fault: Fault | None = "client"
        party: TextT = "client"
        lasts: LengthD
        days: LengthD
        fails: ShareT | None = None
        recovers: ShareT | None = None
        chasing: ByParty | None = None

        @model_validator(mode="after")
        def _only_of_who_fails(self) -> ClientNonPayment.Inputs:
            needs(self, "recovers", "fails")
            return self

    def paying_late(self) -> frozenset[str]:
        return frozenset({self.inputs.party})

    def failing(self) -> frozenset[str]:
        return frozenset({self.inputs.party}) if self.inputs.fails is not None else frozenset()

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        lasts = whole_days(self.drawn("lasts", span, lane.size)) * DAY
        effects.pay_late(self.inputs.party, lane, instant, lasts, whole_days(self.drawn("days", span, lane.size)))
        failed = np.flatnonzero(self.happens_in("fails", span, lane.size))
        if self.inputs.fails is not None:
            effects.fail(self.inputs.party, lane[failed], (instant + lasts)[failed])
        self.bill("chasing", lane, instant, span, effects)
        here = np.flatnonzero(instant + lasts > 0)
        effects.happens(self.event, lane[here], np.maximum(instant[here], 0))
