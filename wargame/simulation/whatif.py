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
from wargame.world.futures import draw_futures

MOST = 1024  # futures a scenario: enough to tell what matters, and a whole register costs seconds


@dataclass
class WhatIf:
    """What one patch does in one scenario: by party, one paired difference a future in minor units; None where the patch cannot be played there."""

    scenario: int
    patch: int
    differences: dict[str, Any] | None


def what_ifs(team: Crew, texts: list[str], count: int) -> Iterator[WhatIf]:
    """What each patch (a variants text) does on the first `count` futures of every scenario."""
    shares = shared_out(len(texts), len(team.ready.scenarios), team.workers)
    jobs = [(scenario, tuple((number, texts[number]) for number in numbers), count) for scenario, numbers in shares]
    for found in team.each(play_what_ifs, jobs):
        yield from found


def play_what_ifs(ready: Prepared, job: tuple[int, tuple[tuple[int, str], ...], int]) -> list[WhatIf]:
    """Play (number, variants text) patches on the first futures, so many, of a scenario, beside the base: a job is (scenario, patches, futures)."""
    scenario, patches, count = job
    rules = ready.rules[scenario][0]
    futures = draw_futures(ready.scenarios[scenario], rules.calendar, rules.term_months, ready.spec.seed, 0, count)
    base = Cohort(rules, futures, keep=ready.scenarios[scenario].step == "day").run()
    had = {party: base.ledger.net(party) for party in rules.parties}
    found = []
    for number, text in patches:
        try:
            patched = _rules(ready, scenario, text)
        except BadInput:
            found.append(WhatIf(scenario, number, None))
            continue
        ledger = beside(patched, futures, base).ledger
        found.append(WhatIf(scenario, number, {party: ledger.net(party) - had[party] for party in rules.parties}))
    return found


def _rules(ready: Prepared, scenario: int, text: str) -> Rulebook:
    kinds = clause_kinds()
    (variant,) = read_variants(text, "the patch")
    draft = apply(ready.draft, variant, kinds)
    still = tuple(choice for choice in ready.spec.choices if choice[0] in draft.numbers)
    return compiled(draft, kinds, ready.scenarios[scenario], still, ready.spec)


def shared_out(patches: int, scenarios: int, workers: int) -> Iterator[tuple[int, list[int]]]:
    """(scenario, patches) jobs: so many that all workers have as much to do, so few that the base is seldom played twice."""
    pieces = max(1, -(-workers // max(scenarios, 1)))
    each = max(1, -(-patches // pieces))
    for scenario in range(scenarios):
        for first in range(0, patches, each):
            yield scenario, list(range(first, min(first + each, patches)))
