"""Forecast error: what the client forecasts is off for a while – by mistake, or told so on purpose (gaming).

From the first morning, for whole days begun of `lasts`, the forecast moves by `size`, a share of what was planned: above it if the client tells more
than it expects so as to have capacity (`too high`), below it if it tells less so as to pay less (`too low`). Demand stays what it is; a staff follows
the forecast by itself. What it hides is what whoever relied on it meets: too high puts the questions of a `slump`, too low those of a `surge`.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Shape, ShockInputs, Spells, first_day, moves, whole_days
from wargame.world.shock_base.costs import BilledShock, put, within_whole
from wargame.world.shock_base.effects import Effects
from wargame.world.sizes.read import LengthD, SizeD


class ForecastError(BilledShock):
    """The forecast is off, too high or too low, for some whole days; what it hides is a slump or a surge."""

    kind = "forecast_error"
    event = "slump"
    told = "the forecast begins to be off"
    writes = ("forecast", "volume", "backlog", "waiting", "in_time", "lost")
    source = "judged"
    example = """
told too much:
  kind: forecast_error
  service: voice
  arrives: {rate: 1 per year}
  says: too high
  size: {low: 5 %, mode: 15 %, high: 40 %}
  lasts: {low: 2 months, mode: 4 months, high: 9 months}
"""

    class Inputs(ShockInputs):
        """`size` is a share of the planned forecast by which it `says` too much or too little; the latter at most all of it."""

        kind: Literal["forecast_error"]
        service: TextT
        says: Literal["too high", "too low"]
        size: SizeD
        lasts: LengthD
        shape: Shape = "step"

        @model_validator(mode="after")
        def _possible(self) -> ForecastError.Inputs:
            if self.says == "too low":
                within_whole(self, "size")
            return self

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        size = self.drawn("size", span, lane.size)
        first, days = first_day(instant), whole_days(self.drawn("lasts", span, lane.size))
        high = self.inputs.says == "too high"
        moves(effects, "forecast", self.inputs.service, Spells(lane, first, days, size if high else -size), self.inputs.shape)
        put(effects, "slump" if high else "surge", lane, first, days)
