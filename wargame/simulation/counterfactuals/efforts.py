"""What effort the draft rewards: the same futures with a provider that does all it has promised, half of it, and none.

Effort is overtime when work piles up, quick repairs, and people standing by; it costs, and what it saves the provider are credits, damages, chronic
failure and the client's leaving, all as the words have them. The provider makes the effort that leaves it most, on average, over the futures played:
a best response to the words, decided once for the deal, not from day to day. What the client loses by that, against the effort promised, is the
incentive gap.
"""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core.quantities import Rate
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.run.prepare import Prepared
from wargame.simulation.run.results import Effort
from wargame.simulation.run.worker_pool import WorkerPool
from wargame.world.sampled.futures import draw_futures
from wargame.world.scenario.file import Scenario

EFFORTS = (Rate(1, 1), Rate(1, 2), Rate(0, 1))  # of what is promised, the whole first: of efforts that pay alike a party makes the greater
MOST = 1024  # futures of each scenario and variant


def play_efforts(team: WorkerPool) -> Iterator[Effort]:
    """Every effort in every scenario that asks for it, under every variant, in their order."""
    ready = team.ready
    asking = [i for i, scenario in enumerate(ready.scenarios) if asks(scenario)]
    for found in team.each(_play, [(i, j) for i in asking for j in range(len(ready.variants))]):
        yield from found


def asks(scenario: Scenario) -> bool:
    """Whether a scenario lets the provider's decisions follow money."""
    effort = scenario.inputs.behaviour.effort
    return effort is not None and effort.strategic == "yes"


def _play(ready: Prepared, job: tuple[int, int]) -> list[Effort]:
    i, j = job
    rules, scenario = ready.rules[i][j], ready.scenarios[i]
    n = min(ready.spec.futures, MOST)
    found = []
    for effort in EFFORTS:
        futures = draw_futures(scenario.at_effort(effort), rules.calendar, rules.term_months, ready.spec.seed, 0, n)
        ledger = CohortDriver(rules, futures).run().ledger
        found.append(Effort(scenario.key, ready.variants[j].name, effort, {party: ledger.net(party) for party in rules.parties}))
    return found
