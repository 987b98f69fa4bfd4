"""Charts: any text, the page's colours, the same bytes each time."""

from __future__ import annotations

import re
import warnings

import pytest

from wargame.analysis.waterfall import Bar
from wargame.report.chart import Chart, exceedance_chart, lines_chart, short, span_chart, waterfall_chart

POINTS = [(-1000.0, 1.0), (250_000.0, 0.5), (2_500_000.0, 0.01)]
TEXTS = ["$\\frac{1}{2}$ and 100 $", "業務委託契約", "עברית ‮ reversed", "🙂 emoji", "x" * 300, "a & b < c > \"d\" 'e'", "tab\tnew\nline"]


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_may_stand_in_a_chart(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        curve = exceedance_chart([(text, POINTS), ("other", POINTS)], title=text, loss_label=short(text), name="c")
        fall = waterfall_chart([Bar("suffered", text, "5.1", 0, 10), Bar("stays", "loss", "", 0, 10)], title=text, money_label="GBP", name="w")
        spans = span_chart([(text, 3, 1, 9), ("other", 4, None, None)], title=text, money_label="GBP", name="s")
        lines = lines_chart([(text, [1, 2, 3]), ("b", [3, 2, 1])], ["a", text, "c"], title=text, money_label="GBP", name="l")
    for chart in (curve, fall, spans, lines):
        svg = chart.inline
        assert chart.picture.startswith(b"\x89PNG") and chart.file.startswith("<?xml") and "#010203" not in chart.file
        assert svg.startswith("<svg ") and svg.endswith("</svg>")
        assert "://" not in svg and "xmlns" not in svg and "<script" not in svg
        title = re.search(r"<title[^>]*>(.*?)</title>", svg, re.S)
        assert title is not None and "<" not in title[1]
    assert "\u202e" not in curve.inline[curve.inline.index("</desc>") :]


def test_a_dollar_is_a_dollar() -> None:
    svg = exceedance_chart([("$5 to $9", POINTS)], title="t", loss_label="USD $", name="c").inline
    assert ">$5 to $9<" in svg and ">USD $<" in svg


def test_ids_are_kept_apart_and_colours_are_the_page_s() -> None:
    one, other = (exceedance_chart([("a", POINTS)], title="t", loss_label="GBP", name=name).inline for name in ("one", "other"))
    assert set(re.findall(r'\bid="([^"]*)"', one)) & set(re.findall(r'\bid="([^"]*)"', other)) == set()
    for target in re.findall(r'(?:href="#|url\(#)([^")]*)', one):
        assert f'id="{target}"' in one
    assert "currentColor" in one and "#010203" not in one and "#040506" not in one


def test_the_same_chart_is_the_same_bytes_and_empty_ones_are_drawn() -> None:
    def draw() -> Chart:
        return waterfall_chart(
            [Bar("suffered", "a", "", 0, 5), Bar("moved", "b", "8.2", 5, 3), Bar("withheld", "c", "9.1", 0, 1)],
            title="t",
            money_label="GBP",
            name="w",
        )

    assert draw() == draw()
    assert "−2" in draw().inline and ">5<" in draw().inline
    assert exceedance_chart([("none", [])], title="t", loss_label="GBP", name="c").inline.startswith("<svg")
    assert waterfall_chart([], title="t", money_label="GBP", name="w").inline.startswith("<svg")


def test_labels_are_cut_where_they_are_too_long() -> None:
    assert short("x" * 300) == "x" * 45 + "…"
    assert short("fits") == "fits"
    assert short("業" * 40) == "業" * 22 + "…"


def test_intervals_are_drawn_on_the_curve() -> None:
    plain = exceedance_chart([("a", POINTS)], title="t", loss_label="GBP", name="c").inline
    marked = exceedance_chart([("a", POINTS)], title="t", loss_label="GBP", name="c", whiskers=[[(0.05, 9e5, 8e5, 1e6)]]).inline
    assert "LineCollection" in marked and "LineCollection" not in plain
