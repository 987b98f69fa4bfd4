"""Which row of one list is which of another: by what identifies rows, not by where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.same_as.difference import number

# What may identify a row, in the order in which it is tried. Each is taken only if it tells apart rows that those before it do not.
IDENTIFYING = (
    *("id", "what", "which", "scenario", "variant", "wording", "reading", "future", "sequence", "party", "role", "finding", "check", "clause"),
    *("event", "question", "by", "key", "whose", "name", "kind", "measure", "tolerance", "month", "step", "line", "construction", "option", "code"),
    *("instant", "date", "day", "at", "head", "payer", "payee", "cause", "label", "title", "words", "message", "ask"),
)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Matched:
    """Pairs of rows with the label of each, rows that one side has alone, and, if those of both stand in another order, the first that do."""

    pairs: list[tuple[str, Row, Row]]
    before: list[tuple[str, Row]]
    now: list[tuple[str, Row]]
    moved: tuple[str, str] | None


def match(before: Sequence[Row], now: Sequence[Row]) -> Matched:
    """Match rows by the fewest names that identify them; those that nothing tells apart, by their order among each other."""
    names = identifying(before, now)
    old, new = _labelled(before, names), _labelled(now, names)
    both = [label for label in old if label in new]
    odd = [pair for pair in zip(both, (label for label in new if label in old), strict=True) if pair[0] != pair[1]]
    return Matched(
        [(label, old[label], new[label]) for label in both],
        [(label, row) for label, row in old.items() if label not in new],
        [(label, row) for label, row in new.items() if label not in old],
        odd[0] if odd else None,
    )


def identifying(before: Sequence[Row], now: Sequence[Row]) -> tuple[str, ...]:
    """The names whose values tell the rows apart on both sides. A name of which the two sides have no value in common tells nothing; nor does one
    that is not in the list, unless the values of one side are all on the other."""
    chosen: tuple[str, ...] = ()
    reached = (1, 1)
    there = [{name for row in rows for name in row} for rows in (before, now)]
    others = [name for name in dict.fromkeys(name for row in now for name in row) if name not in IDENTIFYING]
    for name in (*IDENTIFYING, *others):
        if chosen and reached == (len(before), len(now)):
            break
        if name not in there[0] or name not in there[1]:
            continue
        old, new = ({_plain(row.get(name)) for row in rows} for rows in (before, now))
        if not (old & new if name in IDENTIFYING else old <= new or new <= old) or (name in others and not _text(now, name)):
            continue
        further = (_distinct(before, (*chosen, name)), _distinct(now, (*chosen, name)))
        if further != reached or further == (len(before), len(now)):
            chosen, reached = (*chosen, name), further
    return chosen


def _text(rows: Sequence[Row], name: str) -> bool:
    return all(isinstance(row.get(name), str) and number(row[name]) is None for row in rows)


def _plain(value: Any) -> str:
    return str(value)


def _distinct(rows: Sequence[Row], names: tuple[str, ...]) -> int:
    return len({tuple(_plain(row.get(name)) for name in names) for row in rows})


def _labelled(rows: Sequence[Row], names: tuple[str, ...]) -> dict[str, Row]:
    """Rows by a label that says what identifies them, with a number where several have the same; without names, by position."""
    if not names:
        return {str(position): row for position, row in enumerate(rows)}
    seen: Counter[str] = Counter()
    found: dict[str, Row] = {}
    for row in rows:
        plain = label = ", ".join(f"{name}={row[name]}" for name in names if row.get(name) not in (None, "")) or "nothing"
        while label in found:
            seen[plain] += 1
            label = f"{plain} #{seen[plain] + 1}"
        found[label] = row
    return found
