"""Whether the parts of a scenario fit together: names that are used must exist, and worlds must be such as can be lived in."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from wargame.core.problem import Problem
from wargame.core.yaml_source import Mapping as Map
from wargame.world.scenario.described import Described
from wargame.world.scenario.inputs import Inside
from wargame.world.scenario.service_check import check_services, check_staff_of_services, check_staffs
from wargame.world.scenario.shock_check import check_order_of_shocks, check_shocks
from wargame.world.shock_base.base import Shock
from wargame.world.shock_base.dependence import circle_words, circles

MOST_CIRCLES = 20  # of components: where all need all there are millions, and mending some mends others
MOST_OUTAGES = 1_000  # a month: more are an error rate, not outages, and would not fit into memory


def cross_check(inputs: Inside, shocks: list[Shock], merged: Map, problems: list[Problem]) -> None:
    """Add a problem for every name that is not described and every world that cannot be."""
    found = Described(inputs, shocks, merged, problems)
    for check in CHECKS:
        check(found)


def _check_outages(found: Described) -> None:
    """How often components break down or are worked on, and for how long."""
    for name, component in found.inputs.components.items():
        at = ("components", name)
        if (component.outages is None) != (component.repair is None):
            found.refuse("S006", at, f"the component '{name}' needs both `outages` (how often) and `repair` (how long), or neither")
        for rate in filter(None, (component.outages, component.planned_work.rate if component.planned_work else None)):
            if rate.per not in ("month", "quarter", "year"):
                found.refuse("S006", at, f"the rate {rate} of '{name}' must be per month, per quarter or per year")
            elif rate.num > MOST_OUTAGES * rate.den:
                found.refuse("S006", at, f"the rate {rate} of '{name}' is beyond the limit of {MOST_OUTAGES:,}")


def _check_losses(found: Described) -> None:
    """What the client's losses are counted by."""
    at = ("economics", "client losses")
    for head in found.inputs.economics.client_losses:
        if head.service is not None:
            found.known_service(head.service, *at)
        if head.milestone is not None:
            found.known(head.milestone, found.inputs.milestones, "milestone", *at)
        if head.per == "unit done wrong":
            found.must_have_quality(head.service, *at)


def _check_milestones(found: Described) -> None:
    for name in found.inputs.milestones:
        if name in found.inputs.components:
            found.refuse("S006", ("milestones", name), f"'{name}' is the name of a component and of a milestone", "call one of them otherwise")


def _check_tolerances(found: Described) -> None:
    for tolerance in found.inputs.economics.tolerances:
        if tolerance.service is not None:
            found.known_service(tolerance.service, "economics", "tolerances")


def _check_replacement(found: Described) -> None:
    replacement = found.inputs.economics.replacement
    for name in replacement.price if replacement else ():
        found.known_service(name, "economics", "replacement", "price", name)
    for name in replacement.transition_of if replacement else ():
        found.known_service(name, "economics", "replacement", "transition of", name)


def _check_circles_of_components(found: Described) -> None:
    needs = {name: tuple(component.needs) for name, component in found.inputs.components.items()}
    for circle in islice(circles(needs), MOST_CIRCLES):
        message = f"{circle_words(circle)}: these components need each other"
        found.refuse("S007", ("components", circle[0], "needs"), message, "let one of them stand alone")


def _check_needs_of_components(found: Described) -> None:
    for name, component in found.inputs.components.items():
        for need in component.needs:
            found.known(need, found.inputs.components, "component", "components", name, "needs")


def _check_indices(found: Described) -> None:
    for name, index in found.inputs.indices.items():
        for driver in index.driven_by:
            found.known(driver, found.inputs.drivers, "driver", "indices", name)


def _check_costs(found: Described) -> None:
    """Services that providers spend on."""
    economics = found.inputs.economics
    for role, costs in {"provider": economics.provider, **economics.providers}.items():
        keys = ("economics", "provider") if role == "provider" else ("economics", "providers", role)
        for name in (*costs.unit_cost, *costs.overtime):
            found.known_service(name, *keys)


def _check_lost_units(found: Described) -> None:
    services = found.inputs.services
    for head in found.inputs.economics.client_losses:
        if head.per == "unit lost" and head.service in services and services[head.service].live is None:
            message = f"'{head.service}' is not `live`, so no unit of it is lost: what is not done waits"
            found.refuse("S005", ("economics", "client losses"), message, "count a `unit waiting a day`, or say how it is `live`")


def _check_rights(found: Described) -> None:
    """A right that is used when it pays needs a price of doing without the provider."""
    rights = [right for right, how in found.inputs.behaviour.rights.items() if how.exercised == "when it pays"]
    if rights and found.inputs.economics.replacement is None:
        message = f"whether it pays to use '{rights[0]}' depends on what replacing the provider costs, which this scenario does not say"
        found.refuse("S006", ("behaviour", "rights", rights[0]), message, "give `replacement:` under `economics`, or a `probability`")


CHECKS: tuple[Callable[[Described], None], ...] = (  # problems are told in this order
    check_services,
    _check_outages,
    _check_losses,
    _check_milestones,
    _check_tolerances,
    _check_replacement,
    check_shocks,
    check_order_of_shocks,
    _check_circles_of_components,
    _check_needs_of_components,
    check_staff_of_services,
    _check_indices,
    check_staffs,
    _check_costs,
    _check_lost_units,
    _check_rights,
)
