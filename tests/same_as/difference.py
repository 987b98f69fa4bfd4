"""One thing that two results say otherwise: where, what kind of change, from what to what, and by how much."""

from __future__ import annotations

import difflib
import math
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
# Figures, and names made of a digest, such as those of the parts of a drawing.
FIGURES = re.compile(r"\b(?=[A-Za-z]*\d)\w{8,}\b|\d[\d,]*(?:\.\d+)?")
TOKENS = re.compile(r"\d[\d,]*(?:\.\d+)?|\w+|\s+|.", re.DOTALL)
WORD = re.compile(r"[A-Za-z_][\w ]*")  # a name that the program gives; others, such as clause numbers, are data
LONGEST, SHOWN = 4_000, 48


class Absent:
    """What stands on a side that lacks the thing."""

    def __repr__(self) -> str:
        return "absent"


ABSENT = Absent()


class Place(NamedTuple):
    """Where something is: exactly, and as its kind, which names no row and no key that is data."""

    exact: str = ""
    kind: str = ""

    def key(self, name: str) -> Place:
        """The value under a key."""
        dot = "." if self.exact else ""
        return Place(f"{self.exact}{dot}{name}", f"{self.kind}{dot}{name if WORD.fullmatch(name) else '*'}")

    def row(self, label: str) -> Place:
        """A row of a list."""
        return Place(f"{self.exact}[{label}]", f"{self.kind}[]")


@dataclass(frozen=True)
class Difference:
    """A difference, or `count` of one kind whose first is shown. `amount` is the sum of the absolute amounts, where they are numbers."""

    place: Place
    before: Any
    now: Any
    change: str
    count: int = 1
    amount: float | None = None
    note: str = ""

    @property
    def valued(self) -> bool:
        """True if both sides have the thing, and it is the value that differs."""
        return self.before is not ABSENT and self.now is not ABSENT


def differ(place: Place, before: Any, now: Any) -> Difference:
    """The difference between two values that are not the same."""
    amount = difference_of(before, now)
    return Difference(place, before, now, change_of(before, now), 1, None if amount is None else abs(float(amount)))


def number(value: Any) -> Decimal | None:
    """A number as it is written, also where it is written as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = value if isinstance(value, str) else repr(value)
    try:
        return Decimal(text) if NUMBER.fullmatch(text) else None
    except InvalidOperation:
        return None


def difference_of(before: Any, now: Any) -> Decimal | None:
    """Now less before, where both are numbers."""
    a, b = number(before), number(now)
    return None if a is None or b is None else b - a


def same(before: Any, now: Any) -> bool:
    """True if two plain values are one: 1 and 1.0 are written otherwise, and two that are no numbers are the same nothing."""
    if type(before) is not type(now):
        return False
    return bool(before == now) or (isinstance(before, float) and math.isnan(before) and math.isnan(now))


def change_of(before: Any, now: Any) -> str:
    """A change in few words that are the same for all changes of its kind: `amount`, `grave → High`, `figures in the text`."""
    if before is ABSENT or now is ABSENT:
        return "only now" if before is ABSENT else "only before"
    if (amount := difference_of(before, now)) is not None:
        return "amount" if amount else "written otherwise"
    if isinstance(before, str) and isinstance(now, str):
        return _words(before, now)
    kinds = [type(one).__name__ if isinstance(one, dict | list) else "text" if isinstance(one, str) else _value(one) for one in (before, now)]
    return " → ".join(kinds)


def _value(value: Any) -> str:
    return "amount" if number(value) is not None else "nothing" if value is None else str(value)


def _words(before: str, now: str) -> str:
    if FIGURES.sub("#", before) == FIGURES.sub("#", now):
        return "figures in the text"
    if len(before) <= SHOWN // 2 and len(now) <= SHOWN // 2:
        return f"{FIGURES.sub('#', before) or '(empty)'} → {FIGURES.sub('#', now) or '(empty)'}"
    if max(len(before), len(now)) > LONGEST:
        return "a long text"
    a, b = TOKENS.findall(before), TOKENS.findall(now)
    runs = [
        (FIGURES.sub("#", "".join(a[i:j])), FIGURES.sub("#", "".join(b[k:m])))
        for what, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
        if what != "equal"
    ]
    told = sorted(dict.fromkeys(run for run in runs if run[0] != run[1]), key=lambda run: not (run[0].strip() and run[1].strip()))
    if not told:
        return "figures in the text"
    (old, new), more = told[0], len(told) - 1
    return f"{shorten(old) or '(nothing)'} → {shorten(new) or '(nothing)'}{f' and {more} more' if more else ''}"


def shorten(text: str, width: int = SHOWN) -> str:
    """A text on one line, its middle left out where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= width else f"{line[: width // 2]}…{line[-(width // 2) :]}"


def windows(before: str, now: str, width: int) -> tuple[str, str]:
    """Two long texts from a little before the place where they part."""
    first = next((i for i, (a, b) in enumerate(zip(before, now, strict=False)) if a != b), min(len(before), len(now)))
    start = max(0, first - width // 4) if max(len(before), len(now)) > width else 0
    sides = [" ".join(text[start : start + width].split()) for text in (before, now)]
    ends = ["…" if len(text) > start + width else "" for text in (before, now)]
    old, new = (("…" if start else "") + side + end for side, end in zip(sides, ends, strict=True))
    return old or "(empty)", new or "(empty)"


def shown(value: Any, width: int = SHOWN) -> str:
    """A value as it is printed."""
    if value is None or isinstance(value, bool):
        return "nothing" if value is None else "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,}"
    return shorten(str(value), width) or "(empty)"
