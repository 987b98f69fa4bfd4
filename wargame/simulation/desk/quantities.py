"""What services did in a month, in whole units.

A month's sums are floats; rules read whole units. Of what is counted by the month the units are differences of running totals, so that what is cut
off in one month is there in the next, and a quantity that nobody reads this month costs one addition. What stands at a month end is cut as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wargame.contract.rules.rulebook import Rulebook
from wargame.core.facts import FactRequest
from wargame.core.vocabulary import Value
from wargame.simulation.desk.derived import primitives
from wargame.world.operations.month_sums import FIELD
from wargame.world.scenario.economics import Economics

CARRIED = ("volume", "demand", "waiting", "in_time", "lost", "overtime")  # sums of a month that are cut to whole units, the rest carried
CRUMB = 2.0**-20  # added before a quantity is cut to whole units: thirty thirtieths of 100,000 add up to a hair less, and are 100,000 units

Sums = Mapping[str, tuple[Any, ...]]  # service -> its columns of a month (`world.operations.month_sums`)


class Quantities:
    """Running totals of what is carried, and the month's sums."""

    def __init__(self, reads: tuple[FactRequest, ...], nothing: Callable[[], Value], whole: Callable[[Value], Value]) -> None:
        """`reads` are those whose remainder is carried; `whole` cuts a quantity to whole units, CRUMB added."""
        self._whole = whole
        self._sums: Sums = {}
        self._so_far = {read: nothing() for read in reads}
        self._before = dict(self._so_far)
        self._counted: dict[FactRequest, tuple[int, Value]] = {}  # month in which a quantity was last read, and its whole units until then

    def add(self, sums: Sums) -> None:
        """A month is over."""
        self._sums = sums
        for read, so_far in self._so_far.items():
            self._before[read] = so_far
            self._so_far[read] = so_far + sums[read.key][FIELD[read.fact]]

    def carried(self, read: FactRequest, month: int) -> Value:
        """Whole units of all months so far, less those of the months before."""
        whole = self._whole(self._so_far[read])
        last, counted = self._counted.get(read, (-1, 0))
        if last != month - 1:
            counted = self._whole(self._before[read])
        self._counted[read] = (month, whole)
        return whole - counted

    def standing(self, read: FactRequest) -> Value:
        """Whole units of what stands at the month end, such as a backlog."""
        return self._whole(self._sums[read.key][FIELD[read.fact]])


def carried_reads(rules: Rulebook, economics: Economics) -> tuple[FactRequest, ...]:
    """Monthly quantities that are cut to whole units, whose remainder is carried: what rules and economics read of them, in a fixed order."""
    reads = primitives((read for clause in rules.clauses for read in clause.reads()), economics) | primitives(economics.reads(), economics)
    if any(read.fact == "lasting_cost" for read in reads):
        reads |= {FactRequest("volume", service) for service in economics.services}
    return tuple(sorted((read for read in reads if read.fact in CARRIED), key=lambda read: (read.fact, read.key)))
