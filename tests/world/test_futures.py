"""Futures: sampled worlds as flat tables, in the order in which everything later walks them, with the frequencies that the scenario states."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from wargame.core.calendar import Calendar
from wargame.core.values import DAY
from wargame.world.sampled.futures import Futures, calm_future, draw_futures
from wargame.world.scenario.file import Scenario, load_scenario

CALENDAR = Calendar(dt.date(2027, 1, 1))
MONTHS, N = 24, 2048
WORLD = """
name: A world
services:
  voice:
    demand: {level: 1 000 per day, noise: {weekly: 10 %}}
    needs: [platform, network]
components:
  platform: {outages: 3 per month, repair: {mean: 2 hours}, detection: 5 minutes, planned work: {rate: 1 per quarter, lasts: 2 hours}}
  network: {outages: 6 per year, repair: 30 seconds, fault: third party}
indices: {CPI: {yearly move: {low: 2 %, high: 4 %}}}
shocks:
  major: {kind: outage, component: network, arrives: {rate: 0.5 per year}, lasts: 5 hours}
  launch: {kind: volume_surge, service: voice, arrives: {date: 2027-03-01, probability: 30 %}, size: 50 %, lasts: 36 hours}
  rule:
    kind: regulatory_change
    service: voice
    arrives: {earliest: 2027-02-01, latest: 2027-06-01, probability: 60 %}
    lead time: 90 days
    work: {low: 30 days, high: 200 days}
    cost: GBP 1 000
    fine: GBP 10
    lasting cost: GBP 0.06
"""


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """The world above."""
    return read(tmp_path_factory.mktemp("worlds"), WORLD)


def read(folder: Path, text: str) -> Scenario:
    """The world of a text."""
    (folder / "world.yaml").write_text(text, encoding="utf-8")
    return load_scenario(folder / "world.yaml", "GBP", CALENDAR.instant)


@pytest.fixture(scope="module")
def futures(scenario: Scenario) -> Futures:
    """Some of its futures."""
    return draw_futures(scenario, CALENDAR, MONTHS, 5, 0, N)


def of(futures: Futures, name: str) -> np.ndarray:
    """The incident rows of a source."""
    number = next(i for i, source in enumerate(futures.sources) if source.name == name)
    return np.flatnonzero(futures.incidents.source == number)


def test_incidents_stand_in_the_order_of_month_lane_start_and_source(futures: Futures) -> None:
    table = futures.incidents
    month = np.searchsorted(np.array(futures.starts), table.start, side="right") - 1
    assert np.array_equal(np.lexsort((table.source, table.start, table.lane, month)), np.arange(table.lane.size))
    assert np.array_equal(table.at, np.searchsorted(month, np.arange(MONTHS + 1)))
    assert table.start.min() >= 0 and table.start.max() < futures.starts[-1] and table.raw.min() >= 60
    assert set(np.unique(table.lane)) == set(range(N))


@pytest.mark.parametrize(
    ("name", "a_month"), [("component/platform", 3.0), ("planned/platform", 1 / 3), ("component/network", 0.5), ("shock/major", 0.5 / 12)]
)
def test_as_many_incidents_as_the_scenario_says(futures: Futures, name: str, a_month: float) -> None:
    expected = a_month * MONTHS * N
    assert abs(of(futures, name).size - expected) < 3.29 * np.sqrt(expected)


def test_sources_know_cause_fault_and_detection(futures: Futures) -> None:
    known = {source.name: source for source in futures.sources}
    assert known["planned/platform"].causes == {"provider", "planned"} and known["planned/platform"].detected == 0
    assert known["component/network"].causes == {"third party"} == known["shock/major"].causes
    assert known["component/platform"].detected == 300


def test_repairs_are_those_of_the_scenario_and_at_least_a_minute(futures: Futures) -> None:
    raw = futures.incidents.raw
    assert set(raw[of(futures, "component/network")]) == {60} and set(raw[of(futures, "shock/major")]) == {5 * 3600}
    platform = raw[of(futures, "component/platform")]
    assert abs(platform.mean() - 7200) < 3.29 * 7200 / np.sqrt(platform.size)


def test_noise_has_the_standard_deviation_of_one_and_a_row_a_week(futures: Futures) -> None:
    noise = futures.noise["voice"]
    assert noise.dtype == np.int16 and noise.shape == (futures.starts[-1] // DAY // 7 + 1, N)
    assert abs(noise.std() / 4096 - 1) < 0.01 and abs(noise.mean() / 4096) < 0.01


def test_an_index_moves_within_its_law_every_year(futures: Futures) -> None:
    level = futures.index["CPI"]
    assert level.shape == (3, N) and np.all(level[0] == 1_000_000)
    moves = level[1:] / level[:-1] - 1
    assert moves.min() > 0.0199 and moves.max() < 0.0401 and abs(moves.mean() - 0.03) < 3.29 * 0.02 / np.sqrt(12 * moves.size)


def test_a_dated_surge_comes_on_its_day_with_its_probability_for_whole_days(futures: Futures) -> None:
    levels = futures.levels["voice"]
    first = CALENDAR.instant(dt.date(2027, 3, 1)) // DAY
    assert set(levels.first) == {first} and set(levels.last) == {first + 2} and set(levels.size) == {500_000}
    assert np.unique(levels.lane).size == levels.lane.size
    assert abs(levels.lane.size / N - 0.3) < 3.29 * np.sqrt(0.21 / N)


def test_a_change_of_law_falls_in_its_window_and_is_fined_for_each_month_begun(futures: Futures) -> None:
    laws = futures.law_changes
    low, high = (CALENDAR.instant(dt.date(2027, month, 1)) for month in (2, 6))
    assert laws.announced.min() >= low and laws.announced.max() < high + DAY  # the last day is in the window
    assert np.all(laws.force - laws.announced == 90 * DAY) and np.all(np.diff(laws.ready) >= 0)
    late = laws.ready - laws.force
    assert np.array_equal(laws.fine, np.ceil(np.maximum(late, 0) / 2_629_800).astype(np.int64) * 1000)
    done = laws.ready < futures.starts[-1]
    assert set(laws.cost[done]) == {100_000} and set(laws.lasting) == {600}  # hundredths of a penny
    # Of work that ends after the term, the part done by its end is paid for.
    assert laws.ready.max() <= futures.starts[-1] and np.all((laws.cost[~done] > 0) & (laws.cost[~done] < 100_000))
    assert abs(laws.lane.size / N - 0.6) < 3.29 * np.sqrt(0.24 / N)


def test_probabilities_move_no_other_draw(scenario: Scenario, futures: Futures, tmp_path: Path) -> None:
    certain = draw_futures(read(tmp_path, WORLD.replace(", probability: 60 %", "")), CALENDAR, MONTHS, 5, 0, N).law_changes
    assert certain.lane.size == N
    some = {(lane, announced) for lane, announced in zip(futures.law_changes.lane.tolist(), futures.law_changes.announced.tolist(), strict=True)}
    assert some < {(lane, announced) for lane, announced in zip(certain.lane.tolist(), certain.announced.tolist(), strict=True)}


def test_a_part_keeps_what_belongs_to_its_lanes(futures: Futures) -> None:
    lanes = np.array([3, 700, 2047])
    part = futures.take(lanes)
    assert part.lanes == 3 and part.chosen is not None and part.chosen.tolist() == lanes.tolist()
    for mine, whole in (
        (part.incidents, futures.incidents),
        (part.law_changes, futures.law_changes),
        (part.levels["voice"], futures.levels["voice"]),
    ):
        for new, lane in enumerate(lanes.tolist()):
            for name in ("start", "raw", "source", "ready", "cost", "first", "size"):
                if hasattr(mine, name):
                    assert np.array_equal(getattr(mine, name)[mine.lane == new], getattr(whole, name)[whole.lane == lane])
    assert part.incidents.at[-1] == part.incidents.lane.size
    assert np.array_equal(part.noise["voice"], futures.noise["voice"][:, lanes])
    assert np.array_equal(part.decision("client", "leave"), futures.decision("client", "leave")[:, lanes])
    again = part.take(np.array([0, 2]))
    assert again.chosen is not None and again.chosen.tolist() == [3, 2047]
    assert np.array_equal(again.decision("client", "leave"), futures.decision("client", "leave")[:, [3, 2047]])


def test_decisions_are_uniform_and_differ_by_right_and_party(futures: Futures) -> None:
    one, other, third = (futures.decision(*key) for key in (("client", "leave"), ("client", "step in"), ("provider", "leave")))
    assert one.shape == (MONTHS, N) and one.min() >= 0 and one.max() < 1
    assert abs(one.mean() - 0.5) < 3.29 / np.sqrt(12 * one.size)
    assert np.intersect1d(one, other).size == np.intersect1d(one, third).size == 0


def test_the_calm_future_has_no_chance_in_it(scenario: Scenario) -> None:
    calm = calm_future(scenario, CALENDAR, MONTHS)
    assert calm.lanes == 1 and not calm.noise["voice"].any()
    assert calm.incidents.lane.size == calm.law_changes.lane.size == calm.levels["voice"].lane.size == 0
    assert calm.index["CPI"][:, 0].tolist() == [1_000_000, 1_030_000, 1_060_900]


def test_history_happens_in_every_future(tmp_path: Path) -> None:
    rows = ["2027-01-05T00:00,2027-01-06T00:00,platform", "2026-12-31T00:00,2027-01-02T00:00,platform", "2029-01-01T00:00,2029-01-02T00:00,platform"]
    (tmp_path / "dated.csv").write_text("start,end,component\n" + "\n".join(rows) + "\n", encoding="utf-8")
    scenario = read(
        tmp_path, "name: x\nhistory: dated.csv\nservices: {voice: {demand: {level: 10 per day}, needs: [platform]}}\ncomponents: {platform: {}}\n"
    )
    table = draw_futures(scenario, CALENDAR, MONTHS, 5, 0, 9).incidents
    # What is under way at the effective date begins then; what begins after the term is no incident of it.
    assert table.lane.tolist() == [lane for lane in range(9) for _ in "ab"]
    assert set(zip(table.start.tolist(), table.raw.tolist(), strict=True)) == {(0, DAY), (4 * DAY, DAY)}


@pytest.mark.parametrize("months", [1, 12, 37])
def test_every_length_of_term(scenario: Scenario, months: int) -> None:
    drawn = draw_futures(scenario, CALENDAR, months, 5, 0, 3)
    assert drawn.months == months and drawn.incidents.at.size == months + 1
    assert drawn.index["CPI"].shape == (-(-months // 12) + 1, 3)
    assert drawn.incidents.start.max(initial=0) < drawn.starts[-1]
