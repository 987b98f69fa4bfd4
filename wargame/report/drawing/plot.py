"""What a chart shows, as plain data: two axes and the marks between them. Written once for each chart, and read by all that draw it.

Places are values on the axes; on an axis of `names` the first name is at 0, the next at 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wargame.report.drawing.scale import plain

Point = tuple[float, float]
WIDE = 700  # units across a chart as wide as the page


@dataclass(frozen=True)
class Axis:
    """What runs along one side. With `names` it is a list (rows downwards, or periods across) instead of numbers, `numbers` stand before them.

    `words` says a value. `zero` marks 0, which the axis then always holds. Ticks are round, integers if `whole`, or those of `at`. `least` and `most`
    are ends in place of those of the data.
    """

    label: str = ""
    words: Callable[[float], str] = plain
    log: bool = False
    zero: bool = False
    grid: bool = True
    whole: bool = False
    names: Sequence[str] = ()
    numbers: Sequence[str] | None = None
    at: Sequence[float] = ()
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class Line:
    """A line through points. `step`: `pre` rises before each point, `mid` half way between two; `dash` is a number of a pattern."""

    points: Sequence[Point]
    colour: str
    label: str = ""
    dash: int = 0
    step: str = ""
    width: float = 1.8


@dataclass(frozen=True)
class Whisker:
    """A dot on a curve with the interval of its value across."""

    point: Point
    low: float
    high: float
    colour: str


@dataclass(frozen=True)
class Span:
    """A dot in a row, and a line over its interval, if it has one."""

    row: int
    value: float
    low: float | None
    high: float | None
    colour: str


@dataclass(frozen=True)
class Bar:
    """A bar in a row, from `start` to `end`, and what is written beside it."""

    row: int
    start: float
    end: float
    colour: str
    said: str
    hatched: bool = False


@dataclass(frozen=True)
class ColumnBars:
    """A column for each period, from 0 up."""

    heights: Sequence[float]
    colour: str


@dataclass(frozen=True)
class Dots:
    """Points by themselves, `size` units wide."""

    points: Sequence[Point]
    colour: str
    size: float = 3.0
    label: str = ""


@dataclass(frozen=True)
class Band:
    """A field between two lines over the same places: (place, low, high). `step` as for lines."""

    edges: Sequence[tuple[float, float, float]]
    colour: str
    label: str = ""
    step: str = ""


Mark = Line | Whisker | Span | Bar | ColumnBars | Dots | Band


@dataclass(frozen=True)
class Plot:
    """A chart: `across` and `up` are its axes, marks are drawn in their order. `width` is that of the whole drawing and `height` that of the field
    between the axes, both in units of which the letters are ten high; rows need no height."""

    across: Axis
    up: Axis
    marks: Sequence[Mark]
    width: int
    height: int = 0

    @property
    def rows(self) -> bool:
        """Whether its marks stand in rows with names."""
        return not self.height
