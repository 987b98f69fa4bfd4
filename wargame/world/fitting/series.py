"""A table of volumes folded into one figure a day for each service, in bounded memory: only sums by day are kept.

Rows may come in any order, by the day or several a day (they are added up). Rows that say the same thing twice are left out; two different figures
for one moment are refused, unless the caller says that they are parts to be added. A day without a row is missing, not 0, and a week with a missing
day is left out of the fit; a weekday on which there is never a row is taken as closed. More than a fifth of all days missing is refused: what is
left would be no picture of the period.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from array import array
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from wargame.core.problem import BadInput, BadValue, Problem
from wargame.world.fitting.clock import DAY, Clock, Order, cells_of, decide_order
from wargame.world.fitting.columns import Columns
from wargame.world.fitting.estimate import LeftOut
from wargame.world.fitting.files import LONGEST_CELL, MOST_PROBLEMS, NOTHING, Table, refuse

MOST_MISSING = 0.2
MOST_SERVICES = 200
LONGEST_DAYS = 36_525
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+(?:\.\d+)?")
_GROUPS = str.maketrans("", "", " ,\u00a0\u202f")
_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class Series:
    """Volumes of one service from its first day on; NaN where nothing is known. With `step` "month" each calendar month's days share its figure
    evenly, and with `daily` False each week's."""

    service: str
    step: str
    first: dt.date
    volume: NDArray[np.float64]
    daily: bool = True
    left_out: tuple[LeftOut, ...] = ()
    assumed: tuple[str, ...] = ()

    @property
    def last(self) -> dt.date:
        """The last day."""
        return self.first + dt.timedelta(days=len(self.volume) - 1)


@dataclass
class _Sums:
    """Sums by service and day, and how many rows they come from."""

    days: dict[str, dict[int, float]] = field(default_factory=dict)
    rows: dict[str, dict[int, int]] = field(default_factory=dict)
    count: int = 0
    blank: list[int] = field(default_factory=list)
    disorder: int = 0


def read_volumes(
    table: Table, columns: Columns, order: Order | None, *, add_up: bool = False, period: tuple[dt.date | None, dt.date | None] = (None, None)
) -> tuple[tuple[Series, ...], int]:
    """The series of every service, and the number of rows read. BadInput with rows and columns for what cannot be used."""
    sums, keys, clock = _first_look(table, columns, order)
    twice = _repeated(keys)
    doubles = LeftOut(0, "")
    if twice and not add_up:
        doubles = _second_look(table, columns, clock, twice, sums)
    if not sums.count:
        refuse("T001", table.place(1), "the table has no row with a volume", "check that this is the right file")
    common = [LeftOut(len(sums.blank), "no volume given: the day is missing, not 0", _rows(sums.blank))] if sums.blank else []
    if doubles.count:
        common.append(doubles)
    said = [f"times carry the offset {clock.offset}; taken as the agreement's local time"] if clock.offset else []
    if sums.disorder:
        said.append(f"{sums.disorder:,} rows come before the row above them in time; rows were put in order")
    return tuple(_series(table, name, sums, clock, period, common, said) for name in sorted(sums.days)), sums.count


def _first_look(table: Table, columns: Columns, order: Order | None) -> tuple[_Sums, array[int], Clock]:
    when, volume, service = columns.at["when"], columns.at["volume"], columns.at.get("service")
    try:
        order = order or decide_order(cells_of(table.rows(), (when,)))
    except BadValue as error:
        refuse("T005", table.place(2), f"{columns.named('when')}: {error.message}", error.hint)
    clock, sums, keys, problems = Clock(order), _Sums(), array("Q"), []
    before = -(2**62)
    used = (when, volume) if service is None else (when, volume, service)
    when_named, volume_named = columns.named("when"), columns.named("volume")
    for row, cells in table.rows():
        if len(problems) >= MOST_PROBLEMS:
            break
        named = when_named
        try:
            for column in used:
                if len(cells[column]) > LONGEST_CELL:
                    named = columns.names[column]
                    raise BadValue(f"a cell of {len(cells[column]):,} characters", f"the limit is {LONGEST_CELL:,}")
            at = clock.read(cells[when])
            named, text = volume_named, cells[volume]
            if text.isdecimal() and text.isascii() and len(text) < 12:
                figure = float(text)
            elif text.casefold() in NOTHING:
                sums.blank.append(row)
                continue
            else:
                figure = number(text)
        except BadValue as error:
            code = "T006" if "offset" in error.message else "T004" if named == when_named else "T007"
            problems.append(Problem(code, table.place(row), f"row {row}: {named}: {error.message}", error.hint))
            continue
        name = "" if service is None else " ".join(cells[service].split())
        day = at // DAY
        if name not in sums.days:
            if len(sums.days) >= MOST_SERVICES:
                refuse(
                    "T003", table.place(row), f"'{columns.named('service')}' has more than {MOST_SERVICES} different values",
                    "is it the right column? say which with --service",
                )  # fmt: skip
            sums.days[name], sums.rows[name] = {}, {}
        by_day, rows = sums.days[name], sums.rows[name]
        by_day[day] = by_day.get(day, 0.0) + figure
        rows[day] = rows.get(day, 0) + 1
        sums.count += 1
        sums.disorder += at < before
        before = at
        keys.append(_key(cells, volume))
    if problems:
        raise BadInput(problems)
    return sums, keys, clock


def number(text: str) -> float:
    """A volume: 1234, 1,234, 1 234, 12.5. BadValue for what is negative or no number."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        if text[:1] in "-−(" and _NUMBER.fullmatch(text.strip("-−() ")):
            raise BadValue(f"'{text[:40]}' is negative, and a volume cannot be", "leave corrections out, or add them to the day they correct")
        raise BadValue(f"'{text[:40]}' is no number", "write 1234 or 12.5")
    value = float(text.translate(_GROUPS))
    if value > 1e12:
        raise BadValue(f"'{text[:40]}' is above the limit of 10^12", "check the zeros")
    return value


def _key(cells: list[str], volume: int) -> int:
    """Eight bytes that stand for everything a row says apart from its volume."""
    said = "\x1f".join(cells[:volume] + cells[volume + 1 :])
    return int.from_bytes(hashlib.blake2b(said.encode(), digest_size=8).digest(), "little")


def _repeated(keys: array[int]) -> set[int]:
    """Keys that occur more than once."""
    ordered = np.sort(np.frombuffer(keys, np.uint64)) if len(keys) else np.zeros(0, np.uint64)
    return {int(key) for key in np.unique(ordered[1:][ordered[1:] == ordered[:-1]])}


def _second_look(table: Table, columns: Columns, clock: Clock, twice: set[int], sums: _Sums) -> LeftOut:
    """Take rows out that say what an earlier one said; refuse (T008) those that say another figure for the same."""
    when, volume, service = columns.at["when"], columns.at["volume"], columns.at.get("service")
    seen: dict[int, tuple[int, float]] = {}
    rows: list[int] = []
    count = 0
    for row, cells in table.rows():
        if cells[volume].casefold() in NOTHING or (key := _key(cells, volume)) not in twice:
            continue
        figure = number(cells[volume])
        if key not in seen:
            seen[key] = (row, figure)
            continue
        if seen[key][1] != figure:
            first = seen[key]
            said = f"row {row}: says {cells[volume]} where row {first[0]}, otherwise the same, says {first[1]:g}"
            refuse("T008", table.place(row), said, "if they are parts of one figure say --add-up; else keep one of them")
        name, day = "" if service is None else " ".join(cells[service].split()), clock.read(cells[when]) // DAY
        sums.days[name][day] -= figure
        sums.rows[name][day] -= 1
        sums.count -= 1
        count += 1
        rows.append(row) if len(rows) < 5 else None
    return LeftOut(count, "says the same as an earlier row", _rows(rows))


def _series(
    table: Table, name: str, sums: _Sums, clock: Clock, period: tuple[dt.date | None, dt.date | None], common: list[LeftOut], said: list[str]
) -> Series:
    days = np.array(sorted(sums.days[name]), np.int64)
    value = np.array([sums.days[name][int(day)] for day in days])
    rows = np.array([sums.rows[name][int(day)] for day in days])
    left, assumed = list(common), list(said)
    low, high = ((one - _EPOCH).days if one else None for one in period)
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
    if step == "day" and daily and clock.timed and days.size > 4:
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


def _rhythm(days: NDArray[np.int64]) -> tuple[str, bool]:
    """Whether figures are by the day, by the week or by the month: ("day", True), ("day", False) or ("month", False)."""
    if days.size < 3:
        return "day", True
    gaps = np.diff(days)
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    if gaps.min() >= 28 and np.all(np.diff(months) >= 1) and float(np.median(gaps)) <= 31:
        return "month", False
    return ("day", False) if gaps.min() == 7 and np.all(gaps % 7 == 0) else ("day", True)


def _laid_out(days: NDArray[np.int64], value: NDArray[np.float64], step: str, daily: bool) -> tuple[dt.date, NDArray[np.float64]]:
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


def _closed_days(
    table: Table, name: str, first: dt.date, volume: NDArray[np.float64], left: list[LeftOut], assumed: list[str]
) -> NDArray[np.float64]:
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


def _check_gaps(table: Table, name: str, first: dt.date, volume: NDArray[np.float64], left: list[LeftOut]) -> None:
    gone = np.flatnonzero(np.isnan(volume))
    if not gone.size:
        return
    dates = tuple(str(first + dt.timedelta(days=int(day))) for day in gone[:5])
    if gone.size > MOST_MISSING * volume.size:
        message = f"{gone.size:,} of the {volume.size:,} days of '{name or 'the table'}' have no row, the first {dates[0]}"
        refuse("T009", table.place(1), message, f"at most {MOST_MISSING:.0%} may be missing: fit a fuller period with --from and --to")
    left.append(LeftOut(int(gone.size), "days without a row: missing, not 0; weeks that hold one are not used", dates))


def _rows(rows: list[int]) -> tuple[str, ...]:
    return tuple(f"row {row}" for row in rows[:5])


def _dates(days: NDArray[np.int64]) -> tuple[str, ...]:
    return tuple(str(_date(int(day))) for day in days[:5])


def _date(day: int) -> dt.date:
    return _EPOCH + dt.timedelta(days=int(day))
