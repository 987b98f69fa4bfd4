"""Looks for heads of loss and remedies that an exclusion keeps from being paid, and for a sole remedy that is small beside the loss it answers.

A sole remedy shuts out claims that nobody then makes: what it leaves uncovered is what the client loses by such failures less what the remedy pays.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from wargame.analysis.evidence import Evidence
from wargame.analysis.patches import amend
from wargame.analysis.weight import GRAVE, WORTH
from wargame.analysis.withheld import WithheldCheck
from wargame.contract.clause import Clause
from wargame.contract.seen import CAUSES
from wargame.core.finding import MAIN, Finding, Stake
from wargame.core.words import in_percent

ANSWERED = Fraction(1, 10)  # of the loss: a sole remedy that pays more is a price, one that pays less is an exclusion


class ExcludedCheck(WithheldCheck):
    """Heads of loss and remedies that an exclusion keeps from being paid."""

    kind = "excluded"
    why = "An exclusion decides which part of a loss the contract answers at all."
    example = "Loss of profit is excluded, and most of the loss expected is loss of profit."
    redraft = "List the heads that are recoverable before those that are not [to agree]."
    reasons = frozenset({"excluded", "sole remedy"})
    by_cause = False
    question = "Is this loss meant to stay with the party that suffers it?"
    terms = ()

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        found = list(super().look(evidence))
        yield from found
        told = {one.clause for one in found if one.severity in MAIN}
        for clause in evidence.clauses("sole_remedy"):
            if clause.number not in told and clause.choice("nature") == "exclusive":
                yield from self._alone(evidence, clause)

    def weighs(self, evidence: Evidence, number: str, share: Fraction, kept: int) -> bool:
        """An exclusion says what it does: only one that keeps back most of what is claimed, and much money, is worth more than a note."""
        return share > self.much and kept >= GRAVE * evidence.paid(lambda account: account.head == "charges")

    def _alone(self, evidence: Evidence, clause: Clause) -> Iterator[Finding]:
        remedy = evidence.draft.provision(clause.terms.remedy)
        level = getattr(remedy.terms, "service_level", None)
        measure = getattr(evidence.draft.provision(level).terms, "measure", None) if level in evidence.draft.numbers else None
        causes = ("delay",) if getattr(remedy.terms, "milestone", None) else (CAUSES.get(str(measure), "outage"),)
        lost = evidence.paid(lambda account: account.clause == "economics" and account.payer == evidence.client and account.cause in causes)
        paid = evidence.paid(lambda account: account.clause == remedy.number and account.payer == evidence.provider)
        turnover = evidence.paid(lambda account: account.head == "charges")
        if not lost or Fraction(paid, lost) >= ANSWERED or lost - paid < WORTH * turnover:
            return
        part = in_percent(Fraction(paid, lost), 1)
        reason = f"of {evidence.money(lost)} lost a life by such failures {evidence.money(paid)} is paid under {remedy.number}: {part}"
        money = {evidence.client: Stake(lost - paid, None, reason), evidence.provider: Stake(0, None, "it bears none of that loss")}
        words = f"What is paid under clause {remedy.number} is without prejudice to damages for what it leaves uncovered, against which it is set."
        yield self.finding(
            evidence, "Medium", clause.number,
            f"what {remedy.number} pays is all that may be claimed, and it answers little of the loss", self.question,
            proposal=words, money=money, also=(remedy.number,), patch=amend(clause.number, nature="cumulative"), priced=False,
        )  # fmt: skip
