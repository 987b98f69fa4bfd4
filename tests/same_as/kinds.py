"""Differences by kind: each must be explained once, however often it comes."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tests.same_as.difference import ABSENT, Difference, difference_of, shorten, shown, windows
from tests.same_as.files import Compared

EXAMPLES = 2
NUMBERED = re.compile(r"\d+(?=\.\w+$)")

Results = Mapping[str, Sequence[Compared]]


@dataclass
class Kind:
    """All differences of one kind: the same file, the same field, the same change."""

    file: str
    field: str
    change: str
    count: int = 0
    amount: float | None = None
    commands: list[str] = dataclasses.field(default_factory=list)
    examples: list[str] = dataclasses.field(default_factory=list)

    @property
    def words(self) -> str:
        """`summary.json, findings[].severity: grave → High ×12`."""
        return f"{self.file}, {self.field}: {self.change} ×{self.count:,}"


def kinds(results: Results) -> list[Kind]:
    """The kinds of difference, by file and field, the most frequent change first."""
    found: dict[tuple[str, str, str], Kind] = {}
    for command, one, difference in each(results):
        key = (NUMBERED.sub("*", one.file), difference.place.kind, difference.change)
        kind = found.setdefault(key, Kind(*key))
        kind.count += difference.count
        if difference.amount is not None:
            kind.amount = (kind.amount or 0) + difference.amount
        if command not in kind.commands:
            kind.commands.append(command)
        if len(kind.examples) < EXAMPLES:
            kind.examples.append(f"{command}, {told(difference)}")
    return sorted(found.values(), key=lambda kind: (kind.file, kind.field, -kind.count))


def each(results: Results) -> Iterable[tuple[str, Compared, Difference]]:
    """Every difference with its command and file."""
    return ((command, one, difference) for command, files in results.items() for one in files for difference in one.differences)


def told(difference: Difference, width: int = 60) -> str:
    """A difference on one line: `exposure[party=client].value: 100 → 110 (+10)`."""
    if isinstance(difference.before, str) and isinstance(difference.now, str):
        before, now = windows(difference.before, difference.now, width)
    else:
        before, now = (shown(value, width) for value in (difference.before, difference.now))
    amount = difference_of(difference.before, difference.now)
    by = f" ({amount:+,f})" if amount else ""
    many = f" [{difference.change}, ×{difference.count:,}]" if difference.count > 1 else ""
    return f"{shorten(difference.place.exact, 3 * width)}: {before} → {now}{by}{many}{f'; {difference.note}' if difference.note else ''}"


def number_of(one: Compared) -> int:
    """How many fields, cells or lines of a file differ."""
    return sum(difference.count for difference in one.differences)


def as_data(results: Results) -> dict[str, Any]:
    """Everything that was compared, as data."""
    files = [
        {"command": command, "file": one.file, "differ": number_of(one), "left_out": [left._asdict() for left in one.left_out]}
        for command, some in results.items()
        for one in some
    ]
    differences = [
        {
            "command": command, "file": one.file, "place": difference.place.exact, "kind": difference.place.kind, "change": difference.change,
            **{side: value for side, value in (("before", difference.before), ("now", difference.now)) if value is not ABSENT},
            "count": difference.count, "amount": difference.amount, "note": difference.note,
        }
        for command, one, difference in each(results)
    ]  # fmt: skip
    return {"files": files, "differences": differences, "kinds": [asdict(kind) for kind in kinds(results)]}
