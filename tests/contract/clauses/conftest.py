"""Files for drafts and worlds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.clauses.desk import Said


@pytest.fixture
def said(tmp_path: Path) -> Said:
    """Writes a text to a file of that name."""

    def write(text: str, name: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write
