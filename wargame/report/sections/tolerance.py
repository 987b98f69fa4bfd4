"""Tolerances: how likely each party's loss, or the hours without a service, pass what that party can bear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.report.page.blocks import Grid, Words
from wargame.report.page.context import ReportContext, Row
from wargame.report.page.section import Section
from wargame.report.page.table import Table, TableCell, amount, share


class Tolerance(Section):
    """One row for each tolerance and scenario, with the interval of its probability."""

    kind = "tolerance"
    title = "How likely tolerances are passed"
    order = 55
    readers = frozenset({"risk", "director"})

    def build(self, context: ReportContext) -> Sequence[Any]:
        """The table of tolerances."""
        table = tolerances(context)
        said = "The share of lives in which what a party can bear is passed, with what the number of futures allows to be said of it, at 95 %."
        return [Words(said), Grid(table, sorts=True)] if table else []


def tolerances(context: ReportContext) -> Table | None:
    """Every tolerance with its probability; None where no scenario gives one."""
    rows = []
    for row in context.base("tolerance"):
        low, high = row.get("low"), row.get("high")
        small = "" if low is None or high is None else f"{share(low)} to {share(high)}"
        head = TableCell(context.scenario(row["scenario"]), heads=True)
        rows.append(
            (
                head,
                TableCell(context.name(row.get("party") or "")),
                TableCell(_bearable(context, row)),
                TableCell(share(row.get("probability")), small),
            )
        )
    if not rows:
        return None
    return Table("Probability that a tolerance is passed, current draft", ("scenario", "party", "tolerance", "passed in"), tuple(rows), 3)


def _bearable(context: ReportContext, row: Row) -> str:
    value, words = row.get("tolerance"), str(row.get("measure") or row.get("what") or "")
    if value is None:
        hours = row.get("hours")
        return f"{hours:,.4g} hours {words}".strip() if isinstance(hours, int | float) else words
    if not isinstance(value, int | float):
        return str(value)
    said = f"{value:,.4g} hours" if row.get("unit") == "hours" else f"{context.currency} {amount(value)}"
    return f"{said} {words}".strip()
