"""Intervals of a distribution's median, p95, mean and shape, of 95 %.

All candidate distributions are scale families: a length is its scale times a number that depends on the shape alone. So every quantile and the mean
is scale × a function of the shape, and one interval serves all: those values that the likelihood, at its best over the other parameter, does not
reject. The limit is that of t² with n - 2 degrees of freedom, exact for the mean of a normal distribution, rather than of chi² (which it becomes).
Lognormal lengths that all ended have exact intervals: t for the median, chi² for the shape, non-central t for p95 (Owen 1968); exponential ones,
chi².
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np

from wargame.core.arrays import Floats
from wargame.world.fitting.estimate import Estimate
from wargame.world.fitting.families import FittedDistribution, Lengths, likelihood, unit_mean, unit_quantile

MANY = 5_000  # beyond this many lengths intervals are those of the normal approximation, which by then agree
Z95 = 1.6448536269514722


def intervals(distribution: FittedDistribution, data: Lengths) -> tuple[Estimate, Estimate, Estimate, Estimate]:
    """Median, p95, mean and shape of a distribution with their 95 % intervals; lengths in seconds."""
    values = {
        "median": float(distribution.quantile(0.5)),
        "p95": float(distribution.quantile(0.95)),
        "mean": distribution.mean,
        "shape": distribution.shape,
    }
    if distribution.name == "lognormal" and not data.open.size:
        bounds = _exact_lognormal(distribution, data)
    elif distribution.name == "exponential":
        bounds = _exponential(distribution, data)
    else:
        bounds = {}
    if "mean" not in bounds:
        bounds = _by_likelihood(distribution, data) | bounds
    units = {"shape": ""}
    median, p95, mean, shape = (Estimate(name, value, *bounds[name], units.get(name, "seconds")) for name, value in values.items())
    return median, p95, mean, shape


def _exact_lognormal(distribution: FittedDistribution, data: Lengths) -> dict[str, tuple[float, float]]:
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


def _exponential(distribution: FittedDistribution, data: Lengths) -> dict[str, tuple[float, float]]:
    """Total time over its chi² quantiles: exact where all ended, and close where some are open (Cox 1953)."""
    from scipy.special import chdtri

    d, total = data.ended.size, distribution.scale * data.ended.size
    low, high = 2 * total / float(chdtri(2 * d, 0.025)), 2 * total / float(chdtri(2 * d, 0.975))
    both = {name: float(unit_quantile("exponential", p, 1.0)) for name, p in (("median", 0.5), ("p95", 0.95))}
    return {name: (low * factor, high * factor) for name, factor in (both | {"mean": 1.0}).items()} | {"shape": (1.0, 1.0)}


def _by_likelihood(distribution: FittedDistribution, data: Lengths) -> dict[str, tuple[float, float]]:
    functions: dict[str, Callable[[float], float]] = {
        "median": lambda s: math.log(max(float(unit_quantile(distribution.name, 0.5, math.exp(s))), 1e-300)),
        "p95": lambda s: math.log(max(float(unit_quantile(distribution.name, 0.95, math.exp(s))), 1e-300)),
        "mean": lambda s: math.log(unit_mean(distribution.name, math.exp(s))),
    }
    return Profile(distribution, data).bounds(functions)


class Profile:
    """The likelihood around its top, and the values of a function of the parameters that it does not reject."""

    def __init__(self, distribution: FittedDistribution, data: Lengths) -> None:
        from scipy.special import stdtrit

        self.minus = likelihood(distribution.name, data)
        self.top = (math.log(distribution.scale), math.log(distribution.shape))
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
            found[name] = self._ends(self.top[0] + function(self.top[1]), gradient, partial(self._minus_at, function), 1)
        found["shape"] = self._ends(self.top[1], np.array([0.0, 1.0]), lambda value, free: self.minus(free, value), 0)
        return found

    def _minus_at(self, function: Callable[[float], float], value: float, log_shape: float) -> float:
        """Minus the logarithm of the likelihood where scale × exp(function of log shape) is exp(value)."""
        return self.minus(value - function(log_shape), log_shape)

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
