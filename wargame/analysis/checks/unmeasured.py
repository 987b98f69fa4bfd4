"""Looks for clauses that no scenario can measure: what they read is not described, so they were not played."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.contract.rules.roles import Role
from wargame.contract.rules.rulebook import Unmeasured
from wargame.core.finding import Finding, Stake


class UnmeasuredCheck(Check):
    """A promise that nobody can measure."""

    kind = "unmeasured"
    why = "A level that cannot be measured is never missed; one that is measured by the party that pays is missed when it says so."
    example = "8.3 promises a share of cases closed in five days, and nothing says who counts them."
    redraft = "Name the system that measures, who reads it, and what applies while there is no reading."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        seen: dict[Unmeasured, list[str]] = {}
        for one in evidence.base:
            for lacking in one.rules.unmeasured:
                seen.setdefault(lacking, []).append(one.cell.scenario)
        for lacking, where in seen.items():
            price = Role.PRICE in evidence.rules.provisions[lacking.clause].roles  # then every figure lacks what it charges
            yield self.finding(
                evidence, "High" if price else "Medium", lacking.clause,
                f"not played in {', '.join(dict.fromkeys(where))}: it needs {lacking.words}, which is not described there",
                "How will this be measured, and by whom?", patch={"patch": {each.clause: {"terms": "none"} for each in seen}},
                money=dict.fromkeys(evidence.rules.parties, Stake(0, None, "a clause that is not played moves no money")),
            )  # fmt: skip
