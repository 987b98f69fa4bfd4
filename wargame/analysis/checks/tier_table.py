"""Looks for tables of tiers that leave out an interval of attainment, or give two answers for one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from wargame.analysis.check import Check
from wargame.analysis.evidence import Evidence
from wargame.contract.tiers import gaps
from wargame.core.finding import Finding
from wargame.core.quantities import Rate


class TierTableCheck(Check):
    """Tiers with a gap, an overlap, or a deeper tier that pays no more."""

    kind = "tier-table"
    why = (
        "A level that falls into a gap earns no credit although a better one does; where two tiers hold, each party will read the table its own way."
    )
    example = "98.0 % to 98.9 %: 5 %; 99.0 % to 99.5 %: 2 %. A month at 98.95 % lies in no tier."
    redraft = "Name one edge only for each tier (`below 99.5 %`, `below 99 %`), the deepest that applies deciding."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for provision in evidence.draft.provisions:
            tiers = getattr(provision.terms, "tiers", None)
            if not tiers:
                continue

            def finding(severity: str, message: str, question: str, provision=provision) -> Finding:  # type: ignore[no-untyped-def]
                return Finding(self.kind, severity, provision.number, message, question, provision.place, provision.text.strip(), self.redraft)  # type: ignore[arg-type]

            for what, low, high in gaps(tiers):
                if low == high:
                    yield finding("warning", f"two tiers begin below {percent(low)}", "Which of the two applies?")
                else:
                    span = f"{percent(low)} up to (not including) {percent(high)}"
                    yield finding(
                        "warning",
                        f"the tiers leave a {what} from {span}" if what == "gap" else f"two tiers {what} from {span}",
                        "What is credited for a level in that interval?",
                    )
            falling = sorted(tiers, key=lambda tier: -Fraction(tier.below.num, tier.below.den))
            for shallow, deep in pairwise(falling):
                if Fraction(deep.credit.num, deep.credit.den) < Fraction(shallow.credit.num, shallow.credit.den):
                    message = f"a level below {deep.below} earns {deep.credit}, less than the {shallow.credit} of a level below {shallow.below}"
                    yield finding("warning", message, "Is a worse month meant to cost the provider less?")


def percent(value: Fraction) -> str:
    """A fraction as the draft writes it."""
    return str(Rate(value.numerator, value.denominator)) if value.denominator % 3 else f"{float(value):.4%}"
