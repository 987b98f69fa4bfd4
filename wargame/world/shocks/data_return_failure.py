"""Data-return failure: at exit the client's data come back late, or not all of them: a format nobody can read, keys that are lost, holes in backups.

Whenever the agreement ends, early or with its term, each day of lateness costs what `per day late` says, and bringing back the missing share costs
that share of `restoration`, by party. Nobody knows the exit when futures are drawn, so the arrival says only in which lives the data are flawed,
and when they became so: a flaw is there or not, and data are returned once, however often it arrives. In lives in which data will be missing the
questions of a breach (data are lost) are put when the flaw arises; where they are only late, none are, because nothing is lost.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.arrays import Ints
from wargame.core.values import DAY
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import ShockInputs
from wargame.world.shock_base.costs import BilledShock, ByParty, all_or_none, within_whole
from wargame.world.shock_base.effects import Effects
from wargame.world.sizes.read import LengthD, SizeD


class DataReturnFailure(BilledShock):
    """Data that come back late or incomplete when the agreement ends."""

    kind = "data_return_failure"
    event = "breach"
    told = "data come back late, or not all of them"
    writes = ("loss",)
    source = "judged; data lost though backups existed: cases/outages.csv (gitlab_2017)"
    heads = {"per_day_late": "work-around", "restoration": "data restoration", "fine": "regulatory fine"}
    example = """
data not returned:
  kind: data_return_failure
  arrives: {date: 2027-01-01, probability: 80 %}
  fault: provider
  late: {median: 20 days, p95: 120 days}
  per day late: {client: {low: GBP 1 000, mode: GBP 2 500, high: GBP 9 000}}
  missing: {mixture: [{share: 60 %, size: 0 %}, {share: 40 %, low: 0.1 %, mode: 2 %, high: 30 %}]}
  restoration: {client: {median: GBP 1 500 000, p95: GBP 6 000 000}}
"""

    class Inputs(ShockInputs):
        """`late` is counted in days begun; `missing` is a share of the data, `restoration` what all of them would cost to bring back. `fine` is by
        party, once, where data are missing. What is left out does not happen."""

        kind: Literal["data_return_failure"]
        late: LengthD | None = None
        per_day_late: ByParty | None = None
        missing: SizeD | None = None
        restoration: ByParty | None = None
        fine: ByParty | None = None

        @model_validator(mode="after")
        def _possible(self) -> DataReturnFailure.Inputs:
            if self.late is None and self.missing is None:
                raise ValueError("nothing fails: give `late` with `per day late`, `missing` with `restoration`, or both")
            all_or_none(self, "late", "per_day_late")
            all_or_none(self, "missing", "restoration")
            within_whole(self, "missing")
            if self.fine is not None and self.missing is None:
                raise ValueError("`fine` is for data that are missing: say how many are, such as `missing: 2 %`")
            return self

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        late, missing = self.drawn("late", span, lane.size), self.drawn("missing", span, lane.size)
        # The first flaw of each life that arises within the term; rows stand by lane, then by instant.
        first = np.flatnonzero((instant < span.end) & np.append(True, lane[1:] != lane[:-1])[: lane.size])
        counts = np.zeros(lane.size, np.int64)
        counts[first] = 1
        self.bill("per_day_late", lane, None, span, effects, -(-late // DAY) * counts)
        self.bill("restoration", lane, None, span, effects, part=counts * missing)
        self.bill("fine", lane, None, span, effects, counts * (missing > 0))
        lost = np.flatnonzero(counts * missing > 0)
        effects.happens(self.event, lane[lost], np.maximum(instant[lost], 0))
