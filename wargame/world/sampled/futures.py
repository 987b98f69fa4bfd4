"""Futures: sampled worlds, drawn independently of any contract, as flat tables over a cohort's lanes.

Everything random about a world is here before a contract meets it: noise, the paths of indices, incidents with their raw repair times, levels of
demand, changes of law. All variants and readings meet the same Futures; a scenario shares every stream it has in common with another. Rows are sorted
once, at the draw, by (month, lane, start), because everything later walks them in that order (measured: union of intervals 0.11 ms a month against
1.82 unsorted).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from wargame.core.arrays import Bools, Floats, Ints
from wargame.core.calendar import Calendar
from wargame.core.money import share
from wargame.core.streams import BLOCK, blocks, stream
from wargame.core.values import DAY
from wargame.core.zones.clocks import Clocks
from wargame.world.sampled.cohort import Cohort
from wargame.world.sampled.incidents import Incidents, Source, draw_incidents, meeting, sources_of
from wargame.world.sampled.paths import HIGHEST, index, noise, periods, printed_rates
from wargame.world.sampled.plan import ServicePlan, a_day, plan_service
from wargame.world.sampled.staff_plan import StaffPlan, plan_staff
from wargame.world.sampled.tables import LawChanges, Levels, ShockEffects, law_changes, levels, month_levels, no_law_changes, strike
from wargame.world.scenario.behaviour import Behaviour
from wargame.world.scenario.file import Scenario
from wargame.world.shock_base.arrival import ArrivalSpan
from wargame.world.shock_base.effects import Effects
from wargame.world.sizes.read import MILLION

Drawn = TypeVar("Drawn", Ints, Floats)
Reference = Mapping[tuple[str, bool], tuple[int, ...]]  # (party, whether it receives) -> minor units in each month of the agreement without chance


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
    surges: dict[str, Floats]  # month step: service with rises -> (months, lanes), the month's mean level of demand
    law_changes: LawChanges
    shock_effects: ShockEffects = field(default_factory=ShockEffects)
    staffs: dict[str, StaffPlan] = field(default_factory=dict)
    errors: dict[str, Ints] = field(default_factory=dict)  # service -> (months, lanes): by how much each month's forecast is off, millionths
    rates: dict[str, Ints] = field(default_factory=dict)  # series with published rates -> (figures + 1, lanes), millionths; UNSAID
    chosen: Ints | None = None  # the lanes of the original cohort, where this is a part of one
    decisions: dict[tuple[str, str], Floats] = field(default_factory=dict, compare=False)
    delays: dict[tuple[str, str], Ints] = field(default_factory=dict, compare=False)
    clocks: Clocks | None = None  # of the agreement's time zone, where it names one
    reference: Reference | None = field(default=None, compare=False)  # of the run's draft, for those who leave when it pays
    calm: bool = False  # the plan: nobody pays late, disputes, fails or leaves in it
    _moved: dict[tuple[tuple[str, dt.date], ...], Futures] = field(default_factory=dict, init=False, repr=False, compare=False)
    _among: dict[frozenset[str], Bools | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def detected(self) -> Ints | None:
        """Seconds from occurrence to detection by source; None where all are detected at once."""
        delays = np.array([source.detected for source in self.sources], np.int64)
        return delays if delays.any() else None

    @cached_property
    def reported(self) -> Ints | None:
        """Seconds from occurrence to report by source; None where all are reported at once."""
        delays = np.array([source.reported for source in self.sources], np.int64)
        return delays if delays.any() else None

    def of_components(self, components: frozenset[str]) -> Bools | None:
        """Which sources are of some components; None where all are."""
        if components not in self._among:
            among = np.array([source.component in components for source in self.sources], bool)
            self._among[components] = None if among.all() else among
        return self._among[components]

    @property
    def rows(self) -> int:
        """How much happens in them: incidents, and levels of demand and capacity that shocks move."""
        return int(self.incidents.lane.size) + sum(int(table.lane.size) for table in self.levels.values())

    @property
    def months(self) -> int:
        """Months of the term."""
        return len(self.starts) - 1

    def decision(self, party: str, right: str) -> Floats:
        """Uniform numbers (months, lanes) by which a party decides on a right each month; one stream per right, party and block."""
        key = (party, right)
        if key not in self.decisions:
            self.decisions[key] = self._drawn(
                f"decision/{self.scenario.side_of(party)}/{right}", lambda generator: generator.random((self.months, BLOCK))
            )
        return self.decisions[key]

    def happens(self, party: str, what: str, month: int, chance: float) -> Bools:
        """Lanes in which something with this chance a month befalls a party or is done by it; never in the plan."""
        if self.calm or not chance:
            return np.zeros(self.lanes, bool)
        found: Bools = self.decision(party, what)[month] < chance
        return found

    def delay(self, party: str, what: Literal["payment", "notice", "escalation"]) -> Ints:
        """(months, lanes): days by which a party pays late, seconds it takes to notify a claim, or by which it escalates late; one stream per habit,
        party and block. What shocks make late is later still."""
        key = (party, what)
        if key not in self.delays:
            draw = partial(_delays, self.scenario.inputs.behaviour, party, what, self.months, self.calm)
            drawn = self._drawn(f"delay/{what}/{self.scenario.side_of(party)}", draw)
            shocks = self.shock_effects.late.get(party) if what == "payment" else None
            self.delays[key] = drawn if shocks is None else np.maximum(drawn, shocks)
        return self.delays[key]

    def escalating(self, month: int) -> Ints | None:
        """(lanes,) seconds by which what people should do in an incident that begins in the month comes late: those of the slowest party; None where
        all do it in time."""
        parties = self.scenario.inputs.behaviour.escalation
        if self.calm or not parties:
            return None
        slowest: Ints = np.max([self.delay(party, "escalation")[month] for party in parties], axis=0)
        return slowest

    def wanted(self, staff: str, month: int) -> Floats | None:
        """The forecast of a month over that planned, of the services of a staff together; None where all is as planned, or beyond the term."""
        if month >= self.months or not any(name in self.errors for name in self.staffs[staff].services):
            return None
        planned, told = 0, np.zeros(self.lanes, np.int64)
        for name in self.staffs[staff].services:
            units = self.plans[name].forecast[month]
            planned += units
            told += self.forecast(name, month)
        return told / max(planned, 1)

    def forecast(self, service: str, month: int) -> int | Ints:
        """Whole units that the client's forecast says of a month: those of the plan, or by lane where the forecast is off; never below 0."""
        units = self.plans[service].forecast[month]
        errors = self.errors.get(service)
        if errors is None:
            return units
        told: Ints = np.maximum((2 * units * (MILLION + errors[month]) + MILLION) // (2 * MILLION), 0)
        return told

    def fails_by(self, party: str, instant: int) -> bool | Bools:
        """Lanes in which a shock has made a party fail by an instant; False where none can."""
        first = self.shock_effects.failures.get(party)
        return False if first is None else first <= instant

    def _drawn(self, name: str, draw: Callable[[np.random.Generator], Drawn]) -> Drawn:
        """A (months, lanes) table of this cohort's lanes, drawn in whole blocks."""
        top = self.first + (self.lanes if self.chosen is None else int(self.chosen[-1]) + 1)
        drawn = [draw(stream(self.seed, name, block)) for block in blocks(self.first, top - self.first)]
        whole = np.concatenate(drawn, axis=1)
        return np.ascontiguousarray(whole[:, : self.lanes] if self.chosen is None else whole[:, self.chosen])

    def on_dates(self, due: Mapping[str, dt.date], calendar: Calendar) -> Futures:
        """The same futures with milestones due on the dates of another draft: they are late by as much, from then on. Drawn anew where any moves."""
        scenario = self.scenario.dated(due)
        if scenario is self.scenario:
            return self
        key = tuple(due.items())
        if key not in self._moved:
            if self.calm:
                self._moved[key] = calm_future(scenario, calendar, self.months)
            else:
                count = self.lanes if self.chosen is None else int(self.chosen[-1]) + 1
                drawn = draw_futures(scenario, calendar, self.months, self.seed, self.first, count)
                drawn = replace(drawn, reference=self.reference)
                self._moved[key] = drawn if self.chosen is None else drawn.take(self.chosen)
        return self._moved[key]

    def beginning(self, count: int) -> Futures:
        """The first `count` of them."""
        return self if count >= self.lanes else replace(self.take(np.arange(count)), chosen=None)

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
        law_changes = LawChanges(
            self.law_changes.service,
            self.law_changes.shock,
            **rows(self.law_changes, "which", "of", "announced", "force", "ready", "cost", "fine", "lasting")[1],
        )
        chosen = lanes if self.chosen is None else self.chosen[lanes]
        return replace(
            self,
            lanes=int(lanes.size),
            noise={k: np.ascontiguousarray(v[:, lanes]) for k, v in self.noise.items()},
            index={k: np.ascontiguousarray(v[:, lanes]) for k, v in self.index.items()},
            rates={k: np.ascontiguousarray(v[:, lanes]) for k, v in self.rates.items()},
            incidents=incidents, levels=levels, law_changes=law_changes, chosen=chosen,
            surges={k: np.ascontiguousarray(v[:, lanes]) for k, v in self.surges.items()},
            decisions={k: np.ascontiguousarray(v[:, lanes]) for k, v in self.decisions.items()},
            delays={k: np.ascontiguousarray(v[:, lanes]) for k, v in self.delays.items()},
            errors={k: np.ascontiguousarray(v[:, lanes]) for k, v in self.errors.items()},
            shock_effects=self.shock_effects.take(lanes, new),
        )  # fmt: skip


def draw_futures(scenario: Scenario, calendar: Calendar, term_months: int, seed: int, first: int, count: int) -> Futures:
    """Draw futures first … first + count - 1. `first` is a multiple of 1,024; whole blocks are drawn and cut."""
    cohort = Cohort.of(calendar, term_months, seed, first, count)
    starts, inputs = cohort.starts, scenario.inputs
    sources = sources_of(scenario)
    effects = [effects_of(scenario, span_of(calendar, starts, seed, block), block) for block in cohort.blocks]
    rises = {name: levels(effects, "demand", name, count) for name in inputs.services}
    shock_effects = strike(effects, inputs.services, starts, count, scenario.step)
    surges = {name: month_levels(table, starts, count) for name, table in rises.items() if scenario.step == "month" and table.lane.size}
    plans = _plans(scenario, calendar, starts)
    series = {name: index(scenario, name, cohort, effects) for name in inputs.indices}
    return Futures(
        scenario,
        seed,
        first,
        count,
        starts,
        plans,
        {name: noise(scenario, name, cohort) for name in inputs.services},
        series,
        sources,
        draw_incidents(scenario, sources, cohort, effects, shock_effects.slips),
        rises,
        surges,
        law_changes(effects, count),
        shock_effects,
        _staffs(scenario, plans),
        _forecast_errors(scenario, shock_effects, cohort),
        _rates(scenario, starts, calendar, series),
        clocks=calendar.clocks,
    )


def calm_future(scenario: Scenario, calendar: Calendar, term_months: int) -> Futures:
    """The plan: one life without noise, outages or shocks, indices moving as is likeliest of them. What parties lose is measured against it."""
    starts = calendar.month_starts(term_months)
    none = np.zeros(0, np.int64)
    series = {}
    for name, one in scenario.inputs.indices.items():
        years, typical = -(-term_months // one.months), one.law.typical if one.law else 0
        level = one.published(starts, calendar)[: years + 1]
        printed = len(level)
        while len(level) <= years:
            moves = one.moves_at(len(level), printed)
            factor = min(MILLION + typical, HIGHEST // level[-1])
            level.append(max(share(level[-1], factor, MILLION), 1) if moves else level[-1])
        series[name] = np.array(level, np.int64)[:, None]
    plans = _plans(scenario, calendar, starts)
    return Futures(
        scenario, 0, 0, 1, starts, plans,
        {name: np.zeros((periods(scenario, starts), 1), np.int16) for name in scenario.inputs.services}, series, sources_of(scenario),
        Incidents(none, none, none, none.astype(np.int16), np.zeros(term_months + 1, np.int64), none),
        {name: Levels(none, none, none, none) for name in scenario.inputs.services}, {}, no_law_changes(),
        staffs=_staffs(scenario, plans), rates=_rates(scenario, starts, calendar, series), clocks=calendar.clocks, calm=True,
    )  # fmt: skip


def _rates(scenario: Scenario, starts: tuple[int, ...], calendar: Calendar, series: dict[str, Ints]) -> dict[str, Ints]:
    """Of series that say so, the rates published with their levels."""
    said = (name for name, one in scenario.inputs.indices.items() if one.rates)
    return {name: printed_rates(scenario, name, starts, calendar, series[name]) for name in said}


def span_of(calendar: Calendar, starts: tuple[int, ...], seed: int, block: int) -> ArrivalSpan:
    """What the shocks of one block are drawn with."""
    months = tuple(calendar.date_of(start).month for start in starts[:-1])
    return ArrivalSpan(starts, BLOCK, calendar.instant, months, seed, block, until=calendar.term_end(len(months)))


def effects_of(scenario: Scenario, span: ArrivalSpan, block: int) -> dict[str, Effects]:
    """What each shock does in one block; those on which others depend come first."""
    found: dict[str, Effects] = {}
    span.due.update({name: span.instant_of(scenario.due(name)) for name in scenario.inputs.milestones})
    span.daily.update({name: a_day(service.demand.level) for name, service in scenario.inputs.services.items()})
    for shock in scenario.in_order:
        found[shock.name] = Effects()
        shock.draw(span, stream(span.seed, f"shock/{shock.name}", block), found[shock.name])
        span.arrived[shock.name] = found[shock.name].arrived
    told = {shock.name: found[shock.name] for shock in scenario.shocks}
    return told if scenario.history is None or not scenario.history.moved else told | {"": scenario.history.effects(span.lanes)}


def _staffs(scenario: Scenario, plans: dict[str, ServicePlan]) -> dict[str, StaffPlan]:
    of = {name: tuple(s for s, service in scenario.inputs.services.items() if service.staff == name) for name in scenario.inputs.staff}
    return {
        name: plan_staff(name, staff, of[name], [plans[service].forecast for service in of[name]])
        for name, staff in scenario.inputs.staff.items()
        if of[name]
    }


def _forecast_errors(scenario: Scenario, shock_effects: ShockEffects, cohort: Cohort) -> dict[str, Ints]:
    """By how much forecasts are off: an error drawn for each month, and what shocks add."""
    found: dict[str, Ints] = {}
    for name, service in scenario.inputs.services.items():
        shocks, told = shock_effects.monthly.get(("forecast", name)), service.demand.forecast
        if told is None:
            if shocks is not None:
                found[name] = shocks
            continue
        distribution = told.error
        months = cohort.months
        streams = (stream(cohort.seed, f"forecast/{name}", block) for block in cohort.blocks)
        drawn = [distribution.draw(generator, months * BLOCK).reshape(months, BLOCK) for generator in streams]
        whole = np.ascontiguousarray(np.concatenate(drawn, axis=1)[:, : cohort.lanes])
        found[name] = whole if shocks is None else whole + shocks
    return found


def _delays(behaviour: Behaviour, party: str, what: str, months: int, calm: bool, generator: np.random.Generator) -> Ints:
    """One block of a party's delays: whole days begun of payment, seconds of notice and of escalation."""
    size = months * BLOCK
    if what == "escalation":
        slow = behaviour.escalation.get(party)
        if calm or slow is None:
            return np.zeros((months, BLOCK), np.int64)
        happens = generator.random(size) < slow.probability.num / slow.probability.den
        return np.where(happens, slow.late.draw(generator, size), 0).reshape(months, BLOCK)
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
