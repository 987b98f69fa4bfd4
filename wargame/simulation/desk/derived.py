"""Facts made of other facts, the same way for one life and for a cohort: forecasts, errors, agreed time, losses, the cost of serving.

A driver knows only what it counts itself (volumes, down-time, series, delays); everything here is worked out from that at the desk.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, Literal

from wargame.core.calendar import Calendar
from wargame.core.facts import FactRequest
from wargame.core.hours import ServiceHours
from wargame.core.vocabulary import Value
from wargame.world.sizes.read import MILLION

DERIVED = frozenset({"delivered", "forecast", "errors", "agreed_time", "loss", "cost_of_serving", "failed"})
DELAYS: dict[str, Literal["payment", "notice"]] = {"days_late": "payment", "notice_delay": "notice"}  # fact -> the habit it is drawn from


@cache
def service_hours(text: str, calendar: Calendar, end: int) -> ServiceHours:
    """Service hours over a term; made once."""
    return ServiceHours(text, calendar, end)


def derive(desk: Any, read: FactRequest) -> Value:
    """The value of a derived fact this month."""
    driver, v = desk.driver, desk.v
    if read.fact == "forecast":
        return driver.forecast(read.key)
    if read.fact == "failed":
        return driver.failed.get(read.key, False)
    if read.fact == "loss":
        return driver.economics.loss(desk, read)
    if read.fact == "cost_of_serving":
        return driver.economics.cost_of_serving(desk)
    if read.fact == "delivered":
        # What is due with the month end itself is not due before it; what was given up when the agreement ended never came.
        due = desk.rules.calendar.instant(driver.scenario.inputs.milestones[read.key].due)
        return v.where(desk.fact(FactRequest("overdue", read.key)) > 0, 0, 1) if due < desk.last else 0
    if read.fact == "agreed_time":
        if not read.hours:
            return desk.served
        hours = service_hours(read.hours, desk.rules.calendar, driver.starts[-1])
        return hours.before(desk.first + desk.served) - hours.before(desk.first)
    quality = driver.scenario.inputs.services[read.key].quality
    volume = desk.fact(FactRequest("volume", read.key))
    errors = v.share(volume, quality.errors.num, quality.errors.den)
    shock_effects = driver.monthly("errors", read.key)
    if shock_effects is not None:
        errors = v.maximum(v.minimum(errors + v.share(volume, shock_effects, MILLION), volume), 0)
    strain = quality.under_strain
    if strain is None:
        return errors
    # Of as many units as wait at the month end, the share is that under strain.
    strained = v.minimum(desk.fact(FactRequest("backlog", read.key)), volume)
    more = v.share(strained, strain.num, strain.den) - v.share(strained, quality.errors.num, quality.errors.den)
    return v.minimum(errors + more, volume)


def primitives(reads: Iterable[FactRequest], economics: Any) -> set[FactRequest]:
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
