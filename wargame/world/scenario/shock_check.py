"""Whether shocks befall what a scenario describes, and can move what they say they move."""

from __future__ import annotations

from wargame.world.scenario.described import Described
from wargame.world.scenario.inputs import Inside
from wargame.world.shock_base.base import Shock
from wargame.world.shock_base.dependence import circle_words, ordered_shocks


def check_shocks(found: Described) -> None:
    """Everything that each shock names, and what its services must have for it to do something."""
    needed = _needed(found.inputs)
    inputs = found.inputs
    costed = {name for one in (inputs.economics.provider, *inputs.economics.providers.values()) for name in one.unit_cost}
    for shock in found.shocks:
        _check_services(found, shock, costed)
        _check_components(found, shock, needed)
        _check_other_names(found, shock)


def _check_services(found: Described, shock: Shock, costed: set[str]) -> None:
    """`costed` are the services that have a unit cost."""
    services, at = found.inputs.services, ("shocks", shock.name)
    for name in shock.services():
        found.known_service(name, *at)
    for name in shock.services_losing_quality():
        found.must_have_quality(name, *at)
    for name in sorted(shock.services_losing_capacity()):
        if name in services and services[name].capacity is None:
            message = f"'{name}' has no `capacity` that could fall: without one all that arrives is done"
            found.refuse("S005", at, message, "give it `capacity: {level: …}`")
    for name in sorted(shock.services_with_cost_change() - costed):
        if name in services:
            hint = f"give it one under `economics: provider: unit cost: {{{name}: …}}`"
            found.refuse("S005", at, f"'{name}' has no unit cost that could move", hint)


def _check_components(found: Described, shock: Shock, needed: set[str]) -> None:
    """`needed` are the components whose outage stops a service."""
    inputs, at = found.inputs, ("shocks", shock.name)
    for name in sorted(shock.components()):
        found.known(name, inputs.components, "component", *at)
        if name in inputs.components and name not in needed and inputs.services:
            message = f"no service needs '{name}', nor anything that needs it: its outage would stop nothing"
            found.refuse("S006", at, message, f"say `needs: [{name}]` in a service or component")


def _check_other_names(found: Described, shock: Shock) -> None:
    """Series, staff and milestones, and the shocks and drivers on which its arrival depends."""
    inputs, at, arrives = found.inputs, ("shocks", shock.name), shock.inputs.arrives
    for name in shock.series():
        found.known(name, inputs.indices, "series", *at)
    for name in shock.staff():
        found.known(name, inputs.staff, "staff", *at)
    for name in shock.milestones():
        found.known(name, inputs.milestones, "milestone", *at)
    for name in arrives.parents:
        found.known(name, [one.name for one in found.shocks], "shock", *at, "arrives")
    for name in arrives.driven_by:
        found.known(name, inputs.drivers, "driver", *at, "arrives")


def check_order_of_shocks(found: Described) -> None:
    """Shocks that depend on each other do not wait for each other in a circle."""
    _, circle = ordered_shocks(found.shocks)
    if circle:
        message = f"{circle_words(circle)}: these shocks wait for each other"
        found.refuse("S007", ("shocks", circle[0], "arrives"), message, "let one of them come first")


def _needed(inputs: Inside) -> set[str]:
    """Components whose outage stops a service: what services need, and what that needs in its turn."""
    found: set[str] = set()
    waiting = [name for service in inputs.services.values() for name in service.needs]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += inputs.components[name].needs if name in inputs.components else []
    return found
