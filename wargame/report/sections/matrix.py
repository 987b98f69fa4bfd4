"""Event by question: which clause answers what when something happens, and where the draft is silent."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.analysis.findings.silence import ANSWERED, IN_PART, NEVER, SILENT, UNSPOKEN
from wargame.contract.rules.rulebook import number_key
from wargame.core.events import EVENTS, QUESTIONS
from wargame.report.page.blocks import Block, ColourKey, Grid, Words
from wargame.report.page.context import ReportContext
from wargame.report.page.section import Section
from wargame.report.page.table import Table, TableCell

ORDER = (NEVER, ANSWERED, IN_PART, SILENT, UNSPOKEN)
LOOKS = dict(zip(ORDER, ("never", "answered", "part", "silent", "unspoken"), strict=True))
KEY = (
    ("answered", "answered"),
    ("part", "answered for some of the events only"),
    ("silent", "silent, though other questions of the event are answered"),
    ("unspoken", "silent: no clause with terms speaks of the event"),
)


class Matrix(Section):
    """Every kind of event that occurs, with the state of each of its questions in the scenario that leaves most open."""

    kind = "gaps"
    title = "Where the draft is silent"
    order = 60

    def build(self, context: ReportContext) -> Sequence[Block]:
        """The matrix, and the provisions that were not played."""
        states: dict[tuple[str, str], str] = {}
        clauses: dict[tuple[str, str], dict[str, None]] = {}
        for row in context.summary.coverage:
            key = row.event, row.question
            states[key] = max(states.get(key, ORDER[0]), row.state, key=_rank)
            clauses.setdefault(key, {}).update(dict.fromkeys(one.clause for one in row.answered))
        blocks: list[Block] = []
        if states:
            said = "Each kind of event puts questions to the draft. A cell names the clauses that answer, in the scenario in which most is left open."
            blocks = [Words(said), ColourKey(KEY), Grid(_table(states, clauses), wide=True)]
            if never := [event.words for event in EVENTS.values() if not _occurs(event.name, states)]:
                blocks.append(Words(f"Not in these scenarios, and so not asked: {'; '.join(never)}."))
        silent = [row.clause for row in context.summary.not_played]
        if silent:
            said = f"Not played, because they have no terms: {', '.join(silent)}. What their words answer is not counted here."
            blocks.append(Words(said))
        return blocks


def _rank(state: str) -> int:
    return ORDER.index(state) if state in ORDER else 0


def _occurs(event: str, states: dict[tuple[str, str], str]) -> bool:
    return any(state != NEVER for (name, _), state in states.items() if name == event)


def _table(states: dict[tuple[str, str], str], clauses: dict[tuple[str, str], dict[str, None]]) -> Table:
    rows = []
    for event in (event for event in EVENTS.values() if _occurs(event.name, states)):
        cells = [TableCell(event.words, heads=True)]
        for question in QUESTIONS:
            state = states.get((event.name, question))
            if state is None:
                cells.append(TableCell("", look="unasked"))
            else:
                by = ", ".join(sorted(clauses[event.name, question], key=number_key))
                said = {ANSWERED: by, IN_PART: by, UNSPOKEN: SILENT}.get(state, state)
                cells.append(TableCell(said, {IN_PART: "not always"}.get(state, ""), look=LOOKS.get(state, "never")))
        rows.append(tuple(cells))
    heads = ("when …", *(question.words for question in QUESTIONS.values()))
    return Table("Which clause with terms answers which question of each kind of event", heads, tuple(rows), 9)
