"""Demand as the engine plays it, fitted to what arrived: a level a month, a step of growth each year, weights of weekdays and months, noise by the
week.

The engine gives each contract month its level × season × growth^year, spreads it over the days by the weights of weekdays, and multiplies whole
weeks by a noise factor. So the totals of weeks (of months, where only months are known) carry level, growth, yearly season and noise, and the
shares of the days in their week carry the weights of weekdays. Estimation is by Gauss and Newton on the ratio of observed to expected totals, whose
spread is the same at every level (a quasi-likelihood: Wedderburn 1974), with intervals from `posterior`. Growth and season are estimated whenever
the file is long enough for them, significant or not: figures chosen by their significance would have intervals that mean nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

import numpy as np

from wargame.core.arrays import Floats, Ints
from wargame.world.fitting.estimate import (
    LEVEL_PERIODS,
    NOISE_PERIODS,
    PERSISTENCE_PERIODS,
    WEEKDAY_WEEKS,
    YEARLY_DAYS,
    Estimate,
    missing,
)
from wargame.world.fitting.frame import TimeFrame, frame
from wargame.world.fitting.posterior import Posterior, posterior, whitened
from wargame.world.fitting.series import Series

Z975 = 1.959963984540054
NOISELESS = 1e-6  # of the level: less is what rounding leaves, and no noise of anything that is counted
STANDS_OUT = 3.5  # standard deviations from the fitted level


@dataclass(frozen=True)
class DemandFit:
    """One service fitted. `level` is that of the file's first year and `level_now` that of its last, both a month; weights are in percent of the
    mean. `numbers`, `totals` and `expected` are of the complete periods, `innovations` what noise brought anew in each, in standard deviations."""

    service: str
    step: str
    level: Estimate
    level_now: Estimate
    growth: Estimate
    noise: Estimate
    persistence: Estimate
    week: tuple[Estimate, ...]
    year: tuple[Estimate, ...]
    scatter: float | None  # of days around their week's level: not played
    numbers: Ints
    starts: tuple[dt.date, ...]
    totals: Floats
    expected: Floats
    sigma: float
    innovations: Floats
    projector: Floats = field(repr=False)  # what simulated innovations must go through to be as those above
    outliers: tuple[str, ...] = ()

    @property
    def band(self) -> tuple[Floats, Floats]:
        """Between which totals 95 % of periods should lie, at the fitted level and noise."""
        return self.expected * max(1 - Z975 * self.sigma, 0.0), self.expected * (1 + Z975 * self.sigma)

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        """Every figure, in the order of the page."""
        return (self.level, self.level_now, self.growth, self.noise, self.persistence, *self.week, *self.year)


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def fit_demand(series: Series) -> DemandFit:
    """Fit one service's series of daily (or monthly) volumes."""
    days = len(series.volume)
    shape = frame(series.first, days, series.step)
    number, totals, weeks = _complete(series, shape)
    week, scatter, weights = _weekdays(series, shape, weeks)
    spread = shape.spread(weights)[number]
    yearly = days >= YEARLY_DAYS and number.size >= 2 * (12 if series.step == "month" else 52)
    unit = "months" if series.step == "month" else "complete weeks"
    had = f"{number.size} {unit if number.size != 1 else unit[:-1]}"
    if number.size < LEVEL_PERIODS or totals.sum() <= 0:
        had, needs = (had, f"{LEVEL_PERIODS} {unit}") if number.size < LEVEL_PERIODS else ("all volumes are 0", "some volume")
        level, now, growth, noise, carried = (
            missing(name, had, needs) for name in ("level", "level of the last year", "growth", "noise", "persistence")
        )
        empty = np.zeros(0)
        year = tuple(missing(name, f"{days} day{'s' if days != 1 else ''}", f"{YEARLY_DAYS} days") for name in MONTHS)
        return DemandFit(
            series.service, series.step, level, now, growth, noise, carried, week, year, scatter, number, (), totals, empty, 0.0, empty,
            np.zeros((0, 0)),
        )  # fmt: skip
    mean, design, expected, known = _converged(totals, number, spread, shape, yearly)
    ratio = totals / expected - 1
    persists = number.size >= PERSISTENCE_PERIODS[series.step]
    last = int(shape.years[shape.month[-1]])
    level, now, growth, year = _levels(known, mean, last, days)
    noise = (
        _percent("noise", known.sigma(), "% a " + ("month" if series.step == "month" else "week"))
        if number.size >= NOISE_PERIODS
        else missing("noise", had, f"{NOISE_PERIODS} {unit}")
    )
    carried = (
        _percent("persistence", known.persistence(), "%") if persists else missing("persistence", had, f"{PERSISTENCE_PERIODS[series.step]} {unit}")
    )
    sigma = float(np.sqrt(known.squares[known.best] / known.freedom))
    if sigma < NOISELESS:
        noise, carried = (missing(name, f"no {unit[:-1]} differs from what is expected of it", "some noise") for name in ("noise", "persistence"))
    white, _ = whitened(np.column_stack((design, ratio)), float(known.phi[known.best]), np.diff(number))
    x = white[:, :-1]
    projector = np.eye(number.size) - x @ np.linalg.pinv(x) if number.size <= 2_000 else np.zeros((0, 0))
    innovations = white[:, -1] - x @ (np.linalg.pinv(x) @ white[:, -1])
    starts = tuple(series.first + dt.timedelta(days=int(day)) for day in np.searchsorted(shape.period, number))
    far = np.abs(ratio) > STANDS_OUT * max(sigma, 1e-12)
    outliers = tuple(f"{starts[i]}: {ratio[i]:+.0%} of its level" for i in np.flatnonzero(far))
    return DemandFit(
        series.service, series.step, level, now, growth, noise, carried, week, year, scatter, number, starts, totals, expected, sigma,
        innovations / max(sigma, 1e-300), projector, outliers,
    )  # fmt: skip


def _percent(name: str, found: tuple[float, float, float], unit: str) -> Estimate:
    middle, low, high = found
    return Estimate(name, 100 * middle, 100 * low, 100 * high, unit)


def _complete(series: Series, shape: TimeFrame) -> tuple[Ints, Floats, Ints]:
    """Numbers and totals of the periods of which every day is known, and the first days of such weeks as lie within one contract month."""
    known = ~np.isnan(series.volume)
    periods = int(shape.period[-1]) + 1
    size = np.bincount(shape.period, minlength=periods)
    seen = np.bincount(shape.period, known, periods)
    total = np.bincount(shape.period, np.where(known, series.volume, 0.0), periods).astype(float)
    full = seen == size
    if series.step == "day":
        full &= size == 7
    number = np.flatnonzero(full).astype(np.int64)
    first = number * 7
    inside = shape.month[np.minimum(first, len(shape.month) - 1)] == shape.month[np.minimum(first + 6, len(shape.month) - 1)]
    return number, total[number], first[inside] if series.step == "day" else first[:0]


def _weekdays(series: Series, shape: TimeFrame, weeks: Ints) -> tuple[tuple[Estimate, ...], float | None, Floats]:
    """Weights of weekdays (percent of the mean), the scatter of days around them, and the weights to go on with.

    A day's weight is the ratio of its sum to the sum of all days, over weeks within one month (the engine's weights are for each month); its interval
    is that of a ratio, from the spread between weeks (Cochran 1977)."""
    from scipy.special import stdtrit

    flat = np.ones(7)
    if series.step == "month" or not series.daily:
        given = "monthly figures" if series.step == "month" else "weekly figures"
        return tuple(missing(name, given, "figures by the day") for name in WEEKDAYS), None, flat
    n = weeks.size
    table = np.column_stack([series.volume[weeks + (day - shape.weekday[0]) % 7] for day in range(7)]) if n else np.zeros((0, 7))
    sums = table.sum(axis=1)
    if n < WEEKDAY_WEEKS or sums.sum() <= 0:
        return tuple(missing(name, f"{n} complete weeks within one month", f"{WEEKDAY_WEEKS} such weeks") for name in WEEKDAYS), None, flat
    share = table.sum(axis=0) / sums.sum()
    left = table - sums[:, None] * share
    error = np.sqrt((left**2).sum(axis=0) / (n * (n - 1))) / sums.mean() * stdtrit(n - 1, 0.975)
    middle, low, high = (700 * np.maximum(x, 0.0) for x in (share, share - error, share + error))
    week = tuple(Estimate(name, float(middle[i]), float(low[i]), float(high[i]), "% of the mean") for i, name in enumerate(WEEKDAYS))
    expected = sums[:, None] * share
    open_days = share > 0
    scatter = float(np.sqrt(np.mean((left[:, open_days] / np.maximum(expected[:, open_days], 1e-300)) ** 2)))
    return week, scatter, share * 7


@dataclass
class _Mean:
    """Logarithms of level, growth and season, and what they expect of each period."""

    spread: Floats
    shape: TimeFrame
    yearly: bool
    level: float
    growth: float = 0.0
    season: Floats = field(default_factory=lambda: np.zeros(12))

    def parts(self) -> Floats:
        """(periods, months): what is expected of each month in each period."""
        months = np.exp(self.growth * self.shape.years) * (self.shape.mix @ np.exp(self.season))
        found: Floats = self.spread * (np.exp(self.level) * months)
        return found

    def design(self, parts: Floats) -> Floats:
        """Derivatives of the logarithm of what is expected."""
        expected = parts.sum(axis=1)
        columns = [np.ones(expected.size)]
        if self.yearly:
            columns.append(parts @ self.shape.years / expected)
            weights = np.exp(self.season)
            by_month = parts @ (self.shape.mix * weights / (self.shape.mix @ weights)[:, None]) / expected[:, None]
            columns += [by_month[:, c] - by_month[:, 11] for c in range(11)]
        return np.column_stack(columns)

    def moved(self, by: Floats) -> _Mean:
        """The mean with its coefficients moved."""
        if not self.yearly:
            return replace(self, level=self.level + by[0])
        return replace(self, level=self.level + by[0], growth=self.growth + by[1], season=self.season + np.append(by[2:], -by[2:].sum()))

    def deviance(self, totals: Floats) -> float:
        """The deviance of a quasi-likelihood with one coefficient of variation."""
        expected = self.parts().sum(axis=1)
        return float(np.sum(totals / expected + np.log(expected)))


def _converged(totals: Floats, number: Ints, spread: Floats, shape: TimeFrame, yearly: bool) -> tuple[_Mean, Floats, Floats, Posterior]:
    """The mean, its design, what it expects, and the posterior around it: first as if no noise persisted, by steps that never make it worse, then
    with what persists. Where the second does not settle (a few wild periods can do that) the first stands."""
    mean = _Mean(spread, shape, yearly, float(np.log(totals.sum() / spread.sum())))
    for _ in range(100):
        parts = mean.parts()
        by = posterior(totals / parts.sum(axis=1) - 1, mean.design(parts), number, persistent=False).coefficients[0]
        by *= min(1.0, 1.0 / max(float(np.max(np.abs(by))), 1e-300))
        before, size = mean.deviance(totals), 1.0
        while size > 1e-6 and not mean.moved(by * size).deviance(totals) <= before + 1e-12 * abs(before):
            size /= 2
        mean = mean.moved(by * size)
        if np.max(np.abs(by)) < 1e-10 or size <= 1e-6:
            break
    persistent = number.size >= LEVEL_PERIODS + 4
    alone = mean
    for attempt in range(31):
        parts = mean.parts()
        expected, design = parts.sum(axis=1), mean.design(parts)
        known = posterior(totals / expected - 1, design, number, persistent=persistent)
        by = known.coefficients[known.best]
        if np.max(np.abs(by)) < 1e-9:
            break
        if mean is alone and attempt:
            known = replace(known, coefficients=np.zeros_like(known.coefficients))
            break
        mean = mean.moved(by) if attempt < 29 and np.max(np.abs(by)) < 1 else alone
    return mean, design, expected, known


def _levels(known: Posterior, fitted: _Mean, last: int, days: int) -> tuple[Estimate, Estimate, Estimate, tuple[Estimate, ...]]:
    """Level of the first and of the last year, growth, and weights of months: exponentials of linear combinations of the coefficients."""
    p, season, log_growth = known.coefficients.shape[1], fitted.season, fitted.growth
    weights = np.exp(season) / np.exp(season).sum()  # the engine's level is the mean of the twelve months, not that of their logarithms
    mean = np.zeros(p)
    mean[0] = 1.0
    if fitted.yearly:
        mean[2:] = weights[:11] - weights[11]
    base = fitted.level + float(np.log(np.exp(season).mean()))

    def of(name: str, direction: Floats, at: float, unit: str, scale: float = 1.0, less: float = 0.0) -> Estimate:
        middle, low, high = (scale * (float(np.exp(at + x)) - less) for x in known.linear(direction))
        return Estimate(name, middle, low, high, unit)

    level = of("level", mean, base, "a month")
    if not fitted.yearly:
        needs = f"{YEARLY_DAYS} days, so that each month is seen twice"
        had = f"{days} day{'s' if days != 1 else ''}"
        now = Estimate("level of the last year", level.value, level.low, level.high, level.unit)
        return level, now, missing("growth", had, needs), tuple(missing(name, had, needs) for name in MONTHS)
    step = np.zeros(p)
    step[1] = 1.0
    now = of("level of the last year", mean + last * step, base + last * log_growth, "a month")
    growth = of("growth", step, log_growth, "% a year", 100.0, 1.0)
    year = []
    for c, name in enumerate(MONTHS):
        one = np.zeros(p)
        if c < 11:
            one[2 + c] = 1.0
        else:
            one[2:] = -1.0
        direction = one - (mean - np.eye(p)[0])
        year.append(of(name, direction, float(season[c] - np.log(np.exp(season).mean())), "% of the mean", 100.0))
    return level, now, growth, tuple(year)
