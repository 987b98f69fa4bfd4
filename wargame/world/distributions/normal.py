"""Normal: the sum of many small things: a year's move of an index, the total of many independent items."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from wargame.core.arrays import Floats
from wargame.world.sizes.base import Distribution, Given
from wargame.world.sizes.quantiles import NORMAL, line, near, significant


class Normal(Distribution):
    """The bell curve. A size that cannot be negative is cut at 0, and the reading says how often; where that is often, take another law.

    Given by mean and standard deviation, or by two or three quantiles (of three, the nearest law by least squares).
    """

    kind = "normal"
    bare = (("mean", "sd"),)
    ways = (("mean", "sd"),)
    quantiles = (2, 3)
    source = "F(x) = Φ((x - mean) / sd); from two quantiles sd = (b - a) / (z_b - z_a)"
    example = "{mean: 10 hours, sd: 2 hours}"

    @classmethod
    def read(cls, given: Given) -> Distribution:
        if "mean" in given:
            mean, sd = given.size("mean"), given.spread("sd")
            return cls((float(mean), float(sd)))
        points = given.quantiles(positive=False)
        mean, sd = line([(NORMAL.inv_cdf(p), size) for p, size in points])
        # What it misses is measured by the distance between the quantiles, because a size near 0 has no nearness of its own.
        spread = points[-1][1] - points[0][1]
        near([1 + (mean + sd * NORMAL.inv_cdf(p) - size) / spread for p, size in points], [(p, 1.0) for p, _ in points], "normal", 0.1)
        return cls((significant(mean), significant(sd)))

    def sample(self, generator: np.random.Generator, count: int) -> Floats:
        return generator.normal(self.parameters[0], self.parameters[1], count)

    def below(self, size: float) -> float:
        return NormalDist(*self.parameters).cdf(size)

    def inverse(self, p: float) -> float:
        return math.inf * (2 * p - 1) if p in (0.0, 1.0) else NormalDist(*self.parameters).inv_cdf(p)

    def average(self) -> float:
        return self.parameters[0]

    def middle(self) -> float:
        return self.parameters[0]
