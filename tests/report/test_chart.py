"""Charts: any text, the page's colours, the same bytes each time, and every value where the axes say it is."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.report.drawn import Drawn, Text, corners
from wargame.analysis.figures.waterfall import WaterfallBar
from wargame.report.drawing.chart import exceedance_chart, lines_chart, span_chart, waterfall_chart
from wargame.report.drawing.colours import AGAINST, COLOURS, LOOKS
from wargame.report.drawing.png import picture
from wargame.report.drawing.svg import Chart
from wargame.report.drawing.text import short
from wargame.report.fit.charts import LevelSeries, Quantiles, counts_chart, lag_chart, level_chart, quantile_chart
from wargame.report.page import html as page
from wargame.report.page.blocks import Folded, Picture
from wargame.report.page.context import ReportContext

POINTS = [(-1000.0, 1.0), (250_000.0, 0.5), (2_500_000.0, 0.01)]
TEXTS = [
    "$\\frac{1}{2}$ and 100 $",
    "業務委託契約",
    "עברית ‮ reversed",
    "🙂 emoji",
    "x" * 300,
    "a & b < c > \"d\" 'e'",
    "tab\tnew\nline",
    "\x01\x02\x7f",
]


def of_a_report(text: str) -> list[Chart]:
    """A chart of each kind with a text wherever one may stand."""
    bars = [WaterfallBar("suffered", text, "5.1", 0, 10), WaterfallBar("stays", "loss", "", 0, 10), WaterfallBar("withheld", text, "", 0, 3)]
    return [
        exceedance_chart([(text, POINTS), ("other", POINTS)], title=text, loss_label=short(text), name="c", whiskers=[[(0.05, 9e5, 8e5, 1e6)]]),
        waterfall_chart(bars, title=text, money_label="GBP", name="w"),
        span_chart([(text, 3, 1, 9), ("other", 4, None, None)], title=text, money_label="GBP", name="s"),
        lines_chart([(text, [1, 2, 3]), ("b", [3, 2, 1])], ["a", text, "c"], title=text, money_label="GBP", name="l"),
    ]


def of_a_fit(text: str) -> list[Chart]:
    """The same of the charts of a fit."""
    return [
        level_chart(LevelSeries(["2026-01-05", text], [1, 2], [1, 1], [0, 0], [2, 3]), title=text, unit=text, name="level"),
        quantile_chart(Quantiles([1, 60, 7_200], [2, 50, 9_000]), title=text, name="q", across=short(text), up="seen", log=True),
        quantile_chart(Quantiles([-1, 0, 1], [-2, 0, 2], [-3, -1, 0], [0, 1, 3]), title=text, name="n", across="law", up=short(text)),
        lag_chart([-0.1, 0.2], [0.1, -0.1], 0.5, title=text, name="lag", every="week"),
        counts_chart([(text, 3), ("b", 0)], title=text, name="counts", up="incidents"),
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_may_stand_in_a_chart(text: str) -> None:
    for chart in (*of_a_report(text), *of_a_fit(text)):
        svg = chart.inline
        assert chart.file.startswith("<?xml") and "currentColor" not in chart.file and "var(" not in chart.file
        assert svg.startswith("<svg ") and svg.endswith("</svg>")
        assert "://" not in svg and "xmlns" not in svg and "<script" not in svg
        title = re.search(r"<title[^>]*>(.*?)</title>", svg, re.S)
        assert title is not None and "<" not in title[1]
        drawing = svg[svg.index("</desc>") :]
        assert not set(drawing) & {"\u202e", "\x01", "\x02", "\x03", "\x7f"}
        said = " ".join(" ".join(one.text or "" for one in ElementTree.fromstring(chart.file.encode()).iter()).split())
        assert short(text).strip()[:6].strip() in said


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_may_stand_in_a_picture(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for chart in of_a_report(text):
            assert chart.plot is not None and picture(chart.plot).startswith(b"\x89PNG")


def test_a_dollar_is_a_dollar() -> None:
    svg = exceedance_chart([("$5 to $9", POINTS)], title="t", loss_label="USD $", name="c").inline
    assert ">$5 to $9<" in svg and ">USD $<" in svg


def test_ids_are_kept_apart_and_colours_are_the_page_s() -> None:
    bars = [WaterfallBar("withheld", "c", "9.1", 0, 1)]
    one, other = (waterfall_chart(bars, title="t", money_label="GBP", name=name).inline for name in ("one", "other"))
    assert set(re.findall(r'\bid="([^"]*)"', one)) & set(re.findall(r'\bid="([^"]*)"', other)) == set()
    aims = re.findall(r'(?:href="#|url\(#)([^")]*)', one)
    assert aims and all(f'id="{target}"' in one for target in aims)
    for chart in (*of_a_report("a"), *of_a_fit("a")):
        assert "currentColor" in chart.inline and "var(--rule)" in chart.inline and "#1b2430" not in chart.inline


def test_what_stands_on_the_page_is_what_stands_in_the_file() -> None:
    for chart in (*of_a_report("a & b"), *of_a_fit("a & b")):
        colours = {"currentColor": "#1b2430", "var(--rule)": "#d9dee5", "var(--paper)": "#fff"}
        inline = chart.inline[chart.inline.index("<title") :]
        for own, white in colours.items():
            inline = inline.replace(own, white)
        file = chart.file[chart.file.index("<title") :].rstrip().replace('<rect width="100%" height="100%" fill="#fff"/>', "")
        assert inline == file
        tree = ElementTree.fromstring(chart.file.encode())
        assert tree.attrib["role"] == "img" and tree.attrib["aria-labelledby"] == f"{chart.name}-title {chart.name}-desc"


def test_the_same_chart_is_the_same_bytes_and_empty_ones_are_drawn() -> None:
    assert of_a_report("a") == of_a_report("a") and of_a_fit("a") == of_a_fit("a")
    plots = [chart.plot for chart in of_a_report("a") if chart.plot is not None]
    assert [picture(plot) for plot in plots] == [picture(plot) for plot in plots]
    for empty in (
        exceedance_chart([("none", [])], title="t", loss_label="GBP", name="c"),
        waterfall_chart([], title="t", money_label="GBP", name="w"),
        waterfall_chart([WaterfallBar("stays", "loss", "", 0, 0)], title="t", money_label="GBP", name="w"),
        span_chart([("a", 0, None, None)], title="t", money_label="GBP", name="s"),
        lines_chart([("a", [0.0])], ["2027-01"], title="t", money_label="GBP", name="l"),
    ):
        ElementTree.fromstring(empty.file.encode())
        assert "nan" not in empty.file and "None" not in empty.file
        assert empty.plot is not None and picture(empty.plot).startswith(b"\x89PNG")


def test_a_curve_runs_through_its_points_and_its_intervals_stand_on_it() -> None:
    curves = [("a", [(-120_000.0, 1.0), (10.0, 0.8), (333_333.0, 0.05), (1_250_000.0, 0.002)]), ("b", [(5e5, 1.0), (2.2e6, 0.01)])]
    whiskers = [[(0.05, 333_333.0, 2e5, 9e5)], [(0.01, 2.2e6, 2.2e6, 2.4e6)]]
    drawn = Drawn(exceedance_chart(curves, title="t", loss_label="GBP", name="c", whiskers=whiskers))
    assert "1 in 100" in drawn.names("end") and "all" in drawn.names("end")
    for (_, points), marks, colour in zip(curves, whiskers, COLOURS, strict=False):
        line, interval = drawn.paths(colour)
        ran = [(drawn.across(x), drawn.up(y, log=True)) for x, y in corners(line)]
        for loss, often in points:
            assert any(abs(x - loss) < 2_000 and abs(y / often - 1) < 0.01 for x, y in ran), (loss, often)
        # Steps: each corner lies straight above, or beside, the one before.
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(corners(line)))
        (often, value, low, high), ((x, y),) = marks[0], drawn.circles(colour)
        assert drawn.across(x) == pytest.approx(value, abs=2_000) and drawn.up(y, log=True) == pytest.approx(often, rel=0.01)
        ends = sorted(drawn.across(x) for x, _ in corners(interval))
        assert (ends[0], ends[-1]) == pytest.approx((low, high), abs=2_000)
    plain = exceedance_chart(curves, title="t", loss_label="GBP", name="c")
    assert Drawn(plain).circles(COLOURS[0]) == []


def test_the_same_loss_in_every_life_is_seen_as_a_dot() -> None:
    drawn = Drawn(exceedance_chart([("none", [(50_000.0, 1.0)]), ("b", POINTS)], title="t", loss_label="GBP", name="c"))
    (path,) = drawn.paths(COLOURS[0])
    assert path.endswith("h0") and drawn.across(corners(path)[0][0]) == pytest.approx(50_000, abs=3_000)


def test_bars_begin_and_end_where_they_should_with_their_amount_beside_them() -> None:
    bars = [
        WaterfallBar("suffered", "redress", "", 0, 900_000),
        WaterfallBar("planned", "plan", "", 900_000, 400_000),
        WaterfallBar("moved", "credits", "8.2", 400_000, 250_000),
        WaterfallBar("moved", "bonus", "5.8", 250_000, 300_000),
        WaterfallBar("stays", "loss", "", 0, 300_000),
        WaterfallBar("withheld", "cap", "12.1", 0, 80_000),
    ]
    drawn = Drawn(waterfall_chart(bars, title="t", money_label="GBP", name="w"))
    assert drawn.names("end") == ["redress", "plan", "8.2 credits", "5.8 bonus", "loss", "12.1 cap"]
    said = ["900,000", "−500,000", "−150,000", "+50,000", "300,000", "80,000"]
    assert [one for one in drawn.names("start") if one != "GBP"] == said
    for bar, (left, right, fill), amount in zip(bars, drawn.bars(), said, strict=True):
        assert sorted((bar.start, bar.end)) == pytest.approx([drawn.across(left), drawn.across(right)], abs=2_000)
        beside = next(one for one in drawn.texts if one.words == amount)
        assert 0 < beside.x - right < 10 and beside.x < drawn.width
        colour = AGAINST if bar.label == "bonus" else LOOKS[bar.step]
        assert fill == ("url(#w-hatch)" if bar.step == "withheld" else colour)


def test_a_dot_stands_at_its_value_and_a_line_over_its_interval() -> None:
    spans = [("higher cap", -28_000.0, -35_000.0, -21_000.0), ("credits", 96_000.0, None, None), ("exit", 61_000.0, 40_000.0, 88_000.0)]
    drawn = Drawn(span_chart(spans, title="t", money_label="GBP", name="s", colours=["#111111", "#222222", "#333333"]))
    assert drawn.names("end") == [label for label, *_ in spans]
    rows = [one for one in drawn.texts if one.anchor == "end"]
    for (_, value, low, high), colour, row in zip(spans, ("#111111", "#222222", "#333333"), rows, strict=True):
        ((x, y),) = drawn.circles(colour)
        assert drawn.across(x) == pytest.approx(value, abs=300) and row.y - 3.5 == pytest.approx(y, abs=0.11)
        ends = [drawn.across(x) for path in drawn.paths(colour) for x, _ in corners(path)]
        assert ends == pytest.approx([] if low is None or high is None else [low, high], abs=300)


def test_a_line_passes_each_month_at_its_amount() -> None:
    amounts = [[30_000.0, -12_000.0, 45_000.0, 0.0], [1_000.0, 2_000.0, 3_000.0, 4_000.0]]
    months = ["2027-01", "2027-02", "2027-03", "2027-04"]
    drawn = Drawn(lines_chart([("client", amounts[0]), ("provider", amounts[1])], months, title="t", money_label="GBP", name="l"))
    named = [one for one in drawn.texts if one.words in months]
    assert [one.words for one in named] == months
    for values, colour in zip(amounts, COLOURS, strict=False):
        (line,) = drawn.paths(colour)
        for (x, y), month, value in zip(corners(line), named, values, strict=True):
            assert x == pytest.approx(month.x, abs=3) and drawn.up(y) == pytest.approx(value, abs=300)


def dots(drawn: Drawn, colour: str) -> list[tuple[float, float]]:
    """The places of dots drawn as round ends, and not of the one in the legend."""
    path = max((one for one in drawn.paths(colour) if "h0" in one), key=len)
    return [(float(x), float(y)) for x, y in re.findall(r"M([-\d.]+) ([-\d.]+)h0", path)]


def test_the_dots_of_a_fit_stand_where_the_axes_say() -> None:
    expected, seen = [1.0, 70.0, 7_200.0, 90_000.0], [2.0, 50.0, 9_000.0, 80_000.0]
    drawn = Drawn(quantile_chart(Quantiles(expected, seen), title="t", name="q", across="law", up="seen", log=True))
    found = [(drawn.across(x, log=True), drawn.up(y, log=True)) for x, y in dots(drawn, COLOURS[0])]
    assert [x for x, _ in found] == pytest.approx(expected, rel=0.02) and [y for _, y in found] == pytest.approx(seen, rel=0.02)
    drawn = Drawn(lag_chart([-0.1, 0.2], [0.1, -0.05], 0.5, title="t", name="g", every="week"))
    found = [(drawn.across(x), drawn.up(y)) for x, y in dots(drawn, COLOURS[0])]
    assert [*found[0], *found[1]] == pytest.approx([-0.1, 0.1, 0.2, -0.05], abs=0.002)
    (line,) = drawn.paths(COLOURS[1])
    assert [(drawn.across(x), drawn.up(y)) for x, y in corners(line)][-1] == pytest.approx((0.2, 0.1), abs=0.002)
    dates = [f"2026-0{n}-01" for n in range(1, 6)]
    drawn = Drawn(level_chart(LevelSeries(dates, [5, 7, 6, 9, 8], [6] * 5, [4] * 5, [8] * 5), title="t", unit="units", name="v"))
    assert [drawn.up(y) for _, y in dots(drawn, COLOURS[1])] == pytest.approx([5, 7, 6, 9, 8], abs=0.06)
    assert [drawn.up(y) for y in {y for _, y in corners(drawn.paths(COLOURS[0])[0])}] == pytest.approx([6], abs=0.06)


def test_a_column_stands_on_nought_and_is_as_high_as_its_count() -> None:
    drawn = Drawn(counts_chart([("2026-01", 3), ("2026-02", 0), ("2026-03", 5)], title="t", name="n", up="incidents"))
    (path,) = (found["d"] for tag, found in drawn.elements if tag == "path" and found.get("fill") == COLOURS[0])
    columns = [corners(one) for one in path.split("Z") if one]
    assert [drawn.up(min(y for _, y in one)) for one in columns] == pytest.approx([3, 5], abs=0.05)
    assert [drawn.up(max(y for _, y in one)) for one in columns] == pytest.approx([0, 0], abs=0.05)


def whole_numbers(row: Sequence[Any]) -> list[float]:
    """The amounts in the cells of a table's row."""
    texts = [cell.text.replace(",", "").replace("−", "-") for cell in row]
    return [float(text) for text in texts if re.fullmatch(r"-?\d+", text)]


def pictures(blocks: Sequence[Any]) -> list[Picture]:
    """Every picture among blocks, unfolded."""
    return [one for block in blocks for one in (pictures(block.blocks) if isinstance(block, Folded) else [block]) if isinstance(one, Picture)]


def test_what_the_charts_of_a_report_show_stands_in_the_tables_behind_them(whole: Any) -> None:
    run, summary = whole
    context = ReportContext(summary, run)
    found = {chart.name: (chart, one.tables) for part in page.compose(context).parts for one in pictures(part.blocks) for chart in one.charts}
    drawn = {name: Drawn(chart) for name, (chart, _) in found.items()}
    assert {"curve-0", "curve-1", "waterfall", "cash", "readings-0", "readings-1"} <= set(found)
    for number in (0, 1):
        curve, rows = drawn[f"curve-{number}"], found[f"curve-{number}"][1][number].rows
        # The 1-in-20 loss, and where there are futures enough the one in a hundred, on each curve.
        for row, colour in zip(rows, COLOURS, strict=False):
            for x, y in curve.circles(colour):
                column = {"0.05": 3, "0.01": 4}[f"{curve.up(y, log=True):.2f}"]
                assert whole_numbers(row)[column] == pytest.approx(curve.across(x), abs=near(curve))
        spans, rows = drawn[f"readings-{number}"], found[f"readings-{number}"][1][0].rows
        circles = spans.circles(COLOURS[0] if number == 0 else AGAINST)
        assert [spans.across(x) for x, _ in circles] == pytest.approx([whole_numbers(row)[1] for row in rows], abs=near(spans))
    fall, rows = drawn["waterfall"], found["waterfall"][1][0].rows
    amounts = {text for row in rows for text in (f"{one:,.0f}".replace("-", "−") for one in whole_numbers(row))}
    said = {one.words.removeprefix("+"): label for one, label in zip(beside(fall), fall.names("end"), strict=True)}
    assert len(said) > 3 and {one for one, label in said.items() if "smaller amounts" not in label} <= amounts
    cash, tables = drawn["cash"], found["cash"][1]
    hardest = [one.scenario for one in context.scenarios].index(context.hardest(context.parties[0]))
    for table, colour in zip(tables, COLOURS, strict=False):
        (line,) = cash.paths(colour)
        assert {round(cash.up(y) / near_up(cash)) for _, y in corners(line)} <= {
            round(whole_numbers(row)[hardest] / near_up(cash)) + off for row in table.rows for off in (-1, 0, 1)
        }


def near(drawn: Drawn) -> float:
    """Half a unit of the drawing across, in the amounts of its axis."""
    return abs(drawn.across(0.5) - drawn.across(0))


def near_up(drawn: Drawn) -> float:
    """The same upwards."""
    return abs(drawn.up(0.5) - drawn.up(0))


def beside(drawn: Drawn) -> list[Text]:
    """The amounts beside bars."""
    return [one for one in drawn.texts if one.anchor == "start"]
