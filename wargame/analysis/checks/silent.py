"""Looks for events whose questions no clause with terms answers, and says how often that happens, what is at stake and which future shows it.

A cell (event × question) that is never answered although money hangs on it comes before one that is answered for some events only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.findings.silence import MONEY, WEIGHTY, answers_of, state_of
from wargame.analysis.words.patches import TO_AGREE, fits, insert, last_number, model
from wargame.contract.rules.clause import Clause
from wargame.contract.rules.roles import Role
from wargame.contract.rules.rulebook import number_key
from wargame.core.account import ECONOMICS
from wargame.core.events import EVENTS, QUESTIONS
from wargame.core.finding import Finding, Severity, Stake, Witness
from wargame.core.message import Message, played
from wargame.core.problem import Place
from wargame.core.words import in_percent, joined

if TYPE_CHECKING:
    from wargame.simulation.run.results import CellResult

# Answers that are a kind of clause with terms of their own, rather than its example: title, words, terms.
SPECIAL: dict[tuple[str, str], tuple[str, str, dict[str, Any]]] = {
    ("breach", ""): (
        "Data",
        "The Provider shall indemnify the Client against data restoration, remediation and notification, customer redress and regulatory fines that "
        f"arise from data being lost, or seen by those who should not, for which it is responsible {TO_AGREE}.",
        {"kind": "indemnity", "losses": ["data restoration", "remediation and notification", "customer redress", "regulatory fine"]},
    ),
    ("distress", "leave"): (
        "Termination on insolvency",
        f"If the Provider cannot pay its debts as they fall due the Client may terminate this Agreement on 30 days' notice {TO_AGREE}.",
        {"kind": "termination_cause", "insolvency": "yes", "notice": "30 days"},
    ),
}
# Events whose gap is one, though they ask both who pays and what remedy there is.
ONE_GAP = frozenset({"slump", "shortage", "breach", "price", "distress", "control", "order", "change"})
# Of the others of them it is a matter of price who bears them, or of whose making they are: a silence is no more than a warning, whatever it costs.
LOSSES = frozenset({"breach", "distress"})

# Words that say who acts on a failure, and by when, though no terms play them.
_ACTS = (
    r"(?i)\b(?:respon[ds]\w*|restor\w*|escalat\w*|repair\w*|resolv\w*|solv\w*)\b.*\b(?:minutes?|hours?|days?|times)\b"
    r"|\b(?:minutes?|hours?)\b.*\b(?:respon[ds]\w*|restor\w*|escalat\w*|resolv\w*)\b"
)


class SilentCheck(Check):
    """An event happens and the agreement says nothing."""

    kind = "silent"
    why = "Where a contract is silent the loss lies where it falls, or general law fills the gap with an amount nobody agreed."
    example = "A three-day outage happens, and no clause says what the client may claim for it."
    redraft = "Say for this event who acts, who pays, up to what limit, and who decides."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for event, kind in EVENTS.items():
            for question in kind.asks:
                worst = max((one for one in evidence.base if one.n), key=lambda one: one.coverage.silent[event, question] / one.n, default=None)
                if worst is not None and worst.coverage.silent[event, question]:
                    yield self._finding(evidence, worst, event, question)

    def _finding(self, evidence: Evidence, worst: CellResult, event: str, question: str) -> Finding:
        together = evidence.coverage
        silent, rows = worst.coverage.silent[event, question], worst.coverage.rows[event]
        answered = sorted({clause for clause, _ in answers_of(together, event, question)}, key=number_key)
        words, reach = QUESTIONS[question].words, _out_of_reach(evidence, event, question)
        if answered:
            clauses = joined(answered)
            share = played(in_percent(Fraction(silent, rows)))
            template = "“{words}” is answered by {clauses}, but not for {share} of these events{reach}"
            message = Message(template, words=words, clauses=clauses, share=share, reach=reach)
            ask = f"When {EVENTS[event].words} and {clauses} {'does' if len(answered) == 1 else 'do'} not apply – {words}"
        else:
            message = Message("no clause with terms answers “{words}”{reach}", words=words, reach=reach)
            ask = f"When {EVENTS[event].words} – {words}"
        money = _stakes(evidence, event, question)
        weighty = not answered and question in WEIGHTY and _matters(evidence, event, question, money)
        weighty = weighty or _left_open(evidence, event, question, answered)
        if event in ONE_GAP and question == "remedy" and "pay" in EVENTS[event].asks and not answers_of(together, event, "pay"):
            weighty = False  # said once, with who pays
        severity: Severity = "Medium" if weighty else "Low"
        return Finding(
            self.kind, severity, "", message, ask, Place(evidence.draft.path, 1, 1),
            proposal=_words(evidence, event, question), patch=_answer(evidence, event, question), event=event, asks=question,
            state=state_of(together, event, question), frequency=silent / worst.n,
            money=money, priced=event not in ONE_GAP or event in LOSSES,
            witness=Witness(worst.cell.scenario, worst.coverage.witness[event, question]),
        )  # fmt: skip


def _out_of_reach(evidence: Evidence, event: str, question: str) -> str:
    """A clause on force majeure is played for down-time: that it does not reach people who are missing is said, not left to be wondered at."""
    if (event, question) != ("shortage", "excuse"):
        return ""
    numbers = [clause.number for clause in evidence.playing(Role.FORCE_MAJEURE)]
    return f"; {' and '.join(numbers)} {'is' if len(numbers) == 1 else 'are'} played for down-time only" if numbers else ""


def _matters(evidence: Evidence, event: str, question: str, money: dict[str, Stake]) -> bool:
    """Whether a silence about paying, repairing or acting is worth a warning: it costs a party something, or a duty stands unenforced."""
    if (evidence.for_all and question in MONEY) or any(stake.mean for stake in money.values()):
        return True
    if (event, question) == ("late payment", "remedy"):
        return bool(evidence.rules.provisions.playing(Role.PAYMENT))
    return (event, question) == ("outage", "act") and not any(re.search(_ACTS, " ".join(one.text.split())) for one in evidence.provisions)


def _left_open(evidence: Evidence, event: str, question: str, answered: list[str]) -> bool:
    """Three silences that weigh though they are questions of procedure: the provider pays for the event under a clause that nothing limits; a delay
    costs money day by day, and no right to leave is about it; and the law demands a change that is paid for, and nobody need decide on it."""
    rules = {clause.number: clause for clause in evidence.rules.clauses if not clause.of_law}
    agreed_sums = {clause.number for clause in evidence.playing(Role.DAMAGES)}
    spoken = [clause for clause in rules.values() if event in clause.listens]
    if question == "limit" and not answered:
        return evidence.paid(lambda account: account.cause == event and account.payer == evidence.provider and account.clause in rules
                             and account.clause not in agreed_sums) > 0  # fmt: skip
    if question == "leave" and event == "delay":
        return bool(spoken) and not any(event in rules[number].listens for number in answered if number in rules)
    return (event, question) == ("regulation", "decide") and not answered and bool(spoken)


def _stakes(evidence: Evidence, event: str, question: str) -> dict[str, Stake]:
    """What silence costs each party: of a loss that no posting moves, what the client keeps; what default law moves, if it was played."""
    if question not in MONEY or question == "limit":
        why = "the answer moves no money by itself" if question != "limit" else "what is claimed is priced where it is claimed; see unbounded"
        return dict.fromkeys(evidence.rules.parties, Stake(0, None, f"a question of procedure: {why}" if question != "limit" else why))
    client, provider = evidence.client, evidence.provider
    suffered = evidence.paid(lambda account: account.clause == ECONOMICS and account.payer == client and account.cause == event)
    moved = evidence.paid(
        lambda account: account.payee == client and account.payer == provider and account.cause == event and account.head != "charges"
    )
    if event == "breach":  # what is claimed for it stands under the head of the loss
        heads = evidence.heads_of(event, client)
        under = set(_answering(evidence, event, question))
        claimed = evidence.paid(lambda account: account.clause in under and account.payee == client and account.cause in heads)
        moved = min(moved + claimed, suffered)
    law = evidence.paid(lambda account: account.clause in evidence.of_law and account.payee == client and account.cause == event)
    bare = evidence.paid(lambda account: account.clause == ECONOMICS and account.payer == provider and account.cause == event)
    back = evidence.paid(
        lambda account: account.payer == client and account.payee == provider and account.cause == event and account.head != "charges"
    )
    stays = f"of {evidence.money(suffered)} suffered a life, {evidence.money(moved)} is moved by the contract"
    answering = _answering(evidence, event, question)
    if answering and event in ONE_GAP:
        stays += f" for it; what {joined(answering)} give{'s' if len(answering) == 1 else ''} is counted with what it measures"
    from wargame.analysis.findings.default_law import (
        position_of,  # only here: without lives, in which alone anything is silent, it is loaded for nothing
    )

    where = position_of(evidence.rules, evidence.coverage, event, question)
    by_law = f", of it about {evidence.money(law)} by default law" if law else ""
    if event in ONE_GAP and not suffered:
        stays = "the scenarios book no loss of its own for it"
    no_duty = "no clause with terms lays down a duty" if event in ONE_GAP else "there is no duty"
    lies = {"A": f"; {no_duty}, and the rest lies where it falls", "B": "; there is a duty without a stated remedy"}
    if suffered or event not in ONE_GAP:
        by_law += lies.get(where, "")
    mine = Stake(max(suffered - moved, 0), None, stays + by_law)
    theirs = max(bare - back, 0)
    return {
        party: mine
        if party == client
        else Stake(theirs, None, "what it spends for the event and nobody makes good" if theirs else "it bears none of the loss")
        for party in evidence.rules.parties
    }


def usual(kinds: Mapping[str, type[Clause]], event: str, question: str) -> list[type[Clause]]:
    """The kinds of clause that answer a question of an event, the most usual first."""
    found = [kind for kind in kinds.values() if (event, question) in kind.usual_for]
    return sorted(found, key=lambda kind: (kind.usual_for[event, question], kind.kind))


def _answering(evidence: Evidence, event: str, question: str) -> list[str]:
    """The clauses of the draft that answer the question for some of the events."""
    return [clause for clause, _ in answers_of(evidence.coverage, event, question) if evidence.draft.has(clause)]


def _special(event: str, question: str) -> list[tuple[str, str, dict[str, Any]]]:
    """The answer of its own that a question has, or its event for the questions who pays and what remedy there is; at most one."""
    found = SPECIAL.get((event, question)) or (SPECIAL.get((event, "")) if question in ("pay", "remedy") else None)
    return [found] if found else []


def _answer(evidence: Evidence, event: str, question: str) -> dict[str, Any] | None:
    """A clause of the first kind that answers the question of the event, made from the kind's own example to fit the draft."""
    for title, text, terms in _special(event, question):
        patch = insert(evidence.draft, last_number(evidence.draft), title, evidence.fitted(text), terms)
        if fits(evidence.draft, patch, evidence.kinds):
            return patch
    here = {evidence.draft.provision(clause).kind for clause in _answering(evidence, event, question)}
    for kind in usual(evidence.kinds, event, question):
        if event in ONE_GAP and kind.kind in here:
            continue  # a second clause of the kind would answer no more than the first
        found = model(kind, evidence.draft)
        if found is not None:
            title, text, terms = found
            patch = insert(evidence.draft, last_number(evidence.draft), title, text, terms)
            if fits(evidence.draft, patch, evidence.kinds):
                return patch
    return None


def _words(evidence: Evidence, event: str, question: str) -> str:
    """The words of that kind's library, its figures open."""
    from wargame.analysis.words.gap_words import words_for  # only here, as above

    said = words_for(event, question, TO_AGREE)
    kinds = usual(evidence.kinds, event, question)
    special = _special(event, question)
    if special:
        said = special[0][1]
    elif kinds and not (said and (event == "delay" or _answering(evidence, event, question))):
        said = f"{kinds[0].wording} {TO_AGREE}"  # of a delay no kind's words say more than what is paid on delivery
    return evidence.fitted(said or SilentCheck.redraft)
