"""What drives a loss, as a summary tells it: parts that add up to the figures shown, cash that adds up to the net, tolerances with their interval."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.analysis.small_run import Small, small_run
from wargame.analysis.figures.drivers import attribution_rows, cash_rows
from wargame.analysis.figures.tolerances import tolerance_rows, wilson
from wargame.simulation.run.results import LeftOneOut, RunResult


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """A run with tolerances, whose books can be read again."""
    run, _ = small_run(tmp_path_factory.mktemp("drivers"), Small(futures=400, variants=False))
    return run


def plain(value: Any) -> float:
    """Minor units as they are."""
    return float(value)


def test_cash_by_month_adds_up_to_what_each_party_nets(told: RunResult) -> None:
    for one in told.cells:
        for party in told.parties:
            months = [row.inflow_mean for row in cash_rows(told, plain) if (row.scenario, row.party) == (one.cell.scenario, party)]
            assert len(months) == 13
            assert sum(months) == pytest.approx(one.plan[party] - one.losses[party].mean(), rel=1e-12)


def test_a_knock_out_is_the_loss_without_it_with_an_interval(told: RunResult) -> None:
    worth = {party: np.arange(400) * (1 if party == "client" else -1) for party in told.parties}
    told.left_one_out.append(LeftOneOut("calm", "clause", "8.2", ("8.3",), worth))
    rows = [row for row in attribution_rows(told, plain) if row.key == "8.2" and row.scenario == "calm"]
    told.left_one_out.clear()
    by_party = {row.party: row for row in rows}
    assert by_party["client"].leave_one_out == 199.5 and by_party["provider"].leave_one_out == -199.5
    assert by_party["client"].leave_one_out_low < 199.5 < by_party["client"].leave_one_out_high
    assert by_party["client"].note == "with 8.3, which read it"


def test_tolerances_count_the_lives_beyond_them(told: RunResult, tmp_path: Path) -> None:
    cell = told.cells[0]
    loss = int(np.sort(cell.losses["client"])[-40])
    assert list(tolerance_rows(told)) == []
    inputs = cell.scenario.inputs
    given = [{"party": "client", "loss": f"GBP {loss / 100:.2f}"}, {"party": "client", "outage": "8 hours", "service": "voice"}]
    economics = type(inputs.economics).model_validate({"tolerances": given}, context={"currencies": ("GBP",)})
    object.__setattr__(inputs, "economics", inputs.economics.model_copy(update={"tolerances": economics.tolerances}))
    rows = [row for row in tolerance_rows(told) if row.scenario == cell.cell.scenario]
    assert rows[0].probability == pytest.approx((cell.losses["client"] > loss).mean()) and 0.08 < rows[0].probability < 0.1
    hours = cell.longest["voice"] > 8 * 3600
    assert rows[1].probability == pytest.approx(hours.mean()) and 0.1 < hours.mean() < 0.99
    assert rows[0].low < rows[0].probability < rows[0].high


def test_the_score_interval() -> None:
    assert wilson(0, 0) == (None, None)
    low, high = wilson(0, 100)
    assert low == pytest.approx(0, abs=1e-12) and high == pytest.approx(0.0370, abs=1e-4)
    low, high = wilson(10, 100)
    assert (low, high) == (pytest.approx(0.0552, abs=1e-4), pytest.approx(0.1744, abs=1e-4))
