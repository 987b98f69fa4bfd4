"""Beginnings: a new draft, scenario, clause kind, shock kind or check from a template that already works."""

from __future__ import annotations

import re
from pathlib import Path

from wargame.core.problem import BadInput, Place, Problem
from wargame.simulation.run.archive import write_text

_HOME = Path(__file__).resolve().parent / "templates"
_ROOMS = {"clause": "contract/clauses", "shock": "world/shocks", "check": "analysis/checks"}
_ENDS = {"draft": ".md", "scenario": ".yaml"}


def start(what: str, name: str) -> Path:
    """Write the beginning of a `what` called `name` and return its path; never over an existing file (X040), never outside its room (X041)."""
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
    if what in _ROOMS:
        stem = name.replace("-", "_")
        path = Path(__file__).resolve().parents[2] / _ROOMS[what] / f"{stem}.py"
    else:
        stem = name
        path = Path(f"{what}s" if what == "scenario" else "contracts") / f"{name}{_ENDS[what]}"
        path = path if path.parent.is_dir() else Path(path.name)
    if path.exists():
        raise BadInput(
            [Problem("X040", Place(str(path), 0, 0), "is there already and is not written over", "choose another name, or remove the file")]
        )
    words = stem.replace("_", " ")
    title = "".join(word.capitalize() for word in stem.replace("-", "_").split("_"))
    text = (_HOME / f"{what}.txt").read_text(encoding="utf-8")
    write_text(path, text.replace("@NAME@", stem).replace("@WORDS@", words.capitalize()).replace("@words@", words).replace("@Class@", title))
    return path
