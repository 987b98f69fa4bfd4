"""Site outage: a building is lost – fire, flood, no power, an evacuation – and everything in it goes down together until it runs from elsewhere.

The components are down at once for `lasts`, as one length. From the first morning after that their services have less capacity while people work from
home or a second site: by `capacity falls by` at first, then falling back to nothing over the days of `elsewhere`, in at most eight steps (`shape`:
`decay`, unless it says otherwise). The work-around is paid for on the day the site is lost.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Shape, ShockInputs
from wargame.world.shock_base.costs import BilledShock, ByParty, all_or_none, reduce, within_whole
from wargame.world.shock_base.effects import Effects
from wargame.world.sizes.read import LengthD, SizeD


class SiteOutage(BilledShock):
    """The prolonged loss of a site: several components down together, then less capacity elsewhere."""

    kind = "site_outage"
    event = "outage"
    writes = ("downtime", "start", "duration", "volume", "backlog", "waiting", "loss")
    source = (
        "lengths: cases/outages.csv (joyent, a whole data centre, 150 minutes; mandrill a day and a half; atlassian up to 14 days); capacity judged"
    )
    heads = {"work_around": "work-around", "restoration": "data restoration"}
    example = """
site lost:
  kind: site_outage
  components: [platform, network]
  services: [voice, letters]
  arrives: {rate: 0.8 per year}
  fault: nobody
  lasts: {median: 14 hours, p95: 5 days, at most: 14 days}
  capacity falls by: {low: 15 %, mode: 35 %, high: 70 %}
  elsewhere: {median: 21 days, p95: 90 days}
  work around: {client: {median: GBP 40 000, p95: GBP 150 000}, provider: {median: GBP 60 000, p95: GBP 250 000}}
"""

    class Inputs(ShockInputs):
        """`lasts` is what the components would be down if no contract shortened it; `capacity falls by` a share of the normal level of every one of
        `services`, for the whole days of `elsewhere`. Costs are by party, once; what is left out does not happen."""

        kind: Literal["site_outage"]
        components: list[TextT] = Field(min_length=1)
        lasts: LengthD
        services: list[TextT] = []
        capacity_falls_by: SizeD | None = None
        elsewhere: LengthD | None = None
        shape: Shape = "decay"
        work_around: ByParty | None = None
        restoration: ByParty | None = None

        @model_validator(mode="after")
        def _possible(self) -> SiteOutage.Inputs:
            all_or_none(self, "services", "capacity_falls_by", "elsewhere")
            within_whole(self, "capacity_falls_by")
            return self

    def components(self) -> frozenset[str]:
        return frozenset(self.inputs.components)

    def services(self) -> frozenset[str]:
        return frozenset(self.inputs.services)

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        lasts = self.drawn("lasts", span, lane.size)
        falls, elsewhere = self.drawn("capacity_falls_by", span, lane.size), self.drawn("elsewhere", span, lane.size)
        for component in dict.fromkeys(self.inputs.components):
            effects.incident(component, lane, instant, lasts)
        reduce(effects, self.inputs.services, lane, instant + lasts, elsewhere, falls, self.inputs.shape)
        self.bill("work_around", lane, instant, span, effects)
        self.bill("restoration", lane, instant + lasts, span, effects)
