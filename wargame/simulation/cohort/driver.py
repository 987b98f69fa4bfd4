"""Throughput: a cohort of some thousand futures on one SimPy clock, each future a lane of numpy arrays.

The calendar is shared, so its mornings and month ends are events of one environment; what differs from lane to lane is data. Ragged things
(incidents, surges, changes of law) are flat tables folded back by lane. Two doors lead from the contract to the world: Responses, applied where
incidents are played, and Notices, delivered on mornings from the agenda. After an exit a lane goes on harmlessly: everything said for it is masked.
"""

from __future__ import annotations

import gc
from bisect import bisect_left
from functools import partial
from typing import Any

import numpy as np
import simpy

from wargame.contract.rules.clause import Due, Notice
from wargame.contract.rules.rulebook import Rulebook
from wargame.core.account import Account, Reason
from wargame.core.arrays import Ints
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.lanes import VECTOR
from wargame.core.ledger import Ledger
from wargame.core.party import OUTSIDE
from wargame.core.problem import BadValue
from wargame.core.values import DAY
from wargame.core.vocabulary import portions
from wargame.simulation.cohort.incidents import Active, Downtime, IncidentLanes, NoticeChange, day_cells
from wargame.simulation.cohort.outcome import Outcome, Physical
from wargame.simulation.cohort.parallel import ParallelBook, ParallelBooks, same_clauses
from wargame.simulation.cohort.questions import ask_lanes, count_truths
from wargame.simulation.cohort.tallies import listening, longest_outages, overdue, tally
from wargame.simulation.cohort.valuation import valuation
from wargame.simulation.cohort.views import DeskAfterExit, LaneDay, fresh
from wargame.simulation.desk.claims import failed_by_now, paid_at, settle
from wargame.simulation.desk.clock import morning_after
from wargame.simulation.desk.coverage import Coverage
from wargame.simulation.desk.derived import DELAYS, service_hours
from wargame.simulation.desk.desk import CRUMB, Desk, Memory, account_of, carried_reads, periods_starting, states_of
from wargame.simulation.desk.exact_range import exact_range_error
from wargame.simulation.desk.shocks_met import ShocksOfLanes
from wargame.world.operations.service import COLUMNS
from wargame.world.operations.work import WorkLanes, cut_at, cut_part
from wargame.world.sampled.futures import Futures
from wargame.world.scenario.economics import Economics


class CohortDriver(ShocksOfLanes):
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
        self.rules, self.futures, self.reuse = rules, futures, reuse
        n = self.lanes = futures.lanes
        self.scenario = futures.scenario
        self.starts = futures.starts
        self.term_end = futures.starts[-1]
        self.ledger = Ledger(n, len(futures.starts) if ask else 0, rules.parties)
        self.exit = np.full(n, self.term_end, np.int64)
        self.exits = {self.term_end}  # instants at which some lane's agreement ends
        self.first_exit = self.term_end
        self.alive: Any = None  # int64 mask of -1 and 0, or None while all lanes live
        self.standing: Any = None  # lanes whose agreement goes on after the month; None while all do
        self.leaving = np.zeros(0, np.int64)  # lanes whose agreement ends within the month
        self.memory = Memory(states_of(rules.clauses), partial(fresh, n), lambda state: np.zeros((state.window, n), np.int64))
        self.incidents = IncidentLanes(futures, rules.clauses, self.memory.values)
        # Whether incidents are answered by the clauses that answered them in the pass that is used again.
        self.alike = reuse is not None and shadows is None and same_clauses(self.incidents.answering(), reuse.answering)
        self.economics = Economics(self.scenario, rules.parties[0], rules.parties[1])
        self.desk = Desk(rules, VECTOR, self)
        self.shadows = self.incidents.shadows = ParallelBooks(self, shadows) if shadows else None
        self.work = WorkLanes(futures, watch)
        self.shock_effects = futures.shock_effects
        self.carried = carried_reads(rules, self.economics)
        self.so_far = {read: np.zeros(n) for read in self.carried}
        self.before = dict(self.so_far)
        self.counted: dict[FactRequest, tuple[int, Any]] = {}  # month in which a quantity was last read, and its whole units until then
        self.agenda: dict[int, list[tuple[Notice, Ints]]] = {}
        self.extra = {name: np.zeros(n, np.int64) for name in futures.law_changes.service}
        self.listeners = listening(rules.clauses, futures.sources)
        self.has_delays = any(source.event == "delay" for source in futures.sources)
        self.failed = {party: np.zeros(n, bool) for party in self.scenario.recovers}
        self.failing: dict[str, Any] = {}  # in this month
        self.invoices = rules.calendar.month_starts(len(self.starts))[1:]
        self.ever: dict[tuple[str, str], Any] = {}  # lanes in which a clause has published a truth at least once
        self.law_changes_from = np.searchsorted(np.array(self.starts), futures.law_changes.force, side="left")
        self.coverage = Coverage() if ask else None
        self.longest = {name: np.zeros(n, np.int64) for name in futures.plans} if ask else {}
        self.kept = Physical(answering=self.incidents.answering()) if keep or watch else None
        self.differs = np.zeros(n, bool) if reuse else None
        self.rows: Active
        self.down: Downtime
        self.kinds: dict[Any, tuple[Any, ...]] = {}  # what readings of down-time come to
        self.sums: dict[str, tuple[Any, ...]] = {}
        self.env = simpy.Environment()

    def run(self) -> Outcome:
        """Play all lanes to the end of the term and settle what is left."""
        self.env.process(self._calendar())
        collecting = gc.isenabled()
        gc.disable()  # a collection in the middle of a pass costs a twentieth of it (measured)
        try:
            self.env.run()
        finally:
            self.desk.driver = self.shadows = self.incidents.shadows = (
                None  # else the pass and its desk hold each other, and their arrays, until the next collection
            )
            if collecting:
                gc.enable()
        if self.coverage is not None:
            self.coverage.lives.update({key: int(np.count_nonzero(lanes)) for key, lanes in self.ever.items()})
        if self.kept is not None:
            self.kept.exit, self.kept.ends = self.exit, self.incidents.end
        if self.differs is not None and self.reuse is not None:
            self.differs |= self.exit != self.reuse.exit
        return Outcome(
            self.ledger, self.exit, self.term_end, self.coverage, self.kept, self.longest, valuation(self.ledger, self.scenario), self.differs
        )

    def _calendar(self) -> Any:
        for month, (first, last) in enumerate(zip(self.starts, self.starts[1:], strict=False)):
            self._begin(month, first, last)
            if self.reuse is None:
                self.work.begin(month)
            if self.reuse is not None:
                yield self.env.timeout(last - first)
                self.sums = self.reuse.sums[month]
            elif self.scenario.step == "month":
                yield self.env.timeout(last - first)
                self._month_of_work(month, first, last)
            else:
                yield from self._mornings(first, last)
            if self.kept is not None:
                self.kept.sums.append(self.sums)
                self.kept.people.append(self.work.people())
            self._month_end(month, first, last)
            if self.kept is not None:
                self.kept.down.append(self.down.counted())

    # --- incidents and notices -------------------------------------------------------------------------------------------------

    def _begin(self, month: int, first: int, last: int) -> None:
        """Play the month's incidents, and the notices of its mornings: what clauses remember first, then the incidents under way."""
        if self.shock_effects.ends is not None:
            self.take_orders(first, last)
        leave = any(first < instant <= last for instant in self.exits)
        self.leaving = np.flatnonzero((self.exit > first) & (self.exit <= last)) if leave else self.leaving[:0]
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
            self.differs[self.incidents.unlike(self.reuse.ends, last, self.exit)] = True
        self.rows = self.incidents.close(last, self.exit, self.leaving)
        hours = partial(service_hours, calendar=self.rules.calendar, end=self.term_end)
        known = self.reuse.down[month] if self.reuse is not None else None
        self.down = Downtime(self.rows, first, last, self.lanes, self.futures.sources, hours, known, self.kinds)

    def _hear(self, morning: int, notice: Notice, lanes: Ints) -> dict[str, Any]:
        """Let a clause take note of its notice; returns what it remembered before."""
        values = self.memory.values[notice.clause]
        before = dict(values)
        clause = self.rules.clause(notice.clause)
        if self.shadows is not None:
            self.shadows.at_notice(clause, lambda: LaneDay(notice, morning, lanes, dict(values)))
        clause.on_day(LaneDay(notice, morning, lanes, values))
        return before

    # --- the world ---------------------------------------------------------------------------------------------------------------

    def _united(self, service: str) -> tuple[Ints, Ints, Ints]:
        return self.down.measured(FactRequest("downtime", service), self.scenario.components_of(service))

    def _mornings(self, first: int, last: int) -> Any:
        """Close the days of a month one after the other; lanes that end within it are cut at their last morning."""
        low, high = first // DAY, last // DAY
        down: dict[str, Any] = {}
        for name in self.work.services:
            if self.scenario.components_of(name):
                lanes, seconds, at_day = day_cells(*self._united(name), self.lanes, low, high - low, DAY)
                down[name] = (lanes, (DAY - seconds) / DAY, at_day.tolist())
        leaving = self.leaving[self.exit[self.leaving] < last]
        cuts = {int(x): leaving[self.exit[leaving] == x] for x in np.unique(self.exit[leaving])}
        saved: list[tuple[str, Ints, tuple[Any, ...]]] = []
        for day in range(low, high):
            yield self.env.timeout(DAY)
            cells: dict[str, tuple[Any, Any]] = {}
            for name, (lanes, up, at_day) in down.items():
                i, j = at_day[day - low], at_day[day - low + 1]
                if j > i:
                    cells[name] = (lanes[i:j], up[i:j])
            self.work.day(day, cells)
            if (day + 1) * DAY in cuts:
                cut = cuts[(day + 1) * DAY]
                saved += [(name, cut, service.so_far(cut)) for name, service in self.work.services.items()]
        self.sums = self.work.hand_over()
        for name, cut, columns in saved:
            cut_at(self.sums, name, cut, columns)

    def _month_of_work(self, month: int, first: int, last: int) -> None:
        """A month as one step; of a month in which the agreement ends, the served part counts."""
        up: dict[str, Any] = {}
        for name in self.work.services:
            components = self.scenario.components_of(name)
            if components:
                down = self.down.seconds(FactRequest("downtime", name), components)
                up[name] = (last - first - down) / (last - first)
        self.work.month(month, (last - first) // DAY, up)
        self.sums = self.work.hand_over()
        cut = self.leaving[self.exit[self.leaving] < last]
        if cut.size:
            cut_part(self.sums, cut, (self.exit[cut] - first) / (last - first))

    # --- month end ---------------------------------------------------------------------------------------------------------------

    def _month_end(self, month: int, first: int, last: int) -> None:
        desk = self.desk
        served: Any = last - first
        if self.leaving.size and self.first_exit < last:
            served = np.full(self.lanes, last - first)
            served[self.leaving] = self.exit[self.leaving] - first
        self.standing = self.exit > last if self.first_exit <= last else None
        self.memory.renew(periods_starting(self.rules.calendar, self.starts, month))
        desk.open(month, first, last, served, self.exit, self.term_end)
        for read in self.carried:
            self.before[read] = self.so_far[read]
            self.so_far[read] = self.so_far[read] + self.sums[read.key][COLUMNS.index(read.fact)]
        failed_by_now(self, VECTOR)
        tally(self, first, last)
        settled = False
        for act in self.rules.acts:
            if act.stage >= Stage.SETTLE and not settled:
                self._settle(last)
                settled = True
            desk.clause = act.clause
            try:
                if self.shadows is not None:
                    self.shadows.at_month_end(act)
                act.run(desk)
            except (OverflowError, BadValue) as error:
                raise exact_range_error(self.rules, act.clause, error) from error
        self._settle(self.invoices[month + 1] if settled else last)
        desk.clause = "economics"
        self.economics.on_month_end(desk)
        if month == 0 or (self.first_exit <= last and self.first_exit < self.term_end):
            self.economics.after_exit(DeskAfterExit(self))  # in the first month only to open its accounts
        if self.desk.books is not None:
            self.desk.books.close(last - first)
        if self.coverage is not None:
            ask_lanes(self, month, first, last)
            longest_outages(self)
            count_truths(self)
        if self.leaving.size:
            self.alive = -(self.exit > last).astype(np.int64)

    def _settle(self, invoice: int) -> None:
        """Post the month's dues, with the invoice or, for Claims, as they come to be paid."""
        for due in self.desk.dues:
            for payment in settle(self.desk, due):
                if self.desk.books is not None:
                    self.desk.books.note(account_of(due), payment.amount)
                self.post(account_of(due), payment.amount, paid_at(self.rules.calendar, invoice, payment))
        self.desk.dues.clear()

    def post(self, account: Account, amount: Any, instant: int) -> None:
        """Book one amount a lane, paid at an instant."""
        self.ledger.post(account, amount, self._month_of(instant))

    def post_some(self, account: Account, lanes: Ints, amount: Any) -> None:
        """Book an amount in some lanes only, at the end of the month."""
        self.ledger.post_some(account, lanes, amount, self.desk.index)

    def _month_of(self, instant: int) -> int:
        """The contract month that an instant closes or falls in, where books are kept by month; the one after the term for all that comes later."""
        return max(bisect_left(self.starts, instant) - 1, 0) if self.ledger.months else 0

    # --- what the desk asks of its driver -----------------------------------------------------------------------------------

    def fact(self, read: FactRequest) -> Any:
        """A fact of the month for all lanes."""
        if read.fact == "downtime":
            return self.down.seconds(read, self.scenario.components_of(read.key))
        if read.fact == "index":
            return self.futures.index[read.key][(self.desk.index + 1) // 12]
        if read.fact == "overdue":
            return overdue(self, read)
        if read.fact in DELAYS:
            return self.futures.delay(read.key, DELAYS[read.fact])[self.desk.index]
        if read.fact == "lasting_cost":
            return VECTOR.total([VECTOR.share(self.desk.fact(FactRequest("volume", name)), extra, 100) for name, extra in self.extra.items()])
        if read.fact == "backlog":
            return np.floor(self.sums[read.key][COLUMNS.index("backlog")] + CRUMB).astype(np.int64)
        # Whole units of all months so far, less those of the months before: remainders are carried.
        whole = self.so_far[read] + CRUMB
        np.floor(whole, out=whole)
        month, counted = self.counted.get(read, (-1, 0.0))
        if month != self.desk.index - 1:
            counted = np.floor(self.before[read] + CRUMB)
        self.counted[read] = (self.desk.index, whole)
        return (whole - counted).astype(np.int64)

    def while_alive(self, amount: Any) -> Any:
        """The amount where the agreement stood in the month, else 0. A plain 0 stays one and posts nothing."""
        if isinstance(amount, np.ndarray):
            return amount if self.alive is None else amount & self.alive
        if not amount:
            return 0
        return np.full(self.lanes, amount, np.int64) if self.alive is None else int(amount) & self.alive

    def happens(self, party: str, what: str, chance: float) -> Any:
        """Lanes in which something with this chance a month happens in this one."""
        return self.futures.happens(party, what, self.desk.index, chance)

    def record_withheld(self, account: Account, amount: Any, why: Reason) -> None:
        """Book money kept from being paid."""
        self.ledger.withhold(account, why, amount)

    def share_room(self, claims: list[Due], allowed: Any, total: Any, why: Reason) -> None:
        """Cut claims down to what is allowed; nearly nowhere anything is cut, so only those lanes are worked on."""
        accounts = [account_of(claim) for claim in claims]
        for account in accounts:
            self.ledger.withhold(account, why, 0)
        some = np.flatnonzero(np.less(allowed, total)) if isinstance(total, np.ndarray) else ()
        if not len(some):
            return
        amounts = [np.broadcast_to(claim.amount, (self.lanes,))[some] for claim in claims]
        for claim, account, amount, part in zip(claims, accounts, amounts, portions(VECTOR, amounts, allowed[some], total[some]), strict=True):
            self.ledger.withheld[account, why][some] += amount - part
            claim.amount = np.array(np.broadcast_to(claim.amount, (self.lanes,)))
            claim.amount[some] = part

    def book(self, party: str, head: str, amount: Any, cause: str) -> None:
        """Book what a party spends or loses of its own."""
        account = Account("economics", head, party, OUTSIDE, cause)
        self.post(account, amount, self.desk.last)
        if self.desk.books is not None:
            self.desk.books.note(account, amount)

    def exercised(self, right: str, party: str, when: Any, in_time: bool) -> Any:
        """Draw the decisions of the month where a right stands, and no notice of termination runs yet."""
        behaviour = self.scenario.inputs.behaviour.rights.get(right)
        chance = behaviour.chance if behaviour else 0.0
        if self.first_exit < self.term_end:
            when = when & (self.exit == self.term_end)
        if chance == 0.0 or self.futures.calm or not in_time or not np.any(when):
            return np.zeros(self.lanes, bool)
        return when & (self.futures.decision(party, right)[self.desk.index] < chance)

    def notify(self, notice: Notice, when: Any) -> None:
        """Note an exit, or put a notice on the agenda of its morning, where the agreement stands."""
        if not isinstance(when, np.ndarray) or when.shape != (self.lanes,):
            when = np.full(self.lanes, when)
        if self.standing is not None:
            when = when & self.standing
        lanes = when.nonzero()[0]
        if not lanes.size:
            return
        morning = morning_after(notice.instant)
        if notice.kind == "termination":
            self.exit[lanes] = np.minimum(self.exit[lanes], morning)
            self.exits.add(morning)
            self.first_exit = min(self.first_exit, morning)
        else:
            self.agenda.setdefault(morning, []).append((notice, lanes))
