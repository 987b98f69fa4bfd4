"""Events that are over, added up by lane: what clauses and the economics make of outages, late milestones and changes of law in a month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from wargame.contract.rules.clause import Clause
from wargame.core.arrays import Bools, Ints
from wargame.core.facts import FactRequest
from wargame.core.vocabulary import Value
from wargame.core.zones.clocks import elapsed
from wargame.simulation.cohort.views import outage_rows
from wargame.simulation.desk.concerns import concerns
from wargame.simulation.desk.rows import LaneRow
from wargame.world.sampled.incidents import Source

if TYPE_CHECKING:
    from wargame.simulation.cohort.driver import CohortDriver


class Listener(Protocol):
    """Who makes numbers of events that are over: a clause, or the economics."""

    number: str

    def on_event(self, row: LaneRow, /) -> Mapping[str, Value]: ...


class OutageListener(NamedTuple):
    """A clause that wants to hear of outages, those longer than so many seconds, of some sources (None: of all)."""

    clause: Clause
    longer_than: int
    sources: Bools | None


def tally(cohort: CohortDriver, first: int, last: int) -> None:
    """Sum the month's numbers of every listener, by lane."""
    _outages(cohort, last)
    if cohort.has_delays:
        _delays(cohort, last)
    if cohort.futures.law_changes.lane.size:
        _laws(cohort, first, last)


def listening(clauses: tuple[Clause, ...], sources: tuple[Source, ...]) -> list[OutageListener]:
    """Who wants to hear of outages."""
    found = []
    for clause in clauses:
        if "outage" in clause.listens:
            of_concern = np.array([source.event == "outage" and concerns(clause, source) for source in sources], bool)
            found.append(OutageListener(clause, clause.concerned.longer_than, None if of_concern.all() else of_concern))
    return found


def _outages(cohort: CohortDriver, last: int) -> None:
    if not cohort.listeners:
        return
    rows = cohort.rows
    lasted = elapsed(cohort.futures.clocks, rows.start, rows.end)
    long = (lasted > min(listener.longer_than for listener in cohort.listeners)).nonzero()[0]
    long = long[rows.end[long] <= last]
    lasted, source = lasted[long], rows.source[long]
    for clause, longer_than, of_concern in cohort.listeners:
        wanted = lasted > longer_than
        if of_concern is not None:
            wanted &= of_concern[source]
        hit = long[wanted]
        if hit.size:
            add_up(cohort, clause, outage_rows(rows, hit, cohort.futures))


def _delays(cohort: CohortDriver, last: int) -> None:
    """Milestones delivered this month, or given up with the agreement; source by source, for a row speaks of one milestone."""
    rows = cohort.rows
    for number, source in enumerate(cohort.futures.sources):
        if source.event != "delay":
            continue
        ended = np.flatnonzero((rows.source == number) & (rows.end <= last) & (rows.end > rows.start))
        if not ended.size:
            continue
        row = outage_rows(rows, ended, cohort.futures, "delay", source.component)
        add_up(cohort, cohort.economics, row)
        for clause in cohort.rules.clauses:
            if "delay" in clause.listens and concerns(clause, source):
                long = ended[rows.end[ended] - rows.start[ended] > clause.concerned.longer_than]
                if long.size:
                    add_up(cohort, clause, outage_rows(rows, long, cohort.futures, "delay", source.component))


def overdue(cohort: CohortDriver, read: FactRequest) -> Ints:
    """By how long a milestone is overdue at the month end, by lane."""
    rows, last = cohort.rows, cohort.desk.last
    seconds = np.zeros(cohort.lanes, np.int64)
    for number, source in enumerate(cohort.futures.sources):
        if source.event == "delay" and source.component == read.key and not source.causes & read.excluded:
            late = np.flatnonzero((rows.source == number) & (rows.end > last) & (rows.start < last))
            seconds[rows.lane[late]] = last - rows.start[late]
    return seconds


def _laws(cohort: CohortDriver, first: int, last: int) -> None:
    laws = cohort.futures.law_changes
    begun = np.flatnonzero(cohort.law_changes_from == cohort.desk.index)
    for which, name in enumerate(laws.service):
        mine = begun[laws.which[begun] == which]
        np.add.at(cohort.extra[name], laws.lane[mine], laws.lasting[mine])
    i, j = np.searchsorted(laws.ready, (first, last), side="right")
    if i == j:
        return
    lane = laws.lane[i:j]
    lives = laws.ready[i:j] <= cohort.exits.at[lane]
    columns = {"cost": laws.cost[i:j], "fine": laws.fine[i:j], "lived": lives, "announced": laws.announced[i:j]}
    add_up(cohort, cohort.economics, LaneRow(lane, columns, "regulation"))
    lived = np.flatnonzero(lives)
    touched = tuple(frozenset({service}) for service in laws.service), laws.which[i:j][lived]
    row = LaneRow(lane[lived], {name: column[lived] for name, column in columns.items()}, "regulation", touched=touched)
    for clause in cohort.rules.clauses:
        if "regulation" in clause.listens and lived.size:
            add_up(cohort, clause, row)


def add_up(cohort: CohortDriver, listener: Listener, row: LaneRow) -> None:
    """Add the numbers that a listener makes of some rows to its tallies."""
    said, tallies = listener.on_event(row), cohort.desk.tallies
    if cohort.shadows is not None:
        cohort.shadows.at_event(listener, row, said)
    for name, value in said.items():
        so_far = tallies.get((listener.number, name))
        amounts = so_far if isinstance(so_far, np.ndarray) else np.zeros(cohort.lanes, np.int64)
        np.add.at(amounts, row.lane, value)
        tallies[listener.number, name] = amounts
