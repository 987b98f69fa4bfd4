"""A format in which a run is written: the page, the issues list, a table. One file in `exports/` for each, found there and listed nowhere else.

A format says which files it makes, in a line what they are, and which packages it cannot do without; these it imports in `write` and not above, so
that a run that is not to write it needs neither the packages nor the time to load them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from wargame.core.registry import discover

if TYPE_CHECKING:
    from wargame.report.page.context import ReportContext


@dataclass(frozen=True)
class Asked:
    """How a report was asked for: the name of the draft's file, the kinds of reader it is for (all where none is named), and whether charts are to be
    pictures too."""

    draft: str
    readers: tuple[str, ...] = ()
    png: bool = False


class Export:
    """Base of every format. `kind` is its name for `--export`, `title` what it is in a line, `files` what it makes in the run's directory (a folder
    ends with a stroke); `order` is its place among the formats. `packages` maps the modules that it imports to what is installed for them."""

    kind: ClassVar[str] = ""
    title: ClassVar[str] = ""
    files: ClassVar[tuple[str, ...]] = ()
    order: ClassVar[int] = 0
    packages: ClassVar[Mapping[str, str]] = {}
    for_pictures: ClassVar[Mapping[str, str]] = {}  # packages that it needs besides where charts are to be pictures too
    usual: ClassVar[bool] = True  # written where nobody names a format
    always: ClassVar[bool] = False  # written whatever is named: other commands read it
    shared: ClassVar[bool] = True  # whether a copy for the other party may hold it
    partial: ClassVar[bool] = False  # whether what was finished of an interrupted run is written in it

    def write(self, stage: Path, context: ReportContext, asked: Asked) -> None:
        """Write its files into the folder `stage`, each whole or absent; none where the run has nothing for them. Unwritable for the system's
        refusals."""
        raise NotImplementedError


def export_kinds() -> dict[str, type[Export]]:
    """Every format found, by the word that names it, in their order."""
    found: dict[str, type[Export]] = discover("wargame.report.exports", Export)
    return dict(sorted(found.items(), key=lambda item: (item[1].order, item[0])))
