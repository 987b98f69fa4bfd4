"""A draft on disk, and the problems of a broken one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.contract.kinds_for_tests import KINDS
from wargame.contract.text.draft import load_draft
from wargame.core.source import BadInput, Problem


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a draft to a file and gives its path."""

    def write(text: str, name: str = "care.md") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def refused(written: Callable[[str], Path]) -> Callable[[str], list[Problem]]:
    """The problems of a draft that must be refused."""

    def load(text: str) -> list[Problem]:
        path = written(text)
        with pytest.raises(BadInput) as caught:
            load_draft(path, KINDS)
        assert {p.place.file for p in caught.value.problems} == {str(path)}
        return list(caught.value.problems)

    return load
