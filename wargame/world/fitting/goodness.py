"""How well a distribution fits: Kolmogorov and Smirnov's distance and Anderson and Darling's, with p-values that know it was fitted to the same
lengths.

Tables of these distances are for distributions given beforehand; one fitted to the data lies closer to them than any such. So the p-value is a
parametric bootstrap (Stute, González Manteiga and Presedo Quindimil 1993): lengths are drawn from the fitted distribution, it is fitted to them anew,
and the share of draws that lie further off is the p-value. Where some lengths are still open there is none: their number is an accident of when the
file was cut.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wargame.core.arrays import Floats
from wargame.core.streams import stream
from wargame.world.fitting.families import FittedDistribution, Lengths, fit_distribution

DRAWS = 199
LONGEST = 1_000  # lengths that a bootstrap looks at


@dataclass(frozen=True)
class Goodness:
    """Distances of a fitted distribution; p-values in [0, 1], or None with the reason. `of` is how many lengths the p-values look at."""

    ks: float
    ad: float
    p_ks: float | None
    p_ad: float | None
    of: int
    why: str = ""


def distances(uniform: Floats) -> tuple[float, float]:
    """Kolmogorov–Smirnov and Anderson–Darling of numbers that would be uniform if the distribution held; sorted along the last axis."""
    n = uniform.shape[-1]
    u = np.clip(uniform, 1e-15, 1 - 1e-15)
    rank = np.arange(1, n + 1)
    ks = np.maximum((rank / n - u).max(axis=-1), (u - (rank - 1) / n).max(axis=-1))
    ad = -n - ((2 * rank - 1) * (np.log(u) + np.log1p(-u[..., ::-1]))).sum(axis=-1) / n
    return ks, ad


def goodness(distribution: FittedDistribution, data: Lengths) -> Goodness:
    """Distances of a distribution that was fitted to `data`, with bootstrap p-values where all lengths ended."""
    everything = np.sort(data.ended)
    ks, ad = distances(distribution.below(everything))
    if data.open.size:
        why = f"n/a: {data.open.size} lengths are still open, and a bootstrap would have to guess when each would have been cut off"
        return Goodness(float(ks), float(ad), None, None, data.ended.size, why)
    some = data.ended if data.ended.size <= LONGEST else data.ended[np.linspace(0, data.ended.size - 1, LONGEST).round().astype(int)]
    fitted = distribution if some is data.ended else fit_distribution(distribution.name, Lengths(some, data.open))
    seen_ks, seen_ad = distances(fitted.below(np.sort(some)))
    generator = stream(0, f"fit/goodness/{distribution.name}", 0)
    further = np.zeros(2)
    for _ in range(DRAWS):
        drawn = np.maximum(fitted.quantile(generator.random(some.size)), 1e-9)
        again = fit_distribution(distribution.name, Lengths(drawn, data.open))
        a, b = distances(again.below(np.sort(drawn)))
        further += (a >= seen_ks, b >= seen_ad)
    p = (further + 1) / (DRAWS + 1)
    return Goodness(float(ks), float(ad), float(p[0]), float(p[1]), some.size)


def normal_goodness(innovations: Floats, projector: Floats) -> tuple[Goodness, Floats]:
    """Goodness of normal noise, and the 95 % envelope (low, high) of its sorted values. Simulated innovations go through the same regression as the
    real ones (`projector`); what was estimated of their persistence is taken as known."""
    from scipy.special import ndtr

    n = innovations.size
    scaled = np.sort(innovations / max(float(innovations.std()), 1e-300))
    ks, ad = distances(ndtr(scaled))
    if not projector.size:
        return Goodness(float(ks), float(ad), None, None, n, f"n/a: {n} periods are more than a bootstrap looks at"), np.zeros((2, 0))
    drawn = stream(0, "fit/goodness/noise", 0).standard_normal((999, n)) @ projector.T
    drawn /= np.maximum(drawn.std(axis=1, keepdims=True), 1e-300)
    drawn.sort(axis=1)
    other_ks, other_ad = distances(ndtr(drawn))
    p = [(float(np.sum(other >= one)) + 1) / 1000 for other, one in ((other_ks, ks), (other_ad, ad))]
    return Goodness(float(ks), float(ad), p[0], p[1], n), np.quantile(drawn, [0.025, 0.975], axis=0)
