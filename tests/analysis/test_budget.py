"""A budget leaves what it does not reach, says so, and changes nothing of what it reaches: neither the order nor the number of workers does."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.many_provisions import write
from wargame.analysis.findings.check import look_over
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.findings.left_over import left_over
from wargame.analysis.findings.pricing import LEFT, price, unpriced
from wargame.analysis.verdict import verdict
from wargame.analysis.words.patches import amend, patch_text
from wargame.core.finding import Finding
from wargame.simulation.counterfactuals import leave_one_out as knockouts
from wargame.simulation.counterfactuals import what_if as whatif
from wargame.simulation.counterfactuals.leave_one_out import leave_one_out, not_left_out
from wargame.simulation.counterfactuals.what_if import what_ifs
from wargame.simulation.run import budget, prepare
from wargame.simulation.run.cells import lay_out, run_cells
from wargame.simulation.run.prepare import Prepared, RunSpec
from wargame.simulation.run.worker_pool import worker_pool

FUTURES = 40


def ready_of(tmp_path: Path, *, price_all: bool = False, scenarios: int = 1) -> Prepared:
    """Eight levels with their credits, some words open."""
    draft, scenario = write(tmp_path, 8)
    more = [scenario, *(tmp_path / f"year-{i}.yaml" for i in range(1, scenarios))]
    for path in more[1:]:
        path.write_text(scenario.read_text().replace("outages: 1 per month", "outages: 3 per month"))
    return prepare.prepare(RunSpec(str(draft), tuple(map(str, more)), futures=FUTURES, readings="all", price_all=price_all))


def priced(ready: Prepared, workers: int = 1) -> list[Finding]:
    """The findings of the words with what their patches come to."""
    evidence = Evidence(ready.rules[0][0])
    with worker_pool(ready, workers) as team:
        cells = run_cells(ready, lay_out(ready, team), team, lambda *_: None, lambda _: None)
        return price(look_over(evidence), Evidence(ready.rules[0][0], tuple(cells)), partial(what_ifs, team), FUTURES)


def told(findings: list[Finding]) -> list[tuple[object, ...]]:
    """All that may differ between two registers."""
    return [(one.id, one.severity, one.money, one.fan, one.witness, one.frequency) for one in findings]


def test_a_budget_serves_the_most_severe_first_and_says_what_it_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = priced(ready_of(tmp_path))
    assert unpriced(whole) == 0
    ready = ready_of(tmp_path)
    monkeypatch.setattr(whatif, "PRICED", 4 * budget.cost(ready))
    few = priced(ready)
    left = [i for i, one in enumerate(few) if any(stake.reason == LEFT for stake in one.money.values())]
    assert 0 < len(left) == unpriced(few) < len(few) and LEFT.endswith(f"`{budget.ALL}` prices every finding")
    for one, full in zip(few, whole, strict=True):
        if any(stake.reason == LEFT for stake in one.money.values()):
            assert all(stake.mean is None for stake in one.money.values()) and not one.fan and one.witness is None
        else:
            assert told([one]) == told([full])
    # Whatever differs in some life and is served stands before all that differs and is left.
    moved = [i for i, one in enumerate(whole) if any(stake.mean for stake in one.money.values())]
    served = [i for i in moved if i not in left]
    assert served and max(served) < min(i for i in moved if i in left)


def test_a_patch_that_changes_nothing_is_priced_beyond_the_budget_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whatif, "PRICED", 0)
    idle, stirring = amend("8.3", overlapping_outages="united"), amend("5.1", bands=[{"price": "GBP 5.20"}])
    with worker_pool(ready_of(tmp_path), 1) as team:
        first, second = what_ifs(team, [patch_text(idle), patch_text(stirring)], FUTURES)
    assert first.differences is not None and not first.left and not any(column.any() for column in first.differences.values())
    assert second.differences is None and second.left


@pytest.mark.parametrize("scenarios", [1, 2])
def test_the_number_of_workers_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scenarios: int) -> None:
    ready = ready_of(tmp_path, scenarios=scenarios)
    monkeypatch.setattr(whatif, "PRICED", 4 * budget.cost(ready))
    one, two = (priced(ready, workers) for workers in (1, 2))
    assert told(one) == told(two) and 0 < unpriced(one) < len(one)


def test_price_all_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whatif, "PRICED", 1)
    monkeypatch.setattr(prepare, "READ", 1)
    ready = ready_of(tmp_path, price_all=True)
    assert ready.tried == ready.open != () and unpriced(priced(ready)) == 0


def test_constructions_are_tried_in_the_order_of_clauses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = ready_of(tmp_path)
    assert ready.tried == ready.open
    monkeypatch.setattr(prepare, "READ", 3 * budget.PLAYS_OF_A_READING * budget.cost(ready))
    few = ready_of(tmp_path)
    assert few.tried == few.open[: len(few.tried)] and len(few.singles) <= 3 < len(ready.singles)


def test_knock_outs_go_to_the_clauses_through_which_most_money_went(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = ready_of(tmp_path)
    with worker_pool(ready, 1) as team:
        base = run_cells(ready, lay_out(ready, team), team, lambda *_: None, lambda _: None)
        every = {one.key for one in leave_one_out(ready, team, base)}
        assert not_left_out(ready, base) == 0 and left_over(ready, [], base) == {}
        monkeypatch.setattr(knockouts, "WITHOUT", 3 * budget.cost(ready))
        few = {one.key for one in leave_one_out(ready, team, base)}
        assert len(few) == 3 and few < every and not_left_out(ready, base) == len(every) - 3
        assert left_over(ready, [], base) == {"left": {"findings": 0, "constructions": 0, "knock_outs": len(every) - 3}}


def test_the_verdict_says_what_was_left_in_one_sentence() -> None:
    from wargame.analysis.tables.facts import LeftRow, ProvenanceRow
    from wargame.analysis.verdict import _left

    assert _left(ProvenanceRow(seed=1)) == []
    (line,) = _left(ProvenanceRow(seed=1, left=LeftRow(findings=1, constructions=1_544, knock_outs=0)))
    said = "1 finding not priced and 1,544 open constructions played as usual practice only (the adverse figures are then no worst case)"
    assert line == f"The size of this agreement left {said}; `--price-all` plays them all."
    assert verdict.__doc__ and "left" in verdict.__doc__


def test_the_samples_are_far_inside_every_budget() -> None:
    ready = prepare.prepare(RunSpec("contracts/customer-care.md", ("scenarios/perfect-storm.yaml",), futures=8, readings="all"))
    patches = sum(1 for one in look_over(Evidence(ready.rules[0][0])) if one.patch)
    assert ready.tried == ready.open
    assert 3 * len(ready.singles) * budget.PLAYS_OF_A_READING * budget.cost(ready) <= budget.READ
    assert 2 * patches * budget.cost(ready) <= budget.PRICED
