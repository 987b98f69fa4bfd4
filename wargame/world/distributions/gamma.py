"""Gamma: waiting for several things one after the other, and losses with a tail that is shorter than a lognormal's."""

from __future__ import annotations

import math

import numpy as np

from wargame.core.arrays import Floats
from wargame.world.sizes.base import Distribution, Frozen, Given
from wargame.world.sizes.quantiles import nearest, root, significant


class Gamma(Distribution):
    """The sum of `shape` exponential lengths of mean `scale` (shape need not be whole). For handling times, queues of tasks, totals of claims.

    Given by mean and standard deviation, by shape (a plain number) and scale, or by two or three quantiles (of three, the nearest law by least
    squares of logarithms).
    """

    kind = "gamma"
    ways = (("mean", "sd"), ("shape", "scale"))
    quantiles = (2, 3)
    source = "mean = shape · scale, sd² = shape · scale²; F by the regularised incomplete gamma function (scipy.stats.gamma)"
    example = "{law: gamma, mean: 4 hours, sd: 3 hours}"

    @classmethod
    def read(cls, given: Given) -> Distribution:
        if "shape" in given:
            return cls((given.plain("shape"), float(given.above_zero("scale"))))
        if "mean" in given:
            mean, sd = given.above_zero("mean"), given.spread("sd")
            return cls((significant((mean / sd) ** 2), significant(sd * sd / mean)))
        from scipy.special import gammaincinv

        points = given.quantiles()
        if len(points) == 3:
            return cls(nearest(lambda p, a: gammaincinv(a[0], p) * a[1], (1.0, points[1][1]), points, "gamma"))
        (p, low), (q, high) = points
        ratio = math.log(high / low)
        apart = "no gamma law has quantiles so close together or so far apart"
        shape = math.exp(
            root(lambda k: float(np.log(gammaincinv(math.exp(k), q) / gammaincinv(math.exp(k), p))) - ratio, -4, 14, apart, "try lognormal")
        )
        return cls((significant(shape), significant(low / float(gammaincinv(shape, p)))))

    def sample(self, generator: np.random.Generator, count: int) -> Floats:
        return generator.gamma(self.parameters[0], self.parameters[1], count)

    def _frozen(self) -> Frozen:
        from scipy.stats import gamma

        frozen: Frozen = gamma(self.parameters[0], scale=self.parameters[1])
        return frozen

    def below(self, size: float) -> float:
        return float(self._frozen().cdf(size)) if size > 0 else 0.0

    def inverse(self, p: float) -> float:
        return float(self._frozen().ppf(p)) if 0 < p < 1 else math.inf if p else 0.0

    def average(self) -> float:
        return self.parameters[0] * self.parameters[1]
