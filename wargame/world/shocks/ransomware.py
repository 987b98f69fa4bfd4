"""Ransomware: an intruder encrypts the systems. They are down together for long, come back slowly, and the data may have been taken as well.

The components are down at once for `lasts`, as one length. From the first morning after that their services have less capacity for the days of
`recovery`, falling back to nothing (`shape`). Data are restored and systems rebuilt when they run again. With the probability `data taken` the data
have also been copied out; only then is there redress, from the same day, and a fine, `fined after` from the attack. A fine that falls after the term
is not counted. Every attack is an outage of each component and, because data are lost to those who need them, a breach of data.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from wargame.core.arrays import Ints
from wargame.core.quantities import ShareT, TextT
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Shape, ShockInputs
from wargame.world.shock_base.costs import BilledShock, ByParty, all_or_none, needs, reduce, within_whole
from wargame.world.shock_base.effects import Effects
from wargame.world.sizes.read import LengthD, SizeD


class Ransomware(BilledShock):
    """Several components encrypted together, a slow recovery, and what restoring, putting right, redress and fines cost each party."""

    kind = "ransomware"
    event = "breach"  # an outage is put by the rows of its components
    writes = ("downtime", "start", "duration", "volume", "backlog", "waiting", "loss")
    source = "lengths: judged, the longest from cases/outages.csv (atlassian: up to 14 days to bring data back); capacity, shares and costs judged"
    heads = {
        "restoration": "data restoration",
        "remediation": "remediation and notification",
        "redress": "customer redress",
        "fine": "regulatory fine",
    }
    example = """
encrypted:
  kind: ransomware
  components: [platform, network]
  services: [voice, letters]
  arrives: {rate: 0.8 per year}
  fault: provider
  lasts: {median: 6 days, p95: 20 days, at most: 60 days}
  capacity falls by: {low: 10 %, mode: 30 %, high: 60 %}
  recovery: {median: 30 days, p95: 120 days}
  restoration: {client: {median: GBP 80 000, p95: GBP 500 000}, provider: {median: GBP 200 000, p95: GBP 900 000}}
  remediation: {provider: {median: GBP 300 000, p95: GBP 1 500 000}}
  data taken: 60 %
  redress: {client: {median: GBP 50 000, p95: GBP 600 000}}
  fine: {client: {median: GBP 100 000, p95: GBP 2 000 000}}
  fined after: {low: 3 months, high: 12 months}
"""

    class Inputs(ShockInputs):
        """`lasts` is what the components would be down if no contract shortened it; `capacity falls by` a share of the normal level of `services`.
        Costs are by party, once an attack; `redress` and `fine` only where data were taken. What is left out does not happen."""

        kind: Literal["ransomware"]
        components: list[TextT] = Field(min_length=1)
        lasts: LengthD
        services: list[TextT] = []
        capacity_falls_by: SizeD | None = None
        recovery: LengthD | None = None
        shape: Shape = "decay"
        restoration: ByParty | None = None
        remediation: ByParty | None = None
        data_taken: ShareT | None = None
        redress: ByParty | None = None
        fine: ByParty | None = None
        fined_after: LengthD | None = None

        @model_validator(mode="after")
        def _possible(self) -> Ransomware.Inputs:
            all_or_none(self, "services", "capacity_falls_by", "recovery")
            within_whole(self, "capacity_falls_by")
            if self.data_taken is None and (self.redress or self.fine):
                raise ValueError("`redress` and `fine` follow from data that were taken: say how often, such as `data taken: 60 %`")
            needs(self, "fined_after", "fine")
            return self

    def components(self) -> frozenset[str]:
        return frozenset(self.inputs.components)

    def services(self) -> frozenset[str]:
        return frozenset(self.inputs.services)

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        lasts, recovery = self.drawn("lasts", span, lane.size), self.drawn("recovery", span, lane.size)
        falls, taken = self.drawn("capacity_falls_by", span, lane.size), self.happens_in("data_taken", span, lane.size)
        for component in dict.fromkeys(self.inputs.components):
            effects.incident(component, lane, instant, lasts)
        runs = instant + lasts
        reduce(effects, self.inputs.services, lane, runs, recovery, falls, self.inputs.shape)
        self.bill("restoration", lane, runs, span, effects)
        self.bill("remediation", lane, runs, span, effects)
        self.bill("redress", lane, runs, span, effects, taken)
        self.bill("fine", lane, instant + self.drawn("fined_after", span, lane.size), span, effects, taken)
        effects.happens("breach", lane, instant)
