"""Looks for two provisions that answer the same thing with different figures, where nothing says which prevails. Each is played as the one that does.

Two provisions with terms conflict if they are of one kind, speak of the same service, level or heads, and say something else; words conflict if both
set the time for payment, or the rate of interest, to different figures. Of several that differ from one another each is told once, beside the first
that it differs from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from itertools import combinations
from typing import Any

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import amend, fits, reword, terms_of
from wargame.analysis.words.wording import figures, sentence_with, sentences
from wargame.contract.rules.clause import Clause
from wargame.contract.rules.schedule import Schedule
from wargame.contract.text.draft import Provision
from wargame.core.finding import Finding
from wargame.core.message import Message, drafted
from wargame.core.quantities import ServiceName

ABOUT = (
    *("service", "service level", "measure", "window", "series", "covers", "milestone", "component", "severity", "protects"),
    *("party", "payer", "payee"),
)
_TOPICS = {  # each with a word that stands in whatever its pattern finds, which is looked for first
    "the time for payment": (
        "day",
        re.compile(
            r"\b(?:pays?|payable|payment|settle|due)\b.*\b(?:within|not later than|in)\b.*\bdays?\b.*\b(?:invoice|receipt|undisputed)"
            r"|\binvoices?\b.*\b(?:paid|payable|due)\b.*\bdays?\b",
            re.I | re.S,
        ),
    ),
    "the rate of interest": ("interest", re.compile(r"\binterest\b.*(?:%|per cent)", re.I | re.S)),
}


_YIELDS = re.compile(r"\b(?:subject to|notwithstanding|save as|in place of|instead of)\b", re.I)
_OVERDUE = re.compile(r"\b(unpaid|overdue|fell due|falls? due|not paid|suspend|terminat\w*)\b", re.I)


class ContradictoryCheck(Check):
    """Two answers, and no order between them."""

    kind = "contradictory"
    why = "Where two clauses answer one question differently each party will quote its own, and the difference is what the dispute is about."
    example = "8.1: available 99.5 % of each month. Schedule 2: availability 99.9 %. Nothing says which prevails."
    redraft = "If clauses A and B differ, clause A prevails [to agree]."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        told: set[tuple[str, str]] = set()
        late: set[str] = set()
        for a, b, differs, about in _differing(evidence, late):
            if not ordered(evidence, a, b):
                late.add(b.number)
                told.add((a.number, b.number))
                figures_of = {"first": a.number, "second": b.number, "about": about, "differs": ", ".join(differs)}
                message = drafted("{first} and {second} both answer for {about} and differ in {differs}", **figures_of)
                yield self._finding(evidence, a, b, message, b.text)
        for topic, (lead, pattern) in _TOPICS.items():
            found = [
                (one, sentence)
                for one in evidence.provisions
                for sentence in sentences(one.text)
                if lead in sentence.casefold() and pattern.search(sentence) and not _OVERDUE.search(sentence)
            ]
            what = "span" if topic == "the time for payment" else "percent"
            said_by = [(one, [each for each in figures(sentence) if each.what == what]) for one, sentence in found]
            with_values = [(one, said, frozenset(each.value for each in said)) for one, said in said_by if said]
            for (a, mine, first), (b, theirs, second) in combinations(with_values, 2):
                if first & second or a is b or (a.number, b.number) in told or ordered(evidence, a, b):
                    continue
                said = f"{{a}} says {{mine}} and {{b}} says {{theirs}} for {topic}"
                message = drafted(said, a=a.number, mine=mine[0].text, b=b.number, theirs=theirs[0].text)
                yield self._finding(evidence, a, b, message, sentence_with(b.text, theirs[0].text), reword(b, theirs[0].text, mine[0].text))

    def _finding(self, evidence: Evidence, a: Provision, b: Provision, message: Message, quote: str, patch: Any = None) -> Finding:
        ways = {}
        if patch is None:
            ways = {f"{a.number} prevails": _prevails(evidence, a, b), f"{b.number} prevails": _prevails(evidence, b, a)}
            patch = ways[f"{a.number} prevails"]
        proposal = self.redraft.replace("A and B", f"{a.number} and {b.number}").replace("clause A", f"clause {a.number}")
        return self.finding(
            evidence, "Medium", b.number, message, f"Which prevails, {a.number} or {b.number}?", quote, also=(a.number,), ways=ways, patch=patch,
            proposal=proposal,
        )  # fmt: skip


def _differing(evidence: Evidence, told: Collection[str]) -> Iterator[tuple[Provision, Provision, list[str], str]]:
    """Pairs of provisions that answer one question differently: in which terms, and what for; of one that has been `told` of meanwhile no more.
    Credits for one level answer one question, whichever kinds give them."""
    alike: dict[Any, list[tuple[Provision, Clause, Schedule | None]]] = {}
    for clause in evidence.rules.compiled:
        provision = evidence.draft.provision(clause.number)
        schedules = evidence.schedules_of(clause)
        for schedule in schedules:
            payers = tuple(terms_of(provision).get(key) for key in ("payer", "payee"))
            # Credits from the third miss on answer another question than those for every miss.
            alike.setdefault(("level", schedule.level, payers, schedule.counts), []).append((provision, clause, schedule))
        if clause.one_answer and not schedules:
            alike.setdefault((clause.kind, _subject(provision)), []).append((provision, clause, None))
    for group in alike.values():
        answers = [_answer(a) for a, _, _ in group]
        kept = [(type(clause), json.dumps(answer, sort_keys=True)) for (_, clause, _), answer in zip(group, answers, strict=True)]
        for j, (b, theirs, second) in enumerate(group):
            i = 0
            while i < j and b.number not in told:
                a, mine, first = group[i]
                differs = [key for key in answers[i] if answers[i].get(key) != answers[j].get(key)] or list(answers[j])
                if type(mine) is not type(theirs):
                    differs = [] if first is None or second is None or first.gives(second) else ["what a miss earns"]
                elif kept[i] == kept[j]:
                    differs = []
                if differs:
                    about = next(iter(mine.terms.named(ServiceName)), "") or next(iter(mine.levels()), "") or "the same thing"
                    yield a, b, differs, about
                i += 1
                while kept[i - 1] == kept[j] == kept[i] and i < j:
                    i += 1  # of those that answer as it does none differs


def _subject(one: Provision) -> tuple[Any, ...]:
    terms = terms_of(one)
    found = [terms.get(key) for key in ABOUT]
    return tuple(tuple(sorted(each)) if isinstance(each, list) else each for each in found)


def _answer(one: Provision) -> dict[str, Any]:
    return {key: value for key, value in terms_of(one).items() if key not in (*ABOUT, "kind", "subject to", "notwithstanding")}


def ordered(evidence: Evidence, a: Provision, b: Provision) -> bool:
    """Whether something says which of two provisions prevails."""
    linked = b.number in (*a.subject_to, *a.notwithstanding) or a.number in (*b.subject_to, *b.notwithstanding)
    listed = evidence.draft.front.precedence
    if linked or (a.number in listed and b.number in listed):
        return True
    for here, other in ((a, b), (b, a)):
        if not _YIELDS.search(here.text):
            continue
        if re.search(rf"\b(?:subject to|notwithstanding|save as|in place of|instead of)\b[^.]*\b{re.escape(other.number)}(?![.\d])", here.text, re.I):
            return True
    return False


def _prevails(evidence: Evidence, winner: Provision, loser: Provision) -> dict[str, Any]:
    """The draft without the loser; where others refer to it, the loser with the winner's terms."""
    without = {"remove": [loser.number]}
    if fits(evidence.draft, without, evidence.kinds):
        return without
    return amend(loser.number, text=winner.text.strip(), **{key.replace(" ", "_"): value for key, value in terms_of(winner).items()})
