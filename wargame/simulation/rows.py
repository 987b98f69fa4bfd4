"""Events that are over, as rules read them: columns of many rows, or the numbers of one."""

from __future__ import annotations

from typing import Any

import numpy as np

from wargame.core.lanes import LANES
from wargame.core.vocabulary import NUMBERS
from wargame.world.futures import Ints


class LaneRow:
    """Rows of an event in a cohort: `lane` says whose they are."""

    v = LANES

    def __init__(self, lane: Ints, columns: dict[str, Any], event: str = "", component: str = "") -> None:
        self.lane, self._columns, self.event, self.component = lane, columns, event, component

    def column(self, name: str) -> Any:
        """A column of the rows (see `core.facts` for units)."""
        return self._columns[name]

    def of(self, lane_value: Any) -> Any:
        """A number of the lane, carried to its rows."""
        return lane_value.take(self.lane) if isinstance(lane_value, np.ndarray) and lane_value.ndim else lane_value


class OneRow:
    """One event in one life."""

    v = NUMBERS

    def __init__(self, columns: dict[str, Any], event: str = "") -> None:
        self._columns, self.event, self.component = columns, event, columns.get("component", "")

    def column(self, name: str) -> Any:
        """A number of the event."""
        return self._columns[name]

    def of(self, lane_value: Any) -> Any:
        """A number of the life."""
        return lane_value
