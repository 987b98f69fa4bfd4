"""Where the draft is silent: events whose questions no clause with terms answers, how often that happens, and a future that shows it.

The four states of a cell (event × question): answered; answered in part (some events of the kind are answered, some are not); silent although the
draft speaks of the event, by answering another question of it; silent altogether. What a provision in words alone answers is not known here, so such
provisions are listed. The findings are made by `checks/silent.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from wargame.analysis.tables.words import AnswerRow, CoverageRow, NotPlayedRow, State
from wargame.contract.rules.rulebook import number_key
from wargame.contract.text.draft import Draft
from wargame.core.events import EVENTS, QUESTIONS
from wargame.simulation.desk.coverage import Coverage

if TYPE_CHECKING:
    from wargame.simulation.run.results import CellResult, RunResult

ANSWERED: Final = "answered"
IN_PART: Final = "answered in part"
SILENT: Final = "silent"
NEVER: Final = "did not occur"
UNSPOKEN: Final = "silent: no clause with terms speaks of the event"
MONEY = ("pay", "remedy", "limit")
WEIGHTY = ("pay", "remedy", "act")


def coverage_rows(run: RunResult) -> Iterator[CoverageRow]:
    """One row for each scenario, event and question of the base variant: who answers, how many rows stay unanswered, and the cell's state."""
    from wargame.analysis.findings.default_law import position_of  # only here: a check asks what is silent too, and has no lives of which to tell it

    for one in _asked(run):
        for event, kind in EVENTS.items():
            for name in kind.asks:
                yield CoverageRow(
                    scenario=one.cell.scenario, event=event, event_words=kind.words, question=name, question_words=QUESTIONS[name].words,
                    rows=one.coverage.rows[event], silent=one.coverage.silent[event, name], state=state_of(one.coverage, event, name),
                    position=position_of(one.rules, one.coverage, event, name),
                    answered=tuple(AnswerRow(clause=clause, rows=rows) for clause, rows in answers_of(one.coverage, event, name)),
                )  # fmt: skip


def state_of(coverage: Coverage, event: str, question: str) -> State:
    """The state of one cell."""
    rows, silent = coverage.rows[event], coverage.silent[event, question]
    if not rows or not silent:
        return ANSWERED if rows else NEVER
    if silent < rows:
        return IN_PART
    return SILENT if any(asked == event for asked, _, _ in coverage.answered) else UNSPOKEN


def not_played_rows(draft: Draft) -> Iterator[NotPlayedRow]:
    """The provisions that have words, and neither terms nor `terms: none`, in the order of the draft."""
    for one in draft.provisions:
        if one.kind is None and not one.terms_none and one.number and one.text.strip():
            yield NotPlayedRow(clause=one.number, title=one.title)


def _asked(run: RunResult) -> list[CellResult]:
    """The cells whose events put their questions: those of the base variant."""
    return [one for one in run.cells if one.coverage.rows]


def answers_of(coverage: Coverage, event: str, question: str) -> list[tuple[str, int]]:
    """The clauses that answer a question of an event, and for how many of its rows."""
    counts: Counter[str] = Counter()
    for (asked, name, clause), rows in coverage.answered.items():
        if (asked, name) == (event, question):
            counts[clause] += rows
    return sorted(counts.items(), key=lambda item: number_key(item[0]))
