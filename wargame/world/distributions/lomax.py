"""Lomax: a Pareto tail that begins at zero: mostly small, now and then enormous."""

from __future__ import annotations

import math

import numpy as np

from wargame.core.arrays import Floats
from wargame.core.problem import BadValue
from wargame.world.sizes.base import Distribution, Given
from wargame.world.sizes.quantiles import nearest, root, significant


class Lomax(Distribution):
    """Heavy tails without a threshold: losses from many causes, repair times with a few that take for ever.

    Given by `shape` (a plain number) and `scale`, by `shape` and `mean`, or by two quantiles, which must lie further apart than an exponential law's,
    or three, of which the nearest law by least squares of logarithms is taken. With a shape of 1 or less it has no mean, so `at most` must be stated.
    """

    kind = "lomax"
    ways = (("shape", "scale"), ("shape", "mean"))
    quantiles = (2, 3)
    source = "Lomax, Journal of the American Statistical Association 49 (1954): F(x) = 1 - (1 + x / scale)^-shape; mean scale / (shape - 1)"
    example = "{law: lomax, shape: 2.2, mean: 5 hours}"

    @classmethod
    def read(cls, given: Given) -> Distribution:
        if "scale" in given:
            return cls((given.plain("shape"), float(given.above_zero("scale"))))
        if "mean" in given:
            shape, mean = given.plain("shape"), given.above_zero("mean")
            if shape <= 1:
                raise BadValue("a Lomax law of shape 1 or less has no mean", "give its `scale` and `at most`")
            return cls((shape, significant(mean * (shape - 1))))
        points = given.quantiles()
        if len(points) == 3:
            return cls(nearest(lambda p, a: a[1] * np.expm1(-np.log1p(-p) / a[0]), (2.0, points[1][1]), points, "Lomax"))
        (p, low), (q, high) = points

        def apart(k: float) -> float:
            return math.log(math.expm1(-math.log1p(-q) / math.exp(k)) / math.expm1(-math.log1p(-p) / math.exp(k))) - math.log(high / low)

        close = "the quantiles lie closer together than those of any Lomax law"
        shape = math.exp(root(apart, -2, 14, close, "without a heavy tail take weibull, gamma or lognormal"))
        return cls((significant(shape), significant(low / math.expm1(-math.log1p(-p) / shape))))

    def possible(self) -> None:
        if self.parameters[0] <= 1 and self.most is None:
            raise BadValue(f"a Lomax law of shape {self.parameters[0]:.3g} has no mean", "state the largest size there can be: `at most`")

    def sample(self, generator: np.random.Generator, count: int) -> Floats:
        return generator.pareto(self.parameters[0], count) * self.parameters[1]

    def below(self, size: float) -> float:
        shape, scale = self.parameters
        return -math.expm1(-shape * math.log1p(size / scale)) if size > 0 else 0.0

    def inverse(self, p: float) -> float:
        shape, scale = self.parameters
        return math.inf if p == 1 else scale * math.expm1(-math.log1p(-p) / shape)

    def average(self) -> float:
        shape, scale = self.parameters
        return scale / (shape - 1) if shape > 1 else math.inf
