"""Looks for cliffs: an edge at which a hundredth of a percent moves several times what the whole tier before it did."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from wargame.analysis.checks.tier_table import edge_of, percent
from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import placed
from wargame.contract.rules.schedule import CreditStep
from wargame.contract.text.draft import Provision
from wargame.core.finding import Finding
from wargame.core.message import drafted

STEEP, SHEER = 5, 6  # times the credit before: worth a note, and a warning


class CliffCheck(Check):
    """A small miss with a large price."""

    kind = "cliff"
    why = "At a cliff both parties fight over measurement: a minute more or less decides what a month costs."
    example = "Below 99 %: 2 %; below 98.9 %: 25 %."
    redraft = "Put a tier between, or let the credit rise with each tenth of a percent."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for clause, schedule in evidence.schedules:
            for shallow, deep in pairwise(schedule.falling()):
                before, after = shallow.share, deep.share
                if before and after / before >= STEEP:
                    yield self.finding(
                        evidence, "Medium" if after / before >= SHEER else "Low", clause.number,
                        drafted("cliff: at {edge} the credit jumps from {less} to {more}", edge=edge_of(evidence, schedule, deep),
                                less=percent(before), more=percent(after)),
                        "Is so large a step meant at this edge?", patch=_between(evidence.draft.provision(clause.number), shallow, deep),
                    )  # fmt: skip


def _between(provision: Provision, shallow: CreditStep, deep: CreditStep) -> Any:
    """The deeper credit brought between the two: its figure, or its points where both stand in one figure."""
    if deep.points and shallow.points and deep.figure == shallow.figure:
        return placed(provision, (deep.points[0], str(max(STEEP * shallow.points[1] - 1, 1))))
    if not deep.figure or deep.figure == shallow.figure:
        return None
    middle = (shallow.share + deep.share) / 2
    while middle / shallow.share >= STEEP:
        middle /= 2
    return placed(provision, (deep.figure, f"{float(middle * 100):g} %"))
