"""Incidents of a cohort: when each really ends, once the contract has responded, and how much time was down.

Rows are played a month at a time. Every incident that begins in the month is given to the clauses with the state as it is; a notice that arrives on a
later morning has its incidents played again from that morning on, and shortens those still open. Rows open at a month end are carried. Union of
overlapping rows is taken only in lanes that have any (measured: a cumulative maximum over all rows would cost as much as all the rest).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wargame.contract.clause import Clause, Response
from wargame.core.facts import Read
from wargame.core.money import share
from wargame.core.quantities import Rate
from wargame.core.vocabulary import LANES
from wargame.world.futures import Futures, Ints, Source

def _where(mask: Any) -> Ints:
    """Indices at which a flat mask holds; what `flatnonzero` does, without its detours."""
    found: Ints = mask.nonzero()[0]
    return found


_SECONDS = 17  # a day has less than 2^17 seconds
_LANE = 36  # lanes are set 2^36 seconds apart in the cumulative maximum


@dataclass
class Rows:
    """Incident rows: lane, start, raw repair, source, end as things stand, the responses that may fire (one bit each), and the row's number in the
    table."""

    lane: Ints
    start: Ints
    raw: Ints
    source: NDArray[np.int8]
    end: Ints
    bits: Ints
    number: Ints

    def take(self, keep: Any) -> Rows:
        """Some of the rows."""
        return Rows(*(getattr(self, column.name)[keep] for column in fields(self)))

    def with_(self, later: Rows) -> Rows:
        """These rows and then `later`."""
        return Rows(*(np.concatenate((getattr(self, column.name), getattr(later, column.name))) for column in fields(self)))

    @property
    def size(self) -> int:
        """Number of rows."""
        return self.lane.size


@dataclass
class Change:
    """A morning within the month on which a notice changed what a clause remembers: `before` is what it remembered until then."""

    morning: int
    clause: str
    before: dict[str, Any]


class IncidentView:
    """Incidents of one source as a rule sees them when they begin."""

    v = LANES

    def __init__(self, source: Source, start: Any, lane: Any, memory: Any, changes: list[Change]) -> None:
        self.component, self.detected, self.start = source.component, source.detected, start
        self._lane, self._memory, self._changes = lane, memory, changes

    def state(self, name: str) -> Any:
        """The clause's state as it was on the morning of each row's day, carried to the rows."""
        versions = [change.before[name] for change in self._changes] + [self._memory[name]]
        value = versions[0].take(self._lane)
        for change, later in zip(self._changes, versions[1:], strict=True):
            if later is not versions[0]:
                value = np.where(self.start >= change.morning, later.take(self._lane), value)
        return value


class IncidentLanes:
    """Incidents of all lanes of a cohort, month by month."""

    def __init__(self, futures: Futures, clauses: tuple[Clause, ...], memory: dict[str, Any]) -> None:
        self.futures, self.memory = futures, memory
        self.responders = [
            [c for c in clauses if type(c).on_incident is not Clause.on_incident and concerns(c, source)] for source in futures.sources
        ]
        none = np.zeros(0, np.int64)
        self.nothing = Rows(none, none, none, none.astype(np.int8), none, none, none)
        self.open = self.new = self.nothing
        self.shape: dict[int, list[tuple[int, Rate]]] = {}  # source -> (after, keep) in the order in which responses fire
        self.shortened: dict[int, list[tuple[int, Rate]]] = {}  # row number -> notices that shortened it

    def begin(self, month: int, changes: list[Change]) -> None:
        """Play every incident that begins in the month, each with the state of its own morning; `changes` are the month's, in the order of time."""
        table = self.futures.incidents
        i, j = int(table.at[month]), int(table.at[month + 1])
        lane, start, raw = table.lane[i:j], table.start[i:j], table.raw[i:j]
        self.new = Rows(lane, start, raw, table.source[i:j], start + raw, np.full(j - i, -1, np.int64), np.arange(i, j))
        several = len(self.futures.sources) > 1
        for number, source in enumerate(self.futures.sources):
            mine = _where(self.new.source == number) if several else slice(None)
            if self.responders[number] and lane[mine].size:
                self._respond(number, source, mine, changes)

    def _respond(self, number: int, source: Source, mine: Any, changes: list[Change]) -> None:
        """Work out the ends of the new rows of one source from their raw repairs."""
        rows = self.new
        start, lane, lasts = rows.start[mine], rows.lane[mine], rows.raw[mine].copy()
        asked = []
        for clause in self.responders[number]:
            own = [change for change in changes if change.clause == clause.number]
            asked.append((clause, IncidentView(source, start, lane, self.memory[clause.number], own)))
        responses = ordered_responses(asked)
        self.shape[number] = [(response.after, response.keep) for response in responses]
        bits: Any = -1
        long: Any = None  # rows that outlast the first response; responses only shorten, so later ones fire among them
        for bit, response in enumerate(responses):
            if response.when is not True:
                hit = _where(response.when)
                if hit.size < lasts.size:
                    bits = np.where(response.when, bits, bits & ~(1 << bit))
                hit = hit[lasts[hit] > response.after]
            else:
                long = _where(lasts > response.after) if long is None else long[lasts[long] > response.after]
                hit = long
            if hit.size:
                lasts[hit] = response.after + LANES.share(lasts[hit] - response.after, response.keep.num, response.keep.den)
        rows.end[mine] = start + lasts
        if isinstance(bits, np.ndarray):
            rows.bits[mine] = bits

    def deliver(self, instant: int, keep: Rate, lanes: NDArray[np.bool_]) -> None:
        """A notice has arrived in `lanes`: what is left of incidents open at that instant is shortened."""
        for rows in (self.open, self.new):
            if rows.size:
                for row in _where(lanes.take(rows.lane) & (rows.start < instant) & (rows.end > instant)):
                    self._shorten(rows, int(row), instant, keep)

    def _shorten(self, rows: Rows, row: int, instant: int, keep: Rate) -> None:
        """One open incident again from its beginning, its responses and notices in the order of time; rare, so one at a time."""
        notices = self.shortened.setdefault(int(rows.number[row]), [])
        notices.append((instant, keep))
        start, end, bits = int(rows.start[row]), int(rows.start[row] + rows.raw[row]), int(rows.bits[row])
        responses = [(start + after, keep) for bit, (after, keep) in enumerate(self.shape.get(int(rows.source[row]), [])) if bits >> bit & 1]
        # Python's sort is stable: at one instant responses come before notices, as in core.events.Order.
        for when, rest in sorted(responses + notices, key=lambda effect: effect[0]):
            if end > when:
                end = when + share(end - when, rest.num, rest.den)
        rows.end[row] = end

    def close(self, last: int, left: Ints, leaving: Ints) -> Active:
        """All rows active in the month, cut at the instants `left` in the lanes that are `leaving` in it; carries those still open.

        Rows of lives that ended earlier stay: everything made of them is masked. A row that begins after its life has ended gets a negative length,
        which counts nowhere.
        """
        rows = self.open.with_(self.new) if self.open.size else self.new
        active = Active(rows.lane, rows.start, rows.end, rows.source, self.open.size)
        if leaving.size:
            marked = np.zeros(left.size, bool)
            marked[leaving] = True
            hit = _where(marked.take(rows.lane))
            if hit.size:
                gone = left[rows.lane[hit]]
                active.end = rows.end.copy()
                active.end[hit] = np.where(rows.start[hit] < gone, np.minimum(rows.end[hit], gone), rows.start[hit] - 1)
                active.cut = True
        self.open = rows.take(_where(active.end > last))
        self.new = self.nothing
        return active


@dataclass
class Active:
    """Incidents active in one month; the first `carried` rows began before it."""

    lane: Ints
    start: Ints
    end: Ints
    source: NDArray[np.int8]
    carried: int
    cut: bool = False  # some rows begin after their life has ended


def concerns(clause: Clause, source: Source) -> bool:
    """Whether a clause is concerned with incidents of a source (its component, if the clause says any)."""
    components = clause.concern().components
    return components is None or source.component in components


def ordered_responses(asked: list[tuple[Clause, Any]]) -> list[Response]:
    """The responses of several clauses in the order in which they fire: by time, then by the order of clauses."""
    return sorted((response for clause, view in asked for response in clause.on_incident(view)), key=lambda response: response.after)


class Downtime:
    """Down-time of a month by lane, for any reading of it. Readings that come to the same are worked out once."""

    def __init__(self, rows: Active, first: int, last: int, lanes: int, sources: tuple[Source, ...]) -> None:
        self.rows, self.first, self.last, self.lanes, self.sources = rows, first, last, lanes, sources
        self._detected = np.array([source.detected for source in sources], np.int64)
        self._measured: dict[Any, tuple[Ints, Ints, Ints]] = {}
        self._seconds: dict[Any, Ints] = {}

    def _same(self, read: Read, components: frozenset[str]) -> tuple[Any, ...]:
        """What a reading comes to: which sources count, from when, and whether overlaps do."""
        counts = tuple(s.component in components and not (s.causes & read.excluded) for s in self.sources)
        return counts, read.clock == "detection" and bool(self._detected.any()), read.overlap

    def measured(self, read: Read, components: frozenset[str]) -> tuple[Ints, Ints, Ints]:
        """(lane, end, contribution in seconds) of each row that counts in the reading; a contribution is the last part before its end."""
        key = self._same(read, components)
        if key not in self._measured:
            self._measured[key] = self._measure(*key)
        return self._measured[key]

    def _measure(self, counts: tuple[bool, ...], from_detection: bool, overlap: str) -> tuple[Ints, Ints, Ints]:
        rows = self.rows
        lane, start, end, source, carried = rows.lane, rows.start, rows.end, rows.source, rows.carried
        if not all(counts):
            keep = _where(np.array(counts)[source])
            lane, start, end, source = lane[keep], start[keep], end[keep], source[keep]
            carried = int(np.searchsorted(keep, carried))
        if from_detection:
            start = start + self._detected[source]
        end = np.minimum(end, self.last)
        if carried:
            start = np.maximum(start, self.first)
        lasted = end - start
        if rows.cut:
            np.maximum(lasted, 0, out=lasted)
        if from_detection:
            # Detection may come after the end, and delays that differ by source undo the order of starts: then every lane is looked at.
            keep = _where(lasted > 0)
            lane, start, end, lasted = lane[keep], start[keep], end[keep], lasted[keep]
            carried = lane.size
        if overlap == "united":
            _unite(lane, start, end, lasted, carried, self.lanes)
        return lane, end, lasted

    def seconds(self, read: Read, components: frozenset[str]) -> Ints:
        """Seconds down by lane."""
        key = self._same(read, components)
        if key not in self._seconds:
            lane, _, lasted = self.measured(read, components)
            self._seconds[key] = np.bincount(lane, lasted, self.lanes).astype(np.int64)
        return self._seconds[key]


def _unite(lane: Ints, start: Ints, end: Ints, lasted: Ints, carried: int, lanes: int) -> None:
    """Reduce `lasted` of rows that overlap an earlier one in their lane. Rows after the first `carried` are sorted by (lane, start)."""
    new_lane, new_start, new_end = lane[carried:], start[carried:], end[carried:]
    meets = _where((new_lane[1:] == new_lane[:-1]) & (new_start[1:] < new_end[:-1]))
    if not meets.size and not carried:
        return
    marked = np.zeros(lanes, bool)
    marked[new_lane[meets]] = True
    marked[lane[:carried]] = True
    some = _where(marked[lane])
    some = some[np.lexsort((start[some], lane[some]))]
    base = lane[some] << _LANE
    reached = np.maximum.accumulate(end[some] + base)
    # What earlier rows of the same lane reach; another lane's reach lies below this lane's base and changes nothing.
    before = np.concatenate(([0], reached[:-1])) - base
    lasted[some] = np.maximum(end[some] - np.maximum(start[some], before), 0)


def day_cells(lane: Ints, end: Ints, lasted: Ints, lanes: int, first_day: int, days: int, day: int) -> tuple[Ints, Ints, Ints]:
    """Cut disjoint intervals at midnights: (lanes, seconds down, offsets), the cells of day d being offsets[d] … offsets[d + 1]."""
    some = _where(lasted)
    lane, end, lasted = lane[some], end[some], lasted[some]
    begin = end - lasted
    from_day = begin // day
    spans = (end - 1) // day - from_day
    several = _where(spans)
    key = (from_day - first_day) * lanes + lane
    seconds = lasted
    if several.size:
        count = spans[several] + 1
        row = np.repeat(several, count)
        nth = np.arange(row.size) - np.repeat(np.cumsum(count) - count, count)
        midnight = (from_day[row] + nth) * day
        part = np.minimum(end[row], midnight + day) - np.maximum(begin[row], midnight)
        single = _where(spans == 0)
        key = np.concatenate((key[single], (from_day[row] + nth - first_day) * lanes + lane[row]))
        seconds = np.concatenate((seconds[single], part))
    # Sorting one packed number is several times faster than sorting by a key (measured); equal keys are added up, so their order is indifferent.
    packed = (key << _SECONDS) | seconds
    packed.sort()
    key, seconds = packed >> _SECONDS, packed & ((1 << _SECONDS) - 1)
    if not key.size:
        return key, seconds, np.zeros(days + 1, np.int64)
    heads = _where(np.concatenate(([True], key[1:] != key[:-1])))
    key, seconds = key[heads], np.add.reduceat(seconds, heads)
    return key % lanes, seconds, np.searchsorted(key, np.arange(days + 1) * lanes)
