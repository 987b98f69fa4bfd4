"""Comparisons on the terminal and as data: a line for each variant, scenario and party."""

from __future__ import annotations

from collections.abc import Iterable

from wargame.analysis.figures.amounts import Money as ToMajor
from wargame.analysis.figures.amounts import known
from wargame.analysis.figures.paired import Paired
from wargame.analysis.tables.exposure import DifferenceRow
from wargame.core.money import Money


def row_of(one: Paired, money: ToMajor) -> DifferenceRow:
    """A difference as data, in major units, with the keys that `compare` has in summary.json."""
    found = one.measure
    return DifferenceRow(
        variant=one.variant, scenario=one.scenario, party=one.party, measure=found.name, value=known(money, found.value),
        low=known(money, found.low), high=known(money, found.high), note=found.note, verdict=one.verdict,
    )  # fmt: skip


def line_of(one: Paired, currency: str) -> tuple[str, str, str]:
    """(difference, interval, verdict) of a mean as people read it; a difference that is none says so and nothing else."""
    found = one.measure
    if one.verdict == "no difference" or found.value is None:
        return "", "", one.verdict
    low, high = (None if end is None else str(Money(round(end), currency)) for end in (found.low, found.high))
    sign = "+" if found.value > 0 else ""
    return f"{sign}{Money(round(found.value), currency)}", "" if low is None or high is None else f"{low} to {high}", one.verdict


def aligned(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Rows as lines with their columns under each other; the third and fourth to the right."""
    rows = list(rows)
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    return [
        "  ".join(cell.rjust(w) if k in (3, 4) else cell.ljust(w) for k, (cell, w) in enumerate(zip(row, widths, strict=True))).rstrip()
        for row in rows
    ]
