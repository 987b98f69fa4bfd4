"""A shock: something that befalls a deal from outside, drawn for each future independently of any contract.

A kind is one file in `shocks/`. It reads its inputs from the scenario, and for a block of futures draws when it arrives and what it does, in the few
things that can be done to a world: raise a service's demand for a while, take a component down, change the law. Everything else is left to the world.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, model_validator

from wargame.core.calendar import DAY
from wargame.core.quantities import Count, CountT, DateT, ShareT

Ints = NDArray[np.int64]
PER_MONTH = {"month": 1.0, "year": 1 / 12, "quarter": 1 / 3}


class Inputs(BaseModel):
    """Base of every shock's inputs; keys are the field names with spaces."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=lambda name: name.replace("_", " "))


class Arrival(Inputs):
    """When a shock arrives: on a `date`, at a `rate`, or once within a window (`earliest` … `latest`) with a probability."""

    date: DateT | None = None
    rate: CountT | None = None
    earliest: DateT | None = None
    latest: DateT | None = None
    probability: ShareT | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Arrival:
        ways = [self.date is not None, self.rate is not None, self.earliest is not None or self.latest is not None]
        if sum(ways) != 1:
            raise ValueError(
                "a shock arrives on a `date`, at a `rate` (`0.5 per year`), or between `earliest` and `latest`: give exactly one of them"
            )
        if ways[2] and (self.earliest is None or self.latest is None or self.latest < self.earliest):
            raise ValueError("a window needs `earliest` and a `latest` that is not before it")
        if self.rate is not None:
            per_month(self.rate)
            if self.probability is not None:
                raise ValueError("a shock that arrives at a rate has no probability beside it: put both into the rate")
        return self


def per_month(rate: Count) -> float:
    """Arrivals a contract month; ValueError where the period is none of month, quarter, year."""
    if rate.per not in PER_MONTH:
        raise ValueError(f"a rate of arrival is per month, per quarter or per year, not {('per ' + rate.per) if rate.per else 'without a period'}")
    return rate.num / rate.den * PER_MONTH[rate.per]


@dataclass
class Effects:
    """What shocks do in one block: flat rows, lanes counted within the block. Instants in seconds, sizes in millionths, money in minor units."""

    levels: list[tuple[str, Ints, Ints, Ints, Ints]] = field(default_factory=list)  # service, lane, first day, day after the last, size
    incidents: list[tuple[str, Ints, Ints, Ints]] = field(default_factory=list)  # component, lane, start, raw length
    laws: list[tuple[str, Ints, Ints, Ints, Ints, Ints, Ints, Ints]] = field(default_factory=list)
    # service, lane, announced, in force, ready, cost, fine, lasting cost a unit (hundredths of a minor unit)


@dataclass(frozen=True)
class Span:
    """The time a shock may fall in: first instants of the contract months (and of the month after the last), and the width of a block."""

    starts: tuple[int, ...]
    lanes: int
    instant_of: Any  # date -> instant

    @property
    def end(self) -> int:
        """The instant at which the term ends."""
        return self.starts[-1]


def arrivals(arrival: Arrival, span: Span, generator: np.random.Generator) -> tuple[Ints, Ints]:
    """(lane, instant) of every arrival in a block, lanes rising, instants rising within a lane. A Poisson process month by month for a rate."""
    everyone = np.arange(span.lanes, dtype=np.int64)
    if arrival.date is not None:
        instant = span.instant_of(arrival.date)
        chosen = (
            everyone if arrival.probability is None else everyone[generator.random(span.lanes) < arrival.probability.num / arrival.probability.den]
        )
        return chosen, np.full(chosen.size, instant, np.int64)
    if arrival.rate is None:
        low, high = span.instant_of(arrival.earliest), span.instant_of(arrival.latest) + DAY  # the last day is in the window
        instants = generator.integers(low, high, span.lanes)
        hits = generator.random(span.lanes)  # drawn always, so that a probability moves no other draw
        chosen = everyone if arrival.probability is None else everyone[hits < arrival.probability.num / arrival.probability.den]
        return chosen, instants[chosen]
    keys = [
        np.sort(month_arrivals(per_month(arrival.rate), low, high, span.lanes, generator))
        for low, high in zip(span.starts, span.starts[1:], strict=False)
    ]
    key = np.sort(np.concatenate(keys))
    return key >> KEY_BITS, key & KEY_MASK


KEY_BITS = 40  # instants below 2^40 seconds: 34,000 years
KEY_MASK = (1 << KEY_BITS) - 1


def month_arrivals(rate: float, low: int, high: int, lanes: int, generator: np.random.Generator) -> Ints:
    """Poisson arrivals of one month as unsorted keys lane · 2^40 + instant."""
    count = generator.poisson(rate, lanes)
    lane = np.repeat(np.arange(lanes, dtype=np.int64), count)
    lane <<= KEY_BITS
    lane += generator.integers(low, high, lane.size)
    return lane


class Shock:
    """Base of every shock kind: `kind` (the word in the scenario), `Inputs`, what it models (docstring), and where default
    sizes come from (`source`)."""

    kind: ClassVar[str] = ""
    Inputs: ClassVar[type[Inputs]] = Inputs
    event: ClassVar[Literal["outage", "surge", "regulation"]] = "outage"
    source: ClassVar[str] = ""
    example: ClassVar[str] = ""

    def __init__(self, name: str, inputs: Any) -> None:
        self.name = name
        self.inputs = inputs

    def services(self) -> frozenset[str]:
        """Services the inputs name, checked against the scenario."""
        return frozenset()

    def components(self) -> frozenset[str]:
        """Components the inputs name, checked against the scenario."""
        return frozenset()

    def draw(self, span: Span, generator: np.random.Generator, effects: Effects) -> None:
        """Draw one block and add what happens to `effects`."""
        raise NotImplementedError
