"""The files of a report: which formats a run writes, for whom, what they need, and what of an earlier run has to go.

A format is one file in `exports/`; this module walks that room and knows none of them by name.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wargame.core.problem import BadInput, Place, Problem, suggest
from wargame.report.files.export import Asked, Export, export_kinds
from wargame.report.page.section import readers
from wargame.simulation.run.archive import MANIFEST

if TYPE_CHECKING:
    from wargame.report.page.context import ReportContext

OF_EVERY_RUN = {"pyarrow": "pyarrow"}  # for its futures and postings, whatever else is written
# What a run draws; `wordings-0` is what earlier versions called `variants-0`.
CHART = re.compile(r"(curve-\d+|variants-\d+|wordings-\d+|readings-\d+|waterfall|cash|world-\d+)\.(svg|png)")
COMPARISON = ("comparison.json", "comparison.csv")
RUN = (MANIFEST, "futures.parquet", "postings.parquet")  # with the files of formats that are not shared: what a shared copy never holds
Exports = tuple[type[Export], ...]


@dataclass(frozen=True)
class Audience:
    """Whom a report is for: some kinds of reader, or all where none is named; and whether it leaves the house."""

    readers: tuple[str, ...] = ()
    share: bool = False


EVERYONE = Audience()


def audience(words: Iterable[str], share: bool) -> Audience:
    """The audience that people name: kinds of reader, or a party for all readers on its side. BadInput (X050) with a suggestion for any other."""
    known = readers()
    found: dict[str, None] = {}
    problems = []
    for word in words:
        mine = [kind for kind, reader in known.items() if word in (kind, reader.side)]
        if not mine:
            names = [*known, *dict.fromkeys(reader.side for reader in known.values())]
            message = f"no reader is called '{word}'; there are: {', '.join(names)}"
            problems.append(Problem("X050", Place("--for", 0, 0), message, suggest(word, names)))
        found |= dict.fromkeys(mine)
    if problems:
        raise BadInput(problems)
    return Audience(tuple(kind for kind in known if kind in found), share)


def chosen(words: Sequence[str] = (), *, share: bool = False) -> Exports:
    """The formats that people name, in their order, with those that are always written; where they name none, the usual ones. Of a copy for the other
    party those that may be shared. BadInput (X054) with a suggestion for a word that names none, and for one that is not shared."""
    known = export_kinds()
    problems = []
    for word in words:
        if word not in known:
            message = f"no format is called '{word}'; there are: {', '.join(known)}"
            problems.append(Problem("X054", Place("--export", 0, 0), message, suggest(word, known)))
        elif share and not known[word].shared:
            message = f"a copy for the other party does not hold '{word}' ({', '.join(known[word].files)})"
            problems.append(Problem("X054", Place("--export", 0, 0), message, "leave it out, or leave out --share"))
    if problems:
        raise BadInput(problems)
    wanted = set(words) or {kind for kind, one in known.items() if one.usual}
    return tuple(one for kind, one in known.items() if (kind in wanted or one.always) and (one.shared or not share))


def check_packages(exports: Exports | None = None, png: bool = False) -> None:
    """BadInput (X051) naming every package that these formats (None: the usual ones) need, as pictures too if `png`, and this Python lacks, and the
    command that installs them."""
    needed = dict(OF_EVERY_RUN)
    for one in chosen() if exports is None else exports:
        needed |= {**one.packages, **(one.for_pictures if png else {})}
    missing = [name for module, name in needed.items() if importlib.util.find_spec(module) is None]
    if missing:
        wanted = " ".join(missing)
        said = "is not installed" if len(missing) == 1 else "are not installed"
        raise BadInput([Problem("X051", Place("report", 0, 0), f"{', '.join(missing)} {said}, and the report needs it", f"pip install {wanted}")])


def check_room(directory: Path, share: bool) -> None:
    """BadInput (X052) where a shared copy would lie among files that are not to be shared; (X053) where a run would write over a comparison's
    manifest."""
    ours = (*RUN, *(file for one in export_kinds().values() if not one.shared for file in one.files), *COMPARISON)
    there = [name for name in (ours if share else COMPARISON) if (directory / name).exists()]
    if there and not share:
        message = f"holds a comparison ({', '.join(there)}); one directory has one manifest"
        raise BadInput([Problem("X053", Place(str(directory), 0, 0), message, "give another --out")])
    if there:
        message = f"holds a run that is not to be shared ({', '.join(there)})"
        raise BadInput([Problem("X052", Place(str(directory), 0, 0), message, "give another --out for the shared copy")])


def write_exports(stage: Path, context: ReportContext, asked: Asked, exports: Exports | None = None) -> None:
    """Write the run in these formats (None: the usual ones), one after the other in their order."""
    for one in chosen() if exports is None else exports:
        one().write(stage, context, asked)


def remove_old(stage: Path, directory: Path) -> None:
    """Remove what an earlier run into a directory has written and the one in `stage` does not: its charts, and its files in other formats. A file
    that no earlier run there says it wrote is somebody's own, whatever it is called."""
    for old in (directory / "charts").glob("*.*"):
        if CHART.fullmatch(old.name) and not (stage / "charts" / old.name).exists():
            old.unlink()
    for one in _formats_of(directory):
        for name in one.files:
            if not name.endswith("/") and not (stage / name).exists():
                (directory / name).unlink(missing_ok=True)


def _formats_of(directory: Path) -> Exports:
    """The formats in which the run in a directory was written, as its manifest says; the usual ones where that does not, and of a shared copy, which
    has none; none where there is no run."""
    manifest, summary = (_data(directory / name) for name in (MANIFEST, "summary.json"))
    said = manifest.get("exports")
    known = export_kinds()
    if isinstance(said, list):
        return tuple(one for kind, one in known.items() if kind in said)
    return tuple(one for one in known.values() if one.usual) if "spec" in manifest or "schema_version" in summary else ()


def _data(path: Path) -> dict[str, Any]:
    """What a file of ours holds; nothing where it is not there, or is not ours."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}
