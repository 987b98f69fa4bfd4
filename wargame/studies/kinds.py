"""The kinds there are: of clauses, shocks, distributions and checks, each with its page, and its schema where a file holds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from wargame.analysis.findings.check import checks
from wargame.contract.rules.kinds import clause_kinds
from wargame.report.console.reference import page_of
from wargame.studies.schema import schema
from wargame.world.scenario.file import shock_kinds
from wargame.world.sizes.read import distribution_kinds

Room = Literal["clause", "shock", "distribution", "check"]
ROOMS: Mapping[Room, Callable[[], Mapping[str, Any]]] = {
    "clause": clause_kinds,
    "shock": shock_kinds,
    "distribution": distribution_kinds,
    "check": checks,
}


@dataclass(frozen=True)
class Kind:
    """One kind by its name: what it is, in the words of the reference."""

    name: str
    room: Room

    @cached_property
    def page(self) -> str:
        """Its page of the reference, in Markdown: what it does, its terms with their units, what it leaves open, an example, and its source."""
        return page_of(self.name)

    @cached_property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of what a draft or a scenario says of it. ValueError for a kind that stands in no file."""
        if self.room not in ("clause", "shock"):
            raise ValueError(f"a {self.room} has no schema: {self.name} is not written as a group of its own")
        return schema(self.name)

    @property
    def example(self) -> str:
        """An example, as it stands in a file."""
        return str(ROOMS[self.room]()[self.name].example).strip()

    def _repr_html_(self) -> str:
        from wargame.studies.html import page_of as shown

        return shown(self.page.splitlines(), None)


def kinds(room: Room = "clause") -> dict[str, Kind]:
    """Every kind of one room by its name. ValueError for a room that there is not."""
    if room not in ROOMS:
        raise ValueError(f"there are no kinds of {room!r}; there are kinds of {', '.join(ROOMS)}")
    return {name: Kind(name, room) for name in ROOMS[room]()}
