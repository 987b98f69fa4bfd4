"""Tables of a report: rows of cells with their text ready to print, figures with separators and aligned, an interval below its figure.

Nothing is worked out here; a figure that is not there says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from wargame.analysis.tables.exposure import Verdict

NONE = "–"


class Estimated(Protocol):
    """A figure with its 95 % interval, as many rows of the summary have it."""

    @property
    def value(self) -> float | None:
        """The figure; None where it is not known."""

    @property
    def low(self) -> float | None:
        """The lower end."""

    @property
    def high(self) -> float | None:
        """The upper end."""


class Compared(Estimated, Protocol):
    """A paired difference, and what it says."""

    @property
    def verdict(self) -> Verdict:
        """In a word or two."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell: its text, a second line in small print, whether it heads its row (`th scope=row`), how many rows it spans, and a
    class for its looks."""

    text: str
    small: str = ""
    heads: bool = False
    span: int = 1
    look: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption (read out before the figures), the heads of its columns, and rows. The first `words` columns hold
    words, the rest figures."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    words: int = 1


def amount(value: float | None) -> str:
    """Whole units of currency with separators: `1,234,567`, `−890`."""
    if value is None:
        return NONE
    whole = f"{value:,.0f}"
    return "0" if whole == "-0" else whole.replace("-", "−")


def signed(value: float | None) -> str:
    """As `amount`, with + before what is more than 0."""
    text = amount(value)
    return f"+{text}" if value is not None and value > 0 and text != "0" else text


def share(value: float | None) -> str:
    """A share of futures as a percentage: `12.5 %`, `< 0.1 %` where it is not 0 but would look like it."""
    if value is None:
        return NONE
    return "< 0.1 %" if 0 < value < 0.001 else f"{value * 100:.1f} %"


def figure(row: Estimated, note: str = "", *, difference: bool = False) -> TableCell:
    """A measure with its interval in small print, or the note that says why there is none."""
    show = signed if difference else amount
    if row.value is None:
        return TableCell(NONE, note, look="missing")
    if row.low is None or row.high is None:
        return TableCell(show(row.value), "no upper bound" if row.low is not None else "no interval")
    return TableCell(show(row.value), f"{show(row.low)} to {show(row.high)}")


def paired(row: Compared, note: str = "") -> TableCell:
    """A paired difference between a variant and the current draft with its interval, or that there is none."""
    cell = figure(row, note, difference=True)
    if row.verdict == "no difference":
        return TableCell("no difference", look="same")
    if row.verdict == "none shown":
        return TableCell("none shown", cell.small, look="same")
    return TableCell(cell.text, cell.small, look={"less to lose": "better", "more to lose": "worse"}.get(row.verdict, cell.look))


def spanned(groups: Iterable[tuple[str, Sequence[tuple[TableCell, ...]]]]) -> tuple[tuple[TableCell, ...], ...]:
    """Rows of several groups, each group's name a head over all of its rows."""
    rows = []
    for name, members in groups:
        for number, cells in enumerate(members):
            rows.append((TableCell(name, heads=True, span=len(members)), *cells) if number == 0 else cells)
    return tuple(rows)
