"""Looks for words with a capital, as defined terms have, that are used in the middle of a sentence and defined nowhere.

A term counts as defined where it stands in bold or in quotation marks, before `means`, as a party, a service, a heading or in the front matter.
Names of places, months, days and laws are no terms. A draft that defines nothing at all is not asked to begin.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import TO_AGREE, insert
from wargame.analysis.words.wording import sentence_with
from wargame.core.finding import Finding

# In the middle of a sentence, or after the article that begins one; looked for at capitals alone, which takes a third of the time (measured).
_BEFORE = "|".join(("(?<=[a-z0-9,;)] )", *(rf"(?<=\b{word} )" for word in ("A", "An", "The", "Each", "Every", "Any", "No", "All", "Such"))))
_TERM = re.compile(rf"(?=[A-Z])(?:{_BEFORE})[A-Z][a-z]+\b(?:-[A-Za-z]+\b)?(?: (?:(?:of|and) )?[A-Z][a-z]+\b)*+(?!\w)(?! ?[0-9(])")
_MARKED = re.compile(r"\*\*([^*]+)\*\*|[“\"]([^”\"]+)[”\"]|‘([^’]+)’|(?<!\*)\*([A-Z][^*]+)\*(?!\*)")
# Possessive, word by word: words all in capitals could else be cut up in countless ways.
_MEANS = re.compile(r"(?<![\w-])([A-Z][\w-]*+(?:\s[A-Z][\w-]*+)*+)\s+(?:means?|has the meaning|is defined)")
_LONGEST = 8  # words: runs of more are looked for one by one
_SHALL = re.compile(r"\b(?:shall|must|may not|(?:is|are) (?:due|payable|entitled))\b")
_ORDINARY = frozenset(
    word
    for line in (
        "January February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday",
        "Saturday Sunday England Wales Scotland Ireland Kingdom Britain Europe European Union London Act Acts Regulation Regulations",
        "Directive Parliament Court Courts Index Consumer Prices Price Severity Priority Coordinated Universal Time Bank State States",
        "America American Agreement Party Parties Schedule Schedules Annex Appendix Exhibit Clause Clauses Section Parliamentary Internet",
        "Crown Government Ltd Limited English Christmas Easter Greenwich Mean Euro Sterling Dollar Dollars Retail Markets Financial Conduct",
        "Authority Level Office National Statistics Society Law Indian Commission Agency Ministry Institute Association University Exchange",
    )
    for word in line.split()
)


class UndefinedCheck(Check):
    """A defined term without a definition."""

    kind = "undefined"
    why = "A capital says `this has a meaning we agreed`; where none was, each party will supply its own on the day it matters."
    example = "`The Provider shall restore Critical Functions first`, and no clause says which functions are critical."
    redraft = "**TERM** means … [to agree]."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        known = _known(evidence)
        if not any(_MARKED.search(one.text) or _MEANS.search(one.text) for one in evidence.draft.provisions):
            return
        used: dict[str, list[str]] = defaultdict(list)
        first: dict[str, str] = {}  # a term in plain form to how it was written first
        within = _runs_of_words(known)
        is_known: dict[str, bool] = {}
        for provision in evidence.provisions:
            text = " ".join(provision.text.split())
            for match in _TERM.finditer(text):
                term = match[0]
                if term not in is_known:
                    is_known[term] = _is_known(term, known, within)
                if not is_known[term]:
                    used[first.setdefault(_plain(term), term)].append(provision.number)
        near = _definitions(evidence) if used else ""
        for term, where in used.items():
            provision = evidence.draft.provision(where[0])
            quote = sentence_with(provision.text, term.split()[0])
            weighty = (provision.terms is not None or _SHALL.search(quote)) and not _is_name(provision.text, term)
            often = f"{len(where)} times" if len(where) > 1 else "once"
            yield self.finding(
                evidence, "Medium" if weighty else "Low", where[0], f"“{term}” is used {often} as a defined term and defined nowhere",
                f"What does “{term}” mean?", quote, also=tuple(dict.fromkeys(where[1:])),
                proposal=self.redraft.replace("TERM", term),
                patch=insert(evidence.draft, near, term, f"**{term}** means {TO_AGREE}.", {"terms": "none"}),
            )  # fmt: skip


def _known(evidence: Evidence) -> set[str]:
    """The words that are defined or need no definition, in lower case and without plural."""
    found: set[str] = set()
    for provision in evidence.draft.provisions:
        found.add(provision.title)
        text = " ".join(provision.text.split())
        for match in _MARKED.finditer(text):
            found.add(next(group for group in match.groups() if group).strip("*_ "))
        found |= {match[1] for match in _MEANS.finditer(text)}
    front = evidence.draft.front
    found |= {front.title, *front.parties, *(party.name for party in front.parties.values())}
    for name, service in front.services.items():
        found |= {name, service.unit, service.title or name}
    found |= {"Effective Date", "Term", "Services", "Service", "Currency"}
    return {_plain(one) for one in found}


def _runs_of_words(known: set[str]) -> set[str]:
    """Every run of words, not too long, of what is known; of what has no words, none."""
    found = {""} & known
    for one in known:
        parts = one.split(" ")
        found |= {" ".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, min(i + _LONGEST, len(parts)) + 1)}
    return found


def _is_known(term: str, known: set[str], within: set[str]) -> bool:
    """Whether a term is defined or needs no definition; `within` holds every run of words of what is known."""
    parts = term.split()
    plain = _plain(term)
    long = plain.count(" ") >= _LONGEST and any(f" {plain} " in f" {one} " for one in known)
    if plain in within or long or all(part in _ORDINARY for part in parts if part[0].isupper()):
        return True
    # A longer term is known if known ones cover it: "Monthly Service Credits" by its last words, "Client and Provider" by each.
    if any(_plain(" ".join(parts[i:])) in known for i in range(1, len(parts))):
        return True
    return all(_plain(part) in known or part in _ORDINARY for part in re.split(r" (?:of|and) ", term))


@lru_cache(maxsize=4096)
def _plain(term: str) -> str:
    """In lower case, without articles and without plurals."""
    return " ".join(re.sub(r"(?<=[a-z]{2})s$", "", re.sub(r"ies$", "ys", word)) for word in term.casefold().split() if word not in ("the", "a", "an"))


def _is_name(text: str, term: str) -> bool:
    """A capital in a list of names, or in brackets after what it stands for, is a name."""
    return bool(re.search(rf"\([^)]*{re.escape(term)}", text))


def _definitions(evidence: Evidence) -> str:
    """The provision beside which a definition belongs."""
    for provision in evidence.provisions:
        if _MEANS.search(" ".join(provision.text.split())) or "definition" in provision.title.casefold():
            return provision.number
    return evidence.provisions[-1].number
