"""The agreement of `draft.md` as a good SimPy user would write it by hand: one environment for each future, a process for everything that takes time.

An outage is a process in which the repair is raced against the escalation timers with `|`; a remediation plan and the end of the agreement interrupt
it. Surges, changes of law, mornings, month ends and the notice of termination are processes too. Numbers are plain Python ints and floats, the books
a dict; there is no trace. Ties are settled as in the engine, with SimPy's own event priorities.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator
from itertools import pairwise
from math import floor, gcd
from typing import Any

import numpy as np
import simpy
from numpy.typing import NDArray

from benchmarks.compare import EXIT
from benchmarks.tapes import LifeTape, World

from benchmarks.terms import (  # isort: skip
    AT_RISK, BAND_1, BAND_2, CAP_AMOUNT, CAP_RATE, CEILING, CHARGES, COMPLIANCE, COMPLIANCE_AFTER, COMPLIANCE_LASTS, CREDIT_1, CREDIT_2,
    CREDIT_3, CREDIT_4, CREDITS, CRUMB, DAMAGES, DAMAGES_AN_HOUR, DAMAGES_AT_MOST, DAMAGES_CAPPED, DAY, ESCALATE_1, ESCALATE_2, EXERCISED,
    EXIT_FEE, EXIT_MORNING, FEE, FINE, FIXED, FIXED_COST, GAP, HOUR, KEEP_1, KEEP_2, KEEP_3, KEEP_PLAN, LAW_ABOVE, LAW_BELOW, LAW_EDGE,
    LAW_LASTING, LAW_LASTS, LAW_ONCE, LOST, LOST_UNIT, MILLION, MISSES, MOVING, NOT_AT_RISK, OVER_LIMIT, PLAN_MORNING, PRICE_1, PRICE_2,
    PRICE_3, REDRESS, REDRESS_AN_HOUR, REPLACED, REPLACEMENT_PRICE, RESTORE_WITHIN, SERVING, STEP_IN, STEP_IN_COST, STEP_INS,
    STEP_INS_CAPPED, TARGET, TIER_1, TIER_2, TIER_3, TIER_4, TRANSITION, UNIT_COST, WAITING, WINDOW, WORK_AROUND,
)  # fmt: skip

# Timers of outages have SimPy's normal priority, 1; what else falls on the same instant comes after them, in this order.
DAY_CLOSES, AGREEMENT_ENDS, MONTH_ENDS, NOTICE, SHOCK, INCIDENT_BEGINS = range(2, 8)

LADDER = ((ESCALATE_1, KEEP_1), (ESCALATE_2, KEEP_2), (STEP_IN, KEEP_3))

Account = tuple[str, ...]
Kept = tuple[Account, str]
Books = tuple[dict[Account, int], dict[Kept, int], int]
Process = Generator[simpy.Event, Any, None]


class Tick(simpy.Event):
    """A timeout that waits its turn among the events of its instant."""

    def __init__(self, env: simpy.Environment, delay: int, priority: int) -> None:
        # As simpy.Timeout does it, without the detour over Event.__init__.
        self.env, self.callbacks, self._value, self._ok = env, [], None, True
        env.schedule(self, priority, delay)  # type: ignore[arg-type]


def share(amount: int, num: int, den: int) -> int:
    """num/den of an amount, rounded half-up to a whole penny, second or unit."""
    return (2 * amount * num + den) // (2 * den)


def whole(quantity: float, carried: float) -> tuple[int, float]:
    """A month's quantity in whole units, and the remainder to carry."""
    quantity = quantity + CRUMB + carried
    units = floor(quantity)
    return units, quantity - units - CRUMB


class Life:
    """One future. `run` returns what was paid and withheld by account, and the instant at which the agreement ended."""

    def __init__(self, world: World, tape: LifeTape) -> None:
        self.world, self.tape = world, tape
        env: Any = simpy.Environment()
        self.env = env
        self.paid: defaultdict[Account, int] = defaultdict(int)
        self.withheld: defaultdict[Kept, int] = defaultdict(int)
        self.open: list[simpy.Process] = []  # outages under way
        self.down_since = self.down = self.down_at_dawn = 0
        self.surge = self.surge_days = self.surge_since = 0
        self.backlog = self.stretch = 0.0
        self.volume = self.demand = self.waiting = 0.0
        self.volume_left = self.demand_left = self.waiting_left = 0.0
        self.lasting = 0
        self.plan_until = -1
        self.damages = self.over_limit = self.step_ins = 0
        self.factor, self.level = (1, 1), MILLION
        self.charged: list[int] = []
        self.missed: list[bool] = []
        self.used = 0
        self.exit = world.term_end
        self.ended = False
        self.terminated = env.event()
        env.process(self.agreement())
        env.process(self.outages())
        for surge in tape.surges:
            env.process(self.surging(*surge))
        for force, ready, cost, fine, lasting in tape.laws:
            env.process(self.in_force(force, lasting))
            if ready <= world.term_end:
                env.process(self.complying(ready, cost, fine))
        if world.daily:
            env.process(self.mornings())
        self.months = env.process(self.month_ends())

    def run(self) -> Books:
        self.env.run(until=self.months)
        return self.paid, self.withheld, self.exit

    def post(self, account: Account, amount: int) -> None:
        if amount:
            self.paid[account] += amount

    def withhold(self, account: Kept, amount: int) -> None:
        if amount:
            self.withheld[account] += amount

    # --- outages ---------------------------------------------------------------------------------------------------------------

    def outages(self) -> Process:
        for start, repair in self.tape.outages:
            yield Tick(self.env, start - self.env.now, INCIDENT_BEGINS)
            if self.ended:
                return
            self.env.process(self.outage(repair))

    def outage(self, repair: int) -> Process:
        env = self.env
        start = env.now
        if not self.open:
            self.down_since = start
        self.open.append(env.active_process)
        if start < self.plan_until:
            repair = share(repair, *KEEP_PLAN)
        end, rung = start + repair, 0
        while True:
            repaired = env.timeout(end - env.now)
            try:
                if rung == len(LADDER):
                    yield repaired
                    break
                after, keep = LADDER[rung]
                if repaired in (yield repaired | env.timeout(start + after - env.now)):
                    break
                rung += 1
            except simpy.Interrupt as interrupt:
                if self.ended:
                    break
                keep = interrupt.cause
            end = env.now + share(end - env.now, *keep)
        self.open.remove(env.active_process)
        if not self.open:
            self.down += env.now - self.down_since
        lasted = env.now - start
        if lasted > RESTORE_WITHIN:
            amount = -(-(lasted - RESTORE_WITHIN) // HOUR) * DAMAGES_AN_HOUR
            self.damages += min(amount, DAMAGES_AT_MOST)
            self.over_limit += max(amount - DAMAGES_AT_MOST, 0)
        if lasted > STEP_IN:
            self.step_ins += 1

    def downtime(self) -> int:
        """Seconds down since the month began; outages at the same time count once."""
        if self.open:
            self.down += self.env.now - self.down_since
            self.down_since = self.env.now
        return self.down

    # --- shocks and notices ------------------------------------------------------------------------------------------------------

    def surging(self, first: int, last: int, size: int) -> Process:
        yield Tick(self.env, first, SHOCK)
        self.count_surge()
        self.surge += size
        yield Tick(self.env, last - first, SHOCK)
        self.count_surge()
        self.surge -= size

    def count_surge(self) -> int:
        """Surge times days since the month began."""
        self.surge_days += self.surge * ((self.env.now - self.surge_since) // DAY)
        self.surge_since = self.env.now
        return self.surge_days

    def in_force(self, force: int, lasting: int) -> Process:
        yield self.env.timeout(force)
        self.lasting += lasting

    def complying(self, ready: int, cost: int, fine: int) -> Process:
        yield self.env.timeout(ready)
        self.post(FINE, fine)
        if self.ended:
            self.post(COMPLIANCE_AFTER, cost)
        else:
            self.post(COMPLIANCE, cost)
            self.post(LAW_ONCE, share(min(cost, LAW_EDGE), LAW_BELOW, 100) + share(max(cost - LAW_EDGE, 0), LAW_ABOVE, 100))

    def agreement(self) -> Process:
        """The term, unless a notice of termination ends it first."""
        expired = Tick(self.env, self.world.term_end, AGREEMENT_ENDS)
        if expired not in (yield expired | self.terminated):
            yield Tick(self.env, self.exit - self.env.now, AGREEMENT_ENDS)
        self.ended = True
        for outage in self.open:
            outage.interrupt()

    def remediation(self, until: int) -> Process:
        yield Tick(self.env, PLAN_MORNING, NOTICE)
        if not self.ended:
            self.plan_until = max(self.plan_until, until)
            for outage in self.open:
                outage.interrupt(KEEP_PLAN)

    # --- work ----------------------------------------------------------------------------------------------------------------------

    def serve(self, number: int, noise: int, level: float, up: float, nights: int) -> None:
        """One day, or one month at month step. After an exit somebody else serves, and only demand is counted."""
        world = self.world
        arrivals = world.base[number] * (max(1.0 + world.noise * noise, 0.0) * level)
        self.demand += arrivals
        if self.exit <= self.env.now - nights * DAY:
            return
        work = self.backlog + arrivals
        done = min(work, (self.stretch + world.capacity[number]) * up)
        self.backlog = work - done
        self.volume += done
        self.waiting += self.backlog * nights
        self.stretch += (min(self.backlog * world.per_backlog, world.ceiling) - self.stretch) * world.stretches

    def mornings(self) -> Process:
        for day in range(self.world.term_end // DAY):
            yield Tick(self.env, DAY, DAY_CLOSES)
            today = self.downtime() - self.down_at_dawn
            self.down_at_dawn = self.down
            self.serve(day, self.tape.noise[day // 7], (self.surge + MILLION) / MILLION, (DAY - today) / DAY, 1)

    def work_of_month(self, month: int, first: int, last: int) -> None:
        days = (last - first) // DAY
        level = (self.count_surge() + days * MILLION) / (days * MILLION)
        self.serve(month, self.tape.noise[month], level, (last - first - self.downtime()) / (last - first), days)
        if first < self.exit < last:
            part = (self.exit - first) / (last - first)
            self.volume *= part
            self.waiting *= part

    # --- month ends --------------------------------------------------------------------------------------------------------------------

    def month_ends(self) -> Process:
        starts = self.world.starts
        for month, (first, last) in enumerate(pairwise(starts)):
            rule = self.lasting  # a rule costs more in the months that begin with it in force
            yield Tick(self.env, last - first, MONTH_ENDS)
            if not self.world.daily:
                self.work_of_month(month, first, last)
            demand, self.demand_left = whole(self.demand, self.demand_left)
            if first < self.exit:
                self.settle(month, first, last, rule)
            if self.exit <= last and self.exit < self.world.term_end:
                self.replace(first, last, demand)
            self.demand = self.volume = self.waiting = 0.0
            self.down = self.down_at_dawn = self.surge_days = 0
            self.damages = self.over_limit = self.step_ins = 0

    def settle(self, month: int, first: int, last: int, rule: int) -> None:
        """The invoice, the claims, each party's own money, and then the rights."""
        served = min(self.exit, last) - first
        down = self.downtime()
        units, self.volume_left = whole(self.volume, self.volume_left)
        charge = self.charge(units)
        availability = (served - down) / served
        credit = self.credit(charge, availability)
        dearer = share(units, rule, 100)
        self.post(LAW_LASTS, share(dearer, LAW_LASTING, 100))
        self.claims(month, charge, credit)
        self.own_money(units, down, served, last - first, dearer)
        self.rights(month, last, availability < TARGET)
        if (month + 1) % 12 == 0:
            self.index(self.tape.index[(month + 1) // 12])

    def charge(self, units: int) -> int:
        owed = min(units, BAND_1) * PRICE_1 + max(min(units, BAND_2) - BAND_1, 0) * PRICE_2 + max(units - BAND_2, 0) * PRICE_3
        amount = share(owed, *self.factor)
        self.post(CHARGES, amount)
        return amount

    def index(self, level: int) -> None:
        """Chained: the yearly move is collared, then applied to the factor."""
        if level * MILLION > self.level * (MILLION + CEILING):
            move = (MILLION + CEILING, MILLION)
        elif level > self.level:
            move = (level, self.level)
        else:
            move = (1, 1)
        self.level = level
        num, den = self.factor[0] * move[0], self.factor[1] * move[1]
        common = gcd(num, den)
        self.factor = num // common, den // common

    def credit(self, charge: int, availability: float) -> int:
        rate = 0
        if availability < TIER_4:
            rate = CREDIT_4
        elif availability < TIER_3:
            rate = CREDIT_3
        elif availability < TIER_2:
            rate = CREDIT_2
        elif availability < TIER_1:
            rate = CREDIT_1
        earned = share(charge, rate, 100)
        credit = min(earned, share(charge, AT_RISK, 100))
        self.withhold(NOT_AT_RISK, earned - credit)
        self.post(CREDITS, credit)
        return credit

    def claims(self, month: int, charge: int, credit: int) -> None:
        """Damages less credits, and step-ins, under the cap of the contract year; claims of one month share the room in proportion."""
        self.withhold(OVER_LIMIT, self.over_limit)
        damages = max(self.damages - credit, 0)
        step_ins = self.step_ins * STEP_IN_COST
        self.charged.append(charge)
        if month % 12 == 0:
            self.used = 0
        annual = sum(self.charged[-12:])
        if month < 11:
            annual = share(annual, 12, month + 1)
        room = max(max(share(annual, CAP_RATE, 100), CAP_AMOUNT) - self.used, 0)
        claimed = damages + step_ins
        allowed = min(claimed, room)
        self.used += allowed
        if claimed:
            part, rest = divmod(damages * allowed, claimed)
            part += 2 * rest > claimed or (2 * rest == claimed and damages >= step_ins)  # the unit left over, by largest remainder
            self.post(DAMAGES, part)
            self.post(STEP_INS, allowed - part)
            self.withhold(DAMAGES_CAPPED, damages - part)
            self.withhold(STEP_INS_CAPPED, step_ins - (allowed - part))

    def own_money(self, units: int, down: int, served: int, seconds: int, dearer: int) -> None:
        waited, self.waiting_left = whole(self.waiting, self.waiting_left)
        self.post(REDRESS, share(down, REDRESS_AN_HOUR, HOUR))
        self.post(WAITING, waited * WORK_AROUND)
        self.post(SERVING, units * UNIT_COST)
        self.post(FIXED, share(served, FIXED_COST, seconds))
        self.post(COMPLIANCE_LASTS, dearer)

    def rights(self, month: int, last: int, missed: bool) -> None:
        self.missed.append(missed)
        if not missed or self.exit <= last:
            return
        self.env.process(self.remediation(self.world.plan_until[month]))
        if sum(self.missed[-WINDOW:]) >= MISSES and self.tape.decisions[month] < EXERCISED:
            self.post(FEE, EXIT_FEE)
            self.exit = last + EXIT_MORNING
            self.terminated.succeed()

    def replace(self, first: int, last: int, demand: int) -> None:
        """Life after exit: a gap, a transition, another price."""
        if self.exit > first:
            self.post(MOVING, TRANSITION)
        back = self.exit + GAP
        units = share(demand, max(last - max(back, first), 0), last - first)
        lost = share(demand, max(min(back, last) - max(self.exit, first), 0), last - first)
        self.post(REPLACED, units * REPLACEMENT_PRICE)
        self.post(LOST, lost * LOST_UNIT)


def play(world: World, tapes: list[LifeTape]) -> list[Books]:
    """Every life of `tapes`, one after the other."""
    return [Life(world, tape).run() for tape in tapes]


def columns(lives: list[Books]) -> dict[Any, NDArray[np.int64]]:
    """The books of several lives as a column for each account, for comparison."""
    everything = [{**paid, **withheld, EXIT: left} for paid, withheld, left in lives]
    keys = {key for one in everything for key in one}
    return {key: np.array([one.get(key, 0) for one in everything], np.int64) for key in keys}
