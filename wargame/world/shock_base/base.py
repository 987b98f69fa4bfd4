"""A shock: something that befalls a deal from outside, drawn for each future independently of any contract.

A kind is one file in `shocks/`. It reads its inputs from the scenario, and for a block of futures says what it does each time it arrives, in the few
things that can be done to a world (`effects.Effects`). Everything else is left to the world.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from wargame.core.arrays import Ints
from wargame.core.quantities import TextT
from wargame.core.values import DAY
from wargame.world.shock_base.arrival import Arrival, ArrivalSpan, arrivals
from wargame.world.shock_base.effects import NEVER, Effects, Moved
from wargame.world.sizes.inputs import Sourced

Fault = Literal["provider", "client", "third party", "nobody"]
Shape = Literal["step", "ramp", "decay"]
_OF_THEIR_OWN = frozenset({"outage", "delay", "regulation", "late payment"})  # events whose questions are put with the rows that stand for them
STEPS = 8  # in which a shape that is not a step is climbed or descended


class ShockInputs(Sourced):
    """Base of every kind's inputs: when it arrives, whose fault it is, and how its figures came to be known."""

    kind: TextT
    arrives: Arrival
    fault: Fault | None = None


class Shock:
    """Base of every shock kind: `kind` (the word in the scenario), `Inputs`, `event` (the questions it puts), what it models (docstring), the facts
    it moves (`writes`), and where default sizes come from (`source`)."""

    kind: ClassVar[str] = ""
    Inputs: ClassVar[type[ShockInputs]] = ShockInputs
    event: ClassVar[str] = ""
    told: ClassVar[str] = ""  # what has happened, as the story of a life says it; the words of the event where nothing is said
    writes: ClassVar[tuple[str, ...]] = ()  # facts of core.facts that it moves
    source: ClassVar[str] = ""
    example: ClassVar[str] = ""

    def __init__(self, name: str, inputs: Any) -> None:
        self.name = name
        self.inputs = inputs

    # What the inputs name, checked against the scenario.

    def services(self) -> frozenset[str]:
        """Services: `service`, if the kind has that input."""
        return frozenset(filter(None, (getattr(self.inputs, "service", None),)))

    def services_losing_quality(self) -> frozenset[str]:
        """Services of which more units are done wrong; each must say something of its quality."""
        return frozenset()

    def services_losing_capacity(self) -> frozenset[str]:
        """Services of which capacity falls; each must have some. Those of a kind with an input `capacity …`, where it is given."""
        said = any(name.startswith("capacity") and getattr(self.inputs, name) is not None for name in type(self.inputs).model_fields)
        return self.services() if said else frozenset()

    def services_with_cost_change(self) -> frozenset[str]:
        """Services of which a unit costs more or less; each must have a unit cost."""
        return frozenset()

    def components(self) -> frozenset[str]:
        """Components that go down."""
        return frozenset()

    def series(self) -> frozenset[str]:
        """Published series."""
        return frozenset()

    def staff(self) -> frozenset[str]:
        """Staffs of people."""
        return frozenset()

    def milestones(self) -> frozenset[str]:
        """Milestones."""
        return frozenset()

    def costs(self) -> tuple[tuple[Literal["client", "provider"], str], ...]:
        """(party, head of loss) of everything that is lost or spent once: known beforehand, so that books do not depend on chance."""
        return ()

    def failing(self) -> frozenset[str]:
        """Parties (`client`, `provider`) that may fail."""
        return frozenset()

    def paying_late(self) -> frozenset[str]:
        """Parties that may pay late."""
        return frozenset()

    def between(self, roles: Mapping[str, str]) -> Shock:
        """The same shock in an agreement that calls `client` or `provider` otherwise: its `party`, if the kind has that input, by its role there."""
        role = roles.get(getattr(self.inputs, "party", ""))
        return self if role is None else type(self)(self.name, self.inputs.model_copy(update={"party": role}))

    def draw(self, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        """Draw one block: when it arrives, then what it does each time."""
        lane, instant = effects.arrived = arrivals(self.inputs.arrives, span, generator, self.name)
        self.strike(lane, instant, span, generator, effects)
        if self.event and self.event not in _OF_THEIR_OWN and not effects.happenings:
            effects.happens(self.event, lane, instant)

    def strike(self, lane: Ints, instant: Ints, span: ArrivalSpan, generator: np.random.Generator, effects: Effects) -> None:
        """Say what happens each time, row by row: `lane` and `instant` of every arrival in the block, which may lie outside the agreement's time."""
        raise NotImplementedError


def first_day(instant: Ints) -> Ints:
    """The first whole day at or after an instant: what works by the day begins with a morning."""
    return -(-instant // DAY)


def whole_days(length: Ints) -> Ints:
    """Lengths in seconds as whole days begun, at least one."""
    return np.maximum(-(-length // DAY), 1)


@dataclass(frozen=True)
class Spells:
    """Rows of times during which a level is off its normal one: lane, first day, whole days, and by how much in millionths, with its sign."""

    lane: Ints
    first: Ints
    days: Ints
    size: Ints


def moves(effects: Effects, what: Moved, service: str, spells: Spells, shape: Shape = "step") -> None:
    """Move a level for some spells in a shape: all of it at once (`step`), climbing evenly to all of it over the whole length (`ramp`), or all of it
    at once and then falling evenly back to nothing (`decay`); the last two in at most eight steps of whole days, whose sizes add up to the last
    unit."""
    lane, first, days, size = spells.lane, spells.first, spells.days, spells.size
    if shape == "step":
        effects.level(what, service, lane, first, days, size)
        return
    steps = np.minimum(days, STEPS)
    given = np.zeros_like(size)
    for step in range(STEPS):
        some = np.flatnonzero(steps > step)
        if not some.size:
            return
        part = size[some] * (step + 1) // steps[some] - given[some]
        given[some] += part
        edge = days[some] * (step if shape == "ramp" else step + 1) // steps[some]
        begins, lasts = (first[some] + edge, days[some] - edge) if shape == "ramp" else (first[some], edge)
        effects.level(what, service, lane[some], begins, lasts, part)


def climb(effects: Effects, what: Moved, service: str, spells: Spells, stays: Ints | None = None) -> None:
    """Move a level evenly to its size over the days of some spells, in at most eight steps, and keep it there for so many days more, or for good."""
    moves(effects, what, service, spells, "ramp")
    stays = np.full(spells.lane.size, NEVER, np.int64) if stays is None else stays
    effects.level(what, service, spells.lane, spells.first + spells.days, stays, spells.size)
