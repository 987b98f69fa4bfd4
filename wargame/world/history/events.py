"""Dated events of a history: a CSV with `start` and `end`, and for an outage its `component` (perhaps `planned`, yes or no); with a column `event` a
row may also be a `surge` or a `slump`, of a `service` and by a `size` in percent. `note` is for people.

Times are local civil time of the agreement, or all carry an offset (`+00:00`, `Z`): those are brought to UTC, which is then the agreement's clock.
Overlapping outages are kept as they are: down-time is their union. A surge or slump holds on each day that it touches, by the date as it is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from wargame.core.problem import BadValue, Place, Problem, suggest
from wargame.core.reading import parse_rate
from wargame.core.values import DAY
from wargame.world.history.rows import fewer, read_table

MILLION = 1_000_000
ToInstant = Callable[[dt.datetime], int]


@dataclass(frozen=True)
class PastEvent:
    """One dated outage: instants in seconds since the effective date."""

    component: str
    start: int
    length: int
    planned: bool = False
    note: str = ""


@dataclass(frozen=True)
class Moved:
    """Demand of a service that was higher or lower for a while: whole days, a size in millionths of its level."""

    service: str
    first: int
    days: int
    size: int


EVENTS = ("outage", "surge", "slump")
NEEDED = ("start", "end")
KNOWN = (*NEEDED, "component", "planned", "note", "event", "service", "size")


def read_events(
    path: Path, text: str, to_instant: ToInstant, components: Collection[str], services: Collection[str], problems: list[Problem]
) -> tuple[list[PastEvent], list[Moved]]:
    """Outages in order of their start, and moves of demand. Adds an H-problem with the row for each fault; rows may come in any order."""
    found: list[Problem] = []
    outages: list[PastEvent] = []
    moved: list[Moved] = []
    table = read_table(path, text, KNOWN, found)
    rows = () if table is None else table.rows
    if table is not None:
        needed = NEEDED if "event" in table.columns else (*NEEDED, "component")
        if any(name not in table.columns for name in needed):
            message = f"a history needs the columns {', '.join(needed)}; it has {', '.join(table.columns)}"
            problems.append(Problem("H001", table.top, message, "name them in the first row"))
            return [], []
        for name in table.columns:
            if name not in KNOWN:
                message = f"the column '{name}' is not read; known columns are {', '.join(KNOWN)}"
                found.append(Problem("H001", table.top, message, suggest(name, KNOWN)))
    zoned: set[bool] = set()
    before: dict[tuple[tuple[str, str], ...], int] = {}
    for place, row in rows:
        line = place.line
        first = before.setdefault(tuple(sorted((name, cell) for name, cell in row.items() if cell)), line)
        if first != line:
            message = f"row {line}: says the same as row {first}, and would happen twice"
            found.append(Problem("H009", place, message, "leave one of them out; if there were two, say so in `note`"))
            continue
        start, end = (_instant(row.get(name, ""), name, place, found) for name in NEEDED)
        event = row.get("event", "") or "outage"
        if event not in EVENTS:
            message = f"row {line}: no event is called '{event}' here; a history has {', '.join(EVENTS)}"
            found.append(Problem("H006", place, message, suggest(event, EVENTS)))
            continue
        column, names = ("component", components) if event == "outage" else ("service", services)
        named = row.get(column, "")
        if named not in names:
            message = f"row {line}: the {column} '{named}' is not in the scenario; it has {', '.join(sorted(names)) or 'none'}"
            found.append(Problem("H003", place, message, suggest(named, names)))
        if row.get("planned", "") not in ("yes", "no", ""):
            found.append(Problem("H003", place, f"row {line}: `planned` is '{row['planned']}'; write yes or no"))
        if start is None or end is None or named not in names:
            continue
        zoned |= {start.tzinfo is not None, end.tzinfo is not None}
        if len(zoned) == 2:
            found.append(Problem("H004", place, f"row {line}: some times carry a zone and some do not", "give all of them an offset, or none"))
            break
        civil = [when.replace(tzinfo=None) for when in (start, end)]
        try:
            if start.tzinfo is not None:
                start, end = start.astimezone(dt.UTC).replace(tzinfo=None), end.astimezone(dt.UTC).replace(tzinfo=None)
        except OverflowError:
            found.append(Problem("H002", place, f"row {line}: a time at the very edge of the calendar cannot be told in another zone"))
            continue
        if end <= start:
            message = f"row {line}: ends at {row['end']}, not after its start {row['start']}"
            found.append(Problem("H005", place, message, "are the two mixed up, or is a date wrong?"))
            continue
        if event != "outage":
            low, high = to_instant(civil[0]) // DAY, -(-to_instant(civil[1]) // DAY)
            moved.append(Moved(named, low, max(high - low, 1), _size(row.get("size", ""), event, place, found)))
            continue
        begin = to_instant(start)
        outages.append(PastEvent(named, begin, to_instant(end) - begin, row.get("planned") == "yes", row.get("note", "")))
    problems += fewer(found)
    return sorted(outages, key=lambda one: one.start), moved


def _size(text: str, event: str, place: Place, problems: list[Problem]) -> int:
    """The size of a surge or slump in millionths, signed."""
    try:
        rate = parse_rate(text)
    except BadValue as error:
        problems.append(Problem("H006", place, f"row {place.line}: `size` of a {event}: {error}", "write 25 %"))
        return 0
    if rate.num <= 0 or (event == "slump" and rate.num > rate.den):
        problems.append(Problem("H006", place, f"row {place.line}: a {event} of {text} is none", "write a size above 0 %, of a slump at most 100 %"))
    return rate.num * MILLION // rate.den * (1 if event == "surge" else -1)


def _instant(text: str, name: str, place: Place, problems: list[Problem]) -> dt.datetime | None:
    try:
        when = dt.datetime.fromisoformat(text)
    except ValueError:
        problems.append(Problem("H002", place, f"row {place.line}: `{name}` is '{text}', not a date with a time", "write 2027-02-28T17:37"))
        return None
    if "T" not in text and ":" not in text:
        problems.append(Problem("H002", place, f"row {place.line}: `{name}` is '{text}', a date without a clock time", "write 2027-02-28T17:37"))
        return None
    if when.microsecond:
        problems.append(Problem("H002", place, f"row {place.line}: `{name}` is '{text}'; times are whole seconds", "leave out the fraction"))
        return None
    return when
