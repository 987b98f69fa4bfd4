"""Looks for terms that no sentence carries: a rule that is played and that nobody would sign."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.analysis.check import Check
from wargame.analysis.evidence import Evidence
from wargame.analysis.patches import amend, terms_of
from wargame.core.finding import Finding


class RuleWithoutTextCheck(Check):
    """Terms without words."""

    kind = "rule-without-text"
    why = "Terms are only what the words were taken to mean; without words the figures of this run rest on nothing that is signed."
    example = "A terms block with a cap of GBP 5,000,000 under a heading without a sentence."
    redraft = "Write the sentence that says what the terms say."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for provision in evidence.provisions:
            if provision.terms is not None and not provision.text.strip():
                words = _words(evidence, provision)
                yield self.finding(
                    evidence, "warning", provision.number, "has terms and no words", "Which words say this?", quote="(no words)",
                    proposal=words, patch=amend(provision.number, text=words),
                )  # fmt: skip


def _words(evidence: Evidence, provision) -> str:  # type: ignore[no-untyped-def]
    """The kind's own words with the figures of the terms, in the order in which they are written."""
    said = ", ".join(f"{key}: {_flat(value)}" for key, value in terms_of(provision).items() if key != "kind")
    return f"{evidence.kinds[provision.kind].wording} Here {said}."


def _flat(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{key} {_flat(one)}" for key, one in value.items())
    return "; ".join(map(_flat, value)) if isinstance(value, list) else str(value)
