"""Time of service: hours as ranges, planned work, short and joined outages, times down (docs/money.md, Time of service; docs/writing.md)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from tests.oracle.life import Life
from tests.oracle.quantities import Length

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NIGHT = timedelta(days=1)
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Down:
    """Time down in a month, and when it really began, perhaps before it."""

    real: datetime
    begin: datetime
    end: datetime

    @property
    def lasted(self) -> timedelta:
        """How long, as it stands."""
        return self.end - self.real


def opening(hours: str | list[str], start: datetime, end: datetime) -> list[Span]:
    """The service hours between two instants."""
    if not hours:
        return [(start, end)]
    ranges: list[tuple[set[int], timedelta, timedelta]] = []
    days = set(range(7))
    for item in [hours] if isinstance(hours, str) else hours:
        for piece in re.split(r", | and (?=\d)", item):
            named, opens, closes = re.fullmatch(r"(?:(.*) )?(\d\d:\d\d)-(\d\d:\d\d)", piece).groups()  # type: ignore[union-attr]
            if named:
                days = set().union(*(weekdays(one) for one in named.split(" and ")))
            first, last = at(opens), at(closes)
            ranges.append((days, first, last if last > first else last + NIGHT))
    spans, day = [], start.replace(hour=0, minute=0, second=0) - NIGHT
    while day < end:
        for days, first, last in ranges:
            low, high = max(start, day + first), min(end, day + last)
            if day.weekday() in days and low < high:
                spans.append((low, high))
        day += NIGHT
    return sorted(spans)


def weekdays(named: str) -> set[int]:
    """`Mon-Fri` or `Sat`."""
    first, last = (DAYS.index(one) for one in (named.split("-") * 2)[:2]) if "-" not in named else (DAYS.index(one) for one in named.split("-"))
    return {(first + k) % 7 for k in range((last - first) % 7 + 1)}


def at(time: str) -> timedelta:
    """A time of day."""
    return timedelta(hours=int(time[:2]), minutes=int(time[3:]))


def within(spans: Sequence[Span], windows: Sequence[Span]) -> list[Span]:
    """The parts of spans that lie in windows."""
    return sorted((max(a, c), min(b, d)) for a, b in spans for c, d in windows if max(a, c) < min(b, d))


def less(spans: Sequence[Span], cuts: Sequence[Span]) -> list[Span]:
    """What some cuts leave of spans."""
    for opens, closes in cuts:
        spans = [part for a, b in spans for part in ((a, min(b, opens)), (max(a, closes), b)) if part[0] < part[1]]
    return list(spans)


def merged(spans: Sequence[Span]) -> list[Span]:
    """Spans that overlap as one."""
    found: list[Span] = []
    for begin, end in sorted(spans):
        if found and begin < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((begin, end))
    return found


def seconds(spans: Sequence[Span]) -> int:
    """Of all of them."""
    return sum(int((end - begin).total_seconds()) for begin, end in spans)


def measured(life: Life, terms: dict[str, Any], month: int) -> tuple[int, int]:
    """Seconds of service in a month while the agreement lived, and those of them that were down."""
    start, end = life.start(month), life.lived_to(month)
    hours, window = opening(terms.get("hours", ""), start, end), opening(terms.get("maintenance window", ""), start, end)
    by_hours, by_window = terms.get("planned work") == "hours", "maintenance window" in terms
    rows, planned = [], []
    for row in counting(life, terms):
        announced = life.history.components[row.component].notice
        early = announced is None or announced >= Length.read(terms.get("planned notice", "0 days")).seconds
        if row.planned and "planned" in terms.get("excluding", ()) and early and not (by_hours and by_window):
            planned.append((row.start, row.end))
        else:
            rows.append((life.history.begins(row, terms.get("clock", "occurrence")), row.end))
    left = spared(merged(within([(max(a, start), min(b, end)) for a, b in planned if a < end and b > start], window)), terms)
    rows += less(planned, left)
    shut = window if by_hours and by_window else left if by_hours else []
    hours = less(hours, shut)
    spans = [span for incident in incidents(rows, terms, start, end) for one in incident for span in within([(one.begin, one.end)], hours)]
    return seconds(hours), min(seconds(spans), seconds(hours))


def counting(life: Life, terms: dict[str, Any]) -> list[Any]:
    """The outages of a service that are of a severity that counts, and of nobody whose fault is excluded."""
    out = tuple(one for one in terms.get("excluding", ()) if one != "planned")
    wanted = [one.casefold() for one in terms.get("severities", ())]
    return [row for row in life.history.of_service(terms["service"], out) if not wanted or life.history.components[row.component].severity in wanted]


def spared(worked: list[Span], terms: dict[str, Any]) -> list[Span]:
    """Planned time that is left out: all, or the first hours of a month."""
    if "planned allowance" not in terms:
        return worked
    room, found = timedelta(seconds=Length.read(terms["planned allowance"]).seconds), []
    for begin, end in worked:
        found.append((begin, begin + min(room, end - begin)))
        room -= min(room, end - begin)
    return [span for span in found if span[0] < span[1]]


def incidents(rows: Sequence[Span], terms: dict[str, Any], start: datetime, end: datetime) -> list[list[Down]]:
    """The time down of a month, in incidents: united or each, near each other, none that is too short, and none longer than the longest."""
    pieces = sorted((Down(a, max(a, start), min(b, end)) for a, b in rows if max(a, start) < min(b, end)), key=lambda one: one.begin)
    if terms.get("overlapping outages", "united") == "united":
        united: list[Down] = []
        for one in pieces:
            if united and one.begin < united[-1].end:
                united[-1] = Down(min(one.real, united[-1].real), united[-1].begin, max(one.end, united[-1].end))
            else:
                united.append(one)
        pieces = united
    groups: list[list[Down]] = []
    for one in pieces:
        near = groups and "joined within" in terms and one.begin <= max(other.end for other in groups[-1]) + span(terms, "joined within")
        groups[-1].append(one) if near else groups.append([one])
    return [group for group in (cut(group, terms) for group in groups) if group]


def span(terms: dict[str, Any], name: str) -> timedelta:
    """A length of the terms."""
    return timedelta(seconds=Length.read(terms[name]).seconds)


def cut(group: list[Down], terms: dict[str, Any]) -> list[Down]:
    """What counts of an incident."""
    short = span(terms, "shortest outage") if "shortest outage" in terms else timedelta()
    if sum((one.lasted for one in group), timedelta()) < short:
        return []
    skip = short if terms.get("longer outages") == "count beyond it" else timedelta()
    room = span(terms, "longest outage") if "longest outage" in terms else timedelta(days=9999)
    found = []
    for one in group:
        leaves, takes = min(skip, one.lasted), min(room, one.lasted)
        skip, room = skip - leaves, room - takes
        kept = replace(one, begin=max(one.begin, one.real + leaves), end=one.real + takes)
        found += [kept] if kept.begin < kept.end else []
    return found
