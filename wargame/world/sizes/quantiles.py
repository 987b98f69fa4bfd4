"""Quantiles as people give them (`median`, `p90`), and distributions fitted to them.

scipy is imported only where a root or a least-squares fit is sought. Fitted parameters are rounded (to 12 significant digits; least squares of
more points than parameters to 6): a solver's last bits differ between machines, and draws must not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import NormalDist

import numpy as np

from wargame.core.arrays import Floats
from wargame.core.problem import BadValue

QUANTILES = {"median": 0.5, **{f"p{number}": number / 100 for number in range(1, 100)}, "p99.5": 0.995, "p99.9": 0.999}
NORMAL = NormalDist()
MISS = 0.25  # a distribution that misses one of three quantiles by more than a quarter is not the distribution of these figures


def significant(value: float, digits: int = 12) -> float:
    """The number to so many significant digits."""
    return float(f"{value:.{digits - 1}e}")


def rising(points: Sequence[tuple[str, float]]) -> list[tuple[float, float]]:
    """(probability, size) in order of probability; BadValue where a higher quantile is not above a lower one, or two are the same."""
    found = sorted(((QUANTILES[key], size, key) for key, size in points), key=lambda one: one[0])
    for (p, low, first), (q, high, second) in pairwise(found):
        if p == q:
            raise BadValue(f"`{first}` and `{second}` are the same quantile", "leave one of them out")
        if not low < high:
            raise BadValue(f"`{first}` must lie below `{second}`", "put the smaller size first; for one certain size write it alone")
    return [(p, size) for p, size, _ in found]


def root(f: Callable[[float], float], low: float, high: float, otherwise: str, hint: str = "") -> float:
    """Where `f` passes through 0 between `low` and `high`, to 12 digits; BadValue `otherwise` if it does not."""
    from scipy.optimize import brentq

    with np.errstate(all="ignore"):
        ends = f(low), f(high)
        if not (np.isfinite(ends).all() and ends[0] * ends[1] <= 0):
            raise BadValue(otherwise, hint)
        return float(brentq(f, low, high, xtol=1e-15, rtol=1e-14))


def nearest(ppf: Callable[[Floats, Floats], Floats], start: Sequence[float], points: Sequence[tuple[float, float]], name: str) -> tuple[float, ...]:
    """Parameters (all above 0) whose quantiles lie nearest to `points` (probability, size above 0), by least squares of the logarithms.

    `ppf(probabilities, parameters)`. BadValue where even the nearest misses a point by more than a quarter.
    """
    from scipy.optimize import least_squares

    p, sizes = np.array([one for one, _ in points]), np.array([one for _, one in points])

    def missed(logs: Floats) -> Floats:
        with np.errstate(all="ignore"):
            found = np.log(np.maximum(ppf(p, np.exp(logs)), 1e-300)) - np.log(sizes)
        finite: Floats = np.nan_to_num(found, nan=1e3, posinf=1e3, neginf=-1e3)
        return finite

    fit = least_squares(missed, np.log(np.array(start)), xtol=1e-15, ftol=1e-15, gtol=1e-15, jac="3-point")
    near([float(one) for one in np.array([size for _, size in points]) * np.exp(fit.fun)], points, name)
    # Where points cannot all be met the least square is flat, and its place known to fewer digits.
    return tuple(significant(float(one), 6 if len(points) > len(start) else 10) for one in np.exp(fit.x))


def line(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """(height at 0, slope) of the line of least squares through points; through two it is exact."""
    xm, ym = (sum(one[axis] for one in points) / len(points) for axis in (0, 1))
    slope = sum((x - xm) * (y - ym) for x, y in points) / sum((x - xm) ** 2 for x, _ in points)
    return ym - slope * xm, slope


def near(found: Sequence[float], points: Sequence[tuple[float, float]], name: str, most: float = MISS) -> None:
    """BadValue where a distribution misses one of its quantiles by more than `most` of it, a quarter."""
    worst = max(abs(one / size - 1) for one, (_, size) in zip(found, points, strict=True))
    if not worst <= most:
        raise BadValue(
            f"no {name} law comes near these quantiles: the nearest misses one of them by {worst:.0%}",
            "give two of them, or {p10, p50, p90} without `law`, which are met exactly",
        )
