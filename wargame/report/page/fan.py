"""The fan of ambiguous words: what each way to read it costs each party beside usual practice, drawn small enough to stand in a list.

A drawing of a dozen lines is written down as it is, without axes.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import escape

from wargame.report.drawing.colours import COLOURS
from wargame.report.drawing.text import short

WIDTH, ROW, LEFT = 600, 22, 250
Bar = tuple[str, int, float, float, float]  # label, number of the party, mean, low, high


def fan_drawing(bars: Sequence[Bar], title: str, described: str) -> str:
    """One row for each bar, on one scale that holds 0; empty where nothing differs."""
    ends = [end for _, _, mean, low, high in bars for end in (mean, low, high)]
    left, right = min([0.0, *ends]), max([0.0, *ends])
    if left == right:
        return ""

    def at(value: float) -> str:
        return f"{LEFT + 10 + (value - left) / (right - left) * (WIDTH - LEFT - 20):.1f}"

    height = ROW * len(bars) + 8
    rows = [f'<line x1="{at(0)}" x2="{at(0)}" y1="0" y2="{height}" stroke="var(--rule)"/>']
    for number, (label, party, mean, low, high) in enumerate(bars):
        y, colour = ROW * number + ROW // 2 + 4, COLOURS[party % len(COLOURS)]
        rows.append(
            f'<text x="{LEFT}" y="{y + 4}" text-anchor="end" font-size="12" fill="currentColor">{escape(short(label, 36))}</text>'
            f'<line x1="{at(low)}" x2="{at(high)}" y1="{y}" y2="{y}" stroke="{colour}" stroke-width="3"/>'
            f'<circle cx="{at(mean)}" cy="{y}" r="4.5" fill="{colour}"/>'
        )
    head = f"<title>{escape(title)}</title><desc>{escape(described)}</desc>"
    return f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">{head}{"".join(rows)}</svg>'
