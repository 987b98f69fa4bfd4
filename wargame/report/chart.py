"""Charts of a report: exceedance curves, waterfalls, ranges and lines. Byte-stable, offline; on the page in the page's own colours, and as files.

Text stays text (`svg.fonttype: none`), so that any script is drawn by the reader's own fonts and can be read out; dollar signs are dollar signs.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wargame.analysis.waterfall import Bar

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Curve = tuple[str, Sequence[tuple[float, float]]]
Whisker = tuple[float, float, float, float]  # share of lives, loss, and the interval of that loss
Span = tuple[str, float, float | None, float | None]  # label, value, low, high

# Okabe and Ito (2008): told apart by everyone, on white and on black.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
DASHES = ("solid", (0, (5, 2)), (0, (1, 1.5)), (0, (5, 2, 1, 2)), (0, (8, 3)), (0, (3, 1, 1, 1)))
LOOKS = {"suffered": COLOURS[1], "moved": COLOURS[2], "planned": "#8a8f98", "stays": COLOURS[0], "withheld": "#b9a27c"}
AGAINST = COLOURS[3]  # moved, but away from the party
INK, RULE = "#010203", "#040506"  # stand for the page's own colours until the SVG is written
ON_WHITE = {INK: "#1b2430", RULE: "#d9dee5"}  # what they are in files
LONGEST_LABEL = 46
_SETTINGS: dict[str, Any] = {
    "svg.hashsalt": "wargame", "svg.fonttype": "none", "text.parse_math": False, "font.family": "sans-serif", "font.size": 10,
    "figure.constrained_layout.w_pad": 0.02,
    "figure.constrained_layout.h_pad": 0.02,
    "text.color": INK, "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK, "axes.edgecolor": RULE, "grid.color": RULE,
}  # fmt: skip


@dataclass(frozen=True)
class Chart:
    """A chart drawn: as it stands in the page, as a file of its own, and as a picture for documents that take no drawing."""

    name: str
    title: str
    inline: str
    file: str
    picture: bytes


def short(text: str, longest: int = LONGEST_LABEL) -> str:
    """A label that fits: cut with … where it is too long, control characters as spaces."""
    plain = "".join(" " if ord(letter) < 32 or 0x202A <= ord(letter) <= 0x202E or 0x2066 <= ord(letter) <= 0x2069 else letter for letter in text)
    if _columns(plain) <= longest:
        return plain
    while _columns(plain) > longest - 1:
        plain = plain[:-1]
    return f"{plain.rstrip()}…"


def _columns(text: str) -> int:
    """Width of a text in letters: Chinese, Japanese, Korean and emoji take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def exceedance_chart(curves: Sequence[Curve], *, title: str, loss_label: str, name: str, whiskers: Sequence[Sequence[Whisker]] = ()) -> Chart:
    """The share of lives (logarithmic, downwards) that lose at least so much (across), one line for each scenario, and on it the 95 % intervals of
    `whiskers`. `name` keeps ids apart within a page."""

    def draw(axes: Axes) -> None:
        from matplotlib.ticker import FuncFormatter, NullFormatter

        for number, (label, points) in enumerate(curves):
            if points:
                x, y = zip(*points, strict=True)
                axes.step(x, y, where="pre", label=short(label), color=COLOURS[number % 6], linestyle=DASHES[number % 6], linewidth=1.8)
        for number, marks in enumerate(whiskers):
            for often, value, low, high in marks:
                axes.errorbar(
                    [value], [often], xerr=[[max(value - low, 0)], [max(high - value, 0)]], fmt="o", markersize=3.5, capsize=3,
                    color=COLOURS[number % 6], linewidth=1.2,
                )  # fmt: skip
        axes.set_yscale("log")
        axes.set_ylim(top=1.15)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"1 in {1 / y:,.0f}" if y < 1 else "all"))
        axes.yaxis.set_minor_formatter(NullFormatter())
        axes.xaxis.set_major_formatter(FuncFormatter(_money))
        axes.set_xlabel(loss_label)
        axes.set_ylabel("share of lives that lose at least this")
        axes.grid(True, linewidth=0.6)
        if any(points for _, points in curves):
            axes.legend(frameon=False, fontsize=9, handlelength=3.2)

    described = f"Exceedance curves: {title}. One line for each of {', '.join(label for label, _ in curves)}; the figures are in the table below."
    return draw_chart(draw, (6.4, 3.9), title, described, name)


def waterfall_chart(bars: Sequence[Bar], *, title: str, money_label: str, name: str) -> Chart:
    """From what is suffered, head by head, over what the contract moves back, to what stays; what was kept back hatched below."""

    def draw(axes: Axes) -> None:
        from matplotlib.ticker import FuncFormatter, MaxNLocator

        for row, bar in enumerate(bars):
            hatched: dict[str, Any] = {"hatch": "////", "fill": False} if bar.step == "withheld" else {}
            colour = AGAINST if bar.step == "moved" and bar.end > bar.start else LOOKS[bar.step]
            axes.barh(row, bar.end - bar.start, left=bar.start, height=0.68, color=colour, edgecolor=colour, linewidth=0.8, **hatched)
            axes.annotate(_whole(bar), (max(bar.start, bar.end), row), xytext=(4, 0), textcoords="offset points", va="center", fontsize=9)
        axes.set_yticks(range(len(bars)), [short(f"{bar.clause} {bar.label}".strip()) for bar in bars])
        axes.invert_yaxis()
        axes.xaxis.set_major_locator(MaxNLocator(6))
        axes.xaxis.set_major_formatter(FuncFormatter(_money))
        axes.set_xlabel(money_label)
        axes.axvline(0, color=RULE, linewidth=1)
        axes.margins(x=0.14, y=0.01)
        axes.grid(True, axis="x", linewidth=0.6)
        axes.set_axisbelow(True)
        axes.tick_params(axis="y", length=0)

    labels = [bar.label for bar in bars]
    described = f"Waterfall: {title}. The figures are in the table below."
    return draw_chart(draw, (9.6, 1.0 + 0.34 * max(len(bars), 1)), title, described, name, labels)


def span_chart(spans: Sequence[Span], *, title: str, money_label: str, name: str, colours: Sequence[str] = ()) -> Chart:
    """One row for each span: a dot at its value and a line over its interval or range; a span without one is a dot."""

    def draw(axes: Axes) -> None:
        from matplotlib.ticker import FuncFormatter, MaxNLocator

        for row, (_, value, low, high) in enumerate(spans):
            colour = colours[row] if row < len(colours) else COLOURS[0]
            if low is not None and high is not None:
                axes.plot([low, high], [row, row], color=colour, linewidth=2.2, solid_capstyle="butt")
            axes.plot([value], [row], marker="o", markersize=6, color=colour)
        axes.set_yticks(range(len(spans)), [short(label) for label, *_ in spans])
        axes.set_ylim(len(spans) - 0.5, -0.5)
        axes.xaxis.set_major_locator(MaxNLocator(6))
        axes.xaxis.set_major_formatter(FuncFormatter(_money))
        axes.set_xlabel(money_label)
        axes.axvline(0, color=RULE, linewidth=1)
        axes.margins(x=0.05)
        axes.grid(True, axis="x", linewidth=0.6)
        axes.tick_params(axis="y", length=0)

    described = f"{title}. One row for each of {', '.join(label for label, *_ in spans)}; the figures are in the table below."
    return draw_chart(draw, (9.6, 0.9 + 0.34 * max(len(spans), 1)), title, described, name, [label for label, *_ in spans])


def lines_chart(lines: Sequence[tuple[str, Sequence[float]]], labels: Sequence[str], *, title: str, money_label: str, name: str) -> Chart:
    """Amounts month by month, one line for each of `lines`."""

    def draw(axes: Axes) -> None:
        from matplotlib.ticker import FuncFormatter

        for number, (label, values) in enumerate(lines):
            axes.plot(range(len(values)), values, label=short(label), color=COLOURS[number % 6], linestyle=DASHES[number % 6], linewidth=1.8)
        step = max(1, len(labels) // 12)
        axes.set_xticks(range(0, len(labels), step), [short(label, 10) for label in labels[::step]], rotation=45, ha="right", fontsize=9)
        axes.yaxis.set_major_formatter(FuncFormatter(_money))
        axes.set_ylabel(money_label)
        axes.axhline(0, color=RULE, linewidth=1)
        axes.grid(True, axis="y", linewidth=0.6)
        axes.legend(frameon=False, fontsize=9, handlelength=3.2, loc="upper center", bbox_to_anchor=(0.5, 1.16), ncols=3)

    described = f"{title}. One line for each of {', '.join(label for label, _ in lines)}; the figures are in the table below."
    return draw_chart(draw, (9.6, 3.6), title, described, name)


def _whole(bar: Bar) -> str:
    said = f"{bar.end - bar.start:,.0f}".replace("-", "−")
    return said if bar.step in ("suffered", "stays", "withheld") or said.startswith("−") else f"+{said}"


def _money(value: float, _: int) -> str:
    for unit, word in ((1e9, " bn"), (1e6, " m"), (1e3, " k")):
        if abs(value) >= unit:
            return f"{value / unit:,.10g}{word}".replace("-", "−")
    return f"{value:,.10g}".replace("-", "−")


def draw_chart(
    draw: Callable[[Axes], None],
    size: tuple[float, float],
    title: str,
    described: str,
    name: str,
    labels: Sequence[str] = (),
    *,
    picture: bool = True,
) -> Chart:
    """A chart that `draw` draws on axes of `size` inches. `labels` are texts on the left that may need room; without `picture` there is no PNG."""
    import matplotlib
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    out, png = io.StringIO(), io.BytesIO()
    with matplotlib.rc_context(), warnings.catch_warnings():
        matplotlib.rcdefaults()  # whatever this machine's own settings are
        matplotlib.rcParams.update(_SETTINGS)  # type: ignore[arg-type]
        # The reader's fonts draw the text; that the one used to measure it lacks a glyph does not matter.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        warnings.filterwarnings("ignore", message="Matplotlib currently does not support .* natively")
        figure = Figure(figsize=size, layout="constrained")
        engine = figure.get_layout_engine()
        if isinstance(engine, ConstrainedLayoutEngine):
            room = _room_for_wide_letters(labels, size[0])
            engine.set(rect=(room, 0, 1 - room, 1))
        axes = figure.add_subplot()
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        draw(axes)
        figure.savefig(out, format="svg", transparent=True, metadata=nothing)
        if picture:
            figure.set_layout_engine("none")  # laid out once
            _paint_on_white(figure)
            figure.savefig(png, format="png", dpi=110, facecolor="white", metadata={"Software": None})
    svg = out.getvalue()
    file = svg.replace(INK, ON_WHITE[INK]).replace(RULE, ON_WHITE[RULE])
    return Chart(name, title, _inlined(svg, title, described, name), file, png.getvalue())


def _paint_on_white(figure: Figure) -> None:
    """Give lines, frames and letters that stand in the page's own colours those that they have on white."""
    from matplotlib.colors import to_rgba
    from matplotlib.lines import Line2D
    from matplotlib.spines import Spine
    from matplotlib.text import Text

    painted = {to_rgba(own): colour for own, colour in ON_WHITE.items()}
    for one in figure.findobj():
        if isinstance(one, (Line2D, Text)) and (colour := painted.get(to_rgba(one.get_color()))):
            one.set_color(colour)
        elif isinstance(one, Spine) and (colour := painted.get(to_rgba(one.get_edgecolor()))):
            one.set_edgecolor(colour)


def _room_for_wide_letters(labels: Sequence[str], width: float) -> float:
    """The share of the width to keep free on the left: letters that the measuring font lacks are measured narrower than they are drawn."""
    wide = max((sum(unicodedata.east_asian_width(letter) in "WF" for letter in short(label)) for label in labels), default=0)
    return min(wide * 0.45 * 10 / 72 / width, 0.3)


def _inlined(svg: str, title: str, described: str, name: str) -> str:
    """The drawing alone: no prologue, no addresses, ids that nobody else on the page has, the page's colours, and words for those
    who cannot see it."""
    from markupsafe import escape

    body = svg[svg.index("<svg") :].rstrip()
    body = re.sub(r"<metadata>.*?</metadata>\s*", "", body, flags=re.S)
    body = body.replace("xlink:href", "href")
    body = re.sub(r'\s+xmlns(:\w+)?="[^"]*"', "", body)
    body = re.sub(r'\bid="', f'id="{name}-', body)
    body = re.sub(r'(href="#|url\(#)', rf"\g<1>{name}-", body)
    body = body.replace(INK, "currentColor").replace(RULE, "var(--rule)")
    body = re.sub(r"font: (\d+)px [^;\"]*", r"font: \1px system-ui, sans-serif", body)
    head = f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(described)}</desc>'
    opening = re.match(r"<svg[^>]*>", body)
    assert opening is not None
    view = re.search(r'viewBox="[^"]*"', opening.group())
    assert view is not None
    return f'<svg {view.group()} role="img" aria-labelledby="{name}-title {name}-desc">{head}{body[opening.end() :]}'.rstrip()
