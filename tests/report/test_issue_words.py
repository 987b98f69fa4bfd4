"""How a finding's labels and sentences read: which are clauses, and what is said of how often it comes up."""

from __future__ import annotations

from typing import Any

import pytest

from wargame.report.files.issues import issue
from wargame.report.page.context import ReportContext
from wargame.simulation.run.results import RunResult


@pytest.fixture
def context(whole: tuple[RunResult, dict[str, Any]]) -> ReportContext:
    run, summary = whole
    return ReportContext(summary, run)


def finding(**more: Any) -> dict[str, Any]:
    """A finding with as little as it may have."""
    return {"check": "dormant", "severity": "Low", "ask": "Which event is this clause for?", "message": "moved no money", "money": [], **more}


@pytest.mark.parametrize(("number", "tag"), [("5.6", "clause 5.6 Title"), ("Schedule 1", "Schedule 1 Title")])
def test_only_what_has_a_number_is_called_a_clause(context: ReportContext, number: str, tag: str) -> None:
    assert issue(context, finding(clause=number, title="Title")).tag == f"Low · dormant · {tag}"


def test_what_never_comes_up_is_not_said_to_come_up_seldom(context: ReportContext) -> None:
    witness = {"scenario": context.scenarios[0]["scenario"], "future": 7}
    assert issue(context, finding(frequency=0.0, witness=witness)).said == "Moved no money."
    assert "in fewer than one life in 200" in issue(context, finding(frequency=0.001, witness=witness)).said
