"""What a change of words does to both parties: a patched draft on the same futures as the draft as it stands, future by future.

A difference is what a party has at the end under the patch less what it has as drafted: above 0 is what the words as drafted cost it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from wargame.contract.rulebook import Rulebook, compile_rules
from wargame.contract.variant import apply, read_variants
from wargame.core.problem import BadInput
from wargame.simulation.cohort import Cohort
from wargame.world.futures import draw_futures

MOST = 2048  # futures a scenario: enough to tell what matters, and a whole register costs seconds


@dataclass
class WhatIf:
    """What one patch does in one scenario: by party, one paired difference a future in minor units; None where the patch cannot be played there."""

    scenario: int
    patch: int
    differences: dict[str, Any] | None


def play_what_ifs(ready: Any, scenario: int, patches: tuple[tuple[int, str], ...], count: int) -> list[WhatIf]:
    """Play (number, variants text) patches on the first `count` futures of a scenario, beside the base."""
    rules: Rulebook = ready.rules[scenario][0]
    futures = draw_futures(ready.scenarios[scenario], rules.calendar, rules.term_months, ready.spec.seed, 0, count)
    daily = ready.scenarios[scenario].step == "day"
    base = Cohort(rules, futures, keep=daily).run()
    had = {party: base.ledger.net(party) for party in rules.parties}
    return [WhatIf(scenario, number, _differences(ready, scenario, text, futures, base, had)) for number, text in patches]


def _differences(ready: Any, scenario: int, text: str, futures: Any, base: Any, had: dict[str, Any]) -> dict[str, Any] | None:
    try:
        rules = _rules(ready, scenario, text)
    except BadInput:
        return None
    if base.physical is None:
        outcome = Cohort(rules, futures).run()
        return {party: outcome.ledger.net(party) - had[party] for party in rules.parties}
    outcome = Cohort(rules, futures, reuse=base.physical).run()
    nets = {party: outcome.ledger.net(party) for party in rules.parties}
    again = np.flatnonzero(outcome.differs)
    if again.size:  # lanes whose incidents or exit come out differently are played again from day 0
        replayed = Cohort(rules, futures.take(again)).run()
        for party, net in nets.items():
            net[again] = replayed.ledger.net(party)
    return {party: net - had[party] for party, net in nets.items()}


def _rules(ready: Any, scenario: int, text: str) -> Rulebook:
    from wargame.simulation.prepare import clause_kinds

    kinds = clause_kinds()
    (variant,) = read_variants(text, "the patch")
    world = ready.scenarios[scenario]
    components = {name: world.components_of(name) for name in world.inputs.services}
    choices = {(number, name): option for number, name, option in ready.spec.choices}
    draft = apply(ready.draft, variant, kinds)
    still = {key: option for key, option in choices.items() if key[0] in draft.numbers}
    return compile_rules(draft, kinds, components=components, provides=world.provides, choices=still)


def shared_out(patches: int, scenarios: int, workers: int) -> Iterator[tuple[int, list[int]]]:
    """(scenario, patches) jobs: so many that all workers have as much to do, so few that the base is seldom played twice."""
    pieces = max(1, -(-workers // max(scenarios, 1)))
    each = max(1, -(-patches // pieces))
    for scenario in range(scenarios):
        for first in range(0, patches, each):
            yield scenario, list(range(first, min(first + each, patches)))
