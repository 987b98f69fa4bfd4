"""Looks for terms that no sentence carries: a rule that is played and that nobody would sign; and for a figure of terms that stands in no words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from wargame.analysis.checks.number_drift import Form, compared, forms, scalars
from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import amend, extend, terms_of
from wargame.analysis.words.wording import WrittenFigure, figures
from wargame.contract.rules.clause import Clause
from wargame.contract.text.draft import Provision
from wargame.core.finding import Finding
from wargame.core.message import Message, agreed

# When a sum falls due may be said once for all; what a step does to an outage, or what each party has in mind, is an estimate.
HELD_ELSEWHERE = ("payable after", "shortens", "year", "offer", "asks")


class RuleWithoutTextCheck(Check):
    """Terms without words."""

    kind = "rule-without-text"
    why = "Terms are only what the words were taken to mean; without words the figures of this run rest on nothing that is signed."
    example = "A terms block with a cap of GBP 5,000,000 under a heading without a sentence."
    redraft = "Write the sentence that says what the terms say."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for provision in evidence.provisions:
            if provision.terms is not None and provision.kind is not None and not provision.text.strip():
                words = _words(evidence, evidence.kinds[provision.kind], provision)
                yield self.finding(
                    evidence, "Medium", provision.number, "has terms and no words", "Which words say this?", quote="(no words)",
                    proposal=words, patch=amend(provision.number, text=words),
                )  # fmt: skip
            elif provision.terms is not None:
                yield from self._unsaid(evidence, provision)

    def _unsaid(self, evidence: Evidence, provision: Provision) -> Iterator[Finding]:
        """Money, shares and times that only the terms hold. One that stands beside another figure in the words is drift, and is found as such."""
        _, _, missing, odd = compared(evidence, provision)
        for one in missing:
            if one.what == "count" or not one.value or any(each.what == one.what for each in odd):
                continue
            key = next((name for name, text in scalars(terms_of(provision)) if one.text in text), "")
            if not key or key in HELD_ELSEWHERE or _said(evidence, provision, one):
                continue
            words = f"For this clause, {key}: {one.text}."
            yield self.finding(
                evidence, "Medium", provision.number, Message("the terms have {held} as “{key}”, and no sentence says so",
                held=agreed(one.text), key=key),
                f"Where do the Parties agree on {one.text}?", proposal=words, patch=extend(provision, words),
            )  # fmt: skip


def _said(evidence: Evidence, here: Provision, one: WrittenFigure) -> bool:
    """Whether words hold the figure all the same: `each day` for 1 day, or a provision that this one refers to or that has no terms of its own."""
    unit = one.text.split()[-1].rstrip("s")
    if one.what == "span" and one.text.split()[0] == "1" and re.search(rf"\b{unit}s?\b", here.text, re.I):
        return True
    wanted, mentions = forms(one), evidence.mentions
    if not wanted.isdisjoint(_without_terms(evidence)):
        return True
    named = {text for _, text in scalars(terms_of(here)) if text in mentions.by_number} | mentions.named_in(here.text)
    linked = chain((mentions.by_number[number] for number in named), mentions.holding(here.number))
    return any(other is not here and any(wanted & forms(each) for each in figures(other.text)) for other in linked)


def _without_terms(evidence: Evidence) -> set[Form]:
    """The figures, in all their forms, that provisions without terms of their own hold."""
    if _without_terms not in evidence.notes:
        texts = (other.text for other in evidence.provisions if other.kind is None)
        evidence.notes[_without_terms] = {value for text in texts for each in figures(text) for value in forms(each)}
    found: set[Form] = evidence.notes[_without_terms]
    return found


def _words(evidence: Evidence, kind: type[Clause], provision: Provision) -> str:
    """The kind's own words with the figures of the terms, in the order in which they are written."""
    said = ", ".join(f"{key}: {_flat(value)}" for key, value in terms_of(provision).items() if key != "kind")
    return f"{evidence.fitted(kind.wording)} Here {said}."


def _flat(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{key} {_flat(one)}" for key, one in value.items())
    return "; ".join(map(_flat, value)) if isinstance(value, list) else str(value)
