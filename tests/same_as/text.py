"""Texts compared line by line, and pages: the data that a page carries as data, the rest line by line."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Sequence

from tests.same_as.data import compare
from tests.same_as.difference import ABSENT, Difference, Place, differ

CARRIED = re.compile(r"(<script[^>]*\btype=[\"']application/json[\"'][^>]*>)(.*?)(</script>)", re.DOTALL)


def compare_lines(before: Sequence[str], now: Sequence[str], place: Place | None = None) -> Iterator[Difference]:
    """Lines that came, went or were put otherwise; where as many came as went, each is set beside the one in its place."""
    place = place or Place()
    for what, i, j, k, m in _opcodes(before, now):
        if what == "equal":
            continue
        pairs = min(j - i, m - k)
        for step in range(pairs):
            yield differ(_line(place, k + step), before[i + step], now[k + step])
        for position in range(i + pairs, j):
            yield Difference(_line(place, position), before[position], ABSENT, "line only before")
        for position in range(k + pairs, m):
            yield Difference(_line(place, position), ABSENT, now[position], "line only now")


def _line(place: Place, position: int) -> Place:
    return Place(f"{place.exact}line {position + 1}", f"{place.kind}line")


def _opcodes(before: Sequence[str], now: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """What difflib says of the part between the lines that both have at the beginning and at the end."""
    shortest = min(len(before), len(now))
    first = next((i for i in range(shortest) if before[i] != now[i]), shortest)
    last = next((i for i in range(shortest - first) if before[-1 - i] != now[-1 - i]), shortest - first)
    a, b = before[first : len(before) - last], now[first : len(now) - last]
    for what, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        yield what, i + first, j + first, k + first, m + first


def compare_texts(before: str, now: str) -> Iterator[Difference]:
    """Two texts; an end of line that differs is a difference too."""
    yield from compare_lines(before.splitlines(keepends=True), now.splitlines(keepends=True))


def compare_pages(before: str, now: str) -> Iterator[Difference]:
    """Two pages of HTML."""
    old, new = (list(CARRIED.finditer(page)) for page in (before, now))
    if len(old) == len(new):
        for position, (one, other) in enumerate(zip(old, new, strict=True)):
            try:
                pair = json.loads(one[2]), json.loads(other[2])
            except json.JSONDecodeError:
                yield from compare_texts(one[2], other[2])
            else:
                yield from compare(*pair, Place(f"script {position}", "script"))
        before, now = (CARRIED.sub(r"\1\3", page) for page in (before, now))
    yield from compare_texts(before, now)
