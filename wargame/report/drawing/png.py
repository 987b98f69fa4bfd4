"""Charts as pictures, for documents that take no drawings. Only where they are asked for: matplotlib, which paints them, takes a second to begin."""

from __future__ import annotations

import io
import unicodedata
import warnings
from collections.abc import Sequence
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter

from wargame.report.drawing.colours import INK, ON_WHITE, RULE
from wargame.report.drawing.plot import Axis, Bar, Line, Mark, Plot, Span, Whisker
from wargame.report.drawing.text import short

DASHES = ("solid", (0, (5, 2)), (0, (1, 1.5)), (0, (5, 2, 1, 2)), (0, (8, 3)), (0, (3, 1, 1, 1)))
_INK, _RULE, _TICK = ON_WHITE[INK], ON_WHITE[RULE], "#010203"
_SETTINGS: dict[str, Any] = {
    "svg.hashsalt": "wargame", "svg.fonttype": "none", "text.parse_math": False, "font.family": "sans-serif", "font.size": 10,
    "figure.constrained_layout.w_pad": 0.02,
    "figure.constrained_layout.h_pad": 0.02,
    "text.color": _INK, "axes.labelcolor": _INK, "axes.edgecolor": _RULE, "grid.color": _RULE,
    "xtick.color": _TICK, "ytick.color": _TICK, "xtick.labelcolor": _INK, "ytick.labelcolor": _INK,
}  # fmt: skip


def picture(plot: Plot) -> bytes:
    """A plot of rows, of periods, or of odds, as a PNG of 110 dots to the inch on white; the same plot is the same bytes."""
    png = io.BytesIO()
    with matplotlib.rc_context(), warnings.catch_warnings():
        matplotlib.rcdefaults()  # whatever this machine's own settings are
        matplotlib.rcParams.update(_SETTINGS)  # type: ignore[arg-type]  # its stubs know each key as a literal
        # That the font of this machine lacks a glyph does not matter: the drawing has the text.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        warnings.filterwarnings("ignore", message="Matplotlib currently does not support .* natively")
        size = _size(plot)
        figure = Figure(figsize=size, layout="constrained")
        engine = figure.get_layout_engine()
        if isinstance(engine, ConstrainedLayoutEngine):
            room = _room_for_wide_letters(plot.up.names, size[0])
            engine.set(rect=(room, 0, 1 - room, 1))
        axes = figure.add_subplot()
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        _draw(axes, plot)
        figure.savefig(io.StringIO(), format="svg")  # lays it out in points, as a drawing, whatever the dots of the picture
        figure.set_layout_engine("none")
        figure.savefig(png, format="png", dpi=110, facecolor="white", metadata={"Software": None})
    return png.getvalue()


def _size(plot: Plot) -> tuple[float, float]:
    """Inches across and up."""
    if plot.across.names:
        return 9.6, 3.6
    if plot.up.log:
        return 6.4, 3.9
    return 9.6, (1.0 if plot.up.numbers is not None else 0.9) + 0.34 * max(len(plot.up.names), 1)


def _room_for_wide_letters(names: Sequence[str], width: float) -> float:
    """The share of the width to keep free on the left: letters that the measuring font lacks are measured narrower than they are drawn."""
    wide = max((sum(unicodedata.east_asian_width(letter) in "WF" for letter in short(name)) for name in names), default=0)
    return min(wide * 0.45 * 10 / 72 / width, 0.3)


def _draw(axes: Axes, plot: Plot) -> None:
    for mark in plot.marks:
        _mark(axes, mark)
    if plot.up.log:
        axes.set_yscale("log")
        axes.set_ylim(top=plot.up.most)
        axes.yaxis.set_minor_formatter(NullFormatter())
    if not plot.across.names:
        axes.xaxis.set_major_formatter(_formatter(plot.across))
        axes.set_xlabel(plot.across.label)
    if plot.rows:
        _rows(axes, plot)
    else:
        axes.yaxis.set_major_formatter(_formatter(plot.up))
        axes.set_ylabel(plot.up.label)
    if plot.across.names:
        _periods(axes, plot.across.names)
    if plot.up.zero:
        axes.axhline(0, color=_RULE, linewidth=1)
    grid: Any = "both" if plot.up.log else "y" if plot.across.names else "x"
    axes.grid(True, axis=grid, linewidth=0.6)
    if plot.across.names:
        axes.legend(frameon=False, fontsize=9, handlelength=3.2, loc="upper center", bbox_to_anchor=(0.5, 1.16), ncols=3)
    elif any(isinstance(mark, Line) for mark in plot.marks):
        axes.legend(frameon=False, fontsize=9, handlelength=3.2)


def _formatter(axis: Axis) -> FuncFormatter:
    return FuncFormatter(lambda value, _: axis.words(value))


def _rows(axes: Axes, plot: Plot) -> None:
    """Names of rows from the top down, and the line at 0."""
    before = plot.up.numbers or [""] * len(plot.up.names)
    axes.set_yticks(range(len(plot.up.names)), [short(f"{one} {name}".strip()) for one, name in zip(before, plot.up.names, strict=True)])
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.set_axisbelow(True)
    if plot.up.numbers is not None:
        axes.invert_yaxis()
        axes.axvline(0, color=_RULE, linewidth=1)
        axes.margins(x=0.14, y=0.01)
    else:
        axes.set_ylim(len(plot.up.names) - 0.5, -0.5)
        axes.axvline(0, color=_RULE, linewidth=1)
        axes.margins(x=0.05)


def _periods(axes: Axes, names: Sequence[str]) -> None:
    step = max(1, len(names) // 12)
    axes.set_xticks(range(0, len(names), step), [short(name, 10) for name in names[::step]], rotation=45, ha="right", fontsize=9)


def _mark(axes: Axes, mark: Mark) -> None:
    match mark:
        case Line(points, colour, label, dash, step):
            x, y = zip(*points, strict=True) if points else ((), ())
            look: dict[str, Any] = {"label": short(label), "color": colour, "linestyle": DASHES[dash], "linewidth": mark.width}
            axes.plot(x, y, drawstyle=f"steps-{step}" if step else "default", **look)
        case Whisker((value, often), low, high, colour):
            reach = [[max(value - low, 0)], [max(high - value, 0)]]
            axes.errorbar([value], [often], xerr=reach, fmt="o", markersize=3.5, capsize=3, color=colour, linewidth=1.2)
        case Span(row, value, low, high, colour):
            if low is not None and high is not None:
                axes.plot([low, high], [row, row], color=colour, linewidth=2.2, solid_capstyle="butt")
            axes.plot([value], [row], marker="o", markersize=6, color=colour)
        case Bar(row, start, end, colour, said, hatched):
            pattern: dict[str, Any] = {"hatch": "////", "fill": False} if hatched else {}
            axes.barh(row, end - start, left=start, height=0.68, color=colour, edgecolor=colour, linewidth=0.8, **pattern)
            axes.annotate(said, (max(start, end), row), xytext=(4, 0), textcoords="offset points", va="center", fontsize=9)
        case _:
            raise TypeError(f"no picture is painted of {type(mark).__name__}")
