"""A service or a staff of the world in sentences, and its figures as they are printed; a module that begins with `_` is no section."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.analysis.tables.row import Figure
from wargame.analysis.tables.world import WorldMeasure, WorldRow
from wargame.report.page.table import NONE, amount

WORST: dict[WorldMeasure, str] = {
    "backlog": "more than {} {} wait at the end of month {}",
    "lost": "more than {} {} are lost in month {}",
    "downtime": "it is down for more than {} {} in month {}",
}
Measures = dict[WorldMeasure, list[WorldRow]]  # rows by month


def told(name: str, measures: Measures) -> str:
    """A service or staff in a sentence or three."""
    parts = [*_demand(measures), *_worst(measures), *_staff(measures)]
    if any(measure in measures for measure in (*WORST, "answered in time")):
        at = 1 if "demand" in measures else 0
        parts[at] = f"at the worst, each in one future of twenty: {parts[at]}"
    return f"{name}: {'; '.join(parts)}."


def printed(row: WorldRow, value: Figure | None) -> str:
    """A number of a row, as its measure is counted."""
    if value is None:
        return NONE
    if row.unit == "share":
        return f"{value * 100:.1f} %"
    return f"{value:,.1f}" if row.measure == "downtime" else amount(value)


def _demand(measures: Measures) -> Iterator[str]:
    if "demand" in measures:
        rows = _known(measures["demand"])
        first, last = rows[0], rows[-1]
        between = f"in nine of ten futures between {_range(first)} {_unit(first)} arrive in month {first.month}"
        yield f"{between}, between {_range(last)} in month {last.month}"


def _worst(measures: Measures) -> Iterator[str]:
    for measure, words in WORST.items():
        if measure in measures:
            row = max(_known(measures[measure]), key=lambda row: row.p95 or 0.0)
            yield words.format(printed(row, row.p95), _unit(row), row.month)
    if "answered in time" in measures:
        row = min(_known(measures["answered in time"]), key=lambda row: 1.0 if row.p5 is None else row.p5)
        yield f"fewer than {printed(row, row.p5)} are answered in time in month {row.month}"


def _staff(measures: Measures) -> Iterator[str]:
    if "headcount" in measures:
        rows = _known(measures["headcount"])
        low, high = min(rows, key=lambda row: row.p5 or 0.0), max(rows, key=lambda row: row.p95 or 0.0)
        yield (
            f"nineteen of twenty futures have at least {printed(low, low.p5)} people in month {low.month}, the thinnest, and at most "
            f"{printed(high, high.p95)} in month {high.month}, the fullest; the plan begins with {printed(rows[0], rows[0].plan)}"
        )


def _range(row: WorldRow) -> str:
    return f"{printed(row, row.p5)} and {printed(row, row.p95)}"


def _unit(row: WorldRow) -> str:
    return row.unit.removesuffix(" a month")


def _known(rows: list[WorldRow]) -> list[WorldRow]:
    """Months that enough agreements see the end of; the first where none has."""
    return [row for row in rows if row.p5 is not None and row.p95 is not None] or rows[:1]
