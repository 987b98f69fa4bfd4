"""One small run for all tests of analysis."""

from __future__ import annotations

import pytest

from tests.analysis.small_run import LEAVES, MORE, Small, small_run
from wargame.analysis.summary import summarise
from wargame.analysis.tables.summary import Summary
from wargame.core.finding import Finding
from wargame.simulation.run.results import RunResult


@pytest.fixture(scope="session")
def run_and_findings(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunResult, list[Finding]]:
    """The current draft and two variants, two scenarios, 300 futures, and what the checks found."""
    return small_run(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="session")
def run(run_and_findings: tuple[RunResult, list[Finding]]) -> RunResult:
    """The run alone."""
    return run_and_findings[0]


@pytest.fixture(scope="session")
def summary(run_and_findings: tuple[RunResult, list[Finding]]) -> Summary:
    """Its summary."""
    return summarise(*run_and_findings)


@pytest.fixture(scope="session")
def larger(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """One scenario of a draft with two caps, a right to leave that is always used, and words without terms."""
    folder = tmp_path_factory.mktemp("larger")
    return small_run(folder, Small(futures=100, more=MORE, behaviour=LEAVES, scenarios=("calm",), variants=False))[0]
