"""A table of incidents folded into one length each: when it began, how long it took, how grave it was, what it was of.

An incident without an end is still open where its state says so: its length is known to be longer than until the file's last moment, and the
distributions of `families` take it as that. Where the state says that it is closed, or the file has no state, nobody knows its length and it is left
out.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from wargame.core.arrays import Bools, Floats, Ints
from wargame.core.values import DAY
from wargame.core.zones.clocks import elapsed
from wargame.world.fitting.arrivals import Period
from wargame.world.fitting.columns import ColumnRoles
from wargame.world.fitting.estimate import LeftOut
from wargame.world.fitting.event_log import UNKNOWN, Labels, again, folded, look
from wargame.world.fitting.families import Lengths
from wargame.world.fitting.files import DataFile, refuse
from wargame.world.fitting.said import marks_of, of_clock, of_table
from wargame.world.fitting.series import LONGEST_DAYS
from wargame.world.tables.clock import Clock, Order
from wargame.world.tables.figures import Marks

OPEN = ("new", "open", "active", "assigned", "in progress", "work in progress", "pending", "on hold", "waiting", "reopened", "ongoing", "unresolved")
CLOSED = ("resolved", "closed", "done", "complete", "completed", "cancelled", "canceled", "fixed", "restored", "solved", "finished")
_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class Group:
    """Incidents of one component and severity: all arrivals, and the lengths that are known."""

    name: str
    component: str
    severity: str
    services: tuple[str, ...]
    start: Ints
    lengths: Lengths
    longest: float


@dataclass(frozen=True)
class Cases:
    """A table of incidents read: groups, the period it covers, what was left out and what was assumed. `finest` is the unit of its times, seconds."""

    groups: tuple[Group, ...]
    period: Period
    rows: int
    incidents: int
    finest: int
    left_out: tuple[LeftOut, ...]
    assumed: tuple[str, ...]


def read_cases(
    table: DataFile,
    columns: ColumnRoles,
    order: Order | None,
    *,
    open_ended: bool = False,
    period: tuple[dt.date | None, dt.date | None] = (None, None),
    zone: str = "",
) -> Cases:
    """Read and fold a table of incidents. BadInput with rows and columns for what cannot be used."""
    labels = {role: Labels(table, columns, role) for role in ("severity", "component", "service", "state", "planned")}
    lasts = (columns.at["length"],) if "length" in columns.at else ()
    marks = marks_of(table, lasts, (columns.at["when"],)) if lasts else Marks()
    columns_of, clock, seen, rows = look(table, columns, order, labels, marks, zone)
    found, is_log = folded(columns_of, "id" in columns.at)
    left: list[LeftOut] = []
    assumed = [*_assumed(columns, is_log, rows, found["start"].size, clock), *of_table(table, marks), *of_clock(clock)]

    def leave(which: Bools, why: str) -> None:
        if which.any():
            left.append(LeftOut(int(which.sum()), why, tuple(f"row {row}" for row in found["row"][which][:5])))
            for name in found:
                found[name] = found[name][~which]

    if not is_log:
        twice = again(found)
        leave(twice, "says the same as an earlier row")
    leave(found["start"] == UNKNOWN, f"no {columns.named('when')}")
    low, high = _limits(period)
    leave((found["start"] < low) | (found["start"] >= high), "began outside the period asked for")
    planned = np.array([labels["planned"].text(int(code)).casefold() in ("yes", "true", "1", "y") for code in found["planned"]], bool)
    leave(planned, "planned work, which is no outage")
    if not found["start"].size:
        refuse("T001", table.place(1), "no row of the table is an incident that can be used", "; ".join(one.why for one in left) or "is it empty?")
    state = _states(labels["state"])
    says = state[found["state"]] if labels["state"].known else np.zeros(found["start"].size, int)
    end = found["end"]
    ended = end != UNKNOWN
    backwards = ended & (end < found["start"])
    if backwards.sum() > found["start"].size / 2:
        message = f"{int(backwards.sum()):,} of {found['start'].size:,} incidents end before they begin"
        refuse("T010", table.place(int(found["row"][backwards][0])), message, "are --when and --end the right columns, and the dates read right?")
    everyone = found["start"].copy()
    cut = min(seen, high)
    unended = ~ended & (found["start"] < cut)
    still = unended & ((says > 0) | open_ended & (says == 0))
    told = columns.named("end" if "end" in columns.at else "length")
    for which, why in (
        (backwards, "ends before it begins (counted as an arrival, its length left out)"),
        (~ended & (says < 0), f"closed, but {told} is empty (counted as an arrival, its length left out)"),
        (~ended & (says == 0) & ~still, f"{told} is empty and nothing says that it is still open (counted as an arrival, its length left out)"),
        (~ended & (says > 0) & ~still, "still open, but it began at the file's last moment (counted as an arrival, its length left out)"),
    ):
        if which.any():
            left.append(LeftOut(int(which.sum()), why, tuple(f"row {row}" for row in found["row"][which][:5])))
    if still.any():
        assumed.append(f"{int(still.sum()):,} are still open at {_label(cut)}, the file's last moment: their lengths count as longer than until then")
    used = ended & ~backwards
    finest = 60 if not np.any(np.concatenate((found["start"], end[ended])) % 60) else 1
    zero = used & (end == found["start"])
    if zero.any():
        assumed.append(f"{int(zero.sum()):,} of length 0 count as {finest // 2 or 0.5:g} seconds: half of what the file's times resolve")
    took = elapsed(clock.clocks, found["start"], np.where(ended, end, cut))
    length = np.where(used, np.maximum(took, finest / 2), took).astype(float)
    span = Period(low if low > UNKNOWN else int(everyone.min()), high if high < -UNKNOWN else int(everyone.max()), low > UNKNOWN and high < -UNKNOWN)
    if span.days > LONGEST_DAYS:
        message = f"incidents begin from {_label(span.start)} to {_label(span.end)}, more than a hundred years"
        refuse("T004", table.place(int(found["row"][int(everyone.argmin())])), message, "is one of the dates mistyped? give --from and --to")
    groups = _groups(found, labels, length, used, still)
    return Cases(tuple(groups), span, rows, int(everyone.size), finest, tuple(left), tuple(assumed))


def _assumed(columns: ColumnRoles, folded: bool, rows: int, incidents: int, clock: Clock) -> list[str]:
    said = []
    if "end" in columns.at:
        said.append(f"an incident lasts from {columns.named('when')} to {columns.named('end')}")
    if "length" in columns.at:
        of = ", where there is no end" if said else ""
        said.append(f"an incident lasts from {columns.named('when')} on for its {columns.named('length')}{of}")
    if folded:
        said.append(
            f"an event log: {rows:,} rows with {incidents:,} different values of {columns.named('id')}, folded into one incident each (the earliest"
        )
        said[-1] += " start, and the end, severity, component and state told last)"
    if clock.order:
        said.append(f"dates are {clock.order} first")
    return said


def _states(labels: Labels) -> Ints:
    """1 where a state means open, -1 closed, 0 neither; the last entry is for rows that say nothing."""

    def says(text: str) -> int:
        plain = text.casefold().strip()
        if plain in CLOSED:
            return -1
        return 1 if plain in OPEN or plain.startswith(("await", "pending", "waiting", "on hold")) else 0

    return np.array([*(says(text) for text in labels.known), 0], np.int64)


def _groups(found: dict[str, Ints], labels: dict[str, Labels], length: Floats, used: Bools, still: Bools) -> list[Group]:
    severity, component = labels["severity"], labels["component"]
    groups = []
    pair = found["component"].astype(np.int64) * 1_000 + found["severity"]
    for key in np.unique(pair):
        which = pair == key
        at = int(np.flatnonzero(which)[0])
        of, grave = component.text(int(found["component"][at])), severity.text(int(found["severity"][at]))
        grave_words = f"{severity.column} {grave}" if grave else ""
        name = ", ".join(part for part in (of, grave_words) if part) or "incidents"
        services = sorted({labels["service"].text(int(code)) for code in np.unique(found["service"][which])} - {""})
        ended = length[which & used]
        groups.append(
            Group(name, of, grave, tuple(services), found["start"][which], Lengths(ended, length[which & still]), float(ended.max(initial=0.0)))
        )
    return sorted(groups, key=lambda group: group.name)


def _limits(period: tuple[dt.date | None, dt.date | None]) -> tuple[int, int]:
    low = (period[0] - _EPOCH).days * DAY if period[0] else UNKNOWN
    return low, ((period[1] - _EPOCH).days + 1) * DAY if period[1] else -UNKNOWN


def _label(instant: int) -> str:
    return str(dt.datetime(1970, 1, 1) + dt.timedelta(seconds=int(instant)))[:16]
