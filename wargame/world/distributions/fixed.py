"""Fixed: one size, always. It draws nothing."""

from __future__ import annotations

import numpy as np

from wargame.core.arrays import Floats, Ints
from wargame.core.problem import BadValue
from wargame.world.sizes.base import Distribution, Given


class Fixed(Distribution):
    """One certain size. For what a contract, a law of nature or a plan fixes; a size that is merely not known well is a range."""

    kind = "fixed"
    source = "nothing to derive"
    example = "4 hours"

    @classmethod
    def read(cls, given: Given) -> Distribution:
        size = given.size("size")
        if size != int(size):
            raise BadValue(f'"{given.text("size")}" is not a whole number, and a fixed number is', "round it")
        return cls((size,))

    def draw(self, generator: np.random.Generator, count: int) -> Ints:
        return np.full(count, self.typical, np.int64)  # everyday, and a copy of what the base would do

    def sample(self, generator: np.random.Generator, count: int) -> Floats:
        return np.full(count, self.parameters[0], np.float64)

    def below(self, size: float) -> float:
        return float(size >= self.parameters[0])

    def inverse(self, p: float) -> float:
        return self.parameters[0]

    def average(self) -> float:
        return self.parameters[0]
