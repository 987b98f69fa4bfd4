"""Looks for misses that cost nothing: levels below the target that no tier reaches, and tiers that add nothing to the one before (flat)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from wargame.analysis.checks.tier_table import begun_at, edge_of, percent
from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import TO_AGREE, amend, placed
from wargame.contract.rules.schedule import Schedule
from wargame.contract.text.draft import Provision
from wargame.core.finding import Finding
from wargame.core.message import drafted

DEEPER = f"Let each deeper tier earn more than the one before it {TO_AGREE}, or strike it."


class DeadZoneCheck(Check):
    """A miss without a price."""

    kind = "dead-zone"
    why = "Between the target and the first tier the promise is broken and nothing follows; from the last tier on, worse costs no more."
    example = "Target 99.5 %, first credit below 99 %: a month at 99.2 % misses and pays nothing."
    redraft = "Let the first tier begin at the target."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        begins: dict[str, list[Fraction]] = {}
        for _, schedule in evidence.schedules:
            begins.setdefault(schedule.level, []).extend(filter(None, [schedule.starts(evidence.target(schedule.level))]))
        for clause, schedule in evidence.schedules:
            provision = evidence.draft.provision(clause.number)
            # Of several credits for one level the one that begins first says where its price begins.
            if schedule.starts(evidence.target(schedule.level)) == max(begins[schedule.level], default=None):
                yield from self._below_target(evidence, provision, schedule)
            yield from self._flat(evidence, provision, schedule)

    def _below_target(self, evidence: Evidence, provision: Provision, schedule: Schedule) -> Iterator[Finding]:
        level, promised = schedule.level, evidence.target(schedule.level)
        first = schedule.starts(promised)
        if promised is not None and first is not None and first < promised:
            span = f"{percent(first)} up to (not including) {percent(promised)}"
            yield self.finding(
                evidence, "Medium", provision.number, drafted("a level from {span} misses the target of {level} and earns "
                "no credit", span=span, level=level),
                "What is due for a miss that stays above the first tier?", also=(level,), patch=begun_at(provision, schedule, promised, promised),
            )  # fmt: skip

    def _flat(self, evidence: Evidence, provision: Provision, schedule: Schedule) -> Iterator[Finding]:
        falling = schedule.falling()
        for shallow, deep in pairwise(falling):
            if deep.share == shallow.share:
                figures = {"deep": edge_of(evidence, schedule, deep), "credit": percent(deep.share), "shallow": edge_of(evidence, schedule, shallow)}
                yield self.finding(
                    evidence, "Medium", provision.number, drafted("flat: below {deep} earns {credit}, no more than below {shallow}", **figures),
                    "Is a worse month meant to cost no more?",
                    patch=placed(provision, (deep.edge[:-1], None)) if deep.edge else None, proposal=DEEPER,
                )  # fmt: skip
        above = [step for step in falling if schedule.at_risk is not None and step.share > schedule.at_risk]
        if schedule.at_risk is not None and len(falling) > 1 and above:
            risk, deepest = percent(schedule.at_risk), percent(max(step.share for step in falling))
            if len(above) == len(falling):
                message = drafted("flat: every tier is above the at-risk amount of {risk}, so all pay the same", risk=risk)
            else:
                tiers = " and ".join(f"{percent(step.share)} below {edge_of(evidence, schedule, step)}" for step in above)
                are = "is" if len(above) == 1 else "are"
                message = drafted(
                    f"flat: {{tiers}} {are} above the at-risk amount of {{risk}}, and what is above it is never paid", tiers=tiers, risk=risk
                )
            yield self.finding(
                evidence, "Medium", provision.number, message, "Is a worse month meant to cost no more?",
                patch=amend(provision.number, at_risk=deepest),
                proposal=f"Credits under this clause shall not exceed {deepest} {TO_AGREE} of the Charges for the month.",
            )  # fmt: skip
