"""What happened to the services in one life, out of its story: outages, levels that moved, orders, prices, changes of law, milestones, an early end.

What the parties did about it (responses, notices, rights, payments) is the contract's, and is left to the story itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from wargame.core.calendar import DAY
from wargame.core.events import EVENTS
from wargame.simulation.told import Happening, span

SHORTEST = 3600  # seconds of an outage that is told
ALIKE = {"hours": 8.0, "%": 20.0, "days": 30.0}  # sizes that weigh alike: down, a level that moves, late
LEVELS = ("surge", "shortage")
_WORLD = frozenset(EVENTS) - {"late payment"}  # what the parties do is no event of the world
_MOVED = re.compile(r"(.+ (?:rises|falls)) by ([\d.]+)% of its normal level")
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
    levels = list(_levels(story))
    moved = {(one.kind, one.instant // DAY) for one in levels}
    others = [
        Happened(line.instant, line.kind, line.words)
        for line in story
        if line.kind in _WORLD
        and line.kind not in ("outage", "delay")
        and not _MOVED.fullmatch(line.words)
        and not _over(line)
        # A shock whose level is told needs no second line.
        and not (line.kind in LEVELS and (line.kind, line.instant // DAY) in moved)
    ]
    return sorted((*_spells(story), *levels, *others), key=lambda one: one.instant)


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


def _levels(story: Sequence[Happening]) -> Iterator[Happened]:
    """Levels that rise or fall: the steps of a ramp and the parts of what decays again as one."""
    open_: dict[str, tuple[Happened, float, int, int]] = {}  # words so far -> the event, its last step, when that was, how many steps
    for line in story:
        hit = _MOVED.fullmatch(line.words) if line.kind in LEVELS else None
        if hit is None:
            continue
        what, by = hit.group(1), float(hit.group(2))
        before = open_.get(what)
        if before is not None:
            event, step, last, steps = before
            if line.instant == last or (abs(by - step) <= _STEP and line.instant - last <= _APART):
                more = steps + (line.instant != last)
                open_[what] = replace(event, size=(event.size or 0.0) + by), by, line.instant, more
                continue
            yield _said(what, before)
        open_[what] = Happened(line.instant, line.kind, "", by, "%"), by, line.instant, 1
    for what, left in open_.items():
        yield _said(what, left)


def _said(what: str, found: tuple[Happened, float, int, int]) -> Happened:
    event, _, _, steps = found
    over = f", in {steps} steps" if steps > 1 else ""
    return replace(event, words=f"{what} by {event.size:.1f} % of its normal level{over}")
