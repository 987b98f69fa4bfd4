"""A life told: its postings in order, what was withheld, the story event by event, and what each rule read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from wargame.contract.rules.clause import CHARGES, Due, Notice
from wargame.contract.rules.rulebook import Rulebook
from wargame.core.account import Account, Posting, Reason, Withheld
from wargame.core.facts import FactRequest
from wargame.core.vocabulary import SCALAR, Backend, Value
from wargame.simulation.desk.coverage import Coverage
from wargame.simulation.desk.desk import Desk
from wargame.simulation.desk.driver import Driver
from wargame.simulation.desk.dues import account_of
from wargame.simulation.life.happening import Happening
from wargame.simulation.life.meter import Open

Inputs = dict[tuple[int, str], dict[str, Value]]  # (month, clause) -> what its rule read and published, by its name


class Given(NamedTuple):
    """A notice of termination: when it was given, under which clause and by whom, the morning for which it would end the agreement, and the fee due
    for it in minor units, None where the day of the exit decides on it."""

    instant: int
    clause: str
    party: str
    morning: int
    fee: int | None


class Waits(NamedTuple):
    """What of an account is not on the invoice of a month, and waits for a later one: the month's end, and minor units."""

    instant: int
    account: Account
    amount: int


@dataclass
class LifeTrace:
    """One life as it was played: postings in order, what was withheld, what waited, the story, the exit, and what was asked and answered."""

    future: int
    exit: int
    term_end: int
    ground: int = -1  # under which notice it ended (`Rulebook.ground`); -1: under none
    ended: str = ""  # by what it ended early, in words
    notices: list[Given] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    waits: list[Waits] = field(default_factory=list)
    story: list[Happening] = field(default_factory=list)
    coverage: Coverage = field(default_factory=Coverage)
    inputs: Inputs = field(default_factory=dict)

    def paid(self) -> dict[Account, int]:
        """Totals by account, as a cohort's ledger holds them."""
        totals: dict[Account, int] = {}
        for posting in self.postings:
            totals[posting.account] = totals.get(posting.account, 0) + posting.amount
        return totals

    def kept_back(self) -> dict[tuple[Account, Reason], int]:
        """Totals withheld by account and reason."""
        totals: dict[tuple[Account, Reason], int] = {}
        for one in self.withheld:
            totals[one.account, one.why] = totals.get((one.account, one.why), 0) + one.amount
        return totals

    def net(self, party: str) -> int:
        """What a party received less what it paid."""
        return sum(p.amount * ((p.account.payee == party) - (p.account.payer == party)) for p in self.postings)


class OneIncident:
    """An incident as a rule sees it when it begins, in one life."""

    v: Backend = SCALAR

    def __init__(self, incident: Open, values: dict[str, Value]) -> None:
        self.component, self.late, self._values = incident.source.component, incident.source.late, values
        self.start: Value = incident.start

    def state(self, name: str) -> Value:
        """The clause's state that morning."""
        return self._values[name]


class OneDay:
    """A morning on which a notice is delivered, in one life."""

    v: Backend = SCALAR

    def __init__(self, notice: Notice, morning: int, values: dict[str, Value]) -> None:
        self.notice, self.morning, self._values = notice, morning, values

    def state(self, name: str) -> Value:
        """The clause's state."""
        return self._values[name]

    def keep(self, name: str, value: Value) -> None:
        """Remember a value."""
        self._values[name] = value


class NotingDesk(Desk):
    """A desk that notes in a trace what each rule read and published, so that a posting can be explained, and what waits for a later invoice."""

    def __init__(self, rules: Rulebook, driver: Driver, told: LifeTrace) -> None:
        super().__init__(rules, SCALAR, driver)
        self._inputs, self._waits = told.inputs, told.waits
        self._notes: dict[str, dict[str, Value]] = {}  # of the month, by clause

    def open(self, index: int, first: int, last: int, served: Value, exit_at: Value) -> None:
        super().open(index, first, last, served, exit_at)
        self._notes = {}

    def _note(self, name: str, value: Value) -> None:
        notes = self._notes.get(self.clause)
        if notes is None:
            notes = self._notes[self.clause] = self._inputs.setdefault((self.index, self.clause), {})
        notes[name] = value

    def fact(self, read: FactRequest) -> Value:
        value = super().fact(read)
        self._note(_of_fact(read), value)
        return value

    def publish(self, name: str, value: Value) -> None:
        super().publish(name, value)
        self._note(name, value)

    def measure(self, clause: str, name: str) -> Value:
        value = super().measure(clause, name)
        self._note(_of_measure(clause, name), value)
        return value

    def due(self, heads: frozenset[str], payer: str, payee: str) -> Value:
        value = super().due(heads, payer, payee)
        self._note(_of_dues(heads, payer, payee), value)
        return value

    def accrued(self, payer: str, payee: str, clauses: Collection[str] | None = None, services: Collection[str] | None = None) -> Value:
        value = super().accrued(payer, payee, clauses, services)
        if clauses is None and services is None:
            self._note(_of_dues(CHARGES, payer, payee), value)
        return value

    def hold_back(self, claims: list[Due], room: Value) -> list[Value]:
        rests = super().hold_back(claims, room)
        self._waits += [Waits(self.last, account_of(claim), int(rest)) for claim, rest in zip(claims, rests, strict=True) if rest]
        return rests

    def tally(self, name: str) -> Value:
        value = super().tally(name)
        self._note(name, value)
        return value


@cache
def _of_fact(read: FactRequest) -> str:
    return f"{read.fact} of {read.key}" if read.key else read.fact


@cache
def _of_measure(clause: str, name: str) -> str:
    return f"{name} of {clause}"


@cache
def _of_dues(heads: frozenset[str], payer: str, payee: str) -> str:
    return f"{' and '.join(sorted(heads))} of the month, from {payer} to {payee}"
