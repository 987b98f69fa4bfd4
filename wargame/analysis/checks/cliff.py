"""Looks for cliffs: an edge at which a hundredth of a percent moves several times what the whole tier before it did."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from wargame.analysis.check import Check
from wargame.analysis.evidence import Evidence
from wargame.analysis.patches import amend, terms_of
from wargame.core.finding import Finding
from wargame.core.message import drafted

STEEP, SHEER = 5, 6  # times the credit before: worth a note, and a warning


class CliffCheck(Check):
    """A small miss with a large price."""

    kind = "cliff"
    why = "At a cliff both parties fight over measurement: a minute more or less decides what a month costs."
    example = "Below 99 %: 2 %; below 98.9 %: 25 %."
    redraft = "Put a tier between, or let the credit rise with each tenth of a percent."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for provision in evidence.provisions:
            tiers = [tier for tier in getattr(provision.terms, "tiers", None) or () if hasattr(tier, "credit")]
            falling = sorted(tiers, key=lambda tier: -Fraction(tier.below.num, tier.below.den))
            for shallow, deep in pairwise(falling):
                before, after = (Fraction(tier.credit.num, tier.credit.den) for tier in (shallow, deep))
                if before and after / before >= STEEP:
                    middle = f"{float((before + after) / 2 * 100):g} %"
                    terms = [{**tier, "credit": middle} if tier.get("below") == str(deep.below) else tier for tier in terms_of(provision)["tiers"]]
                    while Fraction(middle.split()[0]) / 100 / before >= STEEP:
                        middle = f"{float(Fraction(middle.split()[0]) / 2):g} %"
                        terms = [{**tier, "credit": middle} if tier.get("below") == str(deep.below) else tier for tier in terms]
                    yield self.finding(
                        evidence, "Medium" if after / before >= SHEER else "Low", provision.number,
                        drafted("cliff: at {edge} the credit jumps from {less} to {more}", edge=deep.below, less=shallow.credit, more=deep.credit),
                        "Is so large a step meant at this edge?", patch=amend(provision.number, tiers=terms),
                    )  # fmt: skip
