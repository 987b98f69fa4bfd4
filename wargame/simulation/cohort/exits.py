"""When the agreement of each lane ends, and in which lanes it still stands.

A lane goes on being computed when its agreement has ended: what is said for it is masked where it is said (one AND), never where it is remembered.
Most months no lane ends, and nothing is worked on: the few instants at which some lane ends are kept beside the lanes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wargame.core.arrays import Bools, Ints
from wargame.core.vocabulary import Value
from wargame.world.sampled.tables import Dated


class Exits:
    """The instants (seconds) at which the agreements of a cohort end; `first` is the earliest so far, `term_end` that of all that run their term."""

    def __init__(self, lanes: int, term_end: int) -> None:
        self.lanes, self.term_end = lanes, term_end
        self.at: Ints = np.full(lanes, term_end, np.int64)
        self.first = term_end
        self.leaving: Ints = np.zeros(0, np.int64)  # lanes whose agreement ends within the month
        self.alive: Ints | None = None  # -1 where the agreement stood when the month began, else 0; None while it did everywhere
        self._standing: Bools | None = None  # where it goes on after the month; None while it does everywhere
        self._instants = {term_end}
        self._given: list[tuple[Ints, int, int]] = []  # notices of the month: lanes, the morning on which they would end the agreement, the ground
        self.ground: NDArray[np.int16] = np.full(lanes, -1, np.int16)  # under which it ends (`Rulebook.ground`); -1: under none of its own

    def begin(self, first: int, last: int, ordered: Dated | None) -> None:
        """Begin a month, with the orders of an authority that fall into it: the agreement is over on their morning, unless it ends before."""
        if ordered is not None:
            self._obey(first, last, ordered)
        leave = any(first < instant <= last for instant in self._instants)
        self.leaving = np.flatnonzero((self.at > first) & (self.at <= last)) if leave else self.leaving[:0]
        self._standing = self.at > last if self.first <= last else None

    def _obey(self, first: int, last: int, ordered: Dated) -> None:
        rows = ordered.between(first, last)
        before = self.at[ordered.lane[rows]]
        here = np.flatnonzero((before > ordered.instant[rows]) & (ordered.amount[rows] < before))
        np.minimum.at(self.at, ordered.lane[rows][here], ordered.amount[rows][here])
        self.ground[ordered.lane[rows][here]] = -1
        mornings = ordered.amount[rows][here].tolist()
        self._instants.update(mornings)
        self.first = min([self.first, *mornings])

    def served(self, first: int, last: int) -> Value:
        """Seconds of the month during which the agreement lived."""
        if not (self.leaving.size and self.first < last):
            return last - first
        served = np.full(self.lanes, last - first)
        served[self.leaving] = self.at[self.leaving] - first
        return served

    def close(self, last: int) -> None:
        """The month is over."""
        if self.leaving.size:
            self.alive = -(self.at > last).astype(np.int64)

    def end(self, lanes: Ints, morning: int, ground: int) -> None:
        """Notice is given in some lanes, under which the agreement would end on a morning."""
        self._given.append((lanes, morning, ground))

    def decide(self) -> None:
        """Let the agreement end under the notice that ends it first; on one morning, under the ground that comes first."""
        for lanes, morning, ground in self._given:
            at, other = self.at[lanes], self.ground[lanes]
            some = lanes[(morning < at) | ((morning == at) & (ground < other))]
            if some.size:
                self.at[some], self.ground[some] = morning, ground
                self._instants.add(morning)
                self.first = min(self.first, morning)
        self._given.clear()

    def early(self, last: int) -> bool:
        """Whether some agreement has ended by an instant, and before its term."""
        return self.first <= last and self.first < self.term_end

    def left(self, last: int) -> Ints:
        """The lanes of which that is so."""
        return np.flatnonzero((self.at <= last) & (self.at < self.term_end))

    def while_alive(self, amount: Value) -> Value:
        """The amount where the agreement stood in the month, else 0. A plain 0 stays one and posts nothing."""
        if isinstance(amount, np.ndarray):
            return amount if self.alive is None else amount & self.alive
        if not amount:
            return 0
        return np.full(self.lanes, amount, np.int64) if self.alive is None else int(amount) & self.alive

    def later_than(self, when: Value, instant: int) -> Value:
        """Where a right stands and the agreement, as notices of earlier months have it, goes on for longer than until an instant."""
        return np.logical_and(when, self.at > instant) if self.first <= instant else when

    def going_on(self, when: Value) -> Value:
        """Where something holds and the agreement goes on after the month, whether or not notice of termination runs."""
        return when if self._standing is None else np.logical_and(when, self._standing)

    def standing(self, when: Value) -> Ints:
        """The lanes in which something holds and the agreement goes on after the month."""
        where = when if isinstance(when, np.ndarray) and when.shape == (self.lanes,) else np.full(self.lanes, when)
        return (where if self._standing is None else where & self._standing).nonzero()[0]
