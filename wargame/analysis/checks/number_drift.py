"""Looks for figures that the words and the terms of one provision do not share: percentages, money, spans of time and counts.

A figure counts as shared if the terms hold it in any form (36 months is 3 years, 0.5 % is 99.5 % seen from above), or if another provision or
the front matter defines it. A pair – one figure in the words only, one of the same sort in the terms only – is drift; an odd one out in the
words is a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from math import gcd
from typing import Any

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import reword, terms_of
from wargame.analysis.words.wording import WORDS, WrittenFigure, figures, sentence_with
from wargame.contract.text.draft import Provision
from wargame.core.finding import Finding
from wargame.core.message import drafted
from wargame.core.quantities import Ref, ServiceName
from wargame.core.values import DAY, Duration, Rate

Form = tuple[
    str, int, int
]  # what a figure measures, and its value as a fraction in lowest terms: a Fraction is hashed in ten times the time (measured)
_LOOSE = re.compile(r"\d[\d,\u00a0\u202f ]*(?:\.\d+)?")


class NumberDriftCheck(Check):
    """The words say one number, the terms another."""

    kind = "number-drift"
    why = "The signed text binds and the terms are what was priced: where they differ, every figure of this run is about another agreement."
    example = "`… within 4 hours …` beside `restore within: 6 hours`."
    redraft = "Make the words and the terms say the same number."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for provision in evidence.provisions:
            if provision.terms is None or not provision.text.strip():
                continue
            said, _, missing, odd = compared(evidence, provision)
            if not said:
                continue
            paired = set()
            for one in odd:
                other = next((each for each in missing if each.what == one.what and each not in paired), None)
                if other is None and one.what == "count":
                    continue
                if other is not None:
                    paired.add(other)
                yield self._drift(evidence, provision, one, other)

    def _drift(self, evidence: Evidence, provision: Provision, one: WrittenFigure, other: WrittenFigure | None) -> Finding:
        quote = sentence_with(provision.text, one.text)
        if other is None:
            message = drafted("the words say {said}, and the terms hold no such figure", said=one.text)
            return self.finding(evidence, "Low", provision.number, message, "By which rule does this figure work?", quote,
                                patch=reword(provision, one.text, f"[{one.text}: to agree]"))  # fmt: skip
        mended = reword(provision, one.text, other.text)
        ways = {"the terms prevail": mended, "the words prevail": {"patch": {provision.number: _as_said(terms_of(provision), other.text, one.text)}}}
        return self.finding(
            evidence, "Medium", provision.number, drafted("the words say {said}, the terms say {held}", said=one.text, held=other.text),
            "Which of the two was agreed?", quote,
            proposal=quote.replace(one.text, other.text), patch=mended, ways=ways,
        )  # fmt: skip


def compared(evidence: Evidence, provision: Provision) -> tuple[list[WrittenFigure], list[WrittenFigure], list[WrittenFigure], list[WrittenFigure]]:
    """(figures of the words, of the terms, of the terms alone, of the words alone) of a provision."""
    known = evidence.notes.setdefault(compared, {})
    if provision.number not in known:
        known[provision.number] = _compared(evidence, provision)
    found: tuple[list[WrittenFigure], list[WrittenFigure], list[WrittenFigure], list[WrittenFigure]] = known[provision.number]
    return found


def _compared(evidence: Evidence, provision: Provision) -> tuple[list[WrittenFigure], list[WrittenFigure], list[WrittenFigure], list[WrittenFigure]]:
    said, (held, forms_held) = list(figures(provision.text)), _held(evidence, provision)
    loose = forms_held | _written(provision)
    odd = [one for one in said if loose.isdisjoint(forms(one)) and not _elsewhere(evidence, provision, one)]
    spoken = {value for figure in said for value in forms(figure)} | _small(provision.text)
    return said, held, [one for one in held if spoken.isdisjoint(forms(one))], odd


def _as_said(terms: dict[str, Any], was: str, now: str) -> dict[str, Any]:
    """The terms in which a figure stands, with the figure of the words in its place."""

    def put(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: put(one) for key, one in value.items()}
        return [put(one) for one in value] if isinstance(value, list) else now if value == was else value

    return {key: put(value) for key, value in terms.items() if put(value) != value}


def forms(figure: WrittenFigure) -> set[Form]:
    """The ways in which the same figure may be written."""
    n, d = figure.value.numerator, figure.value.denominator
    if figure.what == "percent":
        part = gcd(100, d)
        hundreds: Form = ("count", n * (100 // part), d // part)
        return {("percent", n, d), ("percent", d - n, d), hundreds} | ({("count", n, 1)} if d == 1 else set())
    if figure.what == "span":
        found: set[Form] = {("span " + figure.unit, n, d)}
        if figure.unit == "months":
            found |= {("count", n, d), *({("count", n // 12, 1), ("percent", n, 1)} if d == 1 and n % 12 == 0 else ())}
        elif figure.unit == "business days":
            found |= {("count", n, d)}
        elif d == 1:
            found |= {("count", n // size, 1) for size in (1, 60, 3600, DAY, 7 * DAY) if n % size == 0}
        return found
    return {("money", n, d), ("count", n, d)}


def _held(evidence: Evidence, provision: Provision) -> tuple[list[WrittenFigure], set[Form]]:
    """The figures of the terms of a provision, and all their forms; every figure of a clause that refers to it asks for them."""
    known = evidence.notes.setdefault(_held, {})
    if provision.number not in known:
        held = list(_in_terms(provision))
        known[provision.number] = held, {value for figure in held for value in forms(figure)}
    found: tuple[list[WrittenFigure], set[Form]] = known[provision.number]
    return found


def _in_terms(provision: Provision) -> Iterator[WrittenFigure]:
    """The figures that matter of the terms as written: not clause numbers or services, not choices."""
    terms: Any = provision.terms
    names = {*terms.named(Ref), *terms.named(ServiceName)} if terms is not None else set()
    for key, text in scalars(terms_of(provision)):
        if key not in ("kind", "subject to", "notwithstanding") and text not in names:
            yield from figures(text)


def scalars(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """(name, text) of every scalar of terms as written."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from scalars(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from scalars(inner, key)
    else:
        yield key, str(value)


def _written(provision: Provision) -> set[Form]:
    """Every number that stands anywhere in the terms, and the values that their kind fills in where the draft says nothing."""
    text = "\n".join(text for _, text in scalars(terms_of(provision)))
    found = {_ratio(re.sub(r"[^0-9.]", "", hit)) for hit in _LOOSE.findall(text)} | _in_words(text)
    values: set[Form] = {(what, *one) for one in found for what in ("count", "money")}
    for default in vars(provision.terms).values():
        if isinstance(default, Duration):
            values |= forms(next(figures(str(default)), WrittenFigure("count", Fraction(0), "", "")))
        elif isinstance(default, Rate):
            values.add(("percent", *Fraction(default.num, default.den).as_integer_ratio()))
    return values


def _ratio(digits: str) -> tuple[int, int]:
    return Fraction(digits).as_integer_ratio() if "." in digits else (int(digits), 1)


def _in_words(text: str) -> set[tuple[int, int]]:
    return {(WORDS[word], 1) for word in re.findall(r"[a-z-]+", text.lower()) if word in WORDS}


def _small(text: str) -> set[Form]:
    """Numbers said in words, which may count anything."""
    return {(what, *one) for one in _in_words(text) for what in ("count", "money", "span months")}


def _elsewhere(evidence: Evidence, here: Provision, one: WrittenFigure) -> bool:
    """Whether a clause that this one refers to, or the front matter, holds the figure: it is defined there."""
    term, baselines = _of_the_front(evidence)
    if forms(one) & term or (one.what == "count" and one.value in baselines):
        return True
    mentions = evidence.mentions
    named = {text for _, text in scalars(terms_of(here)) if text in mentions.by_number} | mentions.words_in(here.text)
    others = (mentions.by_number[number] for number in named if number != here.number)
    wanted = forms(one)
    return any(not wanted.isdisjoint(_held(evidence, each)[1]) for each in others if each.terms is not None)


def _of_the_front(evidence: Evidence) -> tuple[set[Form], set[Fraction]]:
    """The forms of the term of the agreement, and the volumes that it assumes."""
    known = evidence.notes.get(_of_the_front)
    if known is None:
        front = evidence.draft.front
        term = forms(next(figures(str(front.term)), WrittenFigure("count", Fraction(-1), "", "")))
        baselines = {Fraction(service.baseline.num, service.baseline.den) for service in front.services.values() if service.baseline}
        known = evidence.notes[_of_the_front] = (term, baselines)
    found: tuple[set[Form], set[Fraction]] = known
    return found
