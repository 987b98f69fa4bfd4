"""How a finding's labels and sentences read: which are clauses, and what is said of how often it comes up."""

from __future__ import annotations

import pytest

from tests.report.full_summary import finding_row
from wargame.analysis.tables.findings import WitnessRow
from wargame.analysis.tables.summary import Summary
from wargame.report.files.issues import issue
from wargame.report.page.context import ReportContext
from wargame.simulation.run.results import RunResult


@pytest.fixture
def context(whole: tuple[RunResult, Summary]) -> ReportContext:
    run, summary = whole
    return ReportContext(summary, run)


@pytest.mark.parametrize(("number", "tag"), [("5.6", "clause 5.6 Title"), ("Schedule 1", "Schedule 1 Title")])
def test_only_what_has_a_number_is_called_a_clause(context: ReportContext, number: str, tag: str) -> None:
    assert issue(context, finding_row(clause=number, title="Title")).tag == f"Low · dormant · {tag}"


def test_what_never_comes_up_is_not_said_to_come_up_seldom(context: ReportContext) -> None:
    witness = WitnessRow(scenario=context.scenarios[0].scenario, future=7)
    assert issue(context, finding_row(frequency=0.0, witness=witness)).said == "Moved no money."
    assert "in fewer than one life in 200" in issue(context, finding_row(frequency=0.001, witness=witness)).said
