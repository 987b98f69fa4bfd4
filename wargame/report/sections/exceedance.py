"""How often a party loses how much: exceedance curves with the intervals of the losses of one life in twenty and in a hundred."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.analysis.figures.exposure import LEVELS_SHOWN, exceedance, loss_at
from wargame.analysis.tables.exposure import MeasureName
from wargame.contract.rules.readings import BASE_READING
from wargame.contract.text.variant import BASE_NAME
from wargame.report.drawing.chart import Interval, exceedance_chart
from wargame.report.drawing.svg import Chart
from wargame.report.page.blocks import Block, Picture
from wargame.report.page.context import ReportContext
from wargame.report.page.section import Section
from wargame.report.page.table import Table, TableCell, amount

SHARES = {0.5: "1 in 2", 0.2: "1 in 5", 0.1: "1 in 10", 0.05: "1 in 20", 0.01: "1 in 100"}
WHISKERS: tuple[tuple[MeasureName, float], ...] = (("var95", 0.05), ("var99", 0.01))


class Exceedance(Section):
    """One chart for each party, one line for each scenario."""

    kind = "often"
    title = "How often, how much"
    order = 30

    def build(self, context: ReportContext) -> Sequence[Block]:
        """The curves side by side, with their figures. They need every life's loss, so that nothing is shown where those are not to be had."""
        if context.run is None:
            return []
        pairs = [_curves(context, number) for number in range(len(context.parties))]
        return [Picture([chart for chart, _ in pairs], [table for _, table in pairs], "The figures behind the curves")]


def _curves(context: ReportContext, number: int) -> tuple[Chart, Table]:
    party, unit = context.parties[number], context.unit
    assert context.run is not None
    base = [one for one in context.run.cells if one.cell.variant == BASE_NAME and one.cell.reading == BASE_READING]
    names = [context.scenario(one.cell.scenario) for one in base]
    points = [[(loss / unit, often) for loss, often in exceedance(one.losses[party])] for one in base]
    title = f"{context.name(party)}, current draft"
    chart = exceedance_chart(
        list(zip(names, points, strict=True)), title=title, loss_label=f"loss against the plan, {context.currency}", name=f"curve-{number}",
        whiskers=[_whiskers(context, party, one.cell.scenario) for one in base],
    )  # fmt: skip
    rows = []
    for name, one in zip(names, base, strict=True):
        rows.append((TableCell(name, heads=True), *(TableCell(amount(None if loss is None else loss / unit)) for loss in loss_at(one.losses[party]))))
    heads = ("scenario", *(SHARES[level] for level in LEVELS_SHOWN))
    return chart, Table(f"The loss that so many lives of {context.name(party)} reach or pass, in {context.currency}", heads, tuple(rows))


def _whiskers(context: ReportContext, party: str, scenario: str) -> list[Interval]:
    found = context.measures(party, scenario)
    rows = ((often, found.get(measure)) for measure, often in WHISKERS)
    return [
        (often, row.value, row.low, row.high)
        for often, row in rows
        if row is not None and row.value is not None and row.low is not None and row.high is not None
    ]
