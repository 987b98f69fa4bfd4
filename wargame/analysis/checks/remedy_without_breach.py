"""Looks for remedies that are due although the promise was kept: a credit below 99.9 % beside a target of 99.5 %."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.analysis.checks.tier_table import begun_at, percent
from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.core.finding import Finding
from wargame.core.message import drafted


class RemedyWithoutBreachCheck(Check):
    """A price for a promise that was kept."""

    kind = "remedy-without-breach"
    why = "A credit for a month that meets its target will be refused, and the target or the table is not what was meant."
    example = "Target 99.5 %; a credit of 5 % below 99.9 %."
    redraft = "Let the first tier begin at the target, or raise the target to the first tier."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for clause, schedule in evidence.schedules:
            level, promised = schedule.level, evidence.target(schedule.level)
            first = schedule.starts(promised)
            if promised is not None and first is not None and first > promised:
                provision = evidence.draft.provision(clause.number)
                yield self.finding(
                    evidence, "Medium", provision.number, drafted("a level from {target} up to (not including) {first} meets the target of {level} "
                    "and pays", target=percent(promised), first=percent(first), level=level),
                    "Is a credit meant for a month that meets its target?", also=(level,), patch=begun_at(provision, schedule, promised, promised),
                )  # fmt: skip
