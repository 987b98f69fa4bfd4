"""Files of rows, written where a test asks for them, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from wargame.core.problem import BadInput, Problem
from wargame.world.fitting.estimate import Estimate
from wargame.world.fitting.fitted import FileFit, Wishes, fit_files

Fit = Callable[..., FileFit]
Refused = Callable[..., Problem]


def _written(path: Path, lines: Iterable[str] | bytes) -> Path:
    path.write_bytes(lines if isinstance(lines, bytes) else ("\n".join(lines) + "\n").encode())
    return path


@pytest.fixture
def fit(tmp_path: Path) -> Fit:
    """Fit a file of these lines."""

    def run(lines: Iterable[str] | bytes, wishes: Wishes | None = None) -> FileFit:
        (one,) = fit_files([str(_written(tmp_path / "table.csv", lines))], wishes or Wishes())
        return one

    return run


@pytest.fixture
def refused(tmp_path: Path) -> Refused:
    """The first problem of a file of these lines."""

    def run(lines: Iterable[str] | bytes, wishes: Wishes | None = None) -> Problem:
        with pytest.raises(BadInput) as caught:
            fit_files([str(_written(tmp_path / "table.csv", lines))], wishes or Wishes())
        return caught.value.problems[0]

    return run


def covers(one: Estimate, truth: float) -> bool:
    """Whether the interval of a figure holds a number."""
    return one.low is not None and one.high is not None and one.low <= truth <= one.high
