"""Every event puts questions to the contract; here they are asked and the answers counted.

For each event that is over (or begins, for a surge) each of its questions is put once; planned work puts none. A clause speaks of the incidents of
its own service only. A clause answers always, or for some rows. What nobody answers is silent: counted, with the lowest-numbered future in which it
happens as witness.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from wargame.core.events import EVENTS
from wargame.simulation.cohort.views import outage_rows
from wargame.simulation.desk.concerns import spoken_of
from wargame.simulation.desk.rows import LaneRow


def ask_lanes(cohort: Any, month: int, first: int, last: int) -> None:
    """Put the questions of the month's events of a cohort."""
    rows: Any = cohort.rows
    ended = (rows.end <= last) & (rows.end >= rows.start)
    if cohort.alive is not None:
        ended &= cohort.alive.take(rows.lane) != 0
    for event in ("outage", "delay") if cohort.has_delays else ("outage",):
        of_event = np.array([not source.planned and source.event == event for source in cohort.futures.sources])
        which = np.flatnonzero(ended if of_event.all() else ended & of_event[rows.source])
        _ask(cohort, event, outage_rows(rows, which, cohort.futures, event), rows.source[which])
    for event, table in cohort.futures.shock_effects.happenings.items():
        rows = table.between(first, last)
        here = np.flatnonzero(table.instant[rows] < cohort.exit[table.lane[rows]]) + rows.start
        touched = (cohort.scenario.series_touched, table.amount[here])
        _ask(cohort, event, LaneRow(table.lane[here], {"start": table.instant[here]}, event, touched=touched))
    laws = cohort.futures.law_changes
    i, j = np.searchsorted(laws.ready, (first, last), side="right")
    if i < j:
        here = np.flatnonzero(laws.ready[i:j] <= cohort.exit[laws.lane[i:j]]) + i
        _ask(cohort, "regulation", LaneRow(laws.lane[here], {"cost": laws.cost[here], "fine": laws.fine[here]}, "regulation"))
    for party in cohort.scenario.late_payers:
        days = cohort.futures.delay(party, "payment")[month]
        late = np.flatnonzero(days if cohort.alive is None else days & cohort.alive)
        _ask(cohort, "late payment", LaneRow(late, {"days": days[late]}, "late payment"))
    if cohort.first_exit <= last:
        gone = np.flatnonzero((cohort.exit > first) & (cohort.exit <= last) & (cohort.exit < cohort.term_end))
        _ask(cohort, "exit", LaneRow(gone, {"start": cohort.exit[gone]}, "exit"))


def count_truths(cohort: Any) -> None:
    """Count the months, and mark the lives, in which a clause published a truth (a level missed, a right arisen)."""
    for key, value in cohort.desk.measures.items():
        if isinstance(value, np.ndarray) and value.dtype == bool:
            true = value if cohort.alive is None else value & (cohort.alive != 0)
            cohort.coverage.flags[key] += int(np.count_nonzero(true))
            cohort.ever[key] = true | cohort.ever.get(key, False)


def _ask(cohort: Any, event: str, row: LaneRow, source: Any = None) -> None:
    size = row.lane.size
    if not size:
        return
    coverage = cohort.coverage
    coverage.rows[event] += size
    said: dict[str, Any] = {}
    for clause in cohort.rules.answering:
        mine: dict[str, Any] = {}
        spoken: Any = True
        speaks_of = spoken_of(clause, event)
        if source is not None and speaks_of is not None:
            covered = cohort.futures.of_components(speaks_of)
            spoken = True if covered is None else covered[source]
        for question, answer in clause.answers(event, row, cohort.desk):
            answer = answer if spoken is True else spoken if answer is True else answer & spoken
            mine[question] = _or(mine.get(question), answer)
        for question, answer in mine.items():
            count = size if answer is True else int(np.count_nonzero(answer))
            if count:
                coverage.answered[event, question, clause.number] += count
            said[question] = _or(said.get(question), answer)
    for question in EVENTS[event].asks:
        answer = said.get(question)
        if answer is True:
            continue
        count = size if answer is None else size - int(np.count_nonzero(answer))
        if count:
            coverage.silent[event, question] += count
            # Lane 0 cannot be undercut: most cells have their witness after the first months.
            if coverage.witness.get((event, question), 1):
                lane = int((row.lane if answer is None else row.lane[~np.broadcast_to(answer, (size,))]).min())
                coverage.witness[event, question] = min(coverage.witness.get((event, question), lane), lane)


def _or(before: Any, answer: Any) -> Any:
    if before is None or answer is True:
        return answer
    return True if before is True else before | answer
