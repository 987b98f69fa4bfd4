"""Looks for words without an edge – reasonable, promptly, material, good faith, best endeavours – in provisions that moved money."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import TO_AGREE, extend
from wargame.analysis.words.wording import sentences
from wargame.core.finding import Finding, Stake

_VAGUE = re.compile(
    r"\b(reasonabl[ey](?! (?:skill|control|care))|promptly|as soon as (?:reasonably )?(?:possible|practicable)|material(?:ly)?(?= (?:breach"
    r"|failure|default|adverse|impact|effect))"
    r"|in good faith|(?:best|all reasonable|reasonable|commercially reasonable) (?:endeavours|efforts)|undue delay|substantial(?:ly)?|appropriate"
    r"|from time to time)\b",
    re.I,
)
_HOW_MUCH = re.compile(r"\bmeans\b|\bno(?:t)? (?:later|more|less) than\b", re.I)


class VagueCheck(Check):
    """A word whose edge a dispute will have to find."""

    kind = "vague"
    why = "The word decides whether money moves, and two honest people will draw its edge in different places."
    example = "`The Provider shall promptly restore the service; otherwise it shall pay …`"
    redraft = "Put a figure in place of the word, or say beside it what counts."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for provision in evidence.provisions:
            if provision.terms is None or not (evidence.fired(provision.number) or 0):
                continue
            for sentence in sentences(provision.text):
                flat = " ".join(sentence.split())
                match = _VAGUE.search(flat)
                if match and not _HOW_MUCH.search(flat) and f"“{match.group()}” means" not in provision.text:
                    moved = evidence.paid_under(provision.number)
                    reason = f"the provision moves {evidence.money(moved)} a life on average; how much of it hangs on the word is not known"
                    yield self.finding(
                        evidence, "Low", provision.number, f"“{match.group()}” has no edge, in a sentence that moves money",
                        f"What counts as “{match.group()}”?", sentence, money=dict.fromkeys(evidence.rules.parties, Stake(0, None, reason)),
                        patch=extend(provision, f"For this clause “{match.group()}” means … {TO_AGREE}, not more than … {TO_AGREE}."),
                    )  # fmt: skip
