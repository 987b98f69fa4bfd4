"""What clauses remember from month to month; a clause declares it, its driver keeps it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numpy.typing import NDArray

from wargame.contract.rules.clause import Clause, State
from wargame.core.calendar import Calendar
from wargame.core.vocabulary import Value

Slots = list[Value] | NDArray[Any]  # the last values of a window: one number each, or one row of lanes each


class Remembered(dict[str, Value]):
    """What one clause remembers, by name."""

    def __init__(self, clause: str) -> None:
        super().__init__()
        self._clause = clause

    def __missing__(self, name: str) -> Value:
        raise LookupError(f"{self._clause} reads or keeps the state '{name}', which its kind does not declare: add it to `states` in the kind's file")


class Published(dict[tuple[str, str], Value]):
    """What clauses have published this month, by clause and name."""

    def __missing__(self, key: tuple[str, str]) -> Value:
        clause, name = key
        raise LookupError(
            f"'{name}' of {clause} is read and was not published: whoever reads it says so in `needs`, and the other kind in `publishes`"
        )


class Memory:
    """What clauses remember. Windows keep k values and their running sum; sums of whole numbers are exact in any order."""

    def __init__(self, clauses: tuple[Clause, ...], fresh: Callable[[State], Value], window: Callable[[State], Slots]) -> None:
        self._states = {clause.number: clause.states() for clause in clauses}
        self._fresh = fresh
        self.values: dict[str, dict[str, Value]] = {number: Remembered(number) for number in self._states}
        self.windows: dict[tuple[str, str], Slots] = {}
        for number, declared in self._states.items():
            for name, state in declared.items():
                if state.window:
                    self.windows[number, name] = window(state)
                self.values[number][name] = fresh(state)

    def declared(self, clause: str, name: str) -> State:
        """How a clause declares what it remembers."""
        return self._states[clause][name]

    def renew(self, starting: frozenset[str]) -> None:
        """Reset what is reset at the periods that start now (`month`, `contract year`, `calendar year`)."""
        for number, declared in self._states.items():
            for name, state in declared.items():
                if state.reset in starting:
                    self.values[number][name] = self._fresh(state)

    def keep(self, clause: str, name: str, value: Value, month: int) -> Value:
        """Remember a value; returns what a rule reads from now on (the sum, for a window)."""
        state = self._states[clause].get(name) or self._undeclared(clause, name)
        if state.window:
            slots, slot = self.windows[clause, name], month % state.window
            total = self.values[clause][name] + (value - slots[slot])
            slots[slot] = value
            value = total
        self.values[clause][name] = value
        return value

    def _undeclared(self, clause: str, name: str) -> State:
        raise LookupError(f"{clause} keeps the state '{name}', which its kind does not declare: add it to `states` in the kind's file")


def periods_starting(calendar: Calendar, starts: tuple[int, ...], month: int) -> frozenset[str]:
    """The periods that begin with a contract month after the first, by the names under which state is reset."""
    starting = {"month"}
    if month and month % 12 == 0:
        starting.add("contract year")
    if month and calendar.date_of(starts[month]).year != calendar.date_of(starts[month - 1]).year:
        starting.add("calendar year")
    return frozenset(starting)
