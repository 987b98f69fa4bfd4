"""What kinds of shock that order something by law share: when it is in force and complied with, what that costs, and what being late costs."""

from __future__ import annotations

import numpy as np

from wargame.core.arrays import Ints
from wargame.core.calendar import MEAN_MONTH
from wargame.core.quantities import Price
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.effects import Effects


def rule(
    effects: Effects,
    service: str,
    lane: Ints,
    announced: Ints,
    lead: Ints,
    work: Ints,
    cost: Ints,
    fine: Ints,
    lasting: Price | None,
    span: ArrivalSpan,
) -> None:
    """Announce a rule that is in force after a `lead` time and complied with after the `work`, for a cost; `fine` is due for each month begun between
    the two, and a unit costs `lasting` more from the day the rule is in force.

    Losses are measured to the end of the term: of work that would end later, the part done by then is paid for, and lateness counts until then.
    """
    force = announced + lead
    work = np.maximum(work, 1)
    ready = np.minimum(announced + work, max(span.end, 1))
    done = np.minimum((ready - announced) / work, 1.0)
    cost = np.rint(cost * np.maximum(done, 0.0)).astype(np.int64)
    fine = fine * np.maximum(-(-(ready - force) // MEAN_MONTH), 0)
    more = 0 if lasting is None else round(lasting.num * 100 / lasting.den)
    inside = np.flatnonzero(announced < span.end)
    lasting_cost = np.full(inside.size, more, np.int64)
    effects.law_changes.append((service, lane[inside], announced[inside], force[inside], ready[inside], cost[inside], fine[inside], lasting_cost))
