"""Events that are over, as rules read them: columns of many rows, or the numbers of one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wargame.core.arrays import Ints
from wargame.core.lanes import VECTOR
from wargame.core.vocabulary import SCALAR, Backend, Value

Touched = tuple[
    tuple[frozenset[str], ...], Ints | None
]  # series that each shock moves or ends, or the service that a law concerns; which of them is behind each row


class LaneRow:
    """Rows of an event in a cohort: `lane` says whose they are."""

    v: Backend = VECTOR

    def __init__(self, lane: Ints, columns: Mapping[str, Value], event: str = "", component: str = "", touched: Touched = ((), None)) -> None:
        self.lane, self._columns, self.event, self.component, self._touched = lane, columns, event, component, touched

    def column(self, name: str) -> Value:
        """A column of the rows (see `core.facts` for units)."""
        return self._columns[name]

    def of(self, lane_value: Value) -> Value:
        """A number of the lane, carried to its rows."""
        return lane_value.take(self.lane) if isinstance(lane_value, np.ndarray) and lane_value.ndim else lane_value

    def about(self, series: str = "") -> Value:
        """Whether the shock behind a row moved or ended this series, or a law concerns this service; without one, whether it concerns none in
        particular."""
        kinds, which = self._touched
        return not series if which is None else np.array([series in names if series else not names for names in kinds]).take(which)


class OneRow:
    """One event in one life; `component` is what went down or came late."""

    v: Backend = SCALAR

    def __init__(self, columns: Mapping[str, Value], event: str = "", component: str = "", touched: frozenset[str] = frozenset()) -> None:
        self._columns, self.event, self.component, self._touched = columns, event, component, touched

    def column(self, name: str) -> Value:
        """A number of the event."""
        return self._columns[name]

    def of(self, lane_value: Value) -> Value:
        """A number of the life."""
        return lane_value

    def about(self, series: str = "") -> Value:
        """Whether the shock behind it moved or ended this series, or a law concerns this service; without one, whether it concerns none."""
        return series in self._touched if series else not self._touched


class OneInterruption(OneRow):
    """One unbroken time down in one life."""

    def total(self, value: Value) -> Value:
        """Its own number: a life has no lanes to add up by."""
        return value
