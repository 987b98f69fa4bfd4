"""Tables of tiers: below so much the credit is so much. Shared by the kinds that read one.

A tier holds `below` (exclusive) or `up to` (inclusive), and may hold `at least` (inclusive) or `above` (exclusive). Where several hold, the deepest
applies; where none does, nothing is due: a gap between `at least` and the next `below` is legal to write and is reported by `check_tiers`, with the
exact interval.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Self

from pydantic import model_validator

from wargame.contract.rules.clause import ClauseTerms
from wargame.contract.rules.schedule import CreditStep as ScheduleStep
from wargame.contract.rules.schedule import Path
from wargame.core.quantities import Rate, ShareT
from wargame.core.vocabulary import Backend, Value


class Tier(ClauseTerms):
    """Attainment below `below`, or not above `up_to` (and, if given, at least `at_least`, or above `above`) earns `credit`."""

    below: ShareT | None = None
    up_to: ShareT | None = None
    at_least: ShareT | None = None
    above: ShareT | None = None
    credit: ShareT

    @model_validator(mode="after")
    def _one_edge(self) -> Self:
        if (self.below is None) == (self.up_to is None):
            raise ValueError("a tier has one upper edge: `below: 99 %`, which leaves out 99 % itself, or `up to: 99 %`, which takes it in")
        if self.at_least is not None and self.above is not None:
            raise ValueError("a tier has one lower edge: `at least: 95 %`, which takes in 95 % itself, or `above: 95 %`, which leaves it out")
        return self

    @property
    def top(self) -> Fraction:
        """Its upper edge."""
        edge = self.below or self.up_to or Rate(1, 1)  # it has one of the two
        return Fraction(edge.num, edge.den)

    def step(self, where: Path) -> ScheduleStep:
        """The tier as others may know it, where it stands in the terms."""
        low, share = self.at_least or self.above, Fraction(self.credit.num, self.credit.den)
        edge, floor = "below" if self.below else "up to", "above" if self.above else "at least"
        return ScheduleStep(
            self.top,
            share,
            None if low is None else Fraction(low.num, low.den),
            edge=(*where, edge),
            floor=(*where, floor),
            figure=(*where, "credit"),
            takes_in=self.up_to is not None,
            floor_out=self.above is not None,
        )


def common(rates: list[Rate]) -> tuple[list[int], int]:
    """Numerators of `rates` over one denominator."""
    den = 1
    for rate in rates:
        den = max(den, rate.den) if max(den, rate.den) % min(den, rate.den) == 0 else den * rate.den
    return [rate.num * (den // rate.den) for rate in rates], den


def below_edge(attainment: Value, edge: float, *, inclusive: bool) -> Value:
    """Whether a level falls below an edge, which `inclusive` takes in. A level cannot be better than whole: a month of exactly 100 % is perfect, and
    falls into no tier however edges are read."""
    return attainment <= edge if inclusive and edge < 1 else attainment < edge


class TierTable:
    """The table made ready for a rule: `rate(v, attainment)` gives the numerator over `den`. `inclusive` takes a level of exactly
    `below` into the tier."""

    def __init__(self, tiers: list[Tier], *, inclusive: bool = False) -> None:
        # Of two tiers with one edge the one that takes it in is the shallower.
        self.tiers = sorted(tiers, key=lambda tier: (-tier.top, tier.up_to is None))
        self.rates, self.den = common([tier.credit for tier in self.tiers])
        self.below = [(float(tier.top), inclusive or tier.up_to is not None) for tier in self.tiers]
        lows = [tier.at_least or tier.above for tier in self.tiers]
        self.lows = [None if low is None else (low.num / low.den, tier.above is not None) for low, tier in zip(lows, self.tiers, strict=True)]

    def rate(self, v: Backend, attainment: Value) -> Value:
        """Numerator of the credit rate, over `den`; thresholds are compared with the attainment as correctly rounded quotients, so
        exact ties are exact."""
        rate: Value = 0
        for (below, inclusive), low, numerator in zip(self.below, self.lows, self.rates, strict=True):
            holds = below_edge(attainment, below, inclusive=inclusive)
            if low is not None:
                holds = v.both(holds, attainment > low[0] if low[1] else attainment >= low[0])
            rate = v.where(holds, numerator, rate)
        return rate


def gaps(steps: list[ScheduleStep]) -> Iterator[tuple[str, Fraction, Fraction]]:
    """('gap' | 'overlap', low, high) for neighbours that leave out or share an interval [low, high).

    An equal `below` counts as an overlap of nothing. Steps that begin at a target of their own level are no neighbours.
    """
    known = [(one.below, one.at_least) for one in steps if one.below is not None]
    for (top, _), (upper, bottom) in pairwise(sorted(known, key=lambda one: one[0])):
        if upper == top:
            yield "overlap", top, top
        if bottom is None:
            continue
        if bottom > top:
            yield "gap", top, bottom
        elif bottom < top:
            yield "overlap", bottom, top
