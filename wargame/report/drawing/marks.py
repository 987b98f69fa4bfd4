"""Marks as SVG: lines, steps, bars, dots, intervals and fields, each as few bytes as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from markupsafe import escape

from wargame.report.drawing.colours import PAPER
from wargame.report.drawing.frame import ROW, PlotFrame
from wargame.report.drawing.plot import Band, Bar, ColumnBars, Dots, Line, Mark, Point, Span, Whisker
from wargame.report.drawing.text import SIZE

DASHES = ("", "7 3", "2 2.5", "7 3 2 3", "11 4", "4 2 1.5 2 1.5 2")  # told apart without colours
SHADE = 0.18  # opacity of fields
HALO = f'stroke="{PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'  # keeps words clear of rules behind them
CAP = 3.2  # half the height of an interval's ends


def number(value: float) -> str:
    """A place to a tenth of a unit."""
    said = f"{value:.1f}".removesuffix(".0")
    return "0" if said == "-0" else said


def mark_svg(mark: Mark, frame: PlotFrame, name: str) -> str:
    """One mark. `name` is that of the chart, which its pattern of hatches has too."""
    match mark:
        case Line():
            return _line(mark, frame)
        case Whisker():
            return _whisker(mark, frame)
        case Span():
            return _span(mark, frame)
        case Bar():
            return _bar(mark, frame, name)
        case ColumnBars():
            return _columns(mark, frame)
        case Dots():
            places = [frame.at(point) for point in mark.points]
            # Lines without a length, of which only the round ends are seen: a fifth of the bytes of so many circles.
            path = "".join(f"M{number(x)} {number(y)}h0" for x, y in places)
            return f'<path d="{path}" stroke="{mark.colour}" stroke-width="{number(mark.size)}" stroke-linecap="round"/>' if places else ""
        case Band():
            return _band(mark, frame)


def line_look(line: Line) -> str:
    """The stroke of a line, on the chart and in its legend."""
    dash = f' stroke-dasharray="{DASHES[line.dash]}"' if DASHES[line.dash] else ""
    return f'stroke="{line.colour}" stroke-width="{number(line.width)}"{dash}'


def path_of(places: Sequence[Point]) -> str:
    """A path through places of the drawing; where it runs straight across or up, only that is said, and no place twice."""
    said = ""
    before: tuple[str, str] | None = None
    for x, y in ((number(x), number(y)) for x, y in places):
        if before is None:
            said = f"M{x} {y}"
        elif x != before[0] and y != before[1]:
            said += f"L{x} {y}"
        elif x != before[0]:
            said += f"H{x}"
        elif y != before[1]:
            said += f"V{y}"
        before = x, y
    return said


def stepped(points: Sequence[Point], step: str) -> list[Point]:
    """The corners of steps through points: they rise before each (`pre`), half way between two (`mid`), or not at all."""
    if not step:
        return list(points)
    corners = list(points[:1])
    for (x, y), (after, value) in pairwise(points):
        turn = [(x, value)] if step == "pre" else [((x + after) / 2, y), ((x + after) / 2, value)]
        corners += [*turn, (after, value)]
    return corners


def _line(mark: Line, frame: PlotFrame) -> str:
    if not mark.points:
        return ""
    path = path_of(stepped([frame.at(point) for point in mark.points], mark.step))
    if set(path) & set("LHV"):
        return f'<path d="{path}" fill="none" stroke-linejoin="round" {line_look(mark)}/>'
    # All of it at one place, such as the same loss in every life: seen as a dot.
    return f'<path d="{path}h0" stroke="{mark.colour}" stroke-width="5" stroke-linecap="round"/>'


def _whisker(mark: Whisker, frame: PlotFrame) -> str:
    x, y = frame.at(mark.point)
    low, high = (number(frame.across.at(value)) for value in (min(mark.low, mark.point[0]), max(mark.high, mark.point[0])))
    up, down = number(y - CAP), number(y + CAP)
    return (
        f'<path d="M{low} {up}V{down}M{low} {number(y)}H{high}M{high} {up}V{down}" fill="none" stroke="{mark.colour}" stroke-width="1.2"/>'
        f'<circle cx="{number(x)}" cy="{number(y)}" r="2.2" fill="{mark.colour}"/>'
    )


def _span(mark: Span, frame: PlotFrame) -> str:
    x, y = frame.at((mark.value, mark.row))
    line = ""
    if mark.low is not None and mark.high is not None:
        low, high = number(frame.across.at(mark.low)), number(frame.across.at(mark.high))
        line = f'<path d="M{low} {number(y)}H{high}" stroke="{mark.colour}" stroke-width="2.4"/>'
    return f'{line}<circle cx="{number(x)}" cy="{number(y)}" r="3.4" fill="{mark.colour}"/>'


def _bar(mark: Bar, frame: PlotFrame, name: str) -> str:
    (start, y), (end, _) = frame.at((min(mark.start, mark.end), mark.row)), frame.at((max(mark.start, mark.end), mark.row))
    tall = ROW * 0.68
    fill = f'fill="url(#{name}-hatch)" stroke="{mark.colour}" stroke-width=".9"' if mark.hatched else f'fill="{mark.colour}"'
    # No bar is so small that it is not seen.
    box = f'<rect x="{number(start)}" y="{number(y - tall / 2)}" width="{number(max(end - start, 0.6))}" height="{number(tall)}" {fill}/>'
    return f'{box}<text x="{number(end + 5)}" y="{number(y + SIZE * 0.35)}" {HALO}>{escape(mark.said)}</text>'


def _columns(mark: ColumnBars, frame: PlotFrame) -> str:
    half = 0.4 * (frame.across.at(1) - frame.across.at(0))
    foot = number(frame.up.at(0))
    path = ""
    for place, height in enumerate(mark.heights):
        x = frame.across.at(place)
        path += f"M{number(x - half)} {foot}V{number(frame.up.at(height))}H{number(x + half)}V{foot}Z" if height else ""
    return f'<path d="{path}" fill="{mark.colour}"/>'


def _band(mark: Band, frame: PlotFrame) -> str:
    upper = stepped([frame.at((x, high)) for x, _, high in mark.edges], mark.step)
    lower = stepped([frame.at((x, low)) for x, low, _ in mark.edges], mark.step)
    return f'<path d="{path_of([*upper, *reversed(lower)])}Z" fill="{mark.colour}" opacity="{SHADE}"/>' if upper else ""


def hatch(colour: str, name: str) -> str:
    """The pattern of hatched bars of the chart `name`."""
    return (
        f'<defs><pattern id="{name}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<path d="M1 0V5" stroke="{colour}" stroke-width="1.6"/></pattern></defs>'
    )
