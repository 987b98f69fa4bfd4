"""Looks for remedies that are small beside the loss they answer: what the provider pays for outages against what they cost the client."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from wargame.analysis.check import Check
from wargame.analysis.evidence import Evidence
from wargame.analysis.patches import TO_AGREE, amend, terms_of
from wargame.contract.draft import Provision
from wargame.core.finding import Finding
from wargame.core.party import OUTSIDE

TEETH = Fraction(1, 50)


class ToothlessCheck(Check):
    """A remedy that nobody feels."""

    kind = "toothless"
    why = "A credit of a hundredth of the loss neither repairs it nor makes anyone avoid it."
    example = "Outages cost the client GBP 2,000,000 a life; credits and damages for them come to GBP 9,000."
    redraft = f"The credits are raised so that they come to a stated part {TO_AGREE} of the loss expected."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        credits = [one for one in evidence.clauses("service_credit") if getattr(one.terms, "tiers", None)]
        lost = evidence.paid(lambda account: account.clause == "economics" and account.payer == evidence.client and account.cause == "outage")
        back = evidence.paid(lambda account: account.payer == evidence.provider and account.payee == evidence.client and account.head in HEADS)
        if not credits or not lost or Fraction(back, lost) >= TEETH:
            return
        first = credits[0].number
        provision = evidence.draft.provision(first)
        yield self.finding(
            evidence, "warning", first,
            f"outages cost the client {evidence.money(lost)} a life, and the provider pays {evidence.money(back)} for them: "
            f"{float(Fraction(back, lost)):.1%}",
            "Are the credits meant to compensate, to deter, or neither?", event="outage", asks="remedy",
            also=tuple(one.number for one in credits[1:]),
            frequency=evidence.events_per_life("outage"), patch=_raised(provision, TEETH / max(Fraction(back, lost), Fraction(1, 1000))),
        )  # fmt: skip


HEADS = frozenset({"service credits", "liquidated damages", "damages", "indemnity"})
assert OUTSIDE not in HEADS


def _raised(provision: Provision, by: Fraction) -> dict[str, object]:
    """The table with its credits raised in proportion (a little more than needed), none above the whole charge."""
    factor = by * Fraction(3, 2)
    raised = []
    for tier in terms_of(provision)["tiers"]:
        now = Fraction(str(tier["credit"]).replace("%", "").strip()) * factor
        raised.append({**tier, "credit": f"{min(float(round(now, 1)), 100.0):g} %"})
    changes: dict[str, object] = {"tiers": raised}
    if "at risk" in terms_of(provision):
        changes["at_risk"] = raised[-1]["credit"]
    return amend(provision.number, **changes)
