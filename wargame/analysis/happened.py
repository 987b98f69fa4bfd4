"""What happened to the services in one life, out of its story: outages, levels that moved, orders, prices, changes of law, milestones, an early end.

What the parties did about it (responses, notices, rights, payments) is the contract's, and is left to the story itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from wargame.core.calendar import DAY
from wargame.core.events import EVENTS
from wargame.core.words import joined
from wargame.simulation.told import Happening, span

SHORTEST = 3600  # seconds of an outage that is told
ALIKE = {"hours": 8.0, "%": 20.0, "days": 30.0}  # sizes that weigh alike: down, a level that moves, late
LEVELS = ("surge", "shortage")
_WORLD = frozenset(EVENTS) - {"late payment"}  # what the parties do is no event of the world
_MOVED = re.compile(r"(?P<what>\w+) of (?P<service>.+) (?P<way>rises|falls) by (?P<by>[\d.]+) % of its normal level(?: \((?P<shock>.+)\))?")
_STEP_OF = re.compile(r"(?P<head>\w+ of .+ (?:rises|falls|recovers|falls back) by )(?P<by>[\d.]+)(?P<tail> % of its normal level)(?P<shock> \(.+\))?")
_STEP = 0.11  # points by which the steps of one ramp may differ: they are told to a tenth
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
        Happened(line.instant, line.kind, line.words)
        for line in story
        if line.kind in _WORLD
        and line.kind not in ("outage", "delay")
        and not _MOVED.fullmatch(line.words)
        and not _over(line)
        # A shock whose level is told, from that morning on or the next, needs no second line.
        and not (line.kind in LEVELS and moved & {(line.kind, day) for day in (line.instant // DAY, -(-line.instant // DAY))})
    ]
    return sorted((*_spells(story), *levels, *others), key=lambda one: one.instant)


def stepped(story: Iterable[Happening]) -> list[Happening]:
    """The story with what climbs or comes back in even steps told once, where it begins: by how much in all, and in how many steps."""
    kept: list[Happening] = []
    runs: dict[str, _Run] = {}
    for line in story:
        hit = _STEP_OF.fullmatch(line.words) if line.kind in LEVELS else None
        if hit is not None:
            by, run = float(hit["by"]), runs.get(hit["head"])
            even = run is not None and abs(by - run.step) <= _STEP and 0 < line.instant - run.last <= _APART
            if run is not None and even and not hit["shock"]:
                run.size, run.step, run.last, run.steps = run.size + by, by, line.instant, run.steps + 1
                words = f"{hit['head']}{run.size:.1f}{hit['tail']}, in {run.steps} steps{run.shock}"
                kept[run.place] = replace(kept[run.place], words=words)
                continue
            runs[hit["head"]] = _Run(len(kept), by, by, line.instant, hit["shock"] or "")
        kept.append(line)
    return kept


@dataclass
class _Run:
    """Even steps so far: where the first stands in the story, their size in all, that of the last and when it was, the shock, how many."""

    place: int
    size: float
    step: float
    last: int
    shock: str
    steps: int = 1


def _over(line: Happening) -> bool:
    return (line.kind in LEVELS and ("falls back" in line.words or "recovers" in line.words)) or (
        "complies with" in line.words and line.kind == "regulation"
    )


def _spells(story: Sequence[Happening]) -> Iterator[Happened]:
    """Outages that nobody planned and that last, and milestones that are late: the two lines of each carry the number of its incident."""
    begun: dict[int, Happening] = {}
    for line in story:
        if line.kind not in ("outage", "delay") or "(planned/" in line.words:
            continue
        if line.incident not in begun:
            begun[line.incident] = line
            continue
        first = begun[line.incident]
        lasted = line.instant - first.instant
        what = first.words.split(" is ", 1)[0]
        if line.kind == "delay":
            yield Happened(first.instant, "delay", f"{what} is late by {span(lasted)}", lasted / DAY, "days")
        elif (lasted >= SHORTEST and "is restored" in line.words) or "is still down" in line.words:
            yield Happened(first.instant, "outage", f"{what} is down for {span(lasted)}", lasted / 3600, "hours")


@dataclass(frozen=True)
class _Level:
    """A level that moves: its first line, whose it is, and its steps so far: the size of all, of the last, when that was, and how many."""

    line: Happening
    what: str
    way: str
    service: str
    shock: str
    size: float
    step: float
    last: int
    steps: int = 1


def _levels(story: Sequence[Happening]) -> Iterator[_Level]:
    """Levels that rise or fall: the steps of a ramp and the parts of what decays again as one."""
    open_: dict[tuple[str, str, str], _Level] = {}
    for line in story:
        hit = _MOVED.fullmatch(line.words) if line.kind in LEVELS else None
        if hit is None:
            continue
        key, by = (hit["what"], hit["way"], hit["service"]), float(hit["by"])
        before = open_.get(key)
        if before is not None:
            at_once = line.instant == before.last
            if at_once or (not hit["shock"] and abs(by - before.step) <= _STEP and line.instant - before.last <= _APART):
                open_[key] = replace(before, size=before.size + by, step=by, last=line.instant, steps=before.steps + (not at_once))
                continue
            yield before
        open_[key] = _Level(line, *key, hit["shock"] or "", by, by, line.instant)
    yield from open_.values()


def _alike(levels: Iterable[_Level]) -> Iterator[Happened]:
    """What moves several services alike from one morning on is one event."""
    together: dict[tuple[object, ...], list[_Level]] = {}
    for one in levels:
        together.setdefault((one.line.instant, one.line.kind, one.what, one.way, one.shock, round(one.size, 1), one.steps), []).append(one)
    for first, *others in together.values():
        names = [first.service, *(one.service for one in others)]
        services = joined(names)
        over = f", in {first.steps} steps" if first.steps > 1 else ""
        why = f" ({first.shock})" if first.shock else ""
        words = f"{first.what} of {services} {first.way} by {first.size:.1f} % of its normal level{over}{why}"
        yield Happened(first.line.instant, first.line.kind, words, round(first.size, 1), "%")
