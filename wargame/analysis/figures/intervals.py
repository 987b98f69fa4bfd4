"""How far a figure taken from n futures may be off: samples, ranks, and intervals made of whole numbers and decimal arithmetic only.

Sums are exact integers, roots and powers are taken in decimal arithmetic done by software, and probabilities use `+ - * /` only, so that every
figure is the same on every processor.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction
from operator import mul

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.int64]
Losses = NDArray[np.int64] | Sequence[int]

SIDE = 0.025
Z = Decimal("1.959963984540054235524594430520551527955")
EXACT = Context(prec=50)
_TINY = 1e-25
_PIECE = 2**16


class Sample:
    """Losses with weights (whole numbers, 1 each if not given), and the sums and ranks that the measures are made of. ValueError if
    they do not match."""

    def __init__(self, losses: Losses, weights: Losses | None = None) -> None:
        self.x = _whole(losses, "losses")
        self.weights = None if weights is None else _whole(weights, "weights")
        w = self.weights
        self._reached: Column | None = None
        if w is None:
            self.sorted = np.sort(self.x)
        else:
            if w.size != self.x.size or (w < 0).any():
                raise ValueError(f"{self.x.size} losses need as many weights, none below 0; there are {w.size}, the least {w.min(initial=0)}")
            order = np.argsort(self.x, kind="stable")
            self.sorted, self._reached = self.x[order], np.cumsum(w[order])
        self.powers = (self.x.size,) * 3 if w is None else tuple(sum(one**k for one in w.tolist()) for k in (1, 2, 3))
        self.total = self.powers[0]
        # Kish (1965): as many equally weighted futures would tell as much.
        self.n = self.total**2 // self.powers[1] if self.total else 0

    @property
    def reached(self) -> Column:
        """Weight up to each of the sorted losses; without weights that is its rank, made when asked for."""
        return np.arange(1, self.x.size + 1) if self._reached is None else self._reached

    def at(self, weight: Fraction | int) -> int:
        """The smallest loss up to which at least so much weight lies."""
        if self._reached is None:
            return int(self.sorted[max(math.ceil(weight) - 1, 0)])
        return int(self.sorted[np.searchsorted(self.reached, math.ceil(weight))])

    def var(self, level: Fraction) -> int:
        """VaR: the loss of rank ceil(n a)."""
        return self.at(level * self.total)

    def sums(self, values: Column, weight_power: int, powers: int) -> list[int]:
        """Sums of w^weight_power · value^k for k = 1 … powers, exact."""
        result = [0] * powers
        for first in range(0, values.size, _PIECE):  # exact numbers are large: a piece at a time keeps memory flat
            piece = np.flatnonzero(values[first : first + _PIECE]) + first
            found = values[piece].tolist()
            scaled = [1] * len(found) if self.weights is None else [w**weight_power for w in self.weights[piece].tolist()]
            for power in range(powers):
                scaled = list(map(mul, scaled, found))
                result[power] += sum(scaled)
        return result

    def mean(self, values: Column) -> Fraction:
        """The weighted mean of one value a future, exact."""
        return Fraction(self.sums(values, 1, 1)[0], self.total)


def exact_sum(values: Column) -> int:
    """The sum of whole numbers, however large and many, as a Python integer."""
    return sum(sum(values[first : first + _PIECE].tolist()) for first in range(0, values.size, _PIECE))


def binomial_ranks(n: int, level: Fraction) -> tuple[int, int] | None:
    """Ranks (from 1) of the order statistics that hold the quantile between them with at least 95 %, 2.5 % on either side; None if n is
    too small for them."""
    odds = level.numerator / (level.denominator - level.numerator)
    mode = min((n + 1) * level.numerator // level.denominator, n)
    chances = {mode: 1.0}
    term, k = 1.0, mode
    while k < n and term > _TINY:
        term *= (n - k) / (k + 1) * odds
        k += 1
        chances[k] = term
    term, k = 1.0, mode
    while k > 0 and term > _TINY:
        term *= k / ((n - k + 1) * odds)
        k -= 1
        chances[k] = term
    total = math.fsum(chances.values())
    below, low, high = 0.0, 0, n + 1
    for k in sorted(chances):
        below += chances[k] / total
        if below <= SIDE:
            low = k + 1
        if below >= 1 - SIDE:
            high = k + 1
            break
    return (max(low, 1), high) if high <= n else None


def student(df: int) -> Decimal:
    """The 97.5 % point of Student's t for 9 degrees of freedom or more, to four decimals at 9 and better beyond (Fisher and Cornish 1960)."""
    c, z = EXACT, Z
    series = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return c.plus(z + sum((term / df**power for power, term in enumerate(series, 1)), Decimal(0)))


def _whole(values: Losses, what: str) -> Column:
    column = np.asarray(values)
    if column.size and column.dtype.kind not in "iu":
        raise ValueError(f"{what} are whole minor units, not {column.dtype}; round them where they arise")
    return column.astype(np.int64)


def hall(sample: Sample, values: Column, df: int) -> tuple[Fraction, Fraction]:
    """How far below and above their mean the true mean of `values` may lie. With T = (mean - true) / s and g the skewness, T + g T²/3 + g²T³/27 +
    g/6n is nearly t / √n, which a cube root undoes."""
    n, (w1, w2, w3) = values.size, sample.powers
    m = sample.mean(values)
    squares, cubes = sample.sums(values, 2, 2), sample.sums(values, 3, 3)
    # Moments of v = w (y - m) · n / W, which is y - m where all weights are 1.
    scale = Fraction(n, w1)
    second = scale**2 * (squares[1] - 2 * m * squares[0] + m * m * w2) / n
    third = scale**3 * (cubes[2] - 3 * m * cubes[1] + 3 * m * m * cubes[0] - m**3 * w3) / n
    if second <= 0:
        return Fraction(0), Fraction(0)
    c = EXACT
    spread = c.sqrt(decimal(second * n / (n - 1)))
    skew = c.divide(decimal(third), c.multiply(decimal(second), c.sqrt(decimal(second))))
    reach = c.divide(student(df), c.sqrt(Decimal(n)))
    below, above = (c.multiply(spread, _undo(skew, c.multiply(Decimal(sign), reach), n)) for sign in (1, -1))
    return -Fraction(below), -Fraction(above)


def _undo(skew: Decimal, u: Decimal, n: int) -> Decimal:
    c = EXACT
    u = c.subtract(u, c.divide(skew, Decimal(6 * n)))
    if abs(skew) < Decimal("1e-20"):
        return u
    cubed = c.add(Decimal(1), c.multiply(skew, u))
    root = c.power(abs(cubed), c.divide(Decimal(1), Decimal(3))).copy_sign(cubed) if cubed else Decimal(0)
    return c.divide(c.multiply(Decimal(3), c.subtract(root, Decimal(1))), skew)


def decimal(value: Fraction) -> Decimal:
    """A fraction to 50 figures."""
    return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
