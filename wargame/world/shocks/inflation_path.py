"""Inflation path: some years in which prices rise faster (or more slowly) than they would have.

The published series moves once a year by so much more than its ordinary yearly move: in the month and at the time of the arrival, and again after
each further contract year. It is read from the next yearly figure on. `step` is the same excess every year; `decay` falls evenly, to a part of 1 /
years in the last one (6 %, 4 %, 2 %), `ramp` climbs so. The excess compounds. At each of these mornings a unit of the services costs more, by the
part of its cost that `follows` prices times what the excess has come to: with 6 % and 4 %, 70 % · (1.06 · 1.04 − 1). What has risen stays.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Shape, ShockInputs, first_day
from wargame.world.shock_base.costs import BilledShock
from wargame.world.shock_base.effects import Effects
from wargame.world.shock_base.prices import CostPartD, PriceMoveD, cost_more, priced, product, years_later
from wargame.world.sizes.read import MILLION, CountD

MOST = 30  # years


class InflationPath(BilledShock):
    """Years of higher inflation: a published series and what units cost, moved year after year."""

    kind = "inflation_path"
    event = "price"
    told = "prices begin to move faster or more slowly"
    writes = ("index", "cost_of_serving")
    source = "judged, on the United Kingdom's CPI of 2022 and 2023 (9.1 % and 7.3 % on the year before, ONS D7G7; target 2 %)"
    example = """
dear years:
  kind: inflation_path
  series: CPI
  services: [voice, letters]
  arrives: {rate: 0.6 per year}
  fault: nobody
  excess: {low: 1 %, mode: 4 %, high: 8 %}
  years: {low: 1, mode: 2, high: 4}
  shape: decay
  follows: {low: 50 %, mode: 75 %, high: 100 %}
"""

    class Inputs(ShockInputs):
        """`excess` is added to the yearly move of the `series`, of either sign; `years` is how many years it is, at least 1. `follows` is the part of
        the unit cost of the `services` that rises with the series; both are given, or no cost moves."""

        kind: Literal["inflation_path"]
        series: TextT
        excess: PriceMoveD
        years: CountD
        shape: Shape = "step"
        services: list[TextT] = []
        follows: CostPartD | None = None

        @model_validator(mode="after")
        def _possible(self) -> InflationPath.Inputs:
            if bool(self.services) != (self.follows is not None):
                raise ValueError("`follows` is the part of the unit cost of `services` that rises with the series: give both, or neither")
            if self.years.quantile(0.001) < 1 or self.years.quantile(0.999) > MOST:
                raise ValueError(f"`years` is {self.years.words}; a path has 1 to {MOST} of them")
            return self

    def services(self) -> frozenset[str]:
        return frozenset(self.inputs.services)

    def series(self) -> frozenset[str]:
        return frozenset({self.inputs.series})

    def services_with_cost_change(self) -> frozenset[str]:
        return self.services()

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        excess, years, follows = (self.drawn(what, span, lane.size) for what in ("excess", "years", "follows"))
        excess, years, follows = priced(excess), np.clip(years, 1, MOST), np.minimum(follows, MILLION)
        level, before = np.full(lane.size, MILLION, np.int64), np.zeros(lane.size, np.int64)
        for year in range(min(int(years.max(initial=0)), len(span.starts) // 12 + 1)):
            more = self._of_year(excess, years, year)
            level = level + product(level, more)
            rise = product(level - MILLION, follows)
            then, inside = years_later(span, instant, year)
            goes_on = year < years[inside]
            rows, at = inside[goes_on], then[goes_on]
            effects.move(self.inputs.series, lane[rows], at, more[rows])
            cost_more(effects, dict.fromkeys(self.inputs.services), lane[rows], first_day(at), (rise - before)[rows])
            before = rise
        ours = np.flatnonzero(instant >= 0)
        effects.happens(self.event, lane[ours], instant[ours])

    def _of_year(self, excess: Ints, years: Ints, year: int) -> Ints:
        """The excess of one year of the path; nothing after its last."""
        parts = {"step": years, "decay": years - year, "ramp": np.full_like(years, year + 1)}[self.inputs.shape]
        found: Ints = np.where(year < years, excess * parts // years, 0)
        return found
