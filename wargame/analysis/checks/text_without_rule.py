"""Looks for words that bind somebody and that no term plays: provisions without terms, and exceptions that the terms of their
provision do not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import amend, model
from wargame.analysis.words.wording import BINDS, figures, sentences
from wargame.contract.text.draft import Provision
from wargame.core.finding import Finding, Stake

_EXCEPTION = re.compile(r"\b(unless|except|provided that|save (?:that|where|as|to)|but only)\b", re.I)
_MOVES = re.compile(
    r"\b(pay|pays|payable|credit(?:ed)?|interest|refund|deduct|withhold|set off|set-off|rebate|forfeit\w*|lapses?|lost|sole and exclusive remedy"
    r"|sole remedy)\b",
    re.I,
)
NOT_PLAYED = "what has no terms is not played: it moves nothing in any figure of this run"


class TextWithoutRuleCheck(Check):
    """Words without a rule."""

    kind = "text-without-rule"
    why = "What has no terms moves no money here, whatever its words say; a reader should know which words were left out of the numbers."
    example = "`A credit that is not claimed within two months lapses.` without a terms block."
    redraft = "Give the provision terms; or write `terms: none` if it moves neither money nor time."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        nothing = dict.fromkeys(evidence.rules.parties, Stake(0, None, NOT_PLAYED))
        for provision in evidence.provisions:
            if provision.kind is None and not provision.terms_none and BINDS.search(provision.text):
                said = _weighty(provision)
                yield self.finding(
                    evidence, "Medium" if said else "For information", provision.number, "has no terms and was not played",
                    "Does this provision move money or time? If so, by which rule?", said or _binding(provision), money=nothing,
                    patch=_likely(evidence, provision),
                )  # fmt: skip
            elif provision.terms is not None and provision.text.strip():
                for sentence in sentences(provision.text):
                    if _EXCEPTION.search(sentence) and not _claimed(provision.terms, sentence):
                        yield self.finding(
                            evidence, "Low", provision.number, f"no term plays this exception: “{' '.join(sentence.split())}”",
                            "Which term says this, or is it not meant to move money?", sentence, money=nothing,
                            patch=amend(provision.number, text=provision.text.replace(sentence, "").strip() or "[to agree]"),
                        )  # fmt: skip


def _weighty(provision: Provision) -> str:
    """The first sentence that binds, speaks of money that moves or a claim that is lost, and gives a figure or shuts out a remedy."""
    for sentence in sentences(provision.text):
        figure = any(one.what != "count" for one in figures(sentence)) or "sole" in sentence.lower()
        if BINDS.search(sentence) and _MOVES.search(sentence) and figure:
            return sentence
    return ""


def _binding(provision: Provision) -> str:
    return next((one for one in sentences(provision.text) if BINDS.search(one)), provision.text.strip())


def _claimed(terms: BaseModel, sentence: str) -> bool:
    """Whether a term speaks of the sentence: it shares a figure or a word of some length with the names and values of the terms."""
    said = str(terms).lower() + " " + " ".join(type(terms).model_fields)
    words = {word[:6] for word in re.findall(r"[a-z]{5,}", sentence.lower())}
    held = {word[:6] for word in re.findall(r"[a-z]{5,}", said.replace("_", " "))}
    return bool(words & held)


def _likely(evidence: Evidence, provision: Provision) -> dict[str, object]:
    """Terms of the kind whose own words are most like the provision's, where they are much alike; else `terms: none`."""
    mine = set(re.findall(r"[a-z]{5,}", f"{provision.title} {provision.text}".lower()))
    best, kind = 0.0, None
    for name, one in evidence.kinds.items():
        theirs = set(re.findall(r"[a-z]{5,}", f"{name.replace('_', ' ')} {evidence.fitted(one.wording)}".lower()))
        alike = len(mine & theirs) / max(len(theirs), 1)
        if alike > best:
            best, kind = alike, one
    found = model(kind, evidence.draft) if kind is not None and best >= 0.6 else None
    if found is None:
        return amend(provision.number, terms="none")
    return amend(provision.number, text=f"{provision.text.strip()} [figures to agree]", **{k.replace(" ", "_"): v for k, v in found[2].items()})
