"""Looks for heads of loss and remedies that an exclusion keeps from being paid, and for a sole remedy that is small beside the loss it answers.

A sole remedy shuts out claims that nobody then makes: what it leaves uncovered is what the client loses by such failures less what the remedy pays.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.findings.materiality import GRAVE, WORTH
from wargame.analysis.findings.withheld import WithheldCheck
from wargame.analysis.words.patches import amend
from wargame.contract.rules.clause import Clause
from wargame.contract.rules.roles import Role
from wargame.core.account import ECONOMICS
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
        for clause in evidence.playing(Role.SOLE_REMEDY):
            if clause.number not in told:
                for remedy in clause.shuts_out_for():
                    yield from self._alone(evidence, clause, remedy)

    def weighs(self, evidence: Evidence, number: str, share: Fraction, kept: int) -> bool:
        """An exclusion says what it does: only one that keeps back most of what is claimed, and much money, is worth more than a note."""
        return share > self.much and kept >= GRAVE * evidence.paid(lambda account: account.head == "charges")

    def _alone(self, evidence: Evidence, clause: Clause, remedy: str) -> Iterator[Finding]:
        causes = evidence.rules.provisions.causes_of(remedy)
        lost = evidence.paid(lambda account: account.clause == ECONOMICS and account.payer == evidence.client and account.cause in causes)
        paid = evidence.paid_under(remedy, lambda account: account.payer == evidence.provider)
        turnover = evidence.paid(lambda account: account.head == "charges")
        if not lost or Fraction(paid, lost) >= ANSWERED or lost - paid < WORTH * turnover:
            return
        part = in_percent(Fraction(paid, lost), 1)
        reason = f"of {evidence.money(lost)} lost a life by such failures {evidence.money(paid)} is paid under {remedy}: {part}"
        money = {evidence.client: Stake(lost - paid, None, reason), evidence.provider: Stake(0, None, "it bears none of that loss")}
        words = f"What is paid under clause {remedy} is without prejudice to damages for what it leaves uncovered, against which it is set."
        yield self.finding(
            evidence, "Medium", clause.number,
            f"what {remedy} pays is all that may be claimed, and it answers little of the loss", self.question,
            proposal=words, money=money, also=(remedy,), patch=amend(clause.number, nature="cumulative"), priced=False,
        )  # fmt: skip
