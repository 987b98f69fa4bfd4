"""Three quantiles: a size that one in ten stays below, the middle, and a size that one in ten exceeds, all three met exactly."""

from __future__ import annotations

import math

import numpy as np

from wargame.core.arrays import Floats
from wargame.world.sizes.base import Distribution, Given
from wargame.world.sizes.quantiles import NORMAL, significant

Z90 = NORMAL.inv_cdf(0.9)


class ThreeQuantiles(Distribution):
    """p10, p50 and p90 as experts are asked for them. Skewed to the right (p90 further from the middle than p10) it is a lognormal law shifted so
    that all three are met; skewed to the left its mirror image; symmetric, a normal law. A size that cannot be negative is cut at 0.
    """

    kind = "three_quantiles"
    bare = (("p10", "p50", "p90"),)
    source = (
        "a normal z turned into p50 + c (exp(s z) - 1) with s = ln((p90 - p50) / (p50 - p10)) / 1.2816 and c = (p90 - p50) / (exp(1.2816 s) - 1): "
        "Johnson's S_L system (Biometrika 36, 1949), solved for the three quantiles; the limit for s = 0 is the normal law"
    )
    example = "{p10: 1 hour, p50: 3 hours, p90: 12 hours}"

    @classmethod
    def read(cls, given: Given) -> Distribution:
        (_, low), (_, middle), (_, high) = given.quantiles(positive=False)
        skew = (high - middle) / (middle - low)
        if skew == 1:
            return cls((float(middle), 0.0, significant((high - middle) / Z90)))
        return cls((float(middle), significant(math.log(skew) / Z90), significant((high - middle) / (skew - 1))))

    def sample(self, generator: np.random.Generator, count: int) -> Floats:
        middle, s, c = self.parameters
        drawn = generator.standard_normal(count)
        if s:
            drawn *= s
            with np.errstate(over="ignore"):
                np.expm1(drawn, out=drawn)
        drawn *= c
        drawn += middle
        return drawn

    def below(self, size: float) -> float:
        middle, s, c = self.parameters
        if not s:
            return NORMAL.cdf((size - middle) / c)
        grown = 1 + (size - middle) / c
        if grown <= 0:
            return float(s < 0)  # beyond the end of the distribution: below all of it, or above all of its mirror image
        return NORMAL.cdf(math.log(grown) / s)

    def inverse(self, p: float) -> float:
        middle, s, c = self.parameters
        if p in (0.0, 1.0):
            end = s > 0 if p == 0 else s < 0
            return middle - c if end else -math.inf if p == 0 else math.inf
        z = NORMAL.inv_cdf(p)
        return middle + c * (math.expm1(s * z) if s else z)

    def average(self) -> float:
        middle, s, c = self.parameters
        return middle + (c * math.expm1(s * s / 2) if s else 0.0)
