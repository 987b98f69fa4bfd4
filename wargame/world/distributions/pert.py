"""PERT: between the least and the most that experts can imagine, with one size that is likeliest."""

from __future__ import annotations

import numpy as np

from wargame.core.arrays import Floats
from wargame.core.problem import BadValue
from wargame.world.sizes.base import Distribution, Frozen, Given


class Pert(Distribution):
    """A three-point judgement: low, mode, high. The mode weighs four times, so the ends are rare; what lies beyond them never happens.

    The plan of a party expects the mode.
    """

    kind = "pert"
    bare = (("low", "mode", "high"),)
    ways = (("low", "mode", "high"),)
    source = (
        "Malcolm and others, Application of a technique for research and development program evaluation, Operations Research 7 (1959): a beta law on "
        "low … high with parameters 1 + 4 (mode - low) / (high - low) and 1 + 4 (high - mode) / (high - low), so that the mean is "
        "(low + 4 mode + high) / 6"
    )
    example = "{low: 1 hour, mode: 3 hours, high: 12 hours}"

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
        spread = high - low
        return low + spread * generator.beta(1 + 4 * (mode - low) / spread, 1 + 4 * (high - mode) / spread, count)

    def _frozen(self) -> Frozen:
        from scipy.stats import beta

        low, mode, high = self.parameters
        spread = high - low
        frozen: Frozen = beta(1 + 4 * (mode - low) / spread, 1 + 4 * (high - mode) / spread, low, spread)
        return frozen

    def below(self, size: float) -> float:
        return float(self._frozen().cdf(size)) if self.parameters[0] < size < self.parameters[2] else float(size >= self.parameters[2])

    def inverse(self, p: float) -> float:
        return {0.0: self.parameters[0], 1.0: self.parameters[2]}[p] if p in (0.0, 1.0) else float(self._frozen().ppf(p))

    def average(self) -> float:
        low, mode, high = self.parameters
        return (low + 4 * mode + high) / 6

    def middle(self) -> float:
        return self.parameters[1]
