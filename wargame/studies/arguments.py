"""Arguments as callers give them, refused in words where they cannot be meant: mypy sees a wrong one, a notebook does not."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, SupportsIndex

from wargame.core.problem import suggest

MOST_FUTURES = 10_000_000
MOST_SEED = 2**63
MOST_NUMBER = 10**9  # of a future, as people may name it
MOST_WORKERS = 256


def known(function: str, options: Mapping[str, object], kind: type[Any]) -> None:
    """TypeError for an option that a function does not have."""
    there = kind.__annotations__
    for name in options:
        if name not in there:
            raise TypeError(f"{function}() has no option '{name}'; {suggest(name, there) or 'it has ' + ', '.join(there)}")


def whole(name: str, value: SupportsIndex, least: int, most: int) -> int:
    """A whole number within bounds, numpy's too. ValueError for any other."""
    try:
        number = None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        number = None
    if number is None or not least <= number <= most:
        raise ValueError(f"{name}={value!r}: write a whole number from {least:,} to {most:,}")
    return number


def names(name: str, value: str | Iterable[str]) -> tuple[str, ...]:
    """Names, of which one alone need not be in a list. ValueError where one is no text."""
    found = (value,) if isinstance(value, str) else tuple(value)
    if wrong := [one for one in found if not isinstance(one, str)]:
        raise ValueError(f"{name}: {wrong[0]!r} is no name")
    return found


def some(name: str, found: tuple[str, ...]) -> tuple[str, ...]:
    """At least one, or ValueError."""
    if not found:
        raise ValueError(f"{name}: give at least one")
    return found


def folder(name: str, value: str | Path) -> Path:
    """A directory to write into. ValueError for a name that none can have."""
    if not str(value).strip() or "\0" in str(value):
        raise ValueError(f"{name}={str(value)!r} names no directory")
    return Path(value)
