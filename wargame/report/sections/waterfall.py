"""Where the client's loss comes from and where it goes: suffered, moved by the contract, kept back, and what stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wargame.analysis.figures.waterfall import bars
from wargame.analysis.tables.clauses import Step, WaterfallRow
from wargame.report.drawing.chart import waterfall_chart
from wargame.report.page.blocks import Block, Picture
from wargame.report.page.context import ReportContext
from wargame.report.page.section import Section
from wargame.report.page.table import Table, TableCell, amount

STEPS: dict[Step, str] = {"suffered": "suffered", "planned": "", "moved": "moved by the contract", "stays": "", "withheld": "kept back"}
KEY = (
    ("suffered", "suffered"),
    ("planned", "other than planned: charges saved lower the loss"),
    ("moved", "moved back by the contract"),
    ("against", "moved away by the contract"),
    ("stays", "what stays"),
    ("hatch", "beside the sum: kept from being paid, by a limit or on its way"),
)


class Waterfall(Section):
    """The chart of the scenario that is hardest for the client; the figures of all."""

    kind = "waterfall"
    title = "Where the loss comes from, and where it goes"
    order = 40

    def build(self, context: ReportContext) -> Sequence[Block]:
        """One chart with its key and the table behind it."""
        mine = [row for row in context.summary.waterfall if row.current]
        if not any(row.step == "stays" for row in mine):
            return []
        client = context.parties[0]
        scenario = context.hardest(client)
        where = f"{context.scenario(scenario)}, current draft"
        title = f"Where the mean loss of {context.name(client)} comes from and where it goes, {where}"
        shown = [row for row in mine if row.scenario == scenario]
        chart = waterfall_chart(bars(gathered(shown)), title=title, money_label=f"mean a life, {context.currency}", name="waterfall")
        return [Picture([chart], [_table(context, mine)], "The figures behind the chart, for every scenario", KEY)]


def gathered(rows: Sequence[WaterfallRow]) -> list[WaterfallRow]:
    """The steps of a chart that can be taken in: of each kind the small ones, below a hundredth of the largest, in one."""
    largest = max((abs(row.amount) for row in rows), default=0)
    found: list[WaterfallRow] = []
    for step in STEPS:
        mine = [row for row in rows if row.step == step]
        small = [row for row in mine if abs(row.amount) * 100 < largest and step not in ("planned", "stays")]
        found += [row for row in mine if row not in small] if len(small) > 1 else mine
        if len(small) > 1:
            total = sum(row.amount for row in small)
            found.append(replace(small[0], clause="", label=f"{len(small)} smaller amounts", amount=total))
    return found


def _table(context: ReportContext, mine: Sequence[WaterfallRow]) -> Table:
    ranked = sorted(mine, key=lambda row: tuple(STEPS).index(row.step))
    keys = list(dict.fromkeys((row.step, row.label, row.clause) for row in ranked))
    amounts = {(row.scenario, row.step, row.label, row.clause): row.amount for row in mine}
    rows = []
    for step, label, clause in keys:
        values = [amounts.get((one.scenario, step, label, clause)) for one in context.scenarios]
        if any(values) or step == "stays":
            head = (TableCell(label, STEPS[step], heads=True, look=step), TableCell(clause or ""))
            rows.append((*head, *(TableCell(amount(value), look=step if step == "stays" else "") for value in values)))
    heads = ("step", "clause", *(one.name for one in context.scenarios))
    return Table(f"The same for every scenario: means a life in {context.currency}", heads, tuple(rows), 2)
