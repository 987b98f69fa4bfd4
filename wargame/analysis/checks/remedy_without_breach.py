"""Looks for remedies that are due although the promise was kept: a credit below 99.9 % beside a target of 99.5 %."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from wargame.analysis.check import Check
from wargame.analysis.checks.tier_table import percent, widened
from wargame.analysis.evidence import Evidence
from wargame.core.finding import Finding
from wargame.core.message import drafted


class RemedyWithoutBreachCheck(Check):
    """A price for a promise that was kept."""

    kind = "remedy-without-breach"
    why = "A credit for a month that meets its target will be refused, and the target or the table is not what was meant."
    example = "Target 99.5 %; a credit of 5 % below 99.9 %."
    redraft = "Let the first tier begin at the target, or raise the target to the first tier."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for provision in evidence.provisions:
            tiers = [tier for tier in getattr(provision.terms, "tiers", None) or () if hasattr(tier, "below")]
            level = getattr(provision.terms, "service_level", "")
            target = getattr(evidence.draft.provision(level).terms, "target", None) if level in evidence.draft.numbers else None
            if not tiers or target is None or not hasattr(target, "den"):
                continue
            promised, first = Fraction(target.num, target.den), max(Fraction(tier.below.num, tier.below.den) for tier in tiers)
            if first > promised:
                yield self.finding(
                    evidence, "Medium", provision.number, drafted("a level from {target} up to (not including) {edge} meets the "
                    "target of {level} and pays", target=target, edge=percent(first), level=level),
                    "Is a credit meant for a month that meets its target?", also=(level,), patch=widened(provision, percent(first), str(target)),
                )  # fmt: skip
