"""Strike: people of one or several services do not work for some days, all of them or a part.

The shock arrives when the strike is called; work stops on the first morning after the `notice`, for whole days. Capacity falls by the share of people
who take part; deferred work waits and is made up for as far as capacity stretches, live work is lost. Cover and other help may cost the provider so
much for each day of it, and the client may spend money of its own to keep business going.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from wargame.core.arrays import Ints
from wargame.core.values import DAY
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import first_day, whole_days
from wargame.world.shock_base.effects import Effects
from wargame.world.shock_base.people import PartD, ServedInputs, ServedShock, is_met, whole_of
from wargame.world.sizes.read import AmountD, LengthD


class Strike(ServedShock):
    """A stoppage of work: on a date, or at a rate with a notice, for some days, by all people or a part of them."""

    kind = "strike"
    event = "shortage"
    told = "people do not come to work"
    writes = ("volume", "backlog", "waiting", "in_time", "lost", "cost_of_serving", "loss")
    source = (
        "notice: Trade Union and Labour Relations (Consolidation) Act 1992 s 234A, 10 days for notices given from 18 February 2026 "
        "(Employment Rights Act 2025; 14 before); sizes and lengths judged"
    )
    example = """
walk-out:
  kind: strike
  services: [voice, letters]
  arrives: {rate: 0.8 per year, season: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3]}
  notice: 10 days
  size: {low: 20 %, mode: 60 %, high: 100 %}
  lasts: {low: 1 day, mode: 3 days, high: 20 days}
  fault: provider
  cover: {median: GBP 6 000, p95: GBP 20 000}
  work around: {median: GBP 2 000, p95: GBP 9 000}
"""

    class Inputs(ServedInputs):
        """`size` is the share of capacity that does not work, `lasts` whole days begun; without `notice` work stops on the next morning. `cover` is
        what the provider spends, `work around` what the client loses on working around it, for each day of it within the agreement. `fault` is whose
        quarrel it is."""

        kind: Literal["strike"]
        size: PartD
        lasts: LengthD
        notice: LengthD | None = None
        cover: AmountD | None = None
        work_around: AmountD | None = None

    def costs(self) -> tuple[tuple[Literal["client", "provider"], str], ...]:
        provider = (("provider", "temporary staff"),) if self.inputs.cover else ()
        return (*provider, *((("client", "work-around"),) if self.inputs.work_around else ()))

    def services_losing_capacity(self) -> frozenset[str]:
        return frozenset(self.inputs.named)

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        inputs = self.inputs
        size = self.part("size", span, lane.size)
        days = whole_days(self.drawn("lasts", span, lane.size))
        first = first_day(instant + self.drawn("notice", span, lane.size))
        for service in inputs.named:
            effects.level("capacity", service, lane, first, days, -size)
        for (party, head), what in zip(self.costs(), (name for name in ("cover", "work_around") if getattr(inputs, name)), strict=True):
            amount, spent = whole_of(self.drawn(what, span, lane.size), first, days, span.end)
            effects.cost(party, head, lane, spent, amount)
        is_met(effects, self.event, lane, first * DAY, (first + days) * DAY)
