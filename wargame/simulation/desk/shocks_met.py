"""What shocks do beside raising events, as each driver is asked for it: forecasts that are off, errors and costs that move, sums lost once, parties
struck down, orders that end the agreement. Two classes, one for each driver, that say the same of one life and of all lanes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from wargame.core.arrays import Ints
from wargame.world.sampled.futures import Futures
from wargame.world.sampled.tables import ShockEffects


class ShocksOfLanes:
    """A cohort's side: numbers by lane."""

    futures: Futures
    shock_effects: ShockEffects
    desk: Any
    lanes: int
    exit: Ints
    leaving: Ints
    exits: set[int]
    first_exit: int

    def forecast(self, service: str) -> Any:
        """Whole units that the client's forecast says of the month."""
        return self.futures.forecast(service, self.desk.index)

    def monthly(self, what: str, service: str) -> Any:
        """By how much shocks move something of a service in the month (millionths), by lane; None where none can."""
        table = self.shock_effects.monthly.get((what, service))
        return None if table is None else table[self.desk.index]

    def once(self, key: tuple[str, str, str]) -> Any:
        """What a shock makes a party lose or spend in the month, once: (shock, party, head)."""
        found: Any = 0
        if key in self.shock_effects.costs:
            found = self.shock_effects.costs[key].summed(self.desk.first, self.desk.last, self.lanes)
        if key in self.shock_effects.at_exit and self.leaving.size:
            found = found + np.where((self.exit > self.desk.first) & (self.exit <= self.desk.last), self.shock_effects.at_exit[key], 0)
        return found

    def struck_down(self, party: str) -> Any:
        """Lanes in which a shock has made a party fail by the end of the month."""
        return self.futures.fails_by(party, self.desk.last)

    def take_orders(self, first: int, last: int) -> None:
        """Orders of an authority that fall into the month: the agreement is over on their morning, unless it ends before."""
        ends = self.shock_effects.ends
        if ends is None:
            return
        rows = ends.between(first, last)
        before = self.exit[ends.lane[rows]]
        here = np.flatnonzero((before > ends.instant[rows]) & (ends.amount[rows] < before))
        np.minimum.at(self.exit, ends.lane[rows][here], ends.amount[rows][here])
        mornings = ends.amount[rows][here].tolist()
        self.exits.update(mornings)
        self.first_exit = min([self.first_exit, *mornings])


class ShocksOfLife:
    """One life's side: plain numbers. Its orders stand on its clock (`laws_of_life`)."""

    futures: Futures
    shock_effects: ShockEffects
    desk: Any
    lane: int
    exit: int

    def forecast(self, service: str) -> int:
        """Whole units that the client's forecast says of the month."""
        told = self.futures.forecast(service, self.desk.index)
        return int(told if isinstance(told, int) else told[self.lane])

    def monthly(self, what: str, service: str) -> int | None:
        """By how much shocks move something of a service in the month, in millionths; None where none can."""
        table = self.shock_effects.monthly.get((what, service))
        return None if table is None else int(table[self.desk.index, self.lane])

    def once(self, key: tuple[str, str, str]) -> int:
        """What a shock makes a party lose or spend in the month, once: (shock, party, head)."""
        found = self.shock_effects.costs[key].of(self.lane, self.desk.first, self.desk.last) if key in self.shock_effects.costs else 0
        if key in self.shock_effects.at_exit and self.desk.first < self.exit <= self.desk.last:
            found += int(self.shock_effects.at_exit[key][self.lane])
        return found

    def struck_down(self, party: str) -> bool:
        """Whether a shock has made a party fail by the end of the month."""
        first = self.shock_effects.failures.get(party)
        return first is not None and bool(first[self.lane] <= self.desk.last)
