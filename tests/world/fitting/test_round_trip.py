"""What the engine plays is found again: files written from its own futures are fitted, and intervals hold the true figures as often as they say."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.world.fitting.conftest import covers
from tests.world.fitting.engine_files import CALENDAR, MONTHS, TRUE, daily_volumes, engine_futures, write_incidents, write_volumes
from wargame.core.calendar import add_months
from wargame.world.fitting.estimate import Estimate
from wargame.world.fitting.families import Lengths, fit_distribution
from wargame.world.fitting.fitted import Wishes, fit_files
from wargame.world.fitting.intervals import intervals

STATED = (CALENDAR.effective, add_months(CALENDAR.effective, MONTHS) - dt.timedelta(days=1))
REPAIRS = {
    "telephony": {"rate": 3.0, "median": 1_800.0, "p95": 10_800.0, "shape": math.log(6) / 1.6448536269514722},
    "identity": {"rate": 2.0, "median": 7_200 * math.log(2) ** (1 / 0.7), "p95": 7_200 * math.log(20) ** (1 / 0.7), "shape": 0.7},
}
TRUE_LAW = {"telephony": "lognormal", "identity": "weibull"}


class Tally:
    """How often intervals held the truth, and where estimates lay, figure by figure."""

    def __init__(self) -> None:
        self.held: dict[str, list[bool]] = defaultdict(list)
        self.found: dict[str, list[float]] = defaultdict(list)
        self.width: dict[str, list[float]] = defaultdict(list)
        self.truth: dict[str, float] = {}

    def add(self, name: str, one: Estimate, truth: float) -> None:
        """Count one estimate."""
        assert one.value is not None and one.low is not None and one.high is not None
        self.held[name].append(covers(one, truth))
        self.found[name].append(one.value)
        self.width[name].append(one.high - one.low)
        self.truth[name] = truth

    def coverage(self) -> dict[str, float]:
        """The share of intervals that held the truth."""
        return {name: sum(held) / len(held) for name, held in self.held.items()}

    def check_estimates(self) -> None:
        """The middle of the estimates is the truth, and an interval is about as wide as 3.92 of their standard deviations: neither idle nor vain."""
        for name, found in self.found.items():
            sd = float(np.std(found, ddof=1))
            assert abs(float(np.median(found)) - self.truth[name]) < 4 * 1.2533 * sd / math.sqrt(len(found)) + 1e-9 * self.truth[name], name
            assert 0.6 < float(np.median(self.width[name])) / (3.92 * sd) < 1.6, name


def demand_tally(folder: Path, lanes: int, seed: int) -> Tally:
    """Level, growth, noise, persistence and January of so many worlds, each through a file of its own."""
    tally = Tally()
    volumes = daily_volumes(engine_futures(folder, lanes, seed))
    for lane in range(lanes):
        (one,) = fit_files([str(write_volumes(folder / "volumes.csv", volumes[:, lane]))], Wishes())
        for estimate in one.services[0].demand.estimates:
            if estimate.name in TRUE:
                tally.add(estimate.name, estimate, TRUE[estimate.name])
    return tally


def repair_tally(folder: Path, lanes: int, seed: int, wishes: Wishes) -> Tally:
    """Rate, median and p95 of so many worlds with the law that each file chooses; the shape with the law that is true."""
    tally = Tally()
    futures = engine_futures(folder, lanes, seed)
    for lane in range(lanes):
        (one,) = fit_files([str(write_incidents(folder / "incidents.csv", futures, lane))], wishes)
        for each in one.repairs:
            name, chosen = each.group.name, each.chosen
            assert chosen is not None
            for estimate in (each.rate, chosen.median, chosen.p95):
                tally.add(f"{name} {estimate.name}", estimate, REPAIRS[name][estimate.name])
            lengths = Lengths(each.group.lengths.ended, each.group.lengths.open)
            shape = intervals(fit_distribution(TRUE_LAW[name], lengths), lengths)[3]
            tally.add(f"{name} shape", shape, REPAIRS[name]["shape"])
    return tally


@pytest.fixture(autouse=True)
def no_bootstrap(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The p-values of goodness of fit cost most of a fit and play no part here."""
    monkeypatch.setattr("wargame.world.fitting.goodness.DRAWS", 1)
    yield


def test_demand_is_found_again_and_its_intervals_are_neither_idle_nor_vain(tmp_path: Path) -> None:
    tally = demand_tally(tmp_path, 40, 3)
    tally.check_estimates()
    # Of 40 intervals of 95 % fewer than 33 hold once in 2,500 times.
    assert {name: share for name, share in tally.coverage().items() if share < 33 / 40} == {}


def test_incidents_are_found_again_and_their_intervals_are_neither_idle_nor_vain(tmp_path: Path) -> None:
    tally = repair_tally(tmp_path, 40, 3, Wishes(period=STATED))
    tally.check_estimates()
    assert {name: share for name, share in tally.coverage().items() if share < 33 / 40} == {}


@pytest.mark.slow
def test_intervals_of_demand_cover_at_their_rate(tmp_path: Path) -> None:
    coverage = demand_tally(tmp_path, 600, 11).coverage()
    print("demand, 600 worlds:", {name: round(share, 3) for name, share in coverage.items()})
    assert set(coverage) == set(TRUE)
    assert {name: share for name, share in coverage.items() if not 0.92 <= share <= 0.98} == {}


@pytest.mark.slow
@pytest.mark.parametrize("wishes", [Wishes(period=STATED), Wishes()], ids=["period stated", "period from the file"])
def test_intervals_of_rates_and_repairs_cover_at_their_rate(wishes: Wishes, tmp_path: Path) -> None:
    coverage = repair_tally(tmp_path, 600, 11, wishes).coverage()
    print("incidents, 600 worlds:", {name: round(share, 3) for name, share in coverage.items()})
    assert {name: share for name, share in coverage.items() if not 0.92 <= share <= 0.98} == {}
