"""The lawyer: ten issues with the words, the question, the redraft and whom they favour; readings left open; default law relied on."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.contract.text.variant import BASE_NAME
from wargame.report.page.blocks import Block, Points, Words
from wargame.report.page.context import ReportContext
from wargame.report.page.section import FirstPage
from wargame.report.readers._parts import top_issues, weighty

MOST = 10


class Lawyer(FirstPage):
    """Ten questions to the other side's counsel."""

    kind = "lawyer"
    title = "Lawyer"
    order = 30
    shares = True
    hint = "ten issues in the draft’s own words, and words to mend them"

    def build(self, context: ReportContext) -> Sequence[Block]:
        """Issues that quote a sentence come before those that do not; then what is left to reading and to default law."""
        found = weighty(context)
        quoted = sorted(found, key=lambda one: (one.severity != "High", not one.quote))
        blocks = top_issues(
            context, quoted[:MOST], "Ten issues" if len(quoted) >= MOST else "Issues", "The same list, with all of them, is in issues.docx."
        )
        opened = [row for row in context.summary.constructions if row.open and row.variant == BASE_NAME]
        if opened:
            items = [(f"{row.clause}: {row.ask}", f"read as “{row.option}” – {row.source}") for row in opened[:MOST]]
            rest = len(opened) - len(items)
            said = f"These, and {rest} more under “Readings assumed”." if rest > 0 else ""
            blocks += [Words(said, heading="Left to usual practice"), Points(items)]
        laws = {row.title: row.source for row in context.summary.default_law if row.on and row.plays}
        if laws:
            blocks += [Words(heading="Default law relied on"), Points(list(laws.items()))]
        if not blocks:
            blocks = [Words("No question of wording was found by these checks, and no reading was left open.")]
        return blocks
