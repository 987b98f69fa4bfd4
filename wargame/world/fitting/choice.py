"""The distribution of repair chosen among the candidates, with intervals that own up to the choice.

The distribution with the smallest Akaike criterion is written into the scenario. But a few dozen lengths seldom tell a gamma from a Weibull
distribution, and an interval that takes the chosen distribution for granted is too narrow: of 300 samples of 30 or 60 lengths, 87 to 94 % of such
intervals held the true p95, and 92 to 96 % of those below. So the intervals of median, p95 and mean are model-averaged tail areas (Turek and Fletcher
2012): each distribution's own interval, weighted by how plausible Akaike's criterion leaves it. Where one distribution stands clear of the others
they are its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from wargame.core.arrays import Floats
from wargame.world.fitting.estimate import Estimate
from wargame.world.fitting.families import FAMILIES, FittedDistribution, Lengths, fit_distribution
from wargame.world.fitting.goodness import Goodness, distances, goodness
from wargame.world.fitting.intervals import intervals

Z975 = 1.959963984540054
POINTS = 120  # of a quantile plot
_NEGLIGIBLE = 1e-4


@dataclass(frozen=True)
class Candidate:
    """One distribution, how plausible it is beside the others (0 to 1), and its distances."""

    distribution: FittedDistribution
    weight: float
    ks: float
    ad: float


@dataclass(frozen=True)
class Chosen:
    """The chosen distribution, the other candidates, intervals, goodness, and the quantile plot: (length, length expected there)."""

    distribution: FittedDistribution
    candidates: tuple[Candidate, ...]
    median: Estimate
    p95: Estimate
    mean: Estimate
    shape: Estimate
    goodness: Goodness
    quantiles: tuple[tuple[float, float], ...]


def choose(data: Lengths) -> Chosen:
    """Fit every candidate and choose."""
    ranked = sorted((fit_distribution(name, data) for name in FAMILIES), key=lambda distribution: distribution.aic)
    raw = [math.exp(-(distribution.aic - ranked[0].aic) / 2) for distribution in ranked]
    weights = [one / sum(raw) for one in raw]
    ordered = np.sort(data.ended)
    candidates = tuple(
        Candidate(distribution, weight, *(float(x) for x in distances(distribution.below(ordered))))
        for distribution, weight in zip(ranked, weights, strict=True)
    )
    own = [intervals(distribution, data) if weight > _NEGLIGIBLE else None for distribution, weight in zip(ranked, weights, strict=True)]
    assert own[0] is not None
    median, p95, mean = (
        _averaged(own[0][which], [(one[which], weight) for one, weight in zip(own, weights, strict=True) if one is not None]) for which in range(3)
    )
    return Chosen(ranked[0], candidates, median, p95, mean, own[0][3], goodness(ranked[0], data), _quantile_plot(ranked[0], data))


def _averaged(best: Estimate, parts: list[tuple[Estimate, float]]) -> Estimate:
    """The model-averaged tail-area interval on the logarithmic scale, with each distribution's error taken from its own interval, side by side."""
    from scipy.optimize import brentq
    from scipy.special import ndtr

    if len(parts) == 1 or best.value is None:
        return best
    total = sum(weight for _, weight in parts)
    ends = []
    for side in (-1, 1):
        known = [(*_on_logs(one, side), weight / total) for one, weight in parts]

        def tail(x: float, known: list[tuple[float, float, float]] = known, side: int = side) -> float:
            return sum(w * float(ndtr(side * (middle - x) / max(error, 1e-12))) for middle, error, w in known) - 0.025

        low = min(middle - 10 * error for middle, error, _ in known) - 1e-9
        high = max(middle + 10 * error for middle, error, _ in known) + 1e-9
        ends.append(math.exp(float(brentq(tail, low, high))))
    return Estimate(best.name, best.value, ends[0], ends[1], best.unit)


def _on_logs(one: Estimate, side: int) -> tuple[float, float]:
    """The logarithm of a figure, and its standard error there as the lower (-1) or upper (1) end of its interval tells it."""
    value, end = one.value, one.low if side < 0 else one.high
    assert value is not None and end is not None  # `intervals` gives no figure without them
    return math.log(value), abs(math.log(end / value)) / Z975


def _quantile_plot(distribution: FittedDistribution, data: Lengths) -> tuple[tuple[float, float], ...]:
    """At most POINTS pairs of an ordered length and the fitted quantile at its place; the places are Kaplan and Meier's where lengths are open."""
    times, places = kaplan_meier(data)
    if times.size > POINTS:
        # Even in rank, with both ends kept: the tail is what one looks at.
        at = np.unique(np.concatenate((np.linspace(0, times.size - 1, POINTS - 20).round().astype(int), np.arange(times.size - 20, times.size))))
        times, places = times[at], places[at]
    return tuple(zip(times.tolist(), distribution.quantile(places).tolist(), strict=True))


def kaplan_meier(data: Lengths) -> tuple[Floats, Floats]:
    """Ordered lengths that ended, and the share of all lengths below each (half of its own step counted)."""
    ended = np.sort(data.ended)
    at_risk = data.ended.size + data.open.size - np.arange(ended.size) - np.searchsorted(np.sort(data.open), ended)
    survival = np.cumprod(1 - 1 / at_risk)
    before = np.concatenate(([1.0], survival[:-1]))
    return ended, 1 - (survival + before) / 2
