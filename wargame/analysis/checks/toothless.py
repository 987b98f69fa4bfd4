"""Looks for remedies that are small beside the loss they answer: what the provider pays for outages against what they cost the client."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from wargame.analysis.checks.tier_table import percent
from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import TO_AGREE, amend, as_percent, merged, placed, rescaled
from wargame.contract.rules.clause import Clause
from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import WHOLE, Schedule
from wargame.core.account import ECONOMICS
from wargame.core.finding import Finding
from wargame.core.message import Message, drafted, played
from wargame.core.party import OUTSIDE
from wargame.core.words import in_percent

TEETH = Fraction(1, 50)  # of the loss
SLIGHT = Fraction(1, 200)  # of a month's charges


class ToothlessCheck(Check):
    """A remedy that nobody feels."""

    kind = "toothless"
    why = "A credit of a hundredth of the loss neither repairs it nor makes anyone avoid it."
    example = "Outages cost the client GBP 2,000,000 a life; credits and damages for them come to GBP 9,000."
    redraft = f"The credits are raised so that they come to a stated part {TO_AGREE} of the loss expected."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        whole = list(self._together(evidence))
        yield from whole
        told = {number for one in whole for number in (one.clause, *one.also)}
        by_level: dict[str, list[tuple[Clause, Schedule]]] = {}
        for clause, schedule in evidence.schedules:
            by_level.setdefault(schedule.level, []).append((clause, schedule))
        for found in by_level.values():
            # Of several credits for one level the largest says what a miss costs.
            if all(_costs(clause, schedule) <= SLIGHT for clause, schedule in found):
                yield from (self._slight(evidence, clause, schedule) for clause, schedule in found if clause.number not in told)
                told |= {clause.number for clause, _ in found}

    def _slight(self, evidence: Evidence, clause: Clause, schedule: Schedule) -> Finding:
        """A credit that a month costs, however bad, which is next to nothing."""
        most = _costs(clause, schedule)
        message = drafted(
            evidence.fitted("the worst month costs the provider {deepest} of a month's charges, and a level may be missed every month at that price"),
            deepest=percent(most),
        )
        patch = _raised(evidence, clause, Fraction(1, 50) / most) if most else None
        proposal = f"The credits of the table come to at least 2 % {TO_AGREE} of the Charges for the month in its deepest tier."
        if not most and all(step.misses == 1 for step in schedule.steps):
            message = drafted("however bad a month of {level} is, its miss alone comes to no credit", level=schedule.level)
            proposal = evidence.fitted(
                f"For each month in which the level is missed the Provider shall credit 2 % {TO_AGREE} of the Charges for the month."
            )
        elif not most:
            first = min(schedule.steps, key=lambda step: step.misses)
            message = drafted(
                evidence.fitted(
                    "a missed month costs the provider nothing, however bad: a credit is due only from miss {nth} within {window} months on, and "
                    "{free} of any {window} months may be missed at no price"
                ),
                nth=first.misses, window=first.window, free=first.misses - 1,
            )  # fmt: skip
            proposal = evidence.fitted(
                f"For the first miss within {first.window} months the Provider shall credit 2 % {TO_AGREE} of the Charges for the month."
            )
            patch = None if first.count is None else placed(evidence.draft.provision(clause.number), *zip(first.count, ("1", "1 month"), strict=True))
        return self.finding(
            evidence, "Medium", clause.number, message, "Are the credits meant to compensate, to deter, or neither?", event="outage", asks="remedy",
            proposal=proposal, patch=patch,
        )  # fmt: skip

    def _together(self, evidence: Evidence) -> Iterator[Finding]:
        credits = evidence.playing(Role.CREDIT)
        lost = evidence.paid(lambda account: account.clause == ECONOMICS and account.payer == evidence.client and account.cause == "outage")
        back = evidence.paid(lambda account: account.payer == evidence.provider and account.payee == evidence.client and account.head in HEADS)
        if not credits or not lost or Fraction(back, lost) >= TEETH:
            return
        first, *others = credits
        yield self.finding(
            evidence, "Medium", first.number,
            Message(evidence.fitted("outages cost the client {lost} a life, and the provider pays {back} for them: {part}"),
                    lost=evidence.money(lost), back=evidence.money(back), part=played(in_percent(Fraction(back, lost), 1))),
            "Are the credits meant to compensate, to deter, or neither?", event="outage", asks="remedy", also=tuple(one.number for one in others),
            frequency=evidence.events_per_life("outage"),
            patch=_raised(evidence, first, TEETH / max(Fraction(back, lost), Fraction(1, 1000)) * Fraction(3, 2)),
        )  # fmt: skip


def _costs(clause: Clause, schedule: Schedule) -> Fraction:
    """What the worst month of a level costs by itself, month after month; where one miss comes to nothing, what all levels missed at once do: points
    are added up before they become money."""
    alone = schedule.a_year(schedule.worst(deep=WHOLE))
    return alone or schedule.a_year(clause.most_in_a_month(WHOLE, misses=1) or Fraction(0))


HEADS = frozenset({"service credits", "liquidated damages", "damages", "indemnity"})
assert OUTSIDE not in HEADS


def _raised(evidence: Evidence, clause: Clause, factor: Fraction) -> dict[str, Any] | None:
    """The credits of a clause raised in proportion, none above the whole charge, and what is at risk with them."""
    schedules = evidence.schedules_of(clause)
    figures = dict.fromkeys(path for one in schedules for path in one.figures)
    if not figures:
        return None
    patch = placed(evidence.draft.provision(clause.number), *rescaled(evidence.draft.provision(clause.number), figures, factor))
    at_risk = [one.at_risk for one in schedules if one.at_risk is not None]
    if at_risk and ("at risk",) not in figures:
        most = max(one.worst() for one in schedules)
        patch = merged(patch, amend(clause.number, at_risk=as_percent(most * factor)))
    return patch
