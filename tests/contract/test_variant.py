"""A variant is a patch by clause number, read by the same rules as the draft, with its own places."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.contract.kinds_for_tests import DRAFT, KINDS, Cap, Credit
from wargame.contract.text.draft import Draft, load_draft
from wargame.contract.text.variant import BASE, Variant, apply, load_variants
from wargame.core.money import Money
from wargame.core.quantities import Rate
from wargame.core.source import BadInput, Problem

Written = Callable[..., Path]

VARIANTS = """variants:
  higher cap:
    why: the board asks for more
    patch:
      "12.1":
        cap: GBP 9 000 000
        absent: [protects]
  no credits:
    why: to see what they are worth
    remove: ["8.2"]
  no priority:
    why: the limit goes
    patch: {"8.2": {absent: subject to}}
    remove: "12.1"
  earn back:
    why: asked for by the provider
    add:
      "8.3": {title: Second credit, after: "8.2", text: The Provider shall credit more., terms: {kind: credit, service level: "8.1", at risk: 5 %}}
      "12.11": {title: Notices}
"""


@pytest.fixture
def draft(written: Written) -> Draft:
    return load_draft(written(DRAFT), KINDS)


@pytest.fixture
def variants(written: Written) -> Callable[[str], dict[str, Variant]]:
    return lambda text: {v.name: v for v in load_variants(written(text, "variants.yaml"))}


Variants = Callable[[str], dict[str, Variant]]


def broken(load: Callable[[], object]) -> list[tuple[str, str, int, int]]:
    with pytest.raises(BadInput) as caught:
        load()
    problems: tuple[Problem, ...] = caught.value.problems
    return [(p.code, Path(p.place.file).name, p.place.line, p.place.column) for p in problems]


def test_variants_are_read_in_order_with_their_reasons(variants: Variants) -> None:
    read = variants(VARIANTS)
    assert list(read) == ["higher cap", "no credits", "no priority", "earn back"]
    assert read["higher cap"].why == "the board asks for more" and read["higher cap"].place[1:] == (2, 3)


def test_a_list_with_names_says_the_same(variants: Variants) -> None:
    read = variants('variants:\n  - name: higher cap\n    why: more\n    patch: {"12.1": {cap: GBP 9 000 000}}\n')
    assert list(read) == ["higher cap"] and read["higher cap"].place[1:] == (2, 11)


def test_the_base_is_the_draft_itself(draft: Draft) -> None:
    assert apply(draft, BASE, KINDS) is draft


def test_a_patch_replaces_single_terms_and_leaves_the_rest(draft: Draft, variants: Variants) -> None:
    patched = apply(draft, variants(VARIANTS)["higher cap"], KINDS)
    cap = patched.provision("12.1").terms
    assert isinstance(cap, Cap.Terms) and (cap.cap, cap.protects) == (Money(900_000_000, "GBP"), None)
    assert patched.provision("8.2") == draft.provision("8.2")
    before = draft.provision("12.1").terms
    assert isinstance(before, Cap.Terms) and before.protects == "provider"


def test_remove_drops_one_provision_and_the_precedence_follows(draft: Draft, variants: Variants) -> None:
    read = variants(VARIANTS)
    assert set(draft.numbers) - set(apply(draft, read["no credits"], KINDS).numbers) == {"8.2"}
    assert apply(draft, read["no priority"], KINDS).front.precedence == ()


def test_a_reference_to_a_removed_clause_is_refused_where_it_stands(draft: Draft, variants: Variants) -> None:
    variant = variants('variants: {x: {why: y, remove: ["12.1"]}}')["x"]
    assert broken(lambda: apply(draft, variant, KINDS)) == [("D014", "care.md", 42, 13)]


def test_add_puts_a_provision_where_it_says_or_at_the_end(draft: Draft, variants: Variants) -> None:
    added = apply(draft, variants(VARIANTS)["earn back"], KINDS)
    assert added.numbers == ("5", "5.1", "8.1", "8.2", "8.3", "12", "12.1", "12.10", "12.11")
    new = added.provision("8.3")
    assert (new.title, new.level, new.text, Path(new.place.file).name) == ("Second credit", 2, "The Provider shall credit more.", "variants.yaml")
    assert isinstance(new.terms, Credit.Terms) and new.terms.at_risk == Rate(5, 100)
    assert new.place.file in added.sources


def test_a_patch_with_a_kind_replaces_all_terms(draft: Draft, variants: Variants) -> None:
    variant = variants('variants: {x: {why: y, patch: {"12.1": {kind: credit, service level: "8.1"}, "12": {kind: cap, cap: GBP 1}}}}')["x"]
    patched = apply(draft, variant, KINDS)
    assert (patched.provision("12.1").kind, patched.provision("12").kind, patched.provision("12").terms_none) == ("credit", "cap", False)


def test_digests_tell_variants_apart_by_what_they_change(draft: Draft, variants: Variants) -> None:
    read = variants(VARIANTS)
    digests = {draft.digest, *(apply(draft, variant, KINDS).digest for variant in read.values())}
    assert len(digests) == 5
    renamed = variants(VARIANTS.replace("no credits:", "without credits:"))["without credits"]
    assert apply(draft, renamed, KINDS).digest == apply(draft, read["no credits"], KINDS).digest


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        ('patch: {"12.11": {cap: GBP 1}}', [("V002", 4, 13)]),
        ('patch: {"12.1": {capp: GBP 1}}', [("D004", 4, 22)]),
        ('patch: {"12.1": {cap: 4 hours}}', [("D003", 4, 27)]),
        ('patch: {"12.1": {absent: [capp]}}', [("V003", 4, 31)]),
        ('patch: {"12.10": {cap: GBP 1}}', [("D012", 4, 22)]),
        ('patch: {"8.2": {service level: "8.9"}}', [("D014", 4, 36)]),
        ('remove: ["8.3"]', [("V002", 4, 14)]),
        ('add: {"8.2": {title: Again}}', [("V005", 4, 11)]),
        ('add: {"8.3": {title: New, after: "8.9"}}', [("V002", 4, 38)]),
        ('add: {"8.3": {title: New, terms: {kind: capp}}}', [("D012", 4, 45)]),
    ],
)
def test_faults_of_a_patch_are_found_in_the_variants_file(draft: Draft, variants: Variants, patch: str, expected: list[tuple[str, int, int]]) -> None:
    variant = variants(f"variants:\n  x:\n    why: y\n    {patch}\n")["x"]
    assert broken(lambda: apply(draft, variant, KINDS)) == [(code, "variants.yaml", line, column) for code, line, column in expected]


def test_all_faults_of_a_patch_come_together(draft: Draft, variants: Variants) -> None:
    variant = variants('variants:\n  x:\n    why: y\n    patch: {"9.9": {cap: GBP 1}, "12.1": {cap: 1}}\n    remove: ["7"]\n')["x"]
    assert [code for code, *_ in broken(lambda: apply(draft, variant, KINDS))] == ["V002", "D003", "V002"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("variants: {x: {why: y}}", [("V001", 1, 12)]),
        ('variants: {x: {remove: ["8.2"]}}', [("V001", 1, 15)]),
        ('variants: {x: {why: y, remvoe: ["8.2"]}}', [("V002", 1, 24)]),
        ("variants: {}", [("V001", 1, 11)]),
        ("variant: {x: {why: y, remove: '8.2'}}", [("V001", 1, 1), ("V001", 1, 1)]),
        ("- a", [("V001", 1, 1)]),
        ("variants: {x: y}", [("V001", 1, 12)]),
        ("variants: [{why: y, remove: '8.2'}]", [("V001", 1, 12)]),
        ("variants: {A: {why: y, remove: '8.2'}, a: {why: y, remove: '8.2'}}", [("V004", 1, 40)]),
        ("variants: {base: {why: y, remove: '8.2'}}", [("V004", 1, 12)]),
        ("a: &x 1", [("Y002", 1, 4)]),
    ],
)
def test_faults_of_the_file_itself(variants: Variants, text: str, expected: list[tuple[str, int, int]]) -> None:
    assert broken(lambda: variants(text)) == [(code, "variants.yaml", line, column) for code, line, column in expected]


@pytest.mark.parametrize("name", ["../../x", "/etc", "a/b", "a\\\\b", "CON", "nul", "com1", "x" * 61, "-x", "x ", "é", "a.b", "a\\0b"])
def test_a_name_that_could_leave_its_folder_is_refused(variants: Variants, name: str) -> None:
    assert [code for code, *_ in broken(lambda: variants(f'variants: {{"{name}": {{why: y, remove: "8.2"}}}}'))] == ["V004"]


@pytest.mark.parametrize("name", ["higher cap", "x", "cap-2_b", "x" * 60, "console", "2027"])
def test_other_names_are_kept(variants: Variants, name: str) -> None:
    assert list(variants(f'variants: {{"{name}": {{why: y, remove: "8.2"}}}}')) == [name]
