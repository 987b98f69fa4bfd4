"""A life told: its postings in order, what was withheld, the story event by event, and what each rule read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from wargame.contract.rules.clause import Notice
from wargame.core.account import Account, Posting, Reason, Withheld
from wargame.core.facts import FactRequest
from wargame.core.vocabulary import SCALAR
from wargame.simulation.desk.coverage import Coverage
from wargame.simulation.desk.desk import Desk
from wargame.simulation.life.happening import Happening
from wargame.simulation.life.meter import Open


@dataclass
class LifeTrace:
    """One life as it was played: postings in order, what was withheld, the story, the exit, and what was asked and answered."""

    future: int
    postings: list[Posting]
    withheld: list[Withheld]
    story: list[Happening]
    exit: int
    term_end: int
    coverage: Coverage
    inputs: dict[tuple[int, str], dict[str, Any]] = field(default_factory=dict)  # (month, clause) -> what its rule read and published

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

    v = SCALAR

    def __init__(self, incident: Open, values: dict[str, Any]) -> None:
        self.start, self.component, self.detected, self._values = incident.start, incident.source.component, incident.source.detected, values

    def state(self, name: str) -> Any:
        """The clause's state that morning."""
        return self._values[name]


class OneDay:
    """A morning on which a notice is delivered, in one life."""

    v = SCALAR

    def __init__(self, notice: Notice, morning: int, values: dict[str, Any]) -> None:
        self.notice, self.morning, self._values = notice, morning, values

    def state(self, name: str) -> Any:
        """The clause's state."""
        return self._values[name]

    def keep(self, name: str, value: Any) -> None:
        """Remember a value."""
        self._values[name] = value


class NotingDesk(Desk):
    """A desk that notes what each rule read and published, so that a posting can be explained."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._notes: dict[str, dict[str, Any]] = {}  # of the month, by clause

    def open(self, *args: Any) -> None:
        super().open(*args)
        self._notes = {}

    def _note(self, name: str, value: Any) -> None:
        notes = self._notes.get(self.clause)
        if notes is None:
            notes = self._notes[self.clause] = self.driver.told.inputs.setdefault((self.index, self.clause), {})
        notes[name] = value

    def fact(self, read: FactRequest) -> Any:
        value = super().fact(read)
        self._note(_of_fact(read), value)
        return value

    def publish(self, name: str, value: Any) -> None:
        super().publish(name, value)
        self._note(name, value)

    def measure(self, clause: str, name: str) -> Any:
        value = super().measure(clause, name)
        self._note(_of_measure(clause, name), value)
        return value

    def due(self, heads: frozenset[str], payer: str, payee: str) -> Any:
        value = super().due(heads, payer, payee)
        self._note(_of_dues(heads, payer, payee), value)
        return value

    def tally(self, name: str) -> Any:
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
