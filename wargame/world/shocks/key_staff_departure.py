"""Key staff departure: somebody leaves who knows what nobody else knows - the planner, the architect, the head of quality.

From the morning after the last day of work, capacity of the services is lower by a share of its normal level and more units are done wrong, until a
successor has come (`replaced after`); then both return evenly to normal while the successor learns (`learned after`). A milestone that is not yet due
when the person leaves slips. Recruiting is paid for when the successor comes.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.core.values import DAY
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Spells, first_day, moves, whole_days
from wargame.world.shock_base.effects import Effects, Moved
from wargame.world.shock_base.people import PartD, ServedInputs, ServedShock, is_met
from wargame.world.sizes.read import AmountD, LengthD


class KeyStaffDeparture(ServedShock):
    """One who knows leaves: less is done, and less well, until somebody else has come and learned; a milestone may slip."""

    kind = "key_staff_departure"
    event = "shortage"
    told = "somebody leaves who is hard to replace"
    writes = ("volume", "backlog", "waiting", "in_time", "lost", "errors", "overdue", "delivered", "duration", "cost_of_serving")
    source = "judged: some three months to find a specialist, as long again to learn the work"
    example = """
planner leaves:
  kind: key_staff_departure
  services: [voice, letters]
  arrives: {rate: 0.9 per year}
  capacity: {low: 1 %, mode: 4 %, high: 12 %}
  errors: {low: 0 %, mode: 1 %, high: 4 %}
  replaced after: {median: 3 months, p95: 8 months}
  learned after: {low: 1 month, mode: 3 months, high: 9 months}
  milestone: go-live
  slips: {low: 0 days, mode: 10 days, high: 90 days}
  recruitment: {median: GBP 25 000, p95: GBP 60 000}
"""

    class Inputs(ServedInputs):
        """`capacity` is the share of normal capacity that is missing, `errors` are points added to the share of units done wrong. `replaced after`
        counts from the departure, `learned after` from the replacement; without it the successor knows everything at once. `slips` is by how much the
        `milestone` is later. `recruitment` is spent by the provider. What is not said does not happen."""

        kind: Literal["key_staff_departure"]
        capacity: PartD | None = None
        errors: PartD | None = None
        replaced_after: LengthD
        learned_after: LengthD | None = None
        milestone: TextT | None = None
        slips: LengthD | None = None
        recruitment: AmountD | None = None

        @model_validator(mode="after")
        def _does_something(self) -> KeyStaffDeparture.Inputs:
            if (self.milestone is None) != (self.slips is None):
                raise ValueError("a `milestone` `slips` by some time: give both, or neither")
            if self.capacity is None and self.errors is None and self.milestone is None:
                raise ValueError("whoever leaves is not missed: say by how much `capacity` falls, `errors` rise, or a `milestone` `slips`")
            return self

    def milestones(self) -> frozenset[str]:
        return frozenset(filter(None, (self.inputs.milestone,)))

    def costs(self) -> tuple[tuple[Literal["client", "provider"], str], ...]:
        return (("provider", "recruitment"),) if self.inputs.recruitment else ()

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        inputs = self.inputs
        sizes: dict[Moved, Ints] = {
            "capacity": -self.part("capacity", span, lane.size),
            "errors": self.part("errors", span, lane.size),
        }
        missing = whole_days(self.drawn("replaced_after", span, lane.size))
        learning = self.drawn("learned_after", span, lane.size)
        learning = whole_days(learning) if inputs.learned_after else learning
        first = first_day(instant)
        given = {"capacity": inputs.capacity, "errors": inputs.errors}
        for what, size in sizes.items():
            for service in inputs.named if given[what] else ():
                moves(effects, what, service, Spells(lane, first, missing, size))
                moves(effects, what, service, Spells(lane, first + missing, learning, size), "decay")
        if inputs.milestone:
            early = np.flatnonzero(instant < span.due[inputs.milestone])
            effects.slip(inputs.milestone, lane[early], self.drawn("slips", span, lane.size)[early])
        if inputs.recruitment:
            effects.cost("provider", "recruitment", lane, (first + missing) * DAY, self.drawn("recruitment", span, lane.size))
        is_met(effects, self.event, lane, instant, (first + missing + learning) * DAY)
