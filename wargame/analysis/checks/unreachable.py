"""Looks for rights that can never be had: more misses than the window has months, periods longer than the agreement lasts, and triggers that no life
reached although what they count happened in many; and for charges that run on after the agreement has ended."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import merged, placed, reword
from wargame.analysis.words.wording import sentence_with
from wargame.contract.rules.clause import Clause
from wargame.contract.rules.schedule import Path
from wargame.contract.text.draft import Provision
from wargame.core.calendar import MEAN_MONTH
from wargame.core.finding import Finding, Stake, Witness
from wargame.core.message import Message, agreed, drafted, played
from wargame.core.values import DAY, Duration
from wargame.core.words import in_percent

ENOUGH, OFTEN = 100, 0.25  # lives, and the share of them in which what a right waits for must have happened


class UnreachableCheck(Check):
    """A right out of reach."""

    kind = "unreachable"
    why = "A right that cannot arise protects nobody, and its holder has paid for it in the negotiation."
    example = "`missed in 7 months of any 6`; a right that arises after 48 months of a term of 36."
    redraft = "Bring the trigger within reach of the window and the term."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for clause in evidence.rules.clauses:
            if not evidence.draft.has(clause.number):
                continue
            yield from self._window(evidence, clause)
            yield from self._term(evidence, clause)
            yield from self._never(evidence, clause)
            yield from self._past(evidence, clause)

    def _window(self, evidence: Evidence, clause: Clause) -> Iterator[Finding]:
        count = clause.count()
        if count is None or not count.window.months:
            return
        misses, window, figure = count
        reach = min(window.months, evidence.rules.term_months)
        if misses > reach:
            provision = evidence.draft.provision(clause.number)
            yield self.finding(
                evidence, "Medium", clause.number, drafted("{misses} misses are asked for in {window} of a term of {term}: "
                "the right can never arise", misses=misses, window=window, term=evidence.rules.term_months),
                "How many misses, in how many months, are meant?", sentence_with(provision.text, str(misses)),
                patch=_said(provision, figure, str(misses), str(reach)),
            )  # fmt: skip

    def _term(self, evidence: Evidence, clause: Clause) -> Iterator[Finding]:
        term = evidence.rules.term_months
        for name in type(clause.terms).model_fields:
            value = clause.terms.term(name)
            if not clause.grants() or name in clause.windows or not isinstance(value, Duration) or _months(value) <= term:
                continue
            provision = evidence.draft.provision(clause.number)
            half = f"{max(term // 2, 1)} months"
            yield self.finding(
                evidence, "Medium", clause.number, Message("{name} is {value}, longer than the term of {term} months: the right never "
                "bites", name=name.replace("_", " "), value=agreed(value), term=agreed(term)),
                "Within what time is this right meant to be had?", sentence_with(provision.text, str(value)),
                patch=reword(provision, str(value), half, **{name: half}),
            )  # fmt: skip

    def _past(self, evidence: Evidence, clause: Clause) -> Iterator[Finding]:
        """A charge to a month that the term does not have."""
        path = clause.runs_past()
        if not path:
            return
        provision, month, term = evidence.draft.provision(clause.number), str(clause.terms.at(path)), str(evidence.rules.term_months)
        yield self.finding(
            evidence, "Low", clause.number,
            drafted("it runs to month {month} of a term of {term}: it ends with the agreement", month=month, term=term),
            "Is it meant to end with the agreement, or is the term meant to be longer?", sentence_with(provision.text, month),
            proposal=evidence.fitted("The charge under this clause is payable to the end of the Term."),
            patch=_said(provision, tuple(str(step).replace("_", " ") for step in path), month, term),
        )  # fmt: skip

    def _never(self, evidence: Evidence, clause: Clause) -> Iterator[Finding]:
        """A right that arose in no life, though what it waits for happened in many."""
        lives, awaited = evidence.coverage.lives, clause.awaits()
        happened = max((lives[number, truth] for number, truth in awaited), default=0)
        if "arisen" not in clause.publishes or lives[clause.number, "arisen"] or evidence.lives < ENOUGH or happened < OFTEN * evidence.lives:
            return
        provision = evidence.draft.provision(clause.number)
        path = clause.trigger()
        value = clause.terms.at(path) if path else ""
        words = sentence_with(provision.text, str(value)) if path else ""
        on = awaited[0][0]
        nothing = Stake(0, None, "a right that never arises moves nothing")
        yield self.finding(
            evidence, "Medium", clause.number,
            Message(
                "the right arose in none of {lives} lives, though what it waits for under {on} happened in {share} of them",
                lives=played(f"{evidence.lives:,}"), on=agreed(on), share=played(in_percent(Fraction(happened, evidence.lives))),
            ),
            "Is this right meant to be had?", words, also=(on,), frequency=0.0, witness=_shown(evidence, awaited),
            patch=_nearer(provision, path, value), money=dict.fromkeys(evidence.rules.parties, nothing),
        )  # fmt: skip


def _shown(evidence: Evidence, awaited: tuple[tuple[str, str], ...]) -> Witness | None:
    """A future in which an outage ran that gave nobody a right to leave."""
    for one in evidence.base:
        at = one.coverage.witness.get(("outage", "leave"))
        if at is not None and any(one.coverage.lives[each] for each in awaited):
            return Witness(one.cell.scenario, at)
    return None


def _said(provision: Provision, figure: Path, was: str, now: str) -> dict[str, Any]:
    """The patch that puts a figure where another stands, in the terms and in the words."""
    return merged(reword(provision, was, now), placed(provision, (figure, now)))


def _nearer(provision: Provision, figure: Path, value: Any) -> dict[str, Any] | None:
    """The trigger brought down to a twelfth, or to a single miss."""
    if isinstance(value, int):
        return _said(provision, figure, str(value), "1")
    if not isinstance(value, Duration):
        return None
    days = max(value.seconds // DAY + value.business_days * 7 // 5 + value.months * 30, 12)
    return _said(provision, figure, str(value), f"{days // 12} days")


def _months(value: Duration) -> float:
    return value.months + value.seconds / MEAN_MONTH + value.business_days / 21
