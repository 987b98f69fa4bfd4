"""A patch fits a draft where the whole draft can be read under it, though only what it touches is read: held against reading all anew.

The patches are those that checks propose for drafts of every kind and for the samples, and such as are broken on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.laws.workshop import COMBINED, HEAD, KINDS, example_of
from tests.many_provisions import many
from wargame.analysis.findings.check import look_over
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import amend, fits, merged, patch_text, patched
from wargame.contract.rules.rulebook import compile_rules
from wargame.contract.text.draft import Draft, load_draft
from wargame.contract.text.variant import apply, load_variants, moves, read_variants
from wargame.core.problem import BadInput

SAMPLES = sorted(Path("contracts").glob("*.md"))
TEXTS = {**{kind: HEAD + example_of(kind) for kind in KINDS}, "combined": HEAD + COMBINED, "many": many(4), "many open": many(4, "all")}


def anew(draft: Draft) -> Draft:
    """The draft as one that nothing can be kept of: every provision is read again."""
    return replace(draft, read_as=None)


def broken(draft: Draft) -> Iterator[dict[str, Any]]:
    """Patches of every provision with terms that mostly cannot stand, each in its own way."""
    numbers = [one.number for one in draft.provisions if one.terms is not None]
    for one in draft.provisions:
        if not one.number:
            continue
        yield {"remove": [one.number]}
        yield amend(one.number, terms="none")
        yield {"patch": {one.number: {"absent": ["kind"]}}}
        yield {"add": {one.number: {"title": "Twice", "text": "Again."}}}
        yield {"remove": [one.number], "patch": {one.number: {"text": "Gone."}}}
        yield {"remove": [one.number], "add": {"99.1": {"title": "Near", "text": "…", "after": one.number}}}
        if one.terms is None:
            continue
        yield amend(one.number, kind="no such kind")
        yield amend(one.number, subject_to="99.9")
        yield amend(one.number, notwithstanding=[numbers[0], numbers[-1]])
        yield {"patch": {one.number: {"absent": ["no such term"]}}}
        for term in (field for field in type(one.terms).model_fields if field != "kind"):
            name = term.replace("_", " ")
            yield {"patch": {one.number: {"absent": [name]}}}
            for value in (
                "99.9",
                "3 parsecs",
                "GBP 5",
                "5 %",
                "2 months",
                "united",
                numbers[0],
                "",
                ["8.1"],
                {"redacted": {"low": "1 %", "mode": "2 %", "high": "3 %"}},
            ):
                yield {"patch": {one.number: {name: value}}}
        other = next((n for n in numbers if n != one.number), one.number)
        yield merged({"remove": [other]}, amend(one.number, title="Else"))
        yield {"add": {"99.1": {"title": "Near", "after": one.number, "terms": {"kind": one.kind, "service level": other}}}, "remove": [other]}
    yield {"add": {"99.1": {"title": "First", "after": "99.2"}, "99.2": {"title": "Second"}}}
    yield {"add": {"99.2": {"title": "Second"}, "99.1": {"title": "First", "after": "99.2"}, "99.3": {"title": "Third", "after": "99.2"}}}
    yield {"patch": {"77.7": {"text": "Nowhere."}}}
    yield {"remove": ["77.7"]}
    yield {"remove": numbers}


def both_ways(draft: Draft, patch: Mapping[str, Any]) -> None:
    """The same verdict, the same problems, the same draft."""
    try:
        (variant,) = read_variants(patch_text(patch), "the patch")
    except BadInput:
        assert not fits(draft, patch, KINDS)
        return
    try:
        whole: Draft | None = apply(anew(draft), variant, KINDS)
    except BadInput as bad:
        whole = None
        with pytest.raises(BadInput) as found:
            apply(draft, variant, KINDS)
        assert found.value.problems == bad.problems, patch
    assert fits(draft, patch, KINDS) is (whole is not None), patch
    if whole is None:
        assert moves(draft, variant, KINDS) is None
        return
    kept = patched(draft, patch, KINDS)
    for field in fields(Draft):
        if field.name != "read_as":
            assert getattr(kept, field.name) == getattr(whole, field.name), (field.name, patch)
    assert [one.sought for one in kept.provisions] == [one.sought for one in whole.provisions]
    before, after = ([(p.number, p.kind, p.terms) for p in each.provisions if p.terms] for each in (draft, whole))
    assert moves(draft, variant, KINDS) is (before != after), patch


@pytest.mark.parametrize("name", TEXTS)
def test_a_patch_fits_where_the_whole_draft_can_be_read_under_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / "draft.md"
    path.write_text(TEXTS[name])
    draft = load_draft(path, KINDS)
    proposed = [patch for one in look_over(Evidence(compile_rules(draft, KINDS))) for patch in (one.patch, *one.ways.values()) if patch]
    for patch in (*proposed, *broken(draft)):
        both_ways(draft, patch)
    for first, second in pairwise(proposed):
        both_ways(draft, merged(first, second))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_patches_of_the_samples_fit_as_they_do_anew(path: Path) -> None:
    draft = load_draft(path, KINDS)
    proposed = [patch for one in look_over(Evidence(compile_rules(draft, KINDS))) for patch in (one.patch, *one.ways.values()) if patch]
    removals = [{"remove": [number]} for number in draft.numbers]
    for patch in (*proposed, *removals):
        both_ways(draft, patch)
    # A patched draft is patched again as it would be anew.
    for patch in proposed[:3]:
        for more in proposed[3:6]:
            if fits(draft, patch, KINDS):
                both_ways(patched(draft, patch, KINDS), more)


def test_the_variants_of_the_sample_are_as_they_would_be_anew() -> None:
    draft = load_draft("contracts/customer-care.md", KINDS)
    for variant in load_variants("contracts/customer-care.variants.yaml"):
        kept, whole = apply(draft, variant, KINDS), apply(anew(draft), variant, KINDS)
        assert kept == whole and kept.redacted == whole.redacted and kept.front == whole.front
