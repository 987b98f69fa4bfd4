"""Looks for months in which not performing is the cheaper choice: the most a whole lost month can cost against what it saves the provider.

Only where charges run on whatever is delivered (fixed charges alone) and neither damages nor a right to leave stand behind the credits.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from wargame.analysis.check import Check
from wargame.analysis.checks.negative_price import _most
from wargame.analysis.evidence import Evidence
from wargame.analysis.patches import amend
from wargame.contract.clause import Clause
from wargame.contract.default_law import is_law
from wargame.core.events import Stage
from wargame.core.finding import Finding
from wargame.core.party import OUTSIDE

VOLUME = ("unit_charge", "arc_rrc")


class PerverseCheck(Check):
    """Breaching is cheaper than performing."""

    kind = "perverse"
    why = "A promise is kept while keeping it is cheaper than breaking it; here it is not."
    example = "A fixed fee of GBP 100,000 a month, credits of at most 5 %, and GBP 60,000 a month saved by not serving."
    redraft = "Credits shall reach at least the share of the Charges that serving costs [to agree]."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        credits = [clause for clause in evidence.rules.clauses if clause.stage == Stage.CREDIT and hasattr(clause.terms, "tiers")]
        charged = evidence.paid(lambda account: account.head == "charges" and account.payee == evidence.provider)
        spent = evidence.paid(lambda account: account.head == "cost of serving" and account.payer == evidence.provider and account.payee == OUTSIDE)
        harder = [one for one in evidence.rules.clauses if _deters(one, evidence)]
        if not credits or not charged or not spent or harder or evidence.clauses(*VOLUME) or not evidence.clauses("fixed_charge"):
            return
        most, saved = sum((_most(clause) for clause in credits), Fraction(0)), Fraction(spent, charged)
        if 0 < most < saved:
            first = credits[0]
            needed = f"{min(-(-int(saved * 100) // 5) * 5 + 5, 100)} %"
            worst = min(first.terms.tiers, key=lambda tier: Fraction(tier.below.num, tier.below.den))
            tiers = [{"below": str(t.below), "credit": needed if t is worst else str(t.credit)} for t in first.terms.tiers]
            yield self.finding(
                evidence, "warning", first.number,
                f"a month without any service costs the provider at most {float(most):.0%} of the charges and saves it {float(saved):.0%}",
                "What makes it worth the provider's while to perform in a bad month?", also=tuple(one.number for one in credits[1:]),
                patch=amend(first.number, tiers=tiers, at_risk=needed),
            )  # fmt: skip


def _deters(clause: Clause, evidence: Evidence) -> bool:
    """Whether more than credits is at stake: damages, or a right to leave. Default law deters only where the provider pays by it."""
    if is_law(clause.number):
        return evidence.paid(lambda account: account.clause == clause.number and account.payer == evidence.provider) > 0
    return clause.stage == Stage.DAMAGES or any(right.startswith("terminate") for right in clause.gives())
