"""One small run for all tests of analysis."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analysis.small_run import small_run
from wargame.analysis.summary import summarise
from wargame.simulation.results import RunResult


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """Three wordings, two scenarios, 300 futures."""
    return small_run(tmp_path_factory.mktemp("run"))[0]


@pytest.fixture(scope="session")
def summary(run: RunResult) -> dict[str, Any]:
    """Its summary."""
    return summarise(run)
