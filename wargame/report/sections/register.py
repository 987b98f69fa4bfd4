"""The gap register: every finding as a question to the drafter, with the words concerned, what they cost whom, and words that would answer it."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.core.finding import MAIN
from wargame.report.files.issues import issue
from wargame.report.page.blocks import Block, Folded, Issues, Words
from wargame.report.page.context import ReportContext
from wargame.report.page.section import Section


class Register(Section):
    """Findings above note in full, to be ordered and filtered; notes folded away."""

    kind = "register"
    title = "Questions to the drafter"
    order = 70
    readers = frozenset({"director", "lawyer", "supplier"})

    def build(self, context: ReportContext) -> Sequence[Block]:
        """The most severe first, within that by the money at stake."""
        found = [issue(context, one) for one in context.findings if one.severity in MAIN]
        notes = [issue(context, one) for one in context.findings if one.severity not in MAIN]
        blocks: list[Block] = []
        if found:
            blocks.append(
                Words(
                    "Each entry is a question to be put to the drafter. Amounts are what a party loses by the words as drafted; where words can be "
                    "read in more than one way, each way is priced beside usual practice on the same futures. Proposed words are a place to start "
                    "from; a figure nobody gave is marked [to agree]."
                )
            )
            blocks.append(Issues(found, register=True))
        if notes:
            blocks.append(Folded(f"{len(notes)} more, of less weight", [Issues(notes)]))
        return blocks
