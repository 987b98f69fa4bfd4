"""Whether services and staffs can be as a scenario describes them."""

from __future__ import annotations

from wargame.core.values import DAY
from wargame.world.scenario.described import Described
from wargame.world.scenario.inputs import ServiceInputs

MOST_AGENTS = 50_000  # of a live service on duty: more take minutes to make a table of, and no centre has them
PERIODS = ("month", "day")  # by which demand and capacity are given


def check_services(found: Described) -> None:
    """Components that services need, their demand and capacity, and their seasons."""
    for name, service in found.inputs.services.items():
        for need in service.needs:
            found.known(need, found.inputs.components, "component", "services", name, "needs")
        _check_levels(found, name, service)
        _check_agents(found, name, service)
        _check_ceiling(found, name, service)
        _check_seasons(found, name, service)


def _check_levels(found: Described, name: str, service: ServiceInputs) -> None:
    for what, count in (("demand", service.demand.level), ("capacity", service.capacity.level if service.capacity else service.demand.level)):
        at = ("services", name, what, "level")
        if count.num <= 0:
            found.refuse("S006", at, f"the {what} of '{name}' is {count}; a service needs some {what}", "leave the service out if nothing arrives")
        if count.per not in PERIODS:
            found.refuse("S006", at, f"the {what} of '{name}' is {count}; give it per month or per day")


def _check_agents(found: Described, name: str, service: ServiceInputs) -> None:
    """Live work is done by so many agents as a table can be made for."""
    if service.live is None or service.capacity is None or service.capacity.level.per not in PERIODS:
        return
    level = service.capacity.level
    days = 30 if level.per == "month" else 1
    agents = level.num * service.live.handling.seconds // (level.den * days * DAY)
    if agents > MOST_AGENTS:
        message = f"the capacity of '{name}' is {level}, which at {service.live.handling} each is the work of {agents:,} agents"
        hint = f"a live service has at most {MOST_AGENTS:,} on duty: check the zeros and `handling`"
        found.refuse("S006", ("services", name, "capacity", "level"), message, hint)


def _check_ceiling(found: Described, name: str, service: ServiceInputs) -> None:
    if service.capacity is None or service.capacity.ceiling is None:
        return
    level, ceiling, at = service.capacity.level, service.capacity.ceiling, ("services", name, "capacity", "ceiling")
    if ceiling.per != level.per:
        found.refuse("S006", at, f"the ceiling of '{name}' is {ceiling}; give it in the units of its level, {level}")
    elif ceiling.num * level.den < level.num * ceiling.den:
        found.refuse("S006", at, f"the ceiling of '{name}', {ceiling}, lies below its level, {level}")


def _check_seasons(found: Described, name: str, service: ServiceInputs) -> None:
    season = service.demand.season
    for weights, length, what in ((season.week, 7, "week"), (season.year, 12, "year")):
        if weights and (len(weights) != length or sum(weight.num for weight in weights) <= 0):
            message = f"the season of a {what} needs {length} weights, not all 0; it has {len(weights)}"
            found.refuse("S006", ("services", name, "demand", "season"), message)


def check_staff_of_services(found: Described) -> None:
    """The staffs that services name, and the drivers of their noise."""
    for name, service in found.inputs.services.items():
        if service.staff is not None:
            found.known(service.staff, found.inputs.staff, "staff", "services", name, "staff")
        for driver in service.demand.noise.driven_by if service.demand.noise else ():
            found.known(driver, found.inputs.drivers, "driver", "services", name, "demand", "noise")


def check_staffs(found: Described) -> None:
    """A staff serves something; one that serves several services knows how long a unit of each takes."""
    for name in found.inputs.staff:
        served = [service for service in found.inputs.services.values() if service.staff == name]
        if not served:
            found.refuse("S006", ("staff", name), f"the staff '{name}' serves nothing", f"say `staff: {name}` in a service, or leave it out")
        if len(served) > 1 and any(service.unit_takes is None and service.live is None for service in served):
            message = f"the staff '{name}' serves several services, and of some nobody knows how long a unit takes"
            found.refuse("S006", ("staff", name), message, "give each of them `unit takes: 6 minutes`")
