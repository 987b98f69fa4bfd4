"""Looks for tables of tiers that leave out an interval of attainment, give two answers for one, or pay less for a worse month."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from wargame.analysis.check import Check
from wargame.analysis.evidence import Evidence
from wargame.analysis.patches import amend, terms_of
from wargame.contract.draft import Provision
from wargame.contract.tiers import gaps
from wargame.core.finding import Finding
from wargame.core.message import drafted
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
            tiers = [tier for tier in getattr(provision.terms, "tiers", None) or () if hasattr(tier, "below") and hasattr(tier, "at_least")]
            if not tiers:
                continue
            for what, low, high in gaps(tiers):
                yield self._span(evidence, provision, what, low, high)
            yield from self._bottom(evidence, provision, tiers)
            falling = sorted(tiers, key=lambda tier: -Fraction(tier.below.num, tier.below.den))
            for shallow, deep in pairwise(falling):
                if Fraction(deep.credit.num, deep.credit.den) < Fraction(shallow.credit.num, shallow.credit.den):
                    said = "a level below {deep} earns {less}, less than the {more} of a level below {shallow}"
                    message = drafted(said, deep=deep.below, less=deep.credit, more=shallow.credit, shallow=shallow.below)
                    changed = [_with(tier, deep.below, credit=_deeper(shallow.credit)) for tier in terms_of(provision)["tiers"]]
                    question = "Is a worse month meant to cost the provider less?"
                    yield self.finding(evidence, "Medium", provision.number, message, question, patch=amend(provision.number, tiers=changed))

    def _bottom(self, evidence: Evidence, provision: Provision, tiers: list[Any]) -> Iterator[Finding]:
        """A table that ends above nothing: what is worse than its last tier earns no credit."""
        deep = min(tiers, key=lambda tier: Fraction(tier.below.num, tier.below.den))
        if deep.at_least is None or not deep.at_least.num:
            return
        terms = [
            {key: value for key, value in tier.items() if key != "at least"}
            if share(tier.get("below")) == Fraction(deep.below.num, deep.below.den)
            else tier
            for tier in terms_of(provision)["tiers"]
        ]
        yield self.finding(
            evidence, "Medium", provision.number, drafted("the tiers leave a gap below {low}: the worst months lie in no tier and "
            "earn nothing", low=deep.at_least),
            "What is credited for a level worse than the last tier?",
            proposal=f"The last tier has no lower end: it applies to every level below {deep.below}.", patch=amend(provision.number, tiers=terms),
        )  # fmt: skip

    def _span(self, evidence: Evidence, provision: Provision, what: str, low: Fraction, high: Fraction) -> Finding:
        terms = terms_of(provision)["tiers"]
        if low == high:
            # The deeper of the two says nothing new: the one written first stays.
            kept, seen = [], False
            for tier in terms:
                same = share(tier.get("below")) == low
                if not (same and seen):
                    kept.append(tier)
                seen = seen or same
            message, question = drafted("two tiers begin below {edge}", edge=percent(low)), "Which of the two applies?"
            return self.finding(evidence, "Medium", provision.number, message, question, patch=amend(provision.number, tiers=kept))
        span = f"{percent(low)} up to (not including) {percent(high)}"
        message = drafted(f"the tiers leave a {what} from {{span}}" if what == "gap" else f"two tiers {what} from {{span}}", span=span)
        top, bottom = (high, low) if what == "gap" else (low, high)
        mended = [{**tier, "at least": percent(bottom)} if share(tier.get("at least")) == top else tier for tier in terms]
        question = "What is credited for a level in that interval?"
        return self.finding(evidence, "Medium", provision.number, message, question, patch=amend(provision.number, tiers=mended))


def _deeper(credit: Rate) -> str:
    """Twice a credit, at most the whole charge."""
    return percent(min(2 * Fraction(credit.num, credit.den), Fraction(1)))


def percent(value: Fraction) -> str:
    """A fraction as the draft writes it."""
    return str(Rate(value.numerator, value.denominator)) if value.denominator % 3 else f"{float(value):.4%}"


def share(text: Any) -> Fraction | None:
    """`99.5 %` as written in terms; None for anything else."""
    figure = str(text).replace("%", "").replace(" ", "")
    return Fraction(figure) / 100 if figure.replace(".", "", 1).isdigit() else None


def widened(provision: Provision, was: str, now: str) -> dict[str, Any]:
    """The patch that lets the first tier of a table begin at another level."""
    edge = share(was)
    return amend(
        provision.number, tiers=[{**tier, "below": now} if share(tier.get("below")) == edge else tier for tier in terms_of(provision)["tiers"]]
    )


def _with(tier: dict[str, Any], below: Rate, **changes: str) -> dict[str, Any]:
    return {**tier, **changes} if share(tier.get("below")) == Fraction(below.num, below.den) else tier
