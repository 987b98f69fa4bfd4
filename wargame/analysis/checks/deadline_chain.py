"""Looks for steps whose longest times together pass the limit they have to meet: 14 + 28 + 14 days against 42.

Steps are spans after `within` or `not later than` in one clause, each following the one before; the limit is a span after `in any event`, or after
which a claim lapses. Business days count 7 days for 5, and a notice deemed received later adds its days. Where no life was played with such a clause,
the share of claims lost assumes that each step takes any whole number of days up to its time, all alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import terms_of
from wargame.analysis.words.wording import WORDS, sentence_with, sentences, spelled
from wargame.contract.rules.declared import Deadlines
from wargame.contract.text.draft import Provision
from wargame.core.finding import Finding
from wargame.core.message import Message, agreed, played
from wargame.core.values import DAY, Duration
from wargame.core.words import in_percent

_COUNT = rf"(?P<count>\d+|{spelled(but=('once',))})(?:\s+\(\d+\))?"
_SPAN = rf"{_COUNT}\s+(?P<unit>business days?|working days?|calendar days?|days?|weeks?)"
_STEP = re.compile(
    rf"\b(?:within|not later than|no later than|has|have|after|for)\s+(?:a (?:further )?period of\s+|a further\s+|another\s+|the following\s+"
    rf"|the next\s+)?{_SPAN}",
    re.I,
)
_LIMIT = re.compile(
    r"(?:\bin any event\b|\bat the latest\b|\boverall\b|\baltogether\b|\bin total\b|\blaps\w+|\bis lost\b|\bbarred\b|\bwaived\b|\bextinguish\w+"
    r"|\bno claim\b|\blimit of\b|\bfinally\b)",
    re.I,
)
_ANY = re.compile(_SPAN, re.I)
_DEEMED = (  # compiled, which takes a millisecond, only where something is deemed
    rf"\bdeemed (?:to (?:be|have been) )?(?:received|served|given|delivered)\b[^.]*?\b{_SPAN}"
    rf"|{_SPAN.replace('count', 'n').replace('unit', 'u')}[^.]*?\bdeemed\b"
)
_FOLLOWS = re.compile(
    r"\b(after (?:that|receipt|receiving|the|such|its|each|this)|of (?:that|such|the|its|receipt|receiving)|thereafter|then|following"
    r"|from (?:that|receipt|the))\b",
    re.I,
)


class Chain(NamedTuple):
    """Steps, each of so many days and as it is written, and the limit within which all of them have to end: in days, its sentence, as it is
    written."""

    steps: list[tuple[int, str]]
    limit: int
    sentence: str
    written: str


class DeadlineChainCheck(Check):
    """A time limit that its own steps pass."""

    kind = "deadline-chain"
    why = "A party that takes every step in good time is still too late, and the claim is lost."
    example = "Notice within 14 days, reply within 28, referral within 14; in any event within 42 days of the event."
    redraft = "Let the limit be the sum of the steps, or let it run from the last of them."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for provision in evidence.provisions:
            clause = evidence.compiled.get(provision.number)
            deadlines = clause.deadlines() if clause is not None else None
            chain = _in_terms(provision, deadlines) or _chain(provision.text)
            if chain is not None and sum(days for days, _ in chain.steps) > chain.limit:
                where = deadlines.figure[0] if deadlines is not None else ""
                yield self._finding(evidence, provision, chain, where)

    def _finding(self, evidence: Evidence, provision: Provision, chain: Chain, where: str | int) -> Finding:
        steps, limit, sentence, written = chain
        total = sum(days for days, _ in steps)
        sum_of = " + ".join(str(days) for days, _ in steps)
        late = {account for one in evidence.base for account, why in one.withheld if why.clause == provision.number}
        barred = evidence.withheld(lambda account, why: why.clause == provision.number)
        paid = evidence.paid(lambda account: account in late)
        alike = lost_share([days for days, _ in steps], limit)
        lost = Fraction(barred, barred + paid) if barred else alike
        how = "of what was claimed in the lives played" if barred else "of claims, if each step takes any number of days up to its time alike"
        changes = {key: f"{total} days" for key, value in terms_of(provision).items() if key == where or value == f"{limit} days"}
        now = re.sub(r"\d+|[A-Za-z-]+(?=\s+(?:\(|business|working|calendar|days?|weeks?))", str(total), written, count=1)
        now = re.sub(r"(?i)(?:business|working|calendar) days?|weeks?", "days", now)
        return self.finding(
            evidence, "Medium", provision.number,
            Message(
                "the steps take up to {steps} = {total} days against a limit of {limit} days: {lost} {how} come too late", steps=agreed(sum_of),
                total=agreed(total), limit=agreed(limit), lost=played(in_percent(lost, 1)) if barred else agreed(in_percent(alike, 1)), how=how,
            ),
            "Is a party that takes every step in time meant to be too late?", sentence, frequency=float(lost),
            proposal=sentence.replace(written, f"{now} [to agree]"),
            patch={"patch": {provision.number: {"text": provision.text.strip().replace(sentence, sentence.replace(written, now)), **changes}}},
        )  # fmt: skip


def _in_terms(provision: Provision, deadlines: Deadlines | None) -> Chain | None:
    """The chain that terms hold: steps that have to end within a limit."""
    if deadlines is None or not deadlines.steps:
        return None
    written = str(deadlines.within)
    steps = [(_days_of(span), str(span)) for span in deadlines.steps]
    return Chain(steps, _days_of(deadlines.within), sentence_with(provision.text, written), written)


def _days_of(span: Duration) -> int:
    return span.seconds // DAY + -(-span.business_days * 7 // 5) + span.months * 30


def lost_share(steps: list[int], limit: int) -> Fraction:
    """The share of chains that pass the limit if each step takes 1 to its longest number of whole days, all alike and independent; a step of 0
    days takes none."""
    ways = {0: 1}
    for longest in steps:
        after: dict[int, int] = {}
        for days, count in ways.items():
            for more in range(min(longest, 1), longest + 1):
                after[days + more] = after.get(days + more, 0) + count
        ways = after
    return Fraction(sum(count for days, count in ways.items() if days > limit), sum(ways.values()))


def _chain(text: str) -> Chain | None:
    """The chain that words set; None where they set none with a limit."""
    if not _LIMIT.search(text):
        return None
    steps: list[tuple[int, str]] = []
    limit: tuple[int, str, str] | None = None
    linked = 0
    for sentence in sentences(text):
        marker = _LIMIT.search(sentence)
        spans = list(_ANY.finditer(sentence))
        if marker and spans:
            last = min(spans, key=lambda match: (match.start() < marker.start(), abs(match.start() - marker.start())))
            limit = (_days(last["count"], last["unit"]), sentence, last.group())
            spans = [match for match in spans if match is not last]
        for match in spans:
            lead = sentence[max(0, match.start() - 30) : match.end()]
            if _STEP.search(lead) or ("deemed" in sentence.lower() and re.search(_DEEMED, sentence, re.I)):
                steps.append((_days(match["count"], match["unit"]), match.group()))
                linked += bool(_FOLLOWS.search(sentence[match.end() : match.end() + 60]) or _FOLLOWS.search(sentence[: match.start()]))
    if limit is None or len(steps) < 2 or not linked:
        return None
    return Chain(steps, *limit)


def _days(count: str, unit: str) -> int:
    number = WORDS.get(count.lower(), int(count) if count.isdigit() else 0)
    word = unit.lower()
    if word.startswith(("business", "working")):
        return -(-number * 7 // 5)
    return number * 7 if word.startswith("week") else number
