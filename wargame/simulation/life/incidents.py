"""Outages and late milestones of one life as they happen: each begins, is answered, ends or is cut at instants of its own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wargame.contract.rules.clause import Response
from wargame.core.events import Order
from wargame.core.facts import FactRequest
from wargame.core.money import share
from wargame.core.quantities import Rate
from wargame.core.vocabulary import Value
from wargame.core.zones.clocks import elapsed
from wargame.simulation.desk.clock import at
from wargame.simulation.desk.derived import by_the_clock, primitives, service_hours
from wargame.simulation.desk.rows import OneRow
from wargame.simulation.life.happening import Did, Happening
from wargame.simulation.life.meter import CountingMeter, Hearers, Meter, Open
from wargame.simulation.life.tallies import Over
from wargame.simulation.life.trace import OneIncident

if TYPE_CHECKING:
    from wargame.simulation.life.driver import LifeDriver


class Incidents:
    """The incidents of a life: what is open, the meters that count it, and who hears of it."""

    def __init__(self, life: LifeDriver) -> None:
        self.life = life
        self.open: list[Open] = []
        reads = primitives((read for clause in life.rules.clauses for read in clause.reads()), life.economics)
        reads |= primitives(life.economics.reads(), life.economics)
        reads = {by_the_clock(read, life.rules.calendar) for read in reads} | {FactRequest("downtime", name) for name in life.services}
        self.meters = {read: self._meter(read) for read in reads if read.fact == "downtime"}
        self.hearers = Hearers(list(self.meters.values()), life.rules.clauses)

    def _meter(self, read: FactRequest) -> Meter:
        lay = partial(service_hours, calendar=self.life.rules.calendar, end=self.life.term_end)
        components = self.life.scenario.components_of(read.key)
        if read.counted is not None:
            return CountingMeter(read, components, lay)
        return Meter(read, components, lay(read.hours) if read.hours else None, self.life.rules.calendar.clocks)

    def schedule(self) -> None:
        """Put the beginnings of all that may happen on the life's clock."""
        futures = self.life.futures
        table = futures.incidents
        for row in (table.lane == self.life.lane).nonzero()[0].tolist():
            start, raw, source = int(table.start[row]), int(table.raw[row]), futures.sources[int(table.source[row])]
            at(self.life.env, start, Order.INCIDENT_BEGINS, partial(self._begins, Open(row, start, raw, source)), row)

    def down(self, service: str) -> Meter:
        """The meter by which a service itself is down."""
        return self.meters[FactRequest("downtime", service)]

    def overdue(self, read: FactRequest) -> int:
        """Seconds by which a milestone is late at the month end."""
        late = (
            one for one in self.open if one.source.event == "delay" and one.source.component == read.key and not one.source.causes & read.excluded
        )
        return sum(self.life.desk.last - incident.start for incident in late)

    def hasten(self, morning: int, keep: Rate) -> None:
        """A notice has arrived: what is left of outages under way is shortened."""
        for incident in list(self.open):
            if incident.start < morning < incident.end and incident.source.event == "outage":
                self._shorten(incident, keep)

    def cut(self) -> None:
        """The agreement ends: what is open is over, as far as it has come."""
        for incident in list(self.open):
            self._over(incident, "is cut")

    def forget(self, last: int) -> None:
        """A new month begins."""
        for meter in self.meters.values():
            meter.forget(last)

    def _begins(self, incident: Open) -> None:
        life = self.life
        if incident.start >= life.exit:
            return
        self.open.append(incident)
        self._say(incident, "begins")
        meters, responders = self.hearers.of(incident.source)
        for meter in meters:
            meter.begins(incident, life.env)
        asked: list[tuple[Response, str]] = []
        for clause in responders:
            view = OneIncident(incident, life.memory.values[clause.number])
            asked += [(response, clause.number) for response in clause.on_incident(view) if response.when]
        slow = life.futures.escalating(life.month_of(incident.start))
        late = 0 if slow is None else int(slow[life.lane])
        for response, number in asked:
            at(life.env, incident.start + response.after + late, Order.RESPONSE, partial(self._respond, incident, response, number))
        self._ends_at(incident, incident.end)

    def _respond(self, incident: Open, response: Response, clause: str) -> None:
        if incident.over or incident.end <= self.life.now:
            return
        self.life.say("response", "is answered", incident.source.component, text=response.label, clause=clause)
        self._shorten(incident, response.keep)

    def _shorten(self, incident: Open, keep: Rate) -> None:
        now = self.life.now
        self._ends_at(incident, now + share(incident.end - now, keep.num, keep.den))

    def _ends_at(self, incident: Open, end: int) -> None:
        incident.end = end
        at(self.life.env, end, Order.INCIDENT_ENDS, partial(self._ends, incident), incident.number)

    def _ends(self, incident: Open) -> None:
        if not incident.over and incident.end == self.life.now:  # else the end was moved
            self._over(incident, "ends")

    def _over(self, incident: Open, how: Did) -> None:
        now, source = self.life.now, incident.source
        incident.over = True
        self.open.remove(incident)
        for meter in self.hearers.of(source)[0]:
            meter.ends(incident, now)
        clocks = self.life.rules.calendar.clocks if source.event == "outage" else None  # a milestone is late by the calendar
        lasted = elapsed(clocks, incident.start, now)
        self._say(incident, how, lasted)
        columns: dict[str, Value] = {"start": incident.start, "duration": lasted, "detected": source.detected, "reported": source.reported}
        row = OneRow(columns, source.event, source.component)
        self.life.over.append(Over(row, source))
        if not source.planned:
            self.life.asked.append(row)

    def _say(self, incident: Open, did: Did, size: int = 0) -> None:
        source = incident.source
        what = Happening(
            self.life.now, source.event, did, source.component, size=size, planned=source.planned, source=source.name, incident=incident.number
        )
        self.life.told.story.append(what)
