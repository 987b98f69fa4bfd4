"""A column of figures by date in a CSV file, such as the levels that a statistics office publishes: read row by row, each row in its place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from wargame.core.problem import BadValue
from wargame.core.reading import parse_date
from wargame.world.sizes.column import SHOWN, cells, fault, marks_of, plain_figure
from wargame.world.tables.clock import Clock, UnclearOrder, decide_order

_AS_ISO = re.compile(r"\d{4}[-/]")
MOST_DATES = 100_000
DATE = "date"  # what the column of dates is called
T = TypeVar("T")


def _clock(path: Path, name: str) -> Clock:
    """What reads the dates of a file that are not written as ISO has them. BadValue where nobody can tell their days from their months."""
    try:
        return Clock(decide_order(date for _, (date,) in cells(path, name, (DATE,))))
    except UnclearOrder as error:
        said = f"{name}, column {DATE}: '{error.cell}', like every date there, could be day first or month first"
        raise BadValue(said, "write 2027-01-31, or any date with a day above 12") from None


def _day(text: str, clock: Clock) -> dt.date:
    """A date that is not written as ISO has it."""
    when = clock.when(text)
    if when.time() != dt.time() or when.tzinfo is not None:
        raise BadValue(f"'{text[:40]}' is a time, and a date is due", "leave out the time of day")
    return when.date()


def read_dated(path: Path, name: str, column: str, figure: Callable[[str], T], *, signed: bool = False, gaps: bool = False) -> dict[dt.date, T]:
    """Date -> figure, in the rising order of the file's dates. BadValue with the rows that cannot be read, for no file, no column or no rows.

    `name` is the path as written; `figure` reads a cell that is a plain number. With `gaps` a row without a figure says nothing.
    """
    bad: list[str] = []
    found: dict[dt.date, T] = {}
    last: dt.date | None = None
    marks = marks_of(path, name, column, DATE)
    clock = _clock(path, name)
    for line, (date, written) in cells(path, name, (DATE, column)):
        cell, where = plain_figure(written, marks), DATE
        try:
            day = parse_date(date) if _AS_ISO.match(date) or not date else _day(date, clock)
            if last is not None and day <= last:
                raise BadValue(f"{day} does not come after {last}, the date of the row before", "")
            last, where = day, column
            if cell or not gaps:
                if why := fault(cell, signed, 1.0):
                    raise BadValue(why, "")
                found[day] = figure(cell)
        except BadValue as error:
            bad.append(f"row {line}, {where}: {error.message}")
        if len(found) > MOST_DATES:
            raise BadValue(f"{name} has more than {MOST_DATES:,} rows", "leave out those before the agreement")
    if bad:
        more = f" and {len(bad) - SHOWN:,} more" if len(bad) > SHOWN else ""
        hint = f"mend these rows: a `{DATE}` such as 2027-01-31, rising, and the `{column}` beside it, on each"
        raise BadValue(f"{name}, {'; '.join(bad[:SHOWN])}{more}", hint)
    if not found:
        raise BadValue(f"{name} has no rows under '{column}'", f"give a `{DATE}` and a `{column}` on each row")
    return found
