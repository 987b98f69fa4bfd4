"""Looks for limits that keep back much of what is claimed: caps, at-risk amounts, limits of one incident.

More than half is a warning; so is less where the limit of a whole period lies below what a clause that it limits gives for one incident.
"""

from __future__ import annotations

from fractions import Fraction

from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.findings.withheld import WithheldCheck
from wargame.contract.rules.roles import Role


class CappedCheck(WithheldCheck):
    """Limits that keep back much of what is claimed."""

    kind = "capped"
    why = "A limit that takes most of what is claimed is the price of the agreement, not a backstop to it."
    example = "Claims of GBP 12 million meet a cap of GBP 1 million."
    redraft = "Raise the limit, or take the heads that exhaust it out of it [to agree]."
    reasons = frozenset({"above a cap", "above the at-risk amount", "above a limit"})
    question = "Is the limit meant to keep back so much of what is claimed?"
    terms = ("cap", "at risk", "limit", "yearly cap", "per incident", "ceiling")

    def weighs(self, evidence: Evidence, number: str, share: Fraction, kept: int) -> bool:
        """More than half of what is claimed; or a limit that one claim alone, within its own limit, uses up."""
        return share > self.much or _one_is_enough(evidence, number)


def _one_is_enough(evidence: Evidence, number: str) -> bool:
    """Whether the amount of a cap is below the limit of a single claim under a clause that it covers."""
    clause = evidence.compiled.get(number)
    limit = clause.limit_of(clause.terms) if clause is not None else None
    if limit is None or limit.amount is None:
        return False
    covered = (one.most_at_once() for one in evidence.playing(Role.DAMAGES) if not one.heads.isdisjoint(limit.heads))
    return any(most is not None and most > limit.amount for most in covered)
