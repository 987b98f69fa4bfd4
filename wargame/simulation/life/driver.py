"""Meaning: one future on its own SimPy clock, every outage, response, notice, morning and month end an event at its own instant, with a full story.

It shares with the cohort the rules, the desk and the sampled future, and nothing of how time is folded: down-time is a count of open
incidents, not a union of sorted rows; incidents are shortened as their events fire, not worked out ahead. Where the two agree to the last
bit, both are right about time.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from functools import partial

import numpy as np
import simpy
from numpy.typing import NDArray

from wargame.contract.rules.clause import Due, Notice
from wargame.contract.rules.rulebook import Rulebook
from wargame.core.account import Account, Posting, Reason, Withheld
from wargame.core.events import Order
from wargame.core.facts import FactRequest
from wargame.core.ledger import check_amount
from wargame.core.values import DAY
from wargame.core.vocabulary import SCALAR, Value, portions
from wargame.simulation.desk.clock import at, morning_after
from wargame.simulation.desk.derived import by_the_clock
from wargame.simulation.desk.dues import account_of, ties
from wargame.simulation.desk.memory import Memory
from wargame.simulation.desk.month_end import close_books, open_month, run_acts
from wargame.simulation.desk.quantities import CRUMB, Quantities, carried_reads
from wargame.simulation.desk.rows import OneInterruption, OneRow
from wargame.simulation.life.happening import Did, Happening
from wargame.simulation.life.incidents import Incidents
from wargame.simulation.life.meter import CountingMeter
from wargame.simulation.life.questions import ask_one
from wargame.simulation.life.shocks import late_payments, schedule_law_change, schedule_shocks
from wargame.simulation.life.tallies import Over, tally
from wargame.simulation.life.trace import Given, LifeTrace, NotingDesk, OneDay
from wargame.world.operations.month_sums import LifeSums
from wargame.world.operations.service import ServiceLife
from wargame.world.operations.work import WorkLife, lived_part, lived_until
from wargame.world.sampled.futures import Futures, Reference, calm_future
from wargame.world.scenario.economics import Economics


class LifeDriver:
    """One future played event by event."""

    shadows: None = None  # nobody acts beside the clauses of one life

    def __init__(self, rules: Rulebook, futures: Futures, lane: int) -> None:
        futures = futures.on_dates(rules.due, rules.calendar)
        self.rules, self.futures, self.lane = rules, futures, lane
        self.scenario, self.starts, self.term_end = futures.scenario, futures.starts, rules.term_end
        self.invoices = rules.calendar.month_starts(len(self.starts))[1:]
        self.exit = self.term_end
        self.ended = ""  # by what it ends early, in words
        self.env = simpy.Environment()
        self.economics = Economics(self.scenario, rules.parties[0], rules.parties[1])
        self.memory = Memory(rules.clauses, lambda s: 0 if s.window else s.initial, lambda s: [0] * s.window)
        self.quantities = Quantities(carried_reads(rules, self.economics), float, lambda quantity: math.floor(quantity + CRUMB))
        self.extra = dict.fromkeys(futures.law_changes.service, 0)
        self.failed: dict[str, Value] = dict.fromkeys(self.scenario.recovers, False)
        self.failing: dict[str, Value] = {}
        self.told = LifeTrace(futures.first + (lane if futures.chosen is None else int(futures.chosen[lane])), self.exit, self.term_end)
        self.desk = NotingDesk(rules, self, self.told)
        self.work = WorkLife(futures, lane)
        self.services: dict[str, ServiceLife] = self.work.services
        self.cut: dict[str, LifeSums] = {}  # what services had done of the month on the morning on which the agreement ended
        self.incidents = Incidents(self)
        self.ground = -1
        self.given: list[tuple[int, int, str]] = []  # notices of termination of the month: their morning, ground and clause
        self.over: list[Over] = []  # events that are over, waiting for the month end
        self.asked: list[OneRow] = []  # events whose questions are put there
        self._schedule()

    def run(self) -> LifeTrace:
        """Play to the end of the term, and on until the last claim is paid."""
        self.env.run()
        self.told.exit, self.told.ground, self.told.ended = self.exit, self.ground, self.ended
        self.told.postings.sort(key=lambda posting: posting.instant)
        return self.told

    @property
    def now(self) -> int:
        """The clock's instant."""
        return int(self.env.now)

    def say(self, kind: str, did: Did = "", of: str = "", *, text: str = "", size: int = 0, shock: str = "", clause: str = "") -> None:
        """Add a line to the story, at the clock's instant."""
        self.told.story.append(Happening(self.now, kind, did, of, text, size, shock=shock, clause=clause))

    def _schedule(self) -> None:
        """Put on the clock what is known before anything happens."""
        if self.scenario.step == "day":
            for morning in range(DAY, self.starts[-1] + 1, DAY):
                at(self.env, morning, Order.DAY_CLOSES, self._day_closes)
        for month, last in enumerate(self.starts[1:]):
            at(self.env, last, Order.MONTH_ENDS, partial(self._month_end, month))
        at(self.env, self.term_end, Order.AGREEMENT_ENDS, self._agreement_ends)
        self.incidents.schedule()
        schedule_shocks(self)
        for row in (self.futures.law_changes.lane == self.lane).nonzero()[0].tolist():
            schedule_law_change(self, row)

    # --- the end of the agreement ---------------------------------------------------------------------------------------------------

    def end_on(self, morning: int, by: str, ground: int = -1) -> None:
        """Let the agreement end on a morning, before its term; `by` what, in words, and on which ground of its own (-1: none)."""
        self.exit, self.ended, self.ground = morning, by, ground
        at(self.env, morning, Order.AGREEMENT_ENDS, self._agreement_ends)

    def _agreement_ends(self) -> None:
        """The instant of exit: what is open is cut; nothing, where the exit has moved since."""
        if self.now != self.exit:
            return
        self.incidents.cut()
        if self.now < self.term_end:
            self.say("exit", text=f"the agreement ends early, {self.ended}")
            self.asked.append(OneRow({"start": self.now}, "exit"))
        if self.now < self.starts[-1] and self.scenario.step == "day":
            self.cut = self.work.sums()

    # --- days and months ---------------------------------------------------------------------------------------------------------

    def month_of(self, instant: int) -> int:
        """The contract month that an instant falls in."""
        return bisect_right(self.starts, instant) - 1

    def _day_closes(self) -> None:
        day = self.now // DAY - 1
        up: dict[str, float] = {}
        for name in self.services:
            down = self.incidents.down(name).since_last(self.now)
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
            down = self.incidents.down(name).total(last) if self.scenario.components_of(name) else 0
            up[name] = (last - first - down) / (last - first)
        self.work.begin(month)
        self.work.month(month, (last - first) // DAY, up)

    def _month_end(self, month: int) -> None:
        first, last = self.starts[month], self.starts[month + 1]
        lives = self.exit > first
        if self.scenario.step == "month":
            self._work(month)
        served = last - first if self.exit >= last else max(self.exit - first, 0)
        open_month(self, month, served, self.exit, self._seen(first, last))
        tally(self)
        if lives:
            run_acts(self)
        close_books(self, self.desk if self.exit <= last and self.exit < self.term_end else None)
        if lives:
            late_payments(self, month)
            for row in self.asked:
                ask_one(self, row)
            coverage = self.told.coverage
            coverage.flags.update(key for key, value in self.desk.measures.items() if value is True)
            coverage.lives.update({key: 1 for key in coverage.flags.keys() - coverage.lives.keys()})
        self.over.clear()
        self.asked.clear()
        self.incidents.forget(last)
        self.work.forget()

    def _seen(self, first: int, last: int) -> dict[str, LifeSums]:
        """What services did in the month, as far as the agreement saw it where it ended within it."""
        sums = self.work.sums()
        if not first < self.exit < last:
            return sums
        return lived_until(sums, self.cut) if self.scenario.step == "day" else lived_part(sums, (self.exit - first) / (last - first))

    # --- what the desk asks of its driver (`desk.driver`) ----------------------------------------------------------------------

    def reference(self) -> Reference:
        """What each party receives and pays in each month of the reference case: that of the run, or else of these rules."""
        if self.futures.reference is None:
            calm = LifeDriver(self.rules, calm_future(self.scenario, self.rules.calendar, self.rules.term_months), 0)
            calm.run()
            assert calm.desk.books is not None  # its scenario is this one, in which somebody leaves when it pays
            return calm.desk.books.reference()
        return self.futures.reference

    def mine(self, row: NDArray[np.int64]) -> int:
        """The life's own number of a row."""
        return int(row[self.lane])

    def downtime(self, read: FactRequest) -> int:
        """Seconds down in the month."""
        return self.incidents.meters[by_the_clock(read, self.rules.calendar)].total(min(self.desk.last, self.exit))

    def interruptions(self, read: FactRequest) -> list[OneInterruption]:
        """The unbroken times down of the month."""
        calendar, first, last = self.rules.calendar, self.desk.first, self.desk.last
        meter = self.incidents.meters[by_the_clock(read, calendar)]
        if isinstance(meter, CountingMeter):
            return meter.times_down(first, last)
        return self.incidents.meters[by_the_clock(FactRequest("downtime", read.key, clock=read.clock), calendar)].interruptions(meter, first, last)

    def overdue(self, read: FactRequest) -> int:
        """By how long a milestone is late at the month end."""
        return self.incidents.overdue(read)

    def once(self, key: tuple[str, str, str]) -> int:
        """What a shock makes the party lose or spend in the month, once."""
        effects, first, last = self.futures.shock_effects, self.desk.first, self.desk.last
        found = effects.costs[key].of(self.lane, first, last) if key in effects.costs else 0
        if key in effects.at_exit and first < self.exit <= last:
            found += int(effects.at_exit[key][self.lane])
        return found

    def struck_down(self, party: str) -> bool:
        """Whether a shock has made the party fail by the end of the month."""
        first = self.futures.shock_effects.failures.get(party)
        return first is not None and bool(first[self.lane] <= self.desk.last)

    def happens(self, party: str, what: str, chance: float) -> bool:
        """Whether something with this chance a month happens in this one."""
        futures = self.futures
        return bool(chance) and not futures.calm and bool(futures.decision(party, what)[self.desk.index, self.lane] < chance)

    def while_alive(self, amount: Value) -> int:
        """The amount if the agreement stood in the month."""
        return int(amount) if self.exit > self.desk.first else 0

    def exercised(self, right: str, party: str, when: Value, in_time: bool, before: int | None) -> bool:
        """Whether the party uses a right that stands, by its draw of the month; one to leave, if the agreement would otherwise end later."""
        behaviour = self.scenario.inputs.behaviour.rights.get(right)
        chance = behaviour.chance if behaviour else 0.0
        if not when or not in_time or self.exit <= max(self.desk.last, before or 0):
            return False
        uses = self.happens(party, right, chance)
        self.say("right", text=f"the {party} may {right} and {'does' if uses else 'does not'}", clause=self.desk.clause)
        return uses

    def notify(self, notice: Notice, when: Value) -> None:
        """Deliver a notice on the first morning after its instant, if the agreement stands."""
        if not when or self.exit <= self.desk.last:
            return
        morning = morning_after(notice.instant)
        by = f", by the {notice.party}" if notice.party else ""
        self.say("notice", text=f"notice of {notice.kind}{by}, effective {self.rules.calendar.moment(notice.instant)}", clause=notice.clause)
        if notice.kind != "termination":
            at(self.env, morning, Order.NOTICE, partial(self._deliver, notice, morning))
        else:
            self.given.append((morning, self.rules.ground(notice.clause, notice.party), notice.clause))
            fee = None if notice.fee_at_exit else int(notice.fee)
            self.told.notices.append(Given(self.now, notice.clause, notice.party, morning, fee))

    def decide(self) -> None:
        """Of the notices given this month the one that ends the agreement first counts; on one morning, the ground that comes first."""
        for morning, ground, clause in sorted(self.given):
            if morning < self.exit or (morning == self.exit and ground < self.ground):
                self.end_on(morning, f"under {clause}, on notice of the {self.rules.notice_of(ground)[1]}", ground)
        self.given.clear()

    def ended_by(self, grounds: Sequence[int]) -> bool:
        """Whether the agreement ends on one of these grounds."""
        return self.ground in grounds

    def post_at_exit(self, account: Account, amount: Value) -> None:
        """Book at the instant of the exit."""
        self.post(account, amount, min(self.exit, self.desk.last))

    def _deliver(self, notice: Notice, morning: int) -> None:
        if morning >= self.exit:
            return
        self.say("notice", text=f"{notice.kind} begins", clause=notice.clause)
        self.rules.clause(notice.clause).on_day(OneDay(notice, morning, self.memory.values[notice.clause]))
        if notice.keep is not None:
            self.incidents.hasten(morning, notice.keep)

    def post(self, account: Account, amount: Value, instant: int) -> None:
        """Book at the payment's own instant: at once on an invoice, later for a Claim."""
        if not amount:
            return
        check_amount(account, amount)
        posting = Posting(instant, account, int(amount), self.desk.index)
        if instant <= self.now:
            self.told.postings.append(posting)
        else:
            at(self.env, instant, Order.DEADLINE, partial(self.told.postings.append, posting))

    def record_withheld(self, account: Account, amount: Value, why: Reason) -> None:
        """Note money kept from being paid."""
        if amount:
            self.told.withheld.append(Withheld(self.now, account, why, int(amount)))

    def share_room(self, claims: list[Due], allowed: Value, total: Value, why: Reason) -> None:
        """Cut claims down to what is allowed."""
        if allowed < total:
            for claim, part in zip(
                claims, portions(SCALAR, [claim.amount for claim in claims], allowed, total, ties(self.rules, claims)), strict=True
            ):
                self.record_withheld(account_of(claim), claim.amount - part, why)
                claim.amount = part


def play(rules: Rulebook, futures: Futures, lane: int) -> LifeTrace:
    """Play one lane of `futures` event by event."""
    return LifeDriver(rules, futures, lane).run()
