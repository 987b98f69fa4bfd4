"""When shocks arrive: on a date, at a rate with its season, within a window, or after another shock; together with others that one cause drives.

A rate is a Poisson process, month by month. One shock may raise another's rate for a while: what is added is a second Poisson process over that
while, so that rates add up. A driver is a standard normal number a contract year that several shocks share, each with its stated correlation: the
shock's own latent number of the year is ρ · driver + √(1 − ρ²) · its own, and the count of the year, or whether it happens at all, is read off that
number at the quantiles of its own law (a one-factor Gaussian copula; Li 2000). Each shock by itself stays exactly as frequent as it says.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from statistics import NormalDist

import numpy as np
from pydantic import Field, model_validator

from wargame.core.arrays import Bools, Floats, Ints
from wargame.core.quantities import Count, CountT, DateT, Rate, RateT, ShareT, TextT
from wargame.core.streams import stream
from wargame.core.values import DAY
from wargame.world.shock_base.drivers import yearly
from wargame.world.sizes.inputs import Inputs
from wargame.world.sizes.read import LengthD

PER_MONTH = {"month": 1.0, "year": 1 / 12, "quarter": 1 / 3}
MOST_A_MONTH = 100  # shocks: what comes more often is the ordinary business of a service, and would not fit into memory
KEY_BITS = 40  # instants below 2^40 seconds: 34,000 years
KEY_MASK = (1 << KEY_BITS) - 1
LATENT = 1_000_000  # latent numbers are compared in whole millionths: their last bits differ between processors
_NORMAL = NormalDist()


class After(Inputs):
    """Following another shock: each time it strikes, with a `probability`, after a `delay`."""

    shock: TextT
    delay: LengthD
    probability: ShareT | None = None


class Raised(Inputs):
    """How much another shock raises this one's rate (`by: 300 %` is four times the rate), each time it strikes, and for how long."""

    by: RateT
    lasts: LengthD

    @model_validator(mode="after")
    def _raises(self) -> Raised:
        if self.by.num <= 0:
            raise ValueError(f"`by` is {self.by}; a rate is raised by more than 0 %")
        return self


class Arrival(Inputs):
    """When a shock arrives: on a `date`, at a `rate`, once within a window (`earliest` … `latest`) with a probability, or `after` another shock.

    A rate may have a `season` (twelve weights, January first) and be `raised by` other shocks; anything with a rate or a probability may be `driven
    by` drivers of the scenario, each with its correlation.
    """

    date: DateT | None = None
    rate: CountT | None = None
    earliest: DateT | None = None
    latest: DateT | None = None
    probability: ShareT | None = None
    after: After | None = None
    season: list[CountT] = Field(default=[], max_length=12)
    raised_by: dict[str, Raised] = {}
    driven_by: dict[str, RateT] = {}

    @model_validator(mode="after")
    def _one_way(self) -> Arrival:
        ways = [self.date is not None, self.rate is not None, self.earliest is not None or self.latest is not None, self.after is not None]
        if sum(ways) != 1:
            raise ValueError(
                "a shock arrives on a `date`, at a `rate` (`0.5 per year`), between `earliest` and `latest`, or `after` another shock: "
                "give exactly one of them"
            )
        if ways[2] and (self.earliest is None or self.latest is None or self.latest < self.earliest):
            raise ValueError("a window needs `earliest` and a `latest` that is not before it")
        if self.rate is not None:
            if per_month(self.rate) < 0:
                raise ValueError(f"a rate cannot be negative: {self.rate}")
            most = per_month(self.rate) * (1 + sum(raised.by.num / raised.by.den for raised in self.raised_by.values()))
            if most > MOST_A_MONTH:
                told = f"{self.rate} with all that raises it" if self.raised_by else str(self.rate)
                raise ValueError(
                    f"shocks come at most {MOST_A_MONTH} times a month, unlike {told}: what is more frequent belongs into demand, its noise, or the "
                    "outages of a component"
                )
            if self.probability is not None:
                raise ValueError("a shock that arrives at a rate has no probability beside it: put both into the rate")
        elif self.season or self.raised_by:
            raise ValueError("`season` and `raised by` change a rate; this shock has none")
        if self.season and (len(self.season) != 12 or not any(weight.num for weight in self.season)):
            raise ValueError(f"the season of a rate is twelve weights, January first, not all 0; there are {len(self.season)}")
        if self.after is not None and self.probability is not None:
            raise ValueError("the probability of following another shock belongs inside `after`")
        check_drivers(self.driven_by)
        if self.driven_by and self.rate is None and self.probability is None:
            raise ValueError("only what has a rate or a probability can be driven: this shock always arrives")
        return self

    @property
    def parents(self) -> tuple[str, ...]:
        """Shocks on whose arrivals this one's depend."""
        return (*([self.after.shock] if self.after else []), *self.raised_by)


def check_drivers(correlations: Mapping[str, Rate]) -> None:
    """ValueError unless correlations with drivers, which are independent of each other, can be had together: their squares add up to at most 1."""
    if sum((rate.num / rate.den) ** 2 for rate in correlations.values()) > 1 + 1e-12:
        told = ", ".join(f"{name} {rate}" for name, rate in correlations.items())
        raise ValueError(f"correlations with independent drivers have squares that add up to at most 1, unlike {told}: make them smaller")


def per_month(rate: Count) -> float:
    """Arrivals a contract month; ValueError where the period is none of month, quarter, year."""
    if rate.per not in PER_MONTH:
        raise ValueError(f"a rate of arrival is per month, per quarter or per year, not {('per ' + rate.per) if rate.per else 'without a period'}")
    return rate.num / rate.den * PER_MONTH[rate.per]


@dataclass
class ArrivalSpan:
    """The time a shock may fall in and what it may depend on, for one block: first instants of the contract months (and of the month after the last),
    its width, the calendar month of each contract month, and what other shocks and drivers did."""

    starts: tuple[int, ...]
    lanes: int
    instant_of: Callable[[dt.date], int]
    months: tuple[int, ...] = ()  # 1 … 12 for each contract month
    seed: int = 0
    block: int = 0
    arrived: dict[str, tuple[Ints, Ints]] = field(default_factory=dict)  # shock -> lane, instant
    due: dict[str, int] = field(default_factory=dict)  # milestone -> the instant at which it is due
    daily: dict[str, float] = field(default_factory=dict)  # service -> units of a mean day at its normal level
    until: int | None = None  # the end of a term that ends inside its last month

    @property
    def end(self) -> int:
        """The instant at which the term ends."""
        return self.starts[-1] if self.until is None else self.until

    def arrived_of(self, shock: str) -> tuple[Ints, Ints]:
        """Arrivals of a shock on which another depends; none where it was left out of the scenario."""
        return self.arrived.get(shock, (np.zeros(0, np.int64), np.zeros(0, np.int64)))

    def driver(self, name: str) -> Floats:
        """(contract years, lanes) standard normal numbers; one stream a driver."""
        return yearly(self.seed, name, -(-(len(self.starts) - 1) // 12), self.block)

    def latent(self, correlations: Mapping[str, Rate], generator: np.random.Generator) -> Floats:
        """(contract years, lanes): a shock's own latent numbers, with their correlations to the drivers; standard normal by themselves."""
        years = -(-(len(self.starts) - 1) // 12)
        mixed = math.sqrt(max(1.0 - sum((rate.num / rate.den) ** 2 for rate in correlations.values()), 0.0)) * generator.standard_normal(
            (years, self.lanes)
        )
        for name, rate in correlations.items():
            mixed = mixed + rate.num / rate.den * self.driver(name)
        return np.rint(mixed * LATENT)


def arrivals(arrival: Arrival, span: ArrivalSpan, generator: np.random.Generator, name: str = "") -> tuple[Ints, Ints]:
    """(lane, instant) of every arrival in a block, lanes rising, instants rising within a lane. `name` is the shock's, for streams of its own."""
    everyone = np.arange(span.lanes, dtype=np.int64)
    if arrival.after is not None:
        return _following(arrival.after, span, generator)
    if arrival.date is not None:
        instant = span.instant_of(arrival.date)
        chosen = everyone if arrival.probability is None else everyone[_hits(arrival, span, generator, instant)]
        return chosen, np.full(chosen.size, instant, np.int64)
    if arrival.rate is None:
        assert arrival.earliest is not None and arrival.latest is not None  # a window, for it is nothing else
        low, high = span.instant_of(arrival.earliest), span.instant_of(arrival.latest) + DAY  # the last day is in the window
        instants = generator.integers(low, high, span.lanes)
        hits = _hits(arrival, span, generator, low)  # drawn always, so that a probability moves no other draw
        chosen = everyone if arrival.probability is None else everyone[hits]
        return chosen, instants[chosen]
    rates = [per_month(arrival.rate) * weight for weight in _weights(arrival, span)]
    if arrival.driven_by:
        keys = _driven(arrival, rates, span, generator)
    else:
        periods = zip(rates, span.starts, span.starts[1:], strict=False)
        keys = [np.sort(month_arrivals(rate, low, high, span.lanes, generator)) for rate, low, high in periods]
    keys += [_raised(arrival, parent, span, name) for parent in arrival.raised_by]
    key = np.sort(np.concatenate(keys))
    return key >> KEY_BITS, key & KEY_MASK


def month_arrivals(rate: float, low: int, high: int, lanes: int, generator: np.random.Generator) -> Ints:
    """Poisson arrivals of one month as unsorted keys lane · 2^40 + instant."""
    return _placed(generator.poisson(rate, lanes), low, high, generator)


def _placed(count: Ints, low: int, high: int, generator: np.random.Generator) -> Ints:
    lane = np.repeat(np.arange(count.size, dtype=np.int64), count)
    lane <<= KEY_BITS
    lane += generator.integers(low, high, lane.size)
    return lane


def _weights(arrival: Arrival, span: ArrivalSpan) -> list[float]:
    """How much of the mean rate falls into each contract month."""
    if not arrival.season:
        return [1.0] * (len(span.starts) - 1)
    weights = [weight.num / weight.den for weight in arrival.season]
    mean = sum(weights) / 12
    return [weights[month - 1] / mean for month in span.months]


def _hits(arrival: Arrival, span: ArrivalSpan, generator: np.random.Generator, instant: int) -> Bools:
    """Lanes in which something with a probability happens; by the latent number of the year in which its window opens, if it is driven."""
    chance = 1.0 if arrival.probability is None else arrival.probability.num / arrival.probability.den
    if not arrival.driven_by:
        found: Bools = generator.random(span.lanes) < chance
        return found
    year = sum(start <= max(instant, 0) for start in span.starts[12:-1:12])
    least = -math.inf if chance >= 1 else math.inf if chance <= 0 else round(_NORMAL.inv_cdf(1 - chance) * LATENT)
    hits: Bools = span.latent(arrival.driven_by, generator)[year] >= least
    return hits


@cache
def count_edges(mean: float) -> tuple[int, ...]:
    """Latent numbers (millionths) from which a Poisson count of this mean is at least 1, 2, …: normal quantiles at its distribution."""
    edges: list[int] = []
    # exp(-mean) is 0 in floats beyond 745: of a large mean each term is made from its logarithm.
    large = mean > 500
    term = math.exp(-mean)
    below = term
    while below < 1 - 1e-12 and len(edges) < 10_000:
        edges.append(round(_NORMAL.inv_cdf(min(max(below, 1e-300), 1 - 1e-16)) * LATENT))
        count = len(edges)
        term = math.exp(count * math.log(mean) - mean - math.lgamma(count + 1)) if large else term * (mean / count)
        below += term
    return tuple(edges)


def _driven(arrival: Arrival, rates: list[float], span: ArrivalSpan, generator: np.random.Generator) -> list[Ints]:
    """Counts by contract year from the latent numbers, then a month for each by the season, then an instant within the month."""
    latent = span.latent(arrival.driven_by, generator)
    keys = []
    for year in range(latent.shape[0]):
        of_year = rates[12 * year : 12 * year + 12]
        count = np.searchsorted(np.array(count_edges(sum(of_year)), np.float64), latent[year], side="right")
        lane = np.repeat(np.arange(span.lanes, dtype=np.int64), count)
        shares = np.cumsum(of_year) / sum(of_year) if sum(of_year) else np.ones(len(of_year))
        month = 12 * year + np.minimum(np.searchsorted(shares, generator.random(lane.size), side="right"), len(of_year) - 1)
        starts = np.array(span.starts, np.int64)
        instant = starts[month] + (generator.random(lane.size) * (starts[month + 1] - starts[month])).astype(np.int64)
        keys.append((lane << KEY_BITS) + instant)
    return keys


def _raised(arrival: Arrival, parent: str, span: ArrivalSpan, name: str) -> Ints:
    """What another shock adds each time it strikes: a Poisson number of arrivals over the while for which it raises the rate, which keeps its season
    (drawn at the rate of its busiest month, and thinned to that of each)."""
    assert arrival.rate is not None
    raised = arrival.raised_by[parent]
    generator = stream(span.seed, f"shock/{name}/raised by/{parent}", span.block)
    lane, instant = span.arrived_of(parent)
    lasts = raised.lasts.draw(generator, lane.size)
    weights = np.array(_weights(arrival, span))
    most = float(weights.max())
    a_second = most * per_month(arrival.rate) * 12 / (365.25 * DAY) * raised.by.num / raised.by.den
    count = generator.poisson(np.minimum(lasts * a_second, 1e6))
    begun, length = np.repeat(instant, count), np.repeat(lasts, count)
    when = begun + (generator.random(begun.size) * length).astype(np.int64)
    inside = (when >= 0) & (when < span.end)
    if arrival.season:
        month = np.searchsorted(np.array(span.starts, np.int64), when, side="right") - 1
        inside &= generator.random(when.size) * most < weights[np.clip(month, 0, weights.size - 1)]
    key: Ints = (np.repeat(lane, count) << KEY_BITS)[inside] + when[inside]
    return key


def _following(after: After, span: ArrivalSpan, generator: np.random.Generator) -> tuple[Ints, Ints]:
    """Arrivals that follow those of another shock."""
    lane, instant = span.arrived_of(after.shock)
    hits = generator.random(lane.size)
    when = instant + after.delay.draw(generator, lane.size)
    keep = np.flatnonzero((hits < (1.0 if after.probability is None else after.probability.num / after.probability.den)) & (when < span.end))
    order = keep[np.lexsort((when[keep], lane[keep]))]
    return lane[order], when[order]
