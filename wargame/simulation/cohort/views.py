"""What rules see of a cohort on special occasions: a morning with a notice, life after exit, incidents that are over."""

from __future__ import annotations

from typing import Any

import numpy as np

from wargame.contract.rules.clause import Notice, State
from wargame.core.account import Account
from wargame.core.arrays import Ints
from wargame.core.facts import FactRequest
from wargame.core.lanes import VECTOR
from wargame.core.party import OUTSIDE
from wargame.simulation.cohort.incidents import Active
from wargame.simulation.desk.rows import LaneRow
from wargame.world.sampled.futures import Futures

_DTYPES: dict[str, Any] = {"int": np.int64, "float": np.float64, "bool": bool}


class DeskAfterExit:
    """The desk for life after exit, in the lanes that have left early; few, so their numbers are taken out and put back."""

    def __init__(self, cohort: Any) -> None:
        desk = cohort.desk
        self._cohort, self._lanes = cohort, np.flatnonzero((cohort.exit <= desk.last) & (cohort.exit < cohort.term_end))
        self.v, self.first, self.last, self.seconds, self.term_end = VECTOR, desk.first, desk.last, desk.seconds, desk.term_end
        self.exit = cohort.exit[self._lanes]

    def fact(self, read: FactRequest) -> Any:
        """A fact of the month in the lanes that have left. Demand so far is counted whole whether it was asked for before or not."""
        return self._cohort.desk.fact(read)[self._lanes]

    def book(self, party: str, head: str, amount: Any, cause: str, *, always: bool = True) -> None:
        """Book what a party spends or loses of its own."""
        self._cohort.post_some(Account("economics", head, party, OUTSIDE, cause), self._lanes, amount)


class LaneDay:
    """A morning on which a notice is delivered, for the lanes it reaches."""

    v = VECTOR

    def __init__(self, notice: Notice, morning: int, lanes: Ints, values: dict[str, Any]) -> None:
        self.notice, self.morning, self._lanes, self._values = notice, morning, lanes, values

    def state(self, name: str) -> Any:
        """The clause's state in the lanes reached."""
        return self._values[name][self._lanes]

    def keep(self, name: str, value: Any) -> None:
        """Remember a value in the lanes reached."""
        changed = self._values[name].copy()
        changed[self._lanes] = value
        self._values[name] = changed


def outage_rows(rows: Active, which: Any, futures: Futures, event: str = "outage", component: str = "") -> LaneRow:
    """Some incident rows as an event that clauses can read; the `component` where all rows are of one."""
    start, source = rows.start[which], rows.source[which]
    detected = futures.detected
    columns = {"start": start, "duration": rows.end[which] - start, "detected": 0 if detected is None else detected[source]}
    return LaneRow(rows.lane[which], columns, event, component)


def fresh(lanes: int, state: State) -> Any:
    """What a clause remembers before anything has happened, in all lanes."""
    return np.full(lanes, 0 if state.window else state.initial, _DTYPES[state.kind])
