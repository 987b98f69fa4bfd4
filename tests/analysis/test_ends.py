"""Ends of agreements by the notice that ends them: nothing is counted twice, nothing is left out, and a copy for the other party tells none of it."""

from __future__ import annotations

from wargame.analysis.summary import summarise
from wargame.analysis.tables.row import ABSENT
from wargame.report.files.share import shareable
from wargame.simulation.run.results import RunResult


def test_the_ends_of_a_cell_add_up_to_its_early_ends_and_a_clause_has_those_under_it(run: RunResult, larger: RunResult) -> None:
    for one in (run, larger):
        summary = summarise(one)
        for row in summary.exits:
            here = [end for end in summary.ends if (end.scenario, end.variant, end.reading) == (row.scenario, row.variant, row.reading)]
            assert sum(end.futures for end in here) == row.exits
            for clause in summary.clauses:
                if (clause.scenario, clause.variant, clause.reading) == (row.scenario, row.variant, row.reading) and clause.ends is not ABSENT:
                    assert sum(end.share for end in here if end.clause == clause.clause) == clause.ends
    assert any(row.exits for row in summarise(larger).exits)


def test_a_copy_for_the_other_party_has_no_ends(larger: RunResult) -> None:
    shared = shareable(summarise(larger), [one.rules for one in larger.cells])
    assert shared.ends == shared.exits == () and all(row.ends is ABSENT for row in shared.clauses)
