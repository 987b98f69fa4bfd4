"""Poisson: how many of something happen, when each happens on its own: sites lost, people who leave, records mistaken."""

from __future__ import annotations

import math

import numpy as np

from wargame.core.arrays import Floats
from wargame.core.problem import BadValue
from wargame.world.sizes.base import Distribution, Frozen, Given


class Poisson(Distribution):
    """A whole number of things, by its mean (a plain number). Where a length, percentage or amount is due, `each` says how much one of them is."""

    kind = "poisson"
    ways = (("mean",),)
    perhaps = ("each",)
    source = "P(n) = exp(-mean) meanⁿ / n!; mean and variance are equal; F by scipy.stats.poisson"
    example = "{law: poisson, mean: 2.5, each: 4 hours}"

    @classmethod
    def read(cls, given: Given) -> Distribution:
        mean = given.plain("mean")
        if mean > 1e9:
            raise BadValue("`mean` is above the limit of 1,000,000,000", "check the zeros")
        if "each" in given:
            return cls((mean, float(given.above_zero("each"))))
        try:
            one = given.number("1")
        except BadValue:
            raise BadValue("a Poisson law counts: say how much `each` is", "write {law: poisson, mean: 2.5, each: 4 hours}") from None
        return cls((mean, float(one)))

    def sample(self, generator: np.random.Generator, count: int) -> Floats:
        return generator.poisson(self.parameters[0], count).astype(np.float64) * self.parameters[1]

    def _frozen(self) -> Frozen:
        from scipy.stats import poisson

        frozen: Frozen = poisson(self.parameters[0])
        return frozen

    def below(self, size: float) -> float:
        return float(self._frozen().cdf(size // self.parameters[1]))

    def inverse(self, p: float) -> float:
        return math.inf if p == 1 else 0.0 if p == 0 else float(self._frozen().ppf(p)) * self.parameters[1]

    def average(self) -> float:
        return self.parameters[0] * self.parameters[1]

    def mean_between(self, low: float | None, high: float | None) -> float:
        from scipy.stats import poisson

        mean, each = self.parameters
        wide = 12 * math.sqrt(mean) + 40
        number = np.arange(max(int(mean - wide), 0), int(mean + wide))
        ends = -math.inf if low is None else low, math.inf if high is None else high
        return float(np.clip(number * each, *ends) @ poisson.pmf(number, mean))
