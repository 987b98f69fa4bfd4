"""What happened to the services in one life, out of its story: outages, levels that moved, orders, prices, changes of law, milestones, an early end.

What the parties did about it (responses, notices, rights, payments) is the contract's, and is left to the story itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from wargame.core.events import EVENTS
from wargame.core.values import DAY
from wargame.core.words import joined
from wargame.simulation.life.happening import MILLION, Happening, span

SHORTEST = 3600  # seconds of an outage that is told
ALIKE = {"hours": 8.0, "%": 20.0, "days": 30.0}  # sizes that weigh alike: down, a level that moves, late
LEVELS = ("surge", "shortage")
_WORLD = frozenset(EVENTS) - {"late payment"}  # what the parties do is no event of the world
_STEP = 1_100  # millionths by which the steps of one ramp may differ
_APART = 92 * DAY  # and how far apart they may begin


@dataclass(frozen=True)
class Happened:
    """One event: when, its kind, in words, and its size (hours down, days late, % of the normal level), None where it has none."""

    instant: int
    kind: str
    words: str
    size: float | None = None
    unit: str = ""

    @property
    def weight(self) -> float:
        """How much it matters where there is no room for all: an end or an order most, the rest by size (ALIKE), 1 without one."""
        if self.kind in ("exit", "order"):
            return 100.0
        return 1.0 if self.size is None else self.size / ALIKE[self.unit]


def happened(story: Sequence[Happening]) -> list[Happened]:
    """The events of a life, in their order."""
    levels = list(_alike(_levels(story)))
    moved = {(one.kind, one.instant // DAY) for one in levels}
    others = [
        Happened(line.instant, line.kind, line.plain)
        for line in story
        if line.kind in _WORLD
        and line.kind not in ("outage", "delay")
        and not line.is_level
        and line.did != "is complied with"
        # A shock whose level is told, from that morning on or the next, needs no second line.
        and not (line.kind in LEVELS and moved & {(line.kind, day) for day in (line.instant // DAY, -(-line.instant // DAY))})
    ]
    return sorted((*_spells(story), *levels, *others), key=lambda one: one.instant)


def stepped(story: Iterable[Happening]) -> list[Happening]:
    """The story with what climbs or comes back in even steps told once, where it begins: by how much in all, and in how many steps."""
    kept: list[Happening] = []
    runs: dict[tuple[str, str, str], tuple[int, Happening]] = {}  # what moves, whose it is and how -> where its run stands, and its last step
    for line in story:
        if line.is_level:
            key = (line.kind, line.of, line.did)
            place, last = runs.get(key, (-1, line))
            if place >= 0 and not line.shock and abs(line.size - last.size) <= _STEP and 0 < line.instant - last.instant <= _APART:
                kept[place] = replace(kept[place], size=kept[place].size + line.size, steps=kept[place].steps + 1)
                runs[key] = (place, line)
                continue
            runs[key] = (len(kept), line)
        kept.append(line)
    return kept


def _spells(story: Sequence[Happening]) -> Iterator[Happened]:
    """Outages that nobody planned and that last, and milestones that are late: the two lines of each carry the number of its incident."""
    begun: dict[int, Happening] = {}
    for line in story:
        if line.kind not in ("outage", "delay") or line.planned:
            continue
        if line.incident not in begun:
            begun[line.incident] = line
            continue
        first = begun[line.incident]
        lasted = line.instant - first.instant
        if line.kind == "delay":
            yield Happened(first.instant, "delay", f"{line.of} is late by {span(lasted)}", lasted / DAY, "days")
        elif lasted >= SHORTEST or line.did == "is cut":
            yield Happened(first.instant, "outage", f"{line.of} is down for {span(lasted)}", lasted / 3600, "hours")


@dataclass(frozen=True)
class _Level:
    """A level that moves: its first line, and its steps so far: the size of all, of the last, when that was, and how many."""

    line: Happening
    size: int
    step: int
    last: int
    steps: int = 1


def _levels(story: Sequence[Happening]) -> Iterator[_Level]:
    """Levels that rise or fall: the steps of a ramp and the parts of what decays again as one."""
    open_: dict[tuple[str, str, str], _Level] = {}
    for line in story:
        if line.did not in ("rises", "falls"):
            continue
        key = (line.kind, line.did, line.of)
        before = open_.get(key)
        if before is not None:
            at_once = line.instant == before.last
            if at_once or (not line.shock and abs(line.size - before.step) <= _STEP and line.instant - before.last <= _APART):
                open_[key] = replace(before, size=before.size + line.size, step=line.size, last=line.instant, steps=before.steps + (not at_once))
                continue
            yield before
        open_[key] = _Level(line, line.size, line.size, line.instant)
    yield from open_.values()


def _alike(levels: Iterable[_Level]) -> Iterator[Happened]:
    """What moves several services alike from one morning on is one event."""
    together: dict[tuple[object, ...], list[_Level]] = {}
    for one in levels:
        key = (one.line.instant, one.line.kind, one.line.did, one.line.shock, _percent(one.size), one.steps)
        together.setdefault(key, []).append(one)
    for first, *others in together.values():
        services = joined([first.line.of, *(one.line.of for one in others)])
        words = replace(first.line, of=services, size=first.size, steps=first.steps).plain
        yield Happened(first.line.instant, first.line.kind, words, _percent(first.size), "%")


def _percent(size: int) -> float:
    """Millionths in percent, as they are told."""
    return round(100 * size / MILLION, 1)
