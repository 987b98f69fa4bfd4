"""What every check of a scenario needs: its parts, the place of each in the file, and the problems found so far."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from wargame.core.problem import Place, Problem, listing, suggest
from wargame.core.yaml_source import Mapping as Map
from wargame.core.yaml_source import Node
from wargame.world.scenario.inputs import Inside
from wargame.world.shock_base.base import Shock

MOST_SUGGESTED = 50  # names not described for which one near them is sought


@dataclass(frozen=True)
class Described:
    """A scenario as its file describes it. Checks add to `problems`; `unknown` are the names met so far that it does not describe."""

    inputs: Inside
    shocks: list[Shock]
    merged: Map
    problems: list[Problem]
    unknown: list[str] = field(default_factory=list)

    def place(self, *keys: str) -> Place:
        """Where the file says what stands under the keys, or as many of them as there are."""
        node: Node = self.merged
        here = self.merged.place
        for key in keys:
            if not isinstance(node, Map) or key not in node.entries:
                return here
            here, node = node.entries[key]
        return here

    def refuse(self, code: str, keys: tuple[str, ...], message: str, hint: str = "") -> None:
        """Add a problem at the place of the keys."""
        self.problems.append(Problem(code, self.place(*keys), message, hint))

    def known(self, word: str, names: Collection[str], what: str, *keys: str) -> None:
        """Add a problem (S005) unless a word is one of the names that the scenario describes."""
        if word not in names:
            self.unknown.append(word)
            hint = suggest(word, names) if len(self.unknown) <= MOST_SUGGESTED else ""
            message = f"the {what} '{word}' is not described in this scenario; it has: {listing(names) or 'none'}"
            self.refuse("S005", keys, message, hint)

    def known_service(self, name: str, *keys: str) -> None:
        """The same of a service."""
        self.known(name, self.inputs.services, "service", *keys)

    def must_have_quality(self, name: str | None, *keys: str) -> None:
        """Add a problem where units of a service are to be done wrong, and it says nothing of its quality."""
        if name in self.inputs.services and self.inputs.services[name].quality is None:
            message = f"'{name}' says nothing of its `quality`, so no unit of it is done wrong"
            self.refuse("S005", keys, message, "give it `quality: {errors: 1 %}`")
