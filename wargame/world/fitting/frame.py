"""The calendar of a file in the engine's terms: contract months counted from its first day, and the weeks or months that noise is drawn by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from wargame.core.arrays import Floats, Ints
from wargame.core.calendar import Calendar
from wargame.core.values import DAY


@dataclass(frozen=True)
class TimeFrame:
    """The calendar of a file in the engine's terms: contract months counted from its first day, and the periods (weeks or months) that noise is
    drawn by. `mix[m, c]` is the part of month m that lies in calendar month c."""

    step: str
    first: dt.date
    month: Ints  # contract month of each day
    length: Floats  # days of each contract month
    mix: Floats
    weekday: Ints
    period: Ints  # period of each day

    @property
    def years(self) -> Ints:
        """Contract year of each contract month."""
        return np.arange(self.length.size) // 12

    def spread(self, week: Floats) -> Floats:
        """(periods, months): the part of each month's demand that falls into each period, by the weights of weekdays."""
        weights = week[self.weekday]
        total = np.bincount(self.month, weights, self.length.size)
        whole = np.bincount(self.month, minlength=self.length.size)
        # The last month may be cut by the end of the file: its missing days weigh what days weigh on average.
        total = np.where(whole > 0, total * self.length / np.maximum(whole, 1), 1.0)
        table = np.zeros((int(self.period[-1]) + 1, self.length.size))
        np.add.at(table, (self.period, self.month), weights / total[self.month])
        return table


def frame(first: dt.date, days: int, step: str) -> TimeFrame:
    """The frame of a file of so many days."""
    calendar = Calendar(first)
    months = 1
    while calendar.month_starts(months)[-1] < days * DAY:
        months += 1
    starts = [start // DAY for start in calendar.month_starts(months)]
    dates = [first + dt.timedelta(days=day) for day in range(starts[-1])]
    mix = np.zeros((months, 12))
    for row, (low, high) in zip(mix, pairwise(starts), strict=True):
        for date in dates[low:high]:
            row[date.month - 1] += 1 / (high - low)
    number = np.arange(days, dtype=np.int64)
    month = (np.searchsorted(np.array(starts), number, side="right") - 1).astype(np.int64)
    weekday = (first.weekday() + number) % 7
    return TimeFrame(step, first, month, np.diff(starts).astype(float), mix, weekday, month if step == "month" else number // 7)
