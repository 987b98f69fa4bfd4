"""Weibull: times to failure and to repair whose chance of ending rises or falls as they go on."""

from __future__ import annotations

import math

import numpy as np

from wargame.core.arrays import Floats
from wargame.core.problem import BadValue
from wargame.world.sizes.base import Distribution, Given
from wargame.world.sizes.quantiles import nearest, root, significant

LEAST_SHAPE = 0.05  # its largest draws are still numbers


class Weibull(Distribution):
    """Shape 1 is the exponential law; below 1 what has lasted long will last longer (stubborn faults); above 1 things wear out.

    Given by shape (a plain number) and scale (63.2 % of draws stay below it), by mean and standard deviation, or by two or three quantiles (of three,
    the nearest law by least squares of logarithms).
    """

    kind = "weibull"
    ways = (("shape", "scale"), ("mean", "sd"))
    quantiles = (2, 3)
    source = "Weibull, Journal of Applied Mechanics 18 (1951): F(x) = 1 - exp(-(x / scale)^shape); mean scale · Γ(1 + 1 / shape)"
    example = "{law: weibull, shape: 0.7, scale: 3 hours}"

    @classmethod
    def read(cls, given: Given) -> Distribution:
        if "shape" in given:
            return cls((given.plain("shape"), float(given.above_zero("scale"))))
        if "mean" in given:
            mean, sd = given.above_zero("mean"), given.spread("sd")
            wanted = math.log1p((sd / mean) ** 2)
            # E[x²] / E[x]² as a function of the shape.
            ratio = lambda k: math.lgamma(1 + 2 / math.exp(k)) - 2 * math.lgamma(1 + 1 / math.exp(k)) - wanted  # noqa: E731
            shape = math.exp(root(ratio, -2.5, 9, "no Weibull law has such a standard deviation beside its mean", "try lognormal"))
            return cls((significant(shape), significant(mean / math.gamma(1 + 1 / shape))))
        points = given.quantiles()
        if len(points) == 3:
            return cls(nearest(lambda p, a: a[1] * (-np.log1p(-p)) ** (1 / a[0]), (1.0, points[1][1]), points, "Weibull"))
        (p, low), (q, high) = points
        shape = math.log(math.log1p(-q) / math.log1p(-p)) / math.log(high / low)
        return cls((significant(shape), significant(low / (-math.log1p(-p)) ** (1 / shape))))

    def possible(self) -> None:
        if self.parameters[0] < LEAST_SHAPE:
            raise BadValue(
                f"a Weibull law of shape {self.parameters[0]:g} has sizes beyond all measure",
                f"shapes of lengths and losses lie between 0.3 and 5, and at {LEAST_SHAPE:g} or more",
            )

    def sample(self, generator: np.random.Generator, count: int) -> Floats:
        return generator.weibull(self.parameters[0], count) * self.parameters[1]

    def below(self, size: float) -> float:
        return -math.expm1(-((size / self.parameters[1]) ** self.parameters[0])) if size > 0 else 0.0

    def inverse(self, p: float) -> float:
        return math.inf if p == 1 else self.parameters[1] * (-math.log1p(-p)) ** (1 / self.parameters[0])

    def average(self) -> float:
        return self.parameters[1] * math.gamma(1 + 1 / self.parameters[0])
