"""Provider insolvency: first it shows, then perhaps it happens.

Distress comes as a ramp: over its length capacity falls evenly by a share of its normal level, more units are done wrong, and each month more people
leave. At its end the provider is insolvent with a probability: from then on it cannot pay in full, and capacity falls to what an administrator keeps
running, for the rest of the term. Otherwise it recovers, and capacity and quality come back evenly over a while.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from wargame.core.arrays import Ints
from wargame.core.quantities import ShareT, TextT
from wargame.core.values import DAY
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Fault, Spells, first_day, moves, whole_days
from wargame.world.shock_base.effects import NEVER, Effects, Moved
from wargame.world.shock_base.people import PartD, ServedInputs, ServedShock, contract_month, is_met
from wargame.world.sizes.read import MILLION, AmountD, LengthD


class ProviderInsolvency(ServedShock):
    """A provider in distress, which ends in insolvency with a probability; the event is put when distress begins, and again at insolvency."""

    kind = "provider_insolvency"
    event = "distress"
    told = "the provider is in distress"
    writes = ("volume", "backlog", "waiting", "in_time", "lost", "errors", "failed", "loss")
    source = "distress: six months from Carillion's first profit warning (10 July 2017) to its liquidation (15 January 2018); sizes judged"
    example = """
provider fails:
  kind: provider_insolvency
  services: [voice, letters]
  arrives: {rate: 0.5 per year}
  distress: {low: 1 month, mode: 6 months, high: 15 months}
  capacity: {low: 5 %, mode: 15 %, high: 40 %}
  errors: {low: 0 %, mode: 1 %, high: 4 %}
  staff: front line
  leaving: {low: 0 %, mode: 2 %, high: 8 %}
  insolvency: 40 %
  kept: {low: 30 %, mode: 70 %, high: 95 %}
  recovery: {low: 1 month, mode: 3 months, high: 9 months}
  recovers: 12 %
  work around: {median: GBP 150 000, p95: GBP 700 000}
"""

    class Inputs(ServedInputs):
        """`capacity` is the share of it lost by the end of `distress`, `errors` the points added by then to the share of units done wrong; `leaving`
        is the further share of the `staff` that goes in each month of it. `insolvency` is its probability at the end; `kept` the share of normal
        capacity that an administrator runs, `recovers` what is still collected of claims. `recovery` is how long a provider that survives takes to be
        as before (no time, if it is not said). `work around` is what insolvency makes the client lose at once on working around it. `party` is the
        provider's role in the agreement."""

        kind: Literal["provider_insolvency"]
        fault: Fault | None = "provider"
        party: TextT = "provider"
        distress: LengthD
        capacity: PartD | None = None
        errors: PartD | None = None
        staff: TextT | None = None
        leaving: PartD | None = None
        insolvency: ShareT
        kept: PartD
        recovery: LengthD | None = None
        recovers: ShareT | None = None
        work_around: AmountD | None = None

        @model_validator(mode="after")
        def _who_leaves(self) -> ProviderInsolvency.Inputs:
            if (self.staff is None) != (self.leaving is None):
                raise ValueError("people `leaving` are of a `staff`: give both, or neither")
            return self

    def staff(self) -> frozenset[str]:
        return frozenset(filter(None, (self.inputs.staff,)))

    def failing(self) -> frozenset[str]:
        return frozenset({self.inputs.party})

    def costs(self) -> tuple[tuple[Literal["client", "provider"], str], ...]:
        return (("client", "work-around"),) if self.inputs.work_around else ()

    def services_losing_capacity(self) -> frozenset[str]:
        return frozenset(self.inputs.named)

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        inputs = self.inputs
        distress = whole_days(self.drawn("distress", span, lane.size))
        capacity, errors, leaving, kept = (self.part(what, span, lane.size) for what in ("capacity", "errors", "leaving", "kept"))
        fails = self.happens_in("insolvency", span, lane.size) > 0
        recovery = self.drawn("recovery", span, lane.size)
        recovery = whole_days(recovery) if inputs.recovery else recovery

        first = first_day(instant)
        over = first + distress
        insolvent, saved = np.flatnonzero(fails), np.flatnonzero(~fails)
        for service in inputs.named:
            sizes: tuple[tuple[Moved, Ints], ...] = (("capacity", -capacity), ("errors", errors))
            for what, size in sizes if inputs.errors else sizes[:1]:
                moves(effects, what, service, Spells(lane, first, distress, size), "ramp")
                moves(effects, what, service, Spells(lane[saved], over[saved], recovery[saved], size[saved]), "decay")
            for_ever = np.full(insolvent.size, NEVER, np.int64)
            effects.level("capacity", service, lane[insolvent], over[insolvent], for_ever, kept[insolvent] - MILLION)
            if inputs.errors:
                effects.level("errors", service, lane[insolvent], over[insolvent], for_ever, errors[insolvent])
        if inputs.staff:
            self._leave(lane, instant, over * DAY, leaving, span, effects)
        effects.fail(inputs.party, lane[insolvent], over[insolvent] * DAY)
        if inputs.work_around:
            effects.cost("client", "work-around", lane[insolvent], over[insolvent] * DAY, self.drawn("work_around", span, lane.size)[insolvent])
        is_met(effects, self.event, lane, instant, np.where(fails, NEVER, over * DAY))
        effects.happens(self.event, lane[insolvent], np.maximum(over[insolvent] * DAY, 0))

    def _leave(self, lane: Ints, instant: Ints, over: Ints, leaving: Ints, span: ArrivalSpan, effects: Effects) -> None:
        """In each contract month that begins, or in which distress begins, while it lasts."""
        begun = contract_month(span.starts, instant)
        for month, start in enumerate(span.starts[:-1]):
            some = np.flatnonzero((begun <= month) & (over > start))
            if some.size:
                effects.leave(self.inputs.staff, lane[some], np.full(some.size, start, np.int64), leaving[some])
