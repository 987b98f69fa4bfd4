"""Demand: what is fitted is what the engine plays, day for day, and what a file cannot tell is said to be not estimable."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.world.fitting.conftest import Fit, covers
from tests.world.fitting.engine_files import CALENDAR, daily_volumes, engine_futures, write_rows
from wargame.core.calendar import Calendar
from wargame.core.values import DAY
from wargame.world.fitting.demand import fit_demand
from wargame.world.fitting.fitted import Wishes, fit_files
from wargame.world.fitting.frame import frame
from wargame.world.fitting.posterior import posterior, whitened
from wargame.world.fitting.scenario_file import scenario_text
from wargame.world.fitting.series import Series

CALM = """
name: Without noise
services:
  voice:
    demand:
      level: 100 000 per month
      growth: -4 %
      season: {week: [5, 4, 4, 4, 3, 0, 0], year: [14, 12, 12, 11, 9, 8, 8, 9, 10, 11, 12, 13]}
"""


def days(first: dt.date, volumes: np.ndarray | list[float]) -> list[str]:
    """Rows of a file of daily volumes."""
    return ["date,volume", *(f"{first + dt.timedelta(days=day)},{volume:.6f}" for day, volume in enumerate(volumes) if volume == volume)]


def test_a_world_without_noise_is_found_to_the_last_figure(tmp_path: Path) -> None:
    volumes = daily_volumes(engine_futures(tmp_path, 1, world=CALM))[:, 0]
    demand = fit_demand(Series("voice", "day", CALENDAR.effective, volumes))
    assert demand.level.value == pytest.approx(100_000, rel=1e-9)
    assert demand.level_now.value == pytest.approx(100_000 * 0.96**2, rel=1e-9)
    assert demand.growth.value == pytest.approx(-4, abs=1e-7)
    assert [one.value for one in demand.week] == pytest.approx(list(np.array([5, 4, 4, 4, 3, 0, 0]) * 35), abs=1e-6)
    year = np.array([14, 12, 12, 11, 9, 8, 8, 9, 10, 11, 12, 13])
    assert [one.value for one in demand.year] == pytest.approx(list(year * 1200 / year.sum()), rel=1e-8)
    assert demand.expected == pytest.approx(demand.totals, rel=1e-9)


@pytest.mark.parametrize("first", [dt.date(2024, 1, 1), dt.date(2024, 1, 31), dt.date(2023, 7, 17)])
def test_the_frame_spreads_a_month_as_the_engine_does(first: dt.date, tmp_path: Path) -> None:
    from wargame.world.sampled.plan import plan_service
    from wargame.world.scenario.file import load_scenario

    path = tmp_path / "calm.yaml"
    path.write_text(CALM, encoding="utf-8")
    calendar = Calendar(first)
    starts = calendar.month_starts(24)
    base = np.array(plan_service(load_scenario(path, "GBP", calendar.instant), "voice", calendar, starts).base)
    shape = frame(first, starts[-1] // DAY, "day")
    week = np.array([5, 4, 4, 4, 3, 0, 0.0])
    year = np.array([14, 12, 12, 11, 9, 8, 8, 9, 10, 11, 12, 13])
    months = 100_000 * 0.96**shape.years * (shape.mix @ year) * 12 / year.sum()
    assert shape.spread(week) @ months == pytest.approx(np.bincount(np.arange(base.size) // 7, base), rel=1e-12)
    assert [int(n) for n in shape.length] == [(high - low) // DAY for low, high in pairwise(starts)]


def test_averaging_over_persistence_is_ordinary_least_squares_where_there_is_none() -> None:
    rng = np.random.default_rng(1)
    design, noise = np.column_stack((np.ones(60), np.arange(60.0))), rng.standard_normal(60)
    found = posterior(noise, design, np.arange(60), persistent=False)
    beta, rss, *_ = np.linalg.lstsq(design, noise, rcond=None)
    middle, low, high = found.linear(np.array([0.0, 1.0]))
    error = np.sqrt(rss[0] / 58 * np.linalg.inv(design.T @ design)[1, 1])
    assert middle == pytest.approx(beta[1], rel=1e-9)
    assert (high - low) / 2 == pytest.approx(2.0017174830 * error, rel=1e-8)  # t, 58 degrees of freedom


def test_whitening_leaves_innovations_alone_and_knows_gaps() -> None:
    numbers, phi = np.array([0, 1, 2, 5, 6]), 0.7
    correlation = phi ** np.abs(numbers[:, None] - numbers[None, :])
    factor, log_determinant = whitened(np.eye(5), phi, np.diff(numbers))
    assert factor @ correlation @ factor.T == pytest.approx(np.eye(5), abs=1e-12)
    assert log_determinant == pytest.approx(np.linalg.slogdet(correlation)[1])


def test_a_month_of_figures_gives_a_level_and_says_what_it_cannot_give(fit: Fit) -> None:
    demand = fit(days(dt.date(2026, 1, 5), [100.0, 90, 95, 97, 99, 20, 10] * 5)).services[0].demand
    assert demand.level.value is not None
    assert [(one.value, one.why) for one in (demand.growth, demand.noise, demand.persistence, demand.year[0])] == [
        (None, "not estimable (35 days); needs 730 days, so that each month is seen twice"),
        (None, "not estimable (5 complete weeks); needs 12 complete weeks"),
        (None, "not estimable (5 complete weeks); needs 26 complete weeks"),
        (None, "not estimable (35 days); needs 730 days, so that each month is seen twice"),
    ]
    assert demand.week[0].why == "not estimable (4 complete weeks within one month); needs 8 such weeks"


@pytest.mark.parametrize(("count", "why"), [(1, "1 complete week"), (3, "3 complete weeks")])
def test_less_than_a_month_gives_no_level(count: int, why: str, fit: Fit) -> None:
    demand = fit(days(dt.date(2026, 1, 5), [10.0] * 7 * count)).services[0].demand
    assert demand.level.value is None and why in demand.level.why


def test_a_missing_day_is_not_a_day_of_nothing(fit: Fit) -> None:
    volumes = np.array([100.0, 90, 95, 97, 99, 20, 10] * 30)
    whole = fit(days(dt.date(2026, 1, 5), volumes)).services[0]
    volumes[[17, 40, 41]] = np.nan
    holed = fit(days(dt.date(2026, 1, 5), volumes)).services[0]
    assert holed.demand.level.value == pytest.approx(whole.demand.level.value, rel=1e-3)
    assert holed.demand.numbers.size == whole.demand.numbers.size - 2
    (gone,) = holed.left_out
    assert (gone.count, gone.examples) == (3, ("2026-01-22", "2026-02-14", "2026-02-15"))


def test_a_weekday_without_a_row_is_closed(fit: Fit) -> None:
    volumes = np.array([100.0, 90, 95, 97, 99, np.nan, np.nan] * 30)
    one = fit(days(dt.date(2026, 1, 5), volumes)).services[0]
    assert [each.value for each in one.demand.week[5:]] == [0, 0] and one.demand.numbers.size == 29  # the file ends on a Friday
    assert any("never a row on Saturdays or Sundays" in words for words in one.assumed)


def test_monthly_figures_are_fitted_at_month_step(fit: Fit, tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    rows = [
        (f"{2020 + month // 12}-{month % 12 + 1:02d}", round(1000 * 1.1 ** (month // 12) * (1 + 0.05 * rng.standard_normal()))) for month in range(60)
    ]
    (one,) = fit_files([str(write_rows(tmp_path / "months.csv", ("month", "volume"), rows))], Wishes())
    demand = one.services[0].demand
    assert (demand.step, demand.numbers.size) == ("month", 60)
    assert covers(demand.level, 1000) and covers(demand.growth, 10) and covers(demand.noise, 5)
    assert demand.week[0].why == "not estimable (monthly figures); needs figures by the day"


def test_weekly_figures_are_spread_over_their_week(fit: Fit) -> None:
    rng = np.random.default_rng(4)
    first = dt.date(2023, 1, 2)
    rows = [f"{first + dt.timedelta(weeks=week)},{700 * (1 + 0.1 * rng.standard_normal()):.0f}" for week in range(60)]
    demand = fit(["week,calls", *rows]).services[0].demand
    assert demand.numbers.size == 60 and covers(demand.noise, 10)
    assert covers(demand.level, 100 * 30.4375) and demand.week[0].value is None


def test_noise_that_is_not_normal_is_called_a_poor_fit(fit: Fit) -> None:
    rng = np.random.default_rng(2)
    volumes = np.repeat(1000 * (1 + 0.1 * (rng.exponential(1, 110) - 1)), 7)
    good = fit(days(dt.date(2026, 1, 5), volumes)).services[0].goodness
    assert good is not None and good.p_ad is not None and good.p_ad < 0.01
    volumes = np.repeat(1000 * (1 + 0.1 * rng.standard_normal(110)), 7)
    good = fit(days(dt.date(2026, 1, 5), volumes)).services[0].goodness
    assert good is not None and good.p_ad is not None and good.p_ad > 0.05


def test_wild_figures_give_wide_intervals_and_no_nonsense(fit: Fit) -> None:
    volumes = [1_000_000.0 if day == 400 else float(day % 3 == 0) for day in range(800)]
    demand = fit(days(dt.date(2023, 1, 1), volumes)).services[0].demand
    assert demand.level.value is not None and demand.level.low is not None and demand.level.high is not None
    assert demand.level.high / demand.level.low > 3 and demand.level.low < 1_000_000 / 26 < demand.level.high * 2
    assert demand.outliers and demand.outliers[0].startswith("2024-02-")


def test_a_file_of_nothing_has_no_level(fit: Fit) -> None:
    demand = fit(days(dt.date(2023, 1, 2), [0.0] * 210)).services[0].demand
    assert demand.level.value is None and demand.level.why == "not estimable (all volumes are 0); needs some volume"


def test_what_does_not_vary_has_no_noise_and_nothing_that_persists(fit: Fit) -> None:
    found = fit(days(dt.date(2025, 1, 1), [1_000.0] * 730))
    demand = found.services[0].demand
    assert demand.growth.value == pytest.approx(0, abs=1e-6)
    assert demand.noise.value is None and demand.persistence.value is None
    assert demand.noise.why == "not estimable (no complete week differs from what is expected of it); needs some noise"
    assert f"# noise: {demand.noise.why}" in scenario_text([found], "Still")


def test_more_noise_than_is_played_is_said_to_be_cut(fit: Fit) -> None:
    volumes = [500_000.0 if day in (100, 400) else 10.0 for day in range(800)]
    found = fit(days(dt.date(2023, 1, 1), volumes))
    noise = found.services[0].demand.noise.value
    assert noise is not None and noise > 100
    (line,) = [one for one in scenario_text([found], "Spikes").splitlines() if "noise: {" in one]
    assert "weekly: 100.00 %" in line and f"# fitted at {noise:.0f} %, and the engine plays at most 100 %" in line
