"""Triangular: between a least and a most size, falling away in straight lines from the likeliest."""

from __future__ import annotations

import math

import numpy as np

from wargame.core.arrays import Floats
from wargame.core.problem import BadValue
from wargame.world.sizes.base import Distribution, Given


class Triangular(Distribution):
    """A three-point judgement whose ends are taken at their word: sizes near them are commoner than in a PERT. The plan of a
    party expects the mode."""

    kind = "triangular"
    ways = (("low", "mode", "high"),)
    source = "F(x) = (x - low)² / ((high - low)(mode - low)) up to the mode, and likewise from above; mean (low + mode + high) / 3"
    example = "{law: triangular, low: 1 hour, mode: 3 hours, high: 12 hours}"

    @classmethod
    def read(cls, given: Given) -> Distribution:
        low, mode, high = (given.size(key) for key in ("low", "mode", "high"))
        if not low < high:
            raise BadValue("`low` must lie below `high`", "for one certain size write it alone")
        if not low <= mode <= high:
            raise BadValue("`mode` must lie between `low` and `high`")
        return cls((float(low), float(mode), float(high)))

    def sample(self, generator: np.random.Generator, count: int) -> Floats:
        low, mode, high = self.parameters
        return generator.triangular(low, mode, high, count)

    def below(self, size: float) -> float:
        low, mode, high = self.parameters
        if size <= low or size >= high:
            return float(size >= high)
        return (size - low) ** 2 / ((high - low) * (mode - low)) if size <= mode else 1 - (high - size) ** 2 / ((high - low) * (high - mode))

    def inverse(self, p: float) -> float:
        low, mode, high = self.parameters
        if p <= (mode - low) / (high - low):
            return low + math.sqrt(p * (high - low) * (mode - low))
        return high - math.sqrt((1 - p) * (high - low) * (high - mode))

    def average(self) -> float:
        return sum(self.parameters) / 3

    def middle(self) -> float:
        return self.parameters[1]
