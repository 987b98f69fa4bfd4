"""Default law relied on: what the governing law adds where the draft says nothing, each rule with its source and what it moved."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.analysis.tables.words import DefaultLawRow
from wargame.report.page.blocks import Block, Grid, Words
from wargame.report.page.context import ReportContext
from wargame.report.page.section import Section
from wargame.report.page.table import Table, TableCell, amount


class DefaultLaw(Section):
    """The rules of the pack, on or off."""

    kind = "default-law"
    title = "Default law relied on"
    order = 120
    readers = frozenset({"lawyer", "risk", "director"})

    def build(self, context: ReportContext) -> Sequence[Block]:
        """One table."""
        rows = []
        scenario = context.hardest(context.parties[0])
        for one in (each for each in context.summary.default_law if each.scenario == scenario):
            beside = "" if one.plays else "said, not played"
            rows.append(
                (
                    TableCell(one.title, one.clause, heads=True),
                    TableCell(one.says, _assumed(one)),
                    TableCell(one.source),
                    TableCell("on", beside) if one.on else TableCell("not played", "switched off, or the draft provides for it"),
                    TableCell(amount(one.paid_mean)),
                )
            )
        if not rows:
            return []
        said = "No clause of the draft says this; it is assumed to apply because the draft leaves room for it. Ask counsel whether it does."
        heads = ("rule", "what it says", "source", "in this run", "moved, mean a life")
        caption = f"Default law relied on in {context.scenario(scenario)}, amounts in {context.currency}"
        return [Words(said), Grid(Table(caption, heads, tuple(rows), 4))]


def _assumed(one: DefaultLawRow) -> str:
    """What the rule takes for granted, in small print."""
    said = "; ".join(f"{each.what}: {each.value}" for each in one.assumes)
    return f"Assumed: {said}." if said else ""
