"""Looks for caps on charges that are due, invoiced or paid, where nothing is yet: for a while the cap is nothing at all."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.core.finding import Finding
from wargame.core.message import Message, agreed

LONG = 3  # months: time enough for a claim


class NilCap(Check):
    """A cap is nil at first."""

    kind = "nil-cap"
    why = "A claim that arises before anything is paid meets a cap of nothing, whatever the words meant to leave."
    example = "`Liability is limited to the charges paid in the preceding twelve months`, beside charges invoiced yearly in arrears."
    redraft = "For the first Contract Year the Charges shall be taken to be those payable for the whole of it."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for clause in evidence.rules.clauses:
            months = clause.nil_for()
            if months:
                yield self.finding(
                    evidence,
                    "High" if months >= 6 else "Medium" if months >= LONG else "Low",
                    clause.number,
                    Message(
                        "the cap is nothing for the first {time}: none of the charges it is a share of counts by then", time=agreed(_time(months))
                    ),
                    "What limits a claim that arises before the first Charges are due or paid?",
                )


def _time(count: int) -> str:
    return "month" if count == 1 else f"{count} months"
