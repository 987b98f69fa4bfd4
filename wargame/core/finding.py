"""A finding: one thing in a draft that will hurt, as a question to its drafter. It states facts about wording and money, never law."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wargame.core.problem import Place

Severity = Literal["note", "warning", "grave"]
SEVERITIES: tuple[Severity, ...] = ("note", "warning", "grave")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: where, how grave, the words concerned, the question to ask and words that would answer it."""

    check: str
    severity: Severity
    clause: str
    message: str
    question: str
    place: Place
    quote: str = ""
    proposal: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.check} ({self.severity}): {self.clause}: {self.message}"

    def data(self) -> dict[str, str | int]:
        """The finding as plain data, for `--json`."""
        said = {"check": self.check, "severity": self.severity, "clause": self.clause, "message": self.message, "question": self.question}
        place: dict[str, str | int] = {"file": self.place.file, "line": self.place.line, "column": self.place.column}
        return {**said, **place, "quote": self.quote, "proposal": self.proposal}


def at_least(findings: list[Finding], severity: str) -> list[Finding]:
    """Findings as grave as `severity` or graver."""
    floor = SEVERITIES.index(severity)
    return [finding for finding in findings if SEVERITIES.index(finding.severity) >= floor]
