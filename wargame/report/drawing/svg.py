"""A chart written down as SVG: on the page in the page's own colours, and as a file that stands alone, on white.

Text stays text, so that any script is drawn by the reader's own fonts and can be read out. The same chart is the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import escape

from wargame.core.words import printable
from wargame.report.drawing.colours import INK, ON_PAGE, ON_WHITE, RULE, painted
from wargame.report.drawing.frame import DROP, GAP, LINE, LegendEntry, PlotFrame, lay_out
from wargame.report.drawing.marks import HALO, SHADE, hatch, line_look, mark_svg, number
from wargame.report.drawing.plot import Bar, Dots, Line, Plot
from wargame.report.drawing.text import SIZE, short, width

FONT = "system-ui, sans-serif"
NEAR = 3  # no rule stands so close to an axis


@dataclass(frozen=True)
class Chart:
    """A chart drawn: as it stands in the page and as a file of its own; and, where it may be asked for as a picture too, what it shows."""

    name: str
    title: str
    inline: str
    file: str
    plot: Plot | None = None


def draw(plot: Plot, *, title: str, described: str, name: str) -> Chart:
    """A chart with words for those who cannot see it. `name` keeps its ids apart from those of others on the page."""
    frame = lay_out(plot)
    hatched = next((mark.colour for mark in plot.marks if isinstance(mark, Bar) and mark.hatched), None)
    body = [
        hatch(hatched, name) if hatched else "",
        _rules(frame),
        *(mark_svg(mark, frame, name) for mark in plot.marks),
        _zeros(frame),
        *(_key(key) for key in frame.keys),
        _words(frame),
    ]
    return finish(f'<g font-size="{number(SIZE)}" fill="{INK}">{"".join(body)}</g>', plot.width, frame.height, title, described, name, plot)


def finish(body: str, wide: float, high: float, title: str, described: str, name: str, plot: Plot | None = None) -> Chart:
    """A drawing of some width and height made whole, in both its forms. `body` holds ink, rules and paper in the colours that stand for them."""
    opening = f'viewBox="0 0 {number(wide)} {number(high)}" role="img" aria-labelledby="{name}-title {name}-desc" font-family="{FONT}"'
    head = f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(described)}</desc>'
    inline = f"<svg {opening}>{head}{painted(body, ON_PAGE)}</svg>"
    size = f'width="{number(wide * 1.5)}" height="{number(high * 1.5)}"'  # as large as on a page
    white = f'<rect width="100%" height="100%" fill="#fff"/>{painted(body, ON_WHITE)}'
    file = f'<?xml version="1.0" encoding="utf-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" {size} {opening}>{printable(head)}{white}</svg>\n'
    return Chart(name, title, inline, file, plot)


def _rules(frame: PlotFrame) -> str:
    """Quiet lines behind the marks: those of the grid, and the axes themselves."""
    plot = frame.plot
    left, right, top, bottom = (number(one) for one in (frame.left, frame.right, frame.top, frame.bottom))
    path = ""
    if plot.across.grid:
        path += "".join(f"M{number(x)} {top}V{bottom}" for x, _ in frame.ticks_across if x - frame.left > NEAR)
    if plot.up.grid and not plot.rows:
        path += "".join(f"M{left} {number(y)}H{right}" for y, _ in frame.ticks_up if frame.bottom - y > NEAR)
    path += "".join(f"M{left} {number(y)}h3" for y in frame.small)
    if plot.across.names:
        path += "".join(f"M{number(x)} {bottom}v3" for x, _ in frame.ticks_across)
    path += f"M{left} {bottom}H{right}" if plot.rows else f"M{left} {top}V{bottom}H{right}"
    return f'<path d="{path}" fill="none" stroke="{RULE}" stroke-width=".8"/>'


def _zeros(frame: PlotFrame) -> str:
    path = f"M{number(frame.across.at(0))} {number(frame.top)}V{number(frame.bottom)}" if frame.plot.across.zero else ""
    path += f"M{number(frame.left)} {number(frame.up.at(0))}H{number(frame.right)}" if frame.plot.up.zero else ""
    return f'<path d="{path}" stroke="{INK}" stroke-width=".9" opacity=".55"/>' if path else ""


def _words(frame: PlotFrame) -> str:
    """Ticks and labels of both axes."""
    plot = frame.plot
    parts = [_text(x, frame.bottom + DROP, words, "middle", plot.width) for x, words in frame.ticks_across]
    parts += [_text(frame.left - GAP, y + SIZE * 0.35, words, "end", plot.width) for y, words in frame.ticks_up]
    if plot.across.label:
        parts.append(_text((frame.left + frame.right) / 2, frame.bottom + DROP + LINE, plot.across.label, "middle", plot.width))
    if plot.up.label:
        parts.append(_text(0, frame.top - GAP, plot.up.label, "start", plot.width))
    return "".join(parts)


def _text(x: float, y: float, words: str, anchor: str, wide: float) -> str:
    """Words at a place, moved so far that they do not stick out of the drawing."""
    if anchor == "middle":
        half = width(words) / 2
        x = max(min(x, wide - half), half)
    at = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{number(x)}" y="{number(y)}"{at}>{escape(printable(words))}</text>'


def _key(key: LegendEntry) -> str:
    x, y, mark = number(key.x), number(key.y), key.mark
    match mark:
        case Line():
            drawn = f'<path d="M{x} {y}h28" {line_look(mark)}/>'
        case Dots():
            look = f'stroke="{mark.colour}" stroke-width="{number(mark.size + 1.5)}" stroke-linecap="round"'
            drawn = f'<path d="M{number(key.x + 14)} {y}h0" {look}/>'
        case _:
            drawn = f'<rect x="{x}" y="{number(key.y - 4.5)}" width="28" height="9" fill="{mark.colour}" opacity="{SHADE}"/>'
    return f'{drawn}<text x="{number(key.x + 34)}" y="{number(key.y + SIZE * 0.35)}" {HALO}>{escape(short(mark.label))}</text>'
