"""What each party stands to lose, scenario by scenario, with intervals, and how far that moves with the reading of the words left open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.contract.text.variant import BASE_NAME
from wargame.report.drawing.chart import span_chart
from wargame.report.drawing.colours import AGAINST, COLOURS
from wargame.report.page.blocks import Folded, Grid, Picture, Words
from wargame.report.page.context import BASE_READING, ReportContext
from wargame.report.page.section import Section
from wargame.report.page.table import NONE, Table, TableCell, amount, figure, spanned

SHOWN = (("mean", "mean"), ("sd", "sd"), ("var95", "VaR 95"), ("tvar95", "TVaR 95"), ("var99", "VaR 99"), ("tvar99", "TVaR 99"), ("worst", "worst"))
RANGE = ("provider-adverse", BASE_READING, "client-adverse")


class Exposure(Section):
    """Measures of each party's loss, and the range across the readings."""

    kind = "lose"
    title = "What each party stands to lose"
    order = 10

    def build(self, context: ReportContext) -> Sequence[Any]:
        """One table for each party; the variants folded away; the range across readings where they were played."""
        if not context.rows("exposure"):
            return []
        tables = [_losses(context, party) for party in context.parties]
        futures = f"{context.summary['futures']:,}"
        blocks: list[Any] = [
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
        found = {row["measure"]: row for row in context.base("exposure", scenario=scenario["scenario"], party=party)}
        if found:
            rows.append((TableCell(scenario["name"], heads=True), *(figure(found[name]) if name in found else TableCell(NONE) for name, _ in SHOWN)))
    caption = f"{context.name(party)}: loss over the whole term under the current draft, in {context.currency}, with 95 % intervals"
    return Table(caption, ("scenario", *(words for _, words in SHOWN)), tuple(rows))


def _all_losses(context: ReportContext, party: str) -> Table:
    groups = []
    for scenario in context.scenarios:
        members = []
        for variant in context.summary["variants"]:
            rows = context.rows("exposure", scenario=scenario["scenario"], variant=variant, party=party, reading=BASE_READING)
            found = {row["measure"]: row for row in rows}
            if found:
                base = variant == BASE_NAME
                head = TableCell("current draft" if base else variant, heads=True, look="base" if base else "")
                members.append((head, *(figure(found[name]) if name in found else TableCell(NONE) for name, _ in SHOWN)))
        groups.append((scenario["name"], members))
    caption = f"{context.name(party)}: loss over the whole term under the current draft and every variant, in {context.currency}, with 95 % intervals"
    return Table(caption, ("scenario", "variant", *(words for _, words in SHOWN)), spanned(groups), 2)


def range_across_readings(context: ReportContext) -> list[Any]:
    """The mean loss with the words left open read for and against the client: a chart and its table. Nothing where only one reading was played."""
    played = {row["reading"] for row in context.rows("exposure")}
    if not set(RANGE) <= played:
        return []
    blocks: list[Any] = [
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
            found = [context.measure(party, scenario["scenario"], "mean", reading=reading) for reading in RANGE]
            values = [None if row is None else row["value"] for row in found]
            rows.append((TableCell(scenario["name"], heads=True), *(TableCell(amount(value)) for value in values)))
            known = [value for value in values if value is not None]
            if values[1] is not None:
                spans.append((scenario["name"], values[1], min(known), max(known)))
        title = f"{context.name(party)}: mean loss across readings, current draft"
        heads = ("scenario", context.said("read for the client"), "usual practice", context.said("read for the provider"))
        chart = span_chart(
            spans, title=title, money_label=f"mean loss a life, {context.currency}", name=f"readings-{number}",
            colours=[COLOURS[0] if number == 0 else AGAINST] * len(spans),
        )  # fmt: skip
        blocks.append(Picture([chart], [Table(f"{title}, in {context.currency}", heads, tuple(rows))]))
    return blocks
