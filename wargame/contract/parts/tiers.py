"""Tables of tiers: below so much the credit is so much. Shared by the kinds that read one.

A tier holds `below` (exclusive) and may hold `at least` (inclusive). Where several hold, the deepest applies; where none does, nothing is due: a gap
between `at least` and the next `below` is legal to write and is reported by `check_tiers`, with the exact interval.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from wargame.contract.rules.clause import ClauseTerms
from wargame.contract.rules.schedule import CreditStep as ScheduleStep
from wargame.core.quantities import Rate, ShareT
from wargame.core.vocabulary import Backend, Value


class Tier(ClauseTerms):
    """Attainment below `below` (and, if given, at least `at_least`) earns `credit`."""

    below: ShareT
    at_least: ShareT | None = None
    credit: ShareT


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
        self.inclusive = inclusive
        self.tiers = sorted(tiers, key=lambda tier: -Fraction(tier.below.num, tier.below.den))
        self.rates, self.den = common([tier.credit for tier in self.tiers])
        self.below = [tier.below.num / tier.below.den for tier in self.tiers]
        self.at_least = [None if tier.at_least is None else tier.at_least.num / tier.at_least.den for tier in self.tiers]

    def rate(self, v: Backend, attainment: Value) -> Value:
        """Numerator of the credit rate, over `den`; thresholds are compared with the attainment as correctly rounded quotients, so
        exact ties are exact."""
        rate: Value = 0
        for below, at_least, numerator in zip(self.below, self.at_least, self.rates, strict=True):
            holds = below_edge(attainment, below, inclusive=self.inclusive)
            if at_least is not None:
                holds = v.both(holds, attainment >= at_least)
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
