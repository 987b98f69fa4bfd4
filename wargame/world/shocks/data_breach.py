"""Data breach: records of people are lost, or seen by those who should not. They must be told, many call, and it costs by the record.

It is found at the instant it arrives; those concerned are told `told after` that. Then each record costs what `per record` says (finding out whose it
was, letters, credit watch), customers are made whole (`redress`), and contacts rise by `contacts rise by` from the next morning for the days of
`contacts last`, all at once and then falling back (`shape`). The forensic investigation is paid for when the breach is found, the fine `fined after`
that; a fine after the term is not counted. Nothing is down.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Shape, ShockInputs, Spells, first_day, moves, whole_days
from wargame.world.shock_base.costs import BilledShock, ByParty, all_or_none, needs
from wargame.world.shock_base.effects import Effects
from wargame.world.sizes.read import CountD, LengthD, SizeD


class DataBreach(BilledShock):
    """Records of people exposed, with costs by the record, redress, a fine, and a wave of contacts."""

    kind = "data_breach"
    event = "breach"
    writes = ("demand", "volume", "backlog", "waiting", "loss")
    source = "records and costs judged; a supervisory authority is told within 72 hours (Regulation (EU) 2016/679, article 33)"
    heads = {
        "investigation": "remediation and notification",
        "per_record": "remediation and notification",
        "redress": "customer redress",
        "fine": "regulatory fine",
    }
    example = """
records exposed:
  kind: data_breach
  service: voice
  arrives: {rate: 0.8 per year}
  fault: provider
  records: {median: 20 000, p95: 400 000, at most: 2 000 000}
  told after: {low: 1 day, mode: 3 days, high: 30 days}
  per record: {client: {low: GBP 0.60, mode: GBP 1.50, high: GBP 5}}
  investigation: {client: {median: GBP 40 000, p95: GBP 200 000}, provider: {median: GBP 60 000, p95: GBP 300 000}}
  redress: {client: {median: GBP 50 000, p95: GBP 800 000}}
  fine: {client: {median: GBP 100 000, p95: GBP 3 000 000}}
  fined after: {low: 4 months, high: 20 months}
  contacts rise by: {low: 5 %, mode: 25 %, high: 90 %}
  contacts last: {median: 14 days, p95: 60 days}
"""

    class Inputs(ShockInputs):
        """`records` is how many a breach exposes; `per record` an amount for each, by party. Other costs are by party, once a breach. `contacts rise
        by` is added to the normal demand of `service`. `told after` is at once where it is left out; anything else left out does not happen."""

        kind: Literal["data_breach"]
        service: TextT | None = None
        records: CountD | None = None
        told_after: LengthD | None = None
        per_record: ByParty | None = None
        investigation: ByParty | None = None
        redress: ByParty | None = None
        fine: ByParty | None = None
        fined_after: LengthD | None = None
        contacts_rise_by: SizeD | None = None
        contacts_last: LengthD | None = None
        shape: Shape = "decay"

        @model_validator(mode="after")
        def _possible(self) -> DataBreach.Inputs:
            all_or_none(self, "records", "per_record")
            all_or_none(self, "service", "contacts_rise_by", "contacts_last")
            needs(self, "fined_after", "fine")
            return self

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        told = instant + self.drawn("told_after", span, lane.size)
        rise, last = self.drawn("contacts_rise_by", span, lane.size), self.drawn("contacts_last", span, lane.size)
        if self.inputs.service is not None:
            moves(effects, "demand", self.inputs.service, Spells(lane, first_day(told), whole_days(last), rise), self.inputs.shape)
        self.bill("per_record", lane, told, span, effects, self.drawn("records", span, lane.size))
        self.bill("investigation", lane, instant, span, effects)
        self.bill("redress", lane, told, span, effects)
        self.bill("fine", lane, instant + self.drawn("fined_after", span, lane.size), span, effects)
        effects.happens(self.event, lane, instant)
