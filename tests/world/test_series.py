"""Published series: figures still to come that a shock moves, laws that fall below nothing, figures by date; all worked by hand."""

from __future__ import annotations

import datetime as dt
import pickle
from pathlib import Path

import numpy as np
import pytest

from wargame.analysis.figures.assumptions import assumption_rows
from wargame.core.calendar import Calendar
from wargame.core.problem import BadInput
from wargame.world.sampled.futures import calm_future, draw_futures
from wargame.world.sampled.paths import UNSAID
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
    drawn = draw_futures(world(folder, series, *shocks), CALENDAR, months, 1, 0, 1).index["CPI"]
    return [int(level) for level in drawn[:, 0]]


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


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        ("levels: [100, 101.12345678901]", [100_000_000_000, 101_123_456_789]),  # the last two of its digits are too many
        ("levels: [1, 1], rebased: {2028-01-01: {old base: 1000000000000, new base: 0.001}}", [1, 100_000_000_000]),
        ("levels: [3, 1], rebased: {2028-01-01: {old base: 2, new base: 3}}", [9_000_000, 2_000_000]),
    ],
)
def test_levels_have_at_most_twelve_digits(series: str, expected: list[int], tmp_path: Path) -> None:
    assert levels(tmp_path, series, months=12) == expected


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


# --- files, rates and bases --------------------------------------------------------------------------------------------------------------

TABLE = "date,level,rate\n2026-12-01,99.5,\n2027-01-01,100,2.1\n2027-02-01,101,2.3\n2027-03-01,103,-0.4\n"


def test_levels_and_rates_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "cpi.csv").write_text(TABLE, encoding="utf-8")
    scenario = world(tmp_path, "levels: cpi.csv, rates: cpi.csv")
    futures = draw_futures(scenario, CALENDAR, 4, 1, 0, 2)
    assert futures.index["CPI"][:, 1].tolist() == [1_000_000, 1_010_000, 1_030_000, 1_030_000, 1_030_000]
    assert futures.rates["CPI"][:, 1].tolist() == [21_000, 23_000, -4_000, UNSAID, UNSAID]
    assert futures.take(np.array([1])).rates["CPI"].shape == (5, 1)


def test_a_file_of_levels_is_part_of_the_scenario_and_sought_from_its_own_folder(tmp_path: Path) -> None:
    """Another figure is another scenario; a scenario based on another names the file as that one does."""
    (tmp_path / "below").mkdir()
    (tmp_path / "cpi.csv").write_text(TABLE, encoding="utf-8")
    one = world(tmp_path, "levels: cpi.csv")
    (tmp_path / "below" / "upper.yaml").write_text("name: B\nbased on: ../world.yaml\n", encoding="utf-8")
    upper = load_scenario(tmp_path / "below" / "upper.yaml", "GBP", CALENDAR.instant)
    assert upper.inputs.indices["CPI"].figures == one.inputs.indices["CPI"].figures
    (tmp_path / "cpi.csv").write_text(TABLE.replace("103", "104"), encoding="utf-8")
    assert world(tmp_path, "levels: cpi.csv").digest != one.digest
    assert load_scenario(tmp_path / "below" / "upper.yaml", "GBP", CALENDAR.instant).digest != upper.digest


def test_a_service_may_be_called_levels_or_rates(tmp_path: Path) -> None:
    """Only a series names a file under these words."""
    text = "name: A\nservices: {rates: {demand: {level: 10 per day}}}\neconomics: {provider: {unit cost: {rates: GBP 3}}}\n"
    (tmp_path / "world.yaml").write_text(text, encoding="utf-8")
    assert load_scenario(tmp_path / "world.yaml", "GBP", CALENDAR.instant).digest


def test_a_file_of_figures_is_one_row_of_what_a_report_rests_on(tmp_path: Path) -> None:
    (tmp_path / "cpi.csv").write_text(TABLE, encoding="utf-8")
    scenario = world(tmp_path, "levels: cpi.csv, rates: cpi.csv, source: ONS D7BT, marked: measured")
    told = {row.what: row.value for row in assumption_rows([pickle.loads(pickle.dumps(scenario))], 1) if row.source == "ONS D7BT"}
    assert told == {
        "indices: CPI: moves": "yearly",
        "indices: CPI: levels": "4 figures of cpi.csv, 2026-12-01 to 2027-03-01",
        "indices: CPI: rates": "3 figures of cpi.csv, 2027-01-01 to 2027-03-01",
    }


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("date,level\n2027-01-01,abc\n2027-02-01,1.5x\n", "cpi.csv, row 2, level: 'abc' is not a plain number; row 3, level: '1.5x' is not"),
        ("date,level\n2027-01-01,100\n2027-13-01,101\n", 'row 3, date: "2027-13-01" is not a day of the calendar'),
        ("date,level\n2027-01-01,100\n2027-01-01,101\n", "row 3, date: 2027-01-01 does not come after 2027-01-01"),
        ("date,level\n2027-01-01,0\n", "row 2, level: 0 is no index figure"),
        ("date,level\n2027-01-01,-3\n", "row 2, level: -3 is negative"),
        ("date,level\n2027-01-01,\n", "row 2, level: the cell is empty"),
        ("date,index\n2027-01-01,100\n", "cpi.csv has no column 'level'"),
        ("day,level\n2027-01-01,100\n", "cpi.csv has no column 'date'"),
        ("date,level\n", "has no rows under 'level'"),
        ("", "has no column 'date'"),
    ],
)
def test_a_bad_file_of_levels_is_refused_with_its_rows(table: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "cpi.csv").write_text(table, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        world(tmp_path, "levels: cpi.csv")
    (problem,) = caught.value.problems
    assert told in problem.message and problem.hint and problem.place.line == 3


@pytest.mark.parametrize(
    ("series", "told"),
    [
        ("levels: cpi.csv", "levels: cpi.csv cannot be read"),
        ("levels: 100", 'levels: "100" is one figure'),
        ("levels: [100, abc]", 'levels: "abc" is a text where a quantity is due'),
        ("levels: {2027-01-01: abc}", '"abc" is a text where a quantity is due'),
        ("levels: [100, 0]", "levels: a published level of 0"),
        ("levels: [100, 1000000000000]", "levels: 1,000,000,000,000 is more than a million times the first figure, 100"),
        ("levels: [1000000, 0.000001]", "is less than a millionth of the first figure"),
        ("yearly move: 2 %, rates: [2 %]", "`rates` are published with `levels`"),
        ("levels: [100], rates: {2027-01-01: 2 %}", "given as `levels` are"),
        ("levels: {2027-01-01: 100}, rates: {2027-02-01: 2 %}", "of 2027-02-01 there is a rate and no level"),
        ("levels: [100], rates: [2 %, 3 %]", "2 `rates` and 1 `levels`"),
        ("levels: [100], rates: [-100 %]", "leaves nothing of the level a year before"),
        ("levels: [100], rates: [2.00001 %]", "more than four decimals"),
        ("yearly move: 2 %, rebased: {2027-02-01: {old base: 1, new base: 2}}", "give these too"),
        ("levels: [100], rebased: {2027-02-01: {old base: 0, new base: 2}}", "ties nothing to the other"),
        ("levels: {2027-01-01: 100}, rebased: {2027-02-01: {old base: 1, new base: 2}}", "all `levels` are of earlier days"),
        ("levels: {2027-01-01: 100}, rebased: {2027-01-01: {old base: 1, new base: 2}}", "all `levels` are of that day or later"),
        ("levels: {2027-01-01: 100, 2027-03-01: 80}, rebased: {2027-02-01: {old base: 131.5}}", '"new base" is missing'),
    ],
)
def test_a_series_that_cannot_be_is_refused_once(series: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        world(tmp_path, series)
    (problem,) = caught.value.problems
    assert told in problem.message and problem.place.line == 3


def test_a_series_that_rises_beyond_all_measure_stays_within_64_bits(tmp_path: Path) -> None:
    """1,000,000 % a year: 10,001 times, and then 199.980001 times, as much as is left below 2 × 10^12 of the unit."""
    expected = [1_000_000, 10_001_000_000, 1_999_999_990_001, 1_999_999_990_001]
    assert levels(tmp_path, "yearly move: 1 000 000 %", months=36) == expected
    assert calm_future(world(tmp_path, "yearly move: 1 000 000 %"), CALENDAR, 36).index["CPI"][:, 0].tolist() == expected
