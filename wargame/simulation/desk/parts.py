"""Services that have been taken out of an agreement which goes on: when, what is left of their facts, and how their clauses see the month.

A service ends with a contract month. To the clauses about it that is an exit of its own, at the earlier of the two; what they say afterwards is
masked, as after an exit. Of its units, backlog and down-time there is nothing any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wargame.core.facts import FactRequest
from wargame.core.vocabulary import Value

if TYPE_CHECKING:
    from wargame.simulation.desk.desk import Desk

NEVER = 2**40
# What arrives goes on arriving, whoever handles it: demand is read by what buying elsewhere costs.
OF_A_SERVICE = frozenset({"volume", "backlog", "waiting", "in_time", "lost", "overtime", "downtime", "forecast", "errors"})
FAILURES = frozenset({"missed", "misses", "uncured", "prolonged"})  # measures that others count against the provider


class Parts:
    """The parts of the agreement on a desk; empty where no clause takes any out, which costs nothing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.may = desk.rules.parts
        self.ends: dict[str, Value] = {}  # service -> the instant at which it ends
        self.gone: dict[str, Value] = {}  # service -> whether it had ended when the month began
        self._whole: tuple[Value, Value] = (0, False)  # exit, ending: of the agreement
        self._mine = ""  # the service with which the clause that acts leaves

    def open(self) -> None:
        """A month begins: what has been decided before stands."""
        if not self.may:
            return
        desk, memory = self._desk, self._desk.driver.memory.values
        self._whole, self._mine = (desk.exit, desk.ending), ""
        for service, clauses in self.may.items():
            ends: Value = NEVER
            for number in clauses:
                said = memory[number]["ends"]
                ends = desk.v.minimum(ends, desk.v.where(said > 0, said, NEVER))
            self.ends[service], self.gone[service] = ends, ends <= desk.first

    def seen_by(self, clause: str) -> None:
        """Show a clause the month as its service sees it."""
        desk, self._mine = self._desk, self._desk.rules.within.get(clause, "")
        desk.exit, desk.ending = self._whole
        if self._mine:
            desk.exit = desk.v.minimum(desk.exit, self.ends[self._mine])
            desk.ending = desk.exit <= desk.last

    def kept(self, amount: Value) -> Value:
        """What is left of an amount that the clause says."""
        return self._desk.v.where(self.gone[self._mine], 0, amount) if self._mine else amount

    def told(self, name: str, value: Value) -> Value:
        """A measure as others may read it: of a service that has left nothing fails."""
        if not self._mine or name not in FAILURES:
            return value
        return self._desk.v.where(self.gone[self._mine], 0 if name == "misses" else False, value)

    def left_of(self, read: FactRequest, value: Value) -> Value:
        """A fact of a service that has left is 0."""
        if read.key not in self.gone or read.fact not in OF_A_SERVICE:
            return value
        return self._desk.v.where(self.gone[read.key], 0, value)
