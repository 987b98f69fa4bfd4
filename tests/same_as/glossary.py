"""The names of data that changed, as docs/glossary.md lists them: one row a name, under the heading below.

    | where | before | now | values |
    |---|---|---|---|
    | summary.json: findings | severity | severity | note → Low; warning → Medium; grave → High |
    | compare --json | wording | variant | |
    | apply --json: gains | gain | change | sign turned |
    | explain --json | amount | amount | minor units → major units |

`where` is a file, or a command's `--json`, and after a colon the table or path in it, if only one is meant; several are parted by `;`. Files may be
named with `*`. Under `files` the names of files are meant. Backticks are not read. A major unit is a hundred minor ones, as in every currency
of the drafts that are played.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

HEADING = "## Names of data that changed"
COLUMNS = ["where", "before", "now", "values"]
TURNED, MAJOR = "sign turned", "minor units → major units"
FILES = "files"
CELLS = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Rename:
    """One name that changed in one place."""

    file: str
    path: tuple[str, ...]
    before: str
    now: str
    values: Mapping[str, str] = field(default_factory=dict)
    turned: bool = False
    major: bool = False
    row: str = ""

    def is_in(self, file: str) -> bool:
        """True for the files that are meant, by their name or their path."""
        return self.file != FILES and any(fnmatchcase(name, self.file) for name in (file, PurePosixPath(file).name))

    def is_at(self, *paths: tuple[str, ...]) -> bool:
        """True if one of the paths leads to the table that is meant, or to something inside it."""
        wanted = self.path
        return any(path[i : i + len(wanted)] == wanted for path in paths for i in range(len(path) - len(wanted) + 1))


def read(text: str) -> list[Rename]:
    """The renames that a glossary lists; none where the heading is missing. ValueError names the line that cannot be read."""
    found: list[Rename] = []
    for position, cells in _rows(text):
        if len(cells) != len(COLUMNS) or not all(cells[:3]):
            raise ValueError(f"line {position} of the glossary: four cells are wanted, {', '.join(COLUMNS)}, of which only the last may be empty")
        found += _renames(cells, position)
    return found


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and cells of the tables under the heading, without their heads."""
    inside = False
    for position, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            inside = line.strip() == HEADING
        elif inside and line.lstrip().startswith("|"):
            cells = [cell.replace("\\|", "|").replace("`", "").strip() for cell in CELLS.split(line.strip().removeprefix("|").removesuffix("|"))]
            if not all(re.fullmatch(":?-+:?", cell) for cell in cells) and [cell.lower() for cell in cells] != COLUMNS:
                yield position, cells


def _renames(cells: list[str], position: int) -> Iterator[Rename]:
    where, before, now, said = cells
    values: dict[str, str] = {}
    for part in said.split(";") if said and said not in (TURNED, MAJOR) else ():
        old, arrow, new = part.replace("->", "→").partition("→")
        if not arrow:
            raise ValueError(f"line {position} of the glossary: values are written `a → b; c → d`, or `{TURNED}`, or left empty; not {said!r}")
        values[old.strip()] = new.strip()
    for one in where.split(";"):
        file, _, path = one.partition(":")
        steps = tuple(step for step in path.replace("[]", "").strip().split(".") if step)
        row = f"{one.strip()}: {before} → {now}{f' ({said})' if said else ''}"
        yield Rename(file.strip(), steps, before, now, values, said == TURNED, said == MAJOR, row)
