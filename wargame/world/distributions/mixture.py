"""Mixture: one law most of the time and another now and then: one repair in ten is a disaster."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from wargame.core.arrays import Floats
from wargame.core.problem import BadValue
from wargame.core.reading import parse_share
from wargame.world.sizes.base import Distribution, Given


@dataclass(frozen=True)
class Mixture(Distribution):
    """A list of laws, each with its `share` of the draws; the shares sum to 100 %. A part may be any law with bounds of its own, or one
    fixed `size`."""

    kind = "mixture"
    bare = (("mixture",),)
    source = "F(x) = Σ shareᵢ Fᵢ(x)"
    example = "{mixture: [{share: 90 %, median: 1 hour, p95: 4 hours}, {share: 10 %, median: 20 hours, p95: 90 hours, at most: 10 days}]}"

    parts: tuple[Distribution, ...] = ()

    @classmethod
    def read(cls, given: Given) -> Distribution:
        listed = given.parts["mixture"]
        if not isinstance(listed, list) or len(listed) < 2 or not all(isinstance(one, dict) for one in listed):
            raise BadValue("a mixture is a list of two or more laws", "write {mixture: [{share: 90 %, …}, {share: 10 %, …}]}")
        shares, parts = [], []
        for number, one in enumerate(listed, start=1):
            if not isinstance(one.get("share"), str):
                raise BadValue(f"part {number} of the mixture has no `share`", "say how many draws are of this law: share: 10 %")
            try:
                share = parse_share(one["share"])
            except BadValue as error:
                raise BadValue(f"part {number} of the mixture: `share`: {error.message}", error.hint, error.topic) from None
            if share.num == 0:
                raise BadValue(f"part {number} of the mixture has a share of 0 %", "leave it out")
            rest = {key: value for key, value in one.items() if key != "share"}
            try:
                parts.append(given.inner(rest["size"] if set(rest) == {"size"} else rest))
            except BadValue as error:
                raise BadValue(f"part {number} of the mixture: {error.message}", error.hint, error.topic) from None
            shares.append(share)
        den = int(np.lcm.reduce([share.den for share in shares]))
        whole = [share.num * (den // share.den) for share in shares]
        if sum(whole) != den:
            raise BadValue(f"the shares of the mixture sum to {100 * sum(whole) / den:g} %", "they must sum to 100 %")
        said = " or ".join(f"{one['share']} ({part.words})" for one, part in zip(listed, parts, strict=True))
        return cls(tuple(total / den for total in accumulate(whole)), said, parts=tuple(parts))

    def sample(self, generator: np.random.Generator, count: int) -> Floats:
        which = np.searchsorted(np.array(self.parameters[:-1]), generator.random(count), side="right")
        drawn = np.empty(count)
        for number, part in enumerate(self.parts):
            these = np.flatnonzero(which == number)
            drawn[these] = part.draw(generator, these.size)
        return drawn

    def _shares(self) -> list[float]:
        return [high - low for low, high in zip((0.0, *self.parameters), self.parameters, strict=False)]

    def below(self, size: float) -> float:
        return min(sum(share * part.cdf(size) for share, part in zip(self._shares(), self.parts, strict=True)), 1.0)

    def inverse(self, p: float) -> float:
        ends = [part.quantile(p) for part in self.parts] if 0 < p < 1 else [part.end(int(p)) for part in self.parts]
        if p in (0.0, 1.0):
            return max(ends) if p else min(ends)
        low, high = min(ends) - 1, max(ends)
        # Parts are drawn in whole quanta: a draw of at most k is one of less than k + 1/2 before it was rounded.
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.below(middle + 0.5) >= p else (middle, high)
        return float(high)

    def average(self) -> float:
        return sum(share * part.mean for share, part in zip(self._shares(), self.parts, strict=True))

    def mean_between(self, low: float | None, high: float | None) -> float:
        return sum(share * part.mean_cut(low, high) for share, part in zip(self._shares(), self.parts, strict=True))
