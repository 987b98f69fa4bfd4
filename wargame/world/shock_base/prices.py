"""What kinds of shock that move prices share: services whose units cost more from a morning on, products of shares, and the same day a year later.

The unit cost that a scenario states, and a series' level of 100 %, are those of the effective date: what moved before that is in them already.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import numpy as np
from pydantic import AfterValidator

from wargame.core.arrays import Ints
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Spells, climb
from wargame.world.shock_base.effects import NEVER, Effects
from wargame.world.shock_base.people import PartD
from wargame.world.sizes.read import MILLION, Distribution, MoveD

LEAST = 1 - MILLION  # a price never loses all that it is


def _leaves_something(distribution: Distribution) -> Distribution:
    if distribution.quantile(0.001) <= -MILLION:
        raise ValueError(f"more than one draw in a thousand takes away all of a price or more ({distribution.words}): make it smaller")
    return distribution


PriceMoveD = Annotated[MoveD, AfterValidator(_leaves_something)]  # a rise or fall of a price: quanta of a millionth, cut by `priced`

OF_COST = "a part of what serving costs a provider, which is its own to tell"
CostPartD = Annotated[PartD, OF_COST]


def priced(move: Ints) -> Ints:
    """Moves of a price, none of which takes away all of it."""
    return np.maximum(move, LEAST)


def product(a: Ints, b: Ints) -> Ints:
    """The product of two shares in millionths, rounded half-up."""
    found: Ints = (2 * a * b + MILLION) // (2 * MILLION)
    return found


def cost_more(
    effects: Effects, services: Iterable[str], lane: Ints, first: Ints, size: Ints, days: Ints | None = None, climbs: Ints | None = None
) -> None:
    """Let the units of some services cost a share more from a morning on, for whole `days`, or for good where there are none; where it `climbs` for
    so many days, it does so evenly, in at most eight steps, and stays."""
    ever = np.full(lane.size, NEVER, np.int64) if days is None else days
    for service in services:
        if climbs is None:
            effects.level("unit cost", service, lane, first, ever, size)
        else:
            climb(effects, "unit cost", service, Spells(lane, first, climbs, size), ever)


def years_later(span: ArrivalSpan, instant: Ints, years: int) -> tuple[Ints, Ints]:
    """Instants so many contract years later, at the same time of the month (its last second, if the month is too short), and the rows in which that
    is still within the term. The instants lie within the term themselves."""
    starts = np.array(span.starts, np.int64)
    month = np.searchsorted(starts, instant, side="right") - 1
    rows = np.flatnonzero((month >= 0) & (month + 12 * years < starts.size - 1))
    begun, then = month[rows], month[rows] + 12 * years
    return starts[then] + np.minimum(instant[rows] - starts[begun], starts[then + 1] - starts[then] - 1), rows
