"""Down-time of a cohort where a clause says more of how it counts (`core.facts.Counted`): which sources, planned work, short and joined outages.

Intervals are columns sorted by lane and begin. A lane and an instant in one number, lanes set 2^36 seconds apart, make what is true within each lane
a search or a running maximum over all rows. Only readings that say more come here: all others are counted in `cohort.downtime`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wargame.core.arrays import Bools, Ints
from wargame.core.facts import FactRequest
from wargame.core.hours import LocalHours, ServiceHours
from wargame.simulation.cohort.downtime import LANE_BITS, Downtime, run_starts
from wargame.simulation.cohort.incidents import holding
from wargame.simulation.cohort.interruptions import LaneInterruptions

_NEVER = 2**35


class Spans(NamedTuple):
    """Time down: when it really began, the part of it in the month, and whether it goes on after that."""

    lane: Ints
    real: Ints
    begin: Ints
    end: Ints
    open: Bools

    def at(self, which: Ints) -> Spans:
        """Some of them."""
        return Spans(self.lane[which], self.real[which], self.begin[which], self.end[which], self.open[which])


class Left(NamedTuple):
    """Planned time that is left out, disjoint and sorted, and the instant from which none is, by lane."""

    lane: Ints
    begin: Ints
    end: Ints
    until: Ints


class LaneCount:
    """What a reading comes to in a month: spans, the first of each group that is one incident, and the planned hours that are left out."""

    def __init__(self, down: Downtime, read: FactRequest, components: frozenset[str]) -> None:
        assert read.counted is not None
        self.down, self.read, self.how = down, read, read.counted
        rows, source = down.rows, down.rows.source
        self.start = rows.start + down.readings.late[read.clock][source]
        inside = np.minimum(rows.end, down.last) > np.maximum(self.start, down.first)
        counts, planned, back = (inside & mask[source] for mask in self._sources(components))
        self.left = self._leave_out(holding(planned))
        parts = [(rows.lane[some], self.start[some], rows.end[some]) for some in [holding(counts)]]
        if self.how.window or self.how.allowance is not None:
            parts += self._beyond(holding(back))
        lane, start, end = (np.concatenate(column) for column in zip(*parts, strict=True))
        begin, close = np.maximum(start, down.first), np.minimum(end, down.last)
        spans = Spans(lane, start, begin, close, end > down.last).at(holding(begin < close))
        spans = spans.at(np.lexsort((spans.begin, spans.lane)))
        self.spans, self.first = self._grouped(_united(spans) if read.overlap == "united" else spans)

    def _sources(self, components: frozenset[str]) -> tuple[Bools, Bools, Bools]:
        """By source: whether it counts; is planned work that does not; and is such that counts where it goes beyond what is allowed."""
        how, excluded = self.how, self.read.excluded
        rows = []
        for one in self.down.readings.sources:
            mine = one.component in components and (not how.severities or one.severity in how.severities)
            out = one.causes & excluded
            planned = "planned" in out and (one.noticed is None or one.noticed >= how.notice)
            rows.append((mine and not planned and not out - {"planned"}, mine and planned, mine and planned and out == {"planned"}))
        counts, planned_work, back = np.array(rows, bool).reshape(-1, 3).T
        return counts, planned_work, back

    def _hours(self, text: str) -> ServiceHours | LocalHours:
        assert self.down.readings.hours is not None
        return self.down.readings.hours(text)

    def _window(self) -> tuple[Ints, Ints]:
        """Where the hours of the window open and close."""
        window = self._hours(self.how.window) if self.how.window else None
        spans = [(0, _NEVER)] if window is None else window.spans()
        opens, closes = np.array(spans, np.int64).reshape(-1, 2).T
        return opens, closes

    def _leave_out(self, planned: Ints) -> Left:
        down, rows = self.down, self.down.rows
        until = np.full(down.readings.lanes, _NEVER, np.int64)
        row, begin, end = _cut(np.maximum(self.start[planned], down.first), np.minimum(rows.end[planned], down.last), *self._window())
        lane = rows.lane[planned][row]
        order = np.lexsort((begin, lane))
        worked = _united(Spans(lane, begin, begin, end, np.zeros(lane.size, bool)).at(order))
        lane, begin, end = worked.lane, worked.begin, worked.end
        if self.how.allowance is not None and lane.size:
            lasts = end - begin
            sums = np.cumsum(lasts) - lasts
            earlier = sums - sums[np.searchsorted(lane, lane)]
            end = begin + np.clip(self.how.allowance - earlier, 0, lasts)
            spent = holding(earlier + lasts >= self.how.allowance)
            np.minimum.at(until, lane[spent], end[spent])
        return Left(lane, begin, end, until)

    def _beyond(self, back: Ints) -> list[tuple[Ints, Ints, Ints]]:
        """The parts of planned work outside the window, and beyond the allowance."""
        lane, start, end = self.down.rows.lane[back], self.start[back], self.down.rows.end[back]
        until = self.left.until[lane]
        opens, closes = self._window()
        row, begin, close = _cut(start, np.minimum(end, until), np.concatenate(([0], closes)), np.concatenate((opens, [2**62])))
        return [(lane[row], begin, close), (lane, np.maximum(start, until), end)]

    def _grouped(self, spans: Spans) -> tuple[Spans, Ints]:
        """The spans that count, and which of them begin a group that is one incident."""
        how = self.how
        if not spans.lane.size:
            return spans, np.zeros(0, np.int64)
        first = np.arange(spans.lane.size) if how.joined is None else run_starts(spans.lane, spans.begin, spans.end, how.joined + 1)
        if not how.shortest and how.longest is None:
            return spans, first
        sizes = np.diff(np.concatenate((first, [spans.lane.size])))
        if how.shorter == "whole":
            long = np.add.reduceat(spans.end - spans.real, first) >= how.shortest
            spans, sizes = spans.at(holding(np.repeat(long, sizes))), sizes[long]
            first = np.cumsum(sizes) - sizes
        lasts = spans.end - spans.real
        sums = np.cumsum(lasts) - lasts
        earlier = sums - np.repeat(sums[first], sizes)
        if how.shorter == "excess":
            spans = spans._replace(begin=np.maximum(spans.begin, spans.real + np.clip(how.shortest - earlier, 0, lasts)))
        if how.longest is not None:
            spans = spans._replace(end=spans.real + np.clip(how.longest - earlier, 0, lasts))
        return spans, first

    def _seconds(self, begin: Ints, end: Ints) -> Ints:
        if not self.read.hours:
            return end - begin
        hours = self._hours(self.read.hours)
        found: Ints = hours.before(end) - hours.before(begin)
        return found

    def _left_before(self, lane: Ints, instant: Ints) -> Ints:
        """Seconds of the planned time that is left out before an instant, counted from an instant of the lane's own."""
        left = self.left
        lasts = self._seconds(left.begin, left.end)
        which = np.searchsorted((left.lane << LANE_BITS) + left.begin, (lane << LANE_BITS) + instant, side="right")
        found = np.concatenate(([0], np.cumsum(lasts)))[which]
        under_way = holding(which > 0)
        last = which[under_way] - 1
        some = holding((left.lane[last] == lane[under_way]) & (left.end[last] > instant[under_way]))
        under_way, last = under_way[some], last[some]
        found[under_way] -= self._seconds(instant[under_way], left.end[last])
        return found

    def _measured(self) -> Ints:
        """Seconds of each span that count."""
        spans = self.spans
        seconds = np.where(spans.begin < spans.end, self._seconds(spans.begin, spans.end), 0)
        if self.how.planned == "hours" and self.left.lane.size:
            seconds = seconds - (self._left_before(spans.lane, spans.end) - self._left_before(spans.lane, np.minimum(spans.begin, spans.end)))
        return seconds

    def total(self) -> Ints:
        """Seconds down by lane, or of planned hours that are left out."""
        of_left = self.how.gives == "left out"
        lane = self.left.lane if of_left else self.spans.lane
        seconds = self._seconds(self.left.begin, self.left.end) if of_left else self._measured()
        return np.bincount(lane, seconds, self.down.readings.lanes).astype(np.int64)

    def interruptions(self) -> list[LaneInterruptions]:
        """One row for each incident."""
        spans, first = self.spans, self.first
        if not first.size:
            return []
        columns = {
            "seconds": np.add.reduceat(self._measured(), first),
            "goes on": np.logical_or.reduceat(spans.real < self.down.first, first),
            "open": np.logical_or.reduceat(spans.open, first),
        }
        return [LaneInterruptions(spans.lane[first], dict(columns), self.down.readings.lanes)]


def _united(spans: Spans) -> Spans:
    """Spans that overlap as one; those that only meet are two."""
    if not spans.lane.size:
        return spans
    first = run_starts(spans.lane, spans.begin, spans.end)
    real, end = np.minimum.reduceat(spans.real, first), np.maximum.reduceat(spans.end, first)
    return Spans(spans.lane[first], real, spans.begin[first], end, np.logical_or.reduceat(spans.open, first))


def _cut(begin: Ints, end: Ints, opens: Ints, closes: Ints) -> tuple[Ints, Ints, Ints]:
    """The parts of intervals that lie in others, which are sorted and disjoint: whose part each is, and from when to when."""
    low, high = np.searchsorted(closes, begin, side="right"), np.searchsorted(opens, end, side="left")
    parts = np.maximum(high - low, 0)
    row = np.repeat(np.arange(begin.size), parts)
    which = low[row] + np.arange(row.size) - (np.cumsum(parts) - parts)[row]
    starts, ends = np.maximum(begin[row], opens[which]), np.minimum(end[row], closes[which])
    some = holding(starts < ends)
    return row[some], starts[some], ends[some]
