"""What a party stands to lose: the distribution of its loss over all futures, in seven measures, each with a 95 % interval or the reason
why it has none.

Losses are int64 minor units, one a future; more than 0 is a loss. Every figure is the same on every processor (see `intervals`).

Definitions. VaR_a is the order statistic of rank ceil(n a): the smallest loss not passed in at least a of the futures. TVaR_a is the mean of the
worst 1 - a, the loss at VaR_a counting by the fraction of it that belongs there: VaR_a + mean((x - VaR_a)+) / (1 - a), the coherent form of Acerbi
and Tasche (2002) and of Rockafellar and Uryasev (2002).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from wargame.analysis.figures.intervals import EXACT, Column, Losses, Sample, Z, binomial_ranks, decimal, exact_sum, hall
from wargame.analysis.tables.exposure import DifferenceName, MeasureName

MEASURES: tuple[MeasureName, ...] = ("mean", "sd", "var95", "tvar95", "var99", "tvar99", "worst")
DIFFERENCES: tuple[DifferenceName, ...] = ("mean", "var95", "tvar95", "var99", "tvar99", "worst")
LEVELS = {"95": Fraction(95, 100), "99": Fraction(99, 100)}
_TAILS: dict[MeasureName, tuple[bool, Fraction]] = {  # the whole tail, or its edge
    "var95": (False, LEVELS["95"]), "tvar95": (True, LEVELS["95"]), "var99": (False, LEVELS["99"]), "tvar99": (True, LEVELS["99"]),
}  # fmt: skip
LEVELS_SHOWN = (0.5, 0.2, 0.1, 0.05, 0.01)
FEWEST = 10  # observations below which an interval would be a guess


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a distribution in minor units, exact; `low` and `high` bound it at 95 %. None with a `note` where n cannot support it."""

    name: MeasureName
    value: Fraction | None
    low: Fraction | None = None
    high: Fraction | None = None
    note: str = ""


def measures(losses: Losses | Sample, weights: Losses | None = None) -> list[Measure]:
    """The seven measures of MEASURES, in that order. Intervals:

    mean -- Hall (1992), Student's t with the skewness taken out by a cubic transformation: on losses that are rare or have a long tail t itself
    leaves the truth outside twice as often as it says. sd -- Bonett (2006), for any distribution with a fourth moment; of a lognormal of sigma 1 it
    covers 89 % at n = 2,000. VaR -- order statistics by the binomial (Conover 1999). TVaR -- the variance of Manistre and Hancock (2005), skewness
    removed as for the mean, t by the number of futures in the tail. worst -- nothing bounds it from above.
    """
    sample = losses if isinstance(losses, Sample) else Sample(losses, weights)
    if sample.n == 0:
        return [Measure(name, None, note="not estimable (n = 0)") for name in MEASURES]
    tails = [_tvar(sample, name, level) if whole else _var(sample, name, level) for name, (whole, level) in _TAILS.items()]
    worst = Fraction(int(sample.sorted[-1]))
    return [_mean(sample), _sd(sample), *tails, Measure("worst", worst, worst, None, f"no upper bound: the worst of {sample.x.size} futures")]


def exceedance(losses: Losses | Sample, points: int = 200) -> list[tuple[int, float]]:
    """At most `points` pairs (loss in minor units, share of futures that lose at least as much), from the smallest loss to the worst;
    dense in the tail."""
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


def loss_at(losses: Losses | Sample, shares: Sequence[float] = LEVELS_SHOWN) -> list[int | None]:
    """The loss in minor units that so large a share of futures reaches or passes (VaR at 1 - share), one for each of `shares`; None where n
    cannot tell."""
    sample = losses if isinstance(losses, Sample) else Sample(losses)
    levels = [1 - Fraction(str(share)) for share in shares]
    return [sample.var(level) if sample.n and binomial_ranks(sample.n, level) else None for level in levels]


def difference(a: Losses | Sample, b: Losses | Sample, measure: DifferenceName = "mean") -> Measure:
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
    whole, level = _TAILS[measure]
    ranks = binomial_ranks(first.n, level)
    if ranks is None:
        return Measure(measure, None, note=f"not estimable (n = {first.n})")
    one, other = first.var(level), second.var(level)
    if whole:
        excess = np.maximum(first.x - one, 0) - np.maximum(second.x - other, 0)
        return _tail_mean(measure, first, excess, one - other, level)
    return _var_difference(measure, (first, second), (one, other), level, ranks)


def _mean(sample: Sample) -> Measure:
    value = sample.mean(sample.x)
    if sample.n < FEWEST:
        return Measure("mean", value, note=f"interval not estimable (n = {sample.n})")
    low, high = hall(sample, sample.x, sample.n - 1)
    return Measure("mean", value, value + low, value + high)


def _sd(sample: Sample) -> Measure:
    """Bonett (2006): s √c · exp(± z e / 2), e from the kurtosis about a trimmed mean, c = n / (n - z)."""
    n, w1 = sample.n, sample.total
    if n < 2:
        return Measure("sd", None, note=f"not estimable (n = {n})")
    m = sample.mean(sample.x)
    squares = sample.sums(sample.x, 1, 2)[1] - m * m * w1
    variance = squares / w1 * n / (n - 1)
    c = EXACT
    spread = Fraction(c.sqrt(decimal(variance)))
    if n < FEWEST:
        return Measure("sd", spread, note=f"interval not estimable (n = {n})")
    if not variance:
        return Measure("sd", spread, spread, spread)
    cut = n // (2 * math.isqrt(n - 4)) * w1 // n
    kept = sample.sorted[cut : w1 - cut] if sample.weights is None else sample.sorted[(sample.reached > cut) & (sample.reached <= w1 - cut)]
    centre = exact_sum(kept) // kept.size if kept.size else round(m)
    fourth = sample.sums(sample.x - centre, 1, 4)[3]
    excess = Fraction(w1 * fourth) / (squares * squares) - Fraction(n - 3, n)
    correction = c.divide(Decimal(n), c.subtract(Decimal(n), Z))
    error = c.multiply(correction, c.sqrt(decimal(max(excess, Fraction(0)) / (n - 1))))
    half = c.divide(c.multiply(Z, error), Decimal(2))
    root = c.sqrt(correction)
    low, high = (spread * Fraction(c.multiply(root, c.exp(sign * half))) for sign in (-1, 1))
    return Measure("sd", spread, min(low, spread), high)


def _var(sample: Sample, name: MeasureName, level: Fraction) -> Measure:
    ranks = binomial_ranks(sample.n, level)
    if ranks is None:
        return Measure(name, None, note=f"not estimable (n = {sample.n})")
    low, high = _between(sample, ranks)
    return Measure(name, Fraction(sample.var(level)), Fraction(low), Fraction(high))


def _between(sample: Sample, ranks: tuple[int, int]) -> tuple[int, int]:
    low, high = (sample.at(Fraction(rank * sample.total, sample.n)) for rank in ranks)
    return low, high


def _tvar(sample: Sample, name: MeasureName, level: Fraction) -> Measure:
    if binomial_ranks(sample.n, level) is None:
        return Measure(name, None, note=f"not estimable (n = {sample.n})")
    at = sample.var(level)
    return _tail_mean(name, sample, np.maximum(sample.x - at, 0), at, level)


def _tail_mean(name: MeasureName, sample: Sample, excess: Column, base: int, level: Fraction) -> Measure:
    """base + mean(excess) / (1 - a), and how far it may be off: the variance of that mean is Manistre and Hancock's (s² + a (TVaR - VaR)²) /
    n (1 - a)."""
    value = base + sample.mean(excess) / (1 - level)
    tail = sample.n - math.ceil(sample.n * level)
    if tail < FEWEST:
        return Measure(name, value, note=f"interval not estimable ({tail} futures in the tail)")
    low, high = hall(sample, excess, tail - 1)
    return Measure(name, value, value + low / (1 - level), value + high / (1 - level))


def _var_difference(name: MeasureName, samples: tuple[Sample, Sample], at: tuple[int, int], level: Fraction, ranks: tuple[int, int]) -> Measure:
    beyond = [sample.x > var for sample, var in zip(samples, at, strict=True)]
    first, second, joint = (samples[0].mean(which.astype(np.int64)) for which in (*beyond, beyond[0] & beyond[1]))
    spread = first * (1 - first) * second * (1 - second)
    together = Fraction(EXACT.divide(decimal(joint - first * second), EXACT.sqrt(decimal(spread)))) if spread else Fraction(0)
    rho = max(min(together, Fraction(1)), Fraction(-1))
    p, q = (Fraction(high - low, 2) for low, high in (_between(sample, ranks) for sample in samples))
    reach = Fraction(EXACT.sqrt(decimal(max(p * p + q * q - 2 * rho * p * q, Fraction(0)))))
    value = Fraction(at[0] - at[1])
    return Measure(name, value, value - reach, value + reach)
