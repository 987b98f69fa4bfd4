"""Every event puts questions to the contract; here they are asked and the answers counted.

For each event that is over (or begins, for a surge) each of its questions is put once; planned work puts none. A clause speaks of the incidents of
its own service only. A clause answers always, or for some rows. What nobody answers is silent: counted, with the lowest-numbered future in which it
happens as witness.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from wargame.core.arrays import Bools, Ints
from wargame.core.events import EVENTS
from wargame.core.vocabulary import Value
from wargame.core.zones.clocks import elapsed
from wargame.simulation.cohort.views import outage_rows
from wargame.simulation.desk.concerns import spoken_of
from wargame.simulation.desk.coverage import Coverage
from wargame.simulation.desk.rows import LaneRow

if TYPE_CHECKING:
    from wargame.simulation.cohort.driver import CohortDriver


class Questions:
    """What is asked of a cohort as it goes: who answers each event, in which lives clauses published a truth, and the longest outage of each service
    (seconds by lane) while the agreement stood; one that goes on is counted as far as the month or the agreement has come."""

    def __init__(self, lanes: int, services: Iterable[str]) -> None:
        self.coverage = Coverage()
        self.longest = {name: np.zeros(lanes, np.int64) for name in services}
        self._ever: dict[tuple[str, str], Bools] = {}  # lanes in which a clause has published a truth at least once

    def month(self, cohort: CohortDriver) -> None:
        """Put those of the month that has just ended."""
        self._ask_all(cohort)
        self._longest_outages(cohort)
        self._count_truths(cohort)

    def close(self) -> Coverage:
        """The answers, when the pass is over."""
        self.coverage.lives.update({key: int(np.count_nonzero(lanes)) for key, lanes in self._ever.items()})
        return self.coverage

    def _ask_all(self, cohort: CohortDriver) -> None:
        rows, exits, futures, first, last = cohort.rows, cohort.exits, cohort.futures, cohort.desk.first, cohort.desk.last
        ended = (rows.end <= last) & (rows.end >= rows.start)
        if exits.alive is not None:
            ended &= exits.alive.take(rows.lane) != 0
        for event in ("outage", "delay") if cohort.has_delays else ("outage",):
            of_event = np.array([not source.planned and source.event == event for source in futures.sources])
            which = np.flatnonzero(ended if of_event.all() else ended & of_event[rows.source])
            self._ask(cohort, event, outage_rows(rows, which, futures, event), rows.source[which])
        for event, table in futures.shock_effects.happenings.items():
            happened = table.between(first, last)
            here = np.flatnonzero(table.instant[happened] < exits.at[table.lane[happened]]) + happened.start
            touched = (cohort.scenario.series_touched, table.amount[here])
            self._ask(cohort, event, LaneRow(table.lane[here], {"start": table.instant[here]}, event, touched=touched))
        laws = futures.law_changes
        i, j = np.searchsorted(laws.ready, (first, last), side="right")
        if i < j:
            here = np.flatnonzero(laws.ready[i:j] <= exits.at[laws.lane[i:j]]) + i
            touched = (tuple(frozenset({service}) for service in laws.service), laws.which[here])
            self._ask(
                cohort, "regulation", LaneRow(laws.lane[here], {"cost": laws.cost[here], "fine": laws.fine[here]}, "regulation", touched=touched)
            )
        for party in cohort.scenario.late_payers:
            days = futures.delay(party, "payment")[cohort.desk.index]
            late = np.flatnonzero(days if exits.alive is None else days & exits.alive)
            self._ask(cohort, "late payment", LaneRow(late, {"days": days[late]}, "late payment"))
        if exits.first <= last:
            gone = np.flatnonzero((exits.at > first) & (exits.at <= last) & (exits.at < exits.term_end))
            self._ask(cohort, "exit", LaneRow(gone, {"start": exits.at[gone]}, "exit"))

    def _longest_outages(self, cohort: CohortDriver) -> None:
        rows, sources = cohort.rows, cohort.futures.sources
        lasted = elapsed(cohort.futures.clocks, rows.start, np.minimum(rows.end, cohort.desk.last))
        if cohort.exits.alive is not None:
            lasted = np.where(cohort.exits.alive.take(rows.lane) != 0, lasted, 0)
        for name, longest in self.longest.items():
            stops = np.array([source.component in cohort.scenario.components_of(name) for source in sources])
            if stops.any():
                mine = np.flatnonzero(stops[rows.source])
                np.maximum.at(longest, rows.lane[mine], lasted[mine])

    def _count_truths(self, cohort: CohortDriver) -> None:
        """Count the months, and mark the lives, in which a clause published a truth (a level missed, a right arisen)."""
        alive = cohort.exits.alive
        for key, value in cohort.desk.measures.items():
            if isinstance(value, np.ndarray) and value.dtype == bool:
                true = value if alive is None else value & (alive != 0)
                self.coverage.flags[key] += int(np.count_nonzero(true))
                self._ever[key] = true | self._ever.get(key, False)

    def _ask(self, cohort: CohortDriver, event: str, row: LaneRow, source: NDArray[np.int16] | None = None) -> None:
        size, coverage = row.lane.size, self.coverage
        if not size:
            return
        coverage.rows[event] += size
        said: dict[str, Value] = {}
        for clause in cohort.rules.answering:
            mine: dict[str, Value] = {}
            spoken: Value = True
            speaks_of = spoken_of(clause, event)
            if source is not None and speaks_of is not None:
                covered = cohort.futures.of_components(speaks_of)
                spoken = True if covered is None else covered[source]
            for question, answer in clause.answers(event, row, cohort.desk):
                heard = answer if spoken is True else spoken if answer is True else np.logical_and(answer, spoken)
                mine[question] = _or(mine.get(question), heard)
            for question, answer in mine.items():
                count = size if answer is True else int(np.count_nonzero(answer))
                if count:
                    coverage.answered[event, question, clause.number] += count
                said[question] = _or(said.get(question), answer)
        for question in EVENTS[event].asks:
            self._note_silence(event, question, row.lane, said.get(question, False))

    def _note_silence(self, event: str, question: str, lane: Ints, answer: Value) -> None:
        """Rows of a question that nobody has answered, and the first lane of all that has one."""
        count = 0 if answer is True else lane.size - int(np.count_nonzero(answer))
        if count:
            self.coverage.silent[event, question] += count
            # Lane 0 cannot be undercut: most cells have their witness after the first months.
            if self.coverage.witness.get((event, question), 1):
                first = int((lane if answer is False else lane[~np.broadcast_to(answer, lane.shape)]).min())
                self.coverage.witness[event, question] = min(self.coverage.witness.get((event, question), first), first)


def _or(before: Value | None, answer: Value) -> Value:
    if before is None or answer is True:
        return answer
    return True if before is True else np.logical_or(before, answer)
