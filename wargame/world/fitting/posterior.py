"""Intervals for a level with noise that persists: generalised least squares under an AR(1), averaged over what is not known of its persistence.

Periods have a common coefficient of variation; what is left of each after the fit, r = observed / expected - 1, has standard deviation sigma and
correlation phi^k with the one k periods away. For each phi of a grid, generalised least squares gives the coefficients, and the restricted likelihood
(Patterson and Thompson 1971) how well that phi fits once they are taken out. With flat weights for the coefficients, log sigma and phi this is the
posterior of phi; coefficients are then a mixture of t, sigma of inverse chi distributions. Averaging over phi, rather than fixing it at its best
value, keeps intervals from being too narrow: an AR(1) coefficient estimated from a few years of weeks is uncertain, and biased downwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from wargame.core.arrays import Floats, Ints

GRID = np.concatenate((np.linspace(-0.90, 0.90, 91), np.linspace(0.91, 0.99, 17)))
_WIDTH = np.gradient(GRID)
ROUNDING = 1e-12  # relative: a smaller deviation is none


@dataclass(frozen=True)
class Posterior:
    """What is known of coefficients, sigma and phi: one row for each phi of the grid, with its weight."""

    phi: Floats
    weight: Floats
    coefficients: Floats  # (grid, p)
    spread: Floats  # (grid, p, p): covariance of the coefficients divided by sigma squared
    squares: Floats  # residual sum of squares after whitening
    freedom: int

    @property
    def best(self) -> int:
        """The row of the likeliest phi."""
        return int(np.argmax(self.weight / _WIDTH[: self.phi.size] if self.phi.size > 1 else self.weight))

    def linear(self, direction: Floats) -> tuple[float, float, float]:
        """Median and 95 % interval of a linear combination of the coefficients."""
        from scipy.special import stdtr

        middle = self.coefficients @ direction
        scale = np.sqrt(np.maximum(np.einsum("i,gij,j->g", direction, self.spread, direction) * self.squares / self.freedom, 1e-300))

        def below(x: float) -> float:
            return float(self.weight @ stdtr(self.freedom, (x - middle) / scale))

        reach = 60 * float(scale.max()) + float(np.ptp(middle)) + ROUNDING
        low, high = float(middle.min()) - reach, float(middle.max()) + reach
        return _quantile(below, 0.5, low, high), _quantile(below, 0.025, low, high), _quantile(below, 0.975, low, high)

    def sigma(self) -> tuple[float, float, float]:
        """Median and 95 % interval of the standard deviation."""
        from scipy.special import chdtrc

        def below(log_sigma: float) -> float:
            return float(self.weight @ chdtrc(self.freedom, self.squares * np.exp(-2 * log_sigma)))

        centre = 0.5 * np.log(max(float(self.squares[self.best]), 1e-300) / self.freedom)
        q = [float(np.exp(_quantile(below, p, centre - 12, centre + 12))) for p in (0.5, 0.025, 0.975)]
        return q[0], q[1], q[2]

    def persistence(self) -> tuple[float, float, float]:
        """Median and 95 % interval of phi."""
        cumulated = np.cumsum(self.weight) - self.weight / 2
        q = np.interp([0.5, 0.025, 0.975], cumulated, self.phi)
        return float(q[0]), float(q[1]), float(q[2])


def posterior(residual: Floats, design: Floats, number: Ints, *, persistent: bool = True) -> Posterior:
    """Fit `residual` on `design` (n, p); `number` are the numbers of the periods, rising, with gaps where some are missing. Without `persistent`
    phi is 0."""
    n, p = design.shape
    grid = GRID if persistent else np.zeros(1)
    gap = np.diff(number)
    table = np.column_stack((design, residual))
    logs, coefficients, spreads, squares = [], [], [], []
    for phi in grid:
        white, log_determinant = whitened(table, float(phi), gap)
        x, y = white[:, :p], white[:, p]
        spread = np.linalg.inv(x.T @ x)
        beta = spread @ (x.T @ y)
        rss = max(float(np.sum((y - x @ beta) ** 2)), n * ROUNDING**2)
        _, information = np.linalg.slogdet(x.T @ x)
        logs.append(-0.5 * log_determinant - 0.5 * information - 0.5 * (n - p) * np.log(rss))
        coefficients.append(beta)
        spreads.append(spread)
        squares.append(rss)
    likely = np.exp(np.array(logs) - max(logs)) * (_WIDTH if persistent else 1.0)
    return Posterior(grid, likely / likely.sum(), np.array(coefficients), np.array(spreads), np.array(squares), n - p)


def whitened(table: Floats, phi: float, gap: Ints) -> tuple[Floats, float]:
    """Rows turned into innovations of unit variance, and the logarithm of the determinant of their correlation."""
    if not phi:
        return table, 0.0
    carried = np.sign(phi) ** gap * np.abs(phi) ** gap
    left = 1.0 - carried**2
    out = table.copy()
    out[1:] = (table[1:] - carried[:, None] * table[:-1]) / np.sqrt(left)[:, None]
    return out, float(np.sum(np.log(left)))


def _quantile(below: Callable[[float], float], p: float, low: float, high: float) -> float:
    from scipy.optimize import brentq

    return float(brentq(lambda x: below(x) - p, low, high, xtol=1e-12 * max(abs(low), abs(high), 1.0)))
