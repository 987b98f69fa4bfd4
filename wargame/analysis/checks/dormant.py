"""Looks for clauses that moved and kept back no money in any future of any scenario."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import amend
from wargame.contract.rules.clause import Clause
from wargame.core.events import Stage
from wargame.core.finding import Finding, Stake
from wargame.core.message import Message, agreed

ENOUGH = 100  # lives, over all scenarios, below which sleep proves nothing
SLEEPS = "moved and kept back no money in any future of any scenario"
OUT_OF_REACH = f"{SLEEPS}: its trigger, a {{name}} of {{value}}, is out of reach"


class DormantCheck(Check):
    """A rule that never fires."""

    kind = "dormant"
    why = "Either the clause is out of reach, and its protection is an illusion, or the scenarios do not test it."
    example = "A super-cap of GBP 50,000,000 in an agreement that turns over GBP 600,000 a year."
    redraft = "Bring the trigger within reach, or strike the clause; and play a scenario that should wake it."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        if not evidence.lives:
            return
        for clause in evidence.rules.clauses:
            if not evidence.draft.has(clause.number):
                continue
            fired = evidence.fired(clause.number)
            if fired == 0 or (fired is None and clause.stage == Stage.CAP):
                reason = f"it moved nothing in {evidence.lives:,} lives"
                trigger = _trigger(clause) if evidence.lives >= ENOUGH else None
                message = Message(OUT_OF_REACH, name=trigger[0], value=agreed(trigger[1])) if trigger else SLEEPS
                yield self.finding(
                    evidence, "Medium" if trigger else "For information", clause.number, message,
                    "Is the trigger meant to lie beyond all that is expected?" if trigger else "Which event is this clause for?",
                    frequency=0.0, money=dict.fromkeys(evidence.rules.parties, Stake(0, 0, reason)), patch=_woken(evidence, clause),
                )  # fmt: skip


def _trigger(clause: Clause) -> tuple[str, Any] | None:
    """The threshold, by its name and as it is written, that a clause waits for in something that moves all the time: a price, an index, a rate of
    exchange. Limits and exclusions, which are meant to sleep, and remedies for failures, of which there may be none, wait for nothing."""
    if clause.stage != Stage.ADJUST and clause.stage != Stage.INDEX:
        return None
    path = clause.trigger()
    return (str(path[-1]), clause.terms.at(path)) if path else None


def _woken(evidence: Evidence, clause: Clause) -> dict[str, Any]:
    """A cap brought down to twice what is claimed in a year, so that it has work to do; any other clause struck."""
    limit = clause.limit_of(clause.terms)
    claimed = evidence.paid(lambda account: limit is not None and account.head in limit.heads and account.payer == evidence.provider)
    yearly = 2 * claimed * 12 // evidence.rules.term_months
    if limit is not None and limit.figure and yearly >= 100:
        return amend(clause.number, cap=evidence.written(yearly // 100 * 100))
    return {"remove": [clause.number]}
