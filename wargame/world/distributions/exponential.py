"""Exponential: waiting for what may come at any moment, however long one has waited."""

from __future__ import annotations

import math

import numpy as np

from wargame.core.arrays import Floats
from wargame.world.sizes.base import Distribution, Given
from wargame.world.sizes.quantiles import significant


class Exponential(Distribution):
    """Lengths without memory, as between independent events. One in twenty is three times the mean. The plan of a party expects the mean.

    Given by the mean, or beside `law:` by one quantile.
    """

    kind = "exponential"
    bare = (("mean",),)
    ways = (("mean",),)
    quantiles = (1,)
    source = "F(x) = 1 - exp(-x / mean); mean = -size / ln(1 - p) from one quantile"
    example = "{mean: 2 hours}"

    @classmethod
    def read(cls, given: Given) -> Distribution:
        if "mean" in given:
            return cls((float(given.above_zero("mean")),))
        ((p, size),) = given.quantiles()
        return cls((significant(-size / math.log1p(-p)),))

    def sample(self, generator: np.random.Generator, count: int) -> Floats:
        return generator.exponential(self.parameters[0], count)

    def below(self, size: float) -> float:
        return -math.expm1(-size / self.parameters[0]) if size > 0 else 0.0

    def inverse(self, p: float) -> float:
        return math.inf if p == 1 else -self.parameters[0] * math.log1p(-p)

    def average(self) -> float:
        return self.parameters[0]

    def middle(self) -> float:
        return self.parameters[0]
