"""Charts of a fit: volumes with what was fitted to them, quantile plots, arrivals by month. Points come ready; nothing is worked out here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wargame.report.chart import COLOURS, RULE, Chart, draw_chart, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Points = Sequence[float]
# Lengths that people have names for, in seconds; a factor of five to ten apart.
TICKS = (1, 10, 60, 600, 3_600, 18_000, 86_400, 864_000, 8_640_000, 86_400_000)


def level_chart(dates: Sequence[str], seen: Points, fitted: Points, low: Points, high: Points, *, title: str, unit: str, name: str) -> Chart:
    """What arrived in each period, the fitted level, and the band in which 95 % of periods should lie."""

    def draw(axes: Axes) -> None:
        from matplotlib.ticker import FuncFormatter

        x = range(len(dates))
        axes.fill_between(x, low, high, color=COLOURS[0], alpha=0.15, linewidth=0, label="95 % of periods", step="mid")
        axes.plot(x, fitted, color=COLOURS[0], linewidth=1.6, label="fitted", drawstyle="steps-mid")
        _dots(axes, x, seen, COLOURS[1], 2.4, "seen")
        step = max(1, -(-len(dates) // 12))
        axes.set_xticks(range(0, len(dates), step), list(dates[::step]), rotation=45, ha="right", fontsize=9)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{y:,.6g}"))
        axes.set_ylim(bottom=0)
        axes.set_ylabel(short(unit))
        axes.grid(True, axis="y", linewidth=0.6)
        axes.legend(frameon=False, fontsize=9, loc="upper center", bbox_to_anchor=(0.5, 1.14), ncols=3)

    described = f"{title}: what was seen in each period, the fitted level, and a band that should hold 95 % of periods."
    return draw_chart(draw, (9.6, 3.4), title, described, name, picture=False)


def quantile_chart(
    expected: Points, seen: Points, *, title: str, name: str, across: str, up: str, log: bool = False, low: Points = (), high: Points = ()
) -> Chart:
    """A quantile plot: what was seen against what the law expects at the same place; points on the line mean that the law holds."""

    def draw(axes: Axes) -> None:
        from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

        ends = [min((*expected, *seen)), max((*expected, *seen))]
        axes.plot(ends, ends, color=RULE, linewidth=1.4)
        if len(low):
            axes.fill_between(expected, low, high, color=COLOURS[0], alpha=0.15, linewidth=0)
        _dots(axes, expected, seen, COLOURS[0], 3)
        if log:
            axes.set_xscale("log")
            axes.set_yscale("log")
            for axis in (axes.xaxis, axes.yaxis):
                axis.set_major_locator(FixedLocator(TICKS))
                axis.set_minor_locator(NullLocator())
                axis.set_major_formatter(FuncFormatter(_length))
        axes.set_xlabel(across)
        axes.set_ylabel(up)
        axes.grid(True, linewidth=0.6)

    described = f"{title}: quantile plot. Points on the line mean that the law holds; those above it at the right are longer than it expects."
    return draw_chart(draw, (4.8, 4.0), title, described, name, picture=False)


def lag_chart(before: Points, after: Points, persists: float | None, *, title: str, name: str, every: str) -> Chart:
    """The deviation of each period against that of the period before; the line has the slope of what persists."""

    def draw(axes: Axes) -> None:
        from matplotlib.ticker import FuncFormatter, MaxNLocator

        axes.axhline(0, color=RULE, linewidth=1)
        axes.axvline(0, color=RULE, linewidth=1)
        _dots(axes, before, after, COLOURS[0], 3)
        if persists is not None:
            ends = [min(before), max(before)]
            axes.plot(ends, [persists * end for end in ends], color=COLOURS[1], linewidth=1.6)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(MaxNLocator(6))
            axis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:+.0%}".replace("%", " %").replace("-", "−")))
        axes.set_xlabel(f"deviation of a {every}")
        axes.set_ylabel("and of the next")
        axes.grid(True, linewidth=0.6)

    described = f"{title}. The steeper the cloud, the more of a deviation persists."
    return draw_chart(draw, (4.8, 4.0), title, described, name, picture=False)


def counts_chart(counts: Sequence[tuple[str, int]], *, title: str, name: str, up: str, alone: bool = False) -> Chart:
    """Arrivals by month or day as bars; `alone` it is as wide as the page, so that it is no higher there than beside another."""

    def draw(axes: Axes) -> None:
        from matplotlib.ticker import MaxNLocator

        labels = [label for label, _ in counts]
        axes.bar(range(len(counts)), [count for _, count in counts], color=COLOURS[0], width=0.8)
        step = max(1, -(-len(labels) // 8))
        axes.set_xticks(range(0, len(labels), step), labels[::step], rotation=45, ha="right", fontsize=9)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_ylabel(up)
        axes.grid(True, axis="y", linewidth=0.6)
        axes.set_axisbelow(True)

    return draw_chart(draw, (9.6, 3.4) if alone else (4.8, 4.0), title, f"{title}, one bar for each.", name, picture=False)


def _dots(axes: Axes, across: Points | range, up: Points, colour: str, size: float, label: str = "") -> None:
    """Dots as one line that is nowhere longer than its round ends: a fifth of the bytes of so many marks."""
    import matplotlib
    from matplotlib.lines import Line2D
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    with matplotlib.rc_context({"path.simplify": False}):
        ends = [(x, y) for x, y in zip(across, up, strict=True) for _ in (0, 1)]
        path = Path(ends, [Path.MOVETO, Path.LINETO] * (len(ends) // 2))
    axes.add_patch(PathPatch(path, facecolor="none", edgecolor=colour, linewidth=size, capstyle="round", zorder=3))
    axes.autoscale_view()
    if label:
        axes.add_line(Line2D([], [], color=colour, linewidth=0, marker="o", markersize=size, label=label))


def _length(seconds: float, _: int) -> str:
    for unit, word in ((86_400, " d"), (3_600, " h"), (60, " min")):
        if seconds >= unit:
            return f"{seconds / unit:,.3g}{word}"
    return f"{seconds:,.3g} s"
