"""Candidate laws of a length: lognormal, gamma, Weibull, exponential, by maximum likelihood, chosen by Akaike's criterion.

A length that had not ended when it was last seen counts as "longer than so much" (right censoring). All four are scale families: a length is its
scale times a number that depends on the shape alone. So every quantile and the mean is scale × a function of the shape, and one interval serves
all: those values that the likelihood, at its best over the other parameter, does not reject. The limit is that of t² with n - 2 degrees of freedom,
exact for the mean of a normal law, rather than of chi² (which it becomes). Lognormal lengths that all ended have exact intervals: t for the median,
chi² for the shape, non-central t for p95 (Owen 1968).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wargame.world.fitting.estimate import Estimate

Floats = NDArray[np.float64]
LAWS = ("lognormal", "gamma", "weibull", "exponential")
MANY = 5_000  # beyond this many lengths intervals are those of the normal approximation, which by then agree
Z95 = 1.6448536269514722


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
class Law:
    """A law with its scale (seconds) and shape: lognormal median and sigma, gamma and Weibull scale and shape, exponential mean and 1."""

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
    """Quantile of a law of scale 1."""
    from scipy.special import gammaincinv, ndtri

    p = np.asarray(p, float)
    if name == "lognormal":
        return np.exp(shape * ndtri(p))
    if name == "gamma":
        return np.asarray(gammaincinv(shape, p))
    return (-np.log1p(-p)) ** (1 / shape if name == "weibull" else 1.0)


def unit_mean(name: str, shape: float) -> float:
    """Mean of a law of scale 1."""
    if name == "lognormal":
        return math.exp(min(shape * shape / 2, 600.0))
    if name == "gamma":
        return shape
    return math.gamma(1 + 1 / shape) if name == "weibull" and shape > 0.01 else 1.0


def log_survival(name: str, y: Floats, shape: float) -> Floats:
    """Logarithm of the share of lengths above y, for a law of scale 1."""
    from scipy.special import gammaincc, log_ndtr

    if name == "lognormal":
        return np.asarray(log_ndtr(-np.log(y) / shape))
    if name == "gamma":
        return np.log(np.maximum(gammaincc(shape, y), 1e-300))
    return -(y ** (shape if name == "weibull" else 1.0))


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


def fit_law(name: str, data: Lengths) -> Law:
    """The likeliest law of its family. Closed forms where there are any; else from a start by moments of the logarithms."""
    from scipy.optimize import minimize

    x, logs, n = data.ended, data.logs, data.ended.size
    minus = likelihood(name, data)
    if name == "exponential":
        scale = float(x.sum() + data.open.sum()) / n
        return Law(name, scale, 1.0, -minus(math.log(scale), 0.0))
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
    return Law(name, math.exp(start[0]), math.exp(start[1]), -minus(*start))


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
    """Log scale and log shape of the likeliest Weibull law, by Newton on the shape; logarithms are centred, so that no power overflows."""
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


def intervals(law: Law, data: Lengths) -> tuple[Estimate, Estimate, Estimate, Estimate]:
    """Median, p95, mean and shape of a law with their 95 % intervals; lengths in seconds."""
    values = {"median": float(law.quantile(0.5)), "p95": float(law.quantile(0.95)), "mean": law.mean, "shape": law.shape}
    if law.name == "lognormal" and not data.open.size:
        bounds = _exact_lognormal(law, data)
    elif law.name == "exponential":
        bounds = _exponential(law, data)
    else:
        bounds = {}
    if "mean" not in bounds:
        bounds = _by_likelihood(law, data) | bounds
    units = {"shape": ""}
    median, p95, mean, shape = (Estimate(name, value, *bounds[name], units.get(name, "seconds")) for name, value in values.items())
    return median, p95, mean, shape


def _exact_lognormal(law: Law, data: Lengths) -> dict[str, tuple[float, float]]:
    from scipy.special import chdtri, nctdtrit, stdtrit

    n = data.ended.size
    mean, s = float(data.logs.mean()), float(data.logs.std(ddof=1))
    half = float(stdtrit(n - 1, 0.975)) * s / math.sqrt(n)
    low, high = (float(nctdtrit(n - 1, Z95 * math.sqrt(n), p)) * s / math.sqrt(n) for p in (0.025, 0.975))
    shape = tuple(s * math.sqrt((n - 1) / float(chdtri(n - 1, p))) for p in (0.025, 0.975))
    return {
        "median": (math.exp(mean - half), math.exp(mean + half)),
        "p95": (math.exp(mean + low), math.exp(mean + high)),
        "shape": (shape[0], shape[1]),
    }


def _exponential(law: Law, data: Lengths) -> dict[str, tuple[float, float]]:
    """Total time over its chi² quantiles: exact where all ended, and close where some are open (Cox 1953)."""
    from scipy.special import chdtri

    d, total = data.ended.size, law.scale * data.ended.size
    low, high = 2 * total / float(chdtri(2 * d, 0.025)), 2 * total / float(chdtri(2 * d, 0.975))
    both = {name: float(unit_quantile("exponential", p, 1.0)) for name, p in (("median", 0.5), ("p95", 0.95))}
    return {name: (low * factor, high * factor) for name, factor in (both | {"mean": 1.0}).items()} | {"shape": (1.0, 1.0)}


def _by_likelihood(law: Law, data: Lengths) -> dict[str, tuple[float, float]]:
    functions: dict[str, Callable[[float], float]] = {
        "median": lambda s: math.log(max(float(unit_quantile(law.name, 0.5, math.exp(s))), 1e-300)),
        "p95": lambda s: math.log(max(float(unit_quantile(law.name, 0.95, math.exp(s))), 1e-300)),
        "mean": lambda s: math.log(unit_mean(law.name, math.exp(s))),
    }
    return Profile(law, data).bounds(functions)


class Profile:
    """The likelihood around its top, and the values of a function of the parameters that it does not reject."""

    def __init__(self, law: Law, data: Lengths) -> None:
        from scipy.special import stdtrit

        self.minus = likelihood(law.name, data)
        self.top = (math.log(law.scale), math.log(law.shape))
        self.best = self.minus(*self.top)
        self.limit = float(stdtrit(max(data.ended.size - 2, 1), 0.975)) ** 2
        self.many = data.ended.size > MANY
        self.covariance = np.linalg.inv(self._curvature())

    def _curvature(self) -> Floats:
        h, (a, b) = 1e-3, self.top
        f = self.minus
        across = (f(a + h, b + h) - f(a + h, b - h) - f(a - h, b + h) + f(a - h, b - h)) / (4 * h * h)
        along = [(f(a + h, b) - 2 * self.best + f(a - h, b)) / h**2, (f(a, b + h) - 2 * self.best + f(a, b - h)) / h**2]
        return np.array([[along[0], across], [across, along[1]]])

    def bounds(self, functions: dict[str, Callable[[float], float]]) -> dict[str, tuple[float, float]]:
        """Intervals of scale × exp(function of log shape), and of the shape."""
        found = {}
        for name, function in functions.items():
            slope = (function(self.top[1] + 1e-5) - function(self.top[1] - 1e-5)) / 2e-5
            gradient = np.array([1.0, slope])
            found[name] = self._ends(
                self.top[0] + function(self.top[1]), gradient, lambda value, free, function=function: self.minus(value - function(free), free), 1
            )
        found["shape"] = self._ends(self.top[1], np.array([0.0, 1.0]), lambda value, free: self.minus(free, value), 0)
        return found

    def _ends(self, middle: float, gradient: Floats, minus: Callable[[float, float], float], free: int) -> tuple[float, float]:
        from scipy.optimize import brentq, minimize_scalar

        error = math.sqrt(max(float(gradient @ self.covariance @ gradient), 1e-18))
        if self.many:
            return math.exp(middle - 1.96 * error), math.exp(middle + 1.96 * error)
        reach = 10 * math.sqrt(max(float(self.covariance[free, free]), 1e-18))
        around = self.top[free]

        def excess(value: float) -> float:
            lowest = minimize_scalar(lambda f: minus(value, f), bounds=(around - reach, around + reach), method="bounded", options={"xatol": 1e-6})
            return 2 * (float(lowest.fun) - self.best) - self.limit

        ends = []
        for sign in (-1, 1):
            step = 2.0
            while excess(middle + sign * step * error) < 0 and step < 60:
                step *= 1.5
            far = middle + sign * step * error
            ends.append(float(brentq(excess, *sorted((middle, far)), xtol=1e-6)) if excess(far) > 0 else far)
        return math.exp(ends[0]), math.exp(ends[1])
