"""The incentive gap: which effort an agreement rewards, and what each party loses by it, against the effort promised, on the same futures."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.analysis.figures.amounts import Money, known
from wargame.analysis.figures.compare import verdict_of
from wargame.analysis.figures.exposure import difference
from wargame.analysis.figures.intervals import exact_sum
from wargame.analysis.tables.exposure import IncentiveRow
from wargame.simulation.run.results import Effort, RunResult


def chosen(efforts: list[Effort], provider: str) -> Effort:
    """The effort that leaves the provider most on average; of those alike the first, which is the greater."""
    return max(efforts, key=lambda one: exact_sum(one.net[provider]))


def incentive_rows(run: RunResult, money: Money) -> Iterator[IncentiveRow]:
    """For each scenario, variant, effort and party: how much more it has to lose than with the effort promised (mean, with its interval), and whether
    the provider would choose that effort."""
    groups: dict[tuple[str, str], list[Effort]] = {}
    for one in run.efforts:
        groups.setdefault((one.scenario, one.variant), []).append(one)
    for (scenario, variant), efforts in groups.items():
        best = chosen(efforts, run.parties[1])
        for one in efforts:
            for party in run.parties[:2]:
                found = difference(-one.net[party], -efforts[0].net[party], "mean")
                yield IncentiveRow(
                    scenario=scenario, variant=variant, effort=one.effort.num / one.effort.den, chosen=one is best, party=party,
                    value=known(money, found.value), low=known(money, found.low), high=known(money, found.high),
                    verdict=verdict_of(found, one is efforts[0]), futures=int(one.net[party].size),
                )  # fmt: skip
