"""Looks for remedies – service credits, liquidated damages, sums for late recovery – of which nothing says whether they are the only one.

Damages of which nothing is said are found where the agreement says it of other damages: then silence means something, and nobody knows what. Where it
says it of none they are taken, as agreed damages usually are, for all that is due.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import extend, insert
from wargame.analysis.words.wording import sentences
from wargame.contract.rules.roles import Role
from wargame.contract.text.draft import Provision
from wargame.core.finding import Finding
from wargame.core.message import drafted

_SAID = re.compile(
    r"\b(?:sole|only|exclusive|sole and exclusive|full and final)\b[^.]*\bremed(?:y|ies)\b|\bwithout prejudice\b"
    r"|\bin addition to (?:any|all|its|the)(?: other)?\b[^.]*\b(?:right|remed|claim|damages)|\bno other (?:right|remed|claim)"
    r"|\bnot (?:limit|exclude|affect|prejudice)\w* (?:any|the|its)(?: other)? (?:\w+'s |\w+’s )?(?:other )?(?:right|remed|claim)"
    r"|\b(?:shall|do(?:es)?) not (?:limit|exclude|affect|prejudice|shut out|bar)\w*\b[^.]*\b(?:right|remed|claim|damages)"
    r"|\bcumulative\b|\bfull and final\b|\bany other right or remedy\b|\bother rights? (?:and|or) remed|\bin (?:full )?satisfaction of\b"
    r"|\bbeside any\b|\b(?:is|are) (?:not )?(?:the )?exhaustive\b|\bwhatever else (?:is|may be) (?:due|claimed)",
    re.I,
)
# One of them stands in whatever `_SAID` finds; they are looked for first, which takes a tenth of the time.
_LEADS = ("remed", "prejudice", "right", "claim", "damages", "cumulative", "satisfaction", "full and final", "beside", "exhaustive", "whatever else")
_GENERAL = re.compile(
    r"\b(?:rights|remedies)\b[^.]*\bunder this agreement\b|\ball remedies\b|\b(?:rights and )?remedies (?:provided|given|set out) in this", re.I
)


class ExclusivityUnstatedCheck(Check):
    """A remedy, and nothing else? The agreement does not say."""

    kind = "exclusivity-unstated"
    why = "A remedy that is the only one limits the claim to what it pays; others leave damages beside it. Silence invites both."
    example = "8.2 gives credits; no clause says `sole remedy` or `without prejudice`."
    redraft = "Service Credits are without prejudice to any other right or remedy, and are taken into account in any damages for the same failure."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        credits = [evidence.draft.provision(one.number) for one in evidence.rules.provisions.playing(Role.CREDIT)]
        silent = [one for one in credits if not _stated(evidence, one, r"\bcredits?\b")]
        if credits and len(silent) == len(credits):
            first = credits[0].number
            yield self.finding(
                evidence, "Medium", first, evidence.fitted("does not say whether credits are the client's only remedy"),
                "Are credits the only remedy for the failure, or one of several?",
                also=tuple(one.number for one in credits[1:]), event="outage", asks="remedy",
                patch=insert(evidence.draft, first, "Nature of Service Credits", self.redraft, {"terms": "none"}),
            )  # fmt: skip
        damages = [evidence.draft.provision(one.number) for one in evidence.rules.provisions.playing(Role.DAMAGES)]
        unsaid = [one for one in damages if not _stated(evidence, one, r"\b(?:liquidated|agreed|delay) damages\b")]
        for one in unsaid:
            told = [each.number for each in damages if each not in unsaid]
            if told:
                yield self._damages(evidence, one, told)

    def _damages(self, evidence: Evidence, one: Provision, told: list[str]) -> Finding:
        said = f"does not say whether what it gives is all that is due for the failure, though {{told}} {'do' if len(told) > 1 else 'does'}"
        words = "What is due under this clause is the sole remedy in money for the failure [to agree]."
        return self.finding(
            evidence, "Medium", one.number, drafted(said, told=" and ".join(told)),
            "Is this sum all that may be claimed for the failure, or is it due beside damages?", proposal=words, also=tuple(told),
            patch=extend(one, words),
        )  # fmt: skip


def _stated(evidence: Evidence, one: Provision, name: str) -> bool:
    """Whether the agreement says how a remedy stands to others: in its words, in terms about it, in a clause that names it, or for its kind."""
    if _says(" ".join(one.text.split())):
        return True
    known = evidence.notes.get((_stated, name))
    if known is None:
        known = evidence.notes[_stated, name] = _spoken_for(evidence, name)
    of_all, of_one, in_terms = known
    return one.number in in_terms or bool(of_all - {one.number}) or bool(of_one.get(one.number, set()) - {one.number})


def _leads(text: str) -> bool:
    folded = " ".join(text.casefold().split())
    return any(lead in folded for lead in _LEADS)


def _says(flat: str) -> bool:
    return _leads(flat) and _SAID.search(flat) is not None


def _spoken_for(evidence: Evidence, name: str) -> tuple[set[str], dict[str, set[str]], set[str]]:
    """The clauses that say how remedies of a name, or of any, stand to others; clause number to those that say it of that clause; and the clauses of
    which terms say it."""
    of_all: set[str] = set()
    of_one: dict[str, set[str]] = {}
    for other in evidence.provisions:
        if not _leads(other.text):
            continue
        whole = _says(" ".join(other.text.split()))
        for sentence in sentences(other.text):
            flat = " ".join(sentence.split())
            if not (_says(flat) or (whole and re.match(r"They|These|It|Each", flat))):
                continue
            spoken = re.search(name, f"{other.title}. {flat}", re.I) and not re.search(r"\bclauses?\s+\d", flat)
            if spoken or _GENERAL.search(flat):
                of_all.add(other.number)
            for number in evidence.mentions.named_in(flat):
                of_one.setdefault(number, set()).add(other.number)
    in_terms = {number for other in evidence.rules.provisions.playing(Role.SOLE_REMEDY) for number in other.about}
    return of_all, of_one, in_terms
