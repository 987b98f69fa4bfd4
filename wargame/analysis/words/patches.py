"""Patches a check may propose, as plain data shaped like an entry of a variants file, and what a draft becomes under them.

A patch is made of terms as written, never of parsed values, so that it can be read by a lawyer and by `wargame run -v` alike. Figures that nobody has
given are estimates and carry the mark `[to agree]` in the words beside them.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from wargame.analysis.words.wording import figures
from wargame.contract.rules.clause import ClauseTerms
from wargame.contract.rules.schedule import Path
from wargame.contract.text.document import read_document
from wargame.contract.text.draft import Draft, Provision
from wargame.contract.text.provision import COMMON_KEYS
from wargame.contract.text.variant import applies, apply, read_variants, write_variants
from wargame.core.party import SIDES
from wargame.core.quantities import PartyName
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


def aligned(draft: Draft, patch: Patch) -> dict[str, Any]:
    """The patch with words that follow its terms: a figure that changes in the terms changes where the words hold it, and what they do not hold is
    said in a further sentence. Provisions whose words the patch gives stay as they are."""
    whole = {key: dict(value) if isinstance(value, dict) else value for key, value in patch.items()}
    for number, group in patch.get("patch", {}).items():
        if "text" in group or "terms" in group or not draft.has(number):
            continue
        provision = draft.provision(number)
        text, said = _retold(provision, group)
        if text != provision.text.strip() or said:
            whole["patch"][number] = {**group, "text": " ".join([text, *said])}
    return whole


def _retold(provision: Provision, group: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The words with the figures of changed terms, and sentences for terms that the words hold nowhere."""
    text, before, said = provision.text.strip(), terms_of(provision), []
    swaps: list[tuple[int, int, str]] = []
    for key, value in group.items():
        if key == "absent":
            continue
        for was, now in changed(before.get(key), value):
            found = next((span for span in spans_of(text, was) if all(span[0] >= end or span[1] <= start for start, end, _ in swaps)), None)
            if found is not None:
                swaps.append((*found, now))
            else:
                said.append(f"For this clause, {key}: {now}.")
    for start, end, now in sorted(swaps, reverse=True):
        text = text[:start] + now + text[end:]
    return text, list(dict.fromkeys(said))


def changed(was: Any, now: Any) -> list[tuple[str, str]]:
    """(before, after) of every text that differs between two values of a term, walked side by side; "" before where it is new."""
    if isinstance(now, dict):
        return [pair for key, one in now.items() for pair in changed(was.get(key) if isinstance(was, dict) else None, one)]
    if isinstance(now, list):
        sides = was if isinstance(was, list) else []
        if len(sides) != len(now):
            return []
        return [pair for old, one in zip(sides, now, strict=True) for pair in changed(old, one)]
    return [] if was == now else [(str(was or ""), str(now))]


def spans_of(text: str, figure: str) -> list[tuple[int, int]]:
    """Where a text holds a figure written in the terms, however it writes it."""
    wanted = {(one.what, one.unit, one.value) for one in figures(figure)}
    places, start = [], 0
    for one in figures(text):
        at = text.index(one.text, start)
        start = at + len(one.text)
        if (one.what, one.unit, one.value) in wanted:
            places.append((at, start))
    return places


def insert(draft: Draft, near: str, title: str, text: str, terms: Any = None) -> dict[str, Any]:
    """A new provision with the next free number beside `near`, standing after it."""
    stem, _, last = near.rpartition(".")
    count = draft.next_free(stem, int(last) if last.isdigit() else 0)
    number = f"{stem}.{count}".lstrip(".")
    entry = {"title": title, "after": near, "text": text, **({"terms": terms} if terms else {})}
    return {"add": {number: entry}}


def placed(provision: Provision, *changes: tuple[Path, Any]) -> dict[str, Any]:
    """The patch that puts values at places of the terms as written (`("tiers", 0, "credit")`); None takes the place away, from a list or a table."""
    terms = copy.deepcopy(terms_of(provision))
    gone: list[tuple[Any, str | int]] = []
    for path, value in changes:
        inner: Any = terms
        for step in path[:-1]:
            inner = inner[step]
        if value is None:
            gone.append((inner, path[-1]))
        else:
            inner[path[-1]] = value
    for inner, last in sorted(gone, key=lambda one: str(one[1]), reverse=True):
        del inner[last]
    names = [str(path[0]) for path, _ in changes]  # of a term; what follows it may be a place in a list
    return {"patch": {provision.number: {name: terms[name] for name in names}}}


def figure_at(provision: Provision, path: Path) -> Any:
    """What stands at a place of the terms as written."""
    inner: Any = terms_of(provision)
    for step in path:
        inner = inner[step]
    return inner


def rescaled(provision: Provision, paths: Iterable[Path], factor: Fraction) -> list[tuple[Path, str]]:
    """Percentages at some places of the terms in proportion, none above the whole, for `placed`."""
    known = [(path, Fraction(str(figure_at(provision, path)).replace("%", "").strip())) for path in paths]
    return [(path, as_percent(figure * factor / 100)) for path, figure in known]


def as_percent(share: Fraction) -> str:
    """A share as a proposal writes it: tenths of a percent, finer where that is next to nothing, never above the whole."""
    figure = min(share * 100, Fraction(100))
    return f"{float(round(figure, 1 if figure >= Fraction(1, 2) else 3)):g} %"


def last_number(draft: Draft) -> str:
    """The number of the last numbered provision that has words or terms, beside which a new one may stand."""
    return next((one.number for one in reversed(draft.provisions) if one.number and "." in one.number), draft.numbers[-1])


def model(kind: type[Any], draft: Draft) -> tuple[str, str, dict[str, Any]] | None:
    """(title, words, terms) of a kind's own example, made to fit a draft: its service, its currency, its clause numbers, its parties; None where the
    example refers to a clause that the draft has no like of."""
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
    terms = _fitted(_between(plain(example.terms), kind.Terms, draft), numbers, service, draft.front.currency)
    if any(isinstance(value, str) and value in likes and not draft.has(value) for value in _texts(terms)):
        return None
    text = draft.party_words.fit(example.text.strip()).replace("GBP", draft.front.currency)
    return example.title, f"{text} {TO_AGREE}", terms


def _between(terms: Any, model: type[ClauseTerms], draft: Draft) -> Any:
    """Terms of an example as written, with the roles of the draft's parties in place of those of examples, which are called as the sides are."""
    roles = dict(zip(SIDES, draft.front.parties, strict=False))
    if all(side == role for side, role in roles.items()):
        return terms
    read = model.model_validate({name: value for name, value in terms.items() if name not in COMMON_KEYS})
    for path, party in read.places(PartyName):
        inner: Any = terms
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = roles.get(party, party)
    return terms


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
    """Whether the draft can be read under the patch; only what the patch touches is read for it."""
    try:
        (variant,) = read_variants(patch_text(patch), "the patch")
    except BadInput:
        return False
    return applies(draft, variant, kinds)
