"""Assumptions: every input of the scenarios with how it came to be known: measured, fitted to data, or judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from wargame.analysis.tables.words import Marked
from wargame.report.page.blocks import Block, Folded, Grid, Words
from wargame.report.page.context import ReportContext
from wargame.report.page.section import Section
from wargame.report.page.table import Table, TableCell

MARKS = get_args(Marked)


class Assumptions(Section):
    """The model card: what the numbers rest on, the judged inputs first."""

    kind = "assumptions"
    title = "What the figures rest on"
    order = 130

    def build(self, context: ReportContext) -> Sequence[Block]:
        """How many inputs are measured, fitted and judged, and all of them."""
        found = context.summary.assumptions
        if not found:
            return []
        count = Counter(row.marked for row in found)
        said = ", ".join(f"{count[mark]} {mark}" for mark in MARKS if count[mark])
        rows = []
        for row in sorted(found, key=lambda row: -MARKS.index(row.marked)):
            rows.append(
                (
                    TableCell(row.what, heads=True),
                    TableCell(row.value),
                    TableCell(row.marked, look=row.marked),
                    TableCell(row.source),
                )
            )
        grid = Grid(
            Table("Inputs of the scenarios and how each came to be known", ("input", "value", "known by", "source"), tuple(rows), 4), sorts=True
        )
        judged = "A judged input is somebody’s considered guess: the results are as good as the worst of those that matter."
        return [Words(f"{len(found)} inputs: {said}. {judged}"), grid if len(rows) <= 15 else Folded("All inputs", [grid])]
