"""Facts and how each is found, for both drivers: asked of a driver's own counting, looked up for it in the futures, or worked out at the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wargame.core.facts import FactRequest
from wargame.core.money import share
from wargame.core.vocabulary import Value
from wargame.simulation.desk.derived import DERIVED
from wargame.simulation.desk.quantities import CARRIED
from wargame.world.sampled.paths import UNSAID
from wargame.world.sizes.read import MILLION

if TYPE_CHECKING:
    from wargame.simulation.desk.driver import Driver


def _index(driver: Driver, read: FactRequest) -> Value:
    levels = driver.futures.index[read.key]
    months, run = driver.scenario.inputs.indices[read.key].months, driver.desk.index + 1
    if read.basis == "base":
        return driver.mine(levels[0])
    if read.basis == "two ends":  # of the month, added up: twice their mean
        return driver.mine(levels[(run - 1) // months] + levels[run // months])
    if read.basis == "rate":  # of change on the year before, as a factor: as it is published, or else to one decimal of a percent from the levels
        v, figure = driver.desk.v, run // months
        now, before = driver.mine(levels[figure]), driver.mine(levels[max(figure - 12 // months, 0)])
        rate = v.rounded(1000, now - before, before) * (MILLION // 1000)
        if read.key in driver.futures.rates:
            said = driver.mine(driver.futures.rates[read.key][figure])
            rate = v.where(said == UNSAID, rate, said)
        return MILLION + rate
    return driver.mine(levels[(run - (read.basis == "before")) // months])


def _published_figure(driver: Driver, read: FactRequest) -> Value:
    first = driver.scenario.inputs.indices[read.key].figures[0]
    return share(MILLION, first.num, first.den)


def _days_late(driver: Driver, read: FactRequest) -> Value:
    return driver.mine(driver.futures.delay(read.key, "payment")[driver.desk.index])


def _notice_delay(driver: Driver, read: FactRequest) -> Value:
    return driver.mine(driver.futures.delay(read.key, "notice")[driver.desk.index])


def _lasting_cost(driver: Driver, read: FactRequest) -> Value:
    desk, v = driver.desk, driver.desk.v
    return v.total([v.share(desk.fact(FactRequest("volume", name)), extra, 100) for name, extra in driver.extra.items()])


def _standing(driver: Driver, read: FactRequest) -> Value:
    return driver.quantities.standing(read)


def _carried(driver: Driver, read: FactRequest) -> Value:
    return driver.quantities.carried(read, driver.desk.index)


FOUND_BY: dict[str, Callable[[Driver, FactRequest], Value]] = {
    "downtime": lambda driver, read: driver.downtime(read),
    "overdue": lambda driver, read: driver.overdue(read),
    "index": _index,
    "published_figure": _published_figure,
    "days_late": _days_late,
    "notice_delay": _notice_delay,
    "lasting_cost": _lasting_cost,
    "backlog": _standing,
    **dict.fromkeys(CARRIED, _carried),
    **DERIVED,
}
"""Fact -> how it is found. A table, for rules ask for a hundred facts a month."""
