"""What drawings are made of: scales, round ticks, widths of words, and the room that they leave."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import pytest

from wargame.report.drawing.colours import INK, ON_PAGE, ON_WHITE, PAPER, RULE, painted
from wargame.report.drawing.frame import lay_out
from wargame.report.drawing.marks import number, path_of, stepped
from wargame.report.drawing.plot import Axis, Bar, Dots, Line, Plot
from wargame.report.drawing.scale import Scale, deviation, duration, ends, log_ticks, money, nice_step, nice_ticks, odds, plain
from wargame.report.drawing.text import columns, short, width

RANGES = [(0.0, 1.0), (-5.0, 3.0), (0.0, 7e6), (1e6, 1.001e6), (-3e-4, 2e-4), (0.0, 5e-324 * 1e20), (-2e15, 9e15), (99.9, 100.1)]


@pytest.mark.parametrize(
    ("low", "high"), [*RANGES, *((a, a + b) for a, b in [(random.Random(n).uniform(-9, 9) ** 5, 10 ** (n / 4)) for n in range(30)])]
)
def test_ticks_are_round_inside_and_as_many_as_there_may_be(low: float, high: float) -> None:
    for most in range(2, 9):
        found = nice_ticks(low, high, most)
        assert len(found) <= most and all(low - (high - low) * 1e-6 <= one <= high + (high - low) * 1e-6 for one in found)
        if len(found) > 1:
            step = found[1] - found[0]
            digits = step / 10 ** math.floor(math.log10(step * 1.0001))
            assert min(abs(digits - one) for one in (1, 2, 2.5, 5, 10)) < 0.01
        # With the next finer step there would be too many.
        assert most < 3 or len(found) >= 2


def test_ticks_of_counts_are_whole() -> None:
    assert nice_ticks(0, 1.04, 8, whole=True) == [0, 1]
    assert nice_ticks(0, 8, 5, whole=True) == [0, 2, 4, 6, 8]
    assert nice_ticks(0, 10, 5, whole=True) == [0, 5, 10]


def test_ticks_of_odds_are_powers_of_ten_and_more_where_these_are_few() -> None:
    assert log_ticks(1 / 600, 1.15)[0] == [0.01, 0.1, 1]
    assert log_ticks(1 / 9, 1.15)[0] == [0.2, 0.5, 1]
    assert [odds(one) for one in log_ticks(1 / 30, 1.15)[0]] == ["1 in 20", "1 in 10", "1 in 5", "1 in 2", "all"]
    assert log_ticks(0.1, 1)[1] == pytest.approx([0.3, 0.4, 0.6, 0.7, 0.8, 0.9])


def test_a_step_is_round_and_not_smaller() -> None:
    assert [nice_step(one) for one in (1, 1.2, 2.2, 3, 7, 0.03, 12_000)] == [1, 2, 2.5, 5, 10, 0.05, 20_000]


def test_an_axis_holds_its_values_with_room_but_not_across_nought() -> None:
    assert ends([10, 20], room=0.1) == (9, 21)
    assert ends([0, 20], room=0.1) == (0, 22) and ends([0.5, 20], room=0.1)[0] == 0
    assert ends([-20, 0], room=0.1) == (-22, 0)
    assert ends([]) == (-0.0, 1) and ends([7, 7])[0] < 7 < ends([7, 7])[1] and ends([0, 0])[1] > 0 and ends([-3, -3])[0] < -3
    low, high = ends([0.01, 1], room=0.5, log=True)
    assert (low, high) == pytest.approx((0.001, 10))


def test_a_scale_puts_values_where_they_belong() -> None:
    assert [Scale(0, 10, 100, 200).at(one) for one in (0, 5, 10)] == [100, 150, 200]
    assert [Scale(0.01, 1, 200, 100, log=True).at(one) for one in (0.01, 0.1, 1)] == pytest.approx([200, 150, 100])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (money(2_500_000), "2.5 m"), (money(-40_000), "−40 k"), (money(3e9), "3 bn"), (money(0.5), "0.5"), (plain(12_500), "12,500"),
        (plain(-0.25), "−0.25"), (deviation(0.1), "+10 %"), (deviation(-0.02), "−2 %"), (odds(1), "all"), (odds(0.001), "1 in 1,000"),
        (duration(90), "1.5 min"), (duration(18_000), "5 h"), (duration(864_000), "10 d"), (duration(1), "1 s"),
    ],
)  # fmt: skip
def test_values_are_said_in_a_few_letters(said: str, words: str) -> None:
    assert said == words


def test_labels_are_cut_where_they_are_too_long() -> None:
    assert short("x" * 300) == "x" * 45 + "…"
    assert short("fits") == "fits"
    assert short("業" * 40) == "業" * 22 + "…" and columns("業x") == 3
    assert short("a\tb\x7f\u202e\ufffe\x01") == "a b    "


def test_wide_letters_are_wider_and_marks_above_letters_take_no_room() -> None:
    assert width("業") > width("W") > width("x") > width("i") > 0
    assert width("🙂") > width("業") and width("e\u0301") == width("e")
    assert 10 * 0.5 * 20 < width("a label of some words") < 10 * 0.7 * 21


def test_places_are_said_to_a_tenth_and_paths_in_few_bytes() -> None:
    assert [number(one) for one in (1.0, 1.04, -0.04, 12.25, -3.5)] == ["1", "1", "0", "12.2", "-3.5"]
    assert path_of([(0, 0), (0, 0.01), (5, 0), (5, 4), (6, 5.55)]) == "M0 0H5V4L6 5.5"
    assert path_of([]) == ""


def test_steps_rise_before_a_point_or_between_two() -> None:
    assert stepped([(0, 9), (4, 5)], "pre") == [(0, 9), (0, 5), (4, 5)]
    assert stepped([(0, 9), (4, 5)], "mid") == [(0, 9), (2, 9), (2, 5), (4, 5)]
    assert stepped([(0, 9), (4, 5)], "") == [(0, 9), (4, 5)] and stepped([], "pre") == []


def test_no_words_are_taken_for_a_colour() -> None:
    assert set(ON_PAGE) == set(ON_WHITE) == {INK, RULE, PAPER}
    assert short(INK + RULE + PAPER).strip() == "" and painted(f"{INK} {RULE}", ON_WHITE) == "#1b2430 #d9dee5"


def test_amounts_beside_bars_fit_on_the_right() -> None:
    for end in (3.0, 1e9, -4.0):
        bars = [Bar(0, 0.0, end, "#000", "1,234,567,890"), Bar(1, 0.0, end / 2, "#000", "1")]
        frame = lay_out(Plot(Axis("GBP", money, zero=True), Axis(names=["a", "b"]), bars, 700))
        assert frame.across.at(max(end, 0)) + 5 + width("1,234,567,890") <= 700


@pytest.mark.parametrize("entries", [0, 1, 6])
def test_a_legend_stands_above_the_field_in_lines_that_fit(entries: int) -> None:
    lines = [Line([(0, 1), (1, 2)], "#000", f"scenario number {n} " + "long " * n) for n in range(entries)]
    frame = lay_out(Plot(Axis("x"), Axis("y"), [*lines, Dots([(0, 0)], "#000")], 410, 200))
    assert len(frame.keys) == entries
    for key in frame.keys:
        assert key.y < frame.top - 14 and (key.x == 0 or key.x + 34 + width(short(key.mark.label)) <= 410)
    assert len({(key.x, key.y) for key in frame.keys}) == entries


def test_names_of_periods_stand_apart_and_months_by_quarters_or_years() -> None:
    for count in (1, 2, 12, 37, 120, 400):
        names = [f"{2027 + n // 12}-{n % 12 + 1:02d}" for n in range(count)]
        frame = lay_out(Plot(Axis(names=names), Axis("y"), [Line([(0, 1), (count - 1, 2)], "#000")], 700, 190))
        places = [place for place, _ in frame.ticks_across]
        assert places and all(b - a > width("2027-01") for a, b in pairwise(places))
        assert count < 37 or {said[5:] for _, said in frame.ticks_across} <= {"01", "04", "07", "10"}
