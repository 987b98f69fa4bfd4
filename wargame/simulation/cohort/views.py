"""What rules see of a cohort on special occasions: a morning with a notice, life after exit, incidents that are over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wargame.contract.rules.clause import Notice, State
from wargame.core.account import ECONOMICS, Account
from wargame.core.arrays import Ints
from wargame.core.facts import FactRequest
from wargame.core.lanes import VECTOR
from wargame.core.party import OUTSIDE
from wargame.core.vocabulary import Backend, Value
from wargame.core.zones.clocks import elapsed
from wargame.simulation.cohort.incidents import Active, carried_to
from wargame.simulation.desk.rows import LaneRow
from wargame.world.sampled.futures import Futures

if TYPE_CHECKING:
    from wargame.simulation.cohort.driver import CohortDriver

_DTYPES = {"int": np.int64, "float": np.float64, "bool": np.bool_}


class DeskAfterExit:
    """The desk for life after exit, in the lanes that have left early; few, so their numbers are taken out and put back."""

    v: Backend = VECTOR

    def __init__(self, cohort: CohortDriver) -> None:
        desk, exits = cohort.desk, cohort.exits
        self._cohort, self._lanes = cohort, exits.left(desk.last)
        self.first, self.last, self.seconds, self.term_end = desk.first, desk.last, desk.seconds, desk.term_end
        self.exit: Value = exits.at[self._lanes]

    def fact(self, read: FactRequest) -> Value:
        """A fact of the month in the lanes that have left. Demand so far is counted whole whether it was asked for before or not."""
        return carried_to(self._lanes, self._cohort.desk.fact(read))

    def book(self, party: str, head: str, amount: Value, cause: str, *, always: bool = True) -> None:
        """Book what a party spends or loses of its own."""
        self._cohort.post_some(Account(ECONOMICS, head, party, OUTSIDE, cause), self._lanes, amount)


class LaneDay:
    """A morning on which a notice is delivered, for the lanes it reaches; `values` are what the clause remembers in all lanes."""

    v: Backend = VECTOR

    def __init__(self, notice: Notice, morning: int, lanes: Ints, values: dict[str, Value]) -> None:
        self.notice, self.morning, self.values, self._lanes = notice, morning, values, lanes

    def state(self, name: str) -> Value:
        """The clause's state in the lanes reached."""
        return carried_to(self._lanes, self.values[name])

    def keep(self, name: str, value: Value) -> None:
        """Remember a value in the lanes reached."""
        changed = np.copy(self.values[name])
        changed[self._lanes] = value
        self.values[name] = changed


def outage_rows(rows: Active, which: Ints, futures: Futures, event: str = "outage", component: str = "") -> LaneRow:
    """Some incident rows as an event that clauses can read; the `component` where all rows are of one."""
    start, source = rows.start[which], rows.source[which]
    lasted = elapsed(futures.clocks if event == "outage" else None, start, rows.end[which])  # a milestone is late by the calendar
    columns: dict[str, Value] = {"start": start, "duration": lasted}
    for name, late in (("detected", futures.detected), ("reported", futures.reported)):
        columns[name] = 0 if late is None else late[source]
    return LaneRow(rows.lane[which], columns, event, component)


def fresh(lanes: int, state: State) -> Value:
    """What a clause remembers before anything has happened, in all lanes."""
    return np.full(lanes, 0 if state.window else state.initial, _DTYPES[state.kind])
