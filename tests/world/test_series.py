"""Published series: figures still to come that a shock moves, laws that fall below nothing, figures by date; all worked by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from wargame.core.calendar import Calendar
from wargame.world.sampled.futures import calm_future, draw_futures
from wargame.world.scenario.file import Scenario, load_scenario

CALENDAR = Calendar(dt.date(2027, 1, 1))
WORLD = "name: A world\nservices: {voice: {demand: {level: 10 per day}}}\nindices: {CPI: {SERIES}}\n"
SHOCK = "  SHOCK: {kind: currency_move, series: CPI, move: MOVE, arrives: {date: DATE}LASTS}\n"


def shock(move: str, date: str, lasts: str = "") -> str:
    """A shock to the series on a day, for good or for so long."""
    said = SHOCK.replace("SHOCK", f"on {date}").replace("MOVE", move).replace("DATE", date)
    return said.replace("LASTS", f", lasts: {lasts}" if lasts else "")


def world(folder: Path, series: str, *shocks: str) -> Scenario:
    """The world of one series."""
    text = WORLD.replace("SERIES", series) + ("shocks:\n" + "".join(shocks) if shocks else "")
    (folder / "world.yaml").write_text(text, encoding="utf-8")
    return load_scenario(folder / "world.yaml", "GBP", CALENDAR.instant)


def levels(folder: Path, series: str, *shocks: str, months: int) -> list[int]:
    """The levels of a life in which all is certain, the first a million."""
    return draw_futures(world(folder, series, *shocks), CALENDAR, months, 1, 0, 1).index["CPI"][:, 0].tolist()


LISTED = "moves: monthly, levels: [100, 101, 103, 104, 107]"
DATED = "levels: {2027-01-01: 100, 2027-02-01: 101, 2027-03-01: 103, 2027-04-01: 104, 2027-05-01: 107}"


@pytest.mark.parametrize("series", [LISTED, DATED])
def test_a_shock_for_good_moves_every_figure_that_is_still_to_come(series: str, tmp_path: Path) -> None:
    """10 % on 101, 103, 104 and 107, and on the last figure, which stands."""
    found = levels(tmp_path, series, shock("10 %", "2027-01-10"), months=6)
    assert found == [1_000_000, 1_111_000, 1_133_000, 1_144_000, 1_177_000, 1_177_000, 1_177_000]


@pytest.mark.parametrize("series", [LISTED, DATED])
@pytest.mark.parametrize("move", ["10 %", "33.3333 %", "-7 %"])
def test_a_shock_for_a_while_leaves_the_published_figures_as_they_are(series: str, move: str, tmp_path: Path) -> None:
    """From 10 January for 40 days: the figure of 1 February alone; a million times 1.01 and the move."""
    found = levels(tmp_path, series, shock(move, "2027-01-10", "40 days"), months=6)
    seen = {"10 %": 1_111_000, "33.3333 %": 1_346_666, "-7 %": 939_300}[move]
    assert found == [1_000_000, seen, 1_030_000, 1_040_000, 1_070_000, 1_070_000, 1_070_000]


def test_what_is_taken_back_after_the_last_published_figure_leaves_no_trace(tmp_path: Path) -> None:
    """33.3333 % from 10 January for 170 days; the law moves 2 % from 1 June on."""
    found = levels(tmp_path, f"{LISTED}, move: 2 %", shock("33.3333 %", "2027-01-10", "170 days"), months=7)
    assert found[4:6] == [1_426_666, 1_455_200]  # 1.07 and 1.0914 times 1.333333: 1,426,666.31 and 1,455,199.64
    assert found[6:] == [1_113_228, 1_135_493]  # 1,091,400 and 2 %, and 2 % more: 1,135,492.56


def test_shocks_to_figures_still_to_come_multiply(tmp_path: Path) -> None:
    """10 % for good in January; 20 % for February and March: 1.03 and 1.04 times 1.32."""
    found = levels(tmp_path, LISTED, shock("10 %", "2027-01-10"), shock("20 %", "2027-02-10", "60 days"), months=4)
    assert found == [1_000_000, 1_111_000, 1_359_600, 1_372_800, 1_177_000]


def test_a_shock_that_no_figure_sees_leaves_no_mark(tmp_path: Path) -> None:
    assert levels(tmp_path, LISTED, shock("10 %", "2027-02-03", "20 days"), months=3) == [1_000_000, 1_010_000, 1_030_000, 1_040_000]


@pytest.mark.parametrize("move", ["-150 %", "-100 %", "{mean: -300 %, sd: 1 %}"])
def test_no_law_takes_a_series_below_one_unit(move: str, tmp_path: Path) -> None:
    scenario = world(tmp_path, f"yearly move: {move}")
    drawn = draw_futures(scenario, CALENDAR, 36, 1, 0, 8).index["CPI"]
    assert drawn[1:].max() == drawn.min() == 1
    assert calm_future(scenario, CALENDAR, 36).index["CPI"][:, 0].tolist() == [1_000_000, 1, 1, 1]


def test_a_shock_takes_no_series_below_one_unit(tmp_path: Path) -> None:
    found = levels(tmp_path, "moves: monthly, levels: [1, 1, 0.000001]", shock("-99.9999 %", "2027-01-10"), months=2)
    assert found == [1_000_000, 1, 1]


def test_a_yearly_move_after_figures_by_date_is_made_once_a_year(tmp_path: Path) -> None:
    """12 % a year from the last figure on, which is read on 1 March."""
    scenario = world(tmp_path, "levels: {2027-01-01: 100, 2027-02-10: 103}, yearly move: 12 %")
    expected = [1_000_000] * 2 + [1_030_000] * 12 + [1_153_600] * 3
    assert draw_futures(scenario, CALENDAR, 16, 1, 0, 1).index["CPI"][:, 0].tolist() == expected
    assert calm_future(scenario, CALENDAR, 16).index["CPI"][:, 0].tolist() == expected
