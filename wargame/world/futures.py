"""Futures: sampled worlds, drawn independently of any contract, as flat tables over a cohort's lanes.

Everything random about a world is here before a contract meets it: noise, the paths of indices, incidents with their raw repair times, levels of
demand, changes of law. All variants and readings meet the same Futures; a scenario shares every stream it has in common with another. Rows are sorted
once, at the draw, by (month, lane, start), because everything later walks them in that order (measured: union of intervals 0.11 ms a month against
1.82 unsorted).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wargame.core.calendar import DAY, Calendar
from wargame.core.money import share
from wargame.core.streams import BLOCK, blocks, stream
from wargame.world.distributions import MILLION, Distribution
from wargame.world.plan import NOISE_QUANTUM, ServicePlan, plan_service
from wargame.world.scenario import Scenario
from wargame.world.shock import KEY_BITS, KEY_MASK, Effects, Ints, Span, month_arrivals, per_month

_MONTH_SHIFT, _LANE_SHIFT = 48, 34


@dataclass(frozen=True)
class Source:
    """Where incidents come from: the component, and what is known of every incident of it."""

    name: str
    component: str
    fault: str = "provider"
    planned: bool = False
    detected: int = 0  # seconds from occurrence to detection

    @property
    def causes(self) -> frozenset[str]:
        """Words by which a clause may exclude these incidents."""
        return frozenset({self.fault} | ({"planned"} if self.planned else set()))


@dataclass(frozen=True)
class Incidents:
    """Rows (lane, start, raw repair in seconds, source), sorted by (month of start, lane, start, source); `at[m]` is the first row of month m."""

    lane: Ints
    start: Ints
    raw: Ints
    source: NDArray[np.int16]
    at: Ints
    meets: Ints  # rows that begin before the raw end of the row before them, in the same lane


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

    @property
    def months(self) -> int:
        """Months of the term."""
        return len(self.starts) - 1

    def decision(self, party: str, right: str) -> NDArray[np.float64]:
        """Uniform numbers (months, lanes) by which a party decides on a right each month; one stream per right, party and block."""
        key = (party, right)
        if key not in self.decisions:
            top = self.first + (self.lanes if self.chosen is None else int(self.chosen[-1]) + 1)
            drawn = [
                stream(self.seed, f"decision/{party}/{right}", block).random((self.months, BLOCK)) for block in blocks(self.first, top - self.first)
            ]
            whole = np.concatenate(drawn, axis=1)
            self.decisions[key] = np.ascontiguousarray(whole[:, : self.lanes] if self.chosen is None else whole[:, self.chosen])
        return self.decisions[key]

    def take(self, lanes: Ints) -> Futures:
        """The same worlds for some lanes only, in rising order, renumbered from 0."""
        new = np.full(self.lanes, -1, np.int64)
        new[lanes] = np.arange(lanes.size)

        def rows(table: Any, *names: str) -> tuple[Any, Any]:
            keep = np.flatnonzero(new[table.lane] >= 0)
            return keep, {name: getattr(table, name)[keep] for name in names} | {"lane": new[table.lane[keep]]}

        keep, columns = rows(self.incidents, "start", "raw", "source")
        incidents = Incidents(
            at=np.searchsorted(keep, self.incidents.at), meets=_meeting(columns["lane"], columns["start"], columns["raw"]), **columns
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
        )  # fmt: skip


def draw_futures(scenario: Scenario, calendar: Calendar, term_months: int, seed: int, first: int, count: int) -> Futures:
    """Draw futures first … first + count - 1. `first` is a multiple of 1,024; whole blocks are drawn and cut."""
    starts = calendar.month_starts(term_months)
    span = Span(starts, BLOCK, calendar.instant)
    these = list(blocks(first, count))
    sources = _sources(scenario)
    effects = [_effects(scenario, span, seed, block) for block in these]
    levels = {name: _levels(effects, name, count) for name in scenario.inputs.services}
    return Futures(
        scenario, seed, first, count, starts, _plans(scenario, calendar, starts),
        {name: _noise(scenario, name, starts, seed, these, count) for name in scenario.inputs.services},
        {name: _index(one.yearly_move, name, term_months, seed, these, count) for name, one in scenario.inputs.indices.items()},
        sources, _incidents(scenario, sources, starts, seed, these, count, effects),
        levels, _surges(scenario, levels, starts, count), _laws(effects, count),
    )  # fmt: skip


def calm_future(scenario: Scenario, calendar: Calendar, term_months: int) -> Futures:
    """The plan: one life without noise, outages or shocks, indices moving as their law's middle. What parties lose is measured against it."""
    starts = calendar.month_starts(term_months)
    none = np.zeros(0, np.int64)
    index = {}
    for name, one in scenario.inputs.indices.items():
        level = [MILLION]
        for _ in range(-(-term_months // 12)):
            level.append(share(level[-1], MILLION + one.yearly_move.typical, MILLION))
        index[name] = np.array(level, np.int64)[:, None]
    return Futures(
        scenario, 0, 0, 1, starts, _plans(scenario, calendar, starts),
        {name: np.zeros((_periods(scenario, starts), 1), np.int16) for name in scenario.inputs.services}, index, _sources(scenario),
        Incidents(none, none, none, none.astype(np.int16), np.zeros(term_months + 1, np.int64), none),
        {name: Levels(none, none, none, none) for name in scenario.inputs.services}, {}, Laws((), none, none, none, none, none, none, none, none),
    )  # fmt: skip


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


def _index(move: Distribution, name: str, months: int, seed: int, these: list[int], count: int) -> Ints:
    years = -(-months // 12)
    level = np.full((years + 1, len(these) * BLOCK), MILLION, np.int64)
    generators = [stream(seed, f"index/{name}", block) for block in these]
    for year in range(years):
        moves = np.concatenate([move.draw(generator, BLOCK) for generator in generators])
        level[year + 1] = (2 * level[year] * (MILLION + moves) + MILLION) // (2 * MILLION)
    return np.ascontiguousarray(level[:, :count])


def _sources(scenario: Scenario) -> tuple[Source, ...]:
    found: list[Source] = []
    for name, component in scenario.inputs.components.items():
        detected = component.detection.seconds if component.detection else 0
        if component.outages is not None:
            found.append(Source(f"component/{name}", name, component.fault, False, detected))
        if component.planned_work is not None:
            found.append(Source(f"planned/{name}", name, component.fault, True, 0))
    for shock in scenario.shocks:
        for name in sorted(shock.components()):
            component = scenario.inputs.components[name]
            found.append(Source(f"shock/{shock.name}", name, component.fault, False, component.detection.seconds if component.detection else 0))
    if scenario.history is not None:
        for name, planned in sorted({(one.component, one.planned) for one in scenario.history.outages}):
            found.append(Source(f"history/{'planned/' if planned else ''}{name}", name, scenario.inputs.components[name].fault, planned, 0))
    return tuple(found)


def _effects(scenario: Scenario, span: Span, seed: int, block: int) -> dict[str, Effects]:
    found: dict[str, Effects] = {}
    for shock in scenario.shocks:
        found[shock.name] = Effects()
        shock.draw(span, stream(seed, f"shock/{shock.name}", block), found[shock.name])
    return found


def _incidents(
    scenario: Scenario,
    sources: tuple[Source, ...],
    starts: tuple[int, ...],
    seed: int,
    these: list[int],
    count: int,
    effects: list[dict[str, Effects]],
) -> Incidents:
    parts: list[tuple[Ints, Ints, Ints, Ints, int]] = []  # month, lane, start, raw, source
    for number, source in enumerate(sources):
        family, _, name = source.name.partition("/")
        if family in ("component", "planned"):
            parts.append((*_everyday(scenario, source, starts, seed, these), number))
        elif family == "shock":
            rows = [(lane + i * BLOCK, start, raw) for i, one in enumerate(effects) for _, lane, start, raw in one[name].incidents]
            parts.append((*_by_month(starts, *(np.concatenate(column) for column in zip(*rows, strict=True))), number))
        elif scenario.history is not None:
            happened = [one for one in scenario.history.outages if one.component == source.component and one.planned == source.planned]
            everyone = np.arange(len(these) * BLOCK, dtype=np.int64)
            lane = np.repeat(everyone, len(happened))
            start = np.tile(np.array([one.start for one in happened], np.int64), everyone.size)
            parts.append((*_by_month(starts, lane, start, np.tile(np.array([one.length for one in happened], np.int64), everyone.size)), number))
    if not parts:
        none = np.zeros(0, np.int64)
        return Incidents(none, none, none, none.astype(np.int16), np.zeros(len(starts), np.int64), none)
    if len(parts) == 1:
        month, lane, start, raw = parts[0][:4]
    else:
        month, lane, start, raw = (np.concatenate([part[i] for part in parts]) for i in range(4))
    source_of = np.repeat(np.array([part[4] for part in parts], np.int16), [part[0].size for part in parts])
    if len(parts) > 1 or not sources[0].name.startswith(("component", "planned")):
        # Sorting stably by (month, lane, start) keeps the order of sources for ties.
        order = np.argsort((month << _MONTH_SHIFT) | (lane << _LANE_SHIFT) | start, kind="stable")
        month, lane, start, raw, source_of = month[order], lane[order], start[order], raw[order], source_of[order]
    if count % BLOCK:
        keep = np.flatnonzero(lane < count)
        month, lane, start, raw, source_of = month[keep], lane[keep], start[keep], raw[keep], source_of[keep]
    return Incidents(lane, start, raw, source_of, np.searchsorted(month, np.arange(len(starts))), _meeting(lane, start, raw))


def _meeting(lane: Ints, start: Ints, raw: Ints) -> Ints:
    """Where a row begins before the raw end of the row before it. Where any rows of a lane overlap, the next after the earlier one is among them."""
    return np.flatnonzero((lane[1:] == lane[:-1]) & (start[1:] < start[:-1] + raw[:-1])) + 1


def _by_month(starts: tuple[int, ...], lane: Ints, start: Ints, raw: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    inside = np.flatnonzero((start >= 0) & (start < starts[-1]))
    month = np.searchsorted(np.array(starts), start[inside], side="right") - 1
    return month, lane[inside], start[inside], raw[inside]


def _everyday(scenario: Scenario, source: Source, starts: tuple[int, ...], seed: int, these: list[int]) -> tuple[Ints, Ints, Ints, Ints]:
    """Everyday outages month by month: sorted keys first, then repairs, so that rows come out in order and nothing is sorted twice."""
    component = scenario.inputs.components[source.component]
    if source.planned:
        assert component.planned_work is not None
        rate, repair = per_month(component.planned_work.rate), component.planned_work.lasts
    else:
        assert component.outages is not None and component.repair is not None
        rate, repair = per_month(component.outages), component.repair
    generators = [stream(seed, source.name, block) for block in these]
    keys: list[Ints] = []
    raws: list[Ints] = []
    sizes: list[int] = []
    for low, high in pairwise(starts):
        size = 0
        for i, generator in enumerate(generators):
            key = np.sort(month_arrivals(rate, low, high, BLOCK, generator))
            raws.append(np.maximum(repair.draw(generator, key.size), 60))
            keys.append(key + ((i * BLOCK) << KEY_BITS))
            size += key.size
        sizes.append(size)
    raw = np.concatenate(raws)
    raws.clear()  # millions of rows: what is done with is let go of before more is made
    start = np.concatenate(keys)
    keys.clear()
    lane = start >> KEY_BITS
    start &= KEY_MASK
    return np.repeat(np.arange(len(sizes)), sizes), lane, start, raw


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
