"""An index discontinued: its last figure stands."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from tests.world.shocks.block import DAY, N, day, effects, inputs_of, within
from tests.world.shocks.common import CALENDAR, costs_of, of_lane
from wargame.core.problem import BadInput
from wargame.world.sampled.futures import draw_futures
from wargame.world.scenario.file import load_scenario

FIXED = """
series: CPI
arrives: {date: 2027-03-10}
notice: 60 days
agreeing: {client: GBP 4, provider: GBP 6}
"""


def test_rows_of_a_fixed_law() -> None:
    start = day(2027, 3, 10)
    assert of_lane(effects("index_discontinued", FIXED), 3) == {
        "stops": [("CPI", (start + 60) * DAY)],
        "costs": [("client", "internal staff", start * DAY, 400), ("provider", "internal staff", start * DAY, 600)],
        "happenings": [("price", start * DAY)],
    }
    assert of_lane(effects("index_discontinued", FIXED.replace("notice: 60 days\n", "")))["stops"] == [("CPI", start * DAY)]


@pytest.mark.parametrize(("date", "last"), [("2027-03-10", 0), ("2027-12-15", 1), ("2028-12-15", 2)])
def test_the_last_figure_stands(tmp_path: Path, date: str, last: int) -> None:
    """Of three contract years a figure is published at the end of each before the stop."""
    shock = "  gone:\n    kind: index_discontinued" + FIXED.replace("2027-03-10", date).rstrip().replace("\n", "\n    ") + "\n"
    text = "name: A world\nservices: {voice: {demand: {level: 1 000 per day}}}\nindices: {CPI: {yearly move: 5 %}}\nshocks:\n" + shock
    (tmp_path / "world.yaml").write_text(text, encoding="utf-8")
    scenario = load_scenario(tmp_path / "world.yaml", "GBP", CALENDAR.instant)
    index = draw_futures(scenario, CALENDAR, 36, 11, 0, 4).index["CPI"][:, 0].tolist()
    ordinary = [1_000_000, 1_050_000, 1_102_500, 1_157_625]
    assert index == [ordinary[min(year, last)] for year in range(4)]
    assert CALENDAR.instant(dt.date.fromisoformat(date)) >= 0


def test_means() -> None:
    text = FIXED.replace("{date: 2027-03-10}", "{rate: 1 per year}").replace("60 days", "{low: 20 days, high: 60 days}")
    found = effects("index_discontinued", text.replace("GBP 4", "{low: GBP 2, high: GBP 10}"))
    _, lane, stops = found.stops[0]
    assert abs(lane.size - 2 * N) < 3.29 * np.sqrt(2 * N)
    assert within(stops - found.arrived[1], 40 * DAY) and within(costs_of(found, "client", "internal staff"), 600)


def test_refusals() -> None:
    with pytest.raises(BadInput, match="series"):
        inputs_of("index_discontinued", FIXED.replace("series: CPI\n", ""))
    with pytest.raises(BadInput, match="notice"):
        inputs_of("index_discontinued", FIXED.replace("60 days", "-60 days"))
