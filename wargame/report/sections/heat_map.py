"""Clause by scenario: how much money each clause moves or keeps back, the stronger the shade the more."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.contract.rules.kinds import price_kinds
from wargame.report.page.blocks import Block, Grid, Words
from wargame.report.page.context import ReportContext
from wargame.report.page.section import Section
from wargame.report.page.table import NONE, Table, TableCell, amount

SHADES = 6


class HeatMap(Section):
    """One row for each clause that moves money in some scenario. Charges are left out: they would drown the rest."""

    kind = "heat-map"
    title = "Which clause works where"
    order = 50

    def build(self, context: ReportContext) -> Sequence[Block]:
        """The table is its own chart: every cell holds its figure."""
        money: dict[tuple[str, str], tuple[float, float]] = {}
        titles: dict[str, str] = {}
        prices = price_kinds()
        for row in (one for one in context.summary.clauses if one.current):
            if row.kind in prices:
                continue
            moved, kept = abs(row.paid_mean or 0), abs(row.withheld_mean or 0)  # None in a shared copy that may not tell
            titles[row.clause] = row.title
            money[row.clause, row.scenario] = moved, kept
        largest = max((max(pair) for pair in money.values()), default=0)
        lively = [clause for clause in titles if any(sum(pair) for (number, _), pair in money.items() if number == clause)]
        if not lively or not largest:
            return []
        rows = []
        for clause in lively:
            cells = [TableCell(f"{clause} {titles[clause]}", heads=True)]
            for scenario in context.scenarios:
                pair = money.get((clause, scenario.scenario))
                small = f"keeps back {amount(pair[1])}" if pair and pair[1] else ""
                cells.append(TableCell(amount(pair[0]) if pair else NONE, small, look=shade(max(pair or (0,)), largest)))
            rows.append(tuple(cells))
        heads = ("clause", *(one.name for one in context.scenarios))
        said = "Mean a life under the current draft: what a clause moves between the parties and, in small print, what it keeps from being paid."
        table = Table(f"Money moved and kept back by each clause in each scenario, mean a life in {context.currency}", heads, tuple(rows))
        return [Words(f"{said} Charges are left out, and clauses that move nothing in any scenario."), Grid(table, sorts=True)]


def shade(value: float, largest: float) -> str:
    """One of six shades, by square root, so that small amounts are still told apart."""
    return f"heat{1 + min(int((value / largest) ** 0.5 * SHADES), SHADES - 1)}" if value > 0 else "heat0"
