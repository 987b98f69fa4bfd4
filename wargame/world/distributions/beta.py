"""Beta: between two ends, in whatever form two further figures give it: shares, rates of success, degrees of completion."""

from __future__ import annotations

import numpy as np

from wargame.core.arrays import Floats
from wargame.core.problem import BadValue
from wargame.world.sizes.base import Distribution, Frozen, Given
from wargame.world.sizes.quantiles import nearest, significant


class Beta(Distribution):
    """A size between `low` and `high`. Given beside these by mean and standard deviation, by its two shapes `alpha` and `beta` (plain numbers), or by
    two or three quantiles, of which the nearest law by least squares is taken.
    """

    kind = "beta"
    ways = (("low", "high", "mean", "sd"), ("low", "high", "alpha", "beta"))
    quantiles = (2, 3)
    beside = ("low", "high")
    source = "on 0 … 1: mean m = α / (α + β), variance m (1 - m) / (α + β + 1); F by the regularised incomplete beta function (scipy.stats.beta)"
    example = "{law: beta, low: 0 hours, high: 24 hours, mean: 6 hours, sd: 4 hours}"

    @classmethod
    def read(cls, given: Given) -> Distribution:
        low, high = float(given.size("low")), float(given.size("high"))
        if not low < high:
            raise BadValue("`low` must lie below `high`", "for one certain size write it alone")
        if "alpha" in given:
            return cls((low, high, given.plain("alpha"), given.plain("beta")))
        if "mean" in given:
            mean, sd = (given.size("mean") - low) / (high - low), given.spread("sd") / (high - low)
            if not 0 < mean < 1:
                raise BadValue("`mean` must lie between `low` and `high`")
            both = mean * (1 - mean) / sd**2 - 1
            if both <= 0:
                raise BadValue("`sd` is too large for a law between `low` and `high` with this mean", "widen the ends, or give a smaller `sd`")
            return cls((low, high, significant(mean * both), significant((1 - mean) * both)))
        from scipy.special import betaincinv

        points = [(p, (size - low) / (high - low)) for p, size in given.quantiles(positive=False)]
        if not all(0 < one < 1 for _, one in points):
            raise BadValue("the quantiles must lie between `low` and `high`")
        return cls((low, high, *nearest(lambda p, a: betaincinv(a[0], a[1], p), (2.0, 2.0), points, "beta")))

    def sample(self, generator: np.random.Generator, count: int) -> Floats:
        low, high, alpha, beta = self.parameters
        return low + (high - low) * generator.beta(alpha, beta, count)

    def _frozen(self) -> Frozen:
        from scipy.stats import beta

        low, high, a, b = self.parameters
        frozen: Frozen = beta(a, b, low, high - low)
        return frozen

    def below(self, size: float) -> float:
        return float(self._frozen().cdf(size)) if self.parameters[0] < size < self.parameters[1] else float(size >= self.parameters[1])

    def inverse(self, p: float) -> float:
        return self.parameters[int(p)] if p in (0.0, 1.0) else float(self._frozen().ppf(p))

    def average(self) -> float:
        low, high, a, b = self.parameters
        return low + (high - low) * a / (a + b)
