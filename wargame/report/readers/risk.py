"""The risk officer: tolerances and how likely they are passed, from loss to collected, what drives the tail, and what the figures rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from wargame.analysis.tables.row import ABSENT
from wargame.contract.text.variant import BASE_NAME
from wargame.report.page.blocks import Block, Grid, Points, Words
from wargame.report.page.context import ReportContext
from wargame.report.page.section import FirstPage
from wargame.report.readers._parts import collected, stake_cards, tail_drivers
from wargame.report.sections.assumptions import MARKS
from wargame.report.sections.tolerance import tolerances


class Risk(FirstPage):
    """How bad, how likely, and how sure that is."""

    kind = "risk"
    title = "Risk officer"
    order = 20
    hint = "how bad, how likely, and how sure that is"

    def build(self, context: ReportContext) -> Sequence[Block]:
        """Tolerances, stakes, the way from loss to collected, drivers of the tail, and the model card."""
        client = context.party(self.side)
        table = tolerances(context)
        blocks: list[Block] = [Words(heading="Tolerances"), Grid(table)] if table else []
        blocks += stake_cards(context, client)
        blocks += collected(context, client)
        blocks += tail_drivers(context, client)
        return [*blocks, *_card(context)]


def _card(context: ReportContext) -> list[Block]:
    marks = Counter(row.marked for row in context.summary.assumptions)
    items = []
    if marks:
        said = ", ".join(f"{marks[mark]} {mark}" for mark in MARKS if marks[mark])
        items.append((f"Inputs: {said}", "a judged input is somebody’s considered guess; all are listed below"))
    left_open = sum(row.open for row in context.summary.constructions if row.variant == BASE_NAME)
    if left_open:
        items.append((f"Wording left open in {left_open} places, read there by usual practice", "see “Readings assumed”"))
    not_played = len(context.summary.not_played)
    if not_played:
        items.append((f"{not_played} provisions have words but no terms and were not played", "see “Where the draft is silent”"))
    hashes = context.summary.provenance.sha256
    digest = "" if hashes is ABSENT else hashes.get("draft", "")[:16]
    print_of = f", draft {digest}" if digest else ""
    items.append((f"{context.summary.futures:,} futures of {len(context.scenarios)} scenarios{print_of}", "intervals cover chance only"))
    items.append(("Signed off by: ______________________", "validation and approval stand outside this report"))
    return [Words(heading="What the figures rest on"), Points(items)]
