"""Paths over time: the noise of demand, and the levels of published series.

Noise is kept as whole 4096ths of a standard deviation; it is an autoregression of the first order in stationary state, so that its standard deviation
is the one stated whatever persists: x(t) = φ x(t − 1) + √(1 − φ²) e(t).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from wargame.core.arrays import Ints
from wargame.core.calendar import Calendar
from wargame.core.streams import BLOCK, stream
from wargame.core.values import DAY
from wargame.world.sampled.cohort import Cohort
from wargame.world.sampled.plan import NOISE_QUANTUM
from wargame.world.sampled.tables import Blocks
from wargame.world.scenario.file import Scenario
from wargame.world.scenario.series import Index
from wargame.world.shock_base.drivers import monthly, weekly, yearly
from wargame.world.shock_base.effects import NEVER
from wargame.world.sizes.read import MILLION

HIGHEST = 2 * 10**18  # level times what it is multiplied by, in millionths: twice of it is below 2^62
UNSAID = -(2**40)  # of a rate: nothing is published


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
                common = (monthly if scenario.step == "month" else weekly)(cohort.seed, name, cohort.years, block)
                drawn += np.float32(rho) * common[:length].astype(np.float32)
        if persists:
            for period in range(1, length):
                drawn[period] = np.float32(persists) * drawn[period - 1] + np.float32(fresh) * drawn[period]
        drawn *= NOISE_QUANTUM
        np.rint(drawn, out=drawn)
        whole[:, i * BLOCK : (i + 1) * BLOCK] = np.clip(drawn, -32767, 32767, out=drawn)
    return np.ascontiguousarray(whole[:, : cohort.lanes])


def index(scenario: Scenario, name: str, cohort: Cohort, effects: Blocks) -> Ints:
    """(figures + 1, lanes): levels of a series, in the unit in which it is published: at the effective date, and then each time it moves; never less
    than one of that unit, however far a law falls. Shocks move it from the first figure after them on; of a series that is discontinued the last
    figure stands. Where figures are already published, a move is a factor on all that follow until it is taken back, each rounded half-up once, and
    what is taken back leaves the published figure as it is."""
    one = scenario.inputs.indices[name]
    years = -(-(len(cohort.starts) - 1) // one.months)  # of a series that moves yearly
    published = one.published(cohort.starts, cohort.calendar)
    level = np.full((years + 1, cohort.drawn), published[0], np.int64)
    ordinary = level[0]  # what it would be without shocks, where figures are published
    generators = [stream(cohort.seed, f"index/{name}", block) for block in cohort.blocks]
    moved, stopped = _struck(name, years, one.months, cohort.starts, effects)
    kept = _Kept(name, years, one.months, cohort.starts, effects) if moved is not None and len(published) > 1 else None
    for year in range(years):
        # Drawn for years already published too, so that a figure more changes no later move.
        moves = _moves(one, cohort, generators, years, year)
        before = level[year] if kept is None else ordinary
        if year + 1 < len(published):
            ordinary = np.full_like(before, published[year + 1])
        elif one.moves_at(year + 1, len(published)):
            ordinary = _times(before, moves)
        else:
            ordinary = before
        figure = ordinary
        if kept is not None:
            figure = kept.over(ordinary, year)
        elif moved is not None:
            figure = _times(ordinary, moved[year])
        if stopped is not None:
            figure = np.where(stopped <= year, level[year], figure)
        level[year + 1] = figure
    return np.ascontiguousarray(level[:, : cohort.lanes])


def _moves(one: Index, cohort: Cohort, generators: list[np.random.Generator], years: int, year: int) -> Ints | int:
    """(lanes,) moves of one figure by the law of a series, in millionths; 0 without a law."""
    distribution = one.law
    if distribution is None:
        return 0
    if not one.driven_by:
        return np.concatenate([distribution.draw(generator, BLOCK) for generator in generators])
    own = math.sqrt(max(1.0 - sum((rho.num / rho.den) ** 2 for rho in one.driven_by.values()), 0.0))
    parts = []
    for generator, block in zip(generators, cohort.blocks, strict=True):
        mixed = own * generator.standard_normal(BLOCK)
        for driver, rho in one.driven_by.items():
            mixed = mixed + rho.num / rho.den * yearly(cohort.seed, driver, cohort.years, block)[year * one.months // 12]
        parts.append(distribution.bounded(distribution.parameters[0] + distribution.parameters[1] * mixed))
    return np.concatenate(parts)


def _times(level: Ints, share: Ints | int) -> Ints:
    """Levels moved by a share, rounded half-up; not less than one, and no more than 64 bits hold."""
    share = np.minimum(share, HIGHEST // level - MILLION)
    found: Ints = np.maximum((2 * level * (MILLION + share) + MILLION) // (2 * MILLION), 1)
    return found


def printed_rates(scenario: Scenario, name: str, starts: tuple[int, ...], calendar: Calendar, level: Ints) -> Ints:
    """(figures + 1, lanes): the rates of change on the year before that are published with figures, in millionths; UNSAID where none is, and where a
    shock has moved a figure or that of a year before, so that the rate is what its levels make of it."""
    one = scenario.inputs.indices[name]
    figures = np.array(one.published(starts, calendar), np.int64)
    rates = one.printed(starts, calendar)
    found = np.full(level.shape, UNSAID, np.int64)
    for figure in range(min(len(rates), level.shape[0])):
        rate, before = rates[figure], max(figure - 12 // one.months, 0)
        if rate is not None:
            as_printed = (level[figure] == figures[figure]) & (level[before] == figures[before])
            found[figure] = np.where(as_printed, rate, UNSAID)
    return found


class _Kept:
    """Moves of a series by shocks, kept apart from its figures: (figures, lanes) shares of those that came before each figure and still stand."""

    def __init__(self, name: str, years: int, months: int, starts: tuple[int, ...], effects: Blocks) -> None:
        edges = _edges(years, months, starts)
        self.shares = np.zeros((years, len(effects) * BLOCK), np.int64)
        self.rows: list[tuple[Ints, Ints, Ints, Ints]] = []  # figure before which it came, figure before which it is taken back, lane, share
        for i, one in enumerate(effects):
            for effect in one.values():
                for series, lane, instant, share, other in effect.moves:
                    back = np.full_like(instant, NEVER) if other is None else other
                    rows = np.flatnonzero(back >= instant)  # what takes back another move is that move's end
                    if series == name:
                        came, ends = (np.searchsorted(edges, np.maximum(when[rows], 0), side="right") for when in (instant, back))
                        self.rows.append((came, ends, lane[rows] + i * BLOCK, share[rows]))

    def over(self, level: Ints, year: int) -> Ints:
        """The figure after a year with all moves that stand then; called for one year after the other."""
        for came, ends, lane, share in self.rows:
            begins, over = np.flatnonzero((came == year) & (ends > year)), np.flatnonzero((ends == year) & (came < year))
            np.add.at(self.shares, (came[begins], lane[begins]), share[begins])
            np.subtract.at(self.shares, (came[over], lane[over]), share[over])
        found = level.copy()
        for shares in self.shares[: year + 1]:
            some = np.flatnonzero(shares)
            found[some] = _times(found[some], shares[some])
        return found


def _edges(years: int, months: int, starts: tuple[int, ...]) -> Ints:
    """The instants at which the figures after the first are read."""
    return np.array([starts[min(months * (year + 1), len(starts) - 1)] for year in range(years)], np.int64)


def _struck(name: str, years: int, months: int, starts: tuple[int, ...], effects: Blocks) -> tuple[Ints | None, Ints | None]:
    """(figures, lanes) shares by which shocks move a series before a figure, and (lanes,) the first figure that is no more published. What comes back
    before it is seen leaves no mark."""
    edges = _edges(years, months, starts)
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
