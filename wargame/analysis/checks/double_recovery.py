"""Looks for one failure paid twice: credits and damages for the same outage without set-off, or two clauses that both price it."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.analysis.check import Check
from wargame.analysis.evidence import Evidence
from wargame.analysis.patches import extend
from wargame.core.finding import Finding


class DoubleRecoveryCheck(Check):
    """The same loss paid for by two clauses."""

    kind = "double-recovery"
    why = "A provider that pays twice for one outage prices the risk twice, or refuses the second claim and litigates."
    example = "8.2 credits 10 % for a bad month; 9.1 pays damages for the same outage `in addition`."
    redraft = "Credits for a month are set against damages for the same failure."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        credited = {evidence.rules.services.get(clause.number): clause for clause in evidence.clauses("service_credit", "points")}
        for clause in evidence.rules.clauses:
            if "credits" not in clause.constructions or clause.choice("credits") != "in addition":
                continue
            other = credited.get(evidence.rules.services.get(clause.number))
            if other is not None:
                yield self.finding(
                    evidence, "warning", clause.number, f"pays for the same outage as {other.number}, in addition",
                    f"Are the credits of {other.number} meant to be paid on top of these damages?", also=(other.number,), event="outage", asks="pay",
                    patch=extend(evidence.draft.provision(clause.number), self.redraft, credits="set against damages"),
                )  # fmt: skip
