"""The closed forms worked out elsewhere, by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def known(shared: Path) -> dict[str, Any]:
    """The closed forms of `shared/cases/closed_forms.json` by name; tests that ask for them are skipped where the folder is absent."""
    return {case["id"]: case.get("expected") for case in json.loads((shared / "cases" / "closed_forms.json").read_text(encoding="utf-8"))}
