"""Which incidents a clause is concerned with, and of which it speaks."""

from __future__ import annotations

from wargame.contract.rules.clause import Clause
from wargame.world.sampled.incidents import Source


def concerns(clause: Clause, source: Source) -> bool:
    """Whether a clause is concerned with incidents of a source: its component, if the clause says any, and its causes."""
    concern = clause.concerned
    spoken_of = concern.components is None or source.component in concern.components
    if concern.severities and source.event == "outage" and source.severity not in concern.severities:
        return False
    return spoken_of and not (source.causes & concern.excluded) and (not concern.only or bool(source.causes & concern.only))


def spoken_of(clause: Clause, event: str) -> frozenset[str] | None:
    """The components (or milestones) of whose events a clause speaks; None: of all, or the event is of no component."""
    components: frozenset[str] | None = None
    if event == "outage":
        components = clause.components_covered
    elif event == "delay":
        components = clause.concerned.components
    return components
