"""Cash by month: what each party receives less what it pays and spends, month by month, as a mean over lives."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.analysis.tables.row import Amount
from wargame.report.drawing.chart import lines_chart
from wargame.report.page.blocks import Block, Picture, Words
from wargame.report.page.context import ReportContext
from wargame.report.page.section import Section
from wargame.report.page.table import Table, TableCell, amount


class Cash(Section):
    """A chart of both parties in the scenario that is hardest for the client; the figures of every scenario."""

    kind = "cash"
    title = "Cash by month"
    order = 100
    readers = frozenset({"director", "risk", "supplier"})

    def build(self, context: ReportContext) -> Sequence[Block]:
        """One chart, one table for each party."""
        found = context.summary.cash
        if not found:
            return []
        months = {row.month: row.label or str(row.month) for row in found}
        means = {(row.scenario, row.party, row.month): row.inflow_mean for row in found}
        scenario = context.hardest(context.parties[0])
        lines = [(context.name(party), [means.get((scenario, party, month), 0.0) for month in months]) for party in context.parties]
        title = f"Cash by month in {context.scenario(scenario)}, current draft"
        chart = lines_chart(lines, list(months.values()), title=title, money_label=f"mean a month, {context.currency}", name="cash")
        said = "What a party receives less what it pays and spends in each month of the agreement, as a mean over lives; after an early end too."
        return [Words(said), Picture([chart], [_table(context, party, months, means) for party in context.parties])]


def _table(context: ReportContext, party: str, months: dict[int, str], means: dict[tuple[str, str, int], Amount]) -> Table:
    rows = []
    for month, label in months.items():
        rows.append((TableCell(label, heads=True), *(TableCell(amount(means.get((one.scenario, party, month)))) for one in context.scenarios)))
    heads = ("month", *(one.name for one in context.scenarios))
    return Table(f"{context.name(party)}: mean cash a month in {context.currency}", heads, tuple(rows))
