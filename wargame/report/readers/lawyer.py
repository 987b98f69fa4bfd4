"""The lawyer: ten issues with the words, the question, the redraft and whom they favour; readings left open; default law relied on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.report.page.blocks import Points, Words
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

    def build(self, context: ReportContext) -> Sequence[Any]:
        """Issues that quote a sentence come before those that do not; then what is left to reading and to default law."""
        found = weighty(context)
        quoted = sorted(found, key=lambda one: ({"High": 0}.get(one["severity"], 1), not one.get("quote")))
        blocks = top_issues(
            context, quoted[:MOST], "Ten issues" if len(quoted) >= MOST else "Issues", "The same list, with all of them, is in issues.docx."
        )
        opened = [row for row in context.base("constructions") if row["open"]]
        if opened:
            items = [(f"{row['clause']}: {row['ask']}", f"read as “{row['option']}” – {row['source']}") for row in opened[:MOST]]
            rest = len(opened) - len(items)
            said = f"These, and {rest} more under “Readings assumed”." if rest > 0 else ""
            blocks += [Words(said, heading="Left to usual practice"), Points(items)]
        laws = {
            str(row["title"]): str(row.get("source") or "") for row in context.rows("default_law") if row.get("on", True) and row.get("plays", True)
        }
        if laws:
            blocks += [Words(heading="Default law relied on"), Points(list(laws.items()))]
        if not blocks:
            blocks = [Words("No question of wording was found by these checks, and no reading was left open.")]
        return blocks
