"""Looks for months in which the client could be owed more than it pays: credits that together may pass the whole charge, or a reduction for each unit
fewer that is dearer than the units."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from wargame.analysis.check import Check
from wargame.analysis.evidence import Evidence
from wargame.analysis.patches import amend, merged, terms_of
from wargame.analysis.wording import sentence_with
from wargame.contract.clause import Clause
from wargame.contract.draft import Provision
from wargame.core.finding import Finding
from wargame.core.message import drafted
from wargame.core.money import currency
from wargame.core.values import Price
from wargame.core.words import in_percent


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
            part = Fraction(limit.removesuffix(" %")) / 100
            patch = merged(*(amend(clause.number, at_risk=limit, tiers=scaled(evidence, clause, part)) for clause in giving))
            yield self.finding(
                evidence, "Medium", first.number, drafted("the credits of {numbers} may together come to {total} of a month's charges",
                numbers=numbers, total=in_percent(total)),
                "How much of a month's charges may be credited at most?", also=tuple(c.number for c in giving if c is not first), patch=patch,
            )  # fmt: skip
        for provision in evidence.provisions:
            yield from self._reduced(evidence, provision)

    def _reduced(self, evidence: Evidence, provision: Provision) -> Iterator[Finding]:
        """A charge for a baseline whose reduction for each unit fewer comes to more than the charge itself."""
        terms = provision.terms
        base, rrc, baseline, band = (getattr(terms, name, None) for name in ("base_charge", "rrc", "baseline", "dead_band"))
        if not all(hasattr(one, has) for one, has in ((base, "minor"), (rrc, "num"), (baseline, "num"), (band, "num"))):
            return
        units = Fraction(baseline.num, baseline.den) / (12 if baseline.per == "year" else 1)
        edge = units * (1 - Fraction(band.num, band.den))
        price, outer = Fraction(rrc.num, rrc.den), getattr(terms, "outer", None)
        first = units if evidence.rules.choices.get((provision.number, "counted_from")) == "the baseline" else edge
        most = price * first
        if outer is not None:
            beyond = units * (1 - Fraction(outer.band.num, outer.band.den))
            most += (Fraction(outer.rrc.num, outer.rrc.den) - price) * beyond
        if most <= base.minor:
            return
        below, few = "", ""
        if outer is None:
            below = ": with fewer than about {few} units a month the provider pays for serving"
            few = f"{int(first - base.minor / price):,}"
        average, fair = base.minor / units, base.minor / first * Fraction(7, 10)
        lower = f"{rrc.currency} {float(fair) / 10 ** currency(rrc.currency).digits:.2f}"
        yield self.finding(
            evidence, "Medium", provision.number,
            drafted(f"a unit less takes off {{rrc}}, where a unit costs {{average}} on average{below}", rrc=rrc,
                    average=evidence.written(int(average)), few=few),
            "How low may the charge fall?", sentence_with(provision.text, _figure(rrc)),
            patch=amend(provision.number, rrc=lower, **_kept(terms_of(provision))),
        )  # fmt: skip


def scaled(evidence: Evidence, clause: Clause, most: Fraction) -> list[dict[str, Any]]:
    """The tiers of a clause with all credits in proportion, the largest being `most`."""
    shares = [Fraction(tier.credit.num, tier.credit.den) for tier in clause.terms.tiers]
    known = terms_of(evidence.draft.provision(clause.number))["tiers"]
    return [{**tier, "credit": f"{float(round(one * most / max(shares) * 100, 1)):g} %"} for tier, one in zip(known, shares, strict=True)]


def _kept(terms: dict[str, Any]) -> dict[str, Any]:
    """Without the outer band, whose credit would have to come down too."""
    return {"absent": ["outer"]} if "outer" in terms else {}


def _figure(price: Price) -> str:
    """The figure of a price as words hold it."""
    return str(price).split(" per ")[0]


def _most(clause: Clause) -> Fraction:
    """The largest share of a month's charges that a clause may credit."""
    shares = [Fraction(tier.credit.num, tier.credit.den) for tier in clause.terms.tiers if hasattr(getattr(tier, "credit", None), "den")]
    risk = getattr(clause.terms, "at_risk", None)
    return min(max(shares, default=Fraction(0)), Fraction(risk.num, risk.den) if risk else Fraction(10))
