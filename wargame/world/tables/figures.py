"""Figures as tables write them: 1234, 1,234, 1.234,5, 1 234, 3'275. Which mark is that of decimals is decided by the file as a whole.

`1.234,5` leaves no doubt, nor do `12,5` and `0,250`; `3.275` could be three, or three thousand. Where no figure of the file says more, its separator
and its dates do: with commas between cells the point is that of decimals; with semicolons or tabs and dates such as 28.02.2027 the comma is. Where
these say nothing either the file is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from wargame.core.problem import BadValue

Decimal = Literal["point", "comma"]
_SPACES = " \u00a0\u202f'’"
_SHAPE = re.compile(rf"\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*")
_GROUPED = {
    "point": re.compile(rf"\d+(?:\.\d+)?|\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?:\.\d+)?|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?"),
    "comma": re.compile(rf"\d+(?:,\d+)?|\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?:,\d+)?|\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?"),
}
_DOTTED_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
GROUPING = _SPACES
WAY = "write 1234 or 12.5"
CORRECTIONS = "leave corrections out, or add them to the day they correct"


class UnclearFigure(BadValue):
    """A figure of which nobody can tell what it is, and the row in which it stands."""

    def __init__(self, row: int, message: str, hint: str) -> None:
        super().__init__(f"row {row}: {message}", hint)
        self.row = row


@dataclass(frozen=True)
class Marks:
    """The mark of decimals of a file, and whether its figures leave it open (`why` says what decided it then, "" where nothing could)."""

    decimal: Decimal = "point"
    why: str = ""

    def number(self, text: str, of: str = "volume") -> float:
        """A figure of something; BadValue for what is negative or none."""
        if not _GROUPED[self.decimal].fullmatch(text):
            if text[:1] in "-−(" and _GROUPED[self.decimal].fullmatch(text.strip("-−() ")):
                raise BadValue(f"'{text[:40]}' is negative, and a {of} cannot be", CORRECTIONS if of == "volume" else WAY)
            if _SHAPE.fullmatch(text):
                other = f"'{text[:40]}' is no number where the {self.decimal} is the mark of decimals, as it is in this file"
                raise BadValue(other, "write all figures of a file alike")
            raise BadValue(f"'{text[:40]}' is no number", WAY)
        plain = re.sub(rf"[{_SPACES}{',' if self.decimal == 'point' else '.'}]", "", text)
        return float(plain.replace(",", "."))


def looks_like_figure(text: str) -> bool:
    """Whether a cell is a figure, with whatever marks."""
    return _SHAPE.fullmatch(text) is not None


def sign_of(text: str) -> Decimal | Literal["open"] | None:
    """Which mark of decimals a figure shows; `open` for one such as 3.275 that could show either, None for one that shows none."""
    if not _SHAPE.fullmatch(text):
        return None
    marks = re.findall(r"[.,]", text)
    if not marks:
        return None
    last = marks[-1]
    other: Decimal = "comma" if last == "." else "point"
    if len(set(marks)) == 2:
        return "point" if last == "." else "comma"
    if len(marks) > 1:
        return other  # 1.234.567 is grouped
    whole, part = text.split(last)
    if len(part) == 3 and 0 < len(whole) <= 3 and whole[0] != "0":
        return "open"
    return "point" if last == "." else "comma"


def decide_marks(figures: Iterable[tuple[int, str]], dates: Iterable[str], separator: str) -> Marks:
    """The marks of a file's figures, (row, cell) each. UnclearFigure for one that contradicts one before it, or of which nobody can tell
    what it is."""
    seen: dict[str, tuple[int, str]] = {}
    for row, text in figures:
        sign = sign_of(text)
        if sign is not None and sign not in seen:
            seen[sign] = (row, text)
            if "point" in seen and "comma" in seen:
                (first, one), (then, two) = sorted((seen["point"], seen["comma"]))
                message = f"'{two}' has another mark of decimals than '{one}' in row {first}"
                raise UnclearFigure(then, message, "write all figures of a file alike")
    if "point" in seen or "comma" in seen:
        return Marks("point" if "point" in seen else "comma")
    if separator == ",":
        return Marks()
    dotted = any(_DOTTED_DATE.match(date) for date in dates)
    if "open" not in seen:
        return Marks("comma" if dotted else "point")
    row, text = seen["open"]
    if dotted:
        return Marks(
            "comma", f"'{text}' is read as {Marks('comma').number(text):g}: the file has dates such as 28.02.2027 and no comma between cells"
        )
    if separator == "\t" and "," in text:
        return Marks("point", f"'{text}' is read as {Marks().number(text):g}: the comma groups thousands")
    message = f"'{text}' could be {Marks().number(text):g} or {Marks('comma').number(text):g}, and no other figure says which"
    raise UnclearFigure(row, message, "leave out what groups thousands, or write a figure with decimals as 0.5 or 0,5 in any row")
