"""What a party stands to lose: the distribution of its loss over all futures, in seven measures, each with a 95 % interval or the reason why it has
none.

Losses are int64 minor units, one a future; more than 0 is a loss. Sums are exact integers, roots and powers are taken in decimal arithmetic done by
software, and probabilities use `+ - * /` only, so that every figure is the same on every processor.

Definitions. VaR_a is the order statistic of rank ceil(n a): the smallest loss not passed in at least a of the futures. TVaR_a is the mean of the
worst 1 - a, the loss at VaR_a counting by the fraction of it that belongs there: VaR_a + mean((x - VaR_a)+) / (1 - a), the coherent form of Acerbi
and Tasche (2002) and of Rockafellar and Uryasev (2002).
"""
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from operator import mul

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.int64]
Losses = NDArray[np.int64] | Sequence[int]

MEASURES = ("mean", "sd", "var95", "tvar95", "var99", "tvar99", "worst")
DIFFERENCES = ("mean", "var95", "tvar95", "var99", "tvar99", "worst")
LEVELS = {"95": Fraction(95, 100), "99": Fraction(99, 100)}
FEWEST = 10  # observations below which an interval would be a guess
SIDE = 0.025
Z = Decimal("1.959963984540054235524594430520551527955")
_EXACT = Context(prec=50)
_TINY = 1e-25


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a distribution in minor units, exact; `low` and `high` bound it at 95 %. None with a `note` where n cannot support it."""

    name: str
    value: Fraction | None
    low: Fraction | None = None
    high: Fraction | None = None
    note: str = ""


class Sample:
    """Losses with weights (whole numbers, 1 each if not given), and the sums and ranks that the measures are made of. ValueError if they do not
    match."""

    def __init__(self, losses: Losses, weights: Losses | None = None) -> None:
        self.x = _whole(losses, "losses")
        self.weights = None if weights is None else _whole(weights, "weights")
        w = np.ones(self.x.size, np.int64) if self.weights is None else self.weights
        if w.size != self.x.size or (w < 0).any():
            raise ValueError(f"{self.x.size} losses need as many weights, none below 0; there are {w.size}, the least {w.min(initial=0)}")
        order = np.argsort(self.x, kind="stable")
        self.sorted, self.reached = self.x[order], np.cumsum(w[order])
        self.powers = (self.x.size,) * 3 if self.weights is None else tuple(sum(one**k for one in w.tolist()) for k in (1, 2, 3))
        self.total = self.powers[0]
        # Kish (1965): as many equally weighted futures would tell as much.
        self.n = self.total**2 // self.powers[1] if self.total else 0

    def at(self, weight: Fraction | int) -> int:
        """The smallest loss up to which at least so much weight lies."""
        return int(self.sorted[np.searchsorted(self.reached, math.ceil(weight))])

    def var(self, level: Fraction) -> int:
        """VaR: the loss of rank ceil(n a)."""
        return self.at(level * self.total)

    def sums(self, values: Column, weight_power: int, powers: int) -> list[int]:
        """Sums of w^weight_power · value^k for k = 1 … powers, exact."""
        some = np.flatnonzero(values)
        found = values[some].tolist()
        scaled = [1] * len(found) if self.weights is None else [w**weight_power for w in self.weights[some].tolist()]
        result = []
        for _ in range(powers):
            scaled = list(map(mul, scaled, found))
            result.append(sum(scaled))
        return result

    def mean(self, values: Column) -> Fraction:
        """The weighted mean of one value a future, exact."""
        return Fraction(self.sums(values, 1, 1)[0], self.total)


def measures(losses: Losses | Sample, weights: Losses | None = None) -> list[Measure]:
    """The seven measures of MEASURES, in that order. Intervals:

    mean -- Hall (1992), Student's t with the skewness taken out by a cubic transformation: on losses that are rare or have a long tail t itself
    leaves the truth outside twice as often as it says. sd -- Bonett (2006), for any distribution. VaR -- order statistics by the binomial (Conover
    1999). TVaR -- the variance of Manistre and Hancock (2005), skewness removed as for the mean, t by the number of futures in the tail. worst --
    nothing bounds it from above.
    """
    sample = losses if isinstance(losses, Sample) else Sample(losses, weights)
    if sample.n == 0:
        return [Measure(name, None, note="not estimable (n = 0)") for name in MEASURES]
    tails = [figure for name, level in LEVELS.items() for figure in (_var(sample, name, level), _tvar(sample, name, level))]
    worst = Fraction(int(sample.sorted[-1]))
    return [_mean(sample), _sd(sample), *tails, Measure("worst", worst, worst, None, f"no upper bound: the worst of {sample.x.size} futures")]


def exceedance(losses: Losses | Sample, points: int = 200) -> list[tuple[int, float]]:
    """At most `points` pairs (loss in minor units, share of futures that lose at least as much), from the smallest loss to the worst; dense in the
    tail."""
    ordered = (losses if isinstance(losses, Sample) else Sample(losses)).sorted
    n = ordered.size
    for step in (64, 32, 16, 8, 4, 2, 1):
        worst = [1]
        while worst[-1] < n:
            worst.append(min(worst[-1] + max(1, worst[-1] // step), n))
        if len(worst) <= points:
            break
    found = sorted({int(ordered[n - k]) for k in worst} if n else ())
    return [(loss, (n - int(np.searchsorted(ordered, loss))) / n) for loss in found]


def difference(a: Losses | Sample, b: Losses | Sample, measure: str = "mean") -> Measure:
    """How much larger a measure of `a` is than of `b`, future by future the same worlds, so that what they share cancels out.

    mean and TVaR -- the interval of `measures` for the mean of the paired differences. VaR -- the half-widths of both order-statistic intervals,
    joined by the correlation of being beyond VaR: the delta method with the sparsity estimate of Bloch and Gastwirth (1968). worst -- no interval.
    KeyError for any other.
    """
    first, second = (one if isinstance(one, Sample) else Sample(one) for one in (a, b))
    if first.x.size != second.x.size:
        raise ValueError(f"a paired difference needs the same futures on both sides, not {first.x.size} and {second.x.size}")
    if first.n == 0:
        return Measure(measure, None, note="not estimable (n = 0)")
    if measure == "worst":
        return Measure(measure, Fraction(int(first.sorted[-1]) - int(second.sorted[-1])), note="no interval for a difference of extremes")
    if measure == "mean":
        return _mean(Sample(first.x - second.x, first.weights))
    level = LEVELS[measure.removeprefix("t").removeprefix("var")]
    ranks = binomial_ranks(first.n, level)
    if ranks is None:
        return Measure(measure, None, note=f"not estimable (n = {first.n})")
    one, other = first.var(level), second.var(level)
    if measure.startswith("tvar"):
        excess = np.maximum(first.x - one, 0) - np.maximum(second.x - other, 0)
        return _tail_mean(measure, first, excess, one - other, level)
    return _var_difference(measure, (first, second), (one, other), level, ranks)


def binomial_ranks(n: int, level: Fraction) -> tuple[int, int] | None:
    """Ranks (from 1) of the order statistics that hold the quantile between them with at least 95 %, 2.5 % on either side; None if n is too small for
    them."""
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
    c, z = _EXACT, Z
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


def _mean(sample: Sample) -> Measure:
    value = sample.mean(sample.x)
    if sample.n < FEWEST:
        return Measure("mean", value, note=f"interval not estimable (n = {sample.n})")
    low, high = _hall(sample, sample.x, sample.n - 1)
    return Measure("mean", value, value + low, value + high)


def _hall(sample: Sample, values: Column, df: int) -> tuple[Fraction, Fraction]:
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
    c = _EXACT
    spread = c.sqrt(_decimal(second * n / (n - 1)))
    skew = c.divide(_decimal(third), c.multiply(_decimal(second), c.sqrt(_decimal(second))))
    reach = c.divide(student(df), c.sqrt(Decimal(n)))
    below, above = (c.multiply(spread, _undo(skew, c.multiply(Decimal(sign), reach), n)) for sign in (1, -1))
    return -Fraction(below), -Fraction(above)


def _undo(skew: Decimal, u: Decimal, n: int) -> Decimal:
    c = _EXACT
    u = c.subtract(u, c.divide(skew, Decimal(6 * n)))
    if abs(skew) < Decimal("1e-20"):
        return u
    cubed = c.add(Decimal(1), c.multiply(skew, u))
    root = c.power(abs(cubed), c.divide(Decimal(1), Decimal(3))).copy_sign(cubed) if cubed else Decimal(0)
    return c.divide(c.multiply(Decimal(3), c.subtract(root, Decimal(1))), skew)


def _sd(sample: Sample) -> Measure:
    """Bonett (2006): s √c · exp(± z e / 2), e from the kurtosis about a trimmed mean, c = n / (n - z)."""
    n, w1 = sample.n, sample.total
    if n < 2:
        return Measure("sd", None, note=f"not estimable (n = {n})")
    m = sample.mean(sample.x)
    squares = sample.sums(sample.x, 1, 2)[1] - m * m * w1
    variance = squares / w1 * n / (n - 1)
    c = _EXACT
    spread = Fraction(c.sqrt(_decimal(variance)))
    if n < FEWEST:
        return Measure("sd", spread, note=f"interval not estimable (n = {n})")
    if not variance:
        return Measure("sd", spread, spread, spread)
    cut = n // (2 * math.isqrt(n - 4)) * w1 // n
    kept = sample.sorted[(sample.reached > cut) & (sample.reached <= w1 - cut)].tolist()
    centre = sum(kept) // len(kept) if kept else round(m)
    fourth = sample.sums(sample.x - centre, 1, 4)[3]
    excess = Fraction(w1 * fourth) / (squares * squares) - Fraction(n - 3, n)
    correction = c.divide(Decimal(n), c.subtract(Decimal(n), Z))
    error = c.multiply(correction, c.sqrt(_decimal(max(excess, Fraction(0)) / (n - 1))))
    half = c.divide(c.multiply(Z, error), Decimal(2))
    root = c.sqrt(correction)
    low, high = (spread * Fraction(c.multiply(root, c.exp(sign * half))) for sign in (-1, 1))
    return Measure("sd", spread, min(low, spread), high)


def _var(sample: Sample, name: str, level: Fraction) -> Measure:
    ranks = binomial_ranks(sample.n, level)
    if ranks is None:
        return Measure(f"var{name}", None, note=f"not estimable (n = {sample.n})")
    low, high = _between(sample, ranks)
    return Measure(f"var{name}", Fraction(sample.var(level)), Fraction(low), Fraction(high))


def _between(sample: Sample, ranks: tuple[int, int]) -> tuple[int, int]:
    low, high = (sample.at(Fraction(rank * sample.total, sample.n)) for rank in ranks)
    return low, high


def _tvar(sample: Sample, name: str, level: Fraction) -> Measure:
    if binomial_ranks(sample.n, level) is None:
        return Measure(f"tvar{name}", None, note=f"not estimable (n = {sample.n})")
    at = sample.var(level)
    return _tail_mean(f"tvar{name}", sample, np.maximum(sample.x - at, 0), at, level)


def _tail_mean(name: str, sample: Sample, excess: Column, base: int, level: Fraction) -> Measure:
    """base + mean(excess) / (1 - a), and how far it may be off: the variance of that mean is Manistre and Hancock's (s² + a (TVaR - VaR)²) / n (1 -
    a)."""
    value = base + sample.mean(excess) / (1 - level)
    tail = sample.n - math.ceil(sample.n * level)
    if tail < FEWEST:
        return Measure(name, value, note=f"interval not estimable ({tail} futures in the tail)")
    low, high = _hall(sample, excess, tail - 1)
    return Measure(name, value, value + low / (1 - level), value + high / (1 - level))


def _var_difference(name: str, samples: tuple[Sample, Sample], at: tuple[int, int], level: Fraction, ranks: tuple[int, int]) -> Measure:
    beyond = [sample.x > var for sample, var in zip(samples, at, strict=True)]
    first, second, joint = (samples[0].mean(which.astype(np.int64)) for which in (*beyond, beyond[0] & beyond[1]))
    spread = first * (1 - first) * second * (1 - second)
    together = Fraction(_EXACT.divide(_decimal(joint - first * second), _EXACT.sqrt(_decimal(spread)))) if spread else Fraction(0)
    rho = max(min(together, Fraction(1)), Fraction(-1))
    p, q = (Fraction(high - low, 2) for low, high in (_between(sample, ranks) for sample in samples))
    reach = Fraction(_EXACT.sqrt(_decimal(max(p * p + q * q - 2 * rho * p * q, Fraction(0)))))
    value = Fraction(at[0] - at[1])
    return Measure(name, value, value - reach, value + reach)


def _decimal(value: Fraction) -> Decimal:
    return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
