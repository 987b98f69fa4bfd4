"""Looks for levels that are promised and measured, and whose miss no clause attaches anything to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wargame.analysis.check import Check
from wargame.analysis.evidence import Evidence
from wargame.analysis.patches import TO_AGREE, insert, terms_of
from wargame.contract.draft import Provision
from wargame.core.finding import Finding
from wargame.core.message import drafted

# Kinds that name a level and give nothing for a miss of it: they excuse one, or reward the other side.
EXCUSES = ("force_majeure", "relief_event", "forecast_lock", "bonus", "earn_back", "gain_share", "playbook")
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
        levels = [one for one in evidence.provisions if one.kind == "service_level" and hasattr(getattr(one.terms, "target", None), "den")]
        bare = [one for one in levels if not any(_follows(other, one.number) for other in evidence.provisions if other is not one)]
        # Where nothing follows from any level of the agreement that is one gap, not many.
        together = bare[1:] if len(bare) == len(levels) > 2 else []
        for level in bare[:1] if together else bare:
            target = level.terms.target  # type: ignore[union-attr]
            terms = {"kind": "service_credit", "service level": level.number, "tiers": [{"below": str(target), "credit": "5 %"}], "at risk": "10 %"}
            message = drafted("promises a level, and nothing follows if it is missed")
            if together:
                said = "promises a level, as do {count} further clauses, and nothing follows if any of them is missed"
                message = drafted(said, count=len(together))
            words = self.redraft.replace("the level", f"the level of clause {level.number}")
            yield self.finding(
                evidence, "Medium", level.number, message, "What may the client do if the level is missed?", event="outage", asks="remedy",
                proposal=words, also=tuple(one.number for one in together),
                patch=insert(evidence.draft, level.number, f"Service credits for {level.number}", words, terms),
            )  # fmt: skip


def _follows(other: Provision, level: str) -> bool:
    """Whether a provision ties something to the level: its terms name it, or, where it has no terms, its words name it beside a remedy."""
    if other.kind is not None:
        return other.kind not in EXCUSES and level in _names(terms_of(other))
    named = re.search(rf"(?<![\d.]){re.escape(level)}(?![\d]|\.\d)", other.text)
    return bool(named and _REMEDY.search(other.text))


def _names(value: object) -> Iterator[str]:
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _names(one)
    else:
        yield str(value)
