"""Candidate distributions of a length: lognormal, gamma, Weibull, exponential, by maximum likelihood.

A length that had not ended when it was last seen counts as "longer than so much" (right censoring). All four are scale families: a length is its
scale times a number that depends on the shape alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from wargame.core.arrays import Floats

FAMILIES = ("lognormal", "gamma", "weibull", "exponential")


@dataclass(frozen=True)
class Lengths:
    """Lengths in seconds: those that ended, and those still open when last seen."""

    ended: Floats
    open: Floats

    @property
    def logs(self) -> Floats:
        """Logarithms of those that ended."""
        return np.log(self.ended)


@dataclass(frozen=True)
class FittedDistribution:
    """A distribution with its scale (seconds) and shape: lognormal median and sigma, gamma and Weibull scale and shape, exponential mean and 1."""

    name: str
    scale: float
    shape: float
    log_likelihood: float

    @property
    def parameters(self) -> int:
        """How many figures were estimated."""
        return 1 if self.name == "exponential" else 2

    @property
    def aic(self) -> float:
        """Akaike's criterion: smaller is better."""
        return 2 * self.parameters - 2 * self.log_likelihood

    def quantile(self, p: Floats | float) -> Floats:
        """Lengths that a share p of all lengths stays below."""
        return self.scale * unit_quantile(self.name, p, self.shape)

    def below(self, x: Floats) -> Floats:
        """The share of lengths at or below x."""
        return 1.0 - np.exp(log_survival(self.name, np.asarray(x, float) / self.scale, self.shape))

    @property
    def mean(self) -> float:
        """Mean length in seconds."""
        return self.scale * unit_mean(self.name, self.shape)

    @property
    def sd(self) -> float:
        """Standard deviation in seconds."""
        k = self.shape
        if self.name == "lognormal":
            return self.mean * math.sqrt(math.expm1(min(k * k, 600.0)))
        if self.name == "weibull":
            return self.scale * math.sqrt(max(math.gamma(1 + 2 / k) - math.gamma(1 + 1 / k) ** 2, 0.0)) if k > 0.02 else math.inf
        return self.scale * math.sqrt(k)


def unit_quantile(name: str, p: Floats | float, shape: float) -> Floats:
    """Quantile of a distribution of scale 1."""
    from scipy.special import gammaincinv, ndtri

    p = np.asarray(p, float)
    if name == "lognormal":
        return np.exp(shape * np.asarray(ndtri(p), float))
    if name == "gamma":
        return np.asarray(gammaincinv(shape, p), float)
    found: Floats = (-np.log1p(-p)) ** (1 / shape if name == "weibull" else 1.0)
    return found


def unit_mean(name: str, shape: float) -> float:
    """Mean of a distribution of scale 1."""
    if name == "lognormal":
        return math.exp(min(shape * shape / 2, 600.0))
    if name == "gamma":
        return shape
    return math.gamma(1 + 1 / shape) if name == "weibull" and shape > 0.01 else 1.0


def log_survival(name: str, y: Floats, shape: float) -> Floats:
    """Logarithm of the share of lengths above y, for a distribution of scale 1."""
    from scipy.special import gammaincc, log_ndtr

    if name == "lognormal":
        return np.asarray(log_ndtr(-np.log(y) / shape), float)
    if name == "gamma":
        above: Floats = np.maximum(gammaincc(shape, y), 1e-300)
        return np.log(above)
    power: Floats = y ** (shape if name == "weibull" else 1.0)
    return -power


def likelihood(name: str, data: Lengths) -> Callable[[float, float], float]:
    """Minus the logarithm of the likelihood as a function of log scale and log shape; sums that do not depend on them are taken once."""
    from scipy.special import gammaln

    n, x, logs = data.ended.size, data.ended, data.logs
    total, log_total, log_squares = float(x.sum()), float(logs.sum()), float((logs**2).sum())

    def minus(log_scale: float, log_shape: float) -> float:
        if abs(log_scale) > 100 or abs(log_shape) > 12:
            return 1e300
        scale, k = math.exp(log_scale), math.exp(log_shape)
        if name == "lognormal":
            squares = max(log_squares - 2 * log_scale * log_total + n * log_scale**2, 0.0)
            said = -log_total - n * log_shape - n * math.log(2 * math.pi) / 2 - squares / (2 * k * k)
        elif name == "gamma":
            said = (k - 1) * log_total - total / scale - n * (float(gammaln(k)) + k * log_scale)
        elif name == "weibull":
            with np.errstate(over="ignore"):
                power = float(np.sum(np.exp(np.minimum(k * (logs - log_scale), 700.0))))
            said = n * log_shape + (k - 1) * log_total - n * k * log_scale - power
        else:
            said = -n * log_scale - total / scale
        if data.open.size:
            with np.errstate(over="ignore"):
                said += float(np.sum(log_survival(name, data.open / scale, k)))
        return -said if math.isfinite(said) else 1e300

    return minus


def fit_distribution(name: str, data: Lengths) -> FittedDistribution:
    """The likeliest distribution of a family. Closed forms where there are any; else from a start by moments of the logarithms."""
    from scipy.optimize import minimize

    x, logs, n = data.ended, data.logs, data.ended.size
    minus = likelihood(name, data)
    if name == "exponential":
        scale = float(x.sum() + data.open.sum()) / n
        return FittedDistribution(name, scale, 1.0, -minus(math.log(scale), 0.0))
    spread = max(float(logs.std()), 1e-6)
    if name == "lognormal":
        start = (float(logs.mean()), math.log(spread))
    elif name == "gamma":
        k = _gamma_shape(math.log(float(x.mean())) - float(logs.mean()))
        start = (math.log(float(x.mean()) / k), math.log(k))
    else:
        start = _weibull(logs, 1.2825 / spread)
    if data.open.size:
        found = minimize(lambda v: minus(v[0], v[1]), np.array(start), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-9, "maxiter": 2_000})
        start = (float(found.x[0]), float(found.x[1]))
    return FittedDistribution(name, math.exp(start[0]), math.exp(start[1]), -minus(*start))


def _gamma_shape(gap: float) -> float:
    """The shape for which log mean - mean log is `gap`, by Newton from Minka's start (2002)."""
    from scipy.special import digamma, polygamma

    gap = max(gap, 1e-12)
    k = (3 - gap + math.sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap)
    for _ in range(50):
        move = (math.log(k) - float(digamma(k)) - gap) / (1 / k - float(polygamma(1, k)))
        k = max(k - move, k / 10)
        if abs(move) < 1e-12 * k:
            break
    return k


def _weibull(logs: Floats, k: float) -> tuple[float, float]:
    """Log scale and log shape of the likeliest Weibull distribution, by Newton on the shape; logarithms are centred, so that no power overflows."""
    top = float(logs.max())
    centred, mean = logs - top, float(logs.mean()) - top
    for _ in range(100):
        power = np.exp(k * centred)
        s0, s1, s2 = float(power.sum()), float((power * centred).sum()), float((power * centred**2).sum())
        value = s1 / s0 - 1 / k - mean
        slope = s2 / s0 - (s1 / s0) ** 2 + 1 / k**2
        new = max(k - value / slope, k / 4)
        done = abs(new - k) < 1e-12 * k
        k = new
        if done:
            break
    return top + math.log(float(np.exp(k * centred).mean())) / k, math.log(k)
