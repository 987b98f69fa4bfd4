"""Rates of arrival: exact intervals, the file's own period, clusters that are owned up to, and seasons that are told but not played."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.world.fitting.conftest import covers
from wargame.world.fitting.arrivals import DAY, MONTH, Period, fit_arrivals

START = 18_262 * DAY  # 1 January 2020


def poisson(rate: float, months: float, seed: int) -> np.ndarray:
    """Arrivals of a Poisson process, a month rate."""
    rng = np.random.default_rng(seed)
    return START + np.sort(rng.integers(0, int(months * MONTH * DAY), rng.poisson(rate * months)))


def test_a_stated_period_gives_the_exact_interval_of_a_count() -> None:
    start = START + np.arange(12) * 30 * DAY
    rate = fit_arrivals(start, Period(START, START + int(12 * MONTH * DAY), True)).rate
    assert rate.value == pytest.approx(1.0)
    assert (rate.low, rate.high) == pytest.approx((stats.gamma.ppf(0.025, 12) / 12, stats.gamma.ppf(0.975, 13) / 12))


def test_a_period_from_the_file_is_opened_by_its_first_arrival() -> None:
    start = START + np.arange(13) * int(MONTH * DAY)
    rate = fit_arrivals(start, Period(int(start[0]), int(start[-1]), False)).rate
    assert rate.value == pytest.approx(1.0)
    assert (rate.low, rate.high) == pytest.approx(tuple(stats.gamma.ppf([0.025, 0.975], 12) / 12))


def test_the_interval_of_a_file_that_ends_with_its_last_arrival_covers() -> None:
    held = 0
    for seed in range(1_000):
        start = START + np.cumsum(np.random.default_rng(seed).exponential(MONTH * DAY / 2, 25)).astype(np.int64)
        held += covers(fit_arrivals(start, Period(int(start[0]), int(start[-1]), False)).rate, 2.0)
    assert 0.93 < held / 1_000 < 0.97


@pytest.mark.parametrize(
    ("days", "count", "why"), [(3, 400, "not estimable (3 days)"), (27, 400, "not estimable (27 days)"), (90, 4, "not estimable (n = 4)")]
)
def test_too_short_a_period_gives_no_rate(days: int, count: int, why: str) -> None:
    start = np.linspace(START, START + days * DAY - 1, count).astype(np.int64)
    found = fit_arrivals(start, Period(START, START + days * DAY, True))
    assert found.rate.value is None and found.rate.why.startswith(why)
    assert found.week[0].value is None and found.year[0].value is None


def test_five_arrivals_are_read_in_a_table_of_any_length() -> None:
    """The span that holds five of five is the whole table, and by rounding a week more of some lengths: then nothing is said of the dispersion."""
    for weeks in range(4, 120):
        start = np.linspace(START, START + weeks * 7 * DAY - 1, 5).astype(np.int64)
        assert fit_arrivals(start, Period(START, START + weeks * 7 * DAY, True)).rate.value is not None


def test_clusters_are_told_and_widen_the_interval() -> None:
    even = fit_arrivals(poisson(10, 36, 1), Period(START, START + int(36 * MONTH * DAY), True))
    heads = poisson(2, 36, 2)
    clusters = np.sort(np.repeat(heads, 5) + np.random.default_rng(2).integers(0, 3 * DAY, heads.size * 5))
    clusters = clusters[clusters < START + int(36 * MONTH * DAY)]
    found = fit_arrivals(clusters, Period(START, START + int(36 * MONTH * DAY), True))
    assert not even.clustered and found.clustered and (found.dispersion or 0) > 3
    assert (found.rate.high or 0) / (found.rate.value or 1) > 1.5 * (even.rate.high or 0) / (even.rate.value or 1) - 0.5
    assert covers(found.rate, 10)


def test_a_season_of_arrivals_is_found_where_there_is_one() -> None:
    flat = fit_arrivals(poisson(40, 36, 3), Period(START, START + int(36 * MONTH * DAY), True))
    assert flat.p_week is not None and flat.p_week > 0.01 and flat.p_year is not None and flat.p_year > 0.01
    start = poisson(40, 36, 3)
    office = start[((start // DAY + 3) % 7 < 5) | (np.arange(start.size) % 4 == 0)]
    found = fit_arrivals(office, Period(START, START + int(36 * MONTH * DAY), True))
    assert found.p_week is not None and found.p_week < 1e-6
    assert (found.week[0].value or 0) > 100 > (found.week[6].value or 0)
    assert sum(one.value or 0 for one in found.week) == pytest.approx(700)


def test_counts_of_the_months_add_up() -> None:
    start = poisson(40, 36, 3)
    found = fit_arrivals(start, Period(START, START + int(36 * MONTH * DAY), True))
    assert sum(count for _, count in found.monthly) == start.size and found.monthly[0][0] == "2020-01"
