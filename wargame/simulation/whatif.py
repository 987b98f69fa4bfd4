"""What a change of words does to both parties: a patched draft on the same futures as the draft as it stands, future by future.

A difference is what a party has at the end under the patch less what it has as drafted: above 0 is what the words as drafted cost it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wargame.contract.rulebook import Rulebook
from wargame.contract.variant import apply, read_variants
from wargame.core.problem import BadInput
from wargame.simulation.cohort import Cohort
from wargame.simulation.crew import Crew
from wargame.simulation.prepare import Prepared, clause_kinds, compiled
from wargame.simulation.runs import beside
from wargame.simulation.shadows import shadow_of
from wargame.world.futures import draw_futures

MOST = 1024  # futures a scenario: enough to tell what matters, and a whole register costs seconds


@dataclass
class WhatIf:
    """What one patch does in one scenario: by party, one paired difference a future in minor units; None where the patch cannot be played there."""

    scenario: int
    patch: int
    differences: dict[str, Any] | None


def what_ifs(team: Crew, texts: list[str], count: int) -> Iterator[WhatIf]:
    """What each patch (a variants text) does on the first `count` futures, MOST at most, of every scenario."""
    count = min(count, MOST)
    shares = shared_out(len(texts), len(team.ready.scenarios), team.workers)
    jobs = [(scenario, tuple((number, texts[number]) for number in numbers), count) for scenario, numbers in shares]
    for found in team.each(play_what_ifs, jobs):
        yield from found


def play_what_ifs(ready: Prepared, job: tuple[int, tuple[tuple[int, str], ...], int]) -> list[WhatIf]:
    """Play (number, variants text) patches on the first futures, so many, of a scenario, beside the base: a job is (scenario, patches, futures)."""
    scenario, patches, count = job
    rules = ready.rules[scenario][0]
    futures = draw_futures(ready.scenarios[scenario], rules.calendar, rules.term_months, ready.spec.seed, 0, count)
    books = {number: _rules(ready, scenario, text) for number, text in patches}
    shadows = {number: shadow_of(rules, book) for number, book in books.items() if book is not None}
    keep = ready.scenarios[scenario].step == "day"
    base = Cohort(rules, futures, keep=keep, shadows=[shadow for shadow in shadows.values() if shadow]).run()
    had = {party: base.ledger.net(party) for party in rules.parties}
    found = []
    for number, book in books.items():
        if book is None:
            found.append(WhatIf(scenario, number, None))
            continue
        shadow = shadows[number]
        ledger = base.ledger if shadow is not None and shadow.idle else beside(book, futures, base).ledger
        found.append(WhatIf(scenario, number, {party: ledger.net(party) - had[party] for party in rules.parties}))
    return found


def _rules(ready: Prepared, scenario: int, text: str) -> Rulebook | None:
    """The rulebook of a patched draft; None where it cannot be compiled. A worker reads a patch once for all scenarios."""
    kinds = clause_kinds()
    if text not in ready.patched:
        (variant,) = read_variants(text, "the patch")
        try:
            ready.patched[text] = apply(ready.draft, variant, kinds)
        except BadInput:
            ready.patched[text] = None
    draft = ready.patched[text]
    if draft is None:
        return None
    still = tuple(choice for choice in ready.spec.choices if draft.has(choice[0]))
    try:
        return compiled(draft, kinds, ready.scenarios[scenario], still, ready.spec, ready.rules[scenario][0])
    except BadInput:
        return None


def shared_out(patches: int, scenarios: int, workers: int) -> Iterator[tuple[int, list[int]]]:
    """(scenario, patches) jobs: so many that all workers have as much to do, so few that the base is seldom played twice."""
    pieces = max(1, -(-workers // max(scenarios, 1)))
    each = max(1, -(-patches // pieces))
    for scenario in range(scenarios):
        for first in range(0, patches, each):
            yield scenario, list(range(first, min(first + each, patches)))
