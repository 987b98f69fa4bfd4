"""The desk at which rules work at a month end: what they may read, and how they speak. The same desk serves one life and a cohort.

A rule says what is owed; the desk keeps the month's dues in order, lets caps take from them, and hands them to the driver, which owns the books.
Everything said is said for lives in which the agreement still stands: the driver masks it.
"""

from __future__ import annotations

from collections.abc import Collection, MutableMapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from wargame.contract.rules.clause import CHARGES, Due, Interruption, Notice, PaidOn
from wargame.contract.rules.rulebook import Rulebook
from wargame.core.account import ECONOMICS, Account, Reason
from wargame.core.facts import FactRequest
from wargame.core.lanes import anywhere
from wargame.core.party import OUTSIDE
from wargame.core.quantities import Duration
from wargame.core.vocabulary import Backend, Value, portions
from wargame.simulation.desk.clock import morning_after
from wargame.simulation.desk.dues import Dues, account_of, ties, under
from wargame.simulation.desk.facts import FOUND_BY
from wargame.simulation.desk.memory import Published
from wargame.simulation.desk.parts import NEVER, Parts
from wargame.simulation.desk.payoff import Books, pays
from wargame.world.sampled.futures import Reference

if TYPE_CHECKING:
    from wargame.simulation.desk.driver import Driver


class Desk:
    """Month-end desk. A driver sets the month, its facts and tallies, then runs the clauses; see `contract.clause.MonthEnd`."""

    def __init__(self, rules: Rulebook, v: Backend, driver: Driver) -> None:
        self.v, self.rules, self.driver = v, rules, driver
        self.index = self.first = self.last = self.seconds = 0
        self.served: Value = 0
        self.exit: Value = 0
        self.agreement_exit: Value = 0
        self.ending: Value = False
        self.term_end = driver.term_end
        self.facts: dict[FactRequest, Value] = {}
        self.measures: MutableMapping[tuple[str, str], Value] = Published()
        self.tallies: dict[tuple[str, str], Value] = {}
        self.dues: list[Due] = Dues()
        self.owed: list[Due] = []  # the month's dues, those already settled too
        self.waiting: MutableMapping[str, Value] = {}  # clause -> what was held back of its dues this month, less what came that had waited
        self.used: MutableMapping[tuple[str, str, str], Value] = {}  # (clause, service, cause) -> what of its dues was set off this month
        self.clause, self.exchanges = "", rules.exchanges
        self.parts = Parts(self)
        rights = driver.scenario.inputs.behaviour.rights.values()
        # Kept where somebody looks.
        looked_at = any(right.exercised == "when it pays" for right in rights)
        self.books = Books(rules.parties[:2], whole=driver.futures.calm) if looked_at else None
        self.reference: Reference | None = driver.reference() if looked_at and not driver.futures.calm else None

    def open(self, index: int, first: int, last: int, served: Value, exit_at: Value) -> None:
        """Begin a month end."""
        self.index, self.first, self.last, self.seconds, self.served = index, first, last, last - first, served
        self.exit = exit_at
        self.ending = exit_at <= last
        self.agreement_exit = exit_at  # that of the agreement, whoever looks
        self.parts.open()
        self.facts.clear()
        self.measures.clear()
        self.tallies.clear()
        self.dues.clear()
        self.owed.clear()
        self.used.clear()
        self.waiting.clear()

    def fact(self, read: FactRequest) -> Value:
        """A fact of the month; computed once however many clauses read it."""
        value = self.facts.get(read)
        if value is None:
            value = self.facts[read] = self.parts.left_of(read, FOUND_BY[read.fact](self.driver, read))
        return value

    def turn_to(self, clause: str) -> None:
        """Let a clause act; to one about a service that has been taken out the agreement has ended."""
        self.clause = clause
        if self.parts.ends:
            self.parts.seen_by(clause)

    def while_alive(self, amount: Value) -> Value:
        """An amount if the agreement stood in the month, and the service did of which the clause that acts is; else 0."""
        alive = self.driver.while_alive(amount)
        return self.parts.kept(alive) if self.parts.ends else alive

    def interruptions(self, read: FactRequest) -> Sequence[Interruption]:
        """The unbroken times down of the month in a reading of the down-time, of which the clause must say that it reads it."""
        return self.driver.interruptions(read)

    def monthly(self, what: str, service: str) -> Value | None:
        """By how much shocks move something of a service in the month (millionths); None where none can."""
        table = self.driver.futures.shock_effects.monthly.get((what, service))
        return None if table is None else self.driver.mine(table[self.index])

    def once(self, key: tuple[str, str, str]) -> Value:
        """What a shock makes a party lose or spend in the month, once: (shock, party, head)."""
        return self.driver.once(key)

    def measure(self, clause: str, name: str) -> Value:
        """What another clause published this month."""
        return self.measures[clause, name]

    def publish(self, name: str, value: Value) -> None:
        """Make a number of this clause readable by others."""
        self.measures[self.clause, name] = self.parts.told(name, value) if self.parts.ends else value

    def tally(self, name: str) -> Value:
        """The month's sum of what `on_event` returned under this name; 0 where nothing happened."""
        return self.tallies.get((self.clause, name), 0)

    def tally_of(self, clause: str, name: str) -> Value:
        """The same of another clause, or of the economics."""
        return self.tallies.get((clause, name), 0)

    def state(self, name: str) -> Value:
        """What this clause remembers."""
        return self.driver.memory.values[self.clause][name]

    def keep(self, name: str, value: Value) -> Value:
        """Remember a value; returns what is read from now on."""
        return self.driver.memory.keep(self.clause, name, value, self.index)

    def due(self, heads: frozenset[str], payer: str, payee: str) -> Value:
        """What is owed so far this month under these heads by payer to payee, what has just been settled included."""
        return self.v.total([due.amount for due in self.owed if due.head in heads and due.payer == payer and due.payee == payee])

    def accrued(self, payer: str, payee: str, clauses: Collection[str] | None = None, services: Collection[str] | None = None) -> Value:
        """The charges that accrue so far this month from payer to payee, perhaps only those of some clauses, or for some services; when they are
        invoiced is another matter (`due`)."""
        return self.v.total(
            [
                due.amount if due.accrued is None else due.accrued
                for due in self.owed
                if due.head in CHARGES and due.payer == payer and due.payee == payee
                if (clauses is None or due.clause in clauses) and (services is None or due.service in services)
            ]
        )

    def owe(
        self,
        head: str,
        payer: str,
        payee: str,
        amount: Value,
        cause: str,
        *,
        after: Duration | None = None,
        service: str | None = None,
        accrued: Value | None = None,
        clause: str = "",
        day: PaidOn = "invoice",
    ) -> None:
        """Say that an amount is owed: on this month's invoice, or as a Claim paid after a while. A negative amount is owed the other way. It is
        owed for `service`, or else for the one that the clause is about, and of `clause`, else of the one that acts: what has waited of its dues
        (`hold_back`). What accrues in the month is said where it is not what is invoiced."""
        if clause:
            self.waiting[clause] = self.deferred(clause) - amount
        about = self.rules.services[clause or self.clause] if service is None else service
        if self.exchanges:
            amount, accrued = self.in_books(amount), None if accrued is None else self.in_books(accrued)
        due = Due(clause or self.clause, head, payer, payee, self.while_alive(amount), cause, after, about, day=day)
        due.accrued = None if accrued is None else self.while_alive(accrued)
        due.nothing = not anywhere(due.amount)
        self.dues.append(due)
        self.owed.append(due)

    def withhold(self, head: str, payer: str, payee: str, amount: Value, cause: str, why: Reason) -> None:
        """Say that an amount is kept from being paid, and why; of every reason given here the clause is the one that acts."""
        account = Account(self.clause, head, payer, payee, cause)
        self.driver.record_withheld(account, self.while_alive(self.in_books(amount)), why.by(self.clause))

    def in_books(self, amount: Value) -> Value:
        """An amount that the clause states, in the currency of the books."""
        found = self.exchanges.get(self.clause)
        if found is None:
            return amount
        by, num, den = found
        return self.v.rounded(amount, self.measures[by, num], self.measures[by, den])

    def claims(self, heads: frozenset[str], payer: str, payee: str | None = None, clauses: Collection[str] | None = None) -> list[Due]:
        """The dues of this month under some heads that `payer` owes, perhaps only those to `payee` or of some clauses."""
        some = under(self.dues, heads, payer)
        return [due for due in some if (payee is None or due.payee == payee) and (clauses is None or due.clause in clauses)]

    def cut(self, due: Due, allowed: Value, why: Reason) -> None:
        """Let through no more than `allowed` (not below 0) of one due; the rest is withheld, for the reason `why`."""
        why = why.by(self.clause)
        if due.nothing or allowed is due.amount:
            self.driver.record_withheld(account_of(due), 0, why)
            return
        kept = self.v.minimum(due.amount, self.v.maximum(allowed, 0))
        self.driver.record_withheld(account_of(due), due.amount - kept, why)
        due.amount = kept

    def bar(self, claims: list[Due], when: Value, why: Reason) -> None:
        """Let nothing through of some dues where something holds; that is withheld, for the reason `why`."""
        somewhere = anywhere(when)
        for due in claims:
            self.cut(due, self.v.where(when, 0, due.amount) if somewhere and not due.nothing else due.amount, why)

    def spare(self, due: Due, part: Value, why: Reason) -> None:
        """Let one due through but for a part of it; that is withheld, for the reason `why`."""
        self.cut(due, due.amount if due.nothing or not anywhere(part) else due.amount - part, why)

    def set_off(self, amount: Value, head: str, payer: str, payee: str, service: str, clauses: Collection[str] | None = None) -> Value:
        """What is left of an amount after dues of this month under `head` for the same service, perhaps only those of some clauses; no due is set off
        twice."""
        v = self.v
        for due in under(self.dues, (head,), payer):
            if due.payee == payee and due.service == service and (clauses is None or due.clause in clauses):
                whose = (due.clause, service, due.cause)
                used = v.minimum(due.amount - self.used.get(whose, 0), amount)
                self.used[whose] = self.used.get(whose, 0) + used
                amount = amount - used
        return amount

    def bring_forward(self, due: Due, amount: Value) -> Value:
        """Put up to `amount` of a Claim on this month's invoice, to be paid with it; returns how much that was. What is there already stays."""
        if due.after is None:
            return 0
        moved = self.v.minimum(due.amount, self.v.maximum(amount, 0))
        due.amount = due.amount - moved
        self.dues.append(replace(due, amount=moved, after=None, nothing=False))
        return moved

    def limit(self, claims: list[Due], room: Value, why: Reason) -> Value:
        """Let through no more than `room` of these claims together, each in proportion; the rest is withheld. Returns what was let through."""
        total = self.v.total([claim.amount for claim in claims])
        allowed = self.v.minimum(total, room)
        self.driver.share_room(claims, allowed, total, why.by(self.clause))
        return allowed

    def hold_back(self, claims: list[Due], room: Value) -> list[Value]:
        """Let through no more than `room` of these claims together, each in proportion; returns what of each is held back, which is not withheld: the
        clause that acts says what becomes of it."""
        total = self.v.total([claim.amount for claim in claims])
        rests = self.share_out(claims, self.v.minimum(total, room), total)
        for claim, rest in zip(claims, rests, strict=True):
            self.waiting[claim.clause] = self.deferred(claim.clause) + rest
        return rests

    def share_out(self, claims: list[Due], allowed: Value, total: Value) -> list[Value]:
        """Bring claims, `total` of them, down to what is `allowed`, each in proportion; returns by how much each."""
        amounts = [claim.amount for claim in claims]
        kept = portions(self.v, amounts, allowed, total, ties(self.rules, claims)) if claims else []
        for claim, part in zip(claims, kept, strict=True):
            claim.amount = part
        return [amount - part for amount, part in zip(amounts, kept, strict=True)]

    def deferred(self, clause: str) -> Value:
        """What of a clause's dues waits for a later month, less what comes in this one that had waited."""
        return self.waiting.get(clause, 0)

    def exercised(self, right: str, party: str, when: Value, ends: int, fee: Value | None = None, *, barred: bool = False) -> Value:
        """Whether a right is used this month, as the scenario's behaviour says; one to end the agreement at `ends` has a `fee`, perhaps 0.

        One to end it never where the agreement ends as soon without it: such a notice would end nothing. With `barred` a notice given in an earlier
        month bars every other; the order of an authority is none.
        """
        morning = morning_after(ends)
        behaviour = self.driver.scenario.inputs.behaviour.rights.get(right)
        if fee is not None and behaviour is not None and behaviour.exercised == "when it pays" and self.reference is not None:
            when = self.v.both(when, pays(self, party, morning, fee))
        before = None
        if right in self.rules.clause(self.clause).ends:
            before = morning
            if barred:
                when = self.v.both(when, self.v.negate(self.ground(self.rules.grounds)))
        return self.driver.exercised(right, party, when, morning < self.term_end, before)

    def ground(self, clauses: Collection[str], party: str = "") -> Value:
        """Whether the agreement ends, now or later, under the notice of one of these clauses, perhaps only of one party's. Notices of this month
        count once all rights have been looked at (the second acts of `RIGHTS`)."""
        grounds = [
            self.rules.ground(number, one) for number in clauses if number in self.rules.grounds for one in ([party] if party else self.rules.parties)
        ]
        return self.driver.ended_by(grounds)

    def notify(self, notice: Notice, when: Value) -> None:
        """Give a notice, delivered on the first morning strictly after its instant."""
        self.driver.notify(notice, when)

    def leaving(self, service: str) -> Value:
        """The instant at which a service leaves the agreement by a notice of an earlier month; beyond all terms where none was given."""
        return self.parts.ends.get(service, NEVER)

    def after(self, duration: Duration, since: int | None = None) -> int:
        """The instant a duration after the month end (or after `since`), by the agreement's calendar."""
        return self.rules.calendar.add(self.last if since is None else since, duration)

    def book(self, party: str, head: str, amount: Value, cause: str, *, always: bool = False) -> None:
        """Book what a party spends or loses of its own; `always` also after the agreement has ended."""
        account = Account(ECONOMICS, head, party, OUTSIDE, cause)
        amount = amount if always else self.driver.while_alive(amount)
        self.driver.post(account, amount, self.last)
        if self.books is not None:
            self.books.note(account, amount)

    def leave(self) -> None:
        """The driver is done; it and its desk hold each other, and their arrays, no longer."""
        del self.driver
