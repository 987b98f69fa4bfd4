"""What is done for an agreement grows with its provisions, not with their pairs: calls are counted, so that no clock decides.

Twice the provisions may take a little more than twice the calls: sorting, and what is looked up in longer tables. Where every provision were compared
with every other they would take four times as many.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.laws.workshop import KINDS
from tests.many_provisions import Undecided, many
from wargame.analysis.findings.check import checks, look_over
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import amend, fits, patched
from wargame.contract.rules.rulebook import compile_rules
from wargame.contract.text.draft import Draft, load_draft

LITTLE_MORE = 1.25


def calls(work: Callable[[], Any]) -> int:
    """How many functions are called, those of C too."""
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def read(folder: Path, pairs: int, undecided: Undecided = "some", services: int = 0) -> Draft:
    """A draft of so many levels and credits."""
    path = folder / f"{pairs}.md"
    path.write_text(many(pairs, undecided, services))
    return load_draft(path, KINDS)


def grows(work: Callable[[int], int], first: int = 20) -> float:
    """The calls of the second doubling over twice those of the first: 1 where they grow with the size, 2 where they grow with its square."""
    few, more, most = (work(first * times) for times in (1, 2, 4))
    return (most - more) / (2 * (more - few))


@pytest.mark.parametrize(("undecided", "services"), [("some", 0), ("all", 4), ("none", 0), ("some", 1)])
def test_check_grows_with_the_provisions(tmp_path: Path, undecided: Undecided, services: int) -> None:
    checks()

    def work(pairs: int) -> int:
        return calls(lambda: look_over(Evidence(compile_rules(read(tmp_path, pairs, undecided, services), KINDS))))

    work(5)  # what is imported and built once
    assert grows(work) < LITTLE_MORE


def test_whether_a_patch_fits_does_not_hang_on_the_size_of_the_draft(tmp_path: Path) -> None:
    few, most = (read(tmp_path, pairs) for pairs in (20, 160))
    patches = (amend("8.1", target="97 %"), {"remove": ["8.2"]}, {"remove": ["8.1"]}, {"add": {"9.1": {"title": "More", "after": "8.4"}}})
    for patch in patches:
        for draft in (few, most):
            fits(draft, patch, KINDS)  # what a draft works out once
        counts = [calls(lambda draft=draft: fits(draft, patch, KINDS)) for draft in (few, most)]  # type: ignore[misc]  # noqa: B023
        assert counts[1] <= 1.1 * counts[0], patch


def test_a_reading_beside_the_draft_compiles_a_clause_and_not_all(tmp_path: Path) -> None:
    draft = read(tmp_path, 160)
    rules = compile_rules(draft, KINDS)
    alone = calls(lambda: compile_rules(draft, KINDS, choices={("8.4", "charges_of"): "the service"}))
    beside = compile_rules(draft, KINDS, choices={("8.4", "charges_of"): "the service"}, beside=rules)
    assert [number for number, clause in beside.by_number.items() if clause is not rules.by_number[number]] == ["8.4"]
    changed = compile_rules(patched(draft, amend("8.1", target="97 %"), KINDS), KINDS, beside=rules)
    assert [number for number, clause in changed.by_number.items() if clause is not rules.by_number[number]] == ["8.1", "8.2"]
    assert calls(lambda: compile_rules(draft, KINDS, choices={("8.4", "charges_of"): "the service"}, beside=rules)) < alone / 4
