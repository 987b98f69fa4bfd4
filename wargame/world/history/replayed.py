"""History: what really happened (or what a workshop wrote down), replayed exactly in every future: dated events and dated volumes, each a CSV."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from wargame.core.problem import BadInput, Place, Problem
from wargame.core.source import read_named, read_text
from wargame.core.values import DAY
from wargame.core.yaml_source import Mapping as Map
from wargame.core.yaml_source import Node
from wargame.core.zones.clocks import Clocks
from wargame.world.history.events import Moved, PastEvent, ToInstant, read_events
from wargame.world.history.volumes import read_volumes
from wargame.world.shock_base.effects import Effects


@dataclass(frozen=True)
class History:
    """Dated outages in order of their start, dated rises and falls of demand, and dated volumes (service -> day from the effective date -> units)."""

    outages: tuple[PastEvent, ...]
    digest: str
    moved: tuple[Moved, ...] = ()
    volumes: dict[str, dict[int, int]] = field(default_factory=dict)
    # How each file (`events`, `volumes`) was read, where it could be read in several ways, and what each of its columns was read as.
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def effects(self, lanes: int) -> Effects:
        """What dated rises and falls do, in every lane alike."""
        found = Effects()
        everyone = np.arange(lanes, dtype=np.int64)
        for one in self.moved:
            first, days, size = (np.full(lanes, number, np.int64) for number in (one.first, one.days, one.size))
            found.level("demand", one.service, everyone, first, days, size)
            found.happens("surge" if one.size > 0 else "slump", everyone, np.maximum(first, 0) * DAY)
        return found

    def within(self, end: int) -> dict[str, tuple[int, int]]:
        """Of each file (`events`, `volumes`): rows or volumes that are replayed in a term that ends at `end` (seconds), and all of them. Of an outage
        that began before the effective date the rest is replayed."""
        days = end // DAY
        events = [_reaches(one, end) for one in self.outages] + [one.first < days and one.first + one.days > 0 for one in self.moved]
        told = [0 <= day < days for volumes in self.volumes.values() for day in volumes]
        return {"events": (sum(events), len(events)), "volumes": (sum(told), len(told))}

    def cut(self, end: int) -> tuple[int, int]:
        """Outages that are under way at the effective date, and at the end of the term: what lies beyond is not replayed."""
        here = [one for one in self.outages if _reaches(one, end)]
        return sum(one.start < 0 for one in here), sum(one.start + one.length > end for one in here)


def _reaches(outage: PastEvent, end: int) -> bool:
    """Whether any of an outage falls into a term."""
    return outage.start < end and outage.start + outage.length > 0


def read_histories(node: Node, inputs: Any, to_instant: ToInstant, problems: list[Problem], clocks: Clocks | None = None) -> History | None:
    """Read the files that `history:` names, each relative to the scenario file that says so (`node` is what stands there)."""

    def told(name: str) -> Place:
        """Where the scenario names the file."""
        place: Place = (node.entries[name][1] if isinstance(node, Map) and name in node.entries else node).place
        return place

    before = len(problems)
    events, volumes = inputs.history.events, inputs.history.volumes
    found = History((), "")
    try:
        if events is not None:
            by = told("events")
            found = read_history(Path(by.file).parent / events, to_instant, inputs.components, problems, inputs.services, by, clocks) or found
    except BadInput as error:
        problems += error.problems
    try:
        if volumes is not None:
            by = told("volumes")
            path = Path(by.file).parent / volumes
            text = read_named(path, by, table=True)
            dated = read_volumes(path, text, to_instant, inputs.services, problems)
            found = replace(
                found,
                digest=found.digest + hashlib.sha256(text.encode()).hexdigest(),
                volumes=dated.volumes,
                said={**found.said, "volumes": dated.said},
                columns={**found.columns, "volumes": dated.columns},
            )
    except BadInput as error:
        problems += error.problems
    return found if len(problems) == before else None


def read_history(
    path: Path,
    to_instant: ToInstant,
    components: Collection[str],
    problems: list[Problem],
    services: Collection[str] = (),
    by: Place | None = None,
    clocks: Clocks | None = None,
) -> History | None:
    """Read the CSV of dated events. Adds an H-problem with the row for each fault and then returns None. `by` is the place that names the file."""
    text = read_text(path, table=True) if by is None else read_named(path, by, table=True)
    before = len(problems)
    found = read_events(path, text, to_instant, components, services, problems, clocks)
    if len(problems) > before:
        return None
    digest = hashlib.sha256(text.encode()).hexdigest()
    return History(tuple(found.outages), digest, tuple(found.moved), said={"events": found.said}, columns={"events": found.columns})
