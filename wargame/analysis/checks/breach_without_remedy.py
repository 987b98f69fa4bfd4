"""Looks for levels that are promised and measured, and whose miss no clause attaches anything to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import TO_AGREE, insert
from wargame.contract.rules.roles import Role
from wargame.core.finding import Finding
from wargame.core.message import drafted
from wargame.core.values import Rate

_REMEDY = re.compile(r"\b(credit|damages|terminate|termination|step[- ]in|refund|reduc\w+|remedia\w+|pay|withhold)", re.I)


class BreachWithoutRemedyCheck(Check):
    """A promise that may be broken for nothing."""

    kind = "breach-without-remedy"
    why = "A duty without a stated remedy leaves the client to prove its loss, within whatever limits the agreement sets."
    example = "8.3 promises 99 % a month; no credit, damages or right to end refers to 8.3."
    redraft = (
        f"If the level is missed in a month the Provider shall credit 5 % {TO_AGREE} of the Charges for that month, "
        f"and no more than 10 % {TO_AGREE}, without prejudice to any other remedy."
    )

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        # From the draft, not the rules: a level that no scenario measures has no rule, and is no less without a remedy.
        levels = [one.number for one in evidence.rules.provisions.playing(Role.LEVEL) if evidence.target(one.number) is not None]
        # Terms that tie something to a level, other than to excuse or reward.
        known = evidence.rules.provisions.values()
        tied = {level for one in known if Role.LENIENT not in one.roles for level in one.kind.names_levels(one.terms)}
        bare = [level for level in levels if level not in tied and not _spoken_of(evidence, level)]
        # Where nothing follows from any level of the agreement that is one gap, not many.
        together = bare[1:] if len(bare) == len(levels) > 2 else []
        for level in bare[:1] if together else bare:
            target = evidence.target(level) or Fraction(1)
            below = str(Rate(target.numerator, target.denominator))
            terms = {"kind": "service_credit", "service level": level, "tiers": [{"below": below, "credit": "5 %"}], "at risk": "10 %"}
            message = drafted("promises a level, and nothing follows if it is missed")
            if together:
                said = "promises a level, as do {count} further clauses, and nothing follows if any of them is missed"
                message = drafted(said, count=len(together))
            words = evidence.fitted(self.redraft).replace("the level", f"the level of clause {level}")
            yield self.finding(
                evidence, "Medium", level, message, evidence.fitted("What may the client do if the level is missed?"), event="outage", asks="remedy",
                proposal=words, also=tuple(together),
                patch=insert(evidence.draft, level, f"Service credits for {level}", words, terms),
            )  # fmt: skip


def _spoken_of(evidence: Evidence, level: str) -> bool:
    """Whether the words of a provision without terms name the level beside a remedy."""
    return any(one.kind is None and one.number != level and _REMEDY.search(one.text) for one in evidence.mentions.of(level))
