"""The room a chart takes: how far its axes reach, where the field between them lies, and which ticks and names fit beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wargame.report.drawing.plot import Axis, Band, Bar, ColumnBars, Dots, Line, Mark, Plot, Point, Span, Whisker
from wargame.report.drawing.scale import Scale, ends
from wargame.report.drawing.text import SIZE, short, width
from wargame.report.drawing.ticks import AT_MOST, Tick, periods, ticks

ROW = 22  # the height of one row
LINE = 16  # of a line of words above the field
GAP = 7  # between an axis and its words
DROP = 17  # from the lower axis to the foot of its words


@dataclass(frozen=True)
class LegendEntry:
    """An entry of the legend at a place of the drawing."""

    mark: Line | Dots | Band
    x: float
    y: float


@dataclass(frozen=True)
class PlotFrame:
    """A chart laid out. All places are units of the drawing, from its upper left corner; `small` are ticks without words."""

    plot: Plot
    across: Scale
    up: Scale
    left: float
    top: float
    right: float
    bottom: float
    height: float
    ticks_across: Sequence[Tick]
    ticks_up: Sequence[Tick]
    small: Sequence[float]
    keys: Sequence[LegendEntry]

    def at(self, point: Point) -> Point:
        """The place of a point of the data."""
        return self.across.at(point[0]), self.up.at(point[1])


def lay_out(plot: Plot) -> PlotFrame:
    """Find room for a chart's words, and from it the scales of both axes."""
    xs, ys = reach(plot.marks)
    keys, top = _legend(plot)
    top += LINE + 3 if plot.up.label else GAP
    bottom = top + (ROW * max(len(plot.up.names), 1) if plot.rows else plot.height)
    if plot.rows:
        up, small = Scale(-0.5, max(len(plot.up.names), 1) - 0.5, top, bottom), list[float]()
        before = plot.up.numbers or [""] * len(plot.up.names)
        said_up = [(up.at(k), short(f"{one} {name}".strip())) for k, (one, name) in enumerate(zip(before, plot.up.names, strict=True))]
    else:
        up = _scale(plot.up, ys, bottom, top, 0.04)
        said_up, small = ticks(plot.up, up, int((bottom - top) / (2.4 * SIZE)))
    left, right = max((width(words) for _, words in said_up), default=0.0) + GAP + 2, plot.width - 12.0
    if plot.across.names:
        across = Scale(-0.5, len(plot.across.names) - 0.5, left, right)
        said_across = periods(plot.across.names, across)
    else:
        across = _scale(plot.across, xs, left, right, 0.05 if plot.rows else 0.03)
        across = _with_room_beside([mark for mark in plot.marks if isinstance(mark, Bar)], across)
        said_across, _ = ticks(plot.across, across, AT_MOST - 1 if plot.rows else AT_MOST)
    foot = bottom + DROP + (LINE if plot.across.label else 0) + 5
    return PlotFrame(plot, across, up, left, top, right, bottom, foot, said_across, said_up, small, keys)


def reach(marks: Sequence[Mark]) -> tuple[list[float], list[float]]:
    """All values that an axis across, and one up, must hold."""
    xs: list[float] = []
    ys: list[float] = []
    for mark in marks:
        match mark:
            case Line(points) | Dots(points):
                xs += [x for x, _ in points]
                ys += [y for _, y in points]
            case Whisker((x, y), low, high):
                xs += [x, low, high]
                ys.append(y)
            case Span(_, value, low, high):
                xs += [value, *(end for end in (low, high) if end is not None)]
            case Bar(_, start, end):
                xs += [start, end]
            case ColumnBars(heights):
                ys += [0.0, *heights]
            case Band(edges):
                xs += [x for x, _, _ in edges]
                ys += [end for _, low, high in edges for end in (low, high)]
    return xs, ys


def _scale(axis: Axis, values: Sequence[float], start: float, end: float, room: float) -> Scale:
    low, high = ends([*values, *([0.0] if axis.zero else [])], room=room, log=axis.log)
    least, most = (low if axis.least is None else axis.least), (high if axis.most is None else axis.most)
    return Scale(least, most if most > least else least + 1.0, start, end, axis.log)


def _with_room_beside(bars: Sequence[Bar], scale: Scale) -> Scale:
    """The scale with its values drawn together so far that the words beside each bar fit on its right."""
    room = scale.end - scale.start
    need = 1.0
    for bar in bars:
        part = (max(bar.start, bar.end) - scale.low) / (scale.high - scale.low)
        need = max(need, part * room / max(room - width(bar.said) - 8, room / 4))
    return replace(scale, high=scale.low + (scale.high - scale.low) * need)


def _legend(plot: Plot) -> tuple[list[LegendEntry], float]:
    """Entries side by side, in as many lines as they need, and the height of these."""
    keys: list[LegendEntry] = []
    x, y = 0.0, 4.0
    for mark in plot.marks:
        if isinstance(mark, (Line, Dots, Band)) and mark.label:
            long = 34 + width(short(mark.label))
            if keys and x + long > plot.width:
                x, y = 0.0, y + LINE
            keys.append(LegendEntry(mark, x, y + LINE / 2))
            x += long + 14
    return keys, y + LINE if keys else 4.0
