"""What kinds of shock that order something by law share: when it is in force and complied with, what that costs, and what being late costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wargame.core.arrays import Ints
from wargame.core.calendar import MEAN_MONTH
from wargame.core.quantities import Price
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.effects import Effects


@dataclass(frozen=True)
class NewLaws:
    """Rows of rules made by law: lane, the instant at which one is announced, the `lead` time until it is in force and the `work` until it is
    complied with (seconds), what complying costs once, and the fine for each month begun between the two (minor units)."""

    lane: Ints
    announced: Ints
    lead: Ints
    work: Ints
    cost: Ints
    fine: Ints


def enact(effects: Effects, span: ArrivalSpan, service: str, laws: NewLaws, lasting: Price | None) -> None:
    """Announce new laws for a service; a unit of it costs `lasting` more from the day one is in force.

    Losses are measured to the end of the term: of work that would end later, the part done by then is paid for, and lateness counts until then.
    """
    announced = laws.announced
    force = announced + laws.lead
    work = np.maximum(laws.work, 1)
    ready = np.minimum(announced + work, max(span.end, 1))
    done = np.minimum((ready - announced) / work, 1.0)
    cost = np.rint(laws.cost * np.maximum(done, 0.0)).astype(np.int64)
    fine = laws.fine * np.maximum(-(-(ready - force) // MEAN_MONTH), 0)
    more = 0 if lasting is None else round(lasting.num * 100 / lasting.den)
    inside = np.flatnonzero(announced < span.end)
    lasting_cost = np.full(inside.size, more, np.int64)
    effects.law_changes.append(
        (service, laws.lane[inside], announced[inside], force[inside], ready[inside], cost[inside], fine[inside], lasting_cost)
    )
