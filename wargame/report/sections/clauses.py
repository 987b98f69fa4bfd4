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
            ends = "" if row.ends is ABSENT else f"ends agreements: {share(row.ends)} of lives"
            fired = (
                TableCell(ends or "moves no money itself", look="" if ends else "missing") if row.fired is None else TableCell(share(row.fired), ends)
            )
            title = TableCell(f"{row.clause} {row.title}", row.kind.replace("_", " "), heads=True)
            moved, kept = (NONE, NONE) if row.fired is None else (amount(row.paid_mean), amount(row.withheld_mean))
            rows.append((title, fired, TableCell(moved), TableCell(kept, row.note)))
        if not rows:
            return []
        heads = ("clause", "lives in which it moves or keeps back money", "moved, mean a life", "kept back, mean a life")
        caption = f"What each clause does in {context.scenario(scenario)}, current draft, in {context.currency}"
        return [Grid(Table(caption, heads, tuple(rows)), sorts=True), *_ends(context, scenario)]


def _ends(context: ReportContext, scenario: str) -> list[Block]:
    """By which right, and on whose notice, agreements end early; nothing where none does."""
    here = [row for row in context.summary.ends if row.current and row.scenario == scenario and row.futures]
    titles = {row.clause: f"{row.clause} {row.title}" for row in context.summary.clauses if row.current and row.scenario == scenario}
    rows: list[tuple[TableCell, ...]] = []
    for row in sorted(here, key=lambda row: -row.futures):
        by = TableCell(titles[row.clause], row.right, heads=True) if row.clause else TableCell("the order of an authority", heads=True)
        rows.append((by, TableCell(context.name(row.party) if row.party else ""), TableCell(share(row.share))))
    caption = f"How agreements end before their term in {context.scenario(scenario)}, current draft"
    return [Grid(Table(caption, ("ends under", "on the notice of", "lives"), tuple(rows)))] if rows else []
