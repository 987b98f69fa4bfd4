"""Meaning: one future on its own SimPy clock, every outage, response, notice, morning and month end an event at its own instant, with a full story.

It shares with the cohort the rules, the desk and the sampled future, and nothing of how time is folded: down-time is a count of open
incidents, not a union of sorted rows; incidents are shortened as their events fire, not worked out ahead. Where the two agree to the last
bit, both are right about time.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import Any

import simpy

from wargame.contract.rules.clause import Clause, Due, Notice
from wargame.contract.rules.rulebook import Rulebook
from wargame.core.account import Account, Posting, Reason, Withheld
from wargame.core.events import Order, Stage
from wargame.core.facts import FactRequest
from wargame.core.ledger import check_amount
from wargame.core.money import share
from wargame.core.party import OUTSIDE
from wargame.core.problem import BadValue
from wargame.core.values import DAY
from wargame.core.vocabulary import SCALAR, portions
from wargame.simulation.desk.claims import failed_by_now, paid_at, settle
from wargame.simulation.desk.clock import at, morning_after
from wargame.simulation.desk.concerns import concerns
from wargame.simulation.desk.coverage import Coverage
from wargame.simulation.desk.derived import DELAYS, primitives, service_hours
from wargame.simulation.desk.desk import CRUMB, Memory, account_of, carried_reads, periods_starting, states_of
from wargame.simulation.desk.exact_range import exact_range_error
from wargame.simulation.desk.rows import OneRow
from wargame.simulation.desk.shocks_met import ShocksOfLife
from wargame.simulation.life.happening import Did, Happening
from wargame.simulation.life.meter import Hearers, Meter, Open
from wargame.simulation.life.questions import ask_one
from wargame.simulation.life.shocks import late_payments, schedule_law_change, schedule_shocks
from wargame.simulation.life.trace import LifeTrace, NotingDesk, OneDay, OneIncident
from wargame.world.operations.service import COLUMNS, CUT, PART
from wargame.world.operations.work import WorkLife
from wargame.world.sampled.futures import Futures
from wargame.world.scenario.economics import Economics


class LifeDriver(ShocksOfLife):
    """One future played event by event."""

    def __init__(self, rules: Rulebook, futures: Futures, lane: int) -> None:
        self.rules, self.futures, self.lane = rules, futures, lane
        self.scenario, self.starts = futures.scenario, futures.starts
        self.term_end = self.exit = futures.starts[-1]
        self.ended = ""  # by what it ends early, in words
        self.number = futures.first + (lane if futures.chosen is None else int(futures.chosen[lane]))
        self.env = simpy.Environment()
        self.economics = Economics(self.scenario, rules.parties[0], rules.parties[1])
        self.memory = Memory(states_of(rules.clauses), lambda s: 0 if s.window else s.initial, lambda s: [0] * s.window)
        self.desk = NotingDesk(rules, SCALAR, self)
        self.work = WorkLife(futures, lane)
        self.services = self.work.services
        self.shock_effects = futures.shock_effects
        self.carried = carried_reads(rules, self.economics)
        self.so_far = dict.fromkeys(self.carried, 0.0)
        self.before = dict(self.so_far)
        self.extra = dict.fromkeys(futures.law_changes.service, 0)
        self.open: list[Open] = []
        self.coverage = Coverage()
        self.month = 0
        self.invoices = rules.calendar.month_starts(len(self.starts))[1:]
        reads = primitives((read for clause in (*rules.clauses, self.economics) for read in clause.reads()), self.economics)
        reads |= {FactRequest("downtime", name) for name in self.services}
        self.meters = {read: self._meter(read) for read in reads if read.fact == "downtime"}
        self.hearers = Hearers(list(self.meters.values()), rules.clauses)
        self.failed = dict.fromkeys(self.scenario.recovers, False)
        self.failing: dict[str, bool] = {}  # in this month
        self.events: list[tuple[str, OneRow, bool]] = []  # events that are over, waiting for the month end
        self.asked: list[tuple[str, OneRow]] = []
        self.told = LifeTrace(self.number, [], [], [], self.term_end, self.term_end, self.coverage)
        self._schedule()

    def run(self) -> LifeTrace:
        """Play to the end of the term, and on until the last claim is paid."""
        self.env.run()
        self.told.exit = self.exit
        self.told.postings.sort(key=lambda posting: posting.instant)
        return self.told

    def _meter(self, read: FactRequest) -> Meter:
        hours = service_hours(read.hours, self.rules.calendar, self.term_end) if read.hours else None
        return Meter(read, self.scenario.components_of(read.key), hours)

    def say(self, kind: str, did: Did = "", of: str = "", **more: Any) -> None:
        """Add a line to the story, at the clock's instant."""
        self.told.story.append(Happening(int(self.env.now), kind, did, of, **more))

    def say_of(self, incident: Open, did: Did, size: int = 0) -> None:
        """The same of an incident under way."""
        source = incident.source
        self.say(source.event, did, source.component, size=size, planned=source.planned, source=source.name, incident=incident.number)

    # --- what is known before it begins -------------------------------------------------------------------------------------------

    def _schedule(self) -> None:
        env, futures, lane = self.env, self.futures, self.lane
        for morning in range(DAY, self.term_end + 1, DAY):
            if self.scenario.step == "day":
                at(env, morning, Order.DAY_CLOSES, self._day_closes)
        for month, last in enumerate(self.starts[1:]):
            at(env, last, Order.MONTH_ENDS, lambda month=month: self._month_end(month))  # type: ignore[misc]
        at(env, self.term_end, Order.AGREEMENT_ENDS, self.agreement_ends)
        table = futures.incidents
        for row in (table.lane == lane).nonzero()[0].tolist():
            start, raw, source = int(table.start[row]), int(table.raw[row]), futures.sources[int(table.source[row])]
            incident = Open(row, start, raw, source)
            at(env, start, Order.INCIDENT_BEGINS, lambda incident=incident: self._begins(incident), row)  # type: ignore[misc]
        schedule_shocks(self)
        laws = futures.law_changes
        for row in (laws.lane == lane).nonzero()[0].tolist():
            schedule_law_change(self, row)

    # --- incidents ----------------------------------------------------------------------------------------------------------------

    def _begins(self, incident: Open) -> None:
        if incident.start >= self.exit:
            return
        self.open.append(incident)
        self.say_of(incident, "begins")
        meters, responders = self.hearers.of(incident.source)
        for meter in meters:
            meter.begins(incident, self.env)
        asked = []
        for clause in responders:
            view = OneIncident(incident, self.memory.values[clause.number])
            asked += [(response, clause.number) for response in clause.on_incident(view) if response.when]
        slow = self.futures.escalating(self.month_of(incident.start))
        late = 0 if slow is None else int(slow[self.lane])
        for response, number in asked:
            at(
                self.env,
                incident.start + response.after + late,
                Order.RESPONSE,
                lambda r=response, n=number: self._respond(incident, r.keep, r.label, n),
            )  # type: ignore[misc]
        at(self.env, incident.end, Order.INCIDENT_ENDS, lambda: self._ends(incident), incident.number)

    def _respond(self, incident: Open, keep: Any, label: str, clause: str) -> None:
        now = int(self.env.now)
        if incident.over or incident.end <= now:
            return
        self.say("response", "is answered", incident.source.component, text=label, clause=clause)
        self._shorten(incident, keep)

    def _shorten(self, incident: Open, keep: Any) -> None:
        now = int(self.env.now)
        incident.end = now + share(incident.end - now, keep.num, keep.den)
        at(self.env, incident.end, Order.INCIDENT_ENDS, lambda: self._ends(incident), incident.number)

    def _ends(self, incident: Open, cut: bool = False) -> None:
        now = int(self.env.now)
        if incident.over or (incident.end != now and not cut):
            return  # the end was moved
        incident.over = True
        self.open.remove(incident)
        for meter in self.hearers.of(incident.source)[0]:
            meter.ends(incident, now)
        lasted = now - incident.start
        event = incident.source.event
        self.say_of(incident, "is cut" if cut else "ends", lasted)
        row = OneRow(
            {
                "start": incident.start,
                "duration": lasted,
                "detected": incident.source.detected,
                "component": incident.source.component,
                "source": incident.source,
            },
            event,
        )
        self.events.append((event, row, True))
        if not incident.source.planned:
            self.asked.append((event, row))

    # --- the end of the agreement ---------------------------------------------------------------------------------------------------

    def agreement_ends(self) -> None:
        """The instant of exit: what is open is cut; nothing, where the exit has moved since."""
        now = int(self.env.now)
        if now != self.exit:
            return
        for incident in list(self.open):
            self._ends(incident, cut=True)
        if now < self.term_end:
            self.say("exit", text=f"the agreement ends early, {self.ended}" if self.ended else "the agreement ends early")
            self.asked.append(("exit", OneRow({"start": now}, "exit")))
            if self.scenario.step == "day":
                self.cut = self.work.sums()

    # --- days and months ---------------------------------------------------------------------------------------------------------

    def month_of(self, instant: int) -> int:
        """The contract month that an instant falls in."""
        return bisect_right(self.starts, instant) - 1

    def _day_closes(self) -> None:
        day = int(self.env.now) // DAY - 1
        up: dict[str, float] = {}
        for name in self.services:
            down = self.meters[FactRequest("downtime", name)].since_last(int(self.env.now))
            up[name] = (DAY - down) / DAY if down else 1.0
        month = self.month_of(day * DAY)
        if self.starts[month] == day * DAY:
            self.work.begin(month)
        self.work.day(day, month, up)

    def _work(self, month: int) -> None:
        """At month step, the month's work in one go."""
        first, last = self.starts[month], self.starts[month + 1]
        up: dict[str, float] = {}
        for name in self.services:
            down = self.meters[FactRequest("downtime", name)].total(last) if self.scenario.components_of(name) else 0
            up[name] = (last - first - down) / (last - first)
        self.work.begin(month)
        self.work.month(month, (last - first) // DAY, up)

    def _month_end(self, month: int) -> None:
        first, last = self.starts[month], self.starts[month + 1]
        desk, lives = self.desk, self.exit > first
        self.month = month
        if self.scenario.step == "month":
            self._work(month)
        self._cut_short(first, last)
        self.memory.renew(periods_starting(self.rules.calendar, self.starts, month))
        served = last - first if self.exit >= last else max(self.exit - first, 0)
        desk.open(month, first, last, served, self.exit, self.term_end)
        for read in self.carried:
            self.before[read] = self.so_far[read]
            self.so_far[read] += self.seen[read.key][COLUMNS.index(read.fact)]
        failed_by_now(self, SCALAR)
        self._tally(first)
        if lives:
            settled = False
            for act in self.rules.acts:
                if act.stage >= Stage.SETTLE and not settled:
                    self._settle(last)
                    settled = True
                desk.clause = act.clause
                try:
                    act.run(desk)
                except (OverflowError, BadValue) as error:
                    raise exact_range_error(self.rules, act.clause, error) from error
            # What rights have made due enters the next settlement.
            self._settle(self.invoices[month + 1] if settled else last)
        desk.clause = "economics"
        self.economics.on_month_end(desk)
        if self.exit <= last and self.exit < self.term_end:
            self.economics.after_exit(desk)
        if self.desk.books is not None:
            self.desk.books.close(last - first)
        if lives:
            late_payments(self, month)
            for event, row in self.asked:
                ask_one(self, event, row)
            self.coverage.flags.update(key for key, value in desk.measures.items() if value is True)
            self.coverage.lives.update({key: 1 for key in self.coverage.flags.keys() - self.coverage.lives.keys()})
        self.events.clear()
        self.asked.clear()
        for meter in self.meters.values():
            meter.forget(last)
        self.work.forget()

    def _cut_short(self, first: int, last: int) -> None:
        """What the agreement saw of the month, where it ended within it."""
        self.seen = self.work.sums()
        if not first < self.exit < last:
            return
        part = (self.exit - first) / (last - first)
        for name, columns in self.seen.items():
            if self.scenario.step == "day":
                self.seen[name] = tuple(self.cut[name][i] if i in CUT else value for i, value in enumerate(columns))
            else:
                self.seen[name] = tuple(value * part if i in PART else value for i, value in enumerate(columns))

    def _tally(self, first: int) -> None:
        for event, row, lived in self.events:
            listeners: list[Any] = [clause for clause in self.rules.clauses if event in clause.listens and lived]
            if event in self.economics.listens:
                listeners.append(self.economics)
            for clause in listeners:
                if event in ("outage", "delay") and clause is not self.economics and not self._concerned(clause, row):
                    continue
                for name, value in clause.on_event(row).items():
                    key = (clause.number, name)
                    self.desk.tallies[key] = self.desk.tallies.get(key, 0) + value

    def _concerned(self, clause: Clause, row: OneRow) -> bool:
        return row.column("duration") > clause.concerned.longer_than and concerns(clause, row.column("source"))

    def _settle(self, invoice: int) -> None:
        for due in self.desk.dues:
            for payment in settle(self.desk, due):
                self._post(paid_at(self.rules.calendar, invoice, payment), account_of(due), payment.amount)
        self.desk.dues.clear()

    def _post(self, instant: int, account: Account, amount: int) -> None:
        """Book at the payment's own instant: at once on an invoice, later for a Claim."""
        if not amount:
            return
        check_amount(account, amount)
        if self.desk.books is not None:
            self.desk.books.note(account, int(amount))
        posting = Posting(instant, account, int(amount), self.month)
        if instant <= self.env.now:
            self.told.postings.append(posting)
        else:
            at(self.env, instant, Order.DEADLINE, lambda: self.told.postings.append(posting))

    # --- what the desk asks of its driver -----------------------------------------------------------------------------------

    def fact(self, read: FactRequest) -> Any:
        """A fact of the month in this life."""
        if read.fact == "downtime":
            return self.meters[read].total(min(self.desk.last, self.exit))
        if read.fact == "index":
            return int(self.futures.index[read.key][(self.desk.index + 1) // 12, self.lane])
        if read.fact == "overdue":
            late = (i for i in self.open if i.source.event == "delay" and i.source.component == read.key and not i.source.causes & read.excluded)
            return sum(self.desk.last - incident.start for incident in late)
        if read.fact in DELAYS:
            return int(self.futures.delay(read.key, DELAYS[read.fact])[self.desk.index, self.lane])
        if read.fact == "lasting_cost":
            return sum(share(self.desk.fact(FactRequest("volume", name)), extra, 100) for name, extra in self.extra.items())
        value = self.seen[read.key][COLUMNS.index(read.fact)]
        if read.fact == "backlog":
            return math.floor(value + CRUMB)
        return math.floor(self.so_far[read] + CRUMB) - math.floor(self.before[read] + CRUMB)

    def while_alive(self, amount: Any) -> Any:
        """The amount if the agreement stood in the month."""
        return int(amount) if self.exit > self.desk.first else 0

    def happens(self, party: str, what: str, chance: float) -> bool:
        """Whether something with this chance a month happens in this one."""
        futures = self.futures
        return bool(chance) and not futures.calm and bool(futures.decision(party, what)[self.desk.index, self.lane] < chance)

    def record_withheld(self, account: Account, amount: Any, why: Reason) -> None:
        """Note money kept from being paid."""
        if amount:
            self.told.withheld.append(Withheld(int(self.env.now), account, why, int(amount)))

    def share_room(self, claims: list[Due], allowed: Any, total: Any, why: Reason) -> None:
        """Cut claims down to what is allowed."""
        if allowed < total:
            for claim, part in zip(claims, portions(SCALAR, [claim.amount for claim in claims], allowed, total), strict=True):
                self.record_withheld(account_of(claim), claim.amount - part, why)
                claim.amount = part

    def book(self, party: str, head: str, amount: Any, cause: str) -> None:
        """Book what a party spends or loses of its own."""
        self._post(int(self.env.now), Account("economics", head, party, OUTSIDE, cause), amount)

    def exercised(self, right: str, party: str, when: Any, in_time: bool) -> bool:
        """Whether the party uses a right that stands, by its draw of the month."""
        behaviour = self.scenario.inputs.behaviour.rights.get(right)
        chance = behaviour.chance if behaviour else 0.0
        if not when or not in_time or self.exit < self.term_end:
            return False
        uses = self.happens(party, right, chance)
        self.say("right", text=f"the {party} may {right} and {'does' if uses else 'does not'}", clause=self.desk.clause)
        return uses

    def notify(self, notice: Notice, when: Any) -> None:
        """Deliver a notice on the first morning after its instant, if the agreement stands."""
        if not when or self.exit <= self.desk.last:
            return
        morning = morning_after(notice.instant)
        self.say("notice", text=f"notice of {notice.kind}, effective {self.rules.calendar.moment(notice.instant)}", clause=notice.clause)
        if notice.kind == "termination":
            if morning < self.exit:
                self.exit, self.ended = morning, f"under {notice.clause}"
                at(self.env, morning, Order.AGREEMENT_ENDS, self.agreement_ends)
            return
        at(self.env, morning, Order.NOTICE, lambda: self._deliver(notice, morning))

    def _deliver(self, notice: Notice, morning: int) -> None:
        if morning >= self.exit:
            return
        self.say("notice", text=f"{notice.kind} begins", clause=notice.clause)
        self.rules.clause(notice.clause).on_day(OneDay(notice, morning, self.memory.values[notice.clause]))
        if notice.keep is not None:
            for incident in list(self.open):
                if incident.start < morning < incident.end and incident.source.event == "outage":
                    self._shorten(incident, notice.keep)


def play(rules: Rulebook, futures: Futures, lane: int) -> LifeTrace:
    """Play one lane of `futures` event by event."""
    return LifeDriver(rules, futures, lane).run()
