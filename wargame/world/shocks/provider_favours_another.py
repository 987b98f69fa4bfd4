"""Provider favours another: people and machines work for another customer for a while, who pays more or complains louder.

Capacity of the services is lower by a share of its normal level, from one morning for whole days. With a `season`, more is taken away in months in
which everybody is busy: the share of a month is `size` times the weight of its calendar month over the mean weight, at most all of it. Those left
behind may do more wrong.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from wargame.core.arrays import Ints
from wargame.core.quantities import CountT
from wargame.core.values import DAY
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Fault, first_day, whole_days
from wargame.world.shock_base.effects import Effects
from wargame.world.shock_base.people import PartD, ServedInputs, ServedShock, is_met
from wargame.world.sizes.read import MILLION, LengthD


class ProviderFavoursAnother(ServedShock):
    """Capacity diverted to another customer, more of it when the season is high. The provider's fault unless it says otherwise."""

    kind = "provider_favours_another"
    event = "shortage"
    told = "people and machines work for another customer"
    writes = ("volume", "backlog", "waiting", "in_time", "lost", "errors")
    source = "judged; PRACTICE §14"
    example = """
another comes first:
  kind: provider_favours_another
  services: [voice]
  arrives: {rate: 1 per year, season: [1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 3]}
  size: {low: 2 %, mode: 8 %, high: 25 %}
  lasts: {median: 6 weeks, p95: 5 months}
  season: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3]
  errors: {low: 0 %, mode: 0.5 %, high: 2 %}
"""

    class Inputs(ServedInputs):
        """`size` is the share of capacity that is missing in a month of mean weight, `season` twelve weights, January first (all months alike, where
        it is not said). `errors` are points added to the share of units done wrong while it lasts."""

        kind: Literal["provider_favours_another"]
        fault: Fault | None = "provider"
        size: PartD
        lasts: LengthD
        season: list[CountT] = Field(default=[], max_length=12)
        errors: PartD | None = None

        @model_validator(mode="after")
        def _a_whole_year(self) -> ProviderFavoursAnother.Inputs:
            if self.season and (len(self.season) != 12 or sum(weight.num for weight in self.season) <= 0 or any(w.num < 0 for w in self.season)):
                raise ValueError(f"`season` is twelve weights, January first, not below 0 and not all 0; there are {len(self.season)}")
            return self

    def services_losing_capacity(self) -> frozenset[str]:
        return frozenset(self.inputs.named)

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        inputs = self.inputs
        size, errors = self.part("size", span, lane.size), self.part("errors", span, lane.size)
        days = whole_days(self.drawn("lasts", span, lane.size))
        first = first_day(instant)
        pieces = self._by_season(lane, first, days, size, span) if inputs.season else [(lane, first, days, size)]
        for service in inputs.named:
            for some, begins, lasts, missing in pieces:
                effects.level("capacity", service, some, begins, lasts, -missing)
            if inputs.errors:
                effects.level("errors", service, lane, first, days, errors)
        is_met(effects, self.event, lane, instant, (first + days) * DAY)

    def _by_season(self, lane: Ints, first: Ints, days: Ints, size: Ints, span: ArrivalSpan) -> list[tuple[Ints, Ints, Ints, Ints]]:
        """The days of it by contract month, each with what is missing in it."""
        weights = [Fraction(weight.num, weight.den) for weight in self.inputs.season]
        found = []
        for month, (start, end) in zip(span.months, pairwise(span.starts), strict=True):
            begins, ends = np.maximum(first, start // DAY), np.minimum(first + days, end // DAY)
            some = np.flatnonzero(ends > begins)
            weight = round(weights[month - 1] * 12 * MILLION / sum(weights))
            missing = np.minimum(size[some] * weight // MILLION, MILLION)
            found.append((lane[some], begins[some], ends[some] - begins[some], missing))
        return found
