"""One small run for all tests of analysis."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analysis.small_run import LEAVES, MORE, small_run
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


@pytest.fixture(scope="session")
def larger(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """One scenario of a draft with two caps, a right to leave that is always used, and words without terms."""
    folder = tmp_path_factory.mktemp("larger")
    return small_run(folder, futures=100, more=MORE, behaviour=LEAVES, scenarios=("calm",), variants=False)[0]
