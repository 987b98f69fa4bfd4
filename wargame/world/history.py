"""History: dated outages that really happened (or that a workshop wrote down), replayed exactly in every future.

A CSV with `start`, `end` and `component`, and perhaps `planned` (yes/no) and `note`. Times are local civil time of the agreement, or carry an offset
(`+00:00`, `Z`); one file keeps to one way. Overlapping outages are kept as they are: down-time is their union.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from wargame.core.problem import Place, Problem, suggest
from wargame.core.source import read_text


@dataclass(frozen=True)
class Happened:
    """One dated outage: instants in seconds since the effective date."""

    component: str
    start: int
    length: int
    planned: bool = False
    note: str = ""


@dataclass(frozen=True)
class History:
    """Dated outages in order of their start."""

    outages: tuple[Happened, ...]
    digest: str


NEEDED = ("start", "end", "component")
KNOWN = (*NEEDED, "planned", "note")


def read_history(path: Path, to_instant: Callable[[dt.datetime], int], components: frozenset[str], problems: list[Problem]) -> History | None:
    """Read the CSV. Adds an H-problem with the row for each fault and then returns None; rows may come in any order."""
    text = read_text(path)
    before = len(problems)
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        problems.append(Problem("H001", Place(str(path), 1, 1), f"is not a table of comma-separated values: {error}"))
        return None
    if not rows or any(name not in rows[0] for name in NEEDED):
        problems.append(
            Problem(
                "H001", Place(str(path), 1, 1), f"a history needs the columns {', '.join(NEEDED)}; it has {', '.join(rows[0]) if rows else 'nothing'}"
            )
        )
        return None
    for name in rows[0]:
        if rows[0].count(name) > 1:
            problems.append(Problem("H001", Place(str(path), 1, 1), f"the column '{name}' stands twice in the header"))
        if name not in KNOWN:
            problems.append(
                Problem(
                    "H001", Place(str(path), 1, 1), f"the column '{name}' is not read; known columns are {', '.join(KNOWN)}", suggest(name, KNOWN)
                )
            )
    found: list[Happened] = []
    zoned: set[bool] = set()
    for line, cells in enumerate(rows[1:], start=2):
        if not any(cells):
            continue
        if len(cells) > len(rows[0]) and any(cells[len(rows[0]) :]):
            message = f"row {line}: has {len(cells)} cells under {len(rows[0])} columns"
            problems.append(Problem("H001", Place(str(path), line, 1), message, "quote a text that holds a comma, or name the column"))
            continue
        row = dict(zip(rows[0], (cell.strip() for cell in cells), strict=False))
        place = Place(str(path), line, 1)
        when = [_instant(row.get(name, ""), name, place, problems) for name in ("start", "end")]
        if row.get("component") not in components:
            named = row.get("component", "")
            problems.append(
                Problem(
                    "H003",
                    place,
                    f"row {line}: the component '{named}' is not in the scenario; it has {', '.join(sorted(components)) or 'none'}",
                    suggest(named, components),
                )
            )
        if row.get("planned", "no") not in ("yes", "no", ""):
            problems.append(Problem("H003", place, f"row {line}: `planned` is '{row['planned']}'; write yes or no"))
        start, end = when
        if start is None or end is None or row.get("component") not in components:
            continue
        zoned |= {start.tzinfo is not None, end.tzinfo is not None}
        if len(zoned) == 2:
            problems.append(Problem("H004", place, f"row {line}: some times carry a zone and some do not", "give all of them an offset, or none"))
            break
        try:
            if start.tzinfo is not None:
                start, end = start.astimezone(dt.UTC).replace(tzinfo=None), end.astimezone(dt.UTC).replace(tzinfo=None)
        except OverflowError:
            problems.append(Problem("H002", place, f"row {line}: a time at the very edge of the calendar cannot be told in another zone"))
            continue
        if end <= start:
            problems.append(Problem("H005", place, f"row {line}: ends at {end}, not after its start {start}"))
            continue
        begin = to_instant(start)
        found.append(Happened(row["component"], begin, to_instant(end) - begin, row.get("planned") == "yes", row.get("note", "")))
    if len(problems) > before:
        return None
    return History(tuple(sorted(found, key=lambda one: one.start)), hashlib.sha256(text.encode()).hexdigest())


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
