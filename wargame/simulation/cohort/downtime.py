"""Down-time of a cohort, month by month: intervals folded back by lane in any reading, and cut at midnights.

Union of overlapping rows is taken only in lanes that have any (measured: a cumulative maximum over all rows would cost as much as all the rest).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, get_args

import numpy as np
from numpy.typing import NDArray

from wargame.core.arrays import Ints
from wargame.core.facts import Clock, FactRequest
from wargame.core.hours import LocalHours, ServiceHours
from wargame.simulation.cohort.incidents import Active, holding
from wargame.world.sampled.incidents import Source

LANE_BITS = 36  # lanes are set 2^36 seconds apart in the cumulative maximum

Counting = tuple[tuple[bool, ...], str, str]  # which sources count, where their clock begins, and what overlaps do
Key = tuple[tuple[bool, ...], str, str, str] | tuple[FactRequest, frozenset[str]]  # the same, and the service hours; or all that is asked for
Rows = tuple[Ints, Ints, Ints]  # lane, end, contribution in seconds: the last part before the end


class HasTotal(Protocol):
    """What comes to a number of seconds by lane."""

    def total(self) -> Ints: ...


class Readings:
    """How incidents count in each reading of down-time, the same in every month of a pass: readings that come to the same are known by one key."""

    def __init__(self, sources: tuple[Source, ...], lanes: int, hours: Callable[[str], ServiceHours | LocalHours] | None = None) -> None:
        """`hours` makes service hours of their words; None where no reading has any."""
        self.sources, self.lanes, self.hours = sources, lanes, hours
        self.late = {clock: np.array([source.late(clock) for source in sources], np.int64) for clock in get_args(Clock)}
        self._known: dict[tuple[FactRequest, frozenset[str]], Counting] = {}

    def counting(self, read: FactRequest, components: frozenset[str]) -> Counting:
        """What a reading comes to."""
        found = self._known.get((read, components))
        if found is None:
            counts = tuple(s.component in components and not (s.causes & read.excluded) for s in self.sources)
            found = self._known[read, components] = counts, read.clock if self.late[read.clock].any() else "occurrence", read.overlap
        return found


class Downtime:
    """Down-time of a month by lane, for any reading of it. Readings that come to the same are worked out once."""

    def __init__(self, readings: Readings, rows: Active, first: int, last: int, known: Mapping[Key, NDArray[np.int32]] | None = None) -> None:
        """`known`: seconds by lane as the base counted them (`counted`)."""
        self.readings, self.rows, self.first, self.last = readings, rows, first, last
        self._given = known or {}
        self._measured: dict[Counting, Rows] = {}
        self._seconds: dict[Key, Ints] = {}

    def measured(self, read: FactRequest, components: frozenset[str]) -> Rows:
        """Each row that counts in the reading."""
        key = self.readings.counting(read, components)
        if key not in self._measured:
            self._measured[key] = self._measure(*key)
        return self._measured[key]

    def _measure(self, counts: tuple[bool, ...], clock: str, overlap: str) -> Rows:
        rows = self.rows
        lane, start, end, source, carried = rows.lane, rows.start, rows.end, rows.source, rows.carried
        if not all(counts):
            keep = holding(np.array(counts)[source])
            lane, start, end, source = lane[keep], start[keep], end[keep], source[keep]
            carried = int(np.searchsorted(keep, carried))
        late = clock != "occurrence"
        if late:
            start = start + self.readings.late[clock][source]
        end = np.minimum(end, self.last)
        if carried:
            start = np.maximum(start, self.first)
        lasted = end - start
        if rows.cut:
            np.maximum(lasted, 0, out=lasted)
        if late:
            # Detection may come after the end, and delays that differ by source undo the order of starts: then every lane is looked at.
            keep = holding(lasted > 0)
            lane, start, end, lasted = lane[keep], start[keep], end[keep], lasted[keep]
        if overlap == "united":
            crowded = lane if late else np.concatenate((rows.crowded, lane[:carried]))
            _unite(lane, start, end, lasted, crowded, self.readings.lanes)
        return lane, end, lasted

    def seconds(self, read: FactRequest, components: frozenset[str]) -> Ints:
        """Seconds down by lane."""
        key = (*self.readings.counting(read, components), read.hours)
        if key in self._given and key not in self._seconds:
            self._seconds[key] = self._given[key].astype(np.int64)
        elif key not in self._seconds:
            lane, end, lasted = self.measured(read, components)
            if read.hours:
                assert self.readings.hours is not None
                hours = self.readings.hours(read.hours)
                lasted = hours.before(end) - hours.before(end - lasted)
            self._seconds[key] = np.bincount(lane, lasted, self.readings.lanes).astype(np.int64)
        return self._seconds[key]

    def kept(self, read: FactRequest, components: frozenset[str], count: Callable[[FactRequest, frozenset[str]], HasTotal]) -> Ints:
        """Seconds by lane of a reading that is counted elsewhere, once."""
        key = (read, components)
        if key not in self._seconds:
            given = self._given.get(key)
            self._seconds[key] = count(read, components).total() if given is None else given.astype(np.int64)
        return self._seconds[key]

    def counted(self) -> dict[Key, NDArray[np.int32]]:
        """The seconds of every reading asked for so far, where they fit into half the room."""
        return {key: seconds.astype(np.int32) for key, seconds in self._seconds.items() if not seconds.size or seconds.max() < 2**31}


def run_starts(lane: Ints, begin: Ints, end: Ints, apart: int = 0) -> Ints:
    """Of rows sorted by lane and begin, the first of each run of rows of a lane that begin less than `apart` after the end of all before them;
    0: that overlap, so that rows which only meet are two."""
    base = lane << LANE_BITS
    reached = np.maximum.accumulate(end + base)
    # What earlier rows of the same lane reach; another lane's reach lies below this lane's base.
    return holding(np.concatenate(([True], begin[1:] + base[1:] >= reached[:-1] + apart)))


def _unite(lane: Ints, start: Ints, end: Ints, lasted: Ints, crowded: Ints, lanes: int) -> None:
    """Reduce `lasted` of rows that overlap an earlier one in their lane; only the `crowded` lanes are looked at."""
    if not crowded.size:
        return
    marked = np.zeros(lanes, bool)
    marked[crowded] = True
    some = holding(marked.take(lane))
    some = some[np.lexsort((start[some], lane[some]))]
    base = lane[some] << LANE_BITS
    reached = np.maximum.accumulate(end[some] + base)
    # What earlier rows of the same lane reach; another lane's reach lies below this lane's base and changes nothing.
    before = np.concatenate(([0], reached[:-1])) - base
    lasted[some] = np.maximum(end[some] - np.maximum(start[some], before), 0)


def day_cells(lane: Ints, end: Ints, lasted: Ints, lanes: int, first_day: int, days: int, day: int) -> tuple[Ints, Ints, Ints]:
    """Cut disjoint intervals at midnights: (lanes, seconds down, offsets), the cells of day d being offsets[d] … offsets[d + 1].

    A lane that is down twice on a day appears twice there, each time with the whole of the day's seconds.
    """
    if not lasted.all():
        some = holding(lasted)
        lane, end, lasted = lane[some], end[some], lasted[some]
    begin = end - lasted
    which = begin // day
    over = holding(end > (which + 1) * day)
    if over.size:
        lane, which, lasted = _over_midnights(over, lane, begin, end, which, lasted, day)
    which -= first_day
    # Days are few: numpy sorts 16-bit keys by radix, stably, ten times faster than it sorts by (day, lane) (measured).
    order = np.argsort(which.astype(np.int16), kind="stable")
    key = (which * lanes + lane)[order]
    if (key[1:] < key[:-1]).any():  # rows carried into the month, and later parts of long ones, stand apart from their lane
        again = np.argsort(key, kind="stable")
        key, order = key[again], order[again]
    seconds = lasted[order]
    same = key[1:] == key[:-1]
    if same.any():
        twice = holding(np.concatenate((same, [False])) | np.concatenate(([False], same)))
        heads = holding(np.concatenate(([True], np.diff(key[twice]) != 0)))
        seconds[twice] = np.repeat(np.add.reduceat(seconds[twice], heads), np.diff(np.concatenate((heads, [twice.size]))))
    return lane[order], seconds, np.searchsorted(key, np.arange(days + 1) * lanes)


def _over_midnights(over: Ints, lane: Ints, begin: Ints, end: Ints, which: Ints, lasted: Ints, day: int) -> tuple[Ints, Ints, Ints]:
    """Lane, day and seconds with the intervals `over` midnights cut: their first parts in place, the later ones at the end."""
    first = (which[over] + 1) * day
    nights = -(-(end[over] - first) // day)
    row = np.repeat(over, nights)
    from_day = which[row] + 1 + np.arange(row.size) - np.repeat(np.cumsum(nights) - nights, nights)
    lasted = lasted.copy()
    lasted[over] = first - begin[over]
    later = np.minimum(end[row] - from_day * day, day)
    return np.concatenate((lane, lane[row])), np.concatenate((which, from_day)), np.concatenate((lasted, later))
