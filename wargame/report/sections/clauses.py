"""What each clause does: how often it acts, what it moves and what it keeps back."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.analysis.tables.row import ABSENT
from wargame.report.page.blocks import Block, Grid
from wargame.report.page.context import ReportContext
from wargame.report.page.section import Section
from wargame.report.page.table import NONE, Table, TableCell, amount, share


class Clauses(Section):
    """Every clause with terms, in the scenario that is hardest for the client."""

    kind = "clauses"
    title = "What each clause does"
    order = 80

    def build(self, context: ReportContext) -> Sequence[Block]:
        """One table."""
        scenario = context.hardest(context.parties[0])
        rows = []
        for row in (one for one in context.summary.clauses if one.current and one.scenario == scenario):
            ends = "" if row.ends is ABSENT else f"ends agreements: {share(row.ends)} of lives {row.note}".strip()
            fired = (
                TableCell(ends or "moves no money itself", look="" if ends else "missing") if row.fired is None else TableCell(share(row.fired), ends)
            )
            title = TableCell(f"{row.clause} {row.title}", row.kind.replace("_", " "), heads=True)
            moved, kept = (NONE, NONE) if row.fired is None else (amount(row.paid_mean), amount(row.withheld_mean))
            rows.append((title, fired, TableCell(moved), TableCell(kept, "" if ends else row.note)))
        if not rows:
            return []
        heads = ("clause", "lives in which it moves or keeps back money", "moved, mean a life", "kept back, mean a life")
        caption = f"What each clause does in {context.scenario(scenario)}, current draft, in {context.currency}"
        return [Grid(Table(caption, heads, tuple(rows)), sorts=True)]
