"""Variants side by side: by how much each leaves a party more or less to lose, with intervals, and which is regretted least over the scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from wargame.analysis.figures.amounts import Money
from wargame.analysis.figures.compare import verdict_of
from wargame.analysis.figures.exposure import DIFFERENCES, Measure, difference
from wargame.analysis.figures.intervals import exact_sum
from wargame.analysis.tables.exposure import DifferenceName, RegretRow, Verdict
from wargame.contract.text.variant import BASE_NAME
from wargame.simulation.run.results import CellResult

Column = NDArray[np.int64]
Nets = Mapping[tuple[str, str], Mapping[str, Column]]


@dataclass(frozen=True)
class Paired:
    """How much larger a measure of a party's loss is under a variant than under the current draft, minor units: below 0 is better
    for that party, and what that says."""

    scenario: str
    variant: str
    party: str
    measure: Measure
    verdict: Verdict


def nets_of(cells: Iterable[CellResult]) -> Nets:
    """What each party nets in every future of some cells, up to the plan, which is the same for all variants of a scenario."""
    return {(one.cell.scenario, one.cell.variant): {party: -losses for party, losses in one.losses.items()} for one in cells}


def differences(nets: Nets, measures: Iterable[DifferenceName] = DIFFERENCES) -> list[Paired]:
    """Every variant, in every scenario, for every party and measure."""
    found = []
    for (scenario, variant), columns in nets.items():
        if variant == BASE_NAME:
            continue
        for party, net in columns.items():
            pair = (-net, -nets[scenario, BASE_NAME][party])
            same = bool(np.array_equal(*pair))
            found += [Paired(scenario, variant, party, one, verdict_of(one, same)) for one in (difference(*pair, name) for name in measures)]
    return found


def remainder(nets: Nets, parts: Iterable[str], whole: str) -> list[Paired]:
    """What all changes together do beyond the sum of what each does alone: their interaction, as a paired difference of mean losses."""
    parts = list(parts)
    found = []
    for scenario in dict.fromkeys(scenario for scenario, _ in nets):
        base = nets[scenario, BASE_NAME]
        for party, net in base.items():
            alone = sum((net - nets[scenario, part][party] for part in parts), np.zeros_like(net))
            column = net - nets[scenario, whole][party] - alone
            one = difference(column, np.zeros_like(column), "mean")
            found.append(Paired(scenario, "together beyond the sum", party, one, verdict_of(one, not column.any())))
    return found


def regrets(nets: Nets) -> dict[tuple[str, str, str], Fraction]:
    """(variant, party, scenario) to how much more a party loses on average under the variant than under the one best for it in that scenario."""
    means = {
        (variant, party, scenario): Fraction(-exact_sum(net), max(net.size, 1))
        for (scenario, variant), columns in nets.items()
        for party, net in columns.items()
    }
    best: dict[tuple[str, str], Fraction] = {}
    for (_, party, scenario), loss in means.items():
        best[party, scenario] = min(best.get((party, scenario), loss), loss)
    return {key: loss - best[key[1:]] for key, loss in means.items()}


def regret_rows(nets: Nets, money: Money) -> Iterator[RegretRow]:
    """The regret of each variant, the current draft among them, for each party in each scenario."""
    for (variant, party, scenario), amount in regrets(nets).items():
        yield RegretRow(variant=variant, party=party, scenario=scenario, value=money(amount))
