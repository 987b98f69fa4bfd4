"""The incentive gap: which effort an agreement rewards, and what each party loses by it, against the effort promised, on the same futures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from wargame.analysis.figures.compare import verdict_of
from wargame.analysis.figures.exposure import difference
from wargame.analysis.figures.intervals import exact_sum
from wargame.simulation.run.results import Effort, RunResult

Money = Callable[[Fraction | int], int | float]


def chosen(efforts: list[Effort], provider: str) -> Effort:
    """The effort that leaves the provider most on average; of those alike the first, which is the greater."""
    return max(efforts, key=lambda one: exact_sum(one.net[provider]))


def incentive_rows(run: RunResult, money: Money) -> Iterator[dict[str, Any]]:
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
                low, high = (None if value is None else money(value) for value in (found.low, found.high))
                yield {
                    "scenario": scenario, "variant": variant, "effort": one.effort.num / one.effort.den, "chosen": one is best, "party": party,
                    "value": None if found.value is None else money(found.value), "low": low, "high": high,
                    "verdict": verdict_of(found, one is efforts[0]), "futures": int(one.net[party].size),
                }  # fmt: skip
