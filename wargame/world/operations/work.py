"""The work of all services together, step by step: the staffs that serve them, what capacity there is, and what idle people lend.

Both drivers run their services through this room: `WorkLife` for one life, `WorkLanes` for a cohort.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wargame.core.arrays import Floats, Ints
from wargame.world.operations.month_sums import CUT, PART, LaneSums, LifeSums
from wargame.world.operations.service import Cells, ServiceLanes, ServiceLife
from wargame.world.operations.staffing import StaffLanes, StaffLife, lend_lanes, lend_one
from wargame.world.sampled.futures import Futures
from wargame.world.sizes.read import MILLION


class WorkLife:
    """The services and staffs of one life."""

    def __init__(self, futures: Futures, lane: int) -> None:
        self.futures, self.lane = futures, lane
        self.services = {name: ServiceLife(plan) for name, plan in futures.plans.items()}
        self.staffs = {name: StaffLife(plan) for name, plan in futures.staffs.items()}
        self.of = {name: staff for staff, plan in futures.staffs.items() for name in plan.services}
        self._noise = {name: futures.noise[name][:, lane].tolist() for name in self.services}
        self._daily = futures.scenario.step == "day"

    def begin(self, month: int) -> None:
        """A month begins: people leave, come and are hired."""
        for name, staff in self.staffs.items():
            shocks = self.futures.shock_effects.leavers.get(name)
            wanted = self.futures.wanted(name, month + staff.plan.delay)
            staff.month(month, 0 if shocks is None else int(shocks[month, self.lane]), 1.0 if wanted is None else float(wanted[self.lane]))

    def _able(self, name: str, month: int) -> float:
        service = self.services[name]
        if self._daily:
            fall = service.fall
        else:
            falls = self.futures.shock_effects.monthly.get(("capacity", name))
            fall = 0 if falls is None else int(falls[month, self.lane])
        share = max(fall + MILLION, 0) / MILLION
        return self.staffs[self.of[name]].able * share if name in self.of else share

    def day(self, day: int, month: int, up: Mapping[str, float]) -> None:
        """Close one day; `up` is the share of it during which each service ran."""
        for name, service in self.services.items():
            level = max(service.surge + MILLION, 0) / MILLION
            service.arrive(day, self._noise[name][day // 7], level, self._able(name, month), up[name])
        self._finish(1)

    def month(self, month: int, nights: int, up: Mapping[str, float]) -> None:
        """Close one month at month step."""
        for name, service in self.services.items():
            levels = self.futures.surges.get(name)
            level = 1.0 if levels is None else float(levels[month, self.lane])
            service.arrive(month, self._noise[name][month], level, self._able(name, month), up[name])
        self._finish(nights)

    def _finish(self, nights: int) -> None:
        for staff in self.futures.staffs.values():
            if len(staff.services) > 1:
                shared = [self.services[name] for name in staff.services]
                works, rooms, ups = [s.work for s in shared], [s.room for s in shared], [s.up for s in shared]
                rooms = lend_one(works, rooms, ups, [s.plan.takes for s in shared], staff.flexible)
                for service, room in zip(shared, rooms, strict=True):
                    service.room = room
        for service in self.services.values():
            service.finish(nights)

    def sums(self) -> dict[str, LifeSums]:
        """The month so far of each service."""
        return {name: service.sums() for name, service in self.services.items()}

    def forget(self) -> None:
        """A new month begins for what is counted by month."""
        for service in self.services.values():
            service.forget()


class WorkLanes:
    """The services and staffs of a cohort."""

    def __init__(self, futures: Futures, watch: bool = False) -> None:
        self.futures = futures
        self.services = {name: ServiceLanes(plan, futures, watch) for name, plan in futures.plans.items()}
        self.staffs = {name: StaffLanes(plan, futures.lanes) for name, plan in futures.staffs.items()}
        self.of = {name: staff for staff, plan in futures.staffs.items() for name in plan.services}
        self._daily = futures.scenario.step == "day"
        self._able: dict[str, Floats | None] = {}
        for plan in futures.staffs.values():
            for name in plan.services:
                self.services[name].shares = len(plan.services) > 1

    def begin(self, month: int) -> None:
        """A month begins: people leave, come and are hired."""
        for name, staff in self.staffs.items():
            shocks = self.futures.shock_effects.leavers.get(name)
            wanted = self.futures.wanted(name, month + staff.plan.delay)
            staff.month(month, 0 if shocks is None else shocks[month], 1.0 if wanted is None else wanted)
        for name, service in self.services.items():
            if not self._daily:
                falls = self.futures.shock_effects.monthly.get(("capacity", name))
                self._set_able(name, None if falls is None else np.maximum(falls[month] + MILLION, 0) / MILLION)
            else:
                self._set_able(name, service.falls.share() if service.falls is not None and service.falls.any else None)

    def _set_able(self, name: str, share: Floats | None) -> None:
        staff = self.of.get(name)
        if staff is not None:
            share = self.staffs[staff].able if share is None else self.staffs[staff].able * share
        self._able[name] = share

    def day(self, day: int, cells: Mapping[str, Cells | None]) -> None:
        """Close one day; `cells` are (lanes, share of the day up) for lanes in which a service was down."""
        for name, service in self.services.items():
            if service.falls is not None and service.falls.move(day) is not None:
                self._set_able(name, service.falls.share())
            service.arrive_day(day, cells.get(name), self._able[name])
        self._finish(1)

    def month(self, month: int, nights: int, up: Mapping[str, Floats]) -> None:
        """Close one month at month step; `up` is the share of it during which each service ran, by lane."""
        for name, service in self.services.items():
            service.arrive_month(month, up.get(name), self._able[name])
        self._finish(nights)

    def _finish(self, nights: int) -> None:
        for staff in self.futures.staffs.values():
            if len(staff.services) > 1:
                shared = [self.services[name] for name in staff.services]
                works, rooms, ups = [s.work for s in shared], [s.room for s in shared], [s.up for s in shared]
                rooms = lend_lanes(works, rooms, ups, [s.plan.takes for s in shared], staff.flexible)
                for service, room in zip(shared, rooms, strict=True):
                    service.room[:] = room
        for service in self.services.values():
            service.finish(nights)

    def hand_over(self) -> dict[str, LaneSums]:
        """The month of each service, to keep; a new one begins."""
        return {name: service.hand_over() for name, service in self.services.items()}

    def people(self) -> dict[str, Floats]:
        """People of each staff this month, by lane."""
        return {name: staff.people.copy() for name, staff in self.staffs.items()}


def cut_at(sums: Mapping[str, LaneSums], name: str, lanes: Ints, so_far: LaneSums) -> None:
    """Put back what a service had done by the morning on which the agreement ended in some lanes."""
    month = sums[name]
    for field in CUT:
        whole, cut = month[field], so_far[field]
        if whole is not None and cut is not None:
            whole[lanes] = cut


def cut_part(sums: Mapping[str, LaneSums], lanes: Ints, part: Floats) -> None:
    """Of a month as one step, count the part during which the agreement lived."""
    for month in sums.values():
        for field in PART:
            whole = month[field]
            if whole is not None:
                whole[lanes] *= part


def lived_until(sums: Mapping[str, LifeSums], morning: Mapping[str, LifeSums]) -> dict[str, LifeSums]:
    """A month of one life whose agreement ended on a morning within it, given its sums on that morning: of what ends with it no more than that."""
    return {name: LifeSums(*(morning[name][i] if i in CUT else value for i, value in enumerate(month))) for name, month in sums.items()}


def lived_part(sums: Mapping[str, LifeSums], part: float) -> dict[str, LifeSums]:
    """The same of a month as one step: the part during which the agreement lived."""
    return {name: LifeSums(*(value * part if i in PART else value for i, value in enumerate(month))) for name, month in sums.items()}
