"""Which variant is better for whom: each against the current draft, on the futures that both have lived through."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from wargame.analysis.figures.amounts import Money, known
from wargame.analysis.figures.exposure import DIFFERENCES, Measure, difference
from wargame.analysis.figures.intervals import Sample
from wargame.analysis.figures.levels import Samples
from wargame.analysis.tables.exposure import CompareRow, Verdict
from wargame.contract.text.variant import BASE_NAME
from wargame.simulation.run.results import CellResult, RunResult


def compare_rows(run: RunResult, samples: Samples, money: Money) -> Iterator[CompareRow]:
    """For each variant cell, party and measure: the loss under the variant less the loss under the base, and what that says.

    `samples` holds the losses of each cell and party. The verdict is `no difference` where no future differs, `less to lose` or `more to lose` where
    the 95 % interval leaves out 0, `none shown` where it holds 0, `no interval` or `not estimable` where n is too small.
    """
    bases = {(one.cell.scenario, one.cell.reading): one for one in run.cells if one.cell.variant == BASE_NAME}
    for one in run.cells:
        base = bases.get((one.cell.scenario, one.cell.reading))
        if base is None or base is one:
            continue
        for party in run.parties:
            pair = (samples[one.cell, party], samples[base.cell, party]) if one.failed == base.failed else _common(run, one, base, party)
            same = np.array_equal(pair[0].x, pair[1].x)
            for name in DIFFERENCES:
                found = difference(*pair, name)
                yield CompareRow(
                    **one.cell._asdict(), party=party, measure=name, value=known(money, found.value), low=known(money, found.low),
                    high=known(money, found.high), note=found.note, verdict=verdict_of(found, same),
                )  # fmt: skip


def _common(run: RunResult, one: CellResult, base: CellResult, party: str) -> tuple[Sample, Sample]:
    """Both sides without the futures that failed on either."""
    sides = [dict(zip((k for k in range(run.futures) if k not in side.failed), side.losses[party].tolist(), strict=True)) for side in (one, base)]
    both = [k for k in sides[0] if k in sides[1]]
    return Sample([sides[0][k] for k in both]), Sample([sides[1][k] for k in both])


def verdict_of(found: Measure, same: bool) -> Verdict:
    """What a paired difference says; `same` where no future differs."""
    if found.value is None:
        return "not estimable"
    if same:
        return "no difference"
    if found.low is None or found.high is None:
        return "no interval"
    if found.low <= 0 <= found.high:
        return "none shown"
    return "less to lose" if found.value < 0 else "more to lose"
