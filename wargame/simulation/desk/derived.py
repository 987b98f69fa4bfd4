"""Facts made of other facts, the same way for one life and for a cohort: forecasts, errors, agreed time, losses, the cost of serving.

A driver knows only what it counts itself (volumes, down-time, series, delays); everything here is worked out from that at the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING

from wargame.core.calendar import Calendar
from wargame.core.facts import FactRequest
from wargame.core.hours import LocalHours, ServiceHours
from wargame.core.vocabulary import Value
from wargame.core.zones.clocks import in_zone
from wargame.world.scenario.economics import Economics
from wargame.world.sizes.read import MILLION

if TYPE_CHECKING:
    from wargame.simulation.desk.driver import Driver


@cache
def service_hours(text: str, calendar: Calendar, end: int) -> ServiceHours | LocalHours:
    """Service hours over a term, by the clocks of the agreement's zone where it names one; made once."""
    return LocalHours(text, calendar, end) if calendar.zone else ServiceHours(text, calendar, end)


def by_the_clock(read: FactRequest, calendar: Calendar) -> FactRequest:
    """A read of time with the zone in which it is counted, where the agreement names one."""
    return read._replace(hours=in_zone(read.hours, None, calendar.zone)) if calendar.zone and not read.hours else read


def _forecast(driver: Driver, read: FactRequest) -> Value:
    """Whole units that the client's forecast says of the month."""
    told = driver.futures.forecast(read.key, driver.desk.index)
    return told if isinstance(told, int) else driver.mine(told)


def _failed(driver: Driver, read: FactRequest) -> Value:
    return driver.failed.get(read.key, False)


def _loss(driver: Driver, read: FactRequest) -> Value:
    return driver.economics.loss(driver.desk, read)


def _cost_of_serving(driver: Driver, read: FactRequest) -> Value:
    return driver.economics.cost_of_serving(driver.desk)


def _delivered(driver: Driver, read: FactRequest) -> Value:
    """What is due with the month end itself is not due before it; what was given up when the agreement ended never came."""
    desk = driver.desk
    due = driver.rules.calendar.instant(driver.scenario.due(read.key))
    if due >= desk.last:
        return 0
    # One that is due after the agreement has ended is not delivered under it.
    there = desk.v.both(desk.fact(FactRequest("overdue", read.key)) <= 0, due < desk.agreement_exit)
    return desk.v.where(there, 1, 0)


def _agreed_time(driver: Driver, read: FactRequest) -> Value:
    desk, read = driver.desk, by_the_clock(read, driver.rules.calendar)
    if not read.hours:
        return desk.served
    hours = service_hours(read.hours, driver.rules.calendar, driver.term_end)
    return hours.before(desk.first + desk.served) - hours.before(desk.first)


def _errors(driver: Driver, read: FactRequest) -> Value:
    desk, v = driver.desk, driver.desk.v
    quality = driver.scenario.inputs.services[read.key].quality
    assert quality is not None  # else the scenario lacks the fact, and no clause that reads it is played
    volume = desk.fact(FactRequest("volume", read.key))
    errors = v.share(volume, quality.errors.num, quality.errors.den)
    moved = desk.monthly("errors", read.key)
    if moved is not None:
        errors = v.maximum(v.minimum(errors + v.share(volume, moved, MILLION), volume), 0)
    strain = quality.under_strain
    if strain is None:
        return errors
    # Of as many units as wait at the month end, the share is that under strain.
    strained = v.minimum(desk.fact(FactRequest("backlog", read.key)), volume)
    more = v.share(strained, strain.num, strain.den) - v.share(strained, quality.errors.num, quality.errors.den)
    return v.minimum(errors + more, volume)


DERIVED: dict[str, Callable[[Driver, FactRequest], Value]] = {
    "forecast": _forecast,
    "failed": _failed,
    "loss": _loss,
    "cost_of_serving": _cost_of_serving,
    "delivered": _delivered,
    "agreed_time": _agreed_time,
    "errors": _errors,
}
"""Fact -> how it is worked out."""


def primitives(reads: Iterable[FactRequest], economics: Economics) -> set[FactRequest]:
    """The facts that drivers must count for these reads: derived ones replaced by what they are made of."""
    found: set[FactRequest] = set()
    for read in reads:
        if read.fact not in DERIVED:
            found.add(read)
        elif read.fact == "delivered":
            found.add(FactRequest("overdue", read.key))
        elif read.fact == "errors":
            found |= {FactRequest("volume", read.key), FactRequest("backlog", read.key)}
        elif read.fact == "loss":
            found |= primitives(economics.loss_reads(read), economics)
        elif read.fact == "cost_of_serving":
            for costs in economics.costs.values():
                found |= {FactRequest("volume", service) for service in costs.unit_cost} | {
                    FactRequest("overtime", service) for service in costs.overtime
                }
    return found
