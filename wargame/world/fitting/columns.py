"""Which column is which: recognised by the names that tools give them, or as the caller says.

A column is recognised when its name, in small letters and with everything but letters and digits as spaces, is one of the words below; earlier
words win. A table with an end or a length (or with a state and a number) is one of incidents; else one with a volume is one of volumes. One with a
date and several columns of figures, none of them a volume, has a column for each service.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import Literal

from wargame.core.problem import BadInput, Place, Problem, listing, suggest
from wargame.world.fitting.files import NOTHING, DataFile
from wargame.world.tables.figures import looks_like_figure
from wargame.world.tables.lengths import names_length, plain_name

NO_SERVICE = frozenset({"total", "sum", "all", "year", "month", "week", "weekday", "day", "hour", "index", "no", "row"})  # figures of something else
LOOKED_AT = 200  # rows, for what a column holds
Kind = Literal["volumes", "incidents"]
_WHEN = ("date", "day", "when", "datetime", "date time", "timestamp", "time", "period", "interval", "week", "month", "ds")
_START = (
    "start", "started", "started at", "start time", "start date", "start utc", "outage start", "opened at", "opened", "open time", "created at",
    "created", "creation date", "began", "begin", "reported at", "reported", "occurred at", "occurred",
)  # fmt: skip
WORDS: dict[str, tuple[str, ...]] = {
    "when": _WHEN,
    "end": (
        "end", "ended", "ended at", "end time", "end date", "end utc", "outage end", "resolved at", "resolved", "resolution time", "restored at",
        "restored", "fixed at", "closed at", "closed", "close time",
    ),
    "volume": (
        "volume", "volumes", "count", "calls", "contacts", "cases", "units", "demand", "quantity", "arrivals", "offered", "tickets", "chats",
        "emails", "transactions", "orders", "requests", "value", "y",
    ),
    "service": ("service", "service name", "queue", "channel", "skill"),
    "component": ("component", "system", "application", "configuration item", "asset"),
    "severity": ("severity", "priority", "sev", "prio"),
    "id": ("number", "incident number", "incident id", "incident", "ticket", "ticket id", "ticket number", "id", "key", "case id", "case number"),
    "state": ("incident state", "state", "status", "ticket state", "ticket status"),
    "planned": ("planned", "planned work", "maintenance"),
}  # fmt: skip
ROLES: dict[Kind, tuple[str, ...]] = {
    "volumes": ("when", "volume", "service"),
    "incidents": ("when", "end", "length", "id", "state", "severity", "component", "service", "planned"),
}
NEEDED: dict[Kind, tuple[str, ...]] = {"volumes": ("when", "volume"), "incidents": ("when",)}


@dataclass(frozen=True)
class ColumnRoles:
    """What kind of table it is, and the number of the column for each role that it has."""

    kind: Kind
    at: Mapping[str, int]
    names: tuple[str, ...]
    wide: tuple[int, ...] = ()  # the columns of a table that has one for each service

    def named(self, role: str) -> str:
        """The name of a role's column."""
        return self.names[self.at[role]]

    @property
    def unread(self) -> tuple[int, ...]:
        """Columns that have no role."""
        return tuple(i for i in range(len(self.names)) if i not in self.at.values() and i not in self.wide)


def recognise(table: DataFile, given: Mapping[str, str], kind: Kind | None = None) -> ColumnRoles:
    """Find the columns; BadInput (T003) for one that was named and is not there, for those that are missing, and where the kind is in doubt. Of a
    length that was given, or of one that the table has beside or in place of an end, the unit is in its column's name."""
    header = table.columns
    problems = []
    at: dict[str, int] = {}
    for role, name in given.items():
        if name in header:
            at[role] = header.index(name)
        else:
            near = suggest(name, header) or f"its columns are {listing(header)}"
            problems.append(Problem("T003", Place(table.path, 1, 1), f"there is no column '{name[:60]}' (--{role})", near))
    if problems:
        raise BadInput(problems)
    plain = [plain_name(name) for name in header]
    for role, words in WORDS.items():
        if role not in at:
            found = next((plain.index(word) for word in words if word in plain and plain.index(word) not in at.values()), None)
            if found is not None:
                at[role] = found
    if "length" not in at:
        lengths = [i for i, name in enumerate(header) if i not in at.values() and names_length(name)]
        at |= {"length": lengths[0]} if lengths else {}
    started = next((plain.index(word) for word in _START if word in plain), None)
    wide = () if {"volume", "service", "end", "length"} & at.keys() or started is not None or kind == "incidents" else _wide(table, at)
    kind = kind or ("volumes" if len(wide) > 1 and "when" in at else _kind(table, given, at, started))
    if kind == "incidents" and "when" not in given and started is not None:
        at["when"] = started
    at = {role: number for role, number in at.items() if role in ROLES[kind]}
    needed = (*NEEDED[kind], *(("end",) if kind == "incidents" and "length" not in at else ()))
    for role in needed:
        if role == "volume" and len(wide) > 1:
            continue
        if role not in at:
            words = (*_START, *_WHEN) if role == "when" and kind == "incidents" else WORDS[role]
            near = _near(header, at, words)
            guess = f"{near} " * bool(near) + f"say which it is with --{role}; its columns are {listing(header)}"
            message = f"{kind} need a column for {_said(role)}, such as '{words[0]}', and none is recognised"
            problems.append(Problem("T003", Place(table.path, 1, 1), message, guess))
    if problems:
        raise BadInput(problems)
    return ColumnRoles(kind, at, header, wide if kind == "volumes" and "volume" not in at else ())


def _wide(table: DataFile, at: Mapping[str, int]) -> tuple[int, ...]:
    """Columns without a role that hold figures and nothing else, as far as the first rows show."""
    seen = [cells for _, cells in islice(table.rows(), LOOKED_AT)]
    free = [i for i, name in enumerate(table.columns) if i not in at.values() and name and plain_name(name) not in NO_SERVICE]
    held = {i: [cells[i] for cells in seen if cells[i].casefold() not in NOTHING] for i in free}
    return tuple(i for i in free if held[i] and all(looks_like_figure(cell) for cell in held[i]))


def _kind(table: DataFile, given: Mapping[str, str], at: Mapping[str, int], started: int | None) -> Kind:
    if given.keys() & {"end", "length", "severity", "component", "state", "id"}:
        return "incidents"
    if "volume" in given:
        return "volumes"
    if "end" in at and "volume" in at and started is None:
        message = f"the columns '{table.columns[at['end']]}' and '{table.columns[at['volume']]}' could make it a table of incidents or of volumes"
        raise BadInput([Problem("T003", Place(table.path, 1, 1), message, "say which with --kind")])
    if "end" in at or "length" in at or started is not None:
        return "incidents"
    if "volume" in at:
        return "volumes"
    near = _near(table.columns, at, (*WORDS["volume"], *WORDS["end"]))
    message = "neither a column of volumes (such as 'volume') nor one of ends (such as 'resolved_at') is recognised"
    hint = f"{near} " * bool(near) + f"say which with --volume or --end; its columns are {listing(table.columns)}"
    raise BadInput([Problem("T003", Place(table.path, 1, 1), message, hint)])


def _near(header: Sequence[str], at: Mapping[str, int], words: Sequence[str]) -> str:
    """`did you mean …` for the column without a role whose name is nearest to one of the words."""
    free = [name for number, name in enumerate(header) if number not in at.values()]
    pairs = [(SequenceMatcher(None, name.casefold(), word).ratio(), name, word) for name in free for word in words]
    likeness, name, word = max(pairs, default=(0.0, "", ""))
    return f'did you mean "{word}" by "{name[:60]}"?' if likeness >= 0.6 else ""


def _said(role: str) -> str:
    return {"when": "the time", "end": "the end", "volume": "the volume"}.get(role, role)
