"""Looks for edges of tiers that lie in no tier or in two: a level of exactly 99.0 that pays nothing, one of 99.9 that both meets and pays.

Words are read as they stand: `below`, `less than`, `more than`, `above` leave the edge out; `at least`, `or more`, `or less`, `up to`, `not less
than` take it in. Terms are read with their boundary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from wargame.analysis.checks.tier_table import percent
from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import reword
from wargame.analysis.words.wording import number, sentences
from wargame.contract.rules.clause import Clause
from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import Schedule
from wargame.contract.text.draft import Provision
from wargame.core.finding import Finding
from wargame.core.message import drafted

_EDGE = re.compile(
    r"(?P<before>below|less than|under|lower than|fewer than|not less than|no less than|at least|not below|no lower than|above|more than"
    r"|greater than|exceed(?:s|ing)|over"
    r"|not more than|no more than|at most|up to|not exceeding|not above)?\s*(?P<figure>\d+(?:\.\d+)?)\s?(?:%|per\s?cent)(?P<after>\s+or (?:more"
    r"|above|higher|better|less|below|lower))?",
    re.I,
)
BELOW, UPTO, FROM, ABOVE = "below", "up to", "from", "above"  # [.., x) · [.., x] · [x, ..] · (x, ..]
_SENSE = {
    **dict.fromkeys(("below", "less than", "under", "lower than", "fewer than"), BELOW),
    **dict.fromkeys(("not less than", "no less than", "at least", "not below", "no lower than"), FROM),
    **dict.fromkeys(("above", "more than", "greater than", "exceeds", "exceeding", "over"), ABOVE),
    **dict.fromkeys(("not more than", "no more than", "at most", "up to", "not exceeding", "not above"), UPTO),
}
_LEVELS = re.compile(r"\b(availab\w+|uptime|attain\w*|service level|performance|level)\b", re.I)


class TierEdgesCheck(Check):
    """An edge of a table that nobody owns, or two do."""

    kind = "tier-edge"
    why = "Levels are reported to a decimal or two, so exact edges do occur: then the table has no answer, or two."
    example = "`less than 99.9 % but more than 99.0 %: 10 %; less than 99.0 %: 25 %`: a month of exactly 99.0 % earns nothing."
    redraft = "Let every edge belong to one side: `below 99.9 % but at least 99.0 %`."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        credits = {one.number for one in evidence.rules.provisions.playing(Role.CREDIT)}
        for provision in evidence.provisions:
            if _LEVELS.search(provision.text) and ("credit" in provision.text.lower() or provision.number in credits):
                yield from self._words(evidence, provision)
            clause = evidence.compiled.get(provision.number)
            if clause is not None:
                for schedule in evidence.schedules_of(clause):
                    yield from self._terms(evidence, clause, schedule)

    def _words(self, evidence: Evidence, provision: Provision) -> Iterator[Finding]:
        senses: dict[Fraction, dict[str, str]] = {}
        for sentence in sentences(provision.text):
            for match in _EDGE.finditer(" ".join(sentence.split())):
                sense = _sense(match)
                if sense:
                    senses.setdefault(number(match["figure"]) / 100, {}).setdefault(sense, sentence)
        for edge, seen in senses.items():
            if ABOVE in seen and BELOW in seen and not {UPTO, FROM} & set(seen):
                sentence = seen[ABOVE]
                yield self.finding(
                    evidence, "Medium", provision.number, drafted("a level of exactly {edge} lies in no tier", edge=percent(edge)),
                    "What is due for exactly that level?", sentence, patch=_owned(provision, edge),
                )  # fmt: skip
            if UPTO in seen and FROM in seen:
                yield self.finding(
                    evidence, "Medium", provision.number, drafted("a level of exactly {edge} lies in two tiers", edge=percent(edge)),
                    "Which of the two applies?", seen[UPTO], patch=_owned(provision, edge),
                )  # fmt: skip

    def _terms(self, evidence: Evidence, clause: Clause, schedule: Schedule) -> Iterator[Finding]:
        target, level = evidence.target(schedule.level), schedule.level
        steps = [step for step in schedule.falling() if step.below is not None]
        edges = {step.below for step in steps if schedule.inclusive or step.takes_in}
        patch = {"patch": {clause.number: {"boundary": "exclusive"}}} if schedule.inclusive else None
        # A level of 100 % cannot be bettered, and falls into no tier.
        if target is not None and target in edges - {Fraction(1)}:
            yield self.finding(
                evidence, "Medium", clause.number, drafted("a level of exactly {target} both meets the target of {level} and pays a credit",
                target=percent(target), level=level),
                "Is a level of exactly the target met or missed?", also=(level,), patch=patch,
            )  # fmt: skip
        # An edge that one tier leaves out and no other takes in.
        for edge in sorted({step.at_least for step in schedule.steps if step.at_least is not None and step.floor_out}):
            if edge not in edges and any(step.below == edge for step in steps):
                yield self.finding(
                    evidence, "Medium", clause.number, drafted("by its terms a level of exactly {edge} lies in no tier", edge=percent(edge)),
                    "What is due for exactly that level?",
                )  # fmt: skip
        lows = {step.at_least for step in schedule.steps if step.at_least is not None and not step.floor_out}
        for edge in sorted(lows & edges):
            yield self.finding(
                evidence, "Medium", clause.number, drafted("a level of exactly {edge} lies in two tiers", edge=percent(edge)),
                "Which of the two applies?", patch=patch,
            )  # fmt: skip


def _sense(match: re.Match[str]) -> str:
    after = (match["after"] or "").strip().lower()
    if after:
        return FROM if after.split()[-1] in ("more", "above", "higher", "better") else UPTO
    return _SENSE.get((match["before"] or "").lower(), "")


def _owned(provision: Provision, edge: Fraction) -> dict[str, object]:
    """The words with the edge given to the better side."""
    figure = percent(edge).removesuffix(" %")
    shown = rf"{re.escape(figure)}(?:\.?0*)\s?(?:%|per\s?cent)"
    text = re.sub(rf"(?i)\b(?:above|more than|greater than|exceeding|over)(\s+{shown})", r"at least\1", provision.text)
    text = re.sub(rf"(?i)\b(?:up to|at most|not more than|no more than|not exceeding)(\s+{shown})", r"below\1", text)
    text = re.sub(rf"(?i)({shown})\s+or (?:less|below|lower)", r"below \1", text)
    return reword(provision, provision.text, text)
