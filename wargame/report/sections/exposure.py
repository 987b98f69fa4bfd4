"""What each party stands to lose, scenario by scenario, with intervals, and how far that moves with the reading of the words left open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wargame.analysis.tables.exposure import ExposureRow, MeasureName
from wargame.analysis.tables.row import Amount
from wargame.contract.rules.readings import BASE_READING, CLIENT_ADVERSE, PROVIDER_ADVERSE
from wargame.contract.text.variant import BASE_NAME
from wargame.report.drawing.chart import span_chart
from wargame.report.drawing.colours import AGAINST, COLOURS
from wargame.report.page.blocks import Block, Folded, Grid, Picture, Words
from wargame.report.page.context import ReportContext
from wargame.report.page.section import Section
from wargame.report.page.table import NONE, Table, TableCell, amount, figure, spanned

SHOWN: dict[MeasureName, str] = {
    "mean": "mean", "sd": "sd", "var95": "VaR 95", "tvar95": "TVaR 95", "var99": "VaR 99", "tvar99": "TVaR 99", "worst": "worst",
}  # fmt: skip
RANGE = (PROVIDER_ADVERSE, BASE_READING, CLIENT_ADVERSE)


class Exposure(Section):
    """Measures of each party's loss, and the range across the readings."""

    kind = "lose"
    title = "What each party stands to lose"
    order = 10

    def build(self, context: ReportContext) -> Sequence[Block]:
        """One table for each party; the variants folded away; the range across readings where they were played."""
        if not context.summary.exposure:
            return []
        tables = [_losses(context, party) for party in context.parties]
        futures = f"{context.summary.futures:,}"
        blocks: list[Block] = [
            Words(
                "A loss is measured against the plan: the same agreement in the same scenario without noise, outages or shocks. VaR 95 is the loss "
                "that one life in twenty reaches or passes, TVaR 95 the mean of those lives; 99 is one in a hundred. Below each figure stands what "
                f"{futures} futures allow to be said of it, at 95 %; “no interval” means that too few futures lie in that tail. These intervals "
                "cover chance only, not doubt about the scenario’s own inputs."
            ),
            *(Grid(table) for table in tables),
        ]
        if context.variants:
            blocks.append(Folded("The same for every variant", [Grid(_all_losses(context, party)) for party in context.parties]))
        return [*blocks, *range_across_readings(context)]


def _losses(context: ReportContext, party: str) -> Table:
    rows = []
    for scenario in context.scenarios:
        if found := context.measures(party, scenario.scenario):
            rows.append((TableCell(scenario.name, heads=True), *_shown(found)))
    caption = f"{context.name(party)}: loss over the whole term under the current draft, in {context.currency}, with 95 % intervals"
    return Table(caption, ("scenario", *SHOWN.values()), tuple(rows))


def _all_losses(context: ReportContext, party: str) -> Table:
    groups = []
    for scenario in context.scenarios:
        members = []
        for variant in context.summary.variants:
            if found := context.measures(party, scenario.scenario, variant=variant):
                base = variant == BASE_NAME
                head = TableCell("current draft" if base else variant, heads=True, look="base" if base else "")
                members.append((head, *_shown(found)))
        groups.append((scenario.name, members))
    caption = f"{context.name(party)}: loss over the whole term under the current draft and every variant, in {context.currency}, with 95 % intervals"
    return Table(caption, ("scenario", "variant", *SHOWN.values()), spanned(groups), 2)


def _shown(found: Mapping[MeasureName, ExposureRow]) -> list[TableCell]:
    return [figure(found[name], found[name].note) if name in found else TableCell(NONE) for name in SHOWN]


def range_across_readings(context: ReportContext) -> list[Block]:
    """The mean loss with the words left open read for and against the client: a chart and its table. Nothing where only one reading was played."""
    played = {row.reading for row in context.summary.exposure}
    if not set(RANGE) <= played:
        return []
    blocks: list[Block] = [
        Words(
            context.said(
                "Where words are left open, the base reading takes usual practice. Read in each place for the provider, or in each place for the "
                "client, the same futures cost what stands here: the width of the range is the price of leaving the words open."
            ),
            heading="The range across readings",
        )
    ]
    for number, party in enumerate(context.parties):
        spans, rows = [], []
        for scenario in context.scenarios:
            values = mean_by_reading(context, party, scenario.scenario)
            rows.append((TableCell(scenario.name, heads=True), *(TableCell(amount(value)) for value in values)))
            known = [value for value in values if value is not None]
            if values[1] is not None:
                spans.append((scenario.name, values[1], min(known), max(known)))
        title = f"{context.name(party)}: mean loss across readings, current draft"
        heads = ("scenario", context.said("read for the client"), "usual practice", context.said("read for the provider"))
        chart = span_chart(
            spans, title=title, money_label=f"mean loss a life, {context.currency}", name=f"readings-{number}",
            colours=[COLOURS[0] if number == 0 else AGAINST] * len(spans),
        )  # fmt: skip
        blocks.append(Picture([chart], [Table(f"{title}, in {context.currency}", heads, tuple(rows))]))
    return blocks


def mean_by_reading(context: ReportContext, party: str, scenario: str) -> list[Amount | None]:
    """The mean loss of a party in each reading of RANGE; None where it was not played."""
    found = [context.measures(party, scenario, reading=reading).get("mean") for reading in RANGE]
    return [None if row is None else row.value for row in found]
