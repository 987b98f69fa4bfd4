"""The base of every distribution of sizes and lengths, and what its reader is given.

Every draw is cut at the distribution's bounds, then rounded to a whole quantum of its unit (a second, a minor unit of money, a millionth): `exp` and
`log` differ in the last bit between processors, and results must not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar, Protocol

import numpy as np

from wargame.core.arrays import Floats, Ints
from wargame.core.problem import BadValue
from wargame.core.quantities import parse_decimal
from wargame.world.sizes.quantiles import QUANTILES, rising

LIMIT = 2**50  # no draw is larger: later sums stay within 64 bits


@dataclass(frozen=True)
class Distribution:
    """Base of every distribution over whole quanta: its name (`kind`), what people give, and the four functions of draws before bounds and rounding.

    `parameters` are in quanta where they are sizes. `least` and `most` are the stated bounds: draws beyond are set to them. A distribution that is
    not `signed` is cut at 0.
    """

    kind: ClassVar[str] = ""
    bare: ClassVar[tuple[tuple[str, ...], ...]] = ()  # sets of keys that say this distribution without `law:`
    ways: ClassVar[tuple[tuple[str, ...], ...]] = ()  # sets of keys beside `law:`
    quantiles: ClassVar[tuple[int, ...]] = ()  # how many quantiles may be given instead, beside `law:`
    beside: ClassVar[tuple[str, ...]] = ()  # keys that must stand beside those quantiles
    perhaps: ClassVar[tuple[str, ...]] = ()  # keys that may stand beside any of these
    source: ClassVar[str] = ""
    example: ClassVar[str] = ""

    parameters: tuple[float, ...] = ()
    written: str = ""
    least: int | None = None
    most: int | None = None
    signed: bool = False

    @classmethod
    def read(cls, given: Given) -> Distribution:
        """The distribution of what was given, without bounds. BadValue in words where it cannot be."""
        raise NotImplementedError

    @classmethod
    def given_by(cls) -> list[str]:
        """The ways to write this distribution, for its page and for messages."""
        more = [f"perhaps with `{key}`" for key in cls.perhaps]
        found = [", ".join((*(f"`{key}`" for key in way), *more)) for way in cls.bare]
        found += [", ".join((f"`law: {cls.kind}`", *(f"`{key}`" for key in way), *more)) for way in cls.ways]
        if cls.quantiles:
            many = " or ".join({1: "one", 2: "two", 3: "three"}[one] for one in cls.quantiles)
            several = f"{many} quantile{'s' if cls.quantiles != (1,) else ''} (`p1` … `p99`, `p99.5`, `p99.9`, `median`)"
            found.append(", ".join((f"`law: {cls.kind}`", *(f"`{key}`" for key in cls.beside), several)))
        return found or ["one quantity, alone"]

    def sample(self, generator: np.random.Generator, count: int) -> Floats:
        """A fresh array of `count` draws."""
        raise NotImplementedError

    def below(self, size: float) -> float:
        """The probability of a draw of at most `size`."""
        raise NotImplementedError

    def inverse(self, p: float) -> float:
        """The smallest size that a share `p` of draws does not exceed; at 0 and 1 the ends of the distribution, perhaps infinite."""
        raise NotImplementedError

    def average(self) -> float:
        """The mean."""
        raise NotImplementedError

    def middle(self) -> float:
        """What a party that plans with this distribution expects; the median unless the distribution says otherwise."""
        return self.inverse(0.5)

    def draw(self, generator: np.random.Generator, count: int) -> Ints:
        """`count` draws as int64 quanta, within the bounds."""
        return self.bounded(self.sample(generator, count))

    def bounded(self, drawn: Floats) -> Ints:
        """Sizes as they come out of the distribution, cut at the bounds and rounded to int64 quanta; changes `drawn` in place."""
        low, high = self._limits
        np.maximum(drawn, -LIMIT if low is None else low, out=drawn)
        np.minimum(drawn, LIMIT if high is None else high, out=drawn)
        return np.rint(drawn, out=drawn).astype(np.int64)

    @property
    def _limits(self) -> tuple[int | None, int | None]:
        """Where draws are cut: the stated bounds, and 0 below where there is no sign."""
        return (self.least if self.signed else max(self.least or 0, 0)), self.most

    def _cut(self, size: float) -> float:
        low, high = self._limits
        return min(max(size, -LIMIT if low is None else low), LIMIT if high is None else high)

    @property
    def typical(self) -> int:
        """The middle of the distribution in quanta: the size that the plan of a party expects."""
        return round(self._cut(self.middle()))

    def quantile(self, p: float) -> int:
        """The smallest size in quanta that a share `p` of draws does not exceed: exact, bounds and rounding included."""
        if not 0 <= p <= 1:
            raise ValueError(f"a quantile is of a probability from 0 to 1, not {p}")
        return round(self._cut(self.inverse(p)))

    def cdf(self, quanta: float) -> float:
        """The share of draws of at most so many quanta, bounds included (rounding apart)."""
        low, high = self._limits
        return 0.0 if low is not None and quanta < low else 1.0 if high is not None and quanta >= high else self.below(quanta)

    @property
    def mean(self) -> float:
        """The mean of draws in quanta, bounds included (rounding apart, which moves it by less than half a quantum)."""
        return self.mean_between(*self._limits)

    def mean_cut(self, low: float | None, high: float | None) -> float:
        """The mean of draws that are cut once more, at `low` and `high`, by a distribution around this one."""
        inner = self._limits
        edge = [[one for one in pair if one is not None] for pair in zip(inner, (low, high), strict=True)]
        least, most = max(edge[0], default=None), min(edge[1], default=None)
        if low is not None and inner[1] is not None and inner[1] <= low:
            return float(low)
        if high is not None and inner[0] is not None and inner[0] >= high:
            return float(high)
        return self.mean_between(least, most)

    def mean_between(self, low: float | None, high: float | None) -> float:
        """The mean of draws set to `low` or `high` where they lie beyond; by numerical integration of the distribution function."""
        first, last = self.inverse(0.0), self.inverse(1.0)
        low, high = first if low is None else max(low, first), last if high is None else min(high, last)
        if low >= high:
            return last if low >= last else high
        if (low, high) == (first, last):
            return self.average()
        if math.isfinite(low) and math.isfinite(high):
            return low + self._area(lambda size: 1.0 - self.below(size), low, high)
        # One end is open: what the cut at the other adds to the mean, or takes from it.
        if math.isfinite(low):
            return self.average() + self._area(self.below, self.inverse(1e-15) if math.isinf(first) else first, low)
        return self.average() - self._area(lambda size: 1.0 - self.below(size), high, self.inverse(1 - 1e-15) if math.isinf(last) else last)

    def _area(self, f: Callable[[float], float], low: float, high: float) -> float:
        """∫ f from `low` to `high` by Gauss and Legendre, in pieces between quantiles and powers of ten: a tail must not hide the body."""
        cuts = [self.inverse(p) for p in (1e-12, 1e-9, 1e-6, 1e-3, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999, 1 - 1e-6, 1 - 1e-9, 1 - 1e-12)]
        cuts += [10.0**power for power in range(16)]
        edges = sorted({low, *(one for one in cuts if low < one < high), high})
        node, weight = np.polynomial.legendre.leggauss(32)
        return float(sum((b - a) / 2 * sum(w * f(a + (b - a) / 2 * (1 + x)) for x, w in zip(node, weight, strict=True)) for a, b in pairwise(edges)))

    def end(self, p: int) -> float:
        """The least (0) or greatest (1) size there can be, bounds included; perhaps infinite."""
        low, high = self._limits
        end = self.inverse(float(p))
        return min(max(end, -math.inf if low is None else low), math.inf if high is None else high)

    def possible(self) -> None:
        """BadValue where the distribution, its bounds known, cannot be played."""

    @property
    def words(self) -> str:
        """The distribution as written, with its bounds and the share of draws that is cut."""
        parts = [self.written or f"{self.kind} {', '.join(f'{one:g}' for one in self.parameters)}"]
        under, over = self.outside
        if under > (0 if self.least else 0.0005):
            parts.append(f"{share_words(under)} of draws are cut to {'the least' if self.least else '0'}")
        if over > 0:
            parts.append(f"{share_words(over)} of draws are cut to the most")
        return "; ".join(parts)

    @property
    def outside(self) -> tuple[float, float]:
        """The shares of draws below the lower bound and above the upper one, which are set to them."""
        low, high = self._limits
        under = 0.0 if low is None or low <= self.inverse(0.0) else 1.0 if low >= self.inverse(1.0) else self.below(math.nextafter(low, -math.inf))
        return under, 0.0 if high is None or high >= self.inverse(1.0) else 1.0 - self.below(high)


class Frozen(Protocol):
    """A distribution of scipy.stats with its parameters set, as far as it is asked here."""

    def cdf(self, x: float, /) -> float:
        """The share of draws of at most `x`."""

    def ppf(self, q: float, /) -> float:
        """The smallest size that a share `q` of draws does not exceed."""


@dataclass(frozen=True)
class Given:
    """What was written of a distribution: its parts by key, how a size is read, whether it may be negative, and where its files are sought.

    A distribution inside it is read by `read`, which is called as `sizes.read.read_distribution` is."""

    parts: Mapping[str, Any]
    number: Callable[[str], float]
    signed: bool = False
    folder: Path = Path()
    read: Callable[..., Distribution] | None = None

    def __contains__(self, key: str) -> bool:
        return key in self.parts

    def text(self, key: str) -> str:
        """The text of a part."""
        if not isinstance(self.parts[key], str):
            raise BadValue("each part of a law is one quantity", "write {median: 1 hour, p95: 8 hours}")
        return str(self.parts[key])

    def size(self, key: str) -> float:
        """A part in quanta."""
        text = self.text(key)
        try:
            size = self.number(text)
        except BadValue as error:
            if len(self.parts) == 1 and key == "size":
                raise
            raise BadValue(f"`{key}`: {error.message}", error.hint, error.topic) from None
        if size < 0 and not self.signed:
            raise BadValue(f"a size cannot be negative: `{key}` is {text}")
        return size

    def above_zero(self, key: str) -> float:
        """A part in quanta that must be above 0."""
        if self.size(key) <= 0:
            raise BadValue(f"`{key}` must be above 0")
        return self.size(key)

    def spread(self, key: str) -> float:
        """A standard deviation in quanta."""
        size = replace(self, signed=True).size(key)
        if size < 0:
            raise BadValue(f"`{key}` cannot be negative")
        if size == 0:
            raise BadValue(f"`{key}` is 0, so there is no spread", "for one certain size write it alone")
        return size

    def plain(self, key: str) -> float:
        """A part that is a plain number above 0."""
        try:
            num, decimals = parse_decimal(self.text(key))
        except BadValue as error:
            raise BadValue(f"`{key}`: {error.message}", error.hint, error.topic) from None
        if num <= 0:
            raise BadValue(f"`{key}` must be above 0")
        scale: int = 10**decimals
        return num / scale

    def quantiles(self, positive: bool = True) -> list[tuple[float, float]]:
        """The quantiles given, (probability, size) in order."""
        points = rising([(key, self.size(key)) for key in self.parts if key in QUANTILES])
        if positive and points and points[0][1] <= 0:
            raise BadValue("the quantiles of this law must be above 0", "this law has no draws at or below 0")
        return points

    def inner(self, value: object) -> Distribution:
        """A distribution inside this one, of the same unit."""
        if self.read is None:
            raise BadValue("no law is due inside this one")
        return self.read(value, self.number, signed=self.signed, folder=self.folder)


def share_words(share: float) -> str:
    """A share of draws as a percentage."""
    return f"{share:.1%}".replace("%", " %") if share >= 0.001 else "less than 0.1 %"
