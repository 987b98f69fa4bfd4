"""Looks for remedies that are small beside the loss they answer: what the provider pays for outages against what they cost the client."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from wargame.analysis.check import Check
from wargame.analysis.evidence import Evidence
from wargame.analysis.patches import TO_AGREE, amend, terms_of
from wargame.contract.draft import Provision
from wargame.core.finding import Finding
from wargame.core.message import Message, drafted, played
from wargame.core.party import OUTSIDE
from wargame.core.words import in_percent

TEETH = Fraction(1, 50)  # of the loss
SLIGHT = Fraction(1, 200)  # of a month's charges


class ToothlessCheck(Check):
    """A remedy that nobody feels."""

    kind = "toothless"
    why = "A credit of a hundredth of the loss neither repairs it nor makes anyone avoid it."
    example = "Outages cost the client GBP 2,000,000 a life; credits and damages for them come to GBP 9,000."
    redraft = f"The credits are raised so that they come to a stated part {TO_AGREE} of the loss expected."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        whole = list(self._together(evidence))
        yield from whole
        told = {number for one in whole for number in (one.clause, *one.also)}
        for provision in evidence.provisions:
            if provision.number not in told:
                yield from self._slight(evidence, provision)

    def _slight(self, evidence: Evidence, provision: Provision) -> Iterator[Finding]:
        """A table whose deepest tier is next to nothing."""
        credits = [tier.credit for tier in getattr(provision.terms, "tiers", None) or () if hasattr(getattr(tier, "credit", None), "den")]
        most = max((Fraction(credit.num, credit.den) for credit in credits), default=Fraction(1))
        if provision.kind != "service_credit" or most > SLIGHT:
            return
        deepest = max(credits, key=lambda credit: Fraction(credit.num, credit.den))
        yield self.finding(
            evidence, "Medium", provision.number,
            drafted("the worst month costs the provider {deepest} of a month's charges, and a level may be missed every month at that price",
                    deepest=deepest),
            "Are the credits meant to compensate, to deter, or neither?", event="outage", asks="remedy",
            proposal=f"The credits of the table come to at least 2 % {TO_AGREE} of the Charges for the month in its deepest tier.",
            patch=_raised(provision, Fraction(2, 3) * Fraction(1, 50) / most),
        )  # fmt: skip

    def _together(self, evidence: Evidence) -> Iterator[Finding]:
        credits = [one for one in evidence.clauses("service_credit") if getattr(one.terms, "tiers", None)]
        lost = evidence.paid(lambda account: account.clause == "economics" and account.payer == evidence.client and account.cause == "outage")
        back = evidence.paid(lambda account: account.payer == evidence.provider and account.payee == evidence.client and account.head in HEADS)
        if not credits or not lost or Fraction(back, lost) >= TEETH:
            return
        first = credits[0].number
        provision = evidence.draft.provision(first)
        yield self.finding(
            evidence, "Medium", first,
            Message("outages cost the client {lost} a life, and the provider pays {back} for them: {part}", lost=evidence.money(lost),
                    back=evidence.money(back), part=played(in_percent(Fraction(back, lost), 1))),
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
