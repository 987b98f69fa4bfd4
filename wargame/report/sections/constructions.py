"""Readings assumed: what was read into words that can be read in more than one way, and who decided it."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.contract.text.variant import BASE_NAME
from wargame.report.page.blocks import Block, Folded, Grid, Points, Words
from wargame.report.page.context import ReportContext
from wargame.report.page.section import Section
from wargame.report.page.table import Table, TableCell


class Constructions(Section):
    """Every construction with the option in force."""

    kind = "readings"
    title = "Readings assumed"
    order = 110

    def build(self, context: ReportContext) -> Sequence[Block]:
        """The table of constructions, and the readings that were played."""
        rows = []
        for one in context.summary.constructions:
            variant = "" if one.variant == BASE_NAME else one.variant
            others = ", ".join(option for option in one.options if option != one.option)
            by = TableCell("left open", one.source, look="strong") if one.open else TableCell(one.decided_by)
            rows.append((TableCell(one.clause, variant, heads=True), TableCell(one.ask), TableCell(one.option), TableCell(others), by))
        if not rows:
            return []
        said = (
            "Where the draft can be read in more than one way, one reading was played as the base. “Left open” marks what "
            "neither the draft nor this run "
            "decides: there usual practice was assumed."
        )
        heads = ("clause", "question", "read as", "could be", "decided by")
        blocks: list[Block] = [Words(said), Grid(Table("Readings assumed", heads, tuple(rows), 5), sorts=True)]
        played = [(row.words, f"{row.futures:,} futures") for row in context.summary.readings]
        if len(played) > 1:
            blocks.append(Folded(f"The {len(played):,} readings that were played", [Points(played)]))
        return blocks
