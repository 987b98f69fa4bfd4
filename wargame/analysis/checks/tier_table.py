"""Looks for tables of tiers that leave out an interval of attainment, give two answers for one, or pay less for a worse month."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import placed
from wargame.contract.parts.tiers import gaps
from wargame.contract.rules.schedule import WHOLE, CreditStep, Path, Schedule, Slope
from wargame.contract.text.draft import Provision
from wargame.core.finding import Finding
from wargame.core.message import drafted
from wargame.core.quantities import Rate


class TierTableCheck(Check):
    """Tiers with a gap, an overlap, or a deeper tier that pays no more."""

    kind = "tier-table"
    why = (
        "A level that falls into a gap earns no credit although a better one does; where two tiers hold, each party will read the table its own way."
    )
    example = "98.0 % to 98.9 %: 5 %; 99.0 % to 99.5 %: 2 %. A month at 98.95 % lies in no tier."
    redraft = "Name one edge only for each tier (`below 99.5 %`, `below 99 %`), the deepest that applies deciding."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for clause, schedule in evidence.schedules:
            provision, falling = evidence.draft.provision(clause.number), schedule.falling()
            steps = [one for one in falling if one.below is not None]
            if not steps:
                continue
            for what, low, high in gaps(steps):
                yield self._span(evidence, provision, steps, what, low, high)
            yield from self._bottom(evidence, provision, steps[-1])
            for shallow, deep in pairwise(falling):
                if deep.share < shallow.share:
                    edge = edge_of(evidence, schedule, deep)
                    message = drafted(
                        "a level below {deep} earns {more}, less than the {less} of a level below {shallow}", deep=edge, more=percent(deep.share),
                        less=percent(shallow.share), shallow=edge_of(evidence, schedule, shallow),
                    )  # fmt: skip
                    patch = placed(provision, _deeper(shallow, deep)) if deep.figure else None
                    yield self.finding(
                        evidence,
                        "Medium",
                        provision.number,
                        message,
                        evidence.fitted("Is a worse month meant to cost the provider less?"),
                        patch=patch,
                    )

    def _bottom(self, evidence: Evidence, provision: Provision, deep: CreditStep) -> Iterator[Finding]:
        """A table that ends above nothing: what is worse than its last tier earns no credit."""
        if not deep.at_least or deep.below is None:
            return
        message = "the tiers leave a gap below {low}: the worst months lie in no tier and earn nothing"
        yield self.finding(
            evidence, "Medium", provision.number, drafted(message, low=percent(deep.at_least)),
            "What is credited for a level worse than the last tier?",
            proposal=f"The last tier has no lower end: it applies to every level below {percent(deep.below)}.",
            patch=placed(provision, (deep.floor, None)),
        )  # fmt: skip

    def _span(self, evidence: Evidence, provision: Provision, steps: list[CreditStep], what: str, low: Fraction, high: Fraction) -> Finding:
        if low == high:
            # The deeper of the two says nothing new: the one written first stays.
            same = sorted((one for one in steps if one.below == low), key=lambda one: str(one.edge))
            message, question = drafted("two tiers begin below {low}", low=percent(low)), "Which of the two applies?"
            return self.finding(
                evidence, "Medium", provision.number, message, question, patch=placed(provision, *((one.edge[:-1], None) for one in same[1:]))
            )
        span = f"{percent(low)} up to (not including) {percent(high)}"
        message = drafted(f"the tiers leave a {what} from {{span}}" if what == "gap" else f"two tiers {what} from {{span}}", span=span)
        top, bottom = (high, low) if what == "gap" else (low, high)
        patch = placed(provision, *((one.floor, percent(bottom)) for one in steps if one.at_least == top))
        question = "What is credited for a level in that interval?"
        return self.finding(evidence, "Medium", provision.number, message, question, patch=patch)


def _deeper(shallow: CreditStep, deep: CreditStep) -> tuple[Path, str]:
    """The place of the deeper credit, and twice the shallower one, at most the whole charge; twice its points where it goes by points."""
    if shallow.points and deep.points:
        return deep.points[0], str(2 * shallow.points[1])
    return deep.figure, percent(min(2 * shallow.share, WHOLE))


def percent(value: Fraction) -> str:
    """A fraction as the draft writes it."""
    return str(Rate(value.numerator, value.denominator)) if value.denominator % 3 else f"{float(value):.4%}"


def edge_of(evidence: Evidence, schedule: Schedule, step: CreditStep) -> str:
    """The level below which a step applies, as the draft writes it."""
    return percent(step.starts(evidence.target(schedule.level)))


def share(text: Any) -> Fraction | None:
    """`99.5 %` as written in terms; None for anything else."""
    figure = str(text).replace("%", "").replace(" ", "")
    return Fraction(figure) / 100 if figure.replace(".", "", 1).isdigit() else None


def begun_at(provision: Provision, schedule: Schedule, target: Fraction | None, level: Fraction) -> dict[str, Any] | None:
    """The patch that lets what begins first begin at another level; None where it has no level of its own."""
    parts: list[CreditStep | Slope] = [*schedule.steps, *schedule.slopes]
    first = schedule.starts(target)
    edges = [one.edge for one in parts if one.edge and one.starts(target) == first]
    return placed(provision, *((edge, percent(level)) for edge in edges)) if edges else None
