"""A currency move: a series that jumps and perhaps comes back, and the part of a cost that is paid in that currency."""

from __future__ import annotations

import numpy as np
import pytest

from tests.world.shocks.block import DAY, N, day, effects, inputs_of, within
from tests.world.shocks.common import CALENDAR, of_lane
from wargame.core.problem import BadInput
from wargame.world.sampled.paths import _struck
from wargame.world.scenario.series import EVERY
from wargame.world.shock_base.effects import NEVER

FIXED = """
series: EUR/GBP
arrives: {date: 2027-03-10}
move: 25 %
lasts: 400 days
services: [voice]
in that currency: 30 %
"""
START = day(2027, 3, 10)


def test_rows_of_a_fixed_law() -> None:
    assert of_lane(effects("currency_move", FIXED), 3) == {
        "levels": [("unit cost", "voice", START, START + 400, 75_000)],
        "moves": [("EUR/GBP", START * DAY, 250_000, (START + 400) * DAY), ("EUR/GBP", (START + 400) * DAY, -200_000, START * DAY)],
        "happenings": [("price", START * DAY)],
    }


def test_without_a_length_it_is_for_good() -> None:
    found = of_lane(effects("currency_move", FIXED.replace("lasts: 400 days\n", "")))
    assert found["levels"] == [("unit cost", "voice", START, NEVER, 75_000)] and found["moves"] == [("EUR/GBP", START * DAY, 250_000)]


@pytest.mark.parametrize(("moves", "marks"), [("yearly", 0), ("quarterly", 1), ("monthly", 1)])
def test_a_move_and_its_end_before_one_figure_leave_no_mark_on_it(moves: str, marks: int) -> None:
    found = effects("currency_move", FIXED.replace("400 days", "90 days"))
    assert of_lane(found)["levels"] == [("unit cost", "voice", START, START + 90, 75_000)]
    starts = CALENDAR.month_starts(36)
    moved, _ = _struck("EUR/GBP", -(-36 // EVERY[moves]), EVERY[moves], starts, [{"devaluation": found}])
    assert moved is not None and bool(moved.any()) == bool(marks)


def test_a_fall_makes_units_cheaper_and_what_it_takes_away_comes_back() -> None:
    found = of_lane(effects("currency_move", FIXED.replace("25 %", "-20 %", 1)))
    assert found["levels"][0][4] == -60_000 and [row[2] for row in found["moves"]] == [-200_000, 250_000]


def test_a_move_from_before_the_agreement_is_in_its_figures() -> None:
    found = of_lane(effects("currency_move", FIXED.replace("2027-03-10", "2026-12-10")))
    assert found == {"levels": [], "moves": [], "happenings": []}


def test_means() -> None:
    text = FIXED.replace("{date: 2027-03-10}", "{rate: 1 per year}").replace("25 %", "{mean: 5 %, sd: 8 %}", 1).replace("lasts: 400 days\n", "")
    found = effects("currency_move", text.replace("30 %", "{low: 20 %, high: 60 %}"))
    share = found.moves[0][3]
    assert abs(share.size - 2 * N) < 3.29 * np.sqrt(2 * N) and within(share, 50_000) and within(found.levels[0][5], 20_000)
    assert (share < 0).mean() > 0.2


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [("services: [voice]", "", "give both, or neither"), ("in that currency: 30 %", "", "give both, or neither"),
     ("move: 25 %", "move: {mean: -60 %, sd: 30 %}", "all of a price")],
)  # fmt: skip
def test_refusals(old: str, new: str, words: str) -> None:
    assert old in FIXED
    with pytest.raises(BadInput, match=words):
        inputs_of("currency_move", FIXED.replace(old, new))
