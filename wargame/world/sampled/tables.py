"""What shocks did to a cohort, as flat tables sorted once: levels, changes of law, sums that fall into months, and instants by lane.

Each is made from the effects of all blocks and cut to the lanes that were asked for; each can be cut again to some lanes (`take`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

import numpy as np

from wargame.core.arrays import Floats, Ints
from wargame.core.streams import BLOCK
from wargame.core.values import DAY
from wargame.world.shock_base.effects import LEVELS, NEVER, Effects
from wargame.world.sizes.read import MILLION

LANE_BITS = 20  # lanes of a cohort, beside an instant or a day, in one number: sorting it costs half of sorting by both
Blocks = list[dict[str, Effects]]  # block -> shock -> what it does there


@dataclass(frozen=True)
class Levels:
    """Rises and falls of one level of a service: rows (lane, first day, day after the last, size in millionths), sorted by first day."""

    lane: Ints
    first: Ints
    last: Ints
    size: Ints


@dataclass(frozen=True)
class LawChanges:
    """Changes of law: rows sorted by the instant of readiness. `lasting` is in hundredths of a minor unit for each unit of `service`."""

    service: tuple[str, ...]  # names, `which` points into them
    shock: tuple[str, ...]  # names of the shocks that brought them, `of` points into them
    which: Ints
    of: Ints
    lane: Ints
    announced: Ints
    force: Ints
    ready: Ints
    cost: Ints
    fine: Ints
    lasting: Ints


@dataclass(frozen=True)
class Dated:
    """Rows (lane, instant, amount) sorted by instant."""

    lane: Ints
    instant: Ints
    amount: Ints

    def between(self, first: int, last: int) -> slice:
        """The rows with first <= instant < last."""
        low, high = np.searchsorted(self.instant, (first, last))
        return slice(int(low), int(high))

    def summed(self, first: int, last: int, lanes: int) -> Ints:
        """(lanes,) sums of the amounts that fall between two instants."""
        rows = self.between(first, last)
        found = np.zeros(lanes, np.int64)
        np.add.at(found, self.lane[rows], self.amount[rows])
        return found

    def of(self, lane: int, first: int, last: int) -> int:
        """The same for one lane."""
        rows = self.between(first, last)
        return int(self.amount[rows][self.lane[rows] == lane].sum())


Table = TypeVar("Table", Levels, Dated)
Key = TypeVar("Key")


@dataclass(frozen=True)
class ShockEffects:
    """What shocks did, beside levels of demand, incidents and laws. Absent keys mean that nothing happens."""

    able: dict[str, Levels] = field(default_factory=dict)  # service -> levels of capacity
    monthly: dict[tuple[str, str], Ints] = field(default_factory=dict)  # (what, service) -> (months, lanes): mean size over the month's days
    costs: dict[tuple[str, str, str], Dated] = field(default_factory=dict)  # (shock, party, head)
    at_exit: dict[tuple[str, str, str], Ints] = field(default_factory=dict)  # (shock, party, head) -> (lanes,) amount when the agreement ends
    failures: dict[str, Ints] = field(default_factory=dict)  # party -> (lanes,) instant from which it cannot pay; NEVER
    late: dict[str, Ints] = field(default_factory=dict)  # party -> (months, lanes) days by which it pays late at least
    slips: dict[str, Ints] = field(default_factory=dict)  # milestone -> (lanes,) seconds
    leavers: dict[str, Ints] = field(default_factory=dict)  # staff -> (months, lanes) share that leaves, millionths
    ends: Dated | None = None  # instant of the order; amount: the morning on which the agreement is over
    happenings: dict[str, Dated] = field(default_factory=dict)  # event -> its rows; amount: the number of the shock in the scenario

    def take(self, lanes: Ints, new: Ints) -> ShockEffects:
        """For some lanes only; `new` maps old lanes to new ones, -1 for those left out."""

        def rows(table: Table) -> Table:
            keep = np.flatnonzero(new[table.lane] >= 0)
            columns = {name: getattr(table, name)[keep] for name in table.__dataclass_fields__}
            return type(table)(**(columns | {"lane": new[table.lane[keep]]}))

        def flat(found: dict[Key, Ints]) -> dict[Key, Ints]:
            return {key: np.ascontiguousarray(column[..., lanes]) for key, column in found.items()}

        return ShockEffects(
            {key: rows(table) for key, table in self.able.items()}, flat(self.monthly), {key: rows(table) for key, table in self.costs.items()},
            flat(self.at_exit), flat(self.failures), flat(self.late), flat(self.slips), flat(self.leavers),
            None if self.ends is None else rows(self.ends), {key: rows(table) for key, table in self.happenings.items()},
        )  # fmt: skip


def strike(effects: Blocks, services: Iterable[str], starts: tuple[int, ...], count: int, step: str) -> ShockEffects:
    """Gather what the shocks of all blocks did to `count` lanes."""
    keys = {(what, service) for one in effects for effect in one.values() for what, service, *_ in effect.levels}
    able = {name: levels(effects, "capacity", name, count) for name in services if ("capacity", name) in keys}
    monthly: dict[tuple[str, str], Ints] = {
        (what, name): monthly_means(levels(effects, what, name, count), starts, count)
        for what in LEVELS for name in services
        if (what, name) in keys and (what in ("errors", "unit cost", "forecast") or (what == "capacity" and step == "month"))
    }  # fmt: skip
    costs, at_exit = _costs(effects, count)
    ends = [(lane + i * BLOCK, ordered, over) for i, one in enumerate(effects) for effect in one.values() for lane, ordered, over in effect.ends]
    events = sorted({event for one in effects for effect in one.values() for event, *_ in effect.happenings})
    return ShockEffects(
        able, monthly, costs, at_exit, _failures(effects, count), _late(effects, starts, count), _slips(effects, count),
        _leavers(effects, starts, count), dated(ends, count) if ends else None,
        {event: dated(_happenings(effects, event), count) for event in events},
    )  # fmt: skip


def dated(rows: list[tuple[Ints, Ints, Ints]], count: int) -> Dated:
    """Rows (lane, instant, amount) of all blocks, sorted by instant, then by lane; those before the agreement are left out."""
    if not rows:
        return Dated(*(np.zeros(0, np.int64) for _ in range(3)))
    lane, instant, amount = (np.concatenate(column) for column in zip(*rows, strict=True))
    keep = np.flatnonzero((lane < count) & (instant >= 0))
    order = keep[np.argsort((instant[keep] << LANE_BITS) + lane[keep], kind="stable")]
    return Dated(lane[order], instant[order], amount[order])


def levels(effects: Blocks, what: str, service: str, count: int) -> Levels:
    """The levels of one kind and service; what began before the agreement goes on in it."""
    rows = [
        (lane + i * BLOCK, first, last, size)
        for i, one in enumerate(effects)
        for effect in one.values()
        for moved, name, lane, first, last, size in effect.levels
        if name == service and moved == what
    ]
    if not rows:
        return Levels(*(np.zeros(0, np.int64) for _ in range(4)))
    lane, first, last, size = (np.concatenate(column) for column in zip(*rows, strict=True))
    first = np.maximum(first, 0)
    keep = np.flatnonzero((lane < count) & (last > first))
    order = keep[np.argsort((first[keep] << LANE_BITS) + lane[keep], kind="stable")]
    return Levels(lane[order], first[order], last[order], size[order])


def monthly_means(table: Levels, starts: tuple[int, ...], lanes: int) -> Ints:
    """(months, lanes): the mean of a level over the days of each month, in whole millionths."""
    found = np.zeros((len(starts) - 1, lanes), np.int64)
    for month, (low, high) in enumerate(pairwise(starts)):
        overlap = np.minimum(table.last, high // DAY) - np.maximum(table.first, low // DAY)
        some = np.flatnonzero(overlap > 0)
        np.add.at(found[month], table.lane[some], table.size[some] * overlap[some])
        found[month] //= (high - low) // DAY
    return found


def month_levels(table: Levels, starts: tuple[int, ...], lanes: int) -> Floats:
    """(months, lanes): the mean level of each month at month step, normal being 1, never below 0; rises count by the days that overlap it."""
    found = np.empty((len(starts) - 1, lanes))
    for month, (low, high) in enumerate(pairwise(starts)):
        overlap = np.minimum(table.last, high // DAY) - np.maximum(table.first, low // DAY)
        some = np.flatnonzero(overlap > 0)
        normal = (high - low) // DAY * MILLION
        surge = np.full(lanes, normal, np.int64)
        np.add.at(surge, table.lane[some], table.size[some] * overlap[some])
        np.maximum(surge, 0, out=surge)
        np.divide(surge, normal, out=found[month])
    return found


def law_changes(effects: Blocks, count: int) -> LawChanges:
    """The changes of law of all blocks."""
    services = tuple(sorted({row[0] for one in effects for effect in one.values() for row in effect.law_changes}))
    shocks = tuple(dict.fromkeys(shock for one in effects for shock, effect in one.items() if effect.law_changes))
    rows = [
        (np.full(lane.size, services.index(name), np.int64), np.full(lane.size, shocks.index(shock), np.int64), lane + i * BLOCK, *rest)
        for i, one in enumerate(effects) for shock, effect in one.items() for name, lane, *rest in effect.law_changes
    ]  # fmt: skip
    if not rows:
        return no_law_changes()
    columns = [np.concatenate(column) for column in zip(*rows, strict=True)]
    keep = np.flatnonzero(columns[2] < count)
    order = keep[np.lexsort((columns[2][keep], columns[5][keep]))]
    return LawChanges(services, shocks, *(column[order] for column in columns))


def no_law_changes() -> LawChanges:
    """A world in which no law changes."""
    return LawChanges((), (), *(np.zeros(0, np.int64) for _ in range(9)))


def _costs(effects: Blocks, count: int) -> tuple[dict[tuple[str, str, str], Dated], dict[tuple[str, str, str], Ints]]:
    rows: dict[tuple[str, str, str], list[tuple[Ints, Ints, Ints]]] = {}
    for i, one in enumerate(effects):
        for shock, effect in one.items():
            for party, head, lane, instant, amount in effect.costs:
                rows.setdefault((shock, party, head), []).append((lane + i * BLOCK, instant, amount))
    whole = {key: dated(found, count) for key, found in rows.items()}
    at_exit = {key: table.summed(NEVER, NEVER + 1, count) for key, table in whole.items() if table.instant.size and table.instant[-1] == NEVER}
    costs = {
        key: Dated(*(getattr(table, name)[: table.between(0, NEVER).stop] for name in ("lane", "instant", "amount"))) for key, table in whole.items()
    }
    return costs, at_exit


def _failures(effects: Blocks, count: int) -> dict[str, Ints]:
    found: dict[str, Ints] = {}
    for i, one in enumerate(effects):
        for effect in one.values():
            for party, lane, instant in effect.failures:
                first = found.setdefault(party, np.full(len(effects) * BLOCK, NEVER, np.int64))
                np.minimum.at(first, lane + i * BLOCK, np.maximum(instant, 0))
    return {party: first[:count] for party, first in found.items()}


def _late(effects: Blocks, starts: tuple[int, ...], count: int) -> dict[str, Ints]:
    found: dict[str, Ints] = {}
    edges = np.array(starts[1:], np.int64)
    for i, one in enumerate(effects):
        for effect in one.values():
            for party, lane, first, last, days in effect.late:
                table = found.setdefault(party, np.zeros((edges.size, len(effects) * BLOCK), np.int64))
                for month, edge in enumerate(edges.tolist()):
                    some = np.flatnonzero((first < edge) & (last >= edge))
                    np.maximum.at(table[month], lane[some] + i * BLOCK, days[some])
    return {party: np.ascontiguousarray(table[:, :count]) for party, table in found.items()}


def _slips(effects: Blocks, count: int) -> dict[str, Ints]:
    found: dict[str, Ints] = {}
    for i, one in enumerate(effects):
        for effect in one.values():
            for milestone, lane, seconds in effect.slips:
                np.add.at(found.setdefault(milestone, np.zeros(len(effects) * BLOCK, np.int64)), lane + i * BLOCK, seconds)
    return {milestone: whole[:count] for milestone, whole in found.items()}


def _leavers(effects: Blocks, starts: tuple[int, ...], count: int) -> dict[str, Ints]:
    found: dict[str, Ints] = {}
    for i, one in enumerate(effects):
        for effect in one.values():
            for staff, lane, instant, share in effect.leavers:
                table = found.setdefault(staff, np.zeros((len(starts) - 1, len(effects) * BLOCK), np.int64))
                month = np.searchsorted(np.array(starts), instant, side="right") - 1
                some = np.flatnonzero((month >= 0) & (month < table.shape[0]))
                np.add.at(table, (month[some], lane[some] + i * BLOCK), share[some])
    return {staff: np.minimum(table[:, :count], MILLION) for staff, table in found.items()}


def _happenings(effects: Blocks, event: str) -> list[tuple[Ints, Ints, Ints]]:
    """Lanes, instants, and the number of the shock among those of the scenario, by which a story names it."""
    return [
        (lane + i * BLOCK, instant, np.full(lane.size, number, np.int64))
        for i, one in enumerate(effects) for number, effect in enumerate(one.values()) for kind, lane, instant in effect.happenings if kind == event
    ]  # fmt: skip
