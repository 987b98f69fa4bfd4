"""Looks for blanks: [●], TBC, an underscore to be filled in, and terms given as a range because they are struck out. The range is
played at both ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import amend, placed
from wargame.analysis.words.wording import sentence_with
from wargame.core.finding import Finding, Severity
from wargame.core.message import Message, agreed

_BLANK = (  # compiled only where something may be blank
    r"(?i)\[\s*(?:●|•|\*+|…|\.{2,}|_+|insert[^\]]*|to be (?:agreed|confirmed|inserted)[^\]]*|tb[acd]"
    r"|amount|figure|number|sum|date|name|percentage|value|x+)?\s*\](?!\()|\bTB[ACD]\b|_{3,}|●"
    r"|\bto be confirmed\b|(?-i:\b[A-Z]{3}|[£€$])\s?(?-i:X+)\b|\b(?-i:X+)\s?%"
)
_MARKS = ("[", "●", "___", "X")  # one of these, or of the words, stands in whatever it finds: they are looked for first, in a tenth of the time
_WORDS = ("tb", "to be confirmed")


class BlankCheck(Check):
    """Something is still to be filled in."""

    kind = "blank"
    why = "A blank is unknown, not zero: whoever fills it in last decides what it costs."
    example = "`The Provider shall pay GBP [●] for each hour.`"
    redraft = "Fill the blank in before signature, or say who decides it and between which limits."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for provision in evidence.provisions:
            if not _may_be_blank(provision.text):
                continue
            for match in dict.fromkeys(match.group() for match in re.finditer(_BLANK, provision.text)):
                severity: Severity = "Low" if "agree" in match.lower() else "Medium"
                text = provision.text.strip().replace(match, "[to agree]")
                yield self.finding(
                    evidence, severity, provision.number, f"the words still hold a blank: {match}", "What stands here, and who decides it?",
                    sentence_with(provision.text, match), patch=amend(provision.number, text=text),
                )  # fmt: skip
        for term in evidence.draft.redacted:
            if not term.number:
                continue
            provision = evidence.draft.provision(term.number)
            path = " ".join(str(step) for step in term.loc)
            known = {"mode": term.value.mode, "low": term.value.low, "high": term.value.high}
            ways = {f"{name}: {value}": placed(provision, (term.loc, str(value))) for name, value in known.items()}
            yield self.finding(
                evidence, "Medium", term.number, Message("{path} is not known: from {low} to {high}", path=path, low=agreed(term.value.low),
                high=agreed(term.value.high)), f"What is {path}?",
                ways=ways, patch=ways[next(iter(ways))], proposal=f"{path}: {term.value.mode} [to agree]",
            )  # fmt: skip


def _may_be_blank(text: str) -> bool:
    folded = text.casefold()
    return any(mark in text for mark in _MARKS) or any(word in folded for word in _WORDS)
