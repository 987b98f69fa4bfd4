"""Divestiture: the client sells a part of its business, and the demand that came from it goes with it.

The sale is announced when the shock arrives and done `completes after` that, on the first morning at or after it. Until then nothing changes. For the
transitional services that a buyer usually needs, demand stays as it is for the whole days of `served for` more; then it falls at once, and for good,
by `size`, a share of the normal level of each of the services. `separation` is spent when the sale is done, `stranded` – people and machines that
nobody needs any more – when demand falls. A fall that would come after the term strands nothing.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.arrays import Ints
from wargame.core.values import DAY
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Fault, first_day, whole_days
from wargame.world.shock_base.costs import ByParty, within_whole
from wargame.world.shock_base.effects import NEVER, Effects
from wargame.world.shock_base.people import ServedInputs, ServedShock, is_met
from wargame.world.sizes.read import LengthD, SizeD


class Divestiture(ServedShock):
    """A part of the client's business is sold, and leaves the services when the buyer can do without them."""

    kind = "divestiture"
    event = "control"
    told = "the client sells a part of its business"
    writes = ("demand", "volume", "loss", "cost_of_serving")
    source = "judged"
    heads = {"separation": "transition", "stranded": "stranded charges"}
    example = """
a division is sold:
  kind: divestiture
  services: [voice, letters]
  arrives: {rate: 0.8 per year}
  completes after: {low: 1 month, mode: 3 months, high: 9 months}
  served for: {low: 0 days, mode: 4 months, high: 12 months}
  size: {low: 5 %, mode: 15 %, high: 45 %}
  separation: {client: {median: GBP 60 000, p95: GBP 250 000}, provider: {low: GBP 10 000, high: GBP 60 000}}
  stranded: {provider: {median: GBP 50 000, p95: GBP 200 000}}
"""

    class Inputs(ServedInputs):
        """`size` is the share of normal demand that leaves. `completes after` counts from the announcement (at once, if it is not said), `served for`
        from the sale. `separation` and `stranded` are amounts by party. What is left out does not happen."""

        kind: Literal["divestiture"]
        fault: Fault | None = "client"
        size: SizeD
        completes_after: LengthD | None = None
        served_for: LengthD | None = None
        separation: ByParty | None = None
        stranded: ByParty | None = None

        @model_validator(mode="after")
        def _possible(self) -> Divestiture.Inputs:
            within_whole(self, "size")
            return self

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        sold = first_day(instant + self.drawn("completes_after", span, lane.size))
        served = self.drawn("served_for", span, lane.size)
        gone = sold + np.where(served > 0, whole_days(served), 0)
        size = self.drawn("size", span, lane.size)
        for service in self.inputs.named:
            effects.level("demand", service, lane, gone, np.full(lane.size, NEVER, np.int64), -size)
        self.bill("separation", lane, sold * DAY, span, effects)
        self.bill("stranded", lane, gone * DAY, span, effects)
        is_met(effects, self.event, lane, instant, np.maximum(gone * DAY, instant + 1))
