"""Looks for events whose questions no clause with terms answers, and says how often that happens, what is at stake and which future shows it.

A cell (event × question) that is never answered although money hangs on it comes before one that is answered for some events only.
"""

from __future__ import annotations

from collections.abc import Iterator

from wargame.analysis.check import Check
from wargame.analysis.evidence import Evidence
from wargame.analysis.silence import MONEY, WEIGHTY, answers_of, state_of
from wargame.contract.rulebook import number_key
from wargame.core.events import EVENTS, QUESTIONS
from wargame.core.finding import Finding, Stake, Witness
from wargame.core.problem import Place


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

    def _finding(self, evidence: Evidence, worst, event: str, question: str) -> Finding:  # type: ignore[no-untyped-def]
        together = evidence.coverage
        silent, rows = worst.coverage.silent[event, question], worst.coverage.rows[event]
        answered = sorted({clause for clause, _ in answers_of(together, event, question)}, key=number_key)
        words = QUESTIONS[question].words
        if answered:
            clauses = answered[0] if len(answered) == 1 else f"{', '.join(answered[:-1])} and {answered[-1]}"
            message = f"“{words}” is answered by {clauses}, but not for {silent / rows:.0%} of these events"
            ask = f"When {EVENTS[event].words} and {clauses} {'does' if len(answered) == 1 else 'do'} not apply – {words}"
        else:
            message = f"no clause with terms answers “{words}”"
            ask = f"When {EVENTS[event].words} – {words}"
        if question in MONEY:
            stake = Stake(None, None, "not priced: what default law would give is not played")
        else:
            stake = Stake(0, None, "a question of procedure: the answer moves no money by itself")
        return Finding(
            self.kind, "warning" if not answered and question in WEIGHTY else "note", "", message, ask, Place(evidence.draft.path, 1, 1),
            proposal="", event=event, asks=question, state=state_of(together, event, question), frequency=silent / worst.n,
            money=dict.fromkeys(evidence.rules.parties, stake), witness=Witness(worst.cell.scenario, worst.coverage.witness[event, question]),
        )  # fmt: skip
