"""What kinds of shock that befall people and their services share: one service or several, shares that cannot be above all, months, and when a
shortage that began before the agreement is met."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import AfterValidator, model_validator

from wargame.core.arrays import Ints
from wargame.core.calendar import MEAN_MONTH
from wargame.core.quantities import TextT
from wargame.core.values import DAY
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.base import ShockInputs
from wargame.world.shock_base.costs import BilledShock
from wargame.world.shock_base.effects import Effects
from wargame.world.sizes.read import MILLION, Distribution, SizeD


def _part(distribution: Distribution) -> Distribution:
    if distribution.quantile(0.99) > MILLION:
        raise ValueError(f"more than one draw in a hundred is above 100 % ({distribution.words}), and this is a part of a whole: make it smaller")
    return distribution


PartD = Annotated[SizeD, AfterValidator(_part)]  # a share of a whole: quanta of a millionth; what little lies above 100 % is cut when it is drawn


class PeopleShock(BilledShock):
    """Base of kinds that befall people: each input is drawn from a stream of its own."""

    def services_losing_quality(self) -> frozenset[str]:
        """Its services, where it has an input `errors` and that is given."""
        return self.services() if getattr(self.inputs, "errors", None) is not None else frozenset()

    def part(self, what: str, span: ArrivalSpan, count: int) -> Ints:
        """Draws of an input that is a part of a whole, in millionths, at most all of it; zeros where it is left out."""
        found: Ints = np.minimum(self.drawn(what, span, count), MILLION)
        return found


class ServedInputs(ShockInputs):
    """Base of inputs that name one `service`, or several `services`, to all of which the same happens at the same time."""

    service: TextT | None = None
    services: list[TextT] = []

    @model_validator(mode="after")
    def _of_some_service(self) -> ServedInputs:
        if (self.service is None) == (not self.services):
            raise ValueError("say what it befalls: either `service: voice`, or several, `services: [voice, letters]`")
        if len(set(self.services)) < len(self.services):
            raise ValueError(f"a service stands twice in `services`: {', '.join(self.services)}")
        return self

    @property
    def named(self) -> tuple[str, ...]:
        """The services, in the order in which they are written."""
        return (self.service,) if self.service is not None else tuple(self.services)


class ServedShock(PeopleShock):
    """Base of kinds whose inputs are `ServedInputs`."""

    def services(self) -> frozenset[str]:
        """The services that it befalls."""
        return frozenset(self.inputs.named)


def months_begun(length: Ints) -> Ints:
    """Lengths in seconds as months begun, at least one."""
    return np.maximum(-(-length // MEAN_MONTH), 1)


def contract_month(starts: tuple[int, ...], instant: Ints) -> Ints:
    """The number of the contract month in which an instant lies; negative before the agreement, by mean months."""
    inside = np.searchsorted(np.array(starts), instant, side="right") - 1
    found: Ints = np.where(instant < 0, instant // MEAN_MONTH, inside)
    return found


def is_met(effects: Effects, event: str, lane: Ints, instant: Ints, over: Ints) -> None:
    """Put an event's questions when something begins; on the first day, where it began before the agreement and is not over by then."""
    here = np.flatnonzero(over > 0)
    effects.happens(event, lane[here], np.maximum(instant[here], 0))


def whole_of(daily: Ints, first: Ints, days: Ints, end: int) -> tuple[Ints, Ints]:
    """What so much a day comes to over the days that lie within the agreement, and the instant at which it has been spent."""
    low, high = np.maximum(first, 0), np.minimum(first + days, end // DAY)
    within = np.maximum(high - low, 0)
    return daily * within, np.maximum(high * DAY - 1, 0)
