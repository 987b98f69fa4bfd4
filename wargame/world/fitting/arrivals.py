"""How often incidents arrive: a rate a month, whether arrivals come as evenly as the engine plays them, and their season.

The engine plays a Poisson process. Where the file's period is stated, the interval of its rate is exact (Garwood 1936); where it is not, the period
runs from the file's first arrival to its last, the first opens it and is not counted, and for the source that ends it the interval is that of a
count taken until the n-th event, exact too (Cox 1953). If weeks differ more than a Poisson process allows (index of dispersion against chi², 1 %),
arrivals come in clusters, which the engine does not play: the interval is then widened by the root of the index (a quasi-Poisson rate) and the page
says so.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np

from wargame.core.arrays import Ints
from wargame.core.calendar import MEAN_MONTH
from wargame.core.values import DAY
from wargame.world.fitting.demand import MONTHS, WEEKDAYS
from wargame.world.fitting.estimate import (
    ARRIVAL_WEEK_COUNT,
    ARRIVAL_WEEK_DAYS,
    ARRIVAL_YEAR_COUNT,
    ARRIVAL_YEAR_DAYS,
    RATE_COUNT,
    RATE_DAYS,
    Estimate,
    missing,
)

MONTH = MEAN_MONTH / DAY  # days
CLUSTERED = 0.01
SEASONAL = 0.01


@dataclass(frozen=True)
class Period:
    """What a file covers, in seconds since 1970 (civil time); `stated` where somebody said so, else from its first arrival to its last."""

    start: int
    end: int
    stated: bool

    @property
    def days(self) -> int:
        """Calendar days touched."""
        last = self.end - 1 if self.stated else self.end
        return last // DAY - self.start // DAY + 1

    def words(self) -> str:
        """`3 days`."""
        return f"{self.days} day{'s' if self.days != 1 else ''}"


@dataclass(frozen=True)
class ArrivalFit:
    """Rate a month, dispersion of the weekly counts (1 for a Poisson process) with its p-value, seasons with the p-value of there being none, and
    counts by month for a picture."""

    count: int
    rate: Estimate
    dispersion: float | None
    p_dispersion: float | None
    week: tuple[Estimate, ...]
    p_week: float | None
    year: tuple[Estimate, ...]
    p_year: float | None
    monthly: tuple[tuple[str, int], ...]

    @property
    def clustered(self) -> bool:
        """Whether arrivals come in clusters."""
        return self.p_dispersion is not None and self.p_dispersion < CLUSTERED and (self.dispersion or 0) > 1

    @property
    def seasonal(self) -> bool:
        """Whether months differ more than chance would have it (p below 1 %), so that the season is worth playing."""
        return self.p_year is not None and self.p_year < SEASONAL


def fit_arrivals(start: Ints, period: Period) -> ArrivalFit:
    """Arrivals of one source, as instants within the period of the whole file."""
    start = np.sort(start)
    n, seconds = start.size, period.end - period.start
    if not period.stated and n and start[0] == period.start:
        n -= 1
    dispersion, p_dispersion = _dispersion(start, period)
    over = dispersion if dispersion is not None and p_dispersion is not None and p_dispersion < CLUSTERED and dispersion > 1 else 1.0
    rate = _rate(n, seconds, period, bool(start.size) and int(start[-1]) == period.end, over)
    week, p_week = _season(start, period, WEEKDAYS, ARRIVAL_WEEK_DAYS, ARRIVAL_WEEK_COUNT, over)
    year, p_year = _season(start, period, MONTHS, ARRIVAL_YEAR_DAYS, ARRIVAL_YEAR_COUNT, over)
    return ArrivalFit(int(start.size), rate, dispersion, p_dispersion, week, p_week, year, p_year, _monthly(start, period))


def _rate(n: int, seconds: int, period: Period, ends_it: bool, over: float) -> Estimate:
    if period.days < RATE_DAYS:
        return missing("rate", period.words(), f"{RATE_DAYS} days", "a month")
    if n < RATE_COUNT:
        return missing("rate", f"n = {n}", f"{RATE_COUNT} arrivals", "a month")
    months = seconds / (MONTH * DAY)
    low, high = _counted(n, over, n if ends_it and not period.stated else n + 1)
    return Estimate("rate", n / months, low / months, high / months, "a month")


def _counted(n: int, over: float, above: int) -> tuple[float, float]:
    """The exact interval of a Poisson mean of which n were seen, wider by the root of `over` on the logarithmic scale. `above` is n + 1, or n for a
    count that ended with its last event."""
    from scipy.special import chdtri

    low, high = float(chdtri(2 * n, 0.975)) / 2 if n else 0.0, float(chdtri(2 * above, 0.025)) / 2
    if over <= 1 or not n:
        return low, high
    wider = math.sqrt(over)
    return n * (low / n) ** wider, n * (high / n) ** wider


def _dispersion(start: Ints, period: Period) -> tuple[float | None, float | None]:
    """How much more the counts of whole weeks (or of longer spans, where arrivals are few) vary around their expectation than those
    of a Poisson process, and its p-value. The expectation follows the months of the year where these can be estimated: a season is no cluster."""
    from scipy.special import chdtrc

    weeks = period.days // 7
    if period.days < RATE_DAYS or start.size < RATE_COUNT or weeks < 4:
        return None, None
    seasonal = period.days >= ARRIVAL_YEAR_DAYS and start.size >= ARRIVAL_YEAR_COUNT
    span = max(1, math.ceil((1 if seasonal else 5) / (start.size / weeks)))
    cells = weeks // span
    if not cells:  # so few that one span would be longer than the table
        return None, None
    first = period.start // DAY
    days = np.arange(first, first + cells * span * 7)
    inside = start // DAY
    inside = inside[(inside >= first) & (inside <= days[-1])]
    month = _class(days, 12) if seasonal else np.zeros(days.size, np.int64)
    seen = np.bincount(month[inside - first], minlength=12)
    daily = seen / np.maximum(np.bincount(month, minlength=12), 1)
    expected = np.bincount((days - first) // (7 * span), daily[month], cells)
    counts = np.bincount((inside - first) // (7 * span), minlength=cells)
    freedom = cells - int((seen > 0).sum())
    if freedom < 3:
        return None, None
    some = expected > 0
    squares = float(((counts[some] - expected[some]) ** 2 / expected[some]).sum())
    return squares / freedom, float(chdtrc(freedom, squares))


def _season(start: Ints, period: Period, names: tuple[str, ...], days: int, count: int, over: float) -> tuple[tuple[Estimate, ...], float | None]:
    """Arrivals a day of each weekday or month, in percent of their mean, with their intervals; and the p-value of there being no season."""
    from scipy.special import chdtrc

    if period.days < days or start.size < count:
        had, needs = (period.words(), f"{days} days") if period.days < days else (f"n = {start.size}", f"{count} arrivals")
        return tuple(missing(name, had, needs) for name in names), None
    first = period.start // DAY
    all_days = np.arange(first, first + period.days)
    classes = len(names)
    exposure = np.bincount(_class(all_days, classes), minlength=classes)
    seen = np.bincount(_class(start // DAY, classes), minlength=classes)
    daily = seen / exposure
    mean = daily.mean()
    found = []
    for name, k, e in zip(names, seen, exposure, strict=True):
        low, high = _counted(int(k), over, int(k) + 1)
        found.append(Estimate(name, 100 * k / e / mean, 100 * low / e / mean, 100 * high / e / mean, "% of the mean"))
    expected = start.size * exposure / exposure.sum()
    return tuple(found), float(chdtrc(classes - 1, float(((seen - expected) ** 2 / expected).sum()) / over))


def _class(day: Ints, classes: int) -> Ints:
    """Weekday (Monday 0) or month (January 0) of days since 1970."""
    if classes == 7:
        return (day + 3) % 7  # 1 January 1970 was a Thursday
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12


def _monthly(start: Ints, period: Period) -> tuple[tuple[str, int], ...]:
    """Arrivals by calendar month over the period (by day where it is shorter than 62 days)."""
    first, unit = period.start // DAY, "D" if period.days < 62 else "M"
    place = (start // DAY).astype("datetime64[D]").astype(f"datetime64[{unit}]").astype(np.int64)
    low = int(np.array(first, "datetime64[D]").astype(f"datetime64[{unit}]").astype(np.int64))
    high = int(np.array(first + period.days - 1, "datetime64[D]").astype(f"datetime64[{unit}]").astype(np.int64))
    counts = np.bincount(np.clip(place - low, 0, high - low), minlength=high - low + 1)
    labels = np.arange(low, high + 1).astype(f"datetime64[{unit}]").astype(str).tolist()
    return tuple(zip(labels, counts.tolist(), strict=True))


def date_of(seconds: int) -> dt.date:
    """The civil date of an instant in seconds since 1970."""
    return dt.date(1970, 1, 1) + dt.timedelta(days=seconds // DAY)
