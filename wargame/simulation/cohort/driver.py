"""Throughput: a cohort of some thousand futures on one SimPy clock, each future a lane of numpy arrays.

The calendar is shared, so its mornings and month ends are events of one environment; what differs from lane to lane is data. Ragged things
(incidents, surges, changes of law) are flat tables folded back by lane. Two doors lead from the contract to the world: Responses, applied where
incidents are played, and Notices, delivered on mornings from the agenda. After an exit a lane goes on harmlessly: everything said for it is masked.
"""

from __future__ import annotations

import gc
from bisect import bisect_left
from collections.abc import Generator, Sequence
from functools import partial

import numpy as np
import simpy
from numpy.typing import NDArray

from wargame.contract.rules.clause import Due, Notice
from wargame.contract.rules.rulebook import Rulebook
from wargame.core.account import Account, Reason
from wargame.core.arrays import Bools, Floats, Ints
from wargame.core.facts import FactRequest
from wargame.core.lanes import VECTOR
from wargame.core.ledger import Ledger
from wargame.core.vocabulary import Value, portions
from wargame.simulation.cohort.counting import LaneCount
from wargame.simulation.cohort.downtime import Downtime, Readings
from wargame.simulation.cohort.exits import Exits
from wargame.simulation.cohort.incidents import Active, IncidentLanes, NoticeChange, carried_to
from wargame.simulation.cohort.interruptions import LaneInterruptions, interruptions
from wargame.simulation.cohort.outcome import Outcome, Physical
from wargame.simulation.cohort.parallel import ParallelBook, ParallelBooks, same_clauses
from wargame.simulation.cohort.questions import Questions
from wargame.simulation.cohort.tallies import listening, overdue, tally
from wargame.simulation.cohort.valuation import valuation
from wargame.simulation.cohort.views import DeskAfterExit, LaneDay, fresh
from wargame.simulation.cohort.work import work_by_day, work_by_month
from wargame.simulation.desk.clock import morning_after
from wargame.simulation.desk.derived import by_the_clock, service_hours
from wargame.simulation.desk.desk import Desk
from wargame.simulation.desk.dues import account_of, ties
from wargame.simulation.desk.memory import Memory
from wargame.simulation.desk.month_end import close_books, open_month, run_acts
from wargame.simulation.desk.quantities import CRUMB, Quantities, carried_reads
from wargame.world.operations.month_sums import LaneSums
from wargame.world.operations.work import WorkLanes
from wargame.world.sampled.futures import Futures, Reference, calm_future
from wargame.world.scenario.economics import Economics
from wargame.world.scenario.file import Scenario


class CohortDriver:
    """One pass of a rulebook over a cohort of futures."""

    def __init__(
        self,
        rules: Rulebook,
        futures: Futures,
        *,
        ask: bool = False,
        keep: bool = False,
        reuse: Physical | None = None,
        shadows: list[ParallelBook] | None = None,
        watch: bool = False,
    ) -> None:
        futures = futures.on_dates(rules.due, rules.calendar)
        self.rules, self.futures, self.reuse = rules, futures, reuse
        n = self.lanes = futures.lanes
        self.scenario, self.starts, self.term_end = futures.scenario, futures.starts, rules.term_end
        self.invoices = rules.calendar.month_starts(len(self.starts))[1:]
        self.env = simpy.Environment()
        self.ledger = Ledger(n, len(futures.starts) if ask else 0, rules.parties)
        self.exits = Exits(n, self.term_end)
        self.economics = Economics(self.scenario, rules.parties[0], rules.parties[1])
        self.memory = Memory(rules.clauses, partial(fresh, n), lambda state: np.zeros((state.window, n), np.int64))
        self.quantities = Quantities(carried_reads(rules, self.economics), lambda: np.zeros(n), whole_units)
        self.extra = {name: np.zeros(n, np.int64) for name in futures.law_changes.service}
        self.failed: dict[str, Value] = {party: np.zeros(n, bool) for party in self.scenario.recovers}
        self.failing: dict[str, Value] = {}
        self.incidents = IncidentLanes(futures, rules.clauses, self.memory.values)
        # Whether incidents are answered by the clauses that answered them in the pass that is used again.
        self.alike = reuse is not None and shadows is None and same_clauses(self.incidents.answering(), reuse.answering)
        self.desk: Desk = Desk(rules, VECTOR, self)
        self.shadows = self.incidents.shadows = ParallelBooks(self, shadows) if shadows else None
        self.work = WorkLanes(futures, watch)
        self.agenda: dict[int, list[tuple[Notice, Ints]]] = {}  # morning -> the notices delivered on it, and in which lanes
        self.listeners = listening(rules.clauses, futures.sources)
        self.has_delays = any(source.event == "delay" for source in futures.sources)
        self.law_changes_from = np.searchsorted(np.array(self.starts), futures.law_changes.force, side="left")
        self.questions = Questions(n, futures.plans) if ask else None
        self.kept = Physical(answering=self.incidents.answering()) if keep or watch else None
        self.differs = np.zeros(n, bool) if reuse else None
        self.readings = Readings(futures.sources, n, partial(service_hours, calendar=rules.calendar, end=self.term_end))
        self.rows: Active
        self.down: Downtime
        self.sums: dict[str, LaneSums] = {}

    def run(self) -> Outcome:
        """Play all lanes to the end of the term and settle what is left."""
        self.env.process(self._calendar())
        collecting = gc.isenabled()
        gc.disable()  # a collection in the middle of a pass costs a twentieth of it (measured)
        try:
            self.env.run()
        finally:
            self.desk.leave()  # else the pass and its desk hold each other, and their arrays, until the next collection
            self.shadows = self.incidents.shadows = None
            if collecting:
                gc.enable()
        if self.kept is not None:
            self.kept.exit, self.kept.ends = self.exits.at, self.incidents.end
        if self.differs is not None and self.reuse is not None:
            self.differs |= self.exits.at != self.reuse.exit
        asked = self.questions
        return Outcome(
            self.ledger,
            self.exits.at,
            self.exits.ground,
            self.term_end,
            asked.close() if asked else None,
            self.kept,
            asked.longest if asked else {},
            valuation(self.ledger, self.scenario),
            self.differs,
        )

    def _calendar(self) -> Generator[simpy.Event, None, None]:
        for month, (first, last) in enumerate(zip(self.starts, self.starts[1:], strict=False)):
            self._begin(month, first, last)
            if self.reuse is None:
                self.work.begin(month)
            if self.reuse is not None:
                yield self.env.timeout(last - first)
                self.sums = self.reuse.sums[month]
            elif self.scenario.step == "month":
                yield self.env.timeout(last - first)
                self.sums = work_by_month(self, month, first, last)
            else:
                self.sums = yield from work_by_day(self, first, last)
            if self.kept is not None:
                self.kept.sums.append(self.sums)
                self.kept.people.append(self.work.people())
            self._month_end(month, first, last)
            if self.kept is not None:
                self.kept.down.append(self.down.counted())

    # --- incidents and notices -------------------------------------------------------------------------------------------------

    def _begin(self, month: int, first: int, last: int) -> None:
        """Play the month's incidents, and the notices of its mornings: what clauses remember first, then the incidents under way."""
        self.exits.begin(first, last, self.futures.shock_effects.ends)
        mornings = sorted(morning for morning in self.agenda if first <= morning < last)
        notices = [(morning, *one) for morning in mornings for one in self.agenda.pop(morning)]
        changes = [NoticeChange(morning, notice.clause, self._hear(morning, notice, lanes)) for morning, notice, lanes in notices]
        if not (self.alike and self.reuse is not None and self.incidents.begin_as(self.reuse.begun[month], month, changes)):
            self.incidents.begin(month, changes)
        if self.kept is not None:
            self.kept.begun.append(self.incidents.begun(changes))
        for morning, notice, lanes in notices:
            if notice.keep is not None:
                mask = np.zeros(self.lanes, bool)
                mask[lanes] = True
                self.incidents.deliver(morning, notice.keep, mask)
        if self.differs is not None and self.reuse is not None:
            self.differs[self.incidents.unlike(self.reuse.ends, last, self.exits.at)] = True
        self.rows = self.incidents.close(last, self.exits.at, self.exits.leaving)
        self.down = Downtime(self.readings, self.rows, first, last, None if self.reuse is None else self.reuse.down[month])

    def _hear(self, morning: int, notice: Notice, lanes: Ints) -> dict[str, Value]:
        """Let a clause take note of its notice; returns what it remembered before."""
        values = self.memory.values[notice.clause]
        before = dict(values)
        clause = self.rules.clause(notice.clause)
        if self.shadows is not None:
            self.shadows.at_notice(clause, lambda: LaneDay(notice, morning, lanes, dict(values)))
        clause.on_day(LaneDay(notice, morning, lanes, values))
        return before

    # --- month end ---------------------------------------------------------------------------------------------------------------

    def _month_end(self, month: int, first: int, last: int) -> None:
        open_month(self, month, self.exits.served(first, last), self.exits.at, self.sums)
        tally(self, first, last)
        run_acts(self)
        # In the first month only to open its accounts.
        close_books(self, DeskAfterExit(self) if month == 0 or self.exits.early(last) else None)
        if self.questions is not None:
            self.questions.month(self)
        self.exits.close(last)

    def post(self, account: Account, amount: Value, instant: int) -> None:
        """Book one amount a lane, paid at an instant."""
        self.ledger.post(account, amount, self._month_of(instant))

    def post_some(self, account: Account, lanes: Ints, amount: Value) -> None:
        """Book an amount in some lanes only, at the end of the month."""
        self.ledger.post_some(account, lanes, amount, self.desk.index)

    def _month_of(self, instant: int) -> int:
        """The contract month that an instant closes or falls in, where books are kept by month; the one after the term for all that comes later."""
        return max(bisect_left(self.starts, instant) - 1, 0) if self.ledger.months else 0

    # --- what the desk asks of its driver (`desk.driver`) ----------------------------------------------------------------------

    def reference(self) -> Reference:
        """What each party receives and pays in each month of the reference case: that of the run, or else of these rules."""
        return reference_case(self.rules, self.scenario) if self.futures.reference is None else self.futures.reference

    def mine(self, row: NDArray[np.int64]) -> Value:
        """All of a row."""
        return row

    def downtime(self, read: FactRequest) -> Value:
        """Seconds down in the month, by lane."""
        components, read = self.scenario.components_of(read.key), by_the_clock(read, self.rules.calendar)
        return self.down.seconds(read, components) if read.counted is None else self.down.kept(read, components, partial(LaneCount, self.down))

    def interruptions(self, read: FactRequest) -> list[LaneInterruptions]:
        """The unbroken times down of the month."""
        components, calendar = self.scenario.components_of(read.key), self.rules.calendar
        if read.counted is None:
            return interruptions(self.down, read, components, calendar.clocks)
        return LaneCount(self.down, by_the_clock(read, calendar), components).interruptions()

    def overdue(self, read: FactRequest) -> Value:
        """By how long a milestone is late at the month end, by lane."""
        return overdue(self, read)

    def once(self, key: tuple[str, str, str]) -> Value:
        """What a shock makes a party lose or spend in the month, once: rows that fall into it, added up by lane."""
        effects, first, last = self.futures.shock_effects, self.desk.first, self.desk.last
        found: Value = effects.costs[key].summed(first, last, self.lanes) if key in effects.costs else 0
        if key in effects.at_exit and self.exits.leaving.size:
            found = found + np.where((self.exits.at > first) & (self.exits.at <= last), effects.at_exit[key], 0)
        return found

    def struck_down(self, party: str) -> Value:
        """Lanes in which a shock has made a party fail by the end of the month."""
        found: Value = self.futures.fails_by(party, self.desk.last)
        return found

    def happens(self, party: str, what: str, chance: float) -> Value:
        """Lanes in which something with this chance a month happens in this one."""
        return self.futures.happens(party, what, self.desk.index, chance)

    def while_alive(self, amount: Value) -> Value:
        """The amount where the agreement stood in the month, else 0."""
        return self.exits.while_alive(amount)

    def exercised(self, right: str, party: str, when: Value, in_time: bool, before: int | None) -> Value:
        """Draw the decisions of the month where a right stands; one to leave, where the agreement would otherwise end later."""
        behaviour = self.scenario.inputs.behaviour.rights.get(right)
        chance = behaviour.chance if behaviour else 0.0
        stands = self.exits.going_on(when)
        if before is not None:
            stands = self.exits.later_than(stands, before)
        if chance == 0.0 or self.futures.calm or not in_time or not np.any(stands):
            return np.zeros(self.lanes, bool)
        uses: Bools = np.logical_and(stands, self.futures.decision(party, right)[self.desk.index] < chance)
        return uses

    def notify(self, notice: Notice, when: Value) -> None:
        """Note an exit, or put a notice on the agenda of its morning, where the agreement stands."""
        lanes = self.exits.standing(when)
        if not lanes.size:
            return
        morning = morning_after(notice.instant)
        if notice.kind == "termination":
            self.exits.end(lanes, morning, self.rules.ground(notice.clause, notice.party))
        else:
            self.agenda.setdefault(morning, []).append((notice, lanes))

    def decide(self) -> None:
        """Of the notices given this month the one that ends the agreement first counts."""
        self.exits.decide()

    def ended_by(self, grounds: Sequence[int]) -> Value:
        """Lanes in which the agreement ends on one of these grounds."""
        found: Value = False  # where nobody leaves
        for ground in grounds if self.exits.first < self.term_end else ():
            found = (self.exits.ground == ground) | found
        return found

    def post_at_exit(self, account: Account, amount: Value) -> None:
        """Book one amount a lane, paid in the month in which the agreement ended."""
        self.ledger.post(account, amount, self._month_of(self.desk.last))

    def record_withheld(self, account: Account, amount: Value, why: Reason) -> None:
        """Book money kept from being paid."""
        self.ledger.withhold(account, why, amount)

    def share_room(self, claims: list[Due], allowed: Value, total: Value, why: Reason) -> None:
        """Cut claims down to what is allowed; nearly nowhere anything is cut, so only those lanes are worked on."""
        accounts = [account_of(claim) for claim in claims]
        for account in accounts:
            self.ledger.withhold(account, why, 0)
        if not isinstance(total, np.ndarray):
            return
        some = np.flatnonzero(np.less(allowed, total))
        if not some.size:
            return
        amounts = [carried_to(some, claim.amount) for claim in claims]
        parts = portions(VECTOR, amounts, carried_to(some, allowed), carried_to(some, total), ties(self.rules, claims))
        for claim, account, amount, part in zip(claims, accounts, amounts, parts, strict=True):
            kept = np.asarray(part)
            self.ledger.withheld[account, why][some] += amount - kept
            whole = claim.amount.copy() if isinstance(claim.amount, np.ndarray) else np.full(self.lanes, claim.amount)
            whole[some] = kept
            claim.amount = whole


def reference_case(rules: Rulebook, scenario: Scenario) -> Reference:
    """What each party receives and pays in each month of an agreement in which nothing is left to chance, of a scenario in which somebody leaves when
    it pays."""
    calm = CohortDriver(rules, calm_future(scenario, rules.calendar, rules.term_months))
    calm.run()
    assert calm.desk.books is not None
    return calm.desk.books.reference()


def whole_units(quantity: Value) -> Value:
    """Quantities of all lanes cut to whole units."""
    whole: Floats = np.add(quantity, CRUMB)
    return np.floor(whole, out=whole).astype(np.int64)
