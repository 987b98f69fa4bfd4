"""Tolerances: how likely each party's loss, or the hours without a service, pass what that party can bear."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.analysis.tables.exposure import ToleranceRow
from wargame.report.page.blocks import Block, Grid, Words
from wargame.report.page.context import ReportContext
from wargame.report.page.section import Section
from wargame.report.page.table import Table, TableCell, amount, share


class Tolerance(Section):
    """One row for each tolerance and scenario, with the interval of its probability."""

    kind = "tolerance"
    title = "How likely tolerances are passed"
    order = 55
    readers = frozenset({"risk", "director"})

    def build(self, context: ReportContext) -> Sequence[Block]:
        """The table of tolerances."""
        table = tolerances(context)
        said = "The share of lives in which what a party can bear is passed, with what the number of futures allows to be said of it, at 95 %."
        return [Words(said), Grid(table, sorts=True)] if table else []


def tolerances(context: ReportContext) -> Table | None:
    """Every tolerance with its probability; None where no scenario gives one."""
    rows = []
    for row in context.summary.tolerance:
        small = "" if row.low is None or row.high is None else f"{share(row.low)} to {share(row.high)}"
        head = TableCell(context.scenario(row.scenario), heads=True)
        rows.append((head, TableCell(context.name(row.party)), TableCell(_bearable(context, row)), TableCell(share(row.probability), small)))
    if not rows:
        return None
    return Table("Probability that a tolerance is passed, current draft", ("scenario", "party", "tolerance", "passed in"), tuple(rows), 3)


def _bearable(context: ReportContext, row: ToleranceRow) -> str:
    said = f"{row.tolerance:,.4g} hours" if row.unit == "hours" else f"{context.currency} {amount(row.tolerance)}"
    return f"{said} {row.measure}"
