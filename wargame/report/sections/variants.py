"""Variants on the same futures: what each changes for each party, with intervals, and which is regretted least."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.analysis.tables.exposure import DifferenceName
from wargame.contract.text.variant import BASE_NAME
from wargame.report.drawing.chart import span_chart
from wargame.report.page.blocks import Block, Grid, Picture, Words
from wargame.report.page.context import ReportContext
from wargame.report.page.section import Section
from wargame.report.page.table import NONE, Table, TableCell, amount, paired, spanned

COMPARED: dict[DifferenceName, str] = {"mean": "mean", "var95": "VaR 95", "tvar95": "TVaR 95", "tvar99": "TVaR 99"}


class Variants(Section):
    """Paired differences of every variant, and regret over the scenarios."""

    kind = "variants"
    title = "Variants, on the same futures"
    order = 20

    def build(self, context: ReportContext) -> Sequence[Block]:
        """A chart of the mean differences where each party's scenario is hardest, and a table for each party."""
        if not context.summary.compare:
            return []
        blocks: list[Block] = [
            Words(
                "Every variant meets the same futures as the current draft, so what they share cancels out. “No difference” means that no life comes "
                "to another amount; “none shown” that the interval holds 0."
            )
        ]
        for number, party in enumerate(context.parties):
            table = differences(context, party)
            spans = _spans(context, party)
            if spans:
                where = context.scenario(context.hardest(party))
                title = f"{context.name(party)}: mean difference to the current draft, {where}"
                label = f"less to lose (−) or more (+), mean a life, {context.currency}"
                blocks.append(Picture([span_chart(spans, title=title, money_label=label, name=f"variants-{number}")], []))
            blocks.append(Grid(table))
        return [*blocks, *_regret(context)]


def _spans(context: ReportContext, party: str) -> list[tuple[str, float, float | None, float | None]]:
    wanted = (context.hardest(party), party, "mean")
    rows = (row for row in context.summary.compare if (row.scenario, row.party, row.measure) == wanted)
    return [(row.variant, row.value, row.low, row.high) for row in rows if row.value is not None]


def differences(context: ReportContext, party: str) -> Table:
    """How much more or less a party stands to lose under each variant, by scenario."""
    groups = []
    for variant in context.variants:
        members = []
        for scenario in context.scenarios:
            if found := context.compared(party, scenario.scenario, variant):
                cells = (paired(found[name], found[name].note) if name in found else TableCell(NONE) for name in COMPARED)
                members.append((TableCell(scenario.name, heads=True), *cells))
        if members:
            groups.append((variant, members))
    caption = f"How much more (+) or less (−) {context.name(party)} stands to lose than under the current draft, in {context.currency}"
    return Table(caption, ("variant", "scenario", *COMPARED.values()), spanned(groups), 2)


def _regret(context: ReportContext) -> list[Block]:
    found = context.summary.regret
    if not found:
        return []
    blocks: list[Block] = [
        Words(
            "Regret is how much more a variant, or the current draft, costs a party in a scenario than the one that is best for that party there.",
            heading="Which variant is regretted least",
        )
    ]
    for party in context.parties:
        rows = []
        for variant in dict.fromkeys(row.variant for row in found):
            mine = {row.scenario: row.value for row in found if row.variant == variant and row.party == party}
            values = [mine.get(one.scenario) for one in context.scenarios]
            known = [value for value in values if value is not None]
            if known:
                name = "current draft" if variant == BASE_NAME else variant
                rows.append((TableCell(name, heads=True), *(TableCell(amount(value)) for value in values), TableCell(amount(max(known)))))
        if rows:
            heads = ("variant", *(one.name for one in context.scenarios), "largest")
            caption = f"{context.name(party)}: regret of each variant, mean a life in {context.currency}"
            blocks.append(Grid(Table(caption, heads, tuple(rows)), sorts=True))
    return blocks
