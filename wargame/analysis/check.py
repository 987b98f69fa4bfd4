"""A check: one way in which a draft can go wrong, found in its words, its terms or in what lives did with them. One file in `checks/` for each.

A check says what it looks for (docstring), why it matters, and shows an example and a redraft; `wargame explain NAME` prints them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from wargame.analysis.evidence import Evidence
from wargame.contract.rulebook import number_key
from wargame.core.finding import SEVERITIES, Finding, numbered
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


def checks() -> dict[str, type[Check]]:
    """Every check found, by name."""
    return discover("wargame.analysis.checks", Check)


def look_over(evidence: Evidence) -> list[Finding]:
    """The findings of all checks, the gravest first, then by clause; ids are counted in the order of clause and message, so that they are stable."""
    found = [finding for kind in checks().values() for finding in kind().look(evidence)]
    ordered = numbered(sorted(found, key=lambda finding: (number_key(finding.clause), finding.check, finding.message)))
    return sorted(ordered, key=lambda finding: -SEVERITIES.index(finding.severity))
