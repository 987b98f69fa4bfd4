"""Paths over time: the noise of demand, and the levels of published series.

Noise is kept as whole 4096ths of a standard deviation; it is an autoregression of the first order in stationary state, so that its standard deviation
is the one stated whatever persists: x(t) = φ x(t − 1) + √(1 − φ²) e(t).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from wargame.core.arrays import Ints
from wargame.core.streams import BLOCK, stream
from wargame.core.values import DAY
from wargame.world.sampled.cohort import Cohort
from wargame.world.sampled.plan import NOISE_QUANTUM
from wargame.world.sampled.tables import Blocks
from wargame.world.scenario.file import Scenario
from wargame.world.shock_base.arrival import drawn_driver
from wargame.world.sizes.read import MILLION


def periods(scenario: Scenario, starts: tuple[int, ...]) -> int:
    """How many numbers of noise a service has: one for each week, or month at month step."""
    return len(starts) - 1 if scenario.step == "month" else starts[-1] // DAY // 7 + 1


def noise(scenario: Scenario, service: str, cohort: Cohort) -> NDArray[np.int16]:
    """(periods, lanes) of a service's noise in 4096ths of a standard deviation."""
    length = periods(scenario, cohort.starts)
    whole = np.zeros((length, cohort.drawn), np.int16)
    stated = scenario.inputs.services[service].demand.noise
    if stated is None:
        return np.ascontiguousarray(whole[:, : cohort.lanes])
    shared = {name: rate.num / rate.den for name, rate in stated.driven_by.items()}
    own = math.sqrt(max(1.0 - sum(rho * rho for rho in shared.values()), 0.0))
    persists = 0.0 if stated.persists is None else stated.persists.num / stated.persists.den
    fresh = math.sqrt(1.0 - persists * persists)
    for i, block in enumerate(cohort.blocks):
        drawn = stream(cohort.seed, f"noise/{scenario.step}/{service}", block).standard_normal((length, BLOCK), dtype=np.float32)
        if shared:
            drawn *= np.float32(own)
            for name, rho in shared.items():
                common = stream(cohort.seed, f"driver/{name}/{scenario.step}", block).standard_normal((length, BLOCK), dtype=np.float32)
                drawn += np.float32(rho) * common
        if persists:
            for period in range(1, length):
                drawn[period] = np.float32(persists) * drawn[period - 1] + np.float32(fresh) * drawn[period]
        drawn *= NOISE_QUANTUM
        np.rint(drawn, out=drawn)
        whole[:, i * BLOCK : (i + 1) * BLOCK] = np.clip(drawn, -32767, 32767, out=drawn)
    return np.ascontiguousarray(whole[:, : cohort.lanes])


def index(scenario: Scenario, name: str, cohort: Cohort, effects: Blocks) -> Ints:
    """(figures + 1, lanes): levels of a series, in the unit in which it is published: at the effective date, and then each time it moves. Shocks move
    it from the first figure after them on; of a series that is discontinued the last figure stands."""
    one = scenario.inputs.indices[name]
    years = -(-(len(cohort.starts) - 1) // one.months)  # of a series that moves yearly
    published = one.published(cohort.starts, cohort.calendar)
    level = np.full((years + 1, cohort.drawn), published[0], np.int64)
    generators = [stream(cohort.seed, f"index/{name}", block) for block in cohort.blocks]
    moved, stopped = _struck(name, years, one.months, cohort.starts, effects)
    distribution = one.law
    for year in range(years):
        # Drawn for years already published too, so that a figure more changes no later move.
        moves: Ints | int = 0
        if distribution is not None and one.driven_by:
            own = math.sqrt(max(1.0 - sum((rho.num / rho.den) ** 2 for rho in one.driven_by.values()), 0.0))
            parts = []
            for generator, block in zip(generators, cohort.blocks, strict=True):
                mixed = own * generator.standard_normal(BLOCK)
                for driver, rho in one.driven_by.items():
                    mixed = mixed + rho.num / rho.den * drawn_driver(cohort.seed, driver, years, BLOCK, block)[year]
                parts.append(distribution.bounded(distribution.parameters[0] + distribution.parameters[1] * mixed))
            moves = np.concatenate(parts)
        elif distribution is not None:
            moves = np.concatenate([distribution.draw(generator, BLOCK) for generator in generators])
        ordinary = (2 * level[year] * (MILLION + moves) + MILLION) // (2 * MILLION)
        if year + 1 < len(published):
            ordinary = np.full_like(level[year], published[year + 1])
        if moved is not None:
            ordinary = np.maximum((2 * ordinary * (MILLION + moved[year]) + MILLION) // (2 * MILLION), 1)
        if stopped is not None:
            ordinary = np.where(stopped <= year, level[year], ordinary)
        level[year + 1] = ordinary
    return np.ascontiguousarray(level[:, : cohort.lanes])


def _struck(name: str, years: int, months: int, starts: tuple[int, ...], effects: Blocks) -> tuple[Ints | None, Ints | None]:
    """(figures, lanes) shares by which shocks move a series before a figure, and (lanes,) the first figure that is no more published. What comes back
    before it is seen leaves no mark."""
    edges = np.array([starts[min(months * (year + 1), len(starts) - 1)] for year in range(years)], np.int64)
    moved: Ints | None = None
    stopped: Ints | None = None
    for i, one in enumerate(effects):
        for effect in one.values():
            for series, lane, instant, share, other in effect.moves:
                if series == name:
                    moved = np.zeros((years, len(effects) * BLOCK), np.int64) if moved is None else moved
                    year = np.searchsorted(edges, np.maximum(instant, 0), side="right")
                    seen = year < years
                    if other is not None:
                        seen &= year != np.searchsorted(edges, np.maximum(other, 0), side="right")
                    some = np.flatnonzero(seen)
                    np.add.at(moved, (year[some], lane[some] + i * BLOCK), share[some])
            for series, lane, instant in effect.stops:
                if series == name:
                    stopped = np.full(len(effects) * BLOCK, years + 1, np.int64) if stopped is None else stopped
                    np.minimum.at(stopped, lane + i * BLOCK, np.searchsorted(edges, np.maximum(instant, 0), side="right"))
    return moved, stopped
