"""Lengths as tables write them beside a start: a number in the unit that its column names, 1:30, 2 03:15:00, PT1H30M, 3 Days 12 Hours."""

from __future__ import annotations

import re

from wargame.core.problem import BadValue
from wargame.world.tables.figures import Marks

_UNITS = {
    60.0: ("min", "mins", "minute", "minutes"),
    1.0: ("s", "sec", "secs", "second", "seconds"),
    3600.0: ("h", "hr", "hrs", "hour", "hours"),
    86_400.0: ("d", "day", "days"),
    0.001: ("ms", "millis", "millisecond", "milliseconds"),
    7 * 86_400.0: ("w", "week", "weeks"),
}
UNIT = {word: seconds for seconds, words in _UNITS.items() for word in words}
_BASE = (
    r"(?:(?:actual|business|calendar|outage|incident|total) )?duration|length|lasts|lasted|down ?time|elapsed"
    r"|time to (?:resolve|restore|repair|fix)|ttr"
)
_UNIT = "|".join(sorted(UNIT, key=len, reverse=True))
_NAME = re.compile(rf"(?:{_BASE})(?: (?:in )?(?P<after>{_UNIT}))?|(?P<before>{_UNIT}) (?:down|to resolve|to restore|to repair|lasted)")
_CLOCK = re.compile(
    r"(?:(?P<days>\d{1,5})(?:\s*days?,?)?\s+)?(?P<hours>\d{1,5}):(?P<minutes>[0-5]?\d)(?::(?P<seconds>[0-5]?\d)(?:[.,]\d+)?)?", re.IGNORECASE
)
_ISO = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?)?", re.IGNORECASE)
_WORDS = re.compile(rf"(?:\d+(?:[.,]\d+)?\s*(?:{_UNIT})\b[\s,]*)+", re.IGNORECASE)
_WORD = re.compile(rf"(\d+(?:[.,]\d+)?)\s*({_UNIT})\b", re.IGNORECASE)
HINT = "write 90 minutes, 1:30 (hours and minutes) or a number in a column such as duration_min"
LONGEST = 36_525 * 86_400


def plain_name(name: str) -> str:
    """A column's name in small letters, with everything but letters and digits as spaces."""
    return re.sub(r"[^a-z0-9]+", " ", name.casefold()).strip()


def names_length(name: str) -> bool:
    """Whether a column is one of lengths, by its name."""
    return _NAME.fullmatch(plain_name(name)) is not None


def unit_of(name: str) -> float | None:
    """Seconds of the unit that a column's name ends with, or begins with; None where it names none."""
    found = _NAME.fullmatch(plain_name(name))
    unit = (found["after"] or found["before"]) if found else next((word for word in reversed(plain_name(name).split()) if word in UNIT), None)
    return UNIT[unit] if unit else None


def read_length(text: str, unit: float | None, marks: Marks) -> int:
    """A length in whole seconds, a fraction of one rounded; BadValue in words."""
    seconds = _seconds(text.strip(), unit, marks)
    if seconds > LONGEST:
        raise BadValue(f"'{text[:40]}' is longer than a hundred years", "is the unit of the column right?")
    return round(seconds)


def _seconds(text: str, unit: float | None, marks: Marks) -> float:
    if found := _CLOCK.fullmatch(text):
        hours = int(found["days"] or 0) * 24 + int(found["hours"])
        return hours * 3600 + int(found["minutes"]) * 60 + int(found["seconds"] or 0)
    if len(text) > 1 and (found := _ISO.fullmatch(text)):
        sizes = (7 * 86_400, 86_400, 3600, 60, 1)
        return sum(int(part or 0) * size for part, size in zip(found.groups(), sizes, strict=True))
    if _WORDS.fullmatch(text):
        return sum(float(number.replace(",", ".")) * UNIT[word.casefold()] for number, word in _WORD.findall(text))
    number = marks.number(text, "length")
    if unit is None:
        raise BadValue(f"'{text[:40]}' is a length of which nobody can tell the unit", "name it in the column: duration_min, duration_hours")
    return number * unit
