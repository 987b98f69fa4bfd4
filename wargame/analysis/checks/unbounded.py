"""Looks for claims without a limit: damages that no liability cap covers, points or doublings that nothing stops, and a cap of nothing at all."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.analysis.check import Check
from wargame.analysis.evidence import Evidence
from wargame.analysis.patches import TO_AGREE, amend, insert
from wargame.contract.clause import Clause
from wargame.core.events import Stage
from wargame.core.finding import Finding

CLAIMS = ("liquidated_damages", "late_delivery", "delay_damages", "disaster_recovery")
REDRAFT = f"The Provider's total liability in each contract year shall not exceed 150 % {TO_AGREE} of annual charges."


class UnboundedCheck(Check):
    """No cap is not a cap of 0: one leaves liability unlimited, the other leaves the client without any."""

    kind = "unbounded"
    why = "Without a cap a single incident can cost more than the agreement earns; with a cap of 0 no promise is worth anything."
    example = "9.1 gives liquidated damages; no provision limits liability."
    redraft = REDRAFT

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        caps = [clause for clause in evidence.rules.clauses if clause.stage == Stage.CAP and hasattr(clause.terms, "cap")]
        for cap in caps:
            if _is_nothing(cap):
                yield self.finding(
                    evidence, "grave", cap.number, "the cap is 0: no claim is ever paid", "Is the provider meant to bear no liability at all?",
                    patch=amend(cap.number, cap="150 % of annual charges", text=REDRAFT),
                )  # fmt: skip
        claims = [clause for clause in evidence.rules.clauses if clause.kind in CLAIMS and not _limited(clause)]
        if claims and not caps:
            numbers, first = ", ".join(clause.number for clause in claims), claims[0].number
            terms = {"kind": "liability_cap", "cap": "150 % of annual charges", "resets": "each contract year"}
            yield self.finding(
                evidence, "warning", first, f"nothing limits what is claimed under {numbers}", "Up to what limit, and for which period?",
                also=tuple(clause.number for clause in claims[1:]), patch=insert(evidence.draft, first, "Limit of liability", REDRAFT, terms),
            )  # fmt: skip
        for clause in evidence.rules.clauses:
            if _compounds(clause) and not getattr(clause.terms, "at_risk", None) and not getattr(clause.terms, "yearly_cap", None):
                yield self.finding(
                    evidence, "warning", clause.number, "repeats multiply what is due, and nothing limits the total",
                    "Up to what share of a month's charges may this grow?", proposal=f"Credits for a month shall not exceed 15 % {TO_AGREE} of "
                    f"its Charges.",
                    patch=amend(clause.number, at_risk="15 %"),
                )  # fmt: skip


def _is_nothing(cap: Clause) -> bool:
    amount, percent = (getattr(cap.terms.cap, name, None) for name in ("amount", "percent"))
    if amount is None and percent is None:
        return False
    return (amount is None or amount.minor == 0) and (percent is None or percent.num == 0)


def _limited(clause: Clause) -> bool:
    """A clause whose own limit bounds everything it may claim over the term, not only one incident."""
    return getattr(clause.terms, "total_limit", None) is not None


def _compounds(clause: Clause) -> bool:
    """Whether a later miss counts for more than an earlier one."""
    return any(getattr(clause.terms, name, None) for name in ("repeats", "repeat", "multiplier", "doubles"))
