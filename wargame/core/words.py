"""Numbers and lists as they stand in a sentence: `12 %`, `a, b and c`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

# Characters that XML cannot hold, and those that turn the direction of everything after them.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def in_percent(share: float | Fraction, digits: int = 0) -> str:
    """A share, 1 being all of it, in percent with so many decimals: `12.5 %`."""
    return f"{float(100 * share):.{digits}f} %"


def joined(names: Sequence[str]) -> str:
    """`a, b and c`; one word alone. There is at least one."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def sentence(text: str) -> str:
    """Words of ours as a sentence: with a capital and one full stop; nothing for nothing."""
    return f"{text[:1].upper()}{text[1:].rstrip(' .')}." if text else ""


def midway(text: str) -> str:
    """A sentence of ours as it stands within another one: without its capital."""
    return f"{text[:1].lower()}{text[1:]}"


def many(number: int, noun: str) -> str:
    """`1 clause`, `1,024 clauses`: a count with its noun, which takes an s."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def printable(text: str) -> str:
    """Text that a document can hold: control characters and marks that turn the direction of writing become spaces."""
    return UNPRINTABLE.sub(" ", text)
