"""Every code that a refusal can carry is explained, and nothing else is."""

import re
from pathlib import Path

from wargame.contract.codes import CODES

OURS = re.compile(r'"([CDFRVY][0-9]{3})"')


def test_every_code_in_use_is_explained_and_every_explanation_in_use(root: Path) -> None:
    modules = [p for floor in ("core", "contract") for p in (root / "wargame" / floor).rglob("*.py") if p.name != "codes.py"]
    used = {code for path in modules for code in OURS.findall(path.read_text(encoding="utf-8"))}
    assert used == set(CODES)


def test_an_explanation_is_whole() -> None:
    assert all(code.title and code.why.endswith(".") and code.example for code in CODES.values())
