"""A service day by day: what arrives, what can be done, what waits.

Written twice on purpose, for one life (`ServiceLife`) and for lanes (`ServiceLanes`), with the same operations in the same order, so that each checks
the other to the last bit. Quantities are floats inside a month; the driver cuts them to whole units at the month end and carries the remainder.

arrivals = base · noise factor · level        room = (capacity + stretch) · share of the day up done     = min(backlog + arrivals, room)      stretch
moves towards min(backlog · per_backlog, ceiling)
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from wargame.core.calendar import DAY
from wargame.world.distribution import MILLION
from wargame.world.futures import Futures
from wargame.world.plan import ServicePlan

Floats = NDArray[np.float64]


class ServiceLife:
    """One service in one life."""

    def __init__(self, plan: ServicePlan) -> None:
        self.plan = plan
        self.backlog = self.stretch = 0.0
        self.volume = self.demand = self.waiting = 0.0  # since the month began
        self.surge = 0  # millionths above the normal level

    def step(self, number: int, noise: int, level: float, up: float, nights: int) -> None:
        """One step: `level` is the share of normal demand, `up` the share of the step during which the service ran, `nights` its days."""
        plan = self.plan
        arrivals = plan.base[number] * (max(1.0 + plan.noise * noise, 0.0) * level)
        self.demand += arrivals
        if plan.capacity is None:
            self.volume += arrivals
            return
        work = self.backlog + arrivals
        room = (self.stretch + plan.capacity[number]) * up
        done = min(work, room)
        self.backlog = work - done
        self.volume += done
        self.waiting += self.backlog * nights
        self.stretch += (min(self.backlog * plan.per_backlog, plan.ceiling) - self.stretch) * plan.stretches

    def forget(self) -> None:
        """A new month begins."""
        self.volume = self.demand = self.waiting = 0.0


class ServiceLanes:
    """One service in all lanes of a cohort; arrays are updated in place."""

    def __init__(self, plan: ServicePlan, futures: Futures) -> None:
        self.plan, self.lanes = plan, futures.lanes
        zeros = lambda: np.zeros(futures.lanes)  # noqa: E731
        self.backlog, self.stretch = zeros(), zeros()
        self.volume, self.demand, self.waiting = zeros(), zeros(), zeros()
        self._noise = futures.noise[plan.name]
        self._factor, self._pull = zeros(), zeros()  # noise factor, and noise factor times level
        self._arrivals, self._room = zeros(), zeros()
        self._surge = np.zeros(futures.lanes, np.int64)
        self._surging = False
        table = self._table = futures.levels[plan.name]
        # Rises and falls in one table by day: surges begin and end on few days and in few lanes.
        day = np.concatenate((table.first, table.last))
        order = np.argsort(day, kind="stable")
        self._changed = np.concatenate((table.lane, table.lane))[order]
        self._by = np.concatenate((table.size, -table.size))[order]
        self._change_at = np.searchsorted(day[order], np.arange(futures.starts[-1] // DAY + 1)).tolist()
        self._monthly = futures.surges.get(plan.name)
        self._period = -1

    def day(self, day: int, cells: tuple[Any, Any] | None) -> None:
        """Close one day. `cells` are (lanes, share of the day up) for lanes that were down."""
        if day // 7 != self._period:
            self._set_noise(day // 7)
        self._move_levels(day)
        self._step(day, cells, None, 1)

    def month(self, month: int, first: int, last: int, up: Floats | None) -> None:
        """Close one month at month step: `first` … `last` are its days, `up` the share of it during which the service ran, by lane."""
        days = last - first
        self._set_noise(month)
        if self._monthly is not None:
            np.multiply(self._factor, self._monthly[month], out=self._pull)
        self._step(month, None, up, days)

    def _set_noise(self, period: int) -> None:
        self._period = period
        np.multiply(self._noise[period], self.plan.noise, out=self._factor)
        np.add(self._factor, 1.0, out=self._factor)
        np.maximum(self._factor, 0.0, out=self._factor)
        if self._surging:
            np.multiply(self._factor, (self._surge + MILLION) / MILLION, out=self._pull)
        else:
            self._pull[:] = self._factor

    def _move_levels(self, day: int) -> None:
        i, j = self._change_at[day], self._change_at[day + 1]
        if i == j:
            return
        self._surging = True
        lanes = self._changed[i:j]
        np.add.at(self._surge, lanes, self._by[i:j])
        self._pull[lanes] = self._factor[lanes] * ((self._surge[lanes] + MILLION) / MILLION)

    def _step(self, number: int, cells: tuple[Any, Any] | None, up: Floats | None, nights: int) -> None:
        plan, a, b = self.plan, self._arrivals, self._room
        np.multiply(self._pull, plan.base[number], out=a)
        np.add(self.demand, a, out=self.demand)
        if plan.capacity is None:
            np.add(self.volume, a, out=self.volume)
            return
        np.add(self.backlog, a, out=a)
        np.add(self.stretch, plan.capacity[number], out=b)
        if cells is not None:
            b[cells[0]] *= cells[1]
        if up is not None:
            np.multiply(b, up, out=b)
        np.minimum(a, b, out=b)
        np.subtract(a, b, out=self.backlog)
        np.add(self.volume, b, out=self.volume)
        if nights == 1:
            np.add(self.waiting, self.backlog, out=self.waiting)
        else:
            np.multiply(self.backlog, nights, out=b)
            np.add(self.waiting, b, out=self.waiting)
        np.multiply(self.backlog, plan.per_backlog, out=b)
        np.minimum(b, plan.ceiling, out=b)
        np.subtract(b, self.stretch, out=b)
        if plan.stretches != 1.0:
            np.multiply(b, plan.stretches, out=b)
        np.add(self.stretch, b, out=self.stretch)

    def hand_over(self) -> tuple[Floats, Floats, Floats, Floats]:
        """The month's volume, demand, waiting and backlog, to keep; a new month begins."""
        month = (self.volume, self.demand, self.waiting, self.backlog.copy())
        self.volume, self.demand, self.waiting = (np.zeros(self.lanes) for _ in range(3))
        return month
