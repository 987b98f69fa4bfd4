"""Whether the parts of a scenario fit together: names that are used must exist, and worlds must be such as can be lived in."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from wargame.core.problem import Place, Problem, listing, suggest
from wargame.core.values import DAY
from wargame.core.yaml_source import Mapping as Map
from wargame.core.yaml_source import Node
from wargame.world.scenario.inputs import Inside
from wargame.world.shock_base.base import Shock
from wargame.world.shock_base.dependence import circle_words, circles, ordered_shocks

MOST_AGENTS = 50_000  # of a live service on duty: more take minutes to make a table of, and no centre has them
MOST_CIRCLES = 20  # of components: where all need all there are millions, and mending some mends others
MOST_SUGGESTED = 50  # names not described for which one near them is sought
MOST_A_MONTH = 1_000  # outages: more are an error rate, not outages, and would not fit into memory


def cross_check(inputs: Inside, shocks: list[Shock], merged: Map, problems: list[Problem]) -> None:
    """Add a problem for every name that is not described and every world that cannot be."""

    def place(*keys: str) -> Place:
        node: Node = merged
        here = merged.place
        for key in keys:
            if not isinstance(node, Map) or key not in node.entries:
                return here
            here, node = node.entries[key]
        return here

    strange: list[str] = []

    def known(word: str, names: Mapping[str, Any], what: str, *keys: str) -> None:
        if word not in names:
            strange.append(word)
            hint = suggest(word, names) if len(strange) <= MOST_SUGGESTED else ""
            message = f"the {what} '{word}' is not described in this scenario; it has: {listing(names) or 'none'}"
            problems.append(Problem("S005", place(*keys), message, hint))

    for name, service in inputs.services.items():
        for need in service.needs:
            known(need, inputs.components, "component", "services", name, "needs")
        for what, count in (("demand", service.demand.level), ("capacity", service.capacity.level if service.capacity else service.demand.level)):
            if count.num <= 0:
                problems.append(
                    Problem(
                        "S006",
                        place("services", name, what, "level"),
                        f"the {what} of '{name}' is {count}; a service needs some {what}",
                        "leave the service out if nothing arrives",
                    )
                )
            if count.per not in ("month", "day"):
                problems.append(
                    Problem("S006", place("services", name, what, "level"), f"the {what} of '{name}' is {count}; give it per month or per day")
                )
        if service.live and service.capacity and service.capacity.level.per in ("month", "day"):
            days = 30 if service.capacity.level.per == "month" else 1
            agents = service.capacity.level.num * service.live.handling.seconds // (service.capacity.level.den * days * DAY)
            if agents > MOST_AGENTS:
                message = (
                    f"the capacity of '{name}' is {service.capacity.level}, which at {service.live.handling} each is the work of {agents:,} agents"
                )
                hint = f"a live service has at most {MOST_AGENTS:,} on duty: check the zeros and `handling`"
                problems.append(Problem("S006", place("services", name, "capacity", "level"), message, hint))
        ceiling = service.capacity.ceiling if service.capacity else None
        if service.capacity and ceiling:
            level, at_ceiling = service.capacity.level, place("services", name, "capacity", "ceiling")
            if ceiling.per != level.per:
                problems.append(Problem("S006", at_ceiling, f"the ceiling of '{name}' is {ceiling}; give it in the units of its level, {level}"))
            elif ceiling.num * level.den < level.num * ceiling.den:
                problems.append(Problem("S006", at_ceiling, f"the ceiling of '{name}', {ceiling}, lies below its level, {level}"))
        for weights, length, what in ((service.demand.season.week, 7, "week"), (service.demand.season.year, 12, "year")):
            if weights and (len(weights) != length or sum(w.num for w in weights) <= 0):
                problems.append(
                    Problem(
                        "S006",
                        place("services", name, "demand", "season"),
                        f"the season of a {what} needs {length} weights, not all 0; it has {len(weights)}",
                    )
                )
    for name, component in inputs.components.items():
        if (component.outages is None) != (component.repair is None):
            problems.append(
                Problem(
                    "S006", place("components", name), f"the component '{name}' needs both `outages` (how often) and `repair` (how long), or neither"
                )
            )
        for rate in filter(None, (component.outages, component.planned_work.rate if component.planned_work else None)):
            if rate.per not in ("month", "quarter", "year"):
                problems.append(Problem("S006", place("components", name), f"the rate {rate} of '{name}' must be per month, per quarter or per year"))
            elif rate.num > MOST_A_MONTH * rate.den:
                problems.append(Problem("S006", place("components", name), f"the rate {rate} of '{name}' is beyond the limit of {MOST_A_MONTH:,}"))
    for head in inputs.economics.client_losses:
        if head.service is not None:
            known(head.service, inputs.services, "service", "economics", "client losses")
        if head.milestone is not None:
            known(head.milestone, inputs.milestones, "milestone", "economics", "client losses")
        if head.per == "unit done wrong" and head.service in inputs.services and inputs.services[head.service].quality is None:
            message = f"'{head.service}' says nothing of its `quality`, so no unit of it is done wrong"
            problems.append(Problem("S005", place("economics", "client losses"), message, "give it `quality: {errors: 1 %}`"))
    for name in inputs.milestones:
        if name in inputs.components:
            problems.append(
                Problem("S006", place("milestones", name), f"'{name}' is the name of a component and of a milestone", "call one of them otherwise")
            )
    for tolerance in inputs.economics.tolerances:
        if tolerance.service is not None:
            known(tolerance.service, inputs.services, "service", "economics", "tolerances")
    for name in inputs.economics.replacement.price if inputs.economics.replacement else ():
        known(name, inputs.services, "service", "economics", "replacement", "price", name)
    needed = _needed(inputs)
    for shock in shocks:
        for name in shock.services():
            known(name, inputs.services, "service", "shocks", shock.name)
        for name in shock.services_losing_quality():
            if name in inputs.services and inputs.services[name].quality is None:
                message = f"'{name}' says nothing of its `quality`, so no unit of it is done wrong"
                problems.append(Problem("S005", place("shocks", shock.name), message, "give it `quality: {errors: 1 %}`"))
        for name in sorted(shock.services_losing_capacity()):
            if name in inputs.services and inputs.services[name].capacity is None:
                message = f"'{name}' has no `capacity` that could fall: without one all that arrives is done"
                problems.append(Problem("S005", place("shocks", shock.name), message, "give it `capacity: {level: …}`"))
        costed = {name for one in (inputs.economics.provider, *inputs.economics.providers.values()) for name in one.unit_cost}
        for name in sorted(shock.services_with_cost_change() - costed):
            if name in inputs.services:
                message = f"'{name}' has no unit cost that could move"
                problems.append(
                    Problem("S005", place("shocks", shock.name), message, f"give it one under `economics: provider: unit cost: {{{name}: …}}`")
                )
        for name in sorted(shock.components()):
            known(name, inputs.components, "component", "shocks", shock.name)
            if name in inputs.components and name not in needed and inputs.services:
                message = f"no service needs '{name}', nor anything that needs it: its outage would stop nothing"
                problems.append(Problem("S006", place("shocks", shock.name), message, f"say `needs: [{name}]` in a service or component"))
        for name in shock.series():
            known(name, inputs.indices, "series", "shocks", shock.name)
        for name in shock.staff():
            known(name, inputs.staff, "staff", "shocks", shock.name)
        for name in shock.milestones():
            known(name, inputs.milestones, "milestone", "shocks", shock.name)
        for name in shock.inputs.arrives.parents:
            known(name, {one.name: one for one in shocks}, "shock", "shocks", shock.name, "arrives")
        for name in shock.inputs.arrives.driven_by:
            known(name, inputs.drivers, "driver", "shocks", shock.name, "arrives")
    _, circle = ordered_shocks(shocks)
    if circle:
        message = f"{circle_words(circle)}: these shocks wait for each other"
        problems.append(Problem("S007", place("shocks", circle[0], "arrives"), message, "let one of them come first"))
    found = circles({name: tuple(component.needs) for name, component in inputs.components.items()})
    for circle in islice(found, MOST_CIRCLES):
        message = f"{circle_words(circle)}: these components need each other"
        problems.append(Problem("S007", place("components", circle[0], "needs"), message, "let one of them stand alone"))
    for name, component in inputs.components.items():
        for need in component.needs:
            known(need, inputs.components, "component", "components", name, "needs")
    for name, service in inputs.services.items():
        if service.staff is not None:
            known(service.staff, inputs.staff, "staff", "services", name, "staff")
        for driver in service.demand.noise.driven_by if service.demand.noise else ():
            known(driver, inputs.drivers, "driver", "services", name, "demand", "noise")
    for name, index in inputs.indices.items():
        for driver in index.driven_by:
            known(driver, inputs.drivers, "driver", "indices", name)
    for name in inputs.staff:
        served = [service for service in inputs.services.values() if service.staff == name]
        if not served:
            problems.append(
                Problem("S006", place("staff", name), f"the staff '{name}' serves nothing", f"say `staff: {name}` in a service, or leave it out")
            )
        if len(served) > 1 and any(service.unit_takes is None and service.live is None for service in served):
            problems.append(
                Problem(
                    "S006", place("staff", name), f"the staff '{name}' serves several services, and of some nobody knows how long a unit takes",
                    "give each of them `unit takes: 6 minutes`",
                )
            )  # fmt: skip
    for role, costs in {"provider": inputs.economics.provider, **inputs.economics.providers}.items():
        keys = ("economics", "provider") if role == "provider" else ("economics", "providers", role)
        for name in (*costs.unit_cost, *costs.overtime):
            known(name, inputs.services, "service", *keys)
    for head in inputs.economics.client_losses:
        if head.per == "unit lost" and head.service in inputs.services and inputs.services[head.service].live is None:
            message = f"'{head.service}' is not `live`, so no unit of it is lost: what is not done waits"
            problems.append(Problem("S005", place("economics", "client losses"), message, "count a `unit waiting a day`, or say how it is `live`"))
    rights = [right for right, how in inputs.behaviour.rights.items() if how.exercised == "when it pays"]
    if rights and inputs.economics.replacement is None:
        message = f"whether it pays to use '{rights[0]}' depends on what replacing the provider costs, which this scenario does not say"
        problems.append(
            Problem("S006", place("behaviour", "rights", rights[0]), message, "give `replacement:` under `economics`, or a `probability`")
        )


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
