"""Certification lapse: a certificate without which work may not be done – PCI DSS for card data, ISO 27001, a licence – runs out or is withdrawn.

From the first morning, for the whole days of `lasts`, the capacity of the services falls by the share of work that may not be done without it (100 %:
none). The gaps are closed (`remediation`) and the audit is paid for when the certificate is back; for each month begun without it the schemes or the
authority fine whoever `fine` names, also when it is back. What would fall after the term is not counted.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Shape, ShockInputs, first_day, whole_days
from wargame.world.shock_base.costs import BilledShock, ByParty, put, reduce, within_whole
from wargame.world.shock_base.effects import Effects
from wargame.world.shock_base.people import months_begun
from wargame.world.sizes.read import LengthD, SizeD


class CertificationLapse(BilledShock):
    """A certificate that lapses: work stops in part or in whole until it is back, and getting it back costs."""

    kind = "certification_lapse"
    event = "order"
    told = "a certificate lapses, without which the work may not be done"
    writes = ("volume", "backlog", "waiting", "loss")
    source = "audit: cases/regulatory_shocks.csv, 2025-03-31 (PCI DSS 4.0: assessor $5k-30k, low quality); lengths, shares and fines judged"
    heads = {"audit": "cost of compliance", "remediation": "cost of compliance", "fine": "regulatory fine"}
    example = """
cards certificate:
  kind: certification_lapse
  services: [voice]
  arrives: {rate: 0.7 per year}
  fault: provider
  lasts: {median: 20 days, p95: 90 days}
  capacity falls by: {low: 10 %, mode: 40 %, high: 100 %}
  audit: {provider: {low: GBP 4 000, high: GBP 24 000}}
  remediation: {provider: {median: GBP 60 000, p95: GBP 300 000}}
  fine: {client: {low: GBP 5 000, mode: GBP 10 000, high: GBP 80 000}}
"""

    class Inputs(ShockInputs):
        """`capacity falls by` is a share of the normal level of every one of `services`. `audit` and `remediation` are by party, once a lapse; `fine`
        by party for each month begun (of 365.25 / 12 days). What is left out does not happen."""

        kind: Literal["certification_lapse"]
        services: list[TextT] = Field(min_length=1)
        lasts: LengthD
        capacity_falls_by: SizeD
        shape: Shape = "step"
        audit: ByParty | None = None
        remediation: ByParty | None = None
        fine: ByParty | None = None

        @model_validator(mode="after")
        def _possible(self) -> CertificationLapse.Inputs:
            within_whole(self, "capacity_falls_by")
            return self

    def services(self) -> frozenset[str]:
        return frozenset(self.inputs.services)

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        lasts = self.drawn("lasts", span, lane.size)
        back = instant + lasts
        reduce(effects, self.inputs.services, lane, instant, lasts, self.drawn("capacity_falls_by", span, lane.size), self.inputs.shape)
        self.bill("audit", lane, back, span, effects)
        self.bill("remediation", lane, back, span, effects)
        self.bill("fine", lane, back, span, effects, months_begun(lasts))
        put(effects, self.event, lane, first_day(instant), whole_days(lasts))
