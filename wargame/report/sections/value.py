"""What the deal is worth: each party's net, present value, lowest cash and worst month, and how often it loses money."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.analysis.tables.exposure import Worth
from wargame.report.page.blocks import Block, Grid, Words
from wargame.report.page.context import ReportContext
from wargame.report.page.section import Section
from wargame.report.page.table import Table, TableCell, amount, share

WORDS: dict[Worth, str] = {"net": "net over the term", "present value": "present value", "cash trough": "lowest cash", "worst month": "worst month"}


class Value(Section):
    """One table a party, a row for each measure and scenario."""

    kind = "value"
    title = "What the deal is worth to each party"
    order = 60
    readers = frozenset({"supplier", "director"})

    def build(self, context: ReportContext) -> Sequence[Block]:
        """The tables of both parties."""
        tables = [table for party in context.parties if (table := _table(context, party))]
        said = (
            "Cash a party receives less what it pays and spends, its own costs and losses included, by month of payment. A client’s is mostly paid "
            "out: what it gains by the services themselves is not in these figures."
        )
        return [Words(context.said(said)), *(Grid(table, sorts=True) for table in tables)] if tables else []


def _table(context: ReportContext, party: str) -> Table | None:
    rows = []
    for row in (one for one in context.summary.value if one.party == party):
        small = "" if row.low is None else f"{amount(row.low)} to {amount(row.high)}"
        below = TableCell(share(row.below_0) if row.measure in ("net", "present value") else "")
        head = (TableCell(WORDS[row.measure], heads=True), TableCell(context.scenario(row.scenario)))
        rows.append((*head, TableCell(amount(row.mean), small), TableCell(amount(row.one_in_20)), TableCell(amount(row.worst)), below))
    heads = ("measure", "scenario", "mean", "one life in 20 falls to", "worst", "lives below 0")
    rows.sort(key=lambda row: list(WORDS.values()).index(row[0].text))
    return Table(f"{context.name(party)}, in {context.currency}", heads, tuple(rows), 2) if rows else None
