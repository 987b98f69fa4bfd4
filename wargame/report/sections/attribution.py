"""What the loss is made of: each clause, head of loss or cause with its part of the mean and of the tail, and the loss without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wargame.report.page.blocks import Folded, Grid, Words
from wargame.report.page.context import ReportContext, Row
from wargame.report.page.section import Section
from wargame.report.page.table import Table, TableCell, signed

BY = {"clause": "by clause", "head": "by head of loss", "cause": "by cause"}
COLUMNS = {"mean": "of the mean loss", "tvar95": "of TVaR 95", "leave_one_out": "without it"}
MOST = 10  # parts shown at once


class Attribution(Section):
    """Parts that add up to the mean and to the tail, in the scenario that is hardest for each party."""

    kind = "drivers"
    title = "What drives the loss"
    order = 45
    readers = frozenset({"director", "risk", "supplier"})

    def build(self, context: ReportContext) -> Sequence[Any]:
        """A table for each party and way of dividing; parts of nothing are left out."""
        tables = []
        for party in context.parties:
            scenario = context.hardest(party)
            for by, words in BY.items():
                rows = context.base("attribution", scenario=scenario, party=party, by=by)
                rows = [row for row in rows if row.get("mean") or row.get("tvar95") or row.get("leave_one_out")]
                if rows:
                    tables.append(_table(context, party, f"{words}, {context.scenario(scenario)}", rows))
        if not tables:
            return []
        said = (
            "The parts of the mean add up to the mean loss, the parts of the tail to TVaR 95 (each part’s own mean in the lives of that tail, after "
            "Euler). “Without it” is how much the mean loss would change if it were not there; such changes need not add up."
        )
        blocks: list[Any] = [Words(said)]
        for table in tables:
            blocks.append(Grid(replace(table, rows=table.rows[:MOST]), sorts=True))
            if len(table.rows) > MOST:
                blocks.append(Folded(f"All {len(table.rows)} parts", [Grid(table, sorts=True)]))
        return blocks


def _table(context: ReportContext, party: str, words: str, rows: Sequence[Any]) -> Table:
    measured = [name for name in COLUMNS if any(row.get(name) is not None for row in rows)]
    found = []
    for row in sorted(rows, key=lambda row: -abs(row.get("tvar95") or row.get("mean") or 0)):
        cells = (TableCell(signed(row.get(name)), (row.get("note") or "") if name == "leave_one_out" else "") for name in measured)
        found.append((TableCell(_label(row), heads=True), *cells))
    heads = ("part", *(COLUMNS[name] for name in measured))
    return Table(f"{context.name(party)}: what the loss is made of {words}, in {context.currency}", heads, tuple(found))


def _label(row: Row) -> str:
    key, label = str(row["key"]), str(row.get("label") or row["key"])
    return f"{key} {label}" if row["by"] == "clause" and key[:1].isdigit() and label != key else label
