"""What is wrong in a document, and where: the words every refusal is made of.

A reader of drafts, scenarios and variants wants all faults at once, each as `file:line:column: CODE: message` with the
line it stands on, a caret under it and the way out. A Problem is therefore a value; it becomes an exception (BadInput)
only when a whole document has been read.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

_WIDEST_EXCERPT = 150


class Code(NamedTuple):
    """A code of a refusal in words: a short title, why it is refused, and an example of what is."""

    title: str
    why: str
    example: str


class BadValue(ValueError):
    """One text that cannot be read as the value that is due.

    `topic` is "value", "blank" for a term nobody filled in, or what was named and does not exist: "clause", "service", "party".
    """

    def __init__(self, message: str, hint: str = "", topic: str = "value") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.topic = topic


class Place(NamedTuple):
    """A spot in a source file. Line and column count characters from 1; line 0 means the file as a whole."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Problem(NamedTuple):
    """One fault of a document. `also` holds the other places it concerns, as the first of two equal keys."""

    code: str
    place: Place
    message: str
    hint: str = ""
    severity: Literal["error", "warning"] = "error"
    also: tuple[Place, ...] = ()

    def __str__(self) -> str:
        return f"{self.place}: {self.code}: {self.message}"

    def data(self) -> dict[str, str | int]:
        """The problem as plain data, for `--json`."""
        place: dict[str, str | int] = {"file": self.place.file, "line": self.place.line, "column": self.place.column}
        return {"code": self.code, **place, "severity": self.severity, "message": self.message, "hint": self.hint}


class BadInput(Exception):
    """A document was refused. `problems` holds every fault found, sorted by file, line and column."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = ordered(problems)
        # A worker, and SimPy, make the exception anew from its arguments.
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(f"{p}\n  hint: {p.hint}" if p.hint else str(p) for p in self.problems)


def ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems in reading order, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.place, p.code, p.message)))


def suggest(word: str, known: Iterable[str]) -> str:
    """`did you mean "price"?` for the nearest of the known words, or "" when none is near."""
    folded = {k.casefold(): k for k in sorted(known)}
    # Swapped letters are the commonest slip, and difflib rates GPB nearer to PAB than to GBP.
    swapped = [k for k in folded if sorted(k) == sorted(word.casefold())]
    near = swapped or difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    return f'did you mean "{folded[near[0]]}"?' if near else ""


def listing(words: Iterable[str], most: int = 12) -> str:
    """`a, b, c` for a message; a long list is cut after `most` words and says how many follow."""
    all_words = list(words)
    shown = ", ".join(all_words[:most])
    return shown if len(all_words) <= most else f"{shown} and {len(all_words) - most} more"


def render(problem: Problem, text_lines: Sequence[str]) -> str:
    """The problem as a reader sees it: message, source line, caret, other places, hint.

    `text_lines` are the lines of the file that `problem.place` names (without line ends); a place outside them prints
    no excerpt.
    """
    lines = [str(problem)]
    if 1 <= problem.place.line <= len(text_lines):
        lines += _excerpt(text_lines[problem.place.line - 1], problem.place.column - 1)
    lines += [f"  also: {place}" for place in problem.also]
    if problem.hint:
        lines.append(f"  hint: {problem.hint}")
    return "\n".join(lines)


def _excerpt(line: str, column: int) -> list[str]:
    column = max(0, min(column, len(line)))
    start = 0 if len(line) <= _WIDEST_EXCERPT else max(0, column - _WIDEST_EXCERPT // 2)
    shown = line[start : start + _WIDEST_EXCERPT]
    # Control characters would move the terminal's cursor, or worse; each becomes one visible cell.
    clean = "".join(" " if ch == "\t" else ch if ch.isprintable() else "\N{REPLACEMENT CHARACTER}" for ch in shown)
    before = sum(_cells(ch) for ch in clean[: column - start])
    return ["  " + clean.rstrip(), "  " + " " * before + "^"]


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
