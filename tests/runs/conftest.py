"""One small run that the tests read and none of them changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command, command
from tests.runs.harness import CARE_VARIANTS, run

__all__ = ["Command", "command", "small_run"]


@pytest.fixture(scope="session")
def small_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run of the customer-care agreement in the perfect storm, with one variant, 1,100 futures of seed 2."""
    folder = tmp_path_factory.mktemp("runs") / "small"
    run(folder, "-v", CARE_VARIANTS, "--variant", "higher cap", "--workers", "1", "--postings", "10", "--seed", "2")
    return folder
