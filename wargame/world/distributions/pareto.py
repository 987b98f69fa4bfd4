"""Pareto: nothing below a threshold, and above it a tail in which ten times the size is always as much rarer."""

from __future__ import annotations

import math

import numpy as np

from wargame.core.arrays import Floats
from wargame.core.problem import BadValue
from wargame.world.sizes.base import Distribution, Given
from wargame.world.sizes.quantiles import line, near, significant


class Pareto(Distribution):
    """Heavy tails above a threshold: large cyber losses, fines, outages that make the news. The smaller the shape, the heavier the tail.

    Given by `minimum` and `shape` (a plain number), or by two or three quantiles (of
    three, the nearest law by least squares of logarithms). With a shape of 1 or less it has no mean, so `at most` must be stated.
    """

    kind = "pareto"
    ways = (("minimum", "shape"),)
    quantiles = (2, 3)
    source = "F(x) = 1 - (minimum / x)^shape; mean minimum · shape / (shape - 1)"
    example = "{law: pareto, minimum: 4 hours, shape: 1.8, at most: 30 days}"

    @classmethod
    def read(cls, given: Given) -> Distribution:
        if "shape" in given:
            return cls((given.plain("shape"), float(given.above_zero("minimum"))))
        points = given.quantiles()
        height, slope = line([(-math.log1p(-p), math.log(size)) for p, size in points])
        near([math.exp(height - slope * math.log1p(-p)) for p, _ in points], points, "Pareto")
        return cls((significant(1 / slope), significant(math.exp(height))))

    def possible(self) -> None:
        if self.parameters[0] <= 1 and self.most is None:
            raise BadValue(f"a Pareto law of shape {self.parameters[0]:.3g} has no mean", "state the largest size there can be: `at most`")

    def sample(self, generator: np.random.Generator, count: int) -> Floats:
        return (generator.pareto(self.parameters[0], count) + 1.0) * self.parameters[1]

    def below(self, size: float) -> float:
        shape, least = self.parameters
        return -math.expm1(shape * math.log(least / size)) if size > least else 0.0

    def inverse(self, p: float) -> float:
        shape, least = self.parameters
        return math.inf if p == 1 else least * (1 - p) ** (-1 / shape)

    def average(self) -> float:
        shape, least = self.parameters
        return least * shape / (shape - 1) if shape > 1 else math.inf
