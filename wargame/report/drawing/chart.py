"""Charts of a report: exceedance curves, waterfalls, ranges and lines. What each shows is said here, once; `drawing` writes it down."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.analysis.figures import waterfall
from wargame.report.drawing.colours import AGAINST, COLOURS, LOOKS
from wargame.report.drawing.plot import WIDE, Axis, Bar, Line, Mark, Plot, Span, Whisker
from wargame.report.drawing.scale import money, odds
from wargame.report.drawing.svg import Chart, draw

Curve = tuple[str, Sequence[tuple[float, float]]]  # label, and (loss, share of lives that lose at least this)
Interval = tuple[float, float, float, float]  # share of lives, loss, and the interval of that loss
Range = tuple[str, float, float | None, float | None]  # label, value, low, high

HALF = 410  # units across one of two charts side by side


def exceedance_chart(curves: Sequence[Curve], *, title: str, loss_label: str, name: str, whiskers: Sequence[Sequence[Interval]] = ()) -> Chart:
    """The share of lives (logarithmic, downwards) that lose at least so much (across), one line for each scenario, and on it the 95 % intervals of
    `whiskers`. `name` keeps ids apart within a page."""
    marks: list[Mark] = [Line(points, COLOURS[number % 6], label, number % 6, step="pre") for number, (label, points) in enumerate(curves) if points]
    for number, intervals in enumerate(whiskers):
        marks += [Whisker((value, often), low, high, COLOURS[number % 6]) for often, value, low, high in intervals]
    up = Axis("share of lives that lose at least this", odds, log=True, most=1.15)
    described = f"Exceedance curves: {title}. One line for each of {', '.join(label for label, _ in curves)}; the figures are in the table below."
    return draw(Plot(Axis(loss_label, money), up, marks, HALF, 210), title=title, described=described, name=name)


def waterfall_chart(bars: Sequence[waterfall.WaterfallBar], *, title: str, money_label: str, name: str) -> Chart:
    """From what is suffered, head by head, over what the contract moves back, to what stays; what was kept back hatched below."""
    marks = []
    for row, bar in enumerate(bars):
        colour = AGAINST if bar.step == "moved" and bar.end > bar.start else LOOKS[bar.step]
        marks.append(Bar(row, bar.start, bar.end, colour, _whole(bar), bar.step == "withheld"))
    rows = Axis(names=[bar.label for bar in bars], numbers=[bar.clause for bar in bars])
    described = f"Waterfall: {title}. The figures are in the table below."
    return draw(Plot(Axis(money_label, money, zero=True), rows, marks, WIDE), title=title, described=described, name=name)


def span_chart(spans: Sequence[Range], *, title: str, money_label: str, name: str, colours: Sequence[str] = ()) -> Chart:
    """One row for each span: a dot at its value and a line over its interval or range; a span without one is a dot."""
    marks = [Span(row, value, low, high, colours[row] if row < len(colours) else COLOURS[0]) for row, (_, value, low, high) in enumerate(spans)]
    labels = [label for label, *_ in spans]
    described = f"{title}. One row for each of {', '.join(labels)}; the figures are in the table below."
    return draw(Plot(Axis(money_label, money, zero=True), Axis(names=labels), marks, WIDE), title=title, described=described, name=name)


def lines_chart(lines: Sequence[tuple[str, Sequence[float]]], labels: Sequence[str], *, title: str, money_label: str, name: str) -> Chart:
    """Amounts month by month, one line for each of `lines`."""
    marks = [Line(list(enumerate(values)), COLOURS[number % 6], label, number % 6) for number, (label, values) in enumerate(lines)]
    months = Axis(names=labels, grid=False)
    described = f"{title}. One line for each of {', '.join(label for label, _ in lines)}; the figures are in the table below."
    return draw(Plot(months, Axis(money_label, money, zero=True), marks, WIDE, 190), title=title, described=described, name=name)


def _whole(bar: waterfall.WaterfallBar) -> str:
    said = f"{bar.end - bar.start:,.0f}".replace("-", "−")
    return said if bar.step in ("suffered", "stays", "withheld") or said.startswith("−") else f"+{said}"
