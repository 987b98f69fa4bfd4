"""Variants: named patches over a draft, so that they are compared on one text and never on copied files.

A variants file is YAML:

    variants:
      higher cap:
        why: the bank's board asks for one and a half years of charges
        patch:
          "12.1": {cap: 150 % of annual charges, absent: [first year]}
        add:
          "8.3": {title: Earn-back, after: "8.2", text: The Provider may …, terms: {kind: earn_back, months: 3}}
        remove: ["8.4"]

`patch` replaces single terms of a provision, each as a whole, and drops those listed under `absent`; a patch that gives `kind`, or says `terms:
none`, replaces all its terms; `text` and `title` replace its words. `remove` drops one provision, not those under it. `add` puts a new one after the
provision named by `after`, or at the end. Patched drafts are read by the same rules as the draft, with places in the variants file.
`write_variants` writes such a file from plain data.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping as ByName
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from wargame.contract.text.draft import Draft, build_draft
from wargame.contract.text.edit import Edit
from wargame.contract.text.provision import Provision
from wargame.core.quantities import Ref, TextT
from wargame.core.source import BadInput, Mapping, Node, Place, Problem, Scalar, Sequence, listing, plain, read_text, read_yaml, suggest, validate

BASE_NAME = "base"
_WORDS = ("text", "title")  # what a patch may change besides terms
_SAFE_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 _-]{0,58}[A-Za-z0-9_-])?")
_DEVICE = re.compile(r"(?i)con|prn|aux|nul|(com|lpt)[0-9]")
_CODES = {"unknown": "V002", "missing": "V001", "blank": "V001"}


@dataclass(frozen=True)
class Variant:
    """A named patch. `patch`, `add` and `remove` go by clause number and hold the nodes (for `remove`, the places) of the variants file."""

    name: str
    why: str
    place: Place
    patch: ByName[str, tuple[Place, Mapping]] = field(default_factory=dict)
    add: ByName[str, tuple[Place, Mapping]] = field(default_factory=dict)
    remove: ByName[str, Place] = field(default_factory=dict)
    source: str = ""


BASE = Variant(BASE_NAME, "the current draft", Place("", 0, 0))


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


class _Addition(BaseModel):
    model_config = ConfigDict(extra="forbid", defer_build=True)  # built where variants are read: it takes 1 ms (measured)
    title: TextT
    text: TextT | None = None
    after: Ref | None = None
    terms: dict[str, Any] | None = None


class Entry(BaseModel):
    """One variant as it is written, its name with it."""

    model_config = ConfigDict(extra="forbid", defer_build=True)
    name: TextT
    why: TextT
    patch: dict[str, dict[str, Any]] = {}
    add: dict[str, _Addition] = {}
    remove: Annotated[list[Ref], BeforeValidator(_one_or_more, json_schema_input_type=Ref | list[Ref])] = Field(default=[])


def load_variants(path: str | os.PathLike[str]) -> tuple[Variant, ...]:
    """The variants of a file or a Text in the order written, without the base. BadInput holds every problem of the file itself."""
    return read_variants(read_text(path), str(path))


def read_variants(text: str, file: str) -> tuple[Variant, ...]:
    """The variants written in a text, with places that name `file`. BadInput holds every problem."""
    root = read_yaml(text, file)
    problems: list[Problem] = []
    named = _named(root, problems)
    variants = [_variant(name, at, node, text, problems) for name, at, node in named]
    first: dict[str, Place] = {}
    for name, at, _ in named:
        # Two names that differ in case would share a folder on some disks.
        before = first.setdefault(name.casefold(), at)
        if before is not at:
            problems.append(Problem("V004", at, f'two variants are called "{name}"', "rename one of them", also=(before,)))
    if problems:
        raise BadInput(problems)
    return tuple(v for v in variants if v is not None)


def apply(draft: Draft, variant: Variant, kinds: ByName[str, type]) -> Draft:
    """The draft under a variant, what it changes read and checked again; the base gives the draft itself. BadInput holds every problem."""
    if variant.name == BASE_NAME:
        return draft
    problems: list[Problem] = []
    edit = _edited(draft, variant, problems)
    changes = [_canonical(variant.patch), _canonical(variant.add), sorted(variant.remove)]
    digest = hashlib.sha256(json.dumps([draft.digest, changes], ensure_ascii=False).encode()).hexdigest()
    try:
        result = build_draft(draft, edit.provisions(), kinds, digest, {variant.place.file: variant.source})
    except BadInput as bad:
        raise BadInput([*problems, *bad.problems]) from None
    if problems:
        raise BadInput(problems)
    return result


def applies(draft: Draft, variant: Variant, kinds: ByName[str, type]) -> bool:
    """Whether `apply` gives a draft: what the variant changes is read, and what looks for a clause that comes or goes; the draft is not rebuilt."""
    problems: list[Problem] = []
    return variant.name == BASE_NAME or (_edited(draft, variant, problems).read(kinds) is not None and not problems)


def moves(draft: Draft, variant: Variant, kinds: ByName[str, type]) -> bool | None:
    """Whether a variant changes any terms, and not words alone; None where it does not apply. The draft is not rebuilt."""
    problems: list[Problem] = []
    edit = _edited(draft, variant, problems)
    read = edit.read(kinds)
    return None if read is None or problems else edit.moves(read)


def _edited(draft: Draft, variant: Variant, problems: list[Problem]) -> Edit:
    """The provisions that the variant changes, takes away and brings."""
    edit = Edit(draft)
    for number, place in variant.remove.items():
        if _found(edit, number, place, variant, problems) is not None:
            edit.remove(number)
    for number, (place, group) in variant.patch.items():
        provision = _found(edit, number, place, variant, problems)
        if provision is not None:
            edit.replace(_reworded(provision, group, problems))
    for number, (place, group) in variant.add.items():
        _add(edit, number, place, group, variant, problems)
    return edit


def _named(root: Node, problems: list[Problem]) -> list[tuple[str, Place, Mapping]]:
    """(name, place, group) of every variant, from a group by name or a list with `name:`."""
    entries = root.entries if isinstance(root, Mapping) else {}
    for key, (place, _) in entries.items():
        if key != "variants":
            problems.append(Problem("V001", place, f'"{key}" does not belong at the top of a variants file', "put everything under `variants:`"))
    if "variants" not in entries:
        problems.append(Problem("V001", root.place, "the file has no `variants:`", "begin with variants: and one name for each"))
        return []
    top = entries["variants"][1]
    found: list[tuple[str, Place, Mapping]] = []
    items = list(top.entries.items()) if isinstance(top, Mapping) else [("", (n.place, n)) for n in top.items] if isinstance(top, Sequence) else []
    for name, (place, node) in items:
        if not isinstance(node, Mapping):
            problems.append(Problem("V001", place, "a variant is a group with why, and patch, add or remove", "write one `name: value` on each line"))
        elif name:
            found.append((name, place, Mapping({"name": (place, Scalar(name, place, True)), **node.entries}, node.place)))
        else:
            given = node.entries.get("name", (place, Scalar("", place, True)))[1]
            found.append((given.value if isinstance(given, Scalar) else "", given.place, node))
    if not items:
        problems.append(Problem("V001", top.place, "there are no variants here", "name one, with why, and patch, add or remove"))
    return found


def _variant(name: str, place: Place, node: Mapping, text: str, problems: list[Problem]) -> Variant | None:
    entry = validate(Entry, node, context={"codes": _CODES}, code="V001", problems=problems)
    if name and not (_SAFE_NAME.fullmatch(name) and not _DEVICE.fullmatch(name)):
        hint = "use at most 60 letters A–Z, digits, spaces, - and _, beginning with a letter or digit"
        problems.append(Problem("V004", place, f'"{name[:60]}" cannot be the name of a variant, because it becomes the name of a folder', hint))
    if name.casefold() == BASE_NAME:
        problems.append(Problem("V004", place, f'"{name}" is the draft itself', "choose another name"))
    if entry is None:
        return None
    if not (entry.patch or entry.add or entry.remove):
        problems.append(Problem("V001", place, f'the variant "{name}" changes nothing', "give patch, add or remove"))
    removed = _list(node, "remove")
    return Variant(entry.name, entry.why, place, _groups(node, "patch"), _groups(node, "add"), {n.value: n.place for n in removed}, text)


def _groups(node: Mapping, key: str) -> dict[str, tuple[Place, Mapping]]:
    group = node.entries[key][1] if key in node.entries else None
    entries = group.entries if isinstance(group, Mapping) else {}
    return {number: (place, value) for number, (place, value) in entries.items() if isinstance(value, Mapping)}


def _list(node: Mapping, key: str) -> list[Scalar]:
    """The texts under a key: one, or a list."""
    value = node.entries[key][1] if key in node.entries else Sequence((), node.place)
    return [item for item in (value.items if isinstance(value, Sequence) else (value,)) if isinstance(item, Scalar)]


def _found(edit: Edit, number: str, place: Place, variant: Variant, problems: list[Problem]) -> Provision | None:
    provision = edit.find(number)
    if provision is None:
        hint = "this variant removes it" if number in variant.remove else suggest(number, (p.number for p in edit.provisions() if p.number))
        problems.append(Problem("V002", place, f'the draft has no clause "{number}"', hint or "write the number of a heading"))
    return provision


def _reworded(provision: Provision, group: Mapping, problems: list[Problem]) -> Provision:
    """The provision with the words and terms of the patch: `text` and `title` replace its own, everything else is terms."""
    said_anew = {key: _text(entry) for key, entry in group.entries.items() if key in _WORDS}
    for key, (at, said) in group.entries.items():
        if key in _WORDS and not (isinstance(said, Scalar) and said.value.strip()):
            problems.append(Problem("V001", at, f"the {key} of {provision.number} would be no {key}", "give the words, or leave the line out"))
    terms = Mapping({key: entry for key, entry in group.entries.items() if key not in _WORDS}, group.place)
    node = _patched(provision, terms, problems) if terms.entries else provision.node
    place = group.entries["text"][1].place if "text" in said_anew else provision.text_place
    title, text = said_anew.get("title", provision.title), said_anew.get("text", provision.text)
    return replace(provision, node=node, title=title, text=text, text_place=place)


def _patched(provision: Provision, group: Mapping, problems: list[Problem]) -> Mapping:
    """The provision's terms with those of the patch in their place."""
    before = provision.node.entries if provision.node else {}
    # Terms of another kind, or of none, have nothing to be merged with.
    entries = {} if {"kind", "terms"} & set(group.entries) else {key: entry for key, entry in before.items() if key != "terms"}
    for absent in _list(group, "absent"):
        if absent.value not in before:
            hint = suggest(absent.value, before) or f"it has: {listing(before) or 'no terms'}"
            problems.append(Problem("V003", absent.place, f'{provision.number} has no term "{absent.value}" to leave out', hint))
        entries.pop(absent.value, None)
    entries.update({key: entry for key, entry in group.entries.items() if key != "absent"})
    return Mapping(entries, group.place)


def _add(edit: Edit, number: str, place: Place, group: Mapping, variant: Variant, problems: list[Problem]) -> None:
    taken = edit.find(number)
    if taken is not None:
        hint = "use patch to change it, or another number to add to it"
        problems.append(Problem("V005", place, f'the draft already has a clause "{number}": {taken.title}', hint, also=(taken.place,)))
        return
    entries = group.entries
    title, text = (_text(entries.get(key)) for key in ("title", "text"))
    terms = entries["terms"][1] if "terms" in entries else None
    text_place = entries["text"][1].place if "text" in entries else place
    new = Provision(number, title, number.count(".") + 1, text, place, text_place, node=terms if isinstance(terms, Mapping) else None)
    near = _found(edit, _text(entries["after"]), entries["after"][1].place, variant, problems) if "after" in entries else None
    if near is not None or "after" not in entries:
        edit.insert(new, near)


def _text(entry: tuple[Place, Node] | None) -> str:
    return entry[1].value if entry and isinstance(entry[1], Scalar) else ""


def _canonical(groups: ByName[str, tuple[Place, Mapping]]) -> list[tuple[str, Any]]:
    return sorted((number, plain(group)) for number, (_, group) in groups.items())


class _Writer(yaml.SafeDumper):
    """Blocks only: inside braces a comma ends a value, and `GBP 100,000` would be cut in two. No anchors: a reader refuses them."""

    def ignore_aliases(self, data: object) -> bool:
        """What stands twice is written twice."""
        return True


_Writer.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None))


def write_variants(entries: ByName[str, ByName[str, Any]]) -> str:
    """A variants file that says the entries: name to {why, patch, add, remove} as plain data."""
    data = {"variants": {name: dict(entry) for name, entry in entries.items()}}
    return yaml.dump(data, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=140, default_flow_style=False)
