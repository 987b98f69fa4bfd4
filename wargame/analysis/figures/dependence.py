"""How much what is driven by common causes moves together: as stated of the normal numbers behind it, as achieved in the lives, and at most.

A year's noise of demand and a yearly move are normal numbers themselves, and show the correlation that is stated. Counts and events show less, of
what is rare much less: two that shared one number altogether would still only reach what stands as attainable. Attainable of a Poisson count and a
normal number is Σ φ(e) ÷ √m, e being the normal quantiles at which the count rises and m its mean; of two counts, the covariance of counts of one and
the same normal number. Achieved is the correlation over lives and whole contract years, each year by itself first, with Fisher's interval.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import NormalDist

import numpy as np

from wargame.analysis.tables.world import DependenceRow
from wargame.contract.text.variant import BASE_NAME
from wargame.core.arrays import Floats
from wargame.core.quantities import Rate
from wargame.core.streams import BLOCK
from wargame.core.values import DAY
from wargame.simulation.run.results import CellResult, RunResult
from wargame.world.sampled.futures import Futures, draw_futures, effects_of, span_of
from wargame.world.scenario.file import Scenario
from wargame.world.shock_base.arrival import Arrival, count_edges, per_month
from wargame.world.shock_base.drivers import yearly

MOST = 8  # blocks of lives that are looked at
Z95 = 1.959963984540054
NORMAL = NormalDist()
YEAR = 12  # months


@dataclass(frozen=True)
class Driven:
    """Something that drivers move: what it is called, its correlations with them, its numbers (years, lives), and, where it is a count, the normal
    quantiles at which it rises."""

    name: str
    drivers: dict[str, float]
    years: Floats
    edges: tuple[float, ...] | None = None


def dependence_rows(run: RunResult) -> Iterator[DependenceRow]:
    """Every pair of what drivers move in each scenario, and each of these with its drivers, over whole contract years."""
    for one in run.cells:
        if one.cell.variant == BASE_NAME and one.scenario.inputs.drivers and one.rules.term_months >= YEAR:
            yield from _of(one, int(str(run.provenance["seed"])), min(run.futures, MOST * BLOCK))


def _of(one: CellResult, seed: int, lives: int) -> Iterator[DependenceRow]:
    scenario, calendar, months = one.scenario, one.rules.calendar, one.rules.term_months
    futures = draw_futures(scenario, calendar, months, seed, 0, lives).on_dates(one.rules.due, calendar)
    whole = months // YEAR
    blocks = range(-(-lives // BLOCK))
    found = [*_noise(futures, whole), *_series(scenario, futures, whole), *_shocks(scenario, one, seed, blocks, lives, whole)]
    for driver in scenario.inputs.drivers:
        numbers = np.concatenate([yearly(seed, driver, -(-months // YEAR), block) for block in blocks], axis=1)[:whole, :lives]
        found.append(Driven(f"the driver {driver}", {driver: 1.0}, numbers))
    for a, b in combinations(found, 2):
        shared = [driver for driver in a.drivers if driver in b.drivers]
        if shared:
            stated = math.fsum(a.drivers[driver] * b.drivers[driver] for driver in shared)
            yield _row(one.cell.scenario, a, b, stated)


def _row(scenario: str, a: Driven, b: Driven, stated: float) -> DependenceRow:
    varying = (a.years.std(axis=1) > 0) & (b.years.std(axis=1) > 0)  # what happens within a window varies in its year only
    n = int(varying.sum()) * a.years.shape[1]
    achieved = _correlation(a.years[varying], b.years[varying])
    low = high = None
    if achieved is not None and n > 3:
        z, half = math.atanh(max(min(achieved, 1 - 1e-12), 1e-12 - 1)), Z95 / math.sqrt(n - 3)
        low, high = math.tanh(z - half), math.tanh(z + half)
    most = attainable(a.edges, b.edges, against=stated < 0)
    return DependenceRow(scenario=scenario, one=a.name, other=b.name, stated=stated, achieved=achieved, low=low, high=high, attainable=most, n=n)


def _correlation(a: Floats, b: Floats) -> float | None:
    """Over lives, each year less its own mean; None where one of them never varies."""
    a, b = a - a.mean(axis=1, keepdims=True), b - b.mean(axis=1, keepdims=True)
    spread = math.sqrt(float((a * a).sum()) * float((b * b).sum()))
    return float((a * b).sum()) / spread if spread > 0 else None


def attainable(a: Sequence[float] | None, b: Sequence[float] | None, *, against: bool = False) -> float | None:
    """The greatest correlation (or, `against`, the least) that two things made of one normal number reach: None stands for the number itself, else
    the quantiles at which a count rises. None for a count that never does, or always has."""
    if (a is not None and not _variance(a)) or (b is not None and not _variance(b)):
        return None
    sign = -1.0 if against else 1.0
    if a is None and b is None:
        return sign
    if a is None or b is None:
        edges = b if a is None else a
        assert edges is not None
        return sign * math.fsum(map(NORMAL.pdf, edges)) / math.sqrt(_variance(edges))
    if against:
        both = math.fsum(max(NORMAL.cdf(-e) - NORMAL.cdf(f), 0.0) for e in a for f in b)
    else:
        both = math.fsum(NORMAL.cdf(-max(e, f)) for e in a for f in b)
    return (both - _mean(a) * _mean(b)) / math.sqrt(_variance(a) * _variance(b))


def _mean(edges: Sequence[float]) -> float:
    return math.fsum(NORMAL.cdf(-edge) for edge in edges)


def _variance(edges: Sequence[float]) -> float:
    """Of a count that rises at these quantiles: E(N²) is the sum of (2k − 1) P(N ≥ k)."""
    squares = math.fsum((2 * k - 1) * NORMAL.cdf(-edge) for k, edge in enumerate(edges, 1))
    return squares - _mean(edges) ** 2


def _noise(futures: Futures, years: int) -> Iterator[Driven]:
    """What the noise of a year comes to, in standard deviations of a week or month."""
    for name, service in futures.scenario.inputs.services.items():
        noise = service.demand.noise
        if noise is not None and noise.driven_by:
            rows = futures.noise[name] / 4096.0
            edges = [_period(futures, year) for year in range(years + 1)]
            totals = np.stack([rows[low:high].sum(axis=0) for low, high in pairwise(edges)])
            yield Driven(f"demand of {name}", _rates(noise.driven_by), totals)


def _period(futures: Futures, year: int) -> int:
    """The first row of noise that begins in a contract year."""
    return year * YEAR if futures.scenario.step == "month" else -(-futures.starts[year * YEAR] // (7 * DAY))


def _series(scenario: Scenario, futures: Futures, years: int) -> Iterator[Driven]:
    """The yearly moves of series, as factors."""
    for name, one in scenario.inputs.indices.items():
        if one.driven_by:
            level = futures.index[name].astype(np.float64)
            yield Driven(name, _rates(one.driven_by), level[1 : years + 1] / level[:years])


def _shocks(scenario: Scenario, one: CellResult, seed: int, blocks: range, lives: int, years: int) -> Iterator[Driven]:
    """How often shocks arrive in each contract year."""
    starts = one.rules.calendar.month_starts(one.rules.term_months)
    driven = [shock for shock in scenario.shocks if shock.inputs.arrives is not None and shock.inputs.arrives.driven_by]
    if not driven:
        return
    effects = [effects_of(scenario, span_of(one.rules.calendar, starts, seed, block), block) for block in blocks]
    edges = np.array([starts[year * YEAR] for year in range(years + 1)])
    for shock in driven:
        counts = np.zeros((years, len(blocks) * BLOCK))
        for place, found in enumerate(effects):
            lane, instant = found[shock.name].arrived
            year = np.searchsorted(edges, instant, side="right") - 1
            inside = (year >= 0) & (year < years)
            np.add.at(counts, (year[inside], lane[inside] + place * BLOCK), 1)
        yield Driven(shock.name, _rates(shock.inputs.arrives.driven_by), counts[:, :lives], _edges(shock.inputs.arrives))


def _edges(arrives: Arrival) -> tuple[float, ...]:
    """The normal quantiles at which the count of a year rises; of what happens once, the one at which it does."""
    if arrives.rate is not None:
        return tuple(edge / 1_000_000 for edge in count_edges(per_month(arrives.rate) * YEAR))
    chance = 1.0 if arrives.probability is None else arrives.probability.num / arrives.probability.den
    return (NORMAL.inv_cdf(1 - chance),) if 0 < chance < 1 else ()


def _rates(stated: Mapping[str, Rate]) -> dict[str, float]:
    return {name: rate.num / rate.den for name, rate in stated.items()}
