"""Where the draft is silent: events whose questions no clause with terms answers, how often that happens, and a future that shows it.

The four states of a cell (event × question): answered; answered in part (some events of the kind are answered, some are not); silent although the
draft speaks of the event, by answering another question of it; silent altogether. What default law would say is not played, and so not priced.
Neither is a provision in words alone: what it answers is not known here, so such provisions are listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from wargame.contract.draft import Draft
from wargame.contract.rulebook import number_key
from wargame.core.events import EVENTS, QUESTIONS
from wargame.simulation.questions import Coverage
from wargame.simulation.results import CellResult, RunResult

ANSWERED, IN_PART, SILENT, NEVER = "answered", "answered in part", "silent", "did not occur"
UNSPOKEN = "silent: no clause with terms speaks of the event"
MONEY = ("pay", "remedy", "limit")
WEIGHTY = (*MONEY, "act")


def coverage_rows(run: RunResult) -> list[dict[str, Any]]:
    """One row for each scenario, event and question of the base variant: who answers, how many rows stay unanswered, and the cell's state."""
    return [
        {
            "scenario": one.cell.scenario, "event": event, "event_words": kind.words, "question": name, "question_words": QUESTIONS[name].words,
            "rows": one.coverage.rows[event], "silent": one.coverage.silent[event, name], "state": state_of(one.coverage, event, name),
            "answered": [{"clause": clause, "rows": rows} for clause, rows in _answers(one.coverage, event, name)],
        }
        for one in _asked(run)
        for event, kind in EVENTS.items()
        for name in kind.asks
    ]  # fmt: skip


def state_of(coverage: Coverage, event: str, question: str) -> str:
    """The state of one cell."""
    rows, silent = coverage.rows[event], coverage.silent[event, question]
    if not rows or not silent:
        return ANSWERED if rows else NEVER
    if silent < rows:
        return IN_PART
    return SILENT if any(asked == event for asked, _, _ in coverage.answered) else UNSPOKEN


def silent_findings(run: RunResult) -> Iterator[dict[str, Any]]:
    """One finding for each cell that is silent at least once, from the scenario in which that is most frequent; those never answered first."""
    asked = [one for one in _asked(run) if one.n]
    found = []
    for event, kind in EVENTS.items():
        for question in kind.asks:
            worst = max(asked, key=lambda one: one.coverage.silent[event, question] / one.n, default=None)
            if worst is None or not worst.coverage.silent[event, question]:
                continue
            together = _together(asked)
            found.append(_finding(worst, together, event, question))
    yield from sorted(found, key=lambda row: (row["severity"] == "note", -row["frequency"]))


def not_played(draft: Draft) -> list[dict[str, str]]:
    """The provisions that have words, and neither terms nor `terms: none`, in the order of the draft."""
    silent = (one for one in draft.provisions if one.kind is None and not one.terms_none)
    return [{"clause": one.number, "title": one.title} for one in silent if one.number and one.text.strip()]


def _finding(one: CellResult, together: Coverage, event: str, question: str) -> dict[str, Any]:
    state = state_of(together, event, question)
    silent, rows = one.coverage.silent[event, question], one.coverage.rows[event]
    answered = sorted({clause for clause, _ in _answers(together, event, question)}, key=number_key)
    words = QUESTIONS[question].words
    if answered:
        clauses = answered[0] if len(answered) == 1 else f"{', '.join(answered[:-1])} and {answered[-1]}"
        message = f"“{words}” is answered by {clauses}, but not for {silent / rows:.0%} of these events"
        ask = f"When {EVENTS[event].words} and {clauses} {'does' if len(answered) == 1 else 'do'} not apply – {words}"
    else:
        message = f"no clause with terms answers “{words}”"
        ask = f"When {EVENTS[event].words} – {words}"
    if question in MONEY:
        mean, reason = None, "not priced: what default law would give is not played"
    else:
        mean, reason = 0, "a question of procedure: the answer moves no money by itself"
    return {
        "check": "silent", "severity": "warning" if not answered and question in WEIGHTY else "note", "clause": "", "message": message, "ask": ask,
        "event": event, "question": question, "state": state, "frequency": silent / one.n, "mean": mean, "tvar95": None, "reason": reason,
        "witness": {"scenario": one.cell.scenario, "future": one.coverage.witness[event, question]}, "quote": "", "proposal": "",
    }  # fmt: skip


def _asked(run: RunResult) -> list[CellResult]:
    """The cells whose events put their questions: those of the base variant."""
    return [one for one in run.cells if one.coverage.rows]


def _together(asked: list[CellResult]) -> Coverage:
    whole = Coverage()
    for one in asked:
        whole.add(one.coverage)
    return whole


def _answers(coverage: Coverage, event: str, question: str) -> list[tuple[str, int]]:
    counts: Counter[str] = Counter()
    for (asked, name, clause), rows in coverage.answered.items():
        if (asked, name) == (event, question):
            counts[clause] += rows
    return sorted(counts.items(), key=lambda item: number_key(item[0]))
