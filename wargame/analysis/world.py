"""Tables of a summary that show the world: bands by month of what each service and staff lives through, and the events of each scenario's witness.

The witness is the worst life of the client, the one that the report tells. Marked private is what a shared copy leaves out: how a provider staffs a
service is its own, and so is what follows from it (capacity, what is handled, waits or is lost), unless the service, and the staff that serves it,
say `private: no` in so many words; demand and down-time are left out where an input behind them is marked `private: yes`; and everything where
a shock is, for nobody can tell what a shock moves in the end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import get_args

from wargame.analysis.lives.happened import happened
from wargame.analysis.lives.story import WORST, notable_futures
from wargame.analysis.tables.world import WorldEventRow, WorldMeasure, WorldRow
from wargame.contract.text.variant import BASE_NAME
from wargame.simulation.run.results import CellResult, MonthlyBand, RunResult
from wargame.world.scenario.file import Scenario
from wargame.world.sizes.inputs import Sourced

MEASURES: dict[str, WorldMeasure] = {name: name for name in get_args(WorldMeasure)}
EDGES = ("p5", "p25", "p50", "p75", "p95")
FLOWS = frozenset({"demand", "volume", "capacity", "lost"})  # counted over a month; a backlog is counted at its end
DECIMALS = {"answered in time": 4, "downtime": 2}  # of a number that is written; 1 where nothing is said
WRITTEN = ("scenario", "whose", "name", "measure", "unit", "month", "label", "n", *EDGES, "plan", "witness")  # the columns of world.csv


def witnesses(base: list[CellResult], client: str) -> dict[str, int]:
    """The number of the client's worst future in each scenario, under the current draft."""
    found = {one.cell.scenario: notable_futures(one, client) for one in base if one.cell.variant == BASE_NAME}
    return {scenario: futures[WORST] for scenario, futures in found.items() if WORST in futures}


def world_rows(run: RunResult) -> Iterator[WorldRow]:
    """One row for each scenario, service or staff, measure and month."""
    cells = _cells(run)
    for watched in run.watched:
        one = cells[watched.scenario]
        units = {name: service.unit for name, service in one.rules.draft.front.services.items()}
        starts = one.rules.calendar.month_starts(one.rules.term_months)
        labels = [str(one.rules.calendar.date_of(start))[:7] for start in starts[:-1]]
        for band in watched.bands:
            digits = DECIMALS.get(band.measure, 1)
            measure, unit, private = MEASURES[band.measure], unit_of(band, units.get(band.name, "unit")), is_private(one.scenario, band)
            for month, (edges, plan, alone) in enumerate(zip(band.quantiles, band.plan, band.witness, strict=True)):
                p5, p25, p50, p75, p95 = (_told(value, digits) for value in edges)
                yield WorldRow(
                    scenario=watched.scenario, whose=band.whose, name=band.name, measure=measure, unit=unit, private=private, month=month + 1,
                    label=labels[month], n=watched.counted[month], p5=p5, p25=p25, p50=p50, p75=p75, p95=p95, plan=_rounded(plan, digits),
                    witness=_told(alone, digits),
                )  # fmt: skip


def world_event_rows(run: RunResult) -> Iterator[WorldEventRow]:
    """What happened in each witness that was told, in order."""
    cells = _cells(run)
    for watched in run.watched:
        one = cells[watched.scenario]
        told = next((life for life in run.told.get(one.cell, ()) if life.future == watched.witness), None)
        if told is None:
            continue
        starts = one.rules.calendar.month_starts(one.rules.term_months)
        for event in happened(told.story):
            if 0 <= event.instant < one.rules.term_end:
                month = bisect_right(starts, event.instant)
                at = month - 1 + (event.instant - starts[month - 1]) / (starts[month] - starts[month - 1])
                yield WorldEventRow(
                    scenario=watched.scenario, future=told.future, month=month, at=round(at, 3), date=str(one.rules.calendar.date_of(event.instant)),
                    kind=event.kind, words=event.words, size=None if event.size is None else round(event.size, 2), unit=event.unit,
                    weight=round(event.weight, 2),
                )  # fmt: skip


def unit_of(band: MonthlyBand, unit: str) -> str:
    """What a number of a band counts, in words: `calls a month`, `calls`, `hours a month`, `share`, `people`."""
    known = {"answered in time": "share", "downtime": "hours a month", "headcount": "people"}
    if band.measure in known:
        return known[band.measure]
    return f"{several(unit)} a month" if band.measure in FLOWS else several(unit)


def several(unit: str) -> str:
    """More than one of a unit, where it is a plain English word; else the unit as it is written."""
    if not re.fullmatch(r"[A-Za-z][a-z -]*[a-rt-z]", unit):
        return unit
    if re.search(r"[^aeiou]y$", unit):
        return f"{unit[:-1]}ies"
    return f"{unit}es" if re.search(r"(x|ch|sh)$", unit) else f"{unit}s"


def is_private(scenario: Scenario, band: MonthlyBand) -> bool:
    """Whether a band would tell what a party keeps to itself."""
    inputs = scenario.inputs
    if any(_hidden(shock.inputs) for shock in scenario.shocks):
        return True
    if band.whose == "staff":
        served = [service for service in inputs.services.values() if service.staff == band.name]
        return not _open(inputs.staff[band.name]) or any(_hidden(service) for service in served)
    service = inputs.services[band.name]
    down = any(_hidden(inputs.components[name]) for name in scenario.components_of(band.name) if name in inputs.components)
    if band.measure == "demand":
        return _hidden(service)
    if band.measure == "downtime":
        return _hidden(service) or down
    if service.staff is None:
        return not _open(service) or down
    beside = [other for other in inputs.services.values() if other.staff == service.staff]
    return not (_open(service) and _open(inputs.staff[service.staff])) or down or any(_hidden(other) for other in beside)


def _hidden(known: Sourced) -> bool:
    return known.private == "yes"


def _open(known: Sourced) -> bool:
    """Whether an input says `private: no` in so many words."""
    return "private" in known.model_fields_set and known.private == "no"


def _cells(run: RunResult) -> dict[str, CellResult]:
    return {one.cell.scenario: one for one in run.cells if one.cell.variant == BASE_NAME}


def _told(value: float | None, digits: int) -> float | None:
    return None if value is None else _rounded(value, digits)


def _rounded(value: float, digits: int) -> float:
    return round(value, digits) + 0.0
