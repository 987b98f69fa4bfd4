"""Incidents as they are drawn: what goes down or comes late, when, and for how long if no contract did anything about it.

Rows are sorted once, at the draw, by (month, lane, start, source), because everything later walks them in that order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wargame.core.arrays import Ints
from wargame.core.streams import BLOCK, stream
from wargame.core.zones.clocks import Clocks
from wargame.world.history.events import PastEvent
from wargame.world.sampled.cohort import Cohort
from wargame.world.scenario.file import WHOLE, Scenario
from wargame.world.scenario.inputs import Component
from wargame.world.shock_base.arrival import KEY_BITS, KEY_MASK, month_arrivals, per_month
from wargame.world.shock_base.effects import Effects

_MONTH_SHIFT, _LANE_SHIFT = 48, 34


@dataclass(frozen=True)
class Source:
    """Where incidents come from: the component (or milestone), and what is known of every incident of it."""

    name: str
    component: str
    fault: str = "provider"
    planned: bool = False
    detected: int = 0  # seconds from occurrence to detection
    event: str = "outage"  # or delay: a milestone is late from its due date until it is delivered
    reported: int = 0  # seconds from occurrence to report
    severity: str = ""  # in the words of the agreement, lower case; "" where the scenario says none
    noticed: int | None = None  # seconds by which planned work is announced before it begins; None: in time, whatever is asked for

    @cached_property
    def causes(self) -> frozenset[str]:
        """Words by which a clause may exclude these incidents."""
        return frozenset({self.fault} | ({"planned"} if self.planned else set()))

    def late(self, clock: str) -> int:
        """Seconds from occurrence to where a clock begins: at `detection`, at `report`, or at once."""
        return {"detection": self.detected, "report": self.reported}.get(clock, 0)


@dataclass(frozen=True)
class Incidents:
    """Rows (lane, start, raw repair in seconds, source), sorted by (month of start, lane, start, source); `at[m]` is the first row of month m."""

    lane: Ints
    start: Ints
    raw: Ints
    source: NDArray[np.int16]
    at: Ints
    meets: Ints  # rows that begin before the raw end of the row before them, in the same lane


def sources_of(scenario: Scenario) -> tuple[Source, ...]:
    """Every source of incidents of a scenario, in the order that decides ties."""
    found: list[Source] = []
    for name, component in scenario.inputs.components.items():
        if component.outages is not None:
            found.append(_of_component(f"component/{name}", name, component, component.fault))
        if component.planned_work is not None:
            found.append(_of_component(f"planned/{name}", name, component, component.fault, planned=True))
    for shock in scenario.shocks:
        for name in sorted(shock.components()):
            component = scenario.inputs.components[name]
            found.append(_of_component(f"shock/{shock.name}", name, component, getattr(shock.inputs, "fault", None) or component.fault))
    for name, milestone in scenario.inputs.milestones.items():
        found.append(Source(f"milestone/{name}", name, milestone.fault, False, 0, "delay"))
    if scenario.history is not None:
        found += sorted({_of_history(scenario, one) for one in scenario.history.outages}, key=lambda one: (one.component, one.planned, one.name))
    return tuple(found)


def _of_history(scenario: Scenario, outage: PastEvent) -> Source:
    """The source of a dated outage: what its row does not say its component does, as of an outage of a shock."""
    name, planned = outage.component, outage.planned
    component = scenario.inputs.components[name]
    usual = component.detection.seconds if component.detection and not planned else 0
    fault, detected = outage.fault or component.fault, usual if outage.detected is None else outage.detected
    said = [*([fault] if fault != component.fault else []), *([f"detected after {detected} s"] if detected != usual else [])]
    label = "/".join(["history", *(["planned"] if planned else []), name, *said])
    return replace(Source(label, name, fault, planned, detected), **_told(component, detected, planned=planned))


def _of_component(name: str, of: str, component: Component, fault: str, *, planned: bool = False) -> Source:
    """A source of outages of a component. Planned work is known when it begins."""
    detected = component.detection.seconds if component.detection and not planned else 0
    return replace(Source(name, of, fault, planned, detected), **_told(component, detected, planned=planned))


def _told(component: Component, detected: int, *, planned: bool) -> dict[str, Any]:
    """What else the scenario says of every outage of a component: when it is reported, how grave it is, and of planned work how early it is known."""
    reported = component.report.seconds if component.report and not planned else detected
    noticed = component.notice.seconds if component.notice and planned else None
    return {"reported": reported, "severity": (component.severity or "").casefold(), "noticed": noticed}


def draw_incidents(
    scenario: Scenario, sources: tuple[Source, ...], cohort: Cohort, effects: list[dict[str, Effects]], slips: dict[str, Ints]
) -> Incidents:
    """All incidents of a cohort: everyday outages, planned work, shocks, late milestones, dated history."""
    starts, count = cohort.starts, cohort.lanes
    parts: list[tuple[Ints, Ints, Ints, Ints, int]] = []  # month, lane, start, raw, source
    dated: dict[Source, list[PastEvent]] = {}
    for one in scenario.history.outages if scenario.history else ():
        dated.setdefault(_of_history(scenario, one), []).append(one)
    for number, source in enumerate(sources):
        family, _, name = source.name.partition("/")
        if family in ("component", "planned"):
            parts.append((*_everyday(scenario, source, cohort), number))
        elif family == "shock":
            rows = [
                (lane + i * BLOCK, start, raw) for i, effect in enumerate(effects)
                for component, lane, start, raw in effect[name].incidents if component == source.component
            ]  # fmt: skip
            parts.append((*_by_month(starts, *(np.concatenate(column) for column in zip(*rows, strict=True))), number))
        elif family == "milestone":
            parts.append((*_by_month(starts, *_lateness(scenario, name, cohort, slips.get(name))), number))
        else:
            happened = dated[source]
            everyone = cohort.everyone()
            lane = np.repeat(everyone, len(happened))
            start = np.tile(np.array([one.start for one in happened], np.int64), everyone.size)
            parts.append((*_by_month(starts, lane, start, np.tile(np.array([one.length for one in happened], np.int64), everyone.size)), number))
    if scenario.effort != WHOLE:
        parts = [_slower(part, sources[part[4]], scenario) for part in parts]
    if (clocks := cohort.calendar.clocks) is not None:
        parts = [_by_the_clock(part, sources[part[4]], clocks) for part in parts]
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
    return Incidents(lane, start, raw, source_of, np.searchsorted(month, np.arange(len(starts))), meeting(lane, start, raw))


def _slower(part: tuple[Ints, Ints, Ints, Ints, int], source: Source, scenario: Scenario) -> tuple[Ints, Ints, Ints, Ints, int]:
    """Repairs of a provider that makes less than the whole effort: they take so much more of their time, between as promised and without effort."""
    effort, made = scenario.inputs.behaviour.effort, scenario.effort
    if effort is None or source.fault != "provider" or source.planned or source.event != "outage":
        return part
    longer = effort.without.repairs
    num = made.num * longer.den + (made.den - made.num) * longer.num
    den = made.den * longer.den
    month, lane, start, raw, number = part
    return month, lane, start, (2 * raw * num + den) // (2 * den), number


def _by_the_clock(part: tuple[Ints, Ints, Ints, Ints, int], source: Source, clocks: Clocks) -> tuple[Ints, Ints, Ints, Ints, int]:
    """What is drawn lasts so many seconds, over a change of the clocks too; what a history tells ends when it says, a milestone comes by the day."""
    month, lane, start, raw, number = part
    if source.event != "outage" or source.name.startswith("history/"):
        return part
    return month, lane, start, np.maximum(clocks.civil(clocks.real(start) + raw) - start, 1), number


def meeting(lane: Ints, start: Ints, raw: Ints) -> Ints:
    """Where a row begins before the raw end of the row before it. Where any rows of a lane overlap, the next after the earlier one is among them."""
    return np.flatnonzero((lane[1:] == lane[:-1]) & (start[1:] < start[:-1] + raw[:-1])) + 1


def _by_month(starts: tuple[int, ...], lane: Ints, start: Ints, raw: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Rows with their month. What is under way at the effective date is cut there: for the agreement it begins then."""
    raw = raw + np.minimum(start, 0)
    start = np.maximum(start, 0)
    inside = np.flatnonzero((raw > 0) & (start < starts[-1]))
    month = np.searchsorted(np.array(starts), start[inside], side="right") - 1
    return month, lane[inside], start[inside], raw[inside]


def _lateness(scenario: Scenario, name: str, cohort: Cohort, slips: Ints | None) -> tuple[Ints, Ints, Ints]:
    """Lanes in which a milestone is late, its due instant, and by how much: two draws a lane, whether or not it is late, and what shocks add."""
    milestone = scenario.inputs.milestones[name]
    chance = milestone.probability.num / milestone.probability.den
    lanes, lates = [], []
    for i, block in enumerate(cohort.blocks):
        generator = stream(cohort.seed, f"milestone/{name}", block)
        happens = generator.random(BLOCK) < chance
        late = milestone.late.draw(generator, BLOCK)
        late = np.where(happens, late, 0)
        if slips is not None:
            of_block = slips[i * BLOCK : (i + 1) * BLOCK]  # cut to the lanes asked for
            late[: of_block.size] += of_block
        some = np.flatnonzero(late > 0)
        lanes.append(some + i * BLOCK)
        lates.append(late[some])
    lane = np.concatenate(lanes)
    return lane, np.full(lane.size, cohort.calendar.instant(scenario.due(name)), np.int64), np.concatenate(lates)


def _everyday(scenario: Scenario, source: Source, cohort: Cohort) -> tuple[Ints, Ints, Ints, Ints]:
    """Everyday outages month by month: sorted keys first, then repairs, so that rows come out in order and nothing is sorted twice."""
    component = scenario.inputs.components[source.component]
    if source.planned:
        assert component.planned_work is not None
        rate, repair = per_month(component.planned_work.rate), component.planned_work.lasts
    else:
        assert component.outages is not None and component.repair is not None
        rate, repair = per_month(component.outages), component.repair
    generators = [stream(cohort.seed, source.name, block) for block in cohort.blocks]
    keys: list[Ints] = []
    raws: list[Ints] = []
    sizes: list[int] = []
    for low, high in pairwise(cohort.starts):
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
