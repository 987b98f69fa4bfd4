"""Variants against the base: the verdict says what the interval says, on the futures that both sides have."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from wargame.analysis.figures.compare import compare_rows
from wargame.analysis.figures.exposure import DIFFERENCES, Measure, difference
from wargame.analysis.figures.levels import Samples
from wargame.analysis.tables.exposure import CompareRow
from wargame.simulation.run.results import Cell, RunResult


def exact(minor: Any) -> Any:
    """Minor units as they are."""
    return minor


def compared(run: RunResult) -> list[CompareRow]:
    """The rows of a run, in exact minor units."""
    return list(compare_rows(run, Samples(run), exact))


def told(row: CompareRow) -> Measure:
    """The measure that a row tells."""
    return Measure(row.measure, *(row.value, row.low, row.high), note=row.note)  # type: ignore[arg-type]  # exact: fractions


def test_every_variant_party_and_measure_is_compared_with_its_own_scenario(run: RunResult) -> None:
    rows = compared(run)
    assert len(rows) == 2 * 2 * 2 * len(DIFFERENCES)
    losses = {one.cell: one.losses for one in run.cells}
    for row in rows:
        mine, base = losses[Cell(row.scenario, row.variant, "base")][row.party], losses[Cell(row.scenario, "base", "base")][row.party]
        assert told(row) == difference(mine, base, row.measure)
        if row.verdict == "less to lose":
            assert row.high is not None and row.high < 0
        elif row.verdict == "more to lose":
            assert row.low is not None and row.low > 0
        elif row.verdict == "none shown":
            assert row.low is not None and row.high is not None and row.low <= 0 <= row.high
        elif row.verdict == "no difference":
            assert (mine == base).all()
    assert {row.verdict for row in rows} >= {"less to lose", "more to lose", "no difference", "not estimable"}


def test_no_difference_is_said_only_where_no_future_differs(run: RunResult) -> None:
    base = next(one for one in run.cells if one.cell == ("calm", "base", "base"))
    other = next(one for one in run.cells if one.cell == ("calm", "same words", "base"))
    wobble = np.where(np.arange(300) % 2, 100, -100)
    for change, expected in (
        (0 * wobble, "no difference"),
        (wobble, "none shown"),
        (wobble + 10_000, "more to lose"),
        (wobble - 10_000, "less to lose"),
    ):
        changed = replace(other, losses={party: column + change for party, column in base.losses.items()})
        pair = replace(run, cells=[base, changed])
        said = {(row.party, row.measure): row.verdict for row in compared(pair)}
        assert said["client", "mean"] == expected
        assert said["client", "worst"] == ("no difference" if expected == "no difference" else "no interval")


def test_a_future_that_failed_on_one_side_is_left_out_on_both(run: RunResult) -> None:
    cells = []
    for one in run.cells:
        gone = (3, 299) if one.cell.variant == "higher cap" else (7,) if one.cell.variant == "base" else ()
        cells.append(replace(one, failed=gone, losses={party: np.delete(column, gone) for party, column in one.losses.items()}))
    less = replace(run, cells=cells)
    keep = [k for k in range(300) if k not in (3, 7, 299)]
    higher = next(one for one in run.cells if one.cell.variant == "higher cap")
    base = next(one for one in run.cells if one.cell.variant == "base" and one.cell.scenario == higher.cell.scenario)
    wanted = (higher.cell.scenario, "higher cap", "client", "mean")
    (row,) = (row for row in compared(less) if (row.scenario, row.variant, row.party, row.measure) == wanted)
    assert told(row) == difference(higher.losses["client"][keep], base.losses["client"][keep])
