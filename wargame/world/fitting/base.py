"""The scenario that a fit is laid over, as far as a fit must know it: which components each service needs, and which break down by themselves.

What is fitted stands beside what the base says. A service keeps its needs, because shocks of the base take those components down; of the fitted
components it needs those that stand for one of them, and those that the base does not know. A component whose faults are fitted by severity has no
everyday outages of its own any more: they would count twice. Whose fault they are, and how long they go unnoticed, stays as the base has it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wargame.core.source import plain
from wargame.world.scenario.file import laid_over


@dataclass(frozen=True)
class Base:
    """Needs of services and components by name, and the components with everyday outages."""

    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    behind: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    failing: frozenset[str] = frozenset()
    traits: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # `fault` and `detection` of each component, where they are said

    def reached(self, service: str) -> frozenset[str]:
        """The components whose outage stops a service of the base."""
        found: set[str] = set()
        waiting = list(self.needs.get(service, ()))
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self.behind.get(name, ())
        return frozenset(found)

    def concerns(self, service: str, component: str) -> bool:
        """Whether what was fitted to a component stops a service: where the base knows both, only if it says so."""
        return service not in self.needs or component not in self.behind or component in self.reached(service)

    def replaced(self, fitted: Collection[tuple[str, str]]) -> Sequence[str]:
        """Components of the base whose faults come from fitted ones of other names; `fitted` are (component, name) of those."""
        return sorted({component for component, name in fitted if component != name and component in self.failing})


def base_of(path: str) -> Base:
    """Look at a scenario. BadInput where it cannot be read; what is no group of terms is left for the run to refuse."""
    text = plain(laid_over(path))
    services, components = _group(text, "services"), _group(text, "components")
    return Base(
        {name: _names(one) for name, one in services.items()},
        {name: _names(one) for name, one in components.items()},
        frozenset(name for name, one in components.items() if isinstance(one, dict) and "outages" in one),
        {name: _traits(one) for name, one in components.items()},
    )


def _group(text: Any, key: str) -> dict[str, Any]:
    found = text.get(key) if isinstance(text, dict) else None
    return found if isinstance(found, dict) else {}


def _traits(one: Any) -> dict[str, str]:
    return {key: one[key] for key in ("fault", "detection") if isinstance(one, dict) and isinstance(one.get(key), str)}


def _names(one: Any) -> tuple[str, ...]:
    needs = one.get("needs") if isinstance(one, dict) else None
    return tuple(str(name) for name in needs) if isinstance(needs, list) else ()
