"""Looks for misses that cost nothing: levels below the target that no tier reaches, and tiers that add nothing to the one before (flat)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from wargame.analysis.check import Check
from wargame.analysis.checks.tier_table import percent, widened
from wargame.analysis.evidence import Evidence
from wargame.analysis.patches import TO_AGREE, amend, terms_of
from wargame.contract.draft import Provision
from wargame.core.finding import Finding
from wargame.core.message import drafted

DEEPER = f"Let each deeper tier earn more than the one before it {TO_AGREE}, or strike it."


class DeadZoneCheck(Check):
    """A miss without a price."""

    kind = "dead-zone"
    why = "Between the target and the first tier the promise is broken and nothing follows; from the last tier on, worse costs no more."
    example = "Target 99.5 %, first credit below 99 %: a month at 99.2 % misses and pays nothing."
    redraft = "Let the first tier begin at the target."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for provision in evidence.provisions:
            tiers = getattr(provision.terms, "tiers", None)
            if not tiers or not hasattr(tiers[0], "credit"):
                continue
            yield from self._below_target(evidence, provision, tiers)
            yield from self._flat(evidence, provision, tiers)

    def _below_target(self, evidence: Evidence, provision: Provision, tiers: list) -> Iterator[Finding]:  # type: ignore[type-arg]
        level = getattr(provision.terms, "service_level", "")
        target = getattr(evidence.draft.provision(level).terms, "target", None) if level in evidence.draft.numbers else None
        if target is None:
            return
        promised, first = Fraction(target.num, target.den), max(Fraction(tier.below.num, tier.below.den) for tier in tiers)
        if first < promised:
            span = f"{percent(first)} up to (not including) {target}"
            yield self.finding(
                evidence, "Medium", provision.number, drafted("a level from {span} misses the target of {level} and earns "
                "no credit", span=span, level=level),
                "What is due for a miss that stays above the first tier?", also=(level,), patch=widened(provision, percent(first), str(target)),
            )  # fmt: skip

    def _flat(self, evidence: Evidence, provision: Provision, tiers: list) -> Iterator[Finding]:  # type: ignore[type-arg]
        falling = sorted(tiers, key=lambda tier: -Fraction(tier.below.num, tier.below.den))
        for shallow, deep in pairwise(falling):
            if deep.credit == shallow.credit:
                terms = terms_of(provision)
                kept = [tier for tier in terms["tiers"] if tier.get("below") != str(deep.below)]
                yield self.finding(
                    evidence, "Medium", provision.number, drafted("flat: below {deep} earns {credit}, no more than below "
                    "{shallow}", deep=deep.below, credit=deep.credit, shallow=shallow.below),
                    "Is a worse month meant to cost no more?", patch=amend(provision.number, tiers=kept) if len(kept) < len(terms["tiers"]) else None,
                    proposal=DEEPER,
                )  # fmt: skip
        risk = getattr(provision.terms, "at_risk", None)
        if risk is not None and len(falling) > 1:
            above = [tier for tier in falling if Fraction(tier.credit.num, tier.credit.den) > Fraction(risk.num, risk.den)]
            if not above:
                return
            deepest = max(falling, key=lambda tier: Fraction(tier.credit.num, tier.credit.den)).credit
            if len(above) == len(falling):
                message = drafted("flat: every tier is above the at-risk amount of {risk}, so all pay the same", risk=risk)
            else:
                tiers = " and ".join(f"{tier.credit} below {tier.below}" for tier in above)
                are = "is" if len(above) == 1 else "are"
                message = drafted(
                    f"flat: {{tiers}} {are} above the at-risk amount of {{risk}}, and what is above it is never paid", tiers=tiers, risk=risk
                )
            yield self.finding(
                evidence, "Medium", provision.number, message, "Is a worse month meant to cost no more?",
                patch=amend(provision.number, at_risk=str(deepest)),
                proposal=f"Credits under this clause shall not exceed {deepest} {TO_AGREE} of the Charges for the month.",
            )  # fmt: skip
