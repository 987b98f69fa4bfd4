"""Looks for levels that are promised and measured, and whose miss no clause attaches anything to."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.analysis.check import Check
from wargame.analysis.evidence import Evidence
from wargame.analysis.patches import TO_AGREE, insert
from wargame.core.finding import Finding


class BreachWithoutRemedyCheck(Check):
    """A promise that may be broken for nothing."""

    kind = "breach-without-remedy"
    why = "A duty without a stated remedy leaves the client to prove its loss, within whatever limits the agreement sets."
    example = "8.3 promises 99 % a month; no credit, damages or right to end refers to 8.3."
    redraft = (
        f"If the level is missed in a month the Provider shall credit 5 % {TO_AGREE} of the Charges for that month, "
        f"and no more than 10 % {TO_AGREE}, without prejudice to any other remedy."
    )

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        clauses = evidence.rules.clauses
        read = {number for clause in clauses for number, _ in clause.needs()}
        for level in clauses:
            if "missed" not in level.publishes or level.number in read or level.number not in evidence.draft.numbers:
                continue
            target = getattr(level.terms, "target", None)
            if target is None or not hasattr(target, "den"):
                continue
            terms = {"kind": "service_credit", "service level": level.number, "tiers": [{"below": str(target), "credit": "5 %"}], "at risk": "10 %"}
            yield self.finding(
                evidence, "warning", level.number, "promises a level, and nothing follows if it is missed", "What may the client do if the level "
                "is missed?",
                event="outage", asks="remedy",
                patch=insert(evidence.draft, level.number, f"Service credits for {level.number}", self.redraft, terms),
            )  # fmt: skip
