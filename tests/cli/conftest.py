"""A command run in this process, and a folder with a sound draft and a world."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.copied import copy_to
from tests.cli.harness import SOUND, WORLD, Outcome
from wargame.cli import main

Command = Callable[..., Outcome]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """`wargame WORDS…` in this process: ten times as quick as one of its own, where nothing can crash."""

    def run(*words: str | Path) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["wargame", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Outcome(ended.value.code, out, err)

    return run


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """The sound draft on disk."""
    path = tmp_path / "draft.md"
    path.write_text(SOUND, encoding="utf-8")
    return path


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """The world on disk."""
    path = tmp_path / "harsh-year.yaml"
    path.write_text(WORLD, encoding="utf-8")
    return path


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the repository, in which files may be dropped."""
    return copy_to(tmp_path / "house")
