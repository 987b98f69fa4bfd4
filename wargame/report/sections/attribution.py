"""What the loss is made of: each clause, head of loss or cause with its part of the mean and of the tail, and the loss without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wargame.analysis.tables.clauses import AttributionRow, Part
from wargame.analysis.tables.row import Amount
from wargame.report.page.blocks import Block, Folded, Grid, Words
from wargame.report.page.context import ReportContext
from wargame.report.page.section import Section
from wargame.report.page.table import Table, TableCell, signed

BY: dict[Part, str] = {"clause": "by clause", "head": "by head of loss", "cause": "by cause"}
HEADS = ("of the mean loss", "of TVaR 95", "without it")
MOST = 10  # parts shown at once


class Attribution(Section):
    """Parts that add up to the mean and to the tail, in the scenario that is hardest for each party."""

    kind = "drivers"
    title = "What drives the loss"
    order = 45
    readers = frozenset({"director", "risk", "supplier"})

    def build(self, context: ReportContext) -> Sequence[Block]:
        """A table for each party and way of dividing; parts of nothing are left out."""
        tables = []
        for party in context.parties:
            scenario = context.hardest(party)
            for by, words in BY.items():
                wanted = (scenario, party, by)
                rows = [row for row in context.summary.attribution if (row.scenario, row.party, row.by) == wanted and any(_amounts(row))]
                if rows:
                    tables.append(_table(context, party, f"{words}, {context.scenario(scenario)}", rows))
        if not tables:
            return []
        said = (
            "The parts of the mean add up to the mean loss, the parts of the tail to TVaR 95 (each part’s own mean in the lives of that tail, after "
            "Euler). “Without it” is how much the mean loss would change if it were not there; such changes need not add up."
        )
        blocks: list[Block] = [Words(said)]
        for table in tables:
            blocks.append(Grid(replace(table, rows=table.rows[:MOST]), sorts=True))
            if len(table.rows) > MOST:
                blocks.append(Folded(f"All {len(table.rows)} parts", [Grid(table, sorts=True)]))
        return blocks


def _table(context: ReportContext, party: str, words: str, rows: Sequence[AttributionRow]) -> Table:
    measured = [k for k in range(len(HEADS)) if any(_amounts(row)[k] is not None for row in rows)]
    found = []
    for row in sorted(rows, key=lambda row: -abs(row.tvar95 or row.mean or 0)):
        notes = ("", "", row.note)  # what was left out together
        cells = (TableCell(signed(_amounts(row)[k]), notes[k]) for k in measured)
        found.append((TableCell(_label(row), heads=True), *cells))
    heads = ("part", *(HEADS[k] for k in measured))
    return Table(f"{context.name(party)}: what the loss is made of {words}, in {context.currency}", heads, tuple(found))


def _amounts(row: AttributionRow) -> tuple[Amount | None, Amount | None, Amount | None]:
    """What stands under each of HEADS."""
    return row.mean, row.tvar95, row.leave_one_out


def _label(row: AttributionRow) -> str:
    numbered = row.by == "clause" and row.key[:1].isdigit() and row.label != row.key
    return f"{row.key} {row.label}" if numbered else row.label or row.key
