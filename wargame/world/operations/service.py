"""A service day by day: what arrives, what can be done, what waits or is lost.

Written twice on purpose, for one life (`ServiceLife`) and for lanes (`ServiceLanes`), with the same operations in the same order, so that each checks
the other to the last bit. Quantities are floats inside a month; the driver cuts them to whole units at the month end and carries the remainder.

arrivals = base · noise factor · level + what history tells (of a day told whole, base is 0)
room     = (capacity + stretch) · able · share of the day up, and what a shared staff lends while it runs
deferred work: done = min(backlog + arrivals, room); the rest waits. stretch moves towards min(backlog · per_backlog, ceiling)
live work:     done = arrivals · answered(arrivals / room); the rest is lost, and counts as having waited once.
               stretch moves towards min(lost · per_backlog, ceiling)
"""

from __future__ import annotations

import numpy as np

from wargame.core.arrays import Floats, Ints
from wargame.core.values import DAY
from wargame.world.operations.month_sums import LaneSums, LifeSums, MonthSums
from wargame.world.sampled.futures import Futures
from wargame.world.sampled.plan import ServicePlan
from wargame.world.sampled.tables import Levels
from wargame.world.sizes.read import MILLION

Cells = tuple[Ints, Floats]  # lanes that were down on a day, and the share of it during which they ran


class ServiceLife:
    """One service in one life."""

    def __init__(self, plan: ServicePlan) -> None:
        self.plan = plan
        self.backlog = self.stretch = 0.0
        self.surge = self.fall = 0  # millionths above the normal level of demand, and of capacity
        self.arrivals = self.work = self.room = self.extra = 0.0  # of the step
        self.up = 1.0
        self.forget()

    def forget(self) -> None:
        """A new month begins."""
        self.volume = self.demand = self.waiting = self.in_time = self.lost = self.overtime = 0.0

    def arrive(self, number: int, noise: int, level: float, able: float, up: float) -> None:
        """One step begins: `level` is the share of normal demand, `able` of normal capacity, `up` the share of the step during which it ran."""
        plan = self.plan
        self.arrivals = plan.base[number] * (max(1.0 + plan.noise * noise, 0.0) * level)
        if plan.told:
            self.arrivals += plan.told[number]
        self.demand += self.arrivals
        if plan.capacity is None:
            self.volume += self.arrivals
            return
        self.work = self.backlog + self.arrivals
        self.room = (self.stretch + plan.capacity[number]) * able * up  # overtime is worked by those who are there
        self.extra = self.stretch * able * up
        self.up = up

    def finish(self, nights: int) -> None:
        """The step ends, after `nights`: do what there is room for."""
        plan = self.plan
        if plan.capacity is None:
            return
        if plan.live is None:
            done = min(self.work, self.room)
            self.backlog = self.work - done
            self.waiting += self.backlog * nights
            short = self.backlog
        else:
            answered, within = plan.live.at(self.arrivals / self.room) if self.room > 0.0 else (0.0, 0.0)
            done = self.arrivals * answered
            short = self.arrivals - done
            self.in_time += self.arrivals * within
            self.lost += short
            self.waiting += short
        self.volume += done
        if plan.counts_overtime:
            self.overtime += max(done - (self.room - self.extra), 0.0)
        self.stretch += (min(short * plan.per_backlog, plan.ceiling) - self.stretch) * plan.stretches

    def sums(self) -> LifeSums:
        """The month so far."""
        return MonthSums(self.volume, self.demand, self.waiting, self.backlog, self.in_time, self.lost, self.overtime, 0.0)


class Rises:
    """Levels that rise and fall by the day, in all lanes: rises and falls in one table, for they begin and end on few days and in few lanes."""

    def __init__(self, table: Levels, lanes: int, end: int) -> None:
        self.sum = np.zeros(lanes, np.int64)
        self.any = False
        day = np.concatenate((table.first, table.last))
        order = np.argsort(day, kind="stable")
        self._lane = np.concatenate((table.lane, table.lane))[order]
        self._by = np.concatenate((table.size, -table.size))[order]
        self._at = np.searchsorted(day[order], np.arange(end // DAY + 1)).tolist()

    def move(self, day: int) -> Ints | None:
        """Come to a day; the lanes in which the level changed, or None."""
        i, j = self._at[day], self._at[day + 1]
        if i == j:
            return None
        self.any = True
        lanes = self._lane[i:j]
        np.add.at(self.sum, lanes, self._by[i:j])
        return lanes

    def share(self, lanes: Ints | slice = slice(None)) -> Floats:
        """The level as a share of the normal one, never below 0."""
        found: Floats = np.maximum(self.sum[lanes] + MILLION, 0) / MILLION
        return found


class ServiceLanes:
    """One service in all lanes of a cohort; arrays are updated in place."""

    def __init__(self, plan: ServicePlan, futures: Futures, watch: bool = False) -> None:
        self.plan, self.lanes = plan, futures.lanes

        def zeros() -> Floats:
            return np.zeros(futures.lanes)

        self.backlog, self.stretch = zeros(), zeros()
        self._noise = futures.noise[plan.name]
        self._factor, self._pull = zeros(), zeros()  # noise factor, and noise factor times level
        self.arrivals, self.work, self.room = zeros(), zeros(), zeros()
        self._extra = zeros() if plan.counts_overtime else None
        self.shares = False  # its staff serves others too
        self.up: float | Floats = 1.0  # share of the step during which it ran; kept by lane where its staff is shared
        self._rises = Rises(futures.levels[plan.name], futures.lanes, futures.starts[-1])
        falls = futures.shock_effects.able.get(plan.name)
        self.falls = None if falls is None else Rises(falls, futures.lanes, futures.starts[-1])
        self._monthly = futures.surges.get(plan.name)
        self._period = -1
        self.watched = zeros() if watch else None  # the month's room, where somebody watches
        self._begin()

    def _begin(self) -> None:
        self.volume, self.demand, self.waiting = (np.zeros(self.lanes) for _ in range(3))
        live = self.plan.live is not None
        self.in_time, self.lost = (np.zeros(self.lanes) if live else None for _ in range(2))
        self.overtime = np.zeros(self.lanes) if self.plan.counts_overtime else None

    def arrive_day(self, day: int, cells: Cells | None, able: Floats | None) -> None:
        """Begin one day. `cells` are (lanes, share of the day up) for lanes that were down; `able` the share of capacity there is, None for all."""
        if day // 7 != self._period:
            self._set_noise(day // 7)
        lanes = self._rises.move(day)
        if lanes is not None:
            self._pull[lanes] = self._factor[lanes] * self._rises.share(lanes)
        self._arrive(day, cells, None, able)

    def arrive_month(self, month: int, up: Floats | None, able: Floats | None) -> None:
        """Begin one month at month step: `up` is the share of it during which the service ran, by lane."""
        self._set_noise(month)
        if self._monthly is not None:
            np.multiply(self._factor, self._monthly[month], out=self._pull)
        self._arrive(month, None, up, able)

    def _set_noise(self, period: int) -> None:
        self._period = period
        np.multiply(self._noise[period], self.plan.noise, out=self._factor)
        np.add(self._factor, 1.0, out=self._factor)
        np.maximum(self._factor, 0.0, out=self._factor)
        if self._rises.any:
            np.multiply(self._factor, self._rises.share(), out=self._pull)
        else:
            self._pull[:] = self._factor

    def _arrive(self, number: int, cells: Cells | None, up: Floats | None, able: Floats | None) -> None:
        plan, a, b = self.plan, self.arrivals, self.room
        np.multiply(self._pull, plan.base[number], out=a)
        if plan.told:
            np.add(a, plan.told[number], out=a)
        np.add(self.demand, a, out=self.demand)
        if plan.capacity is None:
            np.add(self.volume, a, out=self.volume)
            return
        if plan.live is None:
            np.add(self.backlog, a, out=self.work)
        else:
            self.work[:] = a
        np.add(self.stretch, plan.capacity[number], out=b)
        if self._extra is not None:
            self._extra[:] = self.stretch
        for room in (b,) if self._extra is None else (b, self._extra):
            if able is not None:
                np.multiply(room, able, out=room)
            if cells is not None:
                room[cells[0]] *= cells[1]
            if up is not None:
                np.multiply(room, up, out=room)
        if self.shares:
            self.up = 1.0 if up is None else up
            if cells is not None:
                self.up = np.ones(self.lanes)
                self.up[cells[0]] = cells[1]

    def finish(self, nights: int) -> None:
        """End the step, after `nights`: do what there is room for."""
        plan, a, b = self.plan, self.arrivals, self.room
        if plan.capacity is None:
            return
        if self.watched is not None:
            np.add(self.watched, b, out=self.watched)
        if plan.live is not None:
            done, short = self._answer()
        else:
            done, short = np.minimum(self.work, b, out=a), self.backlog
            np.subtract(self.work, done, out=short)
            if nights == 1:
                np.add(self.waiting, short, out=self.waiting)
            else:
                np.add(self.waiting, short * nights, out=self.waiting)
        np.add(self.volume, done, out=self.volume)
        if self._extra is not None and self.overtime is not None:
            np.add(self.overtime, np.maximum(done - (b - self._extra), 0.0), out=self.overtime)
        np.multiply(short, plan.per_backlog, out=b)
        np.minimum(b, plan.ceiling, out=b)
        np.subtract(b, self.stretch, out=b)
        if plan.stretches != 1.0:
            np.multiply(b, plan.stretches, out=b)
        np.add(self.stretch, b, out=self.stretch)

    def _answer(self) -> tuple[Floats, Floats]:
        """Live work: what is answered, and what is lost."""
        assert self.plan.live is not None and self.in_time is not None and self.lost is not None
        a, b = self.arrivals, self.room
        open_ = b > 0.0
        ratio = np.divide(a, b, out=np.zeros(self.lanes), where=open_)
        answered, within = self.plan.live.lanes(ratio)
        np.multiply(answered, open_, out=answered)
        np.multiply(within, open_, out=within)
        done = np.multiply(a, answered, out=answered)
        short = a - done
        np.add(self.in_time, np.multiply(a, within, out=within), out=self.in_time)
        np.add(self.lost, short, out=self.lost)
        np.add(self.waiting, short, out=self.waiting)
        return done, short

    def so_far(self, lanes: Ints) -> LaneSums:
        """The month so far in some lanes."""
        in_time, lost, overtime, room = (
            None if column is None else column[lanes] for column in (self.in_time, self.lost, self.overtime, self.watched)
        )
        return MonthSums(self.volume[lanes], self.demand[lanes], self.waiting[lanes], self.backlog[lanes], in_time, lost, overtime, room)

    def hand_over(self) -> LaneSums:
        """The month, to keep; what this service does not count is None. A new month begins."""
        month = MonthSums(self.volume, self.demand, self.waiting, self.backlog.copy(), self.in_time, self.lost, self.overtime, self.watched)
        self._begin()
        if self.watched is not None:
            self.watched = np.zeros(self.lanes)
        return month
