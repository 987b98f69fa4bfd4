"""Looks for references to clauses and schedules that this agreement does not have."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import TO_AGREE, insert, last_number, reword
from wargame.analysis.words.wording import references, sentence_with
from wargame.contract.text.draft import Provision
from wargame.core.finding import Finding
from wargame.core.message import drafted
from wargame.core.problem import suggest


class DanglingCheck(Check):
    """A reference to nothing."""

    kind = "dangling"
    why = "A clause that yields to, or is measured by, a clause that is not there says something nobody can apply."
    example = "`Subject to clause 12.9 …` in an agreement whose last clause is 12.4."
    redraft = "Refer to the clause that is meant, or add it."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        numbers = set(evidence.draft.numbers)
        above = {number[:i] for number in numbers for i, letter in enumerate(number) if letter == "."}
        tops = numbers | {number.rsplit(".", 1)[-1] for number in numbers if " " in number}
        for provision in evidence.draft.provisions:
            seen: set[str] = set()
            prefix = provision.number.split(".")[0] if not provision.number[:1].isdigit() else ""
            for number, written in references(provision.text):
                inside = f"{prefix}.{number}" if prefix else number
                if number in tops or inside in numbers or number in seen or number in above:
                    continue
                seen.add(number)
                yield self._finding(evidence, provision, number, written)

    def _finding(self, evidence: Evidence, provision: Provision, number: str, written: str) -> Finding:
        near = _nearest(number, evidence.draft.numbers)
        schedule = " " in number
        what = number if schedule else f"clause {number}"
        quote = sentence_with(provision.text, written)
        if schedule:
            patch = insert(
                evidence.draft,
                last_number(evidence.draft),
                number,
                f"{number} is {TO_AGREE}. The clauses of this Agreement prevail over it.",
                {"terms": "none"},
            )
            (added,) = patch["add"].values()
            patch = {"add": {number: added}}
            proposal = f"{number} … {TO_AGREE}, attached before signature."
        else:
            patch = reword(provision, written, written.replace(number, near))
            proposal = quote.replace(written, f"{written.replace(number, near)} {TO_AGREE}")
        return self.finding(
            evidence, "Medium", provision.number, drafted("refers to {what}, which this agreement does not have", what=what),
            f"Which provision is meant by {what}?",
            quote, proposal=proposal, patch=patch,
        )  # fmt: skip


@lru_cache(maxsize=8)
def _last_under(numbers: tuple[str, ...]) -> dict[str, str]:
    """Stem of clause numbers to the last number that has it."""
    return {one.rsplit(".", 1)[0]: one for one in numbers if "." in one}


def _nearest(number: str, numbers: tuple[str, ...]) -> str:
    """A number that is there and is written most like it."""
    same = _last_under(numbers).get(number.rsplit(".", 1)[0])
    if same:
        return same
    hint = suggest(number, numbers)
    return next((one for one in numbers if one in hint), numbers[-1])
