"""The waterfall adds up, to the last minor unit, to the mean loss that the exposure table shows."""

from __future__ import annotations

import itertools
from dataclasses import replace

from wargame.analysis.figures.clause_totals import by_clause
from wargame.analysis.figures.waterfall import bars, waterfall
from wargame.analysis.tables.summary import Summary
from wargame.core.money import mean
from wargame.simulation.run.results import RunResult


def test_the_steps_add_up_to_the_mean_loss(run: RunResult) -> None:
    for one in run.cells:
        steps = waterfall(one)
        stays = [step.amount for step in steps if step.step == "stays"]
        assert stays == [mean(sum(one.losses["client"].tolist()), one.n)]
        assert sum(step.amount for step in steps if step.step in ("suffered", "planned", "moved")) == stays[0]


def test_what_is_moved_and_kept_is_what_the_books_say(run: RunResult) -> None:
    one = run.cells[0]
    steps = {(step.step, step.label, step.clause): step.amount for step in waterfall(one)}
    credits = sum(total.sum for account, total in one.paid.items() if account.head == "service credits")
    assert credits > 0
    assert steps["moved", "service credits", "8.2"] == -mean(credits, one.n)
    capped = sum(total.sum for (_, why), total in one.withheld.items() if why.words == "above the liability cap of 12.1")
    assert capped > 0
    assert steps["withheld", "above the liability cap of 12.1", "9.1"] == mean(capped, one.n)
    redress = sum(total.sum for account, total in one.paid.items() if account.head == "customer redress")
    assert steps["suffered", "customer redress", ""] == mean(redress, one.n)


def test_a_cap_shows_what_it_kept_from_the_claims_of_others(run: RunResult) -> None:
    rows = {row.clause: row for row in by_clause(run.cells[0])}
    assert list(rows) == ["5.1", "8.1", "8.2", "9.1", "12.1"]
    assert rows["5.1"].fired == run.cells[0].n
    assert rows["8.1"].fired is None
    assert rows["12.1"].withheld_mean == rows["9.1"].withheld_mean > 0
    assert rows["12.1"].note and not rows["9.1"].note


def test_each_of_two_caps_shows_what_it_kept_itself(larger: RunResult) -> None:
    one = larger.cells[0]
    rows = {row.clause: row for row in by_clause(one)}
    kept = sum(total.sum for (_, why), total in one.withheld.items() if why.words == "above the liability cap of 12.1")
    assert rows["12.1"].withheld_mean == mean(kept, one.n) > 0 and rows["12.1"].fired
    assert (rows["12.2"].withheld_mean, rows["12.2"].fired, rows["12.2"].note) == (0, 0, "")
    # A cap that no claim ever met is dormant all the same.
    assert {row.clause: row.fired for row in by_clause(replace(one, withheld={}))}["12.1"] == 0


def test_a_right_to_leave_counts_the_agreements_that_ended(larger: RunResult, run: RunResult) -> None:
    rows = {row.clause: row for row in by_clause(larger.cells[0])}
    assert 0 < larger.cells[0].exits == rows["15.2"].ends
    assert rows["15.2"].fired is None and not rows["15.2"].note
    assert {row.ends for row in by_clause(run.cells[0])} == {None}


def test_a_mean_is_rounded_half_up_once() -> None:
    assert [mean(total, 2) for total in (1, 3, -1, -3, 4)] == [1, 2, 0, -1, 2]
    assert mean(5, 0) == 0


def test_bars_stand_on_each_other_and_come_down_to_what_stays(summary: Summary) -> None:
    rows = [row for row in summary.waterfall if row.scenario == "rough" and row.variant == "base"]
    drawn = bars(rows)
    steps = [bar for bar in drawn if bar.step in ("suffered", "planned", "moved")]
    assert steps[0].start == 0
    for before, after in itertools.pairwise(steps):
        assert before.end == after.start
    stays = next(bar for bar in drawn if bar.step == "stays")
    assert abs(steps[-1].end - stays.end) < 0.01 and stays.start == 0
