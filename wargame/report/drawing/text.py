"""Words in drawings: cut where they are too long, and how wide they will be once the reader's own font draws them."""

from __future__ import annotations

import unicodedata

from wargame.core.words import UNPRINTABLE

SIZE = 10.0  # the height of letters, in units of the drawing
LONGEST_LABEL = 46  # columns
# Widths of letters in ems, between those of the fonts that readers have; rather too wide, so that nothing is cut off or runs into its neighbour.
NARROW, WIDE = frozenset("iljtfrI.,:;'|!()[]·’‘ "), frozenset("mwMWQGOD@%&")
WIDTHS = {"narrow": 0.36, "wide": 0.92, "digit": 0.62, "capital": 0.72, "small": 0.6, "east asian": 1.0, "emoji": 1.35, "other": 0.68}


def short(text: str, longest: int = LONGEST_LABEL) -> str:
    """A label that fits into `longest` columns: cut with … where it is too long, control characters as spaces."""
    plain = "".join(" " if ord(letter) < 32 or UNPRINTABLE.match(letter) else letter for letter in text)
    if columns(plain) <= longest:
        return plain
    while columns(plain) > longest - 1:
        plain = plain[:-1]
    return f"{plain.rstrip()}…"


def columns(text: str) -> int:
    """Width of a text in letters: Chinese, Japanese, Korean and emoji take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def width(text: str) -> float:
    """About how wide a text is, in units of the drawing."""
    return SIZE * sum(WIDTHS[_kind(letter)] for letter in text if not unicodedata.combining(letter))


def _kind(letter: str) -> str:
    if letter in NARROW:
        return "narrow"
    if letter in WIDE:
        return "wide"
    if unicodedata.east_asian_width(letter) in "WF":
        return "emoji" if ord(letter) >= 0x1F000 else "east asian"
    if letter.isdigit():
        return "digit"
    if letter.isupper():
        return "capital"
    return "small" if letter.islower() else "other"
