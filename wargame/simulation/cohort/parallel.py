"""Shadows: other readings or terms of some clauses, run beside a pass to see whether they would have said the same.

Most open constructions move nothing in most worlds. Playing each of them whole would cost a pass; evaluating only its clauses, on what the pass hands
them, costs a fiftieth of one. A shadow whose clauses said the same in every lane and month (what is owed, withheld, limited, remembered, published to
others, notified, and done to incidents) would have made the very same pass: by induction its state is that of the clause it stands beside. So an idle
shadow is exact, not an approximation; one that differs anywhere is played for itself. Comparisons are made only where the agreement stands.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from wargame.contract.rules.clause import Clause, Due, MonthEnd, Notice
from wargame.contract.rules.rulebook import Act, Rulebook
from wargame.core.account import Reason
from wargame.core.arrays import Bools
from wargame.core.facts import FactRequest
from wargame.core.vocabulary import Value
from wargame.simulation.desk.desk import Desk
from wargame.simulation.desk.rows import LaneRow

if TYPE_CHECKING:
    from wargame.simulation.cohort.driver import CohortDriver
    from wargame.simulation.cohort.incidents import IncidentView
    from wargame.simulation.cohort.tallies import Listener
    from wargame.simulation.cohort.views import LaneDay

Said = list[tuple[object, ...]]


@dataclass(eq=False)
class ParallelBook:
    """Clauses as another rulebook has them, by number, and whether they have said the same so far; of one for `accounts` only, whether what they said
    was under the same names: then it opens the same accounts, for which accounts there are depends on no fact and no state."""

    clauses: Mapping[str, Clause]
    idle: bool = True
    accounts: bool = False


def parallel_book(rules: Rulebook, other: Rulebook, *, accounts: bool = False) -> ParallelBook | None:
    """The clauses of `other` that are not those of `rules`; None where more differs than clauses can say: which there are, what they read, remember
    or listen to, or in which order they run. Of the draft a clause knows only what it says that it consults (a law)."""
    pairs = list(zip(rules.clauses, other.clauses, strict=False))
    if (rules.calendar, rules.term_end, rules.parties, rules.currency) != (other.calendar, other.term_end, other.parties, other.currency):
        return None
    if rules.parts or other.parts:  # to the clauses of a service that may leave the month looks different from act to act
        return None
    if rules.due != other.due:  # milestones then come late at another time
        return None
    if len(rules.clauses) != len(other.clauses) or any(a.number != b.number or type(a) is not type(b) for a, b in pairs):
        return None
    if [(act.stage, act.clause) for act in rules.acts] != [(act.stage, act.clause) for act in other.acts]:
        return None
    changed = {b.number: b for a, b in pairs if not _same_terms(a, b)}
    for number, clause in changed.items():
        mine = rules.clause(number)
        alike = (clause.needs(), clause.states(), clause.concern()) == (mine.needs(), mine.states(), mine.concern())
        if not alike or not set(clause.reads()) <= set(mine.reads()):
            return None
    return ParallelBook(changed, accounts=accounts)


def same_clauses(these: Mapping[str, Clause], those: Mapping[str, Clause]) -> bool:
    """Whether two sets of clauses are the same, of the same kinds and terms, in the same order."""
    return list(these) == list(those) and all(type(one) is type(those[number]) and _same_terms(one, those[number]) for number, one in these.items())


def _same_terms(a: Clause, b: Clause) -> bool:
    return a.setting.choices == b.setting.choices and a.terms == b.terms and a.consulted == b.consulted


@dataclass
class ParallelBooks:
    """The shadows of one pass."""

    cohort: CohortDriver
    standing: list[ParallelBook]
    read: frozenset[tuple[str, str]] = frozenset()  # (clause, measure) that some clause reads
    by_clause: dict[str, list[tuple[ParallelBook, Clause]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        clauses = self.cohort.rules.clauses
        # A clause with a second act reads there what it published at its first: a shadow is given the real one's, so it must have said the same.
        again = {(clause.number, name) for clause in clauses if clause.again is not None for name in clause.publishes}
        self.read = frozenset({pair for clause in clauses for pair in clause.needs()} | again)
        for shadow in self.standing:
            for number, clause in shadow.clauses.items():
                self.by_clause.setdefault(number, []).append((shadow, clause))

    def of(self, number: str) -> Iterator[tuple[ParallelBook, Clause]]:
        """The shadows of a clause that have said the same so far."""
        return ((shadow, clause) for shadow, clause in self.by_clause.get(number, ()) if shadow.idle)

    def _of_all(self, number: str) -> list[tuple[ParallelBook, Clause]]:
        return [(shadow, clause) for shadow, clause in self.of(number) if not shadow.accounts]

    def at_event(self, clause: Listener, row: LaneRow, said: Mapping[str, Value]) -> None:
        """What a clause made of some rows of an event; its shadows make of them what they would."""
        for shadow, other in self._of_all(clause.number):
            found = other.on_event(row)
            shadow.idle = list(found) == list(said) and all(same(found[name], said[name]) for name in said)

    def at_incident(self, clause: Clause, view: IncidentView) -> None:
        """Incidents of a clause have begun; its shadows answer them as they would."""
        others = self._of_all(clause.number)
        if others:
            said = [(response.after, response.keep, response.when) for response in clause.on_incident(view)]
            for shadow, other in others:
                found = [(response.after, response.keep, response.when) for response in other.on_incident(view)]
                shadow.idle = same(found, said)

    def at_notice(self, clause: Clause, day: Callable[[], LaneDay]) -> None:
        """A notice reaches a clause; `day` makes a new view for each that hears it, which notes what is kept."""
        others = self._of_all(clause.number)
        if others:
            said = _heard(clause, day())
            for shadow, other in others:
                shadow.idle = same(_heard(other, day()), said)

    def at_month_end(self, act: Act) -> None:
        """A clause is about to act; its shadows act on copies of what lies on the desk."""
        others = list(self.of(act.clause))
        if not others:
            return
        later = act.run.__name__
        said = self._say(act.run, act.clause)
        alive = None if self.cohort.exits.alive is None else self.cohort.exits.alive != 0
        for shadow, clause in others:
            found = self._say(getattr(clause, later), act.clause)
            shadow.idle = _names(found) == _names(said) if shadow.accounts else same(found, said, alive)

    def _say(self, run: Callable[[MonthEnd], None], number: str) -> Said:
        desk = ParallelDesk(self.cohort.desk, number, self.read)
        run(desk)
        return desk.said


def _names(said: Said) -> Said:
    """What was said of money, without the amounts, which stand last."""
    return [one[:-1] for one in said if one[0] not in ("publish", "keep", "notify")]


def _heard(clause: Clause, day: LaneDay) -> Said:
    clause.on_day(day)
    return [(name, day.values[name]) for name in sorted(day.values)]


class ParallelDesk(Desk):
    """The desk as it lies: what is said is noted, and nothing reaches the books. What a rule may change it is given as a copy."""

    def __init__(self, desk: Desk, number: str, read: frozenset[tuple[str, str]]) -> None:
        self.v, self.rules, self.driver, self.real = desk.v, desk.rules, desk.driver, desk
        self.index, self.first, self.last, self.seconds, self.served = desk.index, desk.first, desk.last, desk.seconds, desk.served
        self.exit, self.term_end, self.ending = desk.exit, desk.term_end, desk.ending
        self.measures, self.tallies, self.used = ChainMap({}, desk.measures), desk.tallies, ChainMap({}, desk.used)
        self.dues, self.owed, self.waiting = list(desk.dues), list(desk.owed), ChainMap({}, desk.waiting)
        self.own: set[int] = set()  # ids of dues that are copies
        self.clause, self.read, self.books, self.reference, self.exchanges = number, read, desk.books, desk.reference, desk.exchanges
        self.kept: dict[str, Value] = {}
        self.parts = desk.parts  # none: an agreement with parts has no parallel books
        self.said: Said = []

    def claims(self, heads: frozenset[str], payer: str, payee: str | None = None, clauses: Collection[str] | None = None) -> list[Due]:
        found = super().claims(heads, payer, payee, clauses)
        copies = {id(due): due.copy() for due in found if id(due) not in self.own}
        if copies:
            self.own |= {id(due) for due in copies.values()}
            self.dues, self.owed = ([copies.get(id(due), due) for due in dues] for dues in (self.dues, self.owed))
        return [copies.get(id(due), due) for due in found]

    def fact(self, read: FactRequest) -> Value:
        return self.real.fact(read)

    def publish(self, name: str, value: Value) -> None:
        self.measures[self.clause, name] = value
        if (self.clause, name) in self.read:
            self.said.append(("publish", name, value))

    def state(self, name: str) -> Value:
        return self.kept[name] if name in self.kept else super().state(name)

    def keep(self, name: str, value: Value) -> Value:
        self.said.append(("keep", name, value))
        state = self.driver.memory.declared(self.clause, name)
        if state.window:
            slots = self.driver.memory.windows[self.clause, name]
            value = super().state(name) + (value - slots[self.index % state.window])
        self.kept[name] = value
        return value

    def owe(self, *args: Any, **more: Any) -> None:
        super().owe(*args, **more)
        due = self.dues[-1]
        if due.accrued is not None:
            self.said.append(("keep", "accrued", due.accrued))
        self.said.append(("owe", due.clause, due.head, due.payer, due.payee, due.cause, due.after, due.service, due.day, due.amount))

    def withhold(self, head: str, payer: str, payee: str, amount: Value, cause: str, why: Reason) -> None:
        self.said.append(("withhold", head, payer, payee, cause, why, self.driver.while_alive(amount)))

    def cut(self, due: Due, allowed: Value, why: Reason) -> None:
        kept = self.v.minimum(due.amount, self.v.maximum(allowed, 0))
        self.said.append(("cut", due.clause, due.head, why, kept))
        due.amount = kept

    def set_off(self, amount: Value, head: str, payer: str, payee: str, service: str, clauses: Collection[str] | None = None) -> Value:
        left = super().set_off(amount, head, payer, payee, service, clauses)
        self.said.append(("set off", head, payer, payee, service, clauses, left))
        return left

    def bring_forward(self, due: Due, amount: Value) -> Value:
        moved = super().bring_forward(due, amount)
        self.said.append(("bring forward", due.clause, due.head, moved))
        return moved

    def limit(self, claims: list[Due], room: Value, why: Reason) -> Value:
        total = self.v.total([claim.amount for claim in claims])
        allowed = self.v.minimum(total, room)
        self.said.append(("limit", why, [(claim.clause, claim.head, claim.cause) for claim in claims], allowed))
        self.share_out(claims, allowed, total)
        return allowed

    def hold_back(self, claims: list[Due], room: Value) -> list[Value]:
        rests = super().hold_back(claims, room)
        self.said.append(("hold back", [(claim.clause, claim.head, claim.cause) for claim in claims], rests))
        return rests

    def notify(self, notice: Notice, when: Value) -> None:
        self.said.append(("notify", notice.kind, notice.party, notice.instant, notice.keep, notice.until, when))


def same(a: object, b: object, alive: Bools | None = None) -> bool:
    """Whether two things said are one: words and lists item by item, numbers lane by lane, where the agreement stands."""
    if a is b:
        return True
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(same(x, y, alive) for x, y in zip(a, b, strict=True))
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        differs = a != b if isinstance(a, np.ndarray) else b != a
        return not np.any(differs if alive is None else differs & alive)
    return bool(a == b)
