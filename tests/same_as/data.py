"""Two pieces of data compared by path: keys by their names, rows by what identifies them, lists of plain values by position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.same_as.difference import ABSENT, Difference, Place, differ, same
from tests.same_as.rows import Row, match


def compare(before: Any, now: Any, place: Place | None = None) -> Iterator[Difference]:
    """Every difference between two values."""
    place = place or Place()
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        yield from _keys(before, now, place)
    elif isinstance(before, list) and isinstance(now, list):
        if before and now and all(isinstance(one, Mapping) for one in (*before, *now)):
            yield from compare_rows(before, now, place)
        else:
            yield from _list(before, now, place)
    elif not same(before, now):
        yield differ(place, before, now)


def _keys(before: Row, now: Row, place: Place) -> Iterator[Difference]:
    for name in dict.fromkeys((*before, *now)):
        there = place.key(str(name))
        if name not in now or name not in before:
            yield differ(there, before.get(name, ABSENT), now.get(name, ABSENT))
        else:
            yield from compare(before[name], now[name], there)


def compare_rows(before: Sequence[Row], now: Sequence[Row], place: Place) -> Iterator[Difference]:
    """Two tables: a column that one side lacks altogether is said once, with the number of rows that have it."""
    names = [dict.fromkeys(name for row in rows for name in row) for rows in (before, now)]
    columns = Place(place.exact + "[]", place.kind + "[]")
    for name in [one for one in names[0] if one not in names[1]]:
        values = [row[name] for row in before if name in row]
        yield Difference(columns.key(name), values[0], ABSENT, "column only before", len(values))
    for name in [one for one in names[1] if one not in names[0]]:
        values = [row[name] for row in now if name in row]
        yield Difference(columns.key(name), ABSENT, values[0], "column only now", len(values))
    matched = match(before, now)
    for label, old, new in matched.pairs:
        common = [{name: value for name, value in row.items() if name in names[0] and name in names[1]} for row in (old, new)]
        yield from _keys(common[0], common[1], place.row(label))
    for label, row in matched.before:
        yield Difference(place.row(label), dict(row), ABSENT, "row only before")
    for label, row in matched.now:
        yield Difference(place.row(label), ABSENT, dict(row), "row only now")
    if matched.moved:
        yield Difference(columns, *matched.moved, "order of rows")


def _list(before: list[Any], now: list[Any], place: Place) -> Iterator[Difference]:
    if len(before) == len(now) and not (_plain(before) and _plain(now) and Counter(map(repr, before)) == Counter(map(repr, now))):
        for position, (old, new) in enumerate(zip(before, now, strict=True)):
            yield from compare(old, new, place.row(str(position)))
        return
    gone, come = Counter(map(repr, before)), Counter(map(repr, now))
    for position, one in enumerate(before):
        if gone[repr(one)] > come[repr(one)]:
            gone[repr(one)] -= 1
            yield Difference(place.row(str(position)), one, ABSENT, "item only before")
    gone = Counter(map(repr, before))
    for position, one in enumerate(now):
        if come[repr(one)] > gone[repr(one)]:
            come[repr(one)] -= 1
            yield Difference(place.row(str(position)), ABSENT, one, "item only now")
    if gone == Counter(map(repr, now)) and list(map(repr, before)) != list(map(repr, now)):
        yield Difference(place, before, now, "order of items")


def _plain(values: list[Any]) -> bool:
    return not any(isinstance(one, Mapping | list) for one in values)
