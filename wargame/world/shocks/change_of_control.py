"""Change of control: a party is bought or merges, and whoever buys it has plans of its own.

While two houses become one, for the whole days of `lasts` from the first morning, capacity of the services is lower by a share and more is done
wrong; people of a `staff` leave in the month in which it happens. When that time is over, demand moves for good by `volume` – up, where the buyer
brings its customers, down, where it serves them itself. `integration` is spent by whoever it names when it happens.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.core.values import DAY
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import first_day, whole_days
from wargame.world.shock_base.costs import ByParty, all_or_none
from wargame.world.shock_base.effects import NEVER, Effects
from wargame.world.shock_base.people import PartD, ServedInputs, ServedShock, is_met
from wargame.world.sizes.read import MILLION, LengthD, MoveD


class ChangeOfControl(ServedShock):
    """A party changes hands: distraction while it is integrated, and volume that comes or goes when it is."""

    kind = "change_of_control"
    event = "control"
    told = "a party is bought by another"
    writes = ("demand", "volume", "backlog", "waiting", "in_time", "lost", "errors", "loss", "cost_of_serving")
    source = "judged"
    heads = {"integration": "internal staff"}
    example = """
provider is bought:
  kind: change_of_control
  services: [voice, letters]
  arrives: {rate: 0.7 per year}
  lasts: {low: 3 months, mode: 6 months, high: 15 months}
  capacity: {low: 0 %, mode: 3 %, high: 10 %}
  errors: {low: 0 %, mode: 0.5 %, high: 2 %}
  staff: front line
  leaving: {low: 0 %, mode: 3 %, high: 12 %}
  volume: {low: -10 %, mode: 0 %, high: 5 %}
  integration: {provider: {median: GBP 80 000, p95: GBP 300 000}, client: {low: GBP 5 000, high: GBP 30 000}}
"""

    class Inputs(ServedInputs):
        """`capacity` is the share of normal capacity that is missing, `errors` are points added to the share of units done wrong, `leaving` is the
        share of `staff` that leaves at once. `volume` is a share of normal demand, of either sign; what would take more than all of it takes all.
        `integration` is an amount by party. What is left out does not happen."""

        kind: Literal["change_of_control"]
        lasts: LengthD
        capacity: PartD | None = None
        errors: PartD | None = None
        staff: TextT | None = None
        leaving: PartD | None = None
        volume: MoveD | None = None
        integration: ByParty | None = None

        @model_validator(mode="after")
        def _together(self) -> ChangeOfControl.Inputs:
            all_or_none(self, "staff", "leaving")
            return self

    def staff(self) -> frozenset[str]:
        return frozenset(filter(None, (self.inputs.staff,)))

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        inputs = self.inputs
        first, days = first_day(instant), whole_days(self.drawn("lasts", span, lane.size))
        capacity, errors, leaving = (self.part(what, span, lane.size) for what in ("capacity", "errors", "leaving"))
        volume = np.maximum(self.drawn("volume", span, lane.size), -MILLION)
        for service in inputs.named:
            if inputs.capacity is not None:
                effects.level("capacity", service, lane, first, days, -capacity)
            if inputs.errors is not None:
                effects.level("errors", service, lane, first, days, errors)
            if inputs.volume is not None:
                effects.level("demand", service, lane, first + days, np.full(lane.size, NEVER, np.int64), volume)
        if inputs.staff is not None:
            effects.leave(inputs.staff, lane, instant, leaving)
        self.bill("integration", lane, instant, span, effects)
        is_met(effects, self.event, lane, instant, (first + days) * DAY)
