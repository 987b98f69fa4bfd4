"""What a change of words does to both parties: a patched draft on the same futures as the draft as it stands, future by future.

A difference is what a party has at the end under the patch less what it has as drafted: above 0 is what the words as drafted cost it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from wargame.contract.rules.kinds import clause_kinds
from wargame.contract.rules.rulebook import Rulebook
from wargame.contract.text.variant import apply, read_variants
from wargame.core.problem import BadInput
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.cohort.parallel import ParallelBook, parallel_book
from wargame.simulation.run.budget import PRICED, plays
from wargame.simulation.run.cells import replay_on_base_world
from wargame.simulation.run.prepare import Prepared, compiled
from wargame.simulation.run.results import Columns
from wargame.simulation.run.worker_pool import WorkerPool

MOST = 1024  # futures a scenario: enough to tell what matters, and a whole register costs seconds


@dataclass
class WhatIf:
    """What one patch does in one scenario: by party, one paired difference a future in minor units; None where the patch cannot be played there, or
    where it is `left`: it would have to be played, and the budget does not reach it."""

    scenario: int
    patch: int
    differences: dict[str, Columns] | None
    left: bool = False


class WhatIfJob(NamedTuple):
    """Patches, each with its number, that meet the first futures of a scenario; those that change something there are played, or only named."""

    scenario: int
    patches: tuple[tuple[int, str], ...]
    futures: int
    play: bool = True


def what_ifs(team: WorkerPool, texts: list[str], count: int) -> list[WhatIf]:
    """What each patch (a variants text) does on the first `count` futures, MOST at most, of every scenario; by scenario, then as the texts are.

    A patch that says the same as the current draft in all of them costs little: it is compared (`simulation.cohort.parallel`). All others are plays,
    which have a budget: it serves the patches in the order of the texts, each in all scenarios that it changes, or in none.
    """
    count, ready = min(count, MOST), team.ready
    room = plays(ready, PRICED)
    every = list(range(len(texts)))
    if room is None or len(texts) <= room:
        found = _met(team, texts, dict.fromkeys(range(len(ready.scenarios)), every), count, play=True)
        return sorted(found, key=lambda one: (one.scenario, one.patch))
    compared = _met(team, texts, dict.fromkeys(range(len(ready.scenarios)), every), count, play=False)
    stirs: dict[int, list[int]] = {}
    for one in compared:
        if one.left:
            stirs.setdefault(one.patch, []).append(one.scenario)
    left = room * len(ready.scenarios)
    wanted: dict[int, list[int]] = {}
    for patch in sorted(stirs):
        left -= len(stirs[patch])
        if left < 0:
            break
        for scenario in stirs.pop(patch):
            wanted.setdefault(scenario, []).append(patch)
    done = {(one.scenario, one.patch): one for one in _met(team, texts, wanted, count, play=True)}
    return sorted((done.get((one.scenario, one.patch), one) for one in compared), key=lambda one: (one.scenario, one.patch))


def _met(team: WorkerPool, texts: list[str], wanted: dict[int, list[int]], count: int, play: bool) -> list[WhatIf]:
    """These patches in these scenarios, shared out among the workers."""
    shares = ((i, part) for i, patches in wanted.items() for part in pieces(patches, len(wanted), team.workers))
    jobs = [WhatIfJob(scenario, tuple((number, texts[number]) for number in numbers), count, play) for scenario, numbers in shares]
    return [one for found in team.each(play_what_ifs, jobs) for one in found]


def play_what_ifs(ready: Prepared, job: WhatIfJob) -> list[WhatIf]:
    """Compare, and play where something differs, the patches of a job beside the base."""
    scenario = job.scenario
    rules = ready.rules[scenario][0]
    futures = ready.draw(scenario, 0, job.futures)
    keep = ready.scenarios[scenario].step == "day"
    shadows: dict[int, ParallelBook | None] = {}
    impossible = set()
    for number, text in job.patches:
        book = _rules(ready, scenario, text)
        if book is None:
            impossible.add(number)
        else:
            shadows[number] = parallel_book(rules, book)
    base = CohortDriver(rules, futures, keep=keep and job.play, shadows=[shadow for shadow in shadows.values() if shadow]).run()
    had = {party: base.ledger.net(party) for party in rules.parties}
    found = []
    for number, text in job.patches:
        if number in impossible:
            found.append(WhatIf(scenario, number, None))
            continue
        shadow = shadows[number]
        idle = shadow is not None and shadow.idle
        if not idle and not job.play:
            found.append(WhatIf(scenario, number, None, left=True))
            continue
        book = None if idle else _rules(ready, scenario, text)  # compiled once more: hundreds of rulebooks are not held at once
        ledger = base.ledger if book is None else replay_on_base_world(book, futures, base).ledger
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


def pieces(patches: list[int], scenarios: int, workers: int) -> Iterator[list[int]]:
    """The patches of one of so many scenarios in pieces: so many that all workers have as much to do, so few that the base is seldom played twice."""
    each = max(1, -(-len(patches) // max(1, -(-workers // max(scenarios, 1)))))
    return (patches[first : first + each] for first in range(0, len(patches), each))
