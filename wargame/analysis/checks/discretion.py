"""Looks for one party's discretion over money or time: sole discretion, as determined by, in its opinion."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import reword
from wargame.analysis.words.wording import MONEY_WORDS, TIME_WORDS, sentences
from wargame.core.finding import Finding

_DISCRETION = re.compile(
    r"\b(?:in|at) (?:its|their|the (?:\w+’s|\w+'s|\w+)) (?:own |sole |absolute |sole and absolute |unfettered |free )*discretion\b"
    r"|\bas (?:reasonably )?determined (?:solely )?by the \w+(?: alone)?\b|\bin (?:its|the \w+[’']s) (?:sole )?(?:opinion|judge?ment)\b"
    r"|\bas (?:it|they|the \w+) (?:sees?|thinks?|deems?|considers?) (?:fit|appropriate|proper|reasonable)\b"
    r"|\bas (?:it|the \w+) (?:alone )?(?:decides|determines)\b"
    r"|\bwhose (?:decision|determination|assessment|calculation) (?:is|shall be) (?:final|binding|conclusive)\b"
    r"|\b(?:sole|absolute) discretion\b|\bas the \w+ (?:may |shall )?(?:alone |solely )?(?:determines?|decides?|considers? (?:fit|appropriate))\b",
    re.I,
)
_OBJECTIVE = re.compile(r"independent|expert|audit|measurement agent|court|arbitrat", re.I)


class DiscretionCheck(Check):
    """One party decides alone what it costs."""

    kind = "discretion"
    why = "An amount that one party sets alone has no limit but its own restraint; no distribution of losses covers it."
    example = "`The Provider may adjust the Charges in its sole discretion.`"
    redraft = "… as measured under the Agreement and shown by records that both Parties may inspect, within the limits of … [to agree]."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for provision in evidence.provisions:
            for sentence in sentences(provision.text):
                flat = " ".join(sentence.split())
                match = _DISCRETION.search(flat)
                if not match or _OBJECTIVE.search(match.group()):
                    continue
                money = MONEY_WORDS.search(flat) or (provision.terms is not None)
                if not money and not TIME_WORDS.search(flat):
                    continue
                phrase = _verbatim(sentence, match.group())
                patch = reword(provision, phrase, "on the records that both Parties may inspect")
                yield self.finding(
                    evidence, "Medium" if MONEY_WORDS.search(flat) else "Low", provision.number,
                    f"one party decides alone: “{match.group()}”", "By what measure, and within what limits, is this decided?", sentence,
                    proposal=sentence.replace(phrase, "on the records that both Parties may inspect"), patch=patch,
                )  # fmt: skip


def _verbatim(sentence: str, phrase: str) -> str:
    """The phrase as it stands in the sentence, with its line breaks."""
    found = re.search(r"\s+".join(map(re.escape, phrase.split())), sentence)
    return found.group() if found else phrase
