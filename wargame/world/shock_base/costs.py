"""Shocks that cost something once: what each party itself spends or loses, under which head of loss, and draws that do not disturb each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Literal

import numpy as np

from wargame.core.arrays import Ints
from wargame.core.streams import stream
from wargame.core.values import DAY
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import Shape, Shock, Spells, first_day, moves, whole_days
from wargame.world.shock_base.effects import NEVER, Effects
from wargame.world.sizes.base import LIMIT
from wargame.world.sizes.inputs import Inputs
from wargame.world.sizes.read import MILLION, AmountD, Distribution

PARTIES: tuple[Literal["client", "provider"], ...] = ("client", "provider")


class ByParty(Inputs):
    """What each party itself spends or loses, before any clause moves it to the other; a party that is left out bears nothing."""

    client: AmountD | None = None
    provider: AmountD | None = None

    def bearers(self) -> tuple[Literal["client", "provider"], ...]:
        """Parties that bear something."""
        return tuple(party for party in PARTIES if getattr(self, party) is not None)


class BilledShock(Shock):
    """Base of kinds with inputs that say by party what is spent: `heads` maps each such input to its head of loss.

    Every input is drawn from a stream of its own, one draw for each row, so that an input added, changed or left out moves no other draw.
    """

    heads: ClassVar[dict[str, str]] = {}

    def costs(self) -> tuple[tuple[Literal["client", "provider"], str], ...]:
        said = [(getattr(self.inputs, name), head) for name, head in self.heads.items()]
        return tuple(dict.fromkeys((party, head) for costs, head in said if costs is not None for party in costs.bearers()))

    def drawn(self, what: str, span: ArrivalSpan, count: int, distribution: Distribution | None = None) -> Ints:
        """`count` draws of an input, or of a distribution within it; zeros where it is left out."""
        distribution = distribution if distribution is not None else getattr(self.inputs, what)
        if distribution is None:
            return np.zeros(count, np.int64)
        return distribution.draw(stream(span.seed, f"shock/{self.name}/{what}", span.block), count)

    def happens_in(self, what: str, span: ArrivalSpan, count: int) -> Ints:
        """1 in the rows in which something with the probability of an input happens, else 0; always 0 where it is left out."""
        chance = getattr(self.inputs, what)
        drawn = stream(span.seed, f"shock/{self.name}/{what}", span.block).random(count)
        return (drawn < (0.0 if chance is None else chance.num / chance.den)).astype(np.int64)

    def bill(
        self, what: str, lane: Ints, instant: Ints | None, span: ArrivalSpan, effects: Effects, times: Ints | None = None, part: Ints | None = None
    ) -> None:
        """Let the parties spend what an input says, `times` over, or a `part` of it in millionths, at an instant; when the agreement ends, where
        there is none."""
        costs: ByParty | None = getattr(self.inputs, what)
        for party in costs.bearers() if costs is not None else ():
            amount = self.drawn(f"{what}/{party}", span, lane.size, getattr(costs, party))
            owed = amount if times is None else multiplied(amount, times)
            owed = owed if part is None else np.rint(owed * (part / MILLION)).astype(np.int64)
            if instant is None:
                effects.cost_at_exit(party, self.heads[what], lane, owed)
            else:
                effects.cost(party, self.heads[what], lane, np.minimum(instant, NEVER - 1), owed)


def multiplied(amount: Ints, times: Ints) -> Ints:
    """amount · times, at most the largest size that there can be, so that later sums stay within 64 bits."""
    return np.where(times > LIMIT // np.maximum(amount, 1), LIMIT, amount * np.minimum(times, LIMIT // np.maximum(amount, 1)))


def reduce(effects: Effects, services: Iterable[str], lane: Ints, instant: Ints, length: Ints, size: Ints, shape: Shape) -> None:
    """Let the capacity of several services fall by one share, from the first morning at or after an instant, for whole days."""
    for service in dict.fromkeys(services):
        moves(effects, "capacity", service, Spells(lane, first_day(instant), whole_days(length), -size), shape)


def put(effects: Effects, event: str, lane: Ints, first: Ints, days: Ints) -> None:
    """Put an event's questions on its first day; on the first of the agreement where it began before that and goes on in it."""
    here = np.flatnonzero(first + days > 0)
    effects.happens(event, lane[here], np.maximum(first[here], 0) * DAY)


def within_whole(inputs: Any, *names: str) -> None:
    """ValueError unless shares that are taken away are at most the whole."""
    for name in names:
        distribution = getattr(inputs, name)
        if distribution is not None and distribution.end(1) > MILLION:
            raise ValueError(f"`{name.replace('_', ' ')}` may come to more than the whole; give it `at most: 100 %`")


def all_or_none(inputs: Any, *names: str) -> None:
    """ValueError where some of several inputs that belong together are given, and not all."""
    given = [bool(getattr(inputs, name)) for name in names]
    if any(given) and not all(given):
        missing = [f"`{name.replace('_', ' ')}`" for name, found in zip(names, given, strict=True) if not found]
        told = " and ".join(f"`{name.replace('_', ' ')}`" for name, found in zip(names, given, strict=True) if found)
        raise ValueError(f"{told} says nothing without {' and '.join(missing)}: give both, or neither")


def needs(inputs: Any, name: str, other: str) -> None:
    """ValueError where an input is given that says nothing without another."""
    if getattr(inputs, name) is not None and getattr(inputs, other) is None:
        raise ValueError(f"`{name.replace('_', ' ')}` says nothing without `{other.replace('_', ' ')}`: give both, or neither")
