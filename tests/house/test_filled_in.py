"""What `wargame new` leaves to be said is said. Its templates mark it `[say …]`, and each such place fails a test that says what goes there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "wargame" / "report" / "console" / "templates"
OPEN = re.compile(r"\[((?:say|show|ask) [^\]]+)\]")
# Where `wargame new` writes.
ROOMS = (
    *("wargame/contract/clauses/*.py", "wargame/world/shocks/*.py", "wargame/analysis/checks/*.py"),
    *("tests/stories/*.md", "tests/world/shocks/test_*.py", "tests/analysis/checks/test_*.py"),
)
FILES = sorted(path for room in ROOMS for path in ROOT.glob(room))


def left_open(text: str) -> list[tuple[int, str]]:
    """(line, what is to be said) of every place that is still open."""
    return [(number, found[1]) for number, line in enumerate(text.splitlines(), start=1) for found in OPEN.finditer(line)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_is_left_to_be_said(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    todo = [f"{name}:{line}: {what}" for line, what in left_open(path.read_text(encoding="utf-8"))]
    if todo:
        pytest.fail("to be filled in, in place of the brackets:\n" + "\n".join(todo), pytrace=False)


def test_a_place_left_open_is_seen_with_its_line() -> None:
    assert left_open('"""Fine: [say what it is]."""\n\nx = [say, y]\nz = "[●]"  # [show an example]\n') == [
        (1, "say what it is"),
        (4, "show an example"),
    ]


def test_every_template_of_an_open_room_leaves_something_to_be_said() -> None:
    for name in ("clause", "clause_test", "shock", "shock_test", "check", "check_test"):
        assert left_open((TEMPLATES / f"{name}.txt").read_text(encoding="utf-8")), name
