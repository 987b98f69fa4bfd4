"""Five lines, each true of the summary it is made from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.analysis.small_run import small_run
from wargame.analysis.summary import summarise
from wargame.analysis.verdict import about, hardest, verdict


def test_five_lines_name_the_worst_scenario_the_clause_and_the_wording(summary: dict[str, Any]) -> None:
    played, stake, clauses, silent, wordings = verdict(summary)
    assert played == "300 futures of 2 scenarios, the draft and 2 other wordings: 1,800 contract lives played."
    worst = max(row["value"] for row in summary["exposure"] if (row["variant"], row["party"], row["measure"]) == ("base", "client", "var95"))
    assert f"Harbour Bank loses {about(worst, 'GBP')} or more (Rough $5 and $9)" in stake
    moved = {
        row["clause"]: row["paid_mean"]
        for row in summary["clauses"]
        if row["scenario"] == "rough" and row["variant"] == "base" and row["clause"] != "5.1"
    }
    assert max(moved, key=lambda clause: moved[clause]) in clauses
    assert "never answered" in silent and "a component is down" in silent
    assert "“higher cap” helps Harbour Bank most" in wordings and "no other wording leaves Meridian Services less to lose" in wordings
    assert hardest(summary, "client") == "rough"


def test_without_other_wordings_the_last_line_counts_early_exits(tmp_path: Path) -> None:
    lines = verdict(summarise(small_run(tmp_path, futures=20, variants=False)[0]))
    assert lines[0].startswith("20 futures of 2 scenarios, the draft as it stands: 40")
    assert "not estimable (n = 20)" in lines[1]
    assert lines[4] == "No life ended early."


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "GBP 0"), (1234, "GBP 1,230"), (45_678.9, "GBP 45,700"), (-1_234_567, "GBP −1.23 million"), (12_345_678, "GBP 12.3 million"),
        (7.2e9, "GBP 7.20 billion"), (999_999, "GBP 1.00 million"), (999.6, "GBP 1,000"), (0.4, "GBP 0"),
    ],
)  # fmt: skip
def test_amounts_are_said_in_three_figures(amount: float, text: str) -> None:
    assert about(amount, "GBP") == text
