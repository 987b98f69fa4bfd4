"""Bands over time, as small multiples: one row a measure, months across, and the numbered events of one life through all of them.

Drawn in whole units of the drawing, as narrow as a telephone, so that letters do not shrink with the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from wargame.report.drawing.colours import COLOURS, INK, PAPER, RULE
from wargame.report.drawing.scale import multiples, nice_step
from wargame.report.drawing.svg import Chart, finish
from wargame.report.drawing.text import short

WIDTH, LEFT, RIGHT = 360, 46, 8
ROW, HEAD, BETWEEN = 62, 19, 13  # the height of a row's field, of the words above it, and the room below
MARK = 15  # the width of a numbered mark
BandLine = Sequence[float | None]
Mark = tuple[int, float]  # its number, and when: months since the beginning


@dataclass(frozen=True)
class Field:
    """One row: what it shows, and by month the five edges of its bands, the plan, and the witness; `percent` for shares of 1."""

    title: str
    edges: Sequence[Sequence[float | None]]
    plan: BandLine
    witness: BandLine
    percent: bool = False


def bands_chart(fields: Sequence[Field], labels: Sequence[str], marks: Sequence[Mark], *, title: str, described: str, name: str) -> Chart:
    """The rows of one service or staff under one another. `labels` are the months, as `2027-01`."""
    lanes = _lanes(marks, len(labels))
    top = 4 + MARK * (max(lanes, default=-1) + 1)
    height = top + len(fields) * (HEAD + ROW + BETWEEN) + 14
    bottom = height - 14 - BETWEEN
    parts = []
    for (number, when), lane in zip(marks, lanes, strict=True):
        x, y = _across(when, len(labels)), 2 + MARK * lane + MARK // 2
        parts.append(
            f'<path d="M{x} {y}V{bottom}" stroke="{COLOURS[1]}" stroke-width=".8" stroke-dasharray="1 3" opacity=".8"/>'
            f'<circle cx="{x}" cy="{y}" r="6.6" fill="{COLOURS[1]}"/>'
            f'<text x="{x}" y="{y + 3}" text-anchor="middle" font-size="8.5" font-weight="600" fill="#fff">{number}</text>'
        )
    for row, field in enumerate(fields):
        parts.append(_field(field, top + row * (HEAD + ROW + BETWEEN), len(labels)))
    parts.append(_months(labels, top + HEAD, bottom))
    return finish("".join(parts), WIDTH, height, title, described, name)


def _across(when: float, months: int) -> str:
    return f"{LEFT + (WIDTH - LEFT - RIGHT) * when / max(months, 1):.1f}"


def _lanes(marks: Sequence[Mark], months: int) -> list[int]:
    """The lane above the rows in which each mark stands, so that none covers another."""
    last: list[float] = []
    found = []
    for _, when in marks:
        x = float(_across(when, months))
        lane = next((k for k, before in enumerate(last) if x - before >= MARK), len(last))
        last[lane : lane + 1] = [x]
        found.append(lane)
    return found


def _field(field: Field, top: int, months: int) -> str:
    values = [v for line in (*field.edges, field.plan, field.witness) for v in line if v is not None]
    low, high, step = scale(min(values, default=0.0), max(values, default=0.0), field.percent)

    def at(month: int, value: float) -> str:
        y = top + HEAD + ROW - (value - low) / (high - low) * ROW
        return f"{_across(month + 0.5, months)} {y:.1f}"

    def line(numbers: BandLine) -> str:
        """A path through all months that have a number."""
        said, drawn = "", False
        for month, value in enumerate(numbers):
            if value is not None:
                said += f"{'L' if drawn else 'M'}{at(month, value)}"
            drawn = value is not None
        return said

    halo = f'stroke="{PAPER}" stroke-width="3.5" paint-order="stroke"'
    title = escape(short(field.title, 54))
    parts = [f'<text x="{LEFT}" y="{top + HEAD - 6}" font-size="11.5" font-weight="600" fill="{INK}" {halo}>{title}</text>']
    for tick in multiples(low, high, step):
        y = f"{top + HEAD + ROW - (tick - low) / (high - low) * ROW:.1f}"
        parts.append(f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="{RULE}" stroke-width=".8"/>')
        parts.append(
            f'<text x="{LEFT - 5}" y="{float(y) + 3.5:.1f}" text-anchor="end" font-size="10" fill="{INK}">{axis(tick, step, field.percent)}</text>'
        )
    for lower, upper, opacity in ((0, 4, 0.28), (1, 3, 0.42)):
        for first, last in _runs(field.edges[lower], field.edges[upper]):
            there = [at(month, v) for month in range(first, last) if (v := field.edges[upper][month]) is not None]
            back = [at(month, v) for month in reversed(range(first, last)) if (v := field.edges[lower][month]) is not None]
            parts.append(f'<path d="M{"L".join([*there, *back])}Z" fill="{COLOURS[0]}" opacity="{opacity}"/>')
    parts.append(f'<path d="{line(field.edges[2])}" fill="none" stroke="{COLOURS[0]}" stroke-width="1.7"/>')
    parts.append(f'<path d="{line(field.plan)}" fill="none" stroke="{INK}" stroke-width="1.1" stroke-dasharray="4 2.5"/>')
    if any(value is not None for value in field.witness):
        parts.append(f'<path d="{line(field.witness)}" fill="none" stroke="{COLOURS[1]}" stroke-width="1.3"/>')
    return "".join(parts)


def _runs(lower: BandLine, upper: BandLine) -> list[tuple[int, int]]:
    """Spans of months, first and one past the last, in which both edges are known."""
    known = [a is not None and b is not None for a, b in zip(lower, upper, strict=True)]
    edges = [month for month in range(len(known) + 1) if (month < len(known) and known[month]) != (month > 0 and known[month - 1])]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _months(labels: Sequence[str], top: int, bottom: int) -> str:
    """The foot: where years begin, or every third month of a short term."""
    wanted = [k for k, label in enumerate(labels) if k == 0 or label.endswith("-01")] if len(labels) > 18 else list(range(0, len(labels), 3))
    parts, last = [], -99.0
    for month in wanted:
        x = _across(month, len(labels))
        parts.append(f'<path d="M{x} {top}V{bottom}" stroke="{RULE}" stroke-width=".8"/>')
        if float(x) - last >= 46 and float(x) < WIDTH - 34:
            parts.append(f'<text x="{x}" y="{bottom + 14}" font-size="10" fill="{INK}">{escape(labels[month])}</text>')
            last = float(x)
    return "".join(parts)


def scale(low: float, high: float, percent: bool = False) -> tuple[float, float, float]:
    """The ends of an axis and the step between its ticks, a round number, for values from `low` to `high`; from 0 where the values come near it."""
    if low >= 0 and (low < 0.45 * high or high == 0):
        low = 0.0
    if low == high:
        low, high = low - abs(low) * 0.1, high + (abs(high) * 0.1 or 1.0)
    reach = high - low
    first = low if low == 0 else low - reach * 0.06
    last = 1.0 if percent and high > 0.97 else high + reach * 0.06
    return first, last, nice_step((last - first) / 3.2)


def axis(value: float, step: float, percent: bool = False) -> str:
    """A tick's number, short enough to stand left of the field."""
    if percent:
        return f"{value * 100:.{0 if step >= 0.01 else 1}f} %"
    unit, word = next((one for one in ((1e9, " bn"), (1e6, " m"), (1e3, " k")) if abs(value) >= one[0] and step >= one[0] / 100), (1.0, ""))
    return f"{value / unit:,.10g}{word}".replace("-", "−") if abs(value) < 1e15 else f"{value:.1e}"
