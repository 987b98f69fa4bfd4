"""One driver moves demand, shocks and series together: what is achieved over 8,192 lives, against what is stated."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from wargame.core.calendar import Calendar
from wargame.core.streams import BLOCK
from wargame.core.values import DAY
from wargame.world.sampled.futures import Futures, draw_futures, span_of
from wargame.world.scenario.file import Scenario, load_scenario
from wargame.world.shock_base.drivers import monthly, weekly, yearly

CALENDAR = Calendar(dt.date(2027, 4, 1))
SEED, BLOCKS, MONTHS = 5, 8, 24
LANES = BLOCKS * BLOCK

WORLD = """
name: Driven
step: STEP
drivers: {economy: {}}
services:
  voice: {demand: {level: 1 000 per day, noise: {weekly: 8 %, PERSISTSdriven by: {economy: RHO}}}}
  letters: {demand: {level: 1 000 per day, noise: {weekly: 8 %, PERSISTS}}}
indices: {wages: {yearly move: {mean: 4 %, sd: 1 %}, driven by: {economy: RHO}}}
shocks: {rush: {kind: volume_surge, service: voice, size: 10 %, lasts: 1 day, arrives: {rate: 2 per year, driven by: {economy: RHO}}}}
"""


def world(folder: Path, step: str, rho: int, persists: str = "") -> Scenario:
    text = WORLD.replace("STEP", step).replace("RHO", f"{rho} %").replace("PERSISTS", persists).replace(", }", "}")
    (folder / "world.yaml").write_text(text, encoding="utf-8")
    return load_scenario(folder / "world.yaml", "GBP", CALENDAR.instant)


def year_of_noise(futures: Futures, service: str, year: int) -> NDArray[np.float64]:
    """A contract year's noise of a service, added up by life, in standard deviations of a period."""
    if futures.scenario.step == "month":
        rows = range(12 * year, 12 * year + 12)
    else:
        rows = range(-(-futures.starts[12 * year] // (7 * DAY)), -(-futures.starts[12 * year + 12] // (7 * DAY)))
    total: NDArray[np.float64] = np.sum([futures.noise[service][row] / 4096 for row in rows], axis=0)
    return total


def correlation(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    return float(np.corrcoef(a, b)[0, 1])


@pytest.mark.parametrize("step", ["day", "month"])
@pytest.mark.parametrize("rho", [30, 60, 90])
def test_yearly_loads_shocks_and_series_hang_together_as_stated(tmp_path: Path, step: str, rho: int) -> None:
    scenario = world(tmp_path, step, rho)
    futures = draw_futures(scenario, CALENDAR, MONTHS, SEED, 0, LANES)
    stated = rho / 100
    for year in range(2):
        driver = np.concatenate([yearly(SEED, "economy", 2, block)[year] for block in range(BLOCKS)])
        load = year_of_noise(futures, "voice", year)
        wages = futures.index["wages"][year + 1] / futures.index["wages"][year]
        spans = [span_of(CALENDAR, futures.starts, SEED, block) for block in range(BLOCKS)]
        latent = np.concatenate(
            [
                span.latent(scenario.shocks[0].inputs.arrives.driven_by, np.random.default_rng(block))[year] / 1_000_000
                for block, span in enumerate(spans)
            ]
        )
        for each in (load, wages, latent):
            assert correlation(each, driver) == pytest.approx(stated, abs=0.05)
        for one, other in ((load, wages), (load, latent), (wages, latent)):
            assert correlation(one, other) == pytest.approx(stated * stated, abs=0.05)
        assert abs(correlation(load, np.concatenate([yearly(SEED, "economy", 2, block)[1 - year] for block in range(BLOCKS)]))) < 0.05


@pytest.mark.parametrize("step", ["day", "month"])
@pytest.mark.parametrize("persists", ["", "persists: 60 %, "])
def test_a_driver_adds_no_variance_to_a_year(tmp_path: Path, step: str, persists: str) -> None:
    """Of the weeks of a year; over 8,192 lives and two years the standard error of a variance is 1.1 %, so eight seeds are put together."""
    totals: dict[str, list[NDArray[np.float64]]] = {"voice": [], "letters": []}
    for seed in range(8):
        futures = draw_futures(world(tmp_path, step, 60, persists), CALENDAR, MONTHS, seed, 0, LANES)
        for name, found in totals.items():
            found += [year_of_noise(futures, name, year) for year in range(2)]
    driven, alone = (float(np.var(np.concatenate(found))) for found in totals.values())
    assert driven / alone == pytest.approx(1.0, abs=0.02)


def test_a_driver_is_one_for_every_term_and_its_parts_are_standard_normal() -> None:
    for draw in (weekly, monthly, yearly):
        long, short = draw(SEED, "economy", 5, 3), draw(SEED, "economy", 2, 3)
        assert np.array_equal(long[: len(short)], short)
        assert abs(long.mean()) < 0.06 and long.std() == pytest.approx(1.0, abs=0.05)
    assert (len(monthly(SEED, "economy", 5, 3)), len(yearly(SEED, "economy", 5, 3))) == (60, 5)
    weeks = weekly(SEED, "economy", 1, 0)
    assert yearly(SEED, "economy", 1, 0)[0] == pytest.approx(weeks[:-1].sum(axis=0) / np.sqrt(len(weeks) - 1))
