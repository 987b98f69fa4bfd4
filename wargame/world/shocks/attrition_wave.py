"""Attrition wave: for some months more people of a staff leave than usual, because another employer opens next door, pay has fallen behind, or a
transfer unsettles them.

At the beginning of each contract month of the wave a further share of the staff leaves, beside those who leave anyway: `size` in each month (`step`),
rising evenly to it (`ramp`) or falling evenly from it (`decay`). Whom the staff hires in their place comes after its own delay of hiring and learns
as its learning says; that is the staff's, not the wave's. While it lasts, more units may be done wrong, and finding and training people may cost.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.arrays import Ints
from wargame.core.calendar import MEAN_MONTH
from wargame.core.quantities import TextT
from wargame.core.values import DAY
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Shape, ShockInputs, Spells, first_day, moves
from wargame.world.shock_base.effects import Effects
from wargame.world.shock_base.people import PartD, PeopleShock, contract_month, is_met, months_begun
from wargame.world.sizes.read import AmountD, LengthD


class AttritionWave(PeopleShock):
    """More people of a staff leave for some months: capacity of its services falls until those hired in their place have come and learned."""

    kind = "attrition_wave"
    event = "shortage"
    told = "more people leave than usual"
    writes = ("volume", "backlog", "waiting", "in_time", "lost", "errors", "cost_of_serving")
    source = "judged: twice to five times the usual attrition of a contact centre, some 3 % a month, for a quarter or two"
    example = """
everybody leaves:
  kind: attrition_wave
  staff: front line
  arrives: {rate: 0.8 per year}
  size: {low: 2 %, mode: 5 %, high: 15 %}
  lasts: {low: 2 months, mode: 4 months, high: 9 months}
  shape: decay
  errors: {low: 0 %, mode: 1 %, high: 3 %}
  services: [voice]
  recruitment: {median: GBP 40 000, p95: GBP 150 000}
"""

    class Inputs(ShockInputs):
        """`size` is the further share of the `staff` that leaves in a month (at the height of a shape), `lasts` counts months begun. `errors` are
        points added to the share of units done wrong in `services`, in the same shape; `recruitment` is what the provider spends on a wave. Neither
        happens where it is not said."""

        kind: Literal["attrition_wave"]
        staff: TextT
        size: PartD
        lasts: LengthD
        shape: Shape = "step"
        errors: PartD | None = None
        services: list[TextT] = []
        recruitment: AmountD | None = None

        @model_validator(mode="after")
        def _errors_of_something(self) -> AttritionWave.Inputs:
            if (self.errors is None) != (not self.services):
                raise ValueError("`errors` are made in `services`: give both, or neither")
            return self

    def services(self) -> frozenset[str]:
        return frozenset(self.inputs.services)

    def staff(self) -> frozenset[str]:
        return frozenset({self.inputs.staff})

    def costs(self) -> tuple[tuple[Literal["client", "provider"], str], ...]:
        return (("provider", "recruitment"),) if self.inputs.recruitment else ()

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        inputs = self.inputs
        size, errors = self.part("size", span, lane.size), self.part("errors", span, lane.size)
        months = months_begun(self.drawn("lasts", span, lane.size))
        begun = contract_month(span.starts, instant)
        for month, start in enumerate(span.starts[:-1]):
            number = month - begun  # of the wave, from 0
            some = np.flatnonzero((number >= 0) & (number < months))
            if some.size:
                leave = _share(size[some], number[some], months[some], inputs.shape)
                effects.leave(inputs.staff, lane[some], np.full(some.size, start, np.int64), leave)
        for service in inputs.services:
            moves(effects, "errors", service, Spells(lane, first_day(instant), months * MEAN_MONTH // DAY, errors), inputs.shape)
        if inputs.recruitment:
            effects.cost("provider", "recruitment", lane, instant, self.drawn("recruitment", span, lane.size))
        is_met(effects, self.event, lane, instant, instant + months * MEAN_MONTH)


def _share(size: Ints, number: Ints, months: Ints, shape: Shape) -> Ints:
    """What leaves in the `number`th of so many months."""
    if shape == "step":
        return size
    return size * (number + 1) // months if shape == "ramp" else size * (months - number) // months
