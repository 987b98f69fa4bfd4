"""Looks for layered agreements – schedules, annexes, several documents – that do not say which part prevails, and for several clauses that each
claim to prevail over everything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from wargame.analysis.checks.contradictory import ordered
from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import TO_AGREE, insert, last_number, reword
from wargame.analysis.words.wording import sentences
from wargame.contract.text.draft import Provision
from wargame.core.finding import Finding
from wargame.core.message import drafted

_PART = re.compile(r"^(Schedule|Annex|Appendix|Exhibit|Attachment)\b")
_OVER_ALL = re.compile(
    r"\b(?:notwithstanding|in spite of|despite)\s+(?:anything(?:\s+else)?|(?:any|all|every)\s+other\s+(?:provisions?|terms?|clauses?))"
    r"(?:\s+(?:contained|said|stated|to the contrary)){0,2}(?:\s+(?:in|of)\s+th(?:is|e)\s+\w+)?\b(?![^,.;]*\bclauses?\s+\d)"
    r"|\bprevails?\s+over\s+(?:every|all|any)\s+other\s+(?:clauses?|provisions?|terms?)\b",
    re.I,
)
_ORDER = re.compile(r"\b(precedence|prevails?|take priority|override|order of priority)\b", re.I)


class PrecedenceGapCheck(Check):
    """Parts without an order."""

    kind = "precedence-gap"
    why = "Schedules are written by other people on other days; where they differ from the body, no order of precedence means a dispute."
    example = "A master with three schedules, and no clause says which prevails."
    redraft = "If parts of this Agreement conflict, its clauses prevail over its schedules, and a later amendment over both [to agree]."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        yield from self._parts(evidence)
        yield from self._all_first(evidence)

    def _all_first(self, evidence: Evidence) -> Iterator[Finding]:
        """Clauses of which each prevails over all others, so that among them none does."""
        first = [one for one in evidence.provisions if _OVER_ALL.search(" ".join(one.text.split()))]
        for a, b in combinations(first, 2):
            if ordered(evidence, a, b) or _said(a, b) or _said(b, a):
                continue
            quote = next(one for one in sentences(a.text) if _OVER_ALL.search(" ".join(one.split())))
            phrase = _OVER_ALL.search(a.text)
            said = phrase.group() if phrase else quote
            patch = reword(a, said, f"Subject to clause {b.number}, but otherwise {said[0].lower()}{said[1:]}")
            yield self.finding(
                evidence, "Medium", a.number, drafted("{a} and {b} each prevail over everything else, and nothing says which of the two "
                "does", a=a.number, b=b.number),
                f"Which prevails, {a.number} or {b.number}?", quote, also=(b.number,), patch=patch,
                proposal=f"Subject to clause {b.number}, but otherwise notwithstanding anything else in this Agreement … {TO_AGREE}",
            )  # fmt: skip

    def _parts(self, evidence: Evidence) -> Iterator[Finding]:
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
            evidence, "Medium", first, drafted("nothing says whether the body or {parts} prevails", parts=what),
            "Which part prevails if they differ?",
            also=tuple(parts[1:]), patch=insert(draft, near, "Order of precedence", self.redraft, {"terms": "none"}),
        )  # fmt: skip


def _said(a: Provision, b: Provision) -> bool:
    """Whether a provision names another, or its clause, in the sentence in which it claims to prevail."""
    return any(
        _OVER_ALL.search(" ".join(one.split())) and re.search(rf"(?<![\d.]){re.escape(b.number)}(?!\d|\.\d)", one) for one in sentences(a.text)
    )
