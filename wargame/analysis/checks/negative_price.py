"""Looks for months in which the client could be owed more than it pays: credits that together may pass the whole charge, or a reduction for each unit
fewer that is dearer than the units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from wargame.analysis.checks.tier_table import percent
from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import TO_AGREE, amend, merged, placed, rescaled, terms_of
from wargame.analysis.words.wording import sentence_with
from wargame.contract.rules.clause import Clause
from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import MANY, Reduction
from wargame.core.finding import Finding
from wargame.core.message import drafted
from wargame.core.money import currency
from wargame.core.values import Price
from wargame.core.words import in_percent, joined


class NegativePriceCheck(Check):
    """A price below nothing."""

    kind = "negative-price"
    why = "Credits above the whole charge turn a price into a penalty by accident; the invoice has no line for it."
    example = "Three levels, each with credits up to 40 % of all Charges and no at-risk amount: 120 %."
    redraft = "All credits for a month together shall not exceed 15 % [to agree] of its Charges."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        most = {clause: clause.most_in_a_month() for clause in evidence.playing(Role.CREDIT)}
        giving = {clause: share for clause, share in most.items() if share}
        total = together(evidence, giving)
        if total > 1:
            first = max(giving, key=lambda clause: giving[clause])
            numbers = ", ".join(clause.number for clause in giving)
            limit = Fraction(int(Fraction(100) / len(giving)), 100)
            patch = merged(*(limited(evidence, clause, limit) for clause in giving))
            yield self.finding(
                evidence, "Medium", first.number, drafted("the credits of {numbers} may together come to {total} of a month's charges",
                numbers=numbers, total=in_percent(total)),
                "How much of a month's charges may be credited at most?", also=tuple(c.number for c in giving if c is not first), patch=patch,
                proposal=f"Credits under {_each([c.number for c in giving])} shall not exceed {percent(limit)} {TO_AGREE} of the Charges for "
                "the month.",
            )  # fmt: skip
        for clause in evidence.rules.compiled:
            reduction = clause.reduction()
            if reduction is not None and reduction.most > reduction.base:
                yield self._reduced(evidence, clause, reduction)

    def _reduced(self, evidence: Evidence, clause: Clause, found: Reduction) -> Finding:
        """A charge for a baseline whose reduction for each unit fewer comes to more than the charge itself."""
        price, provision = Fraction(found.rrc.num, found.rrc.den), evidence.draft.provision(clause.number)
        fewest = f": with fewer than about {int(found.units - found.base / price):,} units a month the provider pays for serving"
        none_left = evidence.fitted(fewest)
        fair = found.base / found.units * Fraction(7, 10)
        lower = f"{found.rrc.currency} {float(fair) / 10 ** currency(found.rrc.currency).digits:.2f}"
        return self.finding(
            evidence, "Medium", provision.number,
            drafted("a unit less takes off {rrc}, where a unit costs {average} on average{below}", rrc=found.rrc,
                    average=evidence.written(int(found.average)), below="" if found.banded else none_left),
            "How low may the charge fall?", sentence_with(provision.text, _figure(found.rrc)),
            patch=amend(provision.number, rrc=lower, **_kept(terms_of(provision))),
        )  # fmt: skip


def _each(numbers: list[str]) -> str:
    """The clauses that are limited, each by itself."""
    return f"clause {numbers[0]}" if len(numbers) == 1 else f"each of clauses {joined(numbers)}"


def together(evidence: Evidence, giving: Mapping[Clause, Fraction]) -> Fraction:
    """The largest share of a month's charges that credits may come to: those of all charges, and of one service's those that go by that service."""
    of_all = Fraction(0)
    of_one: dict[str, Fraction] = {}
    known = {clause.number: share for clause, share in giving.items()}
    for clause, whole in giving.items():
        share = max(whole - known.get(clause.in_place_of(), Fraction(0)), Fraction(0))
        services = clause.services() if any(one.of_the_service for one in evidence.schedules_of(clause)) else ()
        for service in services:
            own = clause.most_in_a_month(service=service) or Fraction(0)
            of_one[service] = of_one.get(service, Fraction(0)) + min(own, share)
        of_all += 0 if services else share
    return of_all + max(of_one.values(), default=Fraction(0))


def limited(evidence: Evidence, clause: Clause, most: Fraction) -> dict[str, Any]:
    """The patch that limits a month's credit under a clause, its figures in proportion so that the largest comes to the limit."""
    schedules = evidence.schedules_of(clause)
    worst, provision = max((one.worst(MANY) for one in schedules), default=Fraction(0)), evidence.draft.provision(clause.number)
    figures = dict.fromkeys(path for one in schedules for path in one.figures)
    changes = rescaled(provision, figures, most / worst) if worst else []
    patch = placed(provision, *changes) if changes else {}
    return merged(patch, amend(clause.number, at_risk=percent(most)))


def _kept(terms: dict[str, Any]) -> dict[str, Any]:
    """Without the outer band, whose credit would have to come down too."""
    return {"absent": ["outer"]} if "outer" in terms else {}


def _figure(price: Price) -> str:
    """The figure of a price as words hold it."""
    return str(price).split(" per ")[0]
