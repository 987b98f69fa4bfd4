"""Lognormal: sizes that come about as products, with a long tail: repairs, losses, durations of projects."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from wargame.core.arrays import Floats
from wargame.core.problem import BadValue
from wargame.world.sizes.base import Distribution, Given
from wargame.world.sizes.quantiles import NORMAL, line, near, significant

Z95 = 1.6448536269514722  # standard normal quantile at 95 %


class Lognormal(Distribution):
    """The logarithm is normal. The usual law of repair times and of losses whose worst cases are many times the middle.

    Given by the median and the size that one in twenty exceeds, by mean and standard deviation, or by two or three quantiles (of three, the nearest
    law by least squares). The plan of a party expects the median.
    """

    kind = "lognormal"
    bare = (("median", "p95"),)
    ways = (("mean", "sd"),)
    quantiles = (2, 3)
    source = "μ = ln median, σ = ln(p95 / median) / 1.6449; by moments σ² = ln(1 + sd² / mean²), μ = ln mean - σ² / 2"
    example = "{median: 2 hours, p95: 12 hours}"

    @classmethod
    def read(cls, given: Given) -> Distribution:
        if set(given.parts) == {"median", "p95"}:
            median, p95 = given.size("median"), given.size("p95")
            if not 0 < median < p95:
                raise BadValue("`median` must be above 0 and below `p95`")
            # Rounded, because log may differ in its last bit between machines.
            return cls((round(math.log(median), 12), round(math.log(p95 / median) / Z95, 12)))
        if "mean" in given:
            mean, sd = given.above_zero("mean"), given.spread("sd")
            variance = math.log1p((sd / mean) ** 2)
            return cls((significant(math.log(mean) - variance / 2), significant(math.sqrt(variance))))
        points = given.quantiles()
        height, slope = line([(NORMAL.inv_cdf(p), math.log(size)) for p, size in points])
        near([math.exp(height + slope * NORMAL.inv_cdf(p)) for p, _ in points], points, "lognormal")
        return cls((significant(height), significant(slope)))

    def sample(self, generator: np.random.Generator, count: int) -> Floats:
        return generator.lognormal(self.parameters[0], self.parameters[1], count)

    def below(self, size: float) -> float:
        return NormalDist(*self.parameters).cdf(math.log(size)) if size > 0 else 0.0

    def inverse(self, p: float) -> float:
        if p in (0.0, 1.0):
            return math.inf if p else 0.0
        return math.exp(self.parameters[0] + self.parameters[1] * NORMAL.inv_cdf(p))

    def average(self) -> float:
        return math.exp(self.parameters[0] + self.parameters[1] ** 2 / 2)

    def middle(self) -> float:
        return math.exp(self.parameters[0])
