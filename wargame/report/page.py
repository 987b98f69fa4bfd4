"""The report: one offline HTML file for a reader who was not there."""
from __future__ import annotations

from typing import Any

from wargame.simulation.results import RunResult


def render(run: RunResult, summary: dict[str, Any]) -> str:
    """The page."""
    raise NotImplementedError
