"""Two folders compared file by file, each file as what it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from tests.same_as import frames, office, text
from tests.same_as.data import compare
from tests.same_as.difference import ABSENT, Difference, Place
from tests.same_as.left_out import LeftOut, why_left_out
from tests.same_as.renaming import Renames

JSON = "--json"  # how the name of a file ends that holds what a command printed as data


@dataclass(frozen=True)
class Compared:
    """A file of both sides or of one: what differs in it, and what differs and is left out."""

    file: str
    differences: list[Difference] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def compare_folders(before: Path, now: Path, renames: Renames) -> list[Compared]:
    """Every file below either folder, by its name."""
    old, new = ({path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()} for folder in (before, now))
    old = {renames.name_of(name): path for name, path in old.items()}
    return [compare_files(name, old.get(name), new.get(name), renames) for name in sorted(old | new)]


def compare_files(name: str, before: Path | None, now: Path | None, renames: Renames) -> Compared:
    """One file. Where the bytes differ and nothing that it says does, the way it is written is the difference."""
    if before is None or now is None:
        sides = [ABSENT if path is None else f"{path.stat().st_size:,} bytes" for path in (before, now)]
        return Compared(name, [Difference(Place("the file", "the file"), *sides, "file only now" if before is None else "file only before")])
    if before.read_bytes() == now.read_bytes():
        return Compared(name)
    met = sum(renames.met.values())
    found = list(KINDS.get(PurePosixPath(name).suffix, _any)(name, before, now, renames))
    told = sum(renames.met.values()) > met
    if not told and not found:
        found = [Difference(Place("the file", "the file"), _digest(before), _digest(now), "the same data, written otherwise")]
    reasons = [why_left_out(PurePosixPath(name).name, one) for one in found]
    kept = [one for one, reason in zip(found, reasons, strict=True) if reason is None]
    return Compared(name, kept, [reason for reason in reasons if reason])


def _json(name: str, before: Path, now: Path, renames: Renames) -> Iterator[Difference]:
    pair = [_read(path) for path in (before, now)]
    if all(pair):
        yield from compare(renames.data(name, pair[0][0]), pair[1][0])
    else:
        yield from _text(name, before, now, renames)


def _read(path: Path) -> list[Any]:
    """The data of a file in a list; an empty list where it holds none."""
    try:
        return [json.loads(path.read_text(encoding="utf-8"))]
    except ValueError:
        return []


def _csv(name: str, before: Path, now: Path, renames: Renames) -> Iterator[Difference]:
    old, new = (office.csv_table(path.read_text(encoding="utf-8")) for path in (before, now))
    old = renames.data(name, old)
    yield from office.columns(old, new, Place("[]", "[]"))
    yield from compare(old, new)


def _workbook(name: str, before: Path, now: Path, renames: Renames) -> Iterator[Difference]:
    met = sum(renames.met.values())
    old, new = (office.workbook(path) for path in (before, now))
    old = renames.data(name, old)
    found = list(compare(old, new))
    for sheet in [one for one in old if one in new]:
        found += office.columns(old[sheet], new[sheet], Place().key(sheet))
    if [one for one in old if one in new] != [one for one in new if one in old]:
        found.append(Difference(Place("sheets", "sheets"), list(old), list(new), "order of sheets"))
    yield from found
    yield from office.members(before, now, saying=not found and sum(renames.met.values()) == met)


def _document(name: str, before: Path, now: Path, renames: Renames) -> Iterator[Difference]:
    found = list(text.compare_lines(*(office.paragraphs(path) for path in (before, now)), Place("paragraphs, ", "paragraphs, ")))
    yield from found
    yield from office.members(before, now, saying=not found)


def _parquet(name: str, before: Path, now: Path, renames: Renames) -> Iterator[Difference]:
    yield from frames.compare_frames(renames.frame(name, frames.read(before)), frames.read(now))


def _page(name: str, before: Path, now: Path, renames: Renames) -> Iterator[Difference]:
    yield from text.compare_pages(*(path.read_bytes().decode("utf-8") for path in (before, now)))


def _text(name: str, before: Path, now: Path, renames: Renames) -> Iterator[Difference]:
    yield from text.compare_texts(*(path.read_bytes().decode("utf-8") for path in (before, now)))


def _bytes(name: str, before: Path, now: Path, renames: Renames) -> Iterator[Difference]:
    if before.read_bytes() != now.read_bytes():
        yield Difference(Place("digest", "digest"), _digest(before), _digest(now), "other bytes")


def _any(name: str, before: Path, now: Path, renames: Renames) -> Iterator[Difference]:
    """A file without a kind of its own: data where a command printed it, text where it can be read, bytes otherwise."""
    if name.endswith(JSON):
        yield from _json(name, before, now, renames)
        return
    try:
        yield from _text(name, before, now, renames)
    except UnicodeDecodeError:
        yield from _bytes(name, before, now, renames)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


KINDS: dict[str, Callable[[str, Path, Path, Renames], Iterator[Difference]]] = {
    ".json": _json, ".csv": _csv, ".xlsx": _workbook, ".docx": _document, ".parquet": _parquet,
    ".html": _page, ".svg": _text, ".png": _bytes, ".jpeg": _bytes,
}  # fmt: skip
