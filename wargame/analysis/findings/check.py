"""A check: one way in which a draft can go wrong, found in its words, its terms or in what lives did with them. One file in `checks/` for each.

A check says what it looks for (docstring), why it matters, and shows an example and a redraft; `wargame explain NAME` prints them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar

from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import aligned
from wargame.contract.rules.rulebook import number_key
from wargame.core.finding import SEVERITIES, Finding, Severity, numbered
from wargame.core.message import Message
from wargame.core.problem import Place
from wargame.core.registry import discover


class Check:
    """Base of every check."""

    kind: ClassVar[str] = ""
    why: ClassVar[str] = ""
    example: ClassVar[str] = ""
    redraft: ClassVar[str] = ""

    def look(self, evidence: Evidence) -> Iterable[Finding]:
        """Everything of this kind in a compiled draft and, where it has been played, in its lives."""
        raise NotImplementedError

    def finding(
        self, evidence: Evidence, severity: Severity, clause: str, message: Message | str, question: str, quote: str = "", **more: Any
    ) -> Finding:
        """A finding of this kind at a provision ("": the draft as a whole), quoting all its words unless `quote` is given."""
        proposal = more.pop("proposal") if "proposal" in more else evidence.fitted(self.redraft)
        if not clause:
            return Finding(self.kind, severity, "", message, question, Place(evidence.draft.path, 1, 1), quote, proposal, **more)
        provision = evidence.draft.provision(clause)
        said = quote.strip() or provision.text.strip()
        return Finding(self.kind, severity, clause, message, question, provision.place, said, proposal, **more)


def checks() -> dict[str, type[Check]]:
    """Every check found, by name."""
    return discover("wargame.analysis.checks", Check)


def look_over(evidence: Evidence) -> list[Finding]:
    """The findings of all checks, the most severe first, then by clause; ids are counted in the order of clause and message: they are stable."""
    found = [_aligned(finding, evidence) for kind in checks().values() for finding in kind().look(evidence)]
    ordered = numbered(sorted(found, key=lambda finding: (number_key(finding.clause), finding.check, str(finding.message))))
    return ranked(ordered)


def _aligned(finding: Finding, evidence: Evidence) -> Finding:
    return finding if finding.patch is None else replace(finding, patch=aligned(evidence.draft, finding.patch))


def ranked(findings: list[Finding]) -> list[Finding]:
    """The most severe first; of equal severity those that cost a party most, else in their order."""

    def cost(finding: Finding) -> int:
        return max((abs(stake.mean or 0) for stake in finding.money.values()), default=0)

    return sorted(findings, key=lambda finding: (-SEVERITIES.index(finding.severity), -cost(finding)))
