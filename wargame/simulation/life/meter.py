"""Down-time as a stopwatch counts it: running while an incident is open, read at any time.

This is the event-by-event twin of `cohort.downtime.Downtime`, which takes unions of sorted rows.
"""

from __future__ import annotations

from collections.abc import Callable

import simpy

from wargame.contract.rules.clause import Clause
from wargame.core.facts import FactRequest
from wargame.core.hours import LocalHours, ServiceHours
from wargame.core.zones.clocks import Clocks, elapsed
from wargame.simulation.desk.concerns import concerns
from wargame.simulation.desk.rows import OneInterruption
from wargame.simulation.life.counting import Count, Month, Piece, united
from wargame.world.sampled.incidents import Source


class Open:
    """An incident under way."""

    def __init__(self, number: int, start: int, raw: int, source: Source) -> None:
        self.number, self.start, self.source = number, start, source
        self.end = start + raw
        self.over = False


class Meter:
    """Down-time of one reading, counted as incidents begin and end: united while any is open, or added for each."""

    def __init__(
        self, read: FactRequest, components: frozenset[str], hours: ServiceHours | LocalHours | None = None, clocks: Clocks | None = None
    ) -> None:
        self.read, self.components, self.hours, self.clocks = read, components, hours, clocks
        self.since: list[tuple[Open, int]] = []  # counted incidents and when their clock began
        self.done = 0
        self.mark = 0
        self.day_done = 0
        self.closed: list[tuple[int, int]] = []  # incidents of the month that are over: when their clock began, and when they ended

    def counts(self, source: Source) -> bool:
        """Whether incidents of a source count."""
        return source.component in self.components and not (source.causes & self.read.excluded)

    def begins(self, incident: Open, env: simpy.Environment) -> None:
        """An incident that counts begins; with the clock from detection it counts later, or never."""
        self.count_to(int(env.now))
        self.since.append((incident, incident.start + incident.source.late(self.read.clock)))

    def ends(self, incident: Open, now: int) -> None:
        """An incident is over."""
        self.count_to(now)
        self.closed += [(begun, now) for one, begun in self.since if one is incident]
        self.since = [one for one in self.since if one[0] is not incident]

    def count_to(self, now: int) -> None:
        """Add up to `now` what is open."""
        if not self.since:
            self.mark = now
            return
        starts = [max(begun, self.mark) for _, begun in self.since if begun < now]
        spans = [max(now - begun, 0) if self.hours is None else self.hours.before(now) - self.hours.before(begun) for begun in starts]
        if spans:
            self.done += max(spans) if self.read.overlap == "united" else sum(spans)
        self.mark = now

    def total(self, now: int) -> int:
        """Seconds since the month began."""
        if now > self.mark:
            self.count_to(now)
        return self.done

    def spans(self, first: int, last: int) -> list[tuple[int, int, int]]:
        """What counts of the incidents of a month: where each begins in it, where it really begins, and where it ends."""
        known = [*self.closed, *((begun, incident.end) for incident, begun in self.since)]
        return sorted((max(begun, first), begun, ended) for begun, ended in known if min(ended, last) > max(begun, first))

    def interruptions(self, counted: Meter, first: int, last: int) -> list[OneInterruption]:
        """The unbroken times down of the month that ends at `last`, with the seconds of each that another meter counts: outages that overlap are one,
        those that only meet are two."""
        found = []
        for one in united([Piece(begun, within, ended, ended > last) for within, begun, ended in self.spans(first, last)]):
            seconds, reached = 0, one.begin
            for starts, _, ends in counted.spans(first, last):
                if one.begin <= starts < one.end:
                    low, high = max(starts, reached), min(ends, last)
                    seconds += elapsed(self.clocks, low, high) if high > low else 0
                    reached = max(reached, high)
            found.append(OneInterruption({"seconds": seconds, "goes on": one.real < first, "open": one.open}, "interruption"))
        return found

    def since_last(self, now: int) -> int:
        """Seconds since the day began, for the world's own work."""
        self.count_to(now)
        today = self.done - self.day_done
        self.day_done = self.done
        return today

    def forget(self, now: int) -> None:
        """A new month begins."""
        self.count_to(now)
        self.done = self.day_done = 0
        self.closed.clear()


class CountingMeter(Meter):
    """Down-time of a reading that says more of how it counts: a list of the outages of the month, reckoned when it is asked for."""

    def __init__(self, read: FactRequest, components: frozenset[str], lay: Callable[[str], ServiceHours | LocalHours]) -> None:
        super().__init__(read, components)
        self.lay, self.month = lay, 0
        self.seen: list[Open] = []

    def counts(self, source: Source) -> bool:
        """Whether incidents of a source may matter: those excluded too, for planned work may be no longer so, or hide others."""
        assert self.read.counted is not None
        return source.component in self.components and (not self.read.counted.severities or source.severity in self.read.counted.severities)

    def begins(self, incident: Open, env: simpy.Environment) -> None:
        """Remember it."""
        self.seen.append(incident)

    def ends(self, incident: Open, now: int) -> None:
        """It ends now, whenever it should have ended."""
        incident.end = now

    def _count(self, first: int, last: int) -> Count:
        late = self.read.clock
        return Count(self.read, ((one.source, one.start + one.source.late(late), one.end) for one in self.seen), Month(first, last, self.lay))

    def total(self, now: int) -> int:
        """Seconds since the month began."""
        return self._count(self.month, now).total()

    def times_down(self, first: int, last: int) -> list[OneInterruption]:
        """The unbroken times down of the month that the outages make that count, and those of them that are one."""
        return self._count(first, last).interruptions()

    def forget(self, now: int) -> None:
        """A new month begins."""
        self.month = now
        self.seen = [one for one in self.seen if one.end > now]


class Hearers:
    """Who is concerned with the incidents of one life: the meters that count them and the clauses that may respond; worked out once a source."""

    def __init__(self, meters: list[Meter], clauses: tuple[Clause, ...]) -> None:
        self.meters, self.clauses = meters, clauses
        self._found: dict[tuple[str, str], tuple[list[Meter], list[Clause]]] = {}

    def of(self, source: Source) -> tuple[list[Meter], list[Clause]]:
        """Those concerned with incidents of a source; a late milestone has no responses."""
        key = (source.name, source.component)
        if key not in self._found:
            able = [clause for clause in self.clauses if source.event == "outage" and type(clause).on_incident is not Clause.on_incident]
            self._found[key] = ([meter for meter in self.meters if meter.counts(source)], [clause for clause in able if concerns(clause, source)])
        return self._found[key]
