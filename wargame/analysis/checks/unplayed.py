"""Looks for provisions that bind somebody but have no terms: their words are not played."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wargame.analysis.check import Check
from wargame.analysis.evidence import Evidence
from wargame.core.finding import Finding

BINDS = re.compile(r"\b(shall|must|may not|may|unless|except|provided that)\b", re.IGNORECASE)


class UnplayedCheck(Check):
    """Words without a rule."""

    kind = "unplayed"
    why = "What has no terms moves no money here, whatever its words say; a reader should know which words were left out of the numbers."
    example = "`A credit that is not claimed within two months lapses.` without a terms block."
    redraft = "Give the provision terms; or write `terms: none` if it moves neither money nor time."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for provision in evidence.draft.provisions:
            if provision.number and provision.kind is None and not provision.terms_none and BINDS.search(provision.text):
                question = "Does this provision move money or time? If so, by which rule?"
                yield Finding(
                    self.kind,
                    "note",
                    provision.number,
                    "has no terms and was not played",
                    question,
                    provision.place,
                    provision.text.strip(),
                    self.redraft,
                )
