"""Futures: sampled worlds, drawn independently of any contract, as flat tables over a cohort's lanes.

Everything random about a world is here before a contract meets it: noise, the paths of indices, incidents with their raw repair times, levels of
demand, changes of law. All variants and readings meet the same Futures; a scenario shares every stream it has in common with another. Rows are sorted
once, at the draw, by (month, lane, start), because everything later walks them in that order (measured: union of intervals 0.11 ms a month against
1.82 unsorted).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from wargame.core.calendar import DAY, Calendar
from wargame.core.money import share
from wargame.core.streams import BLOCK, blocks, stream
from wargame.world.behaviour import Behaviour
from wargame.world.distribution import MILLION
from wargame.world.incidents import Incidents, Source, draw_incidents, meeting, sources_of
from wargame.world.inputs import Index
from wargame.world.plan import NOISE_QUANTUM, ServicePlan, plan_service
from wargame.world.scenario import Scenario
from wargame.world.shock import Effects, Ints, Span


@dataclass(frozen=True)
class Levels:
    """Rises in a service's demand: rows (lane, first day, day after the last, size in millionths), sorted by first day."""

    lane: Ints
    first: Ints
    last: Ints
    size: Ints


@dataclass(frozen=True)
class Laws:
    """Changes of law: rows sorted by the instant of readiness. `lasting` is in hundredths of a minor unit for each unit of `service`."""

    service: tuple[str, ...]  # names, `which` points into them
    which: Ints
    lane: Ints
    announced: Ints
    force: Ints
    ready: Ints
    cost: Ints
    fine: Ints
    lasting: Ints


@dataclass(frozen=True)
class Futures:
    """A cohort of sampled worlds. `starts` are the first instants of the term's months and its end; `first` is the number of lane 0."""

    scenario: Scenario
    seed: int
    first: int
    lanes: int
    starts: tuple[int, ...]
    plans: dict[str, ServicePlan]
    noise: dict[str, NDArray[np.int16]]  # service -> (weeks or months, lanes)
    index: dict[str, Ints]  # series -> (contract years + 1, lanes), millionths
    sources: tuple[Source, ...]
    incidents: Incidents
    levels: dict[str, Levels]
    surges: dict[str, NDArray[np.float64]]  # month step: service with rises -> (months, lanes), the month's mean level of demand
    laws: Laws
    chosen: Ints | None = None  # the lanes of the original cohort, where this is a part of one
    decisions: dict[tuple[str, str], NDArray[np.float64]] = field(default_factory=dict, compare=False)
    delays: dict[tuple[str, str], Ints] = field(default_factory=dict, compare=False)
    calm: bool = False  # the plan: nobody pays late, disputes, fails or leaves in it
    _among: dict[frozenset[str], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def detected(self) -> Ints | None:
        """Seconds from occurrence to detection by source; None where all are detected at once."""
        delays = np.array([source.detected for source in self.sources], np.int64)
        return delays if delays.any() else None

    def of_components(self, components: frozenset[str]) -> NDArray[np.bool_] | None:
        """Which sources are of some components; None where all are."""
        if components not in self._among:
            among = np.array([source.component in components for source in self.sources], bool)
            self._among[components] = None if among.all() else among
        found: NDArray[np.bool_] | None = self._among[components]
        return found

    @property
    def months(self) -> int:
        """Months of the term."""
        return len(self.starts) - 1

    def decision(self, party: str, right: str) -> NDArray[np.float64]:
        """Uniform numbers (months, lanes) by which a party decides on a right each month; one stream per right, party and block."""
        key = (party, right)
        if key not in self.decisions:
            self.decisions[key] = self._drawn(f"decision/{party}/{right}", lambda generator: generator.random((self.months, BLOCK)))
        return self.decisions[key]

    def happens(self, party: str, what: str, month: int, chance: float) -> NDArray[np.bool_]:
        """Lanes in which something with this chance a month befalls a party or is done by it; never in the plan."""
        if self.calm or not chance:
            return np.zeros(self.lanes, bool)
        found: NDArray[np.bool_] = self.decision(party, what)[month] < chance
        return found

    def delay(self, party: str, what: Literal["payment", "notice"]) -> Ints:
        """(months, lanes): days by which a party pays late, or seconds it takes to notify a claim; one stream per habit, party and block."""
        key = (party, what)
        if key not in self.delays:
            draw = partial(_delays, self.scenario.inputs.behaviour, party, what, self.months, self.calm)
            self.delays[key] = self._drawn(f"delay/{what}/{party}", draw)
        return self.delays[key]

    def _drawn(self, name: str, draw: Callable[[np.random.Generator], NDArray[Any]]) -> NDArray[Any]:
        """A (months, lanes) table of this cohort's lanes, drawn in whole blocks."""
        top = self.first + (self.lanes if self.chosen is None else int(self.chosen[-1]) + 1)
        drawn = [draw(stream(self.seed, name, block)) for block in blocks(self.first, top - self.first)]
        whole = np.concatenate(drawn, axis=1)
        return np.ascontiguousarray(whole[:, : self.lanes] if self.chosen is None else whole[:, self.chosen])

    def take(self, lanes: Ints) -> Futures:
        """The same worlds for some lanes only, in rising order, renumbered from 0."""
        new = np.full(self.lanes, -1, np.int64)
        new[lanes] = np.arange(lanes.size)

        def rows(table: Any, *names: str) -> tuple[Any, Any]:
            keep = np.flatnonzero(new[table.lane] >= 0)
            return keep, {name: getattr(table, name)[keep] for name in names} | {"lane": new[table.lane[keep]]}

        keep, columns = rows(self.incidents, "start", "raw", "source")
        incidents = Incidents(
            at=np.searchsorted(keep, self.incidents.at), meets=meeting(columns["lane"], columns["start"], columns["raw"]), **columns
        )
        levels = {service: Levels(**rows(table, "first", "last", "size")[1]) for service, table in self.levels.items()}
        laws = Laws(service=self.laws.service, **rows(self.laws, "which", "announced", "force", "ready", "cost", "fine", "lasting")[1])
        chosen = lanes if self.chosen is None else self.chosen[lanes]
        return replace(
            self,
            lanes=int(lanes.size),
            noise={k: np.ascontiguousarray(v[:, lanes]) for k, v in self.noise.items()},
            index={k: np.ascontiguousarray(v[:, lanes]) for k, v in self.index.items()},
            incidents=incidents, levels=levels, laws=laws, chosen=chosen,
            surges={k: np.ascontiguousarray(v[:, lanes]) for k, v in self.surges.items()},
            decisions={k: np.ascontiguousarray(v[:, lanes]) for k, v in self.decisions.items()},
            delays={k: np.ascontiguousarray(v[:, lanes]) for k, v in self.delays.items()},
        )  # fmt: skip


def draw_futures(scenario: Scenario, calendar: Calendar, term_months: int, seed: int, first: int, count: int) -> Futures:
    """Draw futures first … first + count - 1. `first` is a multiple of 1,024; whole blocks are drawn and cut."""
    starts = calendar.month_starts(term_months)
    span = Span(starts, BLOCK, calendar.instant)
    these = list(blocks(first, count))
    sources = sources_of(scenario)
    effects = [_effects(scenario, span, seed, block) for block in these]
    levels = {name: _levels(effects, name, count) for name in scenario.inputs.services}
    return Futures(
        scenario, seed, first, count, starts, _plans(scenario, calendar, starts),
        {name: _noise(scenario, name, starts, seed, these, count) for name in scenario.inputs.services},
        {name: _index(one, name, term_months, seed, these, count) for name, one in scenario.inputs.indices.items()},
        sources, draw_incidents(scenario, sources, starts, calendar, seed, these, count, effects),
        levels, _surges(scenario, levels, starts, count), _laws(effects, count),
    )  # fmt: skip


def calm_future(scenario: Scenario, calendar: Calendar, term_months: int) -> Futures:
    """The plan: one life without noise, outages or shocks, indices moving as their law's middle. What parties lose is measured against it."""
    starts = calendar.month_starts(term_months)
    none = np.zeros(0, np.int64)
    index = {}
    for name, one in scenario.inputs.indices.items():
        years, typical = -(-term_months // 12), one.yearly_move.typical if one.yearly_move else 0
        level = one.published()[: years + 1]
        while len(level) <= years:
            level.append(share(level[-1], MILLION + typical, MILLION))
        index[name] = np.array(level, np.int64)[:, None]
    return Futures(
        scenario, 0, 0, 1, starts, _plans(scenario, calendar, starts),
        {name: np.zeros((_periods(scenario, starts), 1), np.int16) for name in scenario.inputs.services}, index, sources_of(scenario),
        Incidents(none, none, none, none.astype(np.int16), np.zeros(term_months + 1, np.int64), none),
        {name: Levels(none, none, none, none) for name in scenario.inputs.services}, {}, Laws((), none, none, none, none, none, none, none, none),
        calm=True,
    )  # fmt: skip


def _delays(behaviour: Behaviour, party: str, what: str, months: int, calm: bool, generator: np.random.Generator) -> Ints:
    """One block of a party's delays: whole days begun of payment, seconds of notice."""
    size = months * BLOCK
    if what == "notice":
        claims = behaviour.claims.get(party)
        drawn = np.zeros(size, np.int64) if calm or claims is None or claims.notice is None else claims.notice.draw(generator, size)
        return drawn.reshape(months, BLOCK)
    late = behaviour.payment.get(party)
    if calm or late is None:
        return np.zeros((months, BLOCK), np.int64)
    happens = generator.random(size) < late.probability.num / late.probability.den
    days: Ints = np.where(happens, -(-late.by.draw(generator, size) // DAY), 0)
    return days.reshape(months, BLOCK)


def _plans(scenario: Scenario, calendar: Calendar, starts: tuple[int, ...]) -> dict[str, ServicePlan]:
    return {name: plan_service(scenario, name, calendar, starts) for name in scenario.inputs.services}


def _periods(scenario: Scenario, starts: tuple[int, ...]) -> int:
    return len(starts) - 1 if scenario.step == "month" else starts[-1] // DAY // 7 + 1


def _noise(scenario: Scenario, service: str, starts: tuple[int, ...], seed: int, these: list[int], count: int) -> NDArray[np.int16]:
    periods = _periods(scenario, starts)
    whole = np.zeros((periods, len(these) * BLOCK), np.int16)
    if scenario.inputs.services[service].demand.noise is not None:
        for i, block in enumerate(these):
            drawn = stream(seed, f"noise/{scenario.step}/{service}", block).standard_normal((periods, BLOCK), dtype=np.float32)
            drawn *= NOISE_QUANTUM
            np.rint(drawn, out=drawn)
            whole[:, i * BLOCK : (i + 1) * BLOCK] = np.clip(drawn, -32767, 32767, out=drawn)
    return np.ascontiguousarray(whole[:, :count])


def _index(one: Index, name: str, months: int, seed: int, these: list[int], count: int) -> Ints:
    years, published = -(-months // 12), one.published()
    level = np.full((years + 1, len(these) * BLOCK), MILLION, np.int64)
    generators = [stream(seed, f"index/{name}", block) for block in these]
    for year in range(years):
        # Drawn for years already published too, so that a figure more changes no later move.
        moves: Ints | int = 0 if one.yearly_move is None else np.concatenate([one.yearly_move.draw(generator, BLOCK) for generator in generators])
        moved = (2 * level[year] * (MILLION + moves) + MILLION) // (2 * MILLION)
        level[year + 1] = published[year + 1] if year + 1 < len(published) else moved
    return np.ascontiguousarray(level[:, :count])


def _effects(scenario: Scenario, span: Span, seed: int, block: int) -> dict[str, Effects]:
    found: dict[str, Effects] = {}
    for shock in scenario.shocks:
        found[shock.name] = Effects()
        shock.draw(span, stream(seed, f"shock/{shock.name}", block), found[shock.name])
    return found


def _levels(effects: list[dict[str, Effects]], service: str, count: int) -> Levels:
    rows = [
        (lane + i * BLOCK, first, last, size)
        for i, one in enumerate(effects)
        for effect in one.values()
        for name, lane, first, last, size in effect.levels
        if name == service
    ]
    if not rows:
        return Levels(*(np.zeros(0, np.int64) for _ in range(4)))
    lane, first, last, size = (np.concatenate(column) for column in zip(*rows, strict=True))
    first = np.maximum(first, 0)  # what began before the agreement goes on in it
    keep = np.flatnonzero((lane < count) & (last > first))
    order = keep[np.lexsort((lane[keep], first[keep]))]
    return Levels(lane[order], first[order], last[order], size[order])


def _surges(scenario: Scenario, levels: dict[str, Levels], starts: tuple[int, ...], lanes: int) -> dict[str, NDArray[np.float64]]:
    """At month step, the mean level of each month: rises count by the days on which they overlap it."""
    found: dict[str, NDArray[np.float64]] = {}
    for name, table in levels.items():
        if scenario.step == "month" and table.lane.size:
            found[name] = np.empty((len(starts) - 1, lanes))
            for month, (low, high) in enumerate(pairwise(starts)):
                overlap = np.minimum(table.last, high // DAY) - np.maximum(table.first, low // DAY)
                some = np.flatnonzero(overlap > 0)
                normal = (high - low) // DAY * MILLION
                surge = np.full(lanes, normal, np.int64)
                np.add.at(surge, table.lane[some], table.size[some] * overlap[some])
                np.divide(surge, normal, out=found[name][month])
    return found


def _laws(effects: list[dict[str, Effects]], count: int) -> Laws:
    services = tuple(sorted({row[0] for one in effects for effect in one.values() for row in effect.laws}))
    rows = [
        (np.full(lane.size, services.index(name), np.int64), lane + i * BLOCK, *rest)
        for i, one in enumerate(effects) for effect in one.values() for name, lane, *rest in effect.laws
    ]  # fmt: skip
    if not rows:
        return Laws((), *(np.zeros(0, np.int64) for _ in range(8)))
    columns = [np.concatenate(column) for column in zip(*rows, strict=True)]
    keep = np.flatnonzero(columns[1] < count)
    order = keep[np.lexsort((columns[1][keep], columns[4][keep]))]
    which, lane, announced, force, ready, cost, fine, lasting = (column[order] for column in columns)
    return Laws(services, which, lane, announced, force, ready, cost, fine, lasting)
