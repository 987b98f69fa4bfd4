"""Variants against the base: the verdict says what the interval says, on the futures that both sides have."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from wargame.analysis.figures.compare import compare
from wargame.analysis.figures.exposure import DIFFERENCES, difference
from wargame.analysis.figures.intervals import Sample
from wargame.simulation.run.results import RunResult


def samples(run: RunResult) -> dict[tuple[object, str], Sample]:
    """The losses of every cell and party."""
    return {(one.cell, party): Sample(one.losses[party]) for one in run.cells for party in run.parties}


def test_every_variant_party_and_measure_is_compared_with_its_own_scenario(run: RunResult) -> None:
    rows = list(compare(run, samples(run)))  # type: ignore[arg-type]
    assert len(rows) == 2 * 2 * 2 * len(DIFFERENCES)
    bases = {one.cell.scenario: one for one in run.cells if one.cell.variant == "base"}
    for one, party, found, verdict in rows:
        assert found == difference(one.losses[party], bases[one.cell.scenario].losses[party], found.name)
        if verdict == "less to lose":
            assert found.high is not None and found.high < 0
        elif verdict == "more to lose":
            assert found.low is not None and found.low > 0
        elif verdict == "none shown":
            assert found.low is not None and found.high is not None and found.low <= 0 <= found.high
        elif verdict == "no difference":
            assert (one.losses[party] == bases[one.cell.scenario].losses[party]).all()
    assert {verdict for *_, verdict in rows} >= {"less to lose", "more to lose", "no difference", "not estimable"}


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
        said = {(party, found.name): verdict for _, party, found, verdict in compare(pair, samples(pair))}  # type: ignore[arg-type]
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
    found = next(found for one, party, found, _ in compare(less, samples(less)) if one.cell == higher.cell and party == "client")  # type: ignore[arg-type]
    assert found == difference(higher.losses["client"][keep], base.losses["client"][keep])
