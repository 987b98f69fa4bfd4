"""Beginnings: a new draft, scenario, clause kind, shock kind or check from a template that already works, and in a clone of the project its test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from wargame.core.problem import BadInput, Place, Problem
from wargame.simulation.run.archive import write_text

_HOME = Path(__file__).resolve().parent / "templates"
PROJECT = Path(__file__).resolve().parents[3]
PLACES = {  # where a piece of an open room stands, and where its test
    "clause": ("wargame/contract/clauses/{stem}.py", "tests/stories/{stem}.md"),
    "shock": ("wargame/world/shocks/{stem}.py", "tests/world/shocks/test_{stem}.py"),
    "check": ("wargame/analysis/checks/{stem}.py", "tests/analysis/checks/test_{stem}.py"),
}
_ENDS = {"draft": ".md", "scenario": ".yaml"}


def start(what: str, name: str) -> list[Path]:
    """Write the beginning of a `what` called `name` and return the paths of its files; never over an existing file (X040), never outside its room
    (X041). The test of a piece of an open room is written where the project's tests are: in a clone, not in an installed package."""
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,59}", name):
        raise BadInput(
            [
                Problem(
                    "X041",
                    Place(name[:80], 0, 0),
                    "is not a name for a file",
                    "use small letters, digits, - and _, beginning with a letter, at most 60",
                )
            ]
        )
    files = dict(_files(what, name))
    for path in files:
        if path.exists():
            raise BadInput(
                [Problem("X040", Place(str(path), 0, 0), "is there already and is not written over", "choose another name, or remove the file")]
            )
    stem = name.replace("-", "_") if what in PLACES else name
    words = stem.replace("_", " ")
    said = {
        "@NAME@": stem,
        "@KIND@": stem.replace("_", "-"),
        "@WORDS@": words.capitalize(),
        "@words@": words,
        "@Class@": "".join(word.capitalize() for word in stem.split("_")),
    }
    for path, template in files.items():
        text = (_HOME / f"{template}.txt").read_text(encoding="utf-8")
        write_text(path, re.sub("|".join(said), lambda found: said[found[0]], text))
    return list(files)


def _files(what: str, name: str) -> Iterator[tuple[Path, str]]:
    """The files to write, each with the name of its template."""
    if what in PLACES:
        piece, test = (PROJECT / place.format(stem=name.replace("-", "_")) for place in PLACES[what])
        yield piece, what
        if test.parent.is_dir():
            yield test, f"{what}_test"
    else:
        path = Path(f"{what}s" if what == "scenario" else "contracts") / f"{name}{_ENDS[what]}"
        yield (path if path.parent.is_dir() else Path(path.name)), what
