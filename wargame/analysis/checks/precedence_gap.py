"""Looks for layered agreements – schedules, annexes, several documents – that do not say which part prevails."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wargame.analysis.check import Check
from wargame.analysis.evidence import Evidence
from wargame.analysis.patches import insert, last_number
from wargame.core.finding import Finding

_PART = re.compile(r"^(Schedule|Annex|Appendix|Exhibit|Attachment)\b")
_ORDER = re.compile(r"\b(precedence|prevails?|take priority|override|order of priority)\b", re.I)


class PrecedenceGapCheck(Check):
    """Parts without an order."""

    kind = "precedence-gap"
    why = "Schedules are written by other people on other days; where they differ from the body, no order of precedence means a dispute."
    example = "A master with three schedules, and no clause says which prevails."
    redraft = "If parts of this Agreement conflict, its clauses prevail over its schedules, and a later amendment over both [to agree]."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        draft = evidence.draft
        parts = [number for number in draft.numbers if _PART.match(number) and "." not in number]
        documents = [document for document in draft.documents if len(draft.documents) > 1]
        if not parts and not documents:
            return
        if draft.front.precedence or draft.front.documents or any(_ORDER.search(one.text) for one in draft.provisions):
            return
        what = ", ".join(parts or documents)
        near = next((number for number in reversed(draft.numbers) if not _PART.match(number)), last_number(draft))
        first = draft.provision(parts[0]).number if parts else ""
        yield self.finding(
            evidence, "warning", first, f"nothing says whether the body or {what} prevails", "Which part prevails if they differ?",
            also=tuple(parts[1:]), patch=insert(draft, near, "Order of precedence", self.redraft, {"terms": "none"}),
        )  # fmt: skip
