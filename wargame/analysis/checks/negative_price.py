"""Looks for months in which the client could be owed more than it pays: credits that together may pass the whole charge."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from wargame.analysis.check import Check
from wargame.analysis.evidence import Evidence
from wargame.analysis.patches import amend
from wargame.contract.clause import Clause
from wargame.core.finding import Finding


class NegativePriceCheck(Check):
    """A price below nothing."""

    kind = "negative-price"
    why = "Credits above the whole charge turn a price into a penalty by accident; the invoice has no line for it."
    example = "Three levels, each with credits up to 40 % of all Charges and no at-risk amount: 120 %."
    redraft = "All credits for a month together shall not exceed 15 % [to agree] of its Charges."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        most = {clause: _most(clause) for clause in evidence.rules.clauses if hasattr(clause.terms, "tiers")}
        giving = {clause: share for clause, share in most.items() if share}
        total = sum(giving.values(), Fraction(0))
        if total > 1:
            first = max(giving, key=lambda clause: giving[clause])
            numbers = ", ".join(clause.number for clause in giving)
            limit = f"{float(Fraction(1) / len(giving) * 100) // 1:g} %"
            patch = {"patch": {clause.number: amend(clause.number, at_risk=limit)["patch"][clause.number] for clause in giving}}
            yield self.finding(
                evidence, "warning", first.number, f"the credits of {numbers} may together come to {float(total):.0%} of a month's charges",
                "How much of a month's charges may be credited at most?", also=tuple(c.number for c in giving if c is not first), patch=patch,
            )  # fmt: skip


def _most(clause: Clause) -> Fraction:
    """The largest share of a month's charges that a clause may credit."""
    shares = [Fraction(tier.credit.num, tier.credit.den) for tier in clause.terms.tiers if hasattr(getattr(tier, "credit", None), "den")]
    risk = getattr(clause.terms, "at_risk", None)
    return min(max(shares, default=Fraction(0)), Fraction(risk.num, risk.den) if risk else Fraction(10))
