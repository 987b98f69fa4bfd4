"""Which row of one list is which of another: by what identifies rows, not by where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# What may identify a row, in the order in which it is tried. Each is taken only if it tells apart rows that those before it do not.
IDENTIFYING = (
    *("id", "what", "which", "scenario", "variant", "wording", "reading", "future", "sequence", "party", "role", "finding", "check", "clause"),
    *("event", "question", "by", "key", "whose", "name", "kind", "measure", "tolerance", "month", "step", "line", "construction", "option", "code"),
    *("instant", "date", "day", "at", "head", "payer", "payee", "cause", "label", "title", "words", "message", "ask"),
)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Matched:
    """Pairs of rows with the label of each, rows that one side has alone, and whether those of both stand in another order."""

    pairs: list[tuple[str, Row, Row]]
    before: list[tuple[str, Row]]
    now: list[tuple[str, Row]]
    moved: bool


def match(before: Sequence[Row], now: Sequence[Row]) -> Matched:
    """Match rows by the fewest names that identify them; those that nothing tells apart, by their order among each other."""
    names = identifying(before, now)
    old, new = _labelled(before, names), _labelled(now, names)
    both = [label for label in old if label in new]
    return Matched(
        [(label, old[label], new[label]) for label in both],
        [(label, row) for label, row in old.items() if label not in new],
        [(label, row) for label, row in new.items() if label not in old],
        both != [label for label in new if label in old],
    )


def identifying(before: Sequence[Row], now: Sequence[Row]) -> tuple[str, ...]:
    """The names whose values tell the rows apart on both sides; a name of which the two sides have no value in common tells nothing."""
    chosen: tuple[str, ...] = ()
    reached = (1, 1)
    for name in IDENTIFYING:
        if reached == (len(before), len(now)):
            break
        values = [{_plain(row.get(name)) for row in rows} for rows in (before, now)]
        if not any(name in row for row in before) or not any(name in row for row in now) or not values[0] & values[1]:
            continue
        further = (_distinct(before, (*chosen, name)), _distinct(now, (*chosen, name)))
        if further != reached:
            chosen, reached = (*chosen, name), further
    return chosen


def _plain(value: Any) -> str:
    return str(value)


def _distinct(rows: Sequence[Row], names: tuple[str, ...]) -> int:
    return len({tuple(_plain(row.get(name)) for name in names) for row in rows})


def _labelled(rows: Sequence[Row], names: tuple[str, ...]) -> dict[str, Row]:
    """Rows by a label that says what identifies them, with a number where several have the same; without names, by position."""
    if not names:
        return {str(position): row for position, row in enumerate(rows)}
    seen: Counter[str] = Counter()
    found = {}
    for row in rows:
        label = ", ".join(f"{name}={row.get(name)}" for name in names)
        seen[label] += 1
        found[label if seen[label] == 1 else f"{label} #{seen[label]}"] = row
    return found
