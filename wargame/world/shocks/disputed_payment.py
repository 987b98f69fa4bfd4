"""Disputed payment: the client holds an invoice, or a part of it, to be wrong, and pays that part only when the dispute is over.

Invoices of the months that end within `lasts` from the instant are disputed. Of each, a `part` (all of it, if it is not said) is paid `days` late.
The facts speak of invoices as a whole, so the lateness of one is that of its average pound: `part` times `days`, in days begun; simple interest on it
is then what the part would bear. `arguing` is what either party spends on the dispute, once, when it begins. The questions are those of each invoice
that is paid late.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.core.values import DAY
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Fault, ShockInputs, whole_days
from wargame.world.shock_base.costs import BilledShock, ByParty
from wargame.world.shock_base.effects import Effects
from wargame.world.shock_base.people import PartD
from wargame.world.sizes.read import MILLION, LengthD


class DisputedPayment(BilledShock):
    """Invoices that are disputed, wholly or in part, and paid when that is settled."""

    kind = "disputed_payment"
    event = "late payment"
    writes = ("days_late", "loss", "cost_of_serving")
    source = "judged"
    heads = {"arguing": "internal staff"}
    example = """
invoice disputed:
  kind: disputed_payment
  arrives: {rate: 0.8 per year}
  lasts: {low: 1 month, mode: 3 months, high: 8 months}
  days: {low: 20 days, mode: 60 days, high: 180 days}
  part: {low: 5 %, mode: 20 %, high: 100 %}
  arguing: {client: {median: GBP 8 000, p95: GBP 40 000}, provider: {median: GBP 10 000, p95: GBP 50 000}}
"""

    class Inputs(ShockInputs):
        """`part` is the share of an invoice that is disputed, `days` how late that is paid, in days begun; `arguing` an amount by party. `party` is
        the role of whoever disputes."""

        kind: Literal["disputed_payment"]
        fault: Fault | None = None
        party: TextT = "client"
        lasts: LengthD
        days: LengthD
        part: PartD | None = None
        arguing: ByParty | None = None

    def paying_late(self) -> frozenset[str]:
        return frozenset({self.inputs.party})

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        lasts, days = (whole_days(self.drawn(what, span, lane.size)) for what in ("lasts", "days"))
        part = np.minimum(self.drawn("part", span, lane.size), MILLION) if self.inputs.part is not None else np.full(lane.size, MILLION, np.int64)
        effects.pay_late(self.inputs.party, lane, instant, lasts * DAY, -(-days * part // MILLION))
        self.bill("arguing", lane, instant, span, effects)
