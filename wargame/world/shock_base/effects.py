"""What shocks can do to a world: a short, closed list of things, as flat rows. A kind of shock draws and writes here; it changes nothing itself.

Lanes are counted within a block; instants and lengths are seconds from the effective date, days whole days from it, sizes and shares millionths,
money minor units. Every number is an int64 array with one entry a row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from wargame.core.arrays import Ints
from wargame.core.values import DAY

NEVER = 2**40  # seconds or days: beyond every term
Moved = Literal["demand", "capacity", "errors", "unit cost", "forecast"]
LEVELS: tuple[Moved, ...] = ("demand", "capacity", "errors", "unit cost", "forecast")


@dataclass
class Effects:
    """What one shock does in one block of futures. `arrived` is what it was drawn from: (lane, instant) of each time it strikes."""

    arrived: tuple[Ints, Ints] = field(default_factory=lambda: (np.zeros(0, np.int64), np.zeros(0, np.int64)))
    levels: list[tuple[Moved, str, Ints, Ints, Ints, Ints]] = field(default_factory=list)  # what, service, lane, first day, day after, size
    incidents: list[tuple[str, Ints, Ints, Ints]] = field(default_factory=list)  # component, lane, start, raw length
    law_changes: list[tuple[str, Ints, Ints, Ints, Ints, Ints, Ints, Ints]] = field(default_factory=list)
    # service, lane, announced, in force, ready, cost, fine, lasting cost a unit (hundredths of a minor unit)
    costs: list[tuple[str, str, Ints, Ints, Ints]] = field(default_factory=list)  # party, head, lane, instant (NEVER: when it ends), amount
    # Series, lane, instant, share by which its level moves, and the instant of the move that undoes it or that it undoes.
    moves: list[tuple[str, Ints, Ints, Ints, Ints | None]] = field(default_factory=list)
    stops: list[tuple[str, Ints, Ints]] = field(default_factory=list)  # series, lane, instant from which nothing is published
    failures: list[tuple[str, Ints, Ints]] = field(default_factory=list)  # party, lane, instant from which it cannot pay
    late: list[tuple[str, Ints, Ints, Ints, Ints]] = field(default_factory=list)  # party, lane, first instant, last, days by which it pays late
    slips: list[tuple[str, Ints, Ints]] = field(default_factory=list)  # milestone, lane, seconds by which it is later
    leavers: list[tuple[str, Ints, Ints, Ints]] = field(default_factory=list)  # staff, lane, instant, share that leaves
    ends: list[tuple[Ints, Ints, Ints]] = field(default_factory=list)  # lane, instant of the order, instant at which the agreement must be over
    happenings: list[tuple[str, Ints, Ints]] = field(default_factory=list)  # event, lane, instant

    def level(self, what: Moved, service: str, lane: Ints, first: Ints, days: Ints, size: Ints) -> None:
        """Move something of a service for whole `days` from day `first`: demand, capacity, the forecast and the cost of a unit by a share of their
        normal level, the share of units done wrong by so many points. What overlaps adds up; nothing falls below nothing."""
        self.levels.append((what, service, lane, first, np.minimum(first + days, NEVER), size))

    def incident(self, component: str, lane: Ints, start: Ints, length: Ints) -> None:
        """Take a component down, at once, for the length of its repair if no contract shortens it; at least a minute."""
        self.incidents.append((component, lane, start, np.maximum(length, 60)))

    def cost(self, party: Literal["client", "provider"], head: str, lane: Ints, instant: Ints, amount: Ints) -> None:
        """Let a party lose or spend an amount under a head of loss, once."""
        self.costs.append((party, head, lane, instant, amount))

    def cost_at_exit(self, party: Literal["client", "provider"], head: str, lane: Ints, amount: Ints) -> None:
        """The same when the agreement ends, early or with its term."""
        self.costs.append((party, head, lane, np.full(lane.size, NEVER, np.int64), amount))

    def move(self, series: str, lane: Ints, instant: Ints, share: Ints, other: Ints | None = None) -> None:
        """Move the level of a published series, figures still to come included, once and for all; it is read from the next figure on. `other` is the
        instant of a move that undoes this one, or that it undoes: both before one figure leave no mark."""
        self.moves.append((series, lane, instant, share, other))

    def discontinue(self, series: str, lane: Ints, instant: Ints) -> None:
        """Publish a series no longer: its last figure stands from then on."""
        self.stops.append((series, lane, instant))

    def fail(self, party: str, lane: Ints, instant: Ints) -> None:
        """Let a party fail: from the month end that follows it cannot pay in full."""
        self.failures.append((party, lane, instant))

    def pay_late(self, party: str, lane: Ints, instant: Ints, length: Ints, days: Ints) -> None:
        """Let a party pay invoices of the months that end within a while so many days late, at least."""
        self.late.append((party, lane, instant, instant + length, days))

    def slip(self, milestone: str, lane: Ints, seconds: Ints) -> None:
        """Deliver a milestone later than it would have been."""
        self.slips.append((milestone, lane, seconds))

    def leave(self, staff: str, lane: Ints, instant: Ints, share: Ints) -> None:
        """Let a share of some staff leave in the month of the instant, beside those who leave anyway."""
        self.leavers.append((staff, lane, instant, share))

    def end(self, lane: Ints, ordered: Ints, over: Ints) -> None:
        """Have the agreement ended by order, on the first morning at or after the instant `over`, whatever it says."""
        self.ends.append((lane, ordered, -(-np.maximum(over, ordered + 1) // DAY) * DAY))

    def happens(self, event: str, lane: Ints, instant: Ints) -> None:
        """Put the questions of an event (`core.events`) that no row above stands for."""
        self.happenings.append((event, lane, instant))
