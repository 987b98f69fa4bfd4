"""Incidents of a cohort: when each really ends, once the contract has responded.

Rows are played a month at a time. Every incident that begins in the month is given to the clauses with the state as it is; a notice that arrives on a
later morning has its incidents played again from that morning on, and shortens those still open. Rows open at a month end are carried.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from wargame.contract.rules.clause import Clause, Response
from wargame.core.arrays import Bools, Ints
from wargame.core.lanes import VECTOR
from wargame.core.money import share
from wargame.core.quantities import Rate
from wargame.core.vocabulary import Backend, Value
from wargame.simulation.desk.concerns import concerns
from wargame.world.sampled.futures import Futures
from wargame.world.sampled.incidents import Source

if TYPE_CHECKING:
    from wargame.simulation.cohort.parallel import ParallelBooks

_NEVER = 2**62  # seconds


def holding(mask: Bools | Ints) -> Ints:
    """Indices at which a flat mask holds; what `flatnonzero` does, without its detours."""
    return mask.nonzero()[0]


def carried_to(rows: Ints, value: Value) -> NDArray[Any]:
    """What a value of lanes, or one for all of them, is in some rows, whose lanes are given."""
    return value.take(rows) if isinstance(value, np.ndarray) else np.full(rows.size, value)


@dataclass
class NoticeChange:
    """A morning within the month on which a notice changed what a clause remembers: `before` is what it remembered until then."""

    morning: int
    clause: str
    before: dict[str, Value]


@dataclass
class Begun:
    """The incidents that began in a month, in one pass: what the clauses that answer them remembered, and what came of that."""

    remembered: dict[str, dict[str, Value]]  # clause -> state -> its values, which nobody changes in place
    changes: list[NoticeChange]  # of these within the month
    end: Ints
    may: Ints
    shape: dict[int, list[tuple[int, Rate, bool]]]


class IncidentView:
    """Incidents of one source as a rule sees them when they begin."""

    v: Backend = VECTOR

    def __init__(self, source: Source, start: Ints, lane: Ints, memory: Mapping[str, Value], changes: list[NoticeChange]) -> None:
        self.component, self.late = source.component, source.late
        self.start: Value = start
        self._lane, self._memory, self._changes = lane, memory, changes

    def state(self, name: str) -> Value:
        """The clause's state as it was on the morning of each row's day, carried to the rows."""
        versions = [change.before[name] for change in self._changes] + [self._memory[name]]
        value = carried_to(self._lane, versions[0])
        for change, later in zip(self._changes, versions[1:], strict=True):
            if later is not versions[0]:
                value = np.where(self.start >= change.morning, carried_to(self._lane, later), value)
        return value


class IncidentLanes:
    """Incidents of all lanes of a cohort, month by month. Rows are those of the futures' table; `end` holds their ends as things stand."""

    def __init__(self, futures: Futures, clauses: tuple[Clause, ...], memory: dict[str, dict[str, Value]]) -> None:
        self.futures, self.memory = futures, memory
        self.shadows: ParallelBooks | None = None
        self.responders = [
            [c for c in clauses if type(c).on_incident is not Clause.on_incident and source.event == "outage" and concerns(c, source)]
            for source in futures.sources
        ]
        self.repairable = np.array([source.event == "outage" for source in futures.sources], bool)  # no notice hastens a late milestone
        rows = futures.incidents.lane.size
        self.end = np.zeros(rows, np.int64)
        self.may = np.zeros(rows, np.int64)  # conditional responses that may fire, one bit each
        self.open = np.zeros(0, np.int64)  # rows of earlier months still open
        self.first = self.last = 0  # rows that begin in the month
        self.shape: dict[int, list[tuple[int, Rate, bool]]] = {}  # source -> (after, keep, conditional) in the order in which responses fire
        self.shortened: dict[int, list[tuple[int, Rate]]] = {}  # row -> notices that shortened it
        self.late: Ints | None = None  # seconds by which what is due in an incident of the month comes late, by lane; None where nobody is slow

    def answering(self) -> dict[str, Clause]:
        """The clauses that may answer incidents, by number."""
        return {clause.number: clause for responders in self.responders for clause in responders}

    def begun(self, changes: list[NoticeChange]) -> Begun:
        """What has just begun, to be used again."""
        new = slice(self.first, self.last)
        remembered = {number: dict(self.memory[number]) for number in self.answering()}
        return Begun(remembered, [one for one in changes if one.clause in remembered], self.end[new].copy(), self.may[new].copy(), dict(self.shape))

    def begin_as(self, before: Begun, month: int, changes: list[NoticeChange]) -> bool:
        """Take the incidents of a month as they began in another pass with the same clauses, if these remembered the same; whether they did."""
        mine = [one for one in changes if one.clause in before.remembered]
        if [(one.morning, one.clause) for one in mine] != [(one.morning, one.clause) for one in before.changes]:
            return False
        states = [(value, self.memory[number][name]) for number, values in before.remembered.items() for name, value in values.items()]
        states += [(value, one.before[name]) for was, one in zip(before.changes, mine, strict=True) for name, value in was.before.items()]
        if any(a is not b and not np.array_equal(a, b) for a, b in states):
            return False
        i, j = self.first, self.last = int(self.futures.incidents.at[month]), int(self.futures.incidents.at[month + 1])
        self.end[i:j], self.may[i:j], self.late = before.end, before.may, self.futures.escalating(month)
        self.shape.update(before.shape)
        return True

    def begin(self, month: int, changes: list[NoticeChange]) -> None:
        """Play every incident that begins in the month, each with the state of its own morning; `changes` are the month's, in the order of time."""
        table = self.futures.incidents
        i, j = self.first, self.last = int(table.at[month]), int(table.at[month + 1])
        np.add(table.start[i:j], table.raw[i:j], out=self.end[i:j])
        self.late = self.futures.escalating(month)
        several = len(self.futures.sources) > 1
        for number, source in enumerate(self.futures.sources):
            if self.responders[number] and i < j:
                self._respond(number, source, i + holding(table.source[i:j] == number) if several else slice(i, j), changes)

    def _respond(self, number: int, source: Source, rows: Ints | slice, changes: list[NoticeChange]) -> None:
        """Work out the ends of the new rows of one source from their raw repairs; only rows that some response may touch are worked on."""
        table = self.futures.incidents
        start, lane, raw = table.start[rows], table.lane[rows], table.raw[rows]
        asked = []
        for clause in self.responders[number]:
            own = [change for change in changes if change.clause == clause.number]
            asked.append((clause, IncidentView(source, start, lane, self.memory[clause.number], own)))
            if self.shadows is not None:
                self.shadows.at_incident(*asked[-1])
        responses = ordered_responses(asked)
        self.shape[number] = [(response.after, response.keep, response.when is not True) for response in responses]
        touched = raw > min((response.after for response in responses if response.when is True), default=_NEVER)
        for response in responses:
            if response.when is not True:
                touched = touched | np.asarray(response.when, bool)
        hit = holding(touched)
        if not hit.size:
            return
        lasts = raw[hit]
        late = None if self.late is None else self.late[lane[hit]]
        numbers = hit + rows.start if isinstance(rows, slice) else rows[hit]
        for bit, response in enumerate(responses):
            after: int | Ints = response.after if late is None else response.after + late
            fires = lasts > after
            if response.when is not True:
                may = response.when[hit] if isinstance(response.when, np.ndarray) else np.full(hit.size, response.when)
                self.may[numbers[may]] |= 1 << bit
                fires &= may
            some = holding(fires)
            if some.size:
                begun = after[some] if isinstance(after, np.ndarray) else after
                lasts[some] = begun + VECTOR.share(lasts[some] - begun, response.keep.num, response.keep.den)
        self.end[numbers] = start[hit] + lasts

    def deliver(self, instant: int, keep: Rate, lanes: Bools) -> None:
        """A notice has arrived in `lanes`: what is left of incidents open at that instant is shortened."""
        table = self.futures.incidents
        new = slice(self.first, self.last)
        rows = np.concatenate(
            (self.open[self.end[self.open] > instant], self.first + holding((table.start[new] < instant) & (self.end[new] > instant)))
        )
        for row in rows[lanes[table.lane[rows]] & self.repairable[table.source[rows]]].tolist():
            self._shorten(row, instant, keep)

    def _shorten(self, row: int, instant: int, keep: Rate) -> None:
        """One open incident again from its beginning, its responses and notices in the order of time; rare, so one at a time."""
        table = self.futures.incidents
        notices = self.shortened.setdefault(row, [])
        notices.append((instant, keep))
        start, may = int(table.start[row]), int(self.may[row])
        end = start + int(table.raw[row])
        shape = self.shape.get(int(table.source[row]), [])
        slow = self.futures.escalating(bisect_right(self.futures.starts, start) - 1)
        begun = start if slow is None else start + int(slow[table.lane[row]])
        responses = [(begun + after, share_left) for bit, (after, share_left, conditional) in enumerate(shape) if not conditional or may >> bit & 1]
        # Python's sort is stable: at one instant responses come before notices, as in core.events.Order.
        for when, rest in sorted(responses + notices, key=lambda effect: effect[0]):
            if end > when:
                end = when + share(end - when, rest.num, rest.den)
        self.end[row] = end

    def unlike(self, ends: Ints, last: int, left: Ints) -> Ints:
        """Lanes in which an incident of the month, as far as the month sees it, ends otherwise than in `ends`, while the agreement stands."""
        lane, start = self.futures.incidents.lane, self.futures.incidents.start
        rows = np.concatenate((self.open, np.arange(self.first, self.last)))
        odd = rows[np.minimum(self.end[rows], last) != np.minimum(ends[rows], last)]
        gone = left[lane[odd]]
        seen = (start[odd] < gone) & (np.minimum(self.end[odd], gone) != np.minimum(ends[odd], gone))
        found: Ints = lane[odd[seen]]
        return found

    def close(self, last: int, left: Ints, leaving: Ints) -> Active:
        """All rows active in the month, cut at the instants `left` in the lanes that are `leaving` in it; carries those still open.

        Rows of lives that ended earlier stay: everything made of them is masked. A row that begins after its life has ended gets a negative length,
        which counts nowhere.
        """
        table, end = self.futures.incidents, self.end
        new = slice(self.first, self.last)
        cut = False
        if leaving.size:
            marked = np.zeros(left.size, bool)
            marked[leaving] = True
            hit = np.concatenate((self.open[marked[table.lane[self.open]]], self.first + holding(marked.take(table.lane[new]))))
            gone, start = left[table.lane[hit]], table.start[hit]
            end[hit] = np.where(start < gone, np.minimum(end[hit], gone), start - 1)
            cut = bool((start >= gone).any())
        carried = self.open
        lane, start, source, ends = table.lane[new], table.start[new], table.source[new], end[new]
        if carried.size:
            lane, start = np.concatenate((table.lane[carried], lane)), np.concatenate((table.start[carried], start))
            source = np.concatenate((table.source[carried], source))
            ends = np.concatenate((end[carried], ends))
        met = table.meets[slice(*np.searchsorted(table.meets, (self.first, self.last)))]
        self.open = np.concatenate((carried[end[carried] > last], self.first + holding(end[new] > last)))
        self.first = self.last
        return Active(lane, start, ends, source, carried.size, table.lane[met], cut)


@dataclass
class Active:
    """Incidents active in one month: the first `carried` rows began before it, the others in it, sorted by lane and start."""

    lane: Ints
    start: Ints
    end: Ints
    source: NDArray[np.int16]
    carried: int
    crowded: Ints  # lanes in which incidents of the month overlap as long as nothing shortens them
    cut: bool  # some rows begin after their life has ended


def ordered_responses(asked: list[tuple[Clause, IncidentView]]) -> list[Response]:
    """The responses of several clauses in the order in which they fire: by time, then by the order of clauses."""
    return sorted((response for clause, view in asked for response in clause.on_incident(view)), key=lambda response: response.after)
