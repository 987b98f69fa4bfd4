"""The volumes of one service laid out day by day: which days there are, which are missing, and which are closed.

A day without a row is missing, not 0, and a week with a missing day is left out of the fit; a weekday on which there is never a row is taken as
closed. More than a fifth of all days missing is refused: what is left would be no picture of the period.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from wargame.core.arrays import Floats, Ints
from wargame.world.fitting.estimate import LeftOut
from wargame.world.fitting.files import DataFile, refuse

MOST_MISSING = 0.2
LONGEST_DAYS = 36_525
EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class Series:
    """Volumes of one service from its first day on; NaN where nothing is known. With `step` "month" each calendar month's days share its figure
    evenly, and with `daily` False each week's."""

    service: str
    step: str
    first: dt.date
    volume: Floats
    daily: bool = True
    left_out: tuple[LeftOut, ...] = ()
    assumed: tuple[str, ...] = ()

    @property
    def last(self) -> dt.date:
        """The last day."""
        return self.first + dt.timedelta(days=len(self.volume) - 1)


@dataclass
class Sums:
    """Sums by service and day, how many rows they come from, rows without a volume, and rows that come before the one above them in time."""

    days: dict[str, dict[int, float]] = field(default_factory=dict)
    rows: dict[str, dict[int, int]] = field(default_factory=dict)
    count: int = 0
    blank: list[int] = field(default_factory=list)
    disorder: int = 0


def lay_out(
    table: DataFile, name: str, sums: Sums, timed: bool, period: tuple[dt.date | None, dt.date | None], common: list[LeftOut], said: list[str]
) -> Series:
    """One service's sums as a series, kept to the period asked for, with what was left out and assumed. `timed` says that rows carry times of day."""
    days = np.array(sorted(sums.days[name]), np.int64)
    value = np.array([sums.days[name][int(day)] for day in days])
    rows = np.array([sums.rows[name][int(day)] for day in days])
    left, assumed = list(common), list(said)
    low, high = ((one - EPOCH).days if one else None for one in period)
    outside = np.zeros(days.size, bool)
    if low is not None:
        outside |= days < low
    if high is not None:
        outside |= days > high
    if outside.any():
        left.append(LeftOut(int(outside.sum()), "days outside the period asked for", _dates(days[outside])))
        days, value, rows = days[~outside], value[~outside], rows[~outside]
    if not days.size:
        refuse("T001", table.place(1), f"no day of '{name or 'the table'}' lies in the period asked for", "check --from and --to")
    step, daily = _rhythm(days)
    if step == "day" and daily and timed and days.size > 4:
        usual = float(np.median(rows))
        for end in (0, -1):
            if rows[end] < usual / 2:
                left.append(LeftOut(1, f"a day of {rows[end]} rows at the end of the file, where {usual:g} are usual", _dates(days[[end]])))
                days, value, rows = (np.delete(one, end) for one in (days, value, rows))
    if float(np.median(rows)) > 1:
        assumed.append(f"about {np.median(rows):g} rows a day, added up")
    if days[-1] - days[0] >= LONGEST_DAYS:
        message = f"'{name or 'the table'}' runs from {_date(days[0])} to {_date(days[-1])}, more than a hundred years"
        refuse("T004", table.place(1), message, "is one of the dates mistyped? give --from and --to")
    first, volume = _laid_out(days, value, step, daily)
    if step == "day" and daily:
        volume = _closed_days(table, name, first, volume, left, assumed)
    elif step == "month":
        assumed.append("figures are by the month: noise is by the month too, and there are no weights of weekdays")
    else:
        assumed.append("figures are by the week: each is spread evenly over the seven days from its date")
    _check_gaps(table, name, first, volume, left)
    return Series(name or "volume", step, first, volume, daily, tuple(left), tuple(assumed))


def _rhythm(days: Ints) -> tuple[str, bool]:
    """Whether figures are by the day, by the week or by the month: ("day", True), ("day", False) or ("month", False)."""
    if days.size < 3:
        return "day", True
    gaps = np.diff(days)
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    if gaps.min() >= 28 and np.all(np.diff(months) >= 1) and float(np.median(gaps)) <= 31:
        return "month", False
    return ("day", False) if gaps.min() == 7 and np.all(gaps % 7 == 0) else ("day", True)


def _laid_out(days: Ints, value: Floats, step: str, daily: bool) -> tuple[dt.date, Floats]:
    """The first day and a figure for every day from there; NaN where there is none."""
    if step == "month":
        month = days.astype("datetime64[D]").astype("datetime64[M]")
        low = month.astype("datetime64[D]").astype(np.int64)
        high = (month + 1).astype("datetime64[D]").astype(np.int64)
    else:
        low, high = days, days + (1 if daily else 7)
    volume = np.full(int(high[-1] - low[0]), np.nan)
    for one, start, end in zip(value, low - low[0], high - low[0], strict=True):
        volume[start:end] = one / (end - start)
    return _date(int(low[0])), volume


def _closed_days(table: DataFile, name: str, first: dt.date, volume: Floats, left: list[LeftOut], assumed: list[str]) -> Floats:
    weekday = (first.weekday() + np.arange(volume.size)) % 7
    if volume.size < 28:
        return volume
    words = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
    closed = [day for day in range(7) if np.isnan(volume[weekday == day]).all()]
    if closed:
        volume = volume.copy()
        volume[np.isin(weekday, closed)] = 0.0
        assumed.append(f"never a row on {' or '.join(words[day] for day in closed)}: taken as closed, not as missing")
    return volume


def _check_gaps(table: DataFile, name: str, first: dt.date, volume: Floats, left: list[LeftOut]) -> None:
    gone = np.flatnonzero(np.isnan(volume))
    if not gone.size:
        return
    dates = tuple(str(first + dt.timedelta(days=int(day))) for day in gone[:5])
    if gone.size > MOST_MISSING * volume.size:
        message = f"{gone.size:,} of the {volume.size:,} days of '{name or 'the table'}' have no row, the first {dates[0]}"
        refuse("T009", table.place(1), message, f"at most {MOST_MISSING:.0%} may be missing: fit a fuller period with --from and --to")
    left.append(LeftOut(int(gone.size), "days without a row: missing, not 0; weeks that hold one are not used", dates))


def row_words(rows: list[int]) -> tuple[str, ...]:
    """The first five row numbers, in words."""
    return tuple(f"row {row}" for row in rows[:5])


def _dates(days: Ints) -> tuple[str, ...]:
    return tuple(str(_date(int(day))) for day in days[:5])


def _date(day: int) -> dt.date:
    return EPOCH + dt.timedelta(days=int(day))
