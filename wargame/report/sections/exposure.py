"""What each party stands to lose, scenario by scenario, with intervals, and how far that moves with the reading of the words left open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.contract.text.variant import BASE_NAME
from wargame.report.drawing.chart import span_chart
from wargame.report.drawing.colours import AGAINST, COLOURS
from wargame.report.page.blocks import Folded, Grid, Picture, Words
from wargame.report.page.context import BASE_READING, Material
from wargame.report.page.section import Section
from wargame.report.page.table import NONE, Cell, Table, amount, figure, spanned

SHOWN = (("mean", "mean"), ("sd", "sd"), ("var95", "VaR 95"), ("tvar95", "TVaR 95"), ("var99", "VaR 99"), ("tvar99", "TVaR 99"), ("worst", "worst"))
RANGE = ("provider-adverse", BASE_READING, "client-adverse")


class Exposure(Section):
    """Measures of each party's loss, and the range across the readings."""

    kind = "lose"
    title = "What each party stands to lose"
    order = 10

    def build(self, material: Material) -> Sequence[Any]:
        """One table for each party; the variants folded away; the range across readings where they were played."""
        if not material.rows("exposure"):
            return []
        tables = [_losses(material, party) for party in material.parties]
        futures = f"{material.summary['futures']:,}"
        blocks: list[Any] = [
            Words(
                "A loss is measured against the plan: the same agreement in the same scenario without noise, outages or shocks. VaR 95 is the loss "
                "that one life in twenty reaches or passes, TVaR 95 the mean of those lives; 99 is one in a hundred. Below each figure stands what "
                f"{futures} futures allow to be said of it, at 95 %; “no interval” means that too few futures lie in that tail. These intervals "
                "cover chance only, not doubt about the scenario’s own inputs."
            ),
            *(Grid(table) for table in tables),
        ]
        if material.variants:
            blocks.append(Folded("The same for every variant", [Grid(_all_losses(material, party)) for party in material.parties]))
        return [*blocks, *range_across_readings(material)]


def _losses(material: Material, party: str) -> Table:
    rows = []
    for scenario in material.scenarios:
        found = {row["measure"]: row for row in material.base("exposure", scenario=scenario["scenario"], party=party)}
        if found:
            rows.append((Cell(scenario["name"], heads=True), *(figure(found[name]) if name in found else Cell(NONE) for name, _ in SHOWN)))
    caption = f"{material.name(party)}: loss over the whole term under the current draft, in {material.currency}, with 95 % intervals"
    return Table(caption, ("scenario", *(words for _, words in SHOWN)), tuple(rows))


def _all_losses(material: Material, party: str) -> Table:
    groups = []
    for scenario in material.scenarios:
        members = []
        for variant in material.summary["variants"]:
            rows = material.rows("exposure", scenario=scenario["scenario"], variant=variant, party=party, reading=BASE_READING)
            found = {row["measure"]: row for row in rows}
            if found:
                base = variant == BASE_NAME
                head = Cell("current draft" if base else variant, heads=True, look="base" if base else "")
                members.append((head, *(figure(found[name]) if name in found else Cell(NONE) for name, _ in SHOWN)))
        groups.append((scenario["name"], members))
    caption = (
        f"{material.name(party)}: loss over the whole term under the current draft and every variant, in {material.currency}, with 95 % intervals"
    )
    return Table(caption, ("scenario", "variant", *(words for _, words in SHOWN)), spanned(groups), 2)


def range_across_readings(material: Material) -> list[Any]:
    """The mean loss with the words left open read for and against the client: a chart and its table. Nothing where only one reading was played."""
    played = {row["reading"] for row in material.rows("exposure")}
    if not set(RANGE) <= played:
        return []
    blocks: list[Any] = [
        Words(
            "Where words are left open, the base reading takes usual practice. Read in each place for the provider, or in each place for the client, "
            "the same futures cost what stands here: the width of the range is the price of leaving the words open.",
            heading="The range across readings",
        )
    ]
    for number, party in enumerate(material.parties):
        spans, rows = [], []
        for scenario in material.scenarios:
            found = [material.measure(party, scenario["scenario"], "mean", reading=reading) for reading in RANGE]
            values = [None if row is None else row["value"] for row in found]
            rows.append((Cell(scenario["name"], heads=True), *(Cell(amount(value)) for value in values)))
            known = [value for value in values if value is not None]
            if values[1] is not None:
                spans.append((scenario["name"], values[1], min(known), max(known)))
        title = f"{material.name(party)}: mean loss across readings, current draft"
        heads = ("scenario", "read for the client", "usual practice", "read for the provider")
        chart = span_chart(
            spans, title=title, money_label=f"mean loss a life, {material.currency}", name=f"readings-{number}",
            colours=[COLOURS[0] if number == 0 else AGAINST] * len(spans),
        )  # fmt: skip
        blocks.append(Picture([chart], [Table(f"{title}, in {material.currency}", heads, tuple(rows))]))
    return blocks
