"""Unbroken times down in a month of a cohort: one row for each, by lane, whichever outages it is made of."""

from __future__ import annotations

import numpy as np

from wargame.core.arrays import Ints
from wargame.core.facts import FactRequest
from wargame.core.vocabulary import Value
from wargame.core.zones.clocks import Clocks, elapsed
from wargame.simulation.cohort.downtime import LANE_BITS, Downtime, run_starts
from wargame.simulation.cohort.incidents import holding
from wargame.simulation.desk.rows import LaneRow


class LaneInterruptions(LaneRow):
    """Interruptions of the lanes of a cohort, which can be added up again by lane."""

    def __init__(self, lane: Ints, columns: dict[str, Value], lanes: int) -> None:
        super().__init__(lane, columns, "interruption")
        self._lanes = lanes

    def total(self, value: Value) -> Value:
        """A number of each row, added up by lane."""
        found = np.zeros(self._lanes, np.int64)
        np.add.at(found, self.lane, value)
        return found


def interruptions(down: Downtime, read: FactRequest, components: frozenset[str], clocks: Clocks | None) -> list[LaneInterruptions]:
    """The unbroken times down of the month, whatever their causes: the `seconds` of each that count in a reading, whether it `goes on` from the month
    before, and whether it is still `open` at the month's end. Outages that only meet are two."""
    every, clock, _ = down.readings.counting(FactRequest("downtime", read.key, clock=read.clock), components)
    rows, source = down.rows, down.rows.source
    start = rows.start if clock == "occurrence" else rows.start + down.readings.late[clock][source]
    begins, ends = np.maximum(start, down.first), np.minimum(rows.end, down.last)
    some = holding(np.array(every)[source] & (ends > begins))
    if not some.size:
        return []
    some = some[np.lexsort((begins[some], rows.lane[some]))]
    first = run_starts(rows.lane[some], begins[some], ends[some])
    lane, end, lasted = down.measured(read, components)
    counted = holding(lasted)
    which = np.searchsorted((begins[some] + (rows.lane[some] << LANE_BITS))[first], (end - lasted + (lane << LANE_BITS))[counted], side="right") - 1
    columns: dict[str, Value] = {
        "seconds": np.bincount(which, elapsed(clocks, end - lasted, end)[counted], first.size).astype(np.int64),
        "goes on": np.logical_or.reduceat(start[some] < down.first, first),
        "open": np.logical_or.reduceat(rows.end[some] > down.last, first),
    }
    return [LaneInterruptions(rows.lane[some][first], columns, down.readings.lanes)]
