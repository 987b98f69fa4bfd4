"""Dependence between shocks, services, indices and forecasts: futures have what a scenario states, inside 99.9 % intervals at a fixed seed."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from tests.closed_forms.paper import near, spread
from wargame.core.calendar import Calendar
from wargame.core.streams import BLOCK, stream
from wargame.core.values import DAY
from wargame.world.sampled.futures import Futures, draw_futures, effects_of, span_of
from wargame.world.scenario.file import Scenario, load_scenario
from wargame.world.shock_base.arrival import count_edges
from wargame.world.shock_base.drivers import yearly
from wargame.world.shock_base.effects import Effects

CALENDAR = Calendar(dt.date(2027, 4, 1))  # a contract year that is no calendar year
SEED, BLOCKS = 814, 64
LANES = BLOCKS * BLOCK
YEAR = 365.25 * DAY  # the year in which a rate raised by another shock is counted
SERVED = "name: Dependence\nstep: month\nservices: {voice: {demand: {level: 1 000 per month}}}\n"
SURGE = "kind: volume_surge, service: voice, size: 10 %, lasts: 1 day"

World = Callable[[str], Scenario]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Reads a world."""

    def read(text: str) -> Scenario:
        (tmp_path / "world.yaml").write_text(text, encoding="utf-8")
        return load_scenario(tmp_path / "world.yaml", "GBP", CALENDAR.instant)

    return read


def struck(scenario: Scenario, months: int) -> list[dict[str, Effects]]:
    """What the shocks do, block by block."""
    starts = CALENDAR.month_starts(months)
    return [effects_of(scenario, span_of(CALENDAR, starts, SEED, block), block) for block in range(BLOCKS)]


def arrived(effects: list[dict[str, Effects]], shock: str) -> tuple[NDArray[Any], NDArray[Any]]:
    """(lane, instant) of a shock in all blocks."""
    rows = [one[shock].arrived for one in effects]
    return np.concatenate([lane + i * BLOCK for i, (lane, _) in enumerate(rows)]), np.concatenate([instant for _, instant in rows])


def counts(effects: list[dict[str, Effects]], shock: str, months: int = 0, year: int | None = None) -> NDArray[np.int64]:
    """How often a shock arrives in each life, perhaps only in one contract year."""
    lane, instant = arrived(effects, shock)
    if year is not None:
        starts = CALENDAR.month_starts(months)
        lane = lane[(instant >= starts[12 * year]) & (instant < starts[min(12 * year + 12, months)])]
    return np.bincount(lane, minlength=LANES)


def variance(sample: NDArray[Any], expected: float) -> None:
    """The expected variance lies inside the sample's interval."""
    spread(sample, math.sqrt(expected))


def poisson(sample: NDArray[np.int64], mean: float) -> None:
    """A chi-square test that counts are Poisson, cells of fewer than 10 expected drawn together; at a thousandth."""
    top = int(stats.poisson.ppf(1 - 10 / sample.size, mean))
    seen = np.bincount(np.minimum(sample, top), minlength=top + 1)
    chance = np.append(stats.poisson.pmf(np.arange(top), mean), stats.poisson.sf(top - 1, mean))
    low = int(np.argmax(np.cumsum(chance) * sample.size >= 10))
    seen, chance = (np.concatenate(([part[: low + 1].sum()], part[low + 1 :])) for part in (seen, chance))
    assert stats.chisquare(seen, chance * sample.size).pvalue > 0.001


# --- rates -------------------------------------------------------------------------------------------------------------------------


def test_a_plain_rate_is_a_poisson_process(world: World) -> None:
    """Counts are Poisson, months are independent of each other, and within a month instants are even."""
    effects = struck(world(SERVED + f"shocks: {{rush: {{{SURGE}, arrives: {{rate: 3 per year}}}}}}\n"), 24)
    poisson(counts(effects, "rush"), 6.0)
    first, second = (counts(effects, "rush", 24, year) for year in (0, 1))
    near((first - 3.0) * (second - 3.0), 0.0)
    _, instant = arrived(effects, "rush")
    starts = np.array(CALENDAR.month_starts(24))
    month = np.searchsorted(starts, instant, side="right") - 1
    within = (instant - starts[month] + 0.5) / (starts[month + 1] - starts[month])
    assert stats.kstest(within, "uniform").pvalue > 0.001
    for one in range(24):
        assert abs((month == one).sum() - LANES / 4) < 3.29 * math.sqrt(LANES / 4)


def test_a_season_follows_calendar_months_and_keeps_the_mean(world: World) -> None:
    season = (5, 4, 3, 1, 1, 1, 1, 0, 1, 2, 2, 3)
    text = SERVED + f"shocks: {{rush: {{{SURGE}, arrives: {{rate: 6 per year, season: {list(season)}}}}}}}\n"
    effects = struck(world(text), 12)
    poisson(counts(effects, "rush"), 6.0)
    _, instant = arrived(effects, "rush")
    month = np.searchsorted(np.array(CALENDAR.month_starts(12)), instant, side="right") - 1
    for contract_month, seen in enumerate(np.bincount(month, minlength=12)):
        expected = 6.0 * season[(contract_month + 3) % 12] / sum(season) * LANES  # the first contract month is April
        assert abs(seen - expected) <= 3.29 * math.sqrt(expected)


@pytest.mark.parametrize("lasts", ["90 days", "{mean: 60 days}"])
def test_a_raised_rate_is_two_processes_one_on_the_other(world: World, lasts: str) -> None:
    """For each of the parents, which come at 2 a year, a Poisson number more: of 400 % of 1.5 a year over the while that is left of the term."""
    parent = f"parent: {{{SURGE}, arrives: {{rate: 2 per year}}}}"
    child = f"child: {{{SURGE}, arrives: {{rate: 1.5 per year, raised by: {{parent: {{by: 400 %, lasts: {lasts}}}}}}}}}"
    effects = struck(world(SERVED + f"shocks: {{{child}, {parent}}}\n"), 24)
    starts = CALENDAR.month_starts(24)
    left = starts[-1] - np.concatenate([np.linspace(low, high, 2_000) for low, high in pairwise(starts)])  # each month has as many parents
    raised = 1.5 * 4.0 / YEAR
    if lasts == "90 days":
        whole = np.minimum(90 * DAY, left)
        square = whole**2
    else:
        mean = 60 * DAY
        whole = mean * -np.expm1(-left / mean)
        square = 2 * mean**2 * (1 - np.exp(-left / mean) * (1 + left / mean))  # of the smaller of an exponential length and what is left
    of_one, of_one_square = raised * whole.mean(), raised**2 * square.mean()
    child_counts, parents = counts(effects, "child"), counts(effects, "parent")
    poisson(parents, 4.0)
    near(child_counts, 3.0 + 4.0 * of_one)
    variance(child_counts, 3.0 + 4.0 * (of_one + of_one_square))
    near((child_counts - 3.0 - 4.0 * of_one) * (parents - 4.0), 4.0 * of_one)  # of a compound Poisson sum, with its number
    assert child_counts.var() / child_counts.mean() > 1.2  # in heaps, as a plain rate of the same mean is not
    alone = struck(world(SERVED + f"shocks: {{child: {{{SURGE}, arrives: {{rate: 1.5 per year}}}}}}\n"), 24)
    assert (child_counts >= counts(alone, "child")).all()  # the rate of its own moves no draw


def test_a_raised_rate_keeps_its_season(world: World) -> None:
    """From July to September there is no rate to raise. A parent in the middle of June raises that of 30 days: half of June, none of July."""
    season = (5, 4, 3, 1, 1, 2, 0, 0, 0, 2, 2, 4)
    parent = f"parent: {{{SURGE}, arrives: {{date: 2027-06-16}}}}"
    arrives = f"{{rate: 6 per year, season: {list(season)}, raised by: {{parent: {{by: 300 %, lasts: 30 days}}}}}}"
    effects = struck(world(SERVED + f"shocks: {{{parent}, child: {{{SURGE}, arrives: {arrives}}}}}\n"), 12)
    starts = np.array(CALENDAR.month_starts(12))
    lane, instant = arrived(effects, "child")
    month = np.searchsorted(starts, instant, side="right") - 1
    raised = 3 * 6 * season[5] * 12 / sum(season) * 15 * DAY / YEAR
    for number, added in ((0, 0.0), (1, 0.0), (2, raised), (3, 0.0), (4, 0.0)):  # April to August
        expected = 6 * season[number + 3] / sum(season) + added
        seen = np.bincount(lane[month == number], minlength=LANES)
        assert seen.any() == (expected > 0)
        if expected:
            poisson(seen, expected)
    assert raised > 0.5


def test_what_follows_another_shock(world: World) -> None:
    """With 70 %, after 10 to 40 days: as many pairs as that, each in its window, and by itself a thinner Poisson process."""
    parent = f"parent: {{{SURGE}, arrives: {{rate: 2 per year}}}}"
    child = f"child: {{{SURGE}, arrives: {{after: {{shock: parent, delay: {{low: 10 days, high: 40 days}}, probability: 70 %}}}}}}"
    effects = struck(world(SERVED + f"shocks: {{{child}, {parent}}}\n"), 12)
    end = CALENDAR.month_starts(12)[-1]
    reach = 1 - 25 * DAY / end  # a parent of the last days is followed after the term: 25 days of it on average
    poisson(counts(effects, "child"), 2.0 * 0.7 * reach)
    parents, children = counts(effects, "parent"), counts(effects, "child")
    near((parents - 2.0) * (children - 1.4 * reach), 1.4 * reach)  # thinning: what is followed is counted in both
    lane, instant = arrived(effects, "parent")
    only = np.flatnonzero((parents[lane] == 1) & (instant < end - 40 * DAY))
    followed = children[lane[only]]
    assert set(followed) == {0, 1}
    near(followed.astype(float), 0.7)
    after_lane, after = arrived(effects, "child")
    began = np.full(LANES, -1)
    began[lane[only]] = instant[only]
    known = began[after_lane] >= 0
    waited = (after - began[after_lane])[known]
    assert waited.min() >= 10 * DAY and waited.max() <= 40 * DAY
    near(waited / DAY, 25.0)
    spread(waited / DAY, 30 / math.sqrt(12))


# --- drivers -----------------------------------------------------------------------------------------------------------------------


def given(mean: float, rho: float, z: NDArray[Any]) -> NDArray[Any]:
    """The expected count of a year given its driver, as the one-factor copula has it."""
    k = np.arange(60)
    edges = stats.norm.ppf(np.minimum(stats.poisson.cdf(k, mean), 1 - 1e-16))
    return stats.norm.sf((edges[:, None] - rho * z) / math.sqrt(1 - rho * rho)).sum(axis=0)


def covariance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Of two counts (mean, correlation with the driver), by Gauss and Hermite over the driver."""
    z, weight = np.polynomial.hermite_e.hermegauss(120)
    product = given(*one, z) * given(*other, z)
    return float((weight * product).sum() / math.sqrt(2 * math.pi)) - one[0] * other[0]


def test_driven_counts_are_poisson_by_themselves_and_move_together(world: World) -> None:
    """Three shocks of one driver, one against it, over a year and a half: the second contract year is half as long, and no other year's driver is
    its own."""
    stated = {"hot": (2.0, 0.8), "dry": (0.7, 0.6), "calm": (3.0, -0.5)}
    shocks = ", ".join(
        f"{name}: {{{SURGE}, arrives: {{rate: {rate} per year, driven by: {{summer: {round(rho * 100)} %}}}}}}"
        for name, (rate, rho) in stated.items()
    )
    effects = struck(world(SERVED + f"drivers: {{summer: {{}}}}\nshocks: {{{shocks}}}\n"), 18)
    drivers = np.concatenate([yearly(SEED, "summer", 2, block) for block in range(BLOCKS)], axis=1)
    z, weight = np.polynomial.hermite_e.hermegauss(120)
    for year, part in ((0, 1.0), (1, 0.5)):
        seen = {name: counts(effects, name, 18, year) for name in stated}
        for name, (rate, rho) in stated.items():
            poisson(seen[name], rate * part)
            expected = float((weight * z * given(rate * part, rho, z)).sum() / math.sqrt(2 * math.pi))
            near((seen[name] - rate * part) * drivers[year], expected)
            near((seen[name] - rate * part) * drivers[1 - year], 0.0)
        for one, other in (("hot", "dry"), ("hot", "calm"), ("dry", "calm")):
            (a, rho), (b, sigma) = ((rate * part, rho) for rate, rho in (stated[one], stated[other]))
            expected = covariance((a, rho), (b, sigma))
            assert (expected > 0) == (rho * sigma > 0) and abs(expected) > 0.05 * math.sqrt(a * b)
            near((seen[one] - a) * (seen[other] - b), expected)


def test_driven_counts_keep_their_season(world: World) -> None:
    season = (5, 4, 3, 1, 1, 1, 1, 0, 1, 2, 2, 3)
    arrives = f"arrives: {{rate: 6 per year, season: {list(season)}, driven by: {{summer: 70 %}}}}"
    effects = struck(world(SERVED + f"drivers: {{summer: {{}}}}\nshocks: {{rush: {{{SURGE}, {arrives}}}}}\n"), 12)
    poisson(counts(effects, "rush"), 6.0)
    _, instant = arrived(effects, "rush")
    seen = np.bincount(np.searchsorted(np.array(CALENDAR.month_starts(12)), instant, side="right") - 1, minlength=12)
    shares = np.array([season[(month + 3) % 12] for month in range(12)]) / sum(season)
    assert seen[shares == 0].sum() == 0
    assert stats.chisquare(seen[shares > 0], shares[shares > 0] * seen.sum()).pvalue > 0.001


@pytest.mark.parametrize("mean", [0.5, 40.0, 499.0, 800.0, 1_200.0])
def test_edges_of_counts_are_quantiles_of_their_poisson_law_however_large_the_mean(mean: float) -> None:
    edges = count_edges(mean)
    for count in (1, round(mean), round(mean + 2 * mean**0.5)):
        if count:
            assert edges[count - 1] == pytest.approx(stats.norm.ppf(max(stats.poisson.cdf(count - 1, mean), 1e-300)) * 1e6, abs=30)


def test_latent_numbers_correlate_as_stated(world: World) -> None:
    """With a driver ρ, and with each other the sum of products over the drivers that they share."""
    two = "driven by: {summer: 60 %, economy: -50 %}"
    shocks = f"a: {{{SURGE}, arrives: {{rate: 1 per year, {two}}}}}, b: {{{SURGE}, arrives: {{rate: 1 per year, driven by: {{summer: 70 %}}}}}}"
    scenario = world(SERVED + f"drivers: {{summer: {{}}, economy: {{}}}}\nshocks: {{{shocks}}}\n")
    latent: dict[str, list[Any]] = {"a": [], "b": [], "summer": [], "economy": []}
    for block in range(BLOCKS):
        span = span_of(CALENDAR, CALENDAR.month_starts(12), SEED, block)
        for shock in scenario.shocks:
            mixed = span.latent(shock.inputs.arrives.driven_by, stream(SEED, f"shock/{shock.name}", block))
            latent[shock.name].append(mixed[0] / 1_000_000)
        for name in ("summer", "economy"):
            latent[name].append(span.driver(name)[0])
    found = {name: np.concatenate(parts) for name, parts in latent.items()}
    for column in found.values():
        near(column, 0.0)
        spread(column, 1.0)
        assert stats.kstest(column, "norm").pvalue > 0.001
    for one, other, expected in (("a", "summer", 0.6), ("a", "economy", -0.5), ("b", "summer", 0.7), ("b", "economy", 0.0), ("a", "b", 0.42)):
        near(found[one] * found[other], expected)
    near(found["summer"] * found["economy"], 0.0)


def test_probabilities_that_share_a_driver(world: World) -> None:
    """Each happens as often as it says, both together as often as two normal numbers of correlation ρσ lie in their tails."""
    once = "earliest: 2027-06-01, latest: 2027-08-01"
    shocks = ", ".join(
        f"{name}: {{{SURGE}, arrives: {{{once}, probability: {chance} %, driven by: {{summer: {rho} %}}}}}}"
        for name, chance, rho in (("a", 20, 80), ("b", 35, 60), ("c", 10, -70))
    )
    effects = struck(world(SERVED + f"drivers: {{summer: {{}}}}\nshocks: {{{shocks}}}\n"), 12)
    seen = {name: counts(effects, name).astype(float) for name in "abc"}
    for name, chance in (("a", 0.2), ("b", 0.35), ("c", 0.1)):
        assert set(seen[name]) == {0.0, 1.0}
        near(seen[name], chance)
    for one, other, rho, (p, q) in (("a", "b", 0.48, (0.2, 0.35)), ("a", "c", -0.56, (0.2, 0.1))):
        both = stats.multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([stats.norm.ppf(p), stats.norm.ppf(q)])
        near(seen[one] * seen[other], float(both))
        assert abs(both - p * q) > 0.01


# --- noise, indices, forecasts -----------------------------------------------------------------------------------------------------

NOISY = """
services:
  voice: {demand: {level: 1 000 per day, noise: {weekly: 8 %, persists: 60 %, driven by: {economy: 50 %}}}}
  chat: {demand: {level: 1 000 per day, noise: {weekly: 5 %, persists: 60 %, driven by: {economy: -80 %}}}}
  letters: {demand: {level: 1 000 per day, noise: {weekly: 5 %}}}
drivers: {economy: {}}
"""


def drawn(scenario: Scenario, months: int, seed: int = SEED) -> Futures:
    """All the futures of a world."""
    return draw_futures(scenario, CALENDAR, months, seed, 0, LANES)


@pytest.mark.parametrize("step", ["day", "month"])
def test_noise_has_the_size_persistence_and_correlation_that_are_stated(world: World, step: str) -> None:
    futures = drawn(world(f"name: Noise\nstep: {step}\n" + NOISY), 4, SEED + 1)  # of thirty intervals at a thousandth one is missed by chance at SEED
    noise = {name: column / 4096 for name, column in futures.noise.items()}
    assert noise["voice"].shape == (18 if step == "day" else 4, LANES)
    for name, persists in (("voice", 0.6), ("chat", 0.6), ("letters", 0.0)):
        for period in (0, 1, -1):  # in stationary state from the first period
            near(noise[name][period], 0.0)
            spread(noise[name][period], 1.0)
        near(noise[name][0] * noise[name][1], persists)
        near(noise[name][1] * noise[name][3], persists**2)
    for period in (0, -1):
        near(noise["voice"][period] * noise["chat"][period], -0.4)
        near(noise["voice"][period] * noise["letters"][period], 0.0)
    near(noise["voice"][1] * noise["chat"][2], -0.4 * 0.6)  # what is shared persists too
    # What a service makes of it: a standard deviation of 8 % of the level.
    assert futures.plans["voice"].noise * 4096 == pytest.approx(0.08)


@pytest.mark.parametrize("bounds", ["", ", at least: 0 %, at most: 5 %"])
def test_a_driven_index_moves_by_its_law_with_its_driver(world: World, bounds: str) -> None:
    """Bounds hold for a driven move as for any other: what lies beyond is set to them."""
    text = "drivers: {economy: {}}\nindices:\n"
    text += f"  CPI: {{yearly move: {{mean: 3 %, sd: 2 %{bounds}}}, driven by: {{economy: 60 %}}}}\n"
    text += "  wages: {yearly move: {mean: 4 %, sd: 1 %}, driven by: {economy: 50 %}}\n"
    futures = drawn(world(SERVED + text), 24)
    driver = np.concatenate([yearly(SEED, "economy", 2, block) for block in range(BLOCKS)], axis=1)
    for year in range(2):
        cpi, wages = (futures.index[name][year + 1] / futures.index[name][year] - 1 for name in ("CPI", "wages"))
        near((wages - 0.04) / 0.01 * driver[year], 0.5)
        if bounds:
            assert cpi.min() == pytest.approx(0, abs=1e-6) and cpi.max() == pytest.approx(0.05, abs=1e-6)
            near(cpi, 0.028919826463498367)  # closed_forms.json: collared_index
            near((cpi <= 1e-6).astype(float), float(stats.norm.cdf(-1.5)))
        else:
            near(cpi, 0.03)
            spread(cpi, 0.02)
            near((cpi - 0.03) / 0.02 * driver[year], 0.6)
            near((cpi - 0.03) / 0.02 * (wages - 0.04) / 0.01, 0.3)
            near((cpi - 0.03) / 0.02 * driver[1 - year], 0.0)


def test_a_forecast_is_off_as_stated_each_month_anew(world: World) -> None:
    demand = "{level: 10 000 per month, growth: 20 %, forecast: {error: {mean: 2 %, sd: 7 %}}}"
    text = f"name: Forecast\nstep: month\nservices: {{voice: {{demand: {demand}}}}}\n"
    futures = drawn(world(text), 24)
    for month in (0, 1, 23):
        told = futures.forecast("voice", month) / futures.plans["voice"].forecast[month] - 1
        near(told, 0.02)
        spread(told, 0.07)
    assert futures.plans["voice"].forecast[0] == 10_000 and futures.plans["voice"].forecast[23] == 12_000
    near((futures.errors["voice"][0] / 70_000) * ((futures.errors["voice"][1] - 20_000) / 70_000), 0.0)
    assert (futures.forecast("voice", 0) == np.floor(10_000 * (1_000_000 + futures.errors["voice"][0]) / 1_000_000 + 0.5)).all()
