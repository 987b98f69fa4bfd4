"""Looks for provisions that yield to each other in a circle: each `subject to` the next, or each `notwithstanding` the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import terms_of
from wargame.contract.text.draft import Provision
from wargame.core.finding import Finding
from wargame.core.message import drafted


class CircularCheck(Check):
    """A circle of precedence."""

    kind = "circular"
    why = "If 7.1 is subject to 12.1 and 12.1 is subject to 7.1, neither decides, and each party will quote the one it likes."
    example = "7.1 … subject to clause 12.1. 12.1 … subject to clause 7.1."
    redraft = "Strike one of the references, so that one provision prevails."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        yields: dict[str, set[str]] = {p.number: set(p.subject_to) for p in evidence.draft.provisions if p.number}
        for provision in evidence.draft.provisions:
            for other in provision.notwithstanding:
                yields.setdefault(other, set()).add(provision.number)
        for circle in circles(yields):
            provision = evidence.draft.provision(circle[0])
            way = " → ".join((*circle, circle[0]))
            first = (*circle, circle[0])[1] if len(circle) > 1 else circle[0]
            yield self.finding(
                evidence, "High", circle[0], drafted("these provisions yield to each other in a circle: {way}", way=way), "Which of them prevails?",
                also=circle[1:], patch=_opened(provision, evidence.draft.provision(first)),
            )  # fmt: skip


def _opened(first: Provision, second: Provision) -> dict[str, Any]:
    """The patch that strikes the reference by which the first yields to the second."""
    node, other = terms_of(first), terms_of(second)
    if second.number in first.subject_to:
        kept = [number for number in first.subject_to if number != second.number]
        change = {"subject to": kept} if kept else {"absent": ["subject to"]}
        return {"patch": {first.number: change}} if "subject to" in node else {}
    kept = [number for number in second.notwithstanding if number != first.number]
    return {"patch": {second.number: {"notwithstanding": kept} if kept else {"absent": ["notwithstanding"]}}} if "notwithstanding" in other else {}


def _without_ends(yields: dict[str, set[str]], back: bool) -> dict[str, set[str]]:
    """The numbers without those from which no walk goes on for ever, forwards or back."""
    to: dict[str, set[str]] = {}
    for one, others in yields.items():
        for other in others:
            to.setdefault(other, set()).add(one)
    on, before = (to, yields) if back else (yields, to)
    left = {one: len(on.get(one, ())) for one in {*yields, *to}}
    ends = [one for one, count in left.items() if not count]
    gone = set(ends)
    while ends:
        for one in before.get(ends.pop(), ()):
            left[one] -= 1
            if not left[one]:
                ends.append(one)
                gone.add(one)
    return {one: others - gone for one, others in yields.items() if one not in gone}


def circles(yields: dict[str, set[str]]) -> list[tuple[str, ...]]:
    """Each circle once, beginning with its first number; found by walking on from every number without going round twice. What leads nowhere,
    and what nothing leads to, is left out first, and then what that leaves so: chains, however long, are no circles."""
    found: set[tuple[str, ...]] = set()
    yields = _without_ends(_without_ends(yields, back=False), back=True)

    def walk(number: str, path: tuple[str, ...]) -> None:
        for following in sorted(yields.get(number, ())):
            if following == path[0]:
                least = path.index(min(path))
                found.add(path[least:] + path[:least])
            elif following not in path and following > path[0]:
                walk(following, (*path, following))

    for number in sorted(yields):
        walk(number, (number,))
    return sorted(found)
