"""Looks for months in which not performing is the cheaper choice, or is even rewarded: the most a whole lost month can cost against what it saves the
provider, and a bonus that begins below the level promised.

The first only where charges run on whatever is delivered (fixed charges alone) and neither damages nor a right to leave stand behind the credits.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from wargame.analysis.checks.negative_price import limited
from wargame.analysis.checks.tier_table import percent, share
from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import amend, terms_of
from wargame.analysis.words.wording import sentence_with
from wargame.contract.rules.clause import Clause
from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import WHOLE
from wargame.core.events import Stage
from wargame.core.finding import Finding
from wargame.core.message import Message, agreed, drafted, played
from wargame.core.party import OUTSIDE
from wargame.core.words import in_percent


class PerverseCheck(Check):
    """Breaching is cheaper than performing."""

    kind = "perverse"
    why = "A promise is kept while keeping it is cheaper than breaking it; here it is not."
    example = "A fixed fee of GBP 100,000 a month, credits of at most 5 %, and GBP 60,000 a month saved by not serving."
    redraft = "Credits shall reach at least the share of the Charges that serving costs [to agree]."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        yield from self._rewarded(evidence)
        credits = {clause: clause.most_in_a_month(WHOLE) for clause in evidence.playing(Role.CREDIT)}
        charged = evidence.paid(lambda account: account.head == "charges" and account.payee == evidence.provider)
        spent = evidence.paid(lambda account: account.head == "cost of serving" and account.payer == evidence.provider and account.payee == OUTSIDE)
        harder = [one for one in evidence.rules.clauses if _deters(one, evidence)]
        standing = evidence.playing(Role.STANDING) and not evidence.playing(Role.BY_VOLUME)
        if not credits or None in credits.values() or not charged or not spent or harder or not standing:
            return
        most, saved = sum((one for one in credits.values() if one is not None), Fraction(0)), Fraction(spent, charged)
        if 0 < most < saved:
            first, *others = credits
            needed = Fraction(min(-(-int(saved * 100) // 5) * 5 + 5, 100), 100)
            yield self.finding(
                evidence, "Medium", first.number,
                Message(evidence.fitted("a month without any service costs the provider at most {most} of the charges and saves it {saved}"),
                        most=agreed(in_percent(most)), saved=played(in_percent(saved))),
                evidence.fitted("What makes it worth the provider's while to perform in a bad month?"), also=tuple(one.number for one in others),
                patch=limited(evidence, first, needed),
            )  # fmt: skip

    def _rewarded(self, evidence: Evidence) -> Iterator[Finding]:
        """Bonuses that are earned below the level promised."""
        for clause in evidence.rules.compiled:
            provision = evidence.draft.provision(clause.number)
            for level, first in clause.rewarded_from().items():
                promised = evidence.target(level)
                if promised is None or first >= promised:
                    continue
                known = terms_of(provision)["steps"]
                changed = [{**step, "at least": percent(promised)} if share(step.get("at least")) == first else step for step in known]
                kept = [step for step in changed if (share(step.get("at least")) or 1) >= promised]
                yield self.finding(
                    evidence, "Medium", provision.number, drafted("a bonus is earned from {first} on, and {level} promises {target}: a month may "
                    "miss the level and be rewarded", first=percent(first), level=level, target=percent(promised)),
                    "Is a month that misses the level meant to earn a bonus?", sentence_with(provision.text, percent(first)), also=(level,),
                    proposal=f"No bonus is earned for a month in which the level of clause {level} is missed.",
                    patch=amend(provision.number, steps=_once(kept)),
                )  # fmt: skip


def _once(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Steps with each edge once, the last one said standing."""
    return list({str(share(step.get("at least"))): step for step in steps}.values())


def _deters(clause: Clause, evidence: Evidence) -> bool:
    """Whether more than credits is at stake: damages, or a right to leave. Default law deters only where the provider pays by it."""
    if clause.of_law:
        return evidence.paid_under(clause.number, lambda account: account.payer == evidence.provider) > 0
    return clause.stage == Stage.DAMAGES or bool(clause.ways_out())
