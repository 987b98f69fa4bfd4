"""Uniform: anything between two sizes, each as likely as the next."""

from __future__ import annotations

import numpy as np

from wargame.core.arrays import Floats
from wargame.core.problem import BadValue
from wargame.world.sizes.base import Distribution, Given


class Uniform(Distribution):
    """A range of which nothing more is known. Where one size inside is likelier than the others, say low/mode/high."""

    kind = "uniform"
    bare = (("low", "high"),)
    ways = (("low", "high"),)
    source = "F(x) = (x - low) / (high - low); mean (low + high) / 2"
    example = "{low: 1 hour, high: 3 hours}"

    @classmethod
    def read(cls, given: Given) -> Distribution:
        low, high = given.size("low"), given.size("high")
        if not low < high:
            raise BadValue("`low` must lie below `high`", "for one certain size write it alone")
        return cls((float(low), float(high)))

    def sample(self, generator: np.random.Generator, count: int) -> Floats:
        low, high = self.parameters
        return generator.uniform(low, high, count)

    def below(self, size: float) -> float:
        low, high = self.parameters
        return min(max((size - low) / (high - low), 0.0), 1.0)

    def inverse(self, p: float) -> float:
        low, high = self.parameters
        return low + (high - low) * p

    def average(self) -> float:
        return sum(self.parameters) / 2
