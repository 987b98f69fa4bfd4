"""Whatever a slip of the hand makes of a draft or a variants file, it is read or refused in words; nothing else ever happens."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contract.kinds_for_tests import DRAFT, KINDS
from tests.contract.test_variant import VARIANTS
from wargame.contract.text.draft import load_draft
from wargame.contract.text.variant import apply, load_variants
from wargame.core.source import BadInput, render

SLIPS = [
    "",
    " ",
    "\n",
    "\t",
    ":",
    ": ",
    "[",
    "]",
    "{",
    "}",
    "#",
    "# ",
    "```",
    "---\n",
    "- ",
    "&",
    "*",
    "!",
    "%",
    ",",
    "'",
    '"',
    "0",
    "-",
    "é",
    "●",
    "\x07",
    "\u2028",
    "£",
]
slips = st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 12), st.sampled_from(SLIPS)), min_size=1, max_size=4)


def spoil(text: str, changes: list[tuple[int, int, str]]) -> str:
    for at, gone, new in changes:
        at %= len(text) + 1
        text = text[:at] + new + text[at + gone :]
    return text


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(slips)
def test_a_spoilt_draft_is_read_or_refused(tmp_path: Path, changes: list[tuple[int, int, str]]) -> None:
    path = tmp_path / "care.md"
    path.write_bytes(spoil(DRAFT, changes).encode())
    try:
        assert load_draft(path, KINDS).provisions
    except BadInput as bad:
        lines = path.read_text(encoding="utf-8").split("\n")
        for problem in bad.problems:
            assert 0 <= problem.place.line <= len(lines) and problem.message
            assert render(problem, lines)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(slips)
def test_a_spoilt_variants_file_is_read_or_refused(tmp_path: Path, changes: list[tuple[int, int, str]]) -> None:
    (tmp_path / "care.md").write_text(DRAFT, encoding="utf-8")
    draft = load_draft(tmp_path / "care.md", KINDS)
    path = tmp_path / "variants.yaml"
    path.write_bytes(spoil(VARIANTS, changes).encode())
    try:
        for variant in load_variants(path):
            apply(draft, variant, KINDS)
    except BadInput as bad:
        assert bad.problems
