"""Patches a check may propose, as plain data shaped like an entry of a variants file, and what a draft becomes under them.

A patch is made of terms as written, never of parsed values, so that it can be read by a lawyer and by `wargame run -v` alike. Figures that nobody has
given are estimates and carry the mark `[to agree]` in the words beside them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from wargame.contract.document import read_document
from wargame.contract.draft import Draft, Provision
from wargame.contract.variant import apply, read_variants, write_variants
from wargame.core.source import BadInput, plain

TO_AGREE = "[to agree]"
NAME = "what if"
Patch = Mapping[str, Any]


def terms_of(provision: Provision) -> dict[str, Any]:
    """The terms of a provision as written."""
    return dict(plain(provision.node)) if provision.node is not None else {}


def amend(number: str, **changes: Any) -> dict[str, Any]:
    """Replace terms of a provision (names with underscores for spaces), `text` its words, `absent` a list of terms to leave out."""
    return {"patch": {number: {name.replace("_", " "): value for name, value in changes.items()}}}


def reword(provision: Provision, was: str, now: str, **terms: Any) -> dict[str, Any]:
    """Replace some words of a provision where they stand first, and perhaps terms."""
    return amend(provision.number, text=provision.text.strip().replace(was.strip(), now, 1), **terms)


def extend(provision: Provision, sentence: str, **terms: Any) -> dict[str, Any]:
    """Add a sentence to a provision, and perhaps terms."""
    return amend(provision.number, text=f"{provision.text.strip()} {sentence}".strip(), **terms)


def insert(draft: Draft, near: str, title: str, text: str, terms: Any = None) -> dict[str, Any]:
    """A new provision with the next free number beside `near`, standing after it."""
    stem, _, last = near.rpartition(".")
    taken = set(draft.numbers)
    count = int(last) if last.isdigit() else 0
    while not count or f"{stem}.{count}".lstrip(".") in taken:
        count += 1
    number = f"{stem}.{count}".lstrip(".")
    entry = {"title": title, "after": near, "text": text, **({"terms": terms} if terms else {})}
    return {"add": {number: entry}}


def last_number(draft: Draft) -> str:
    """The number of the last numbered provision that has words or terms, beside which a new one may stand."""
    return next((one.number for one in reversed(draft.provisions) if one.number and "." in one.number), draft.numbers[-1])


def model(kind: type[Any], draft: Draft) -> tuple[str, str, dict[str, Any]] | None:
    """(title, words, terms) of a kind's own example, made to fit a draft: its service, its currency, its clause numbers; None where the example
    refers
    to a clause that the draft has no like of."""
    example = next((one for one in read_document(kind.example, "", []).headings if one.terms and plain(one.terms).get("kind") == kind.kind), None)
    if example is None or example.terms is None:
        return None
    likes = {one.number: plain(one.terms).get("kind") for one in read_document(kind.example, "", []).headings if one.terms}
    numbers: dict[str, str] = {}
    for number, wanted in likes.items():
        found = next((one.number for one in draft.provisions if one.kind == wanted), None)
        if found:
            numbers[number] = found
    service = next(iter(draft.front.services), "")
    terms = _fitted(plain(example.terms), numbers, service, draft.front.currency)
    if any(isinstance(value, str) and value in likes and value not in draft.numbers for value in _texts(terms)):
        return None
    return example.title, f"{example.text.strip().replace('GBP', draft.front.currency)} {TO_AGREE}", terms


def _fitted(value: Any, numbers: Mapping[str, str], service: str, currency: str) -> Any:
    if isinstance(value, dict):
        return {key: service if key == "service" and service else _fitted(one, numbers, service, currency) for key, one in value.items()}
    if isinstance(value, list):
        return [_fitted(one, numbers, service, currency) for one in value]
    return numbers.get(value, re.sub(r"\bGBP\b", currency, value))


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict | list):
        return [text for one in (value.values() if isinstance(value, dict) else value) for text in _texts(one)]
    return [value]


def merged(*patches: Patch) -> dict[str, Any]:
    """Several patches as one; later words about a provision stand over earlier ones, term by term."""
    whole: dict[str, Any] = {}
    for patch in patches:
        for number, group in patch.get("patch", {}).items():
            whole.setdefault("patch", {}).setdefault(number, {}).update(group)
        whole.setdefault("add", {}).update(patch.get("add", {}))
        whole["remove"] = [*whole.get("remove", ()), *(n for n in patch.get("remove", ()) if n not in whole.get("remove", ()))]
    return {key: value for key, value in whole.items() if value}


def patched(draft: Draft, patch: Patch, kinds: Mapping[str, type]) -> Draft:
    """The draft under a patch. BadInput where it cannot be read."""
    (variant,) = read_variants(patch_text(patch), "the patch")
    return apply(draft, variant, kinds)


def patch_text(patch: Patch) -> str:
    """The patch as a variants file of one variant."""
    return write_variants({NAME: {"why": "to see what it does", **patch}})


def fits(draft: Draft, patch: Patch, kinds: Mapping[str, type]) -> bool:
    """Whether the draft can be read under the patch."""
    try:
        patched(draft, patch, kinds)
    except BadInput:
        return False
    return True


def moves(before: Draft, after: Draft) -> bool:
    """Whether any terms differ: words alone move no money."""
    return [(p.number, p.kind, p.terms) for p in before.provisions if p.terms] != [(p.number, p.kind, p.terms) for p in after.provisions if p.terms]
