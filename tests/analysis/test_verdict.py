"""Five lines, each true of the summary it is made from."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.analysis.small_run import Small, findings_of, small_run
from wargame.analysis.summary import summarise
from wargame.analysis.tables.summary import Summary
from wargame.analysis.verdict import about, hardest, verdict
from wargame.simulation.desk.coverage import Coverage
from wargame.simulation.run.results import RunResult


def test_five_lines_name_the_worst_scenario_the_clause_and_the_variant(summary: Summary) -> None:
    played, stake, clauses, silent, variants = verdict(summary)
    assert played == "300 futures of 2 scenarios, the current draft and 2 variants: 1,800 contract lives played."
    worst = max(row.value for row in summary.exposure if (row.variant, row.party, row.measure) == ("base", "client", "var95"))
    assert f"Harbour Bank loses {about(worst, 'GBP')} or more (Rough $5 and $9)" in stake
    moved = {row.clause: row.paid_mean for row in summary.clauses if row.scenario == "rough" and row.variant == "base" and row.clause != "5.1"}
    assert max(moved, key=lambda clause: moved[clause]) in clauses
    assert "never answered" in silent and "a component is down" in silent
    assert "“higher cap” helps Harbour Bank most" in variants and "no variant leaves Meridian Services less to lose" in variants
    assert hardest(summary, "client") == "rough"


def test_without_variants_the_last_line_counts_early_exits(tmp_path: Path) -> None:
    lines = verdict(summarise(small_run(tmp_path, Small(futures=20, variants=False))[0]))
    assert lines[0].startswith("20 futures of 2 scenarios, the current draft: 40")
    assert "not estimable (n = 20)" in lines[1]
    assert lines[4] == "No life ended early."


def test_one_scenario_has_no_worst_and_dormant_clauses_are_named(larger: RunResult) -> None:
    _, stake, clauses, silent, _ = verdict(summarise(larger, findings_of(larger)))
    assert "in one life in 20 Meridian Services loses GBP " in stake and "worst" not in stake
    assert "hardest" not in clauses and "12.2 Liability as a whole moves or keeps back none in any future" in clauses
    assert "12.1 Limit" not in clauses and "every clause" not in clauses and "15.2" not in clauses
    assert "never answered by a clause with terms" in silent


def test_a_right_that_is_never_used_is_named(larger: RunResult) -> None:
    summary = summarise(replace(larger, cells=[replace(one, exits=0, ends=Counter()) for one in larger.cells]))
    assert "15.2 Chronic failure ends no agreement in any future" in verdict(summary)[2]


def test_every_clause_is_said_to_work_only_where_each_does(summary: Summary) -> None:
    assert verdict(summary)[2].endswith("; every clause that can move money does so in some future.")
    unmeasured = replace(summary, findings=(replace(summary.findings[0], check="unmeasured"),))
    assert "every clause" not in verdict(unmeasured)[2]


@pytest.mark.parametrize(
    ("losses", "words"),
    [
        ([-10_000_000] * 99 + [5], "In 19 lives of 20 Harbour Bank gains at least GBP 100,000 (Calm)"),
        ([0] * 99 + [5], "In 19 lives of 20 Harbour Bank loses nothing beyond the plan (Calm)"),
        ([3_260_000] * 100, "In every life Harbour Bank loses GBP 32,600 (Calm)"),
        ([-3_260_000] * 100, "In every life Harbour Bank gains GBP 32,600 (Calm)"),
        ([0] * 100, "In every life Harbour Bank loses nothing beyond the plan (Calm)"),
        ([0] * 90 + [7_000_000] * 10, "In one life in 20 Harbour Bank loses GBP 70,000 or more (Calm)"),
    ],
)
def test_a_gain_is_no_negative_loss_and_a_certainty_is_no_chance(larger: RunResult, losses: list[int], words: str) -> None:
    cells = [replace(one, losses={**one.losses, "client": np.array(losses, np.int64)}) for one in larger.cells]
    assert verdict(summarise(replace(larger, cells=cells)))[1].startswith(words)


def test_where_nothing_happened_no_question_is_called_answered(larger: RunResult) -> None:
    calm = [replace(one, coverage=Coverage()) for one in larger.cells]
    assert verdict(summarise(replace(larger, cells=calm)))[3].startswith("No event happened")
    asked = Coverage(rows=Counter(outage=3))
    assert (
        verdict(summarise(replace(larger, cells=[replace(one, coverage=asked) for one in larger.cells])))[3] == "No event left a question unanswered."
    )


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "GBP 0"), (1234, "GBP 1,230"), (45_678.9, "GBP 45,700"), (-1_234_567, "GBP −1.23 million"), (12_345_678, "GBP 12.3 million"),
        (7.2e9, "GBP 7.20 billion"), (999_999, "GBP 1.00 million"), (999.6, "GBP 1,000"), (0.4, "GBP 0"),
    ],
)  # fmt: skip
def test_amounts_are_said_in_three_figures(amount: float, text: str) -> None:
    assert about(amount, "GBP") == text


def test_a_long_list_of_idle_clauses_is_cut_and_counted(larger: RunResult) -> None:
    summary = summarise(larger, [])
    row = next(one for one in summary.clauses if one.clause == "12.2")
    idle = tuple(replace(row, clause=f"20.{i}", title="Idle") for i in range(300))
    line = verdict(replace(summary, clauses=(*summary.clauses, *idle)))[2]
    assert "12.2 Liability as a whole, 20.0 Idle" in line and "and 295 more clauses move or keep back none" in line and len(line) < 400, line
