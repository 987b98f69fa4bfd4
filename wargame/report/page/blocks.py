"""What a section or a reader's first page is made of. The page and the Word list both set these; neither looks further than the text in them.

`shape` names the macro of the page that sets a block. Tables are in `table`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from wargame.analysis.lives.story import Tale
from wargame.report.drawing.svg import Chart
from wargame.report.page.table import Table


@dataclass(frozen=True)
class Words:
    """A paragraph. `heading` stands above it where it begins a part of its own."""

    shape: ClassVar[str] = "words"
    text: str = ""
    heading: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Points:
    """A list of short statements, each with small print or none; numbered where their order says something."""

    shape: ClassVar[str] = "points"
    items: Sequence[tuple[str, str]]
    numbered: bool = False


@dataclass(frozen=True)
class Cards:
    """A few figures that a reader wants first: what it is, the figure, and small print."""

    shape: ClassVar[str] = "cards"
    items: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class Grid:
    """A table; `sorts` lets the reader order its rows, `wide` lets it scroll rather than squeeze."""

    shape: ClassVar[str] = "grid"
    table: Table
    sorts: bool = False
    wide: bool = False


@dataclass(frozen=True)
class ColourKey:
    """What colours stand for: (class of the swatch, words)."""

    shape: ClassVar[str] = "key"
    items: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Picture:
    """One or more charts side by side, with the tables of their figures behind them; `small` ones are drawn to be read as narrow as a telephone."""

    shape: ClassVar[str] = "picture"
    charts: Sequence[Chart]
    tables: Sequence[Table]
    behind: str = "The figures behind the chart"
    key: Sequence[tuple[str, str]] = ()
    small: bool = False


@dataclass(frozen=True)
class Folded:
    """Blocks behind a line that opens them."""

    shape: ClassVar[str] = "folded"
    summary: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Issue:
    """A finding as it is read: its labels with and without the severity, question, words, money and fan, all ready to print. The last four order
    and filter the register."""

    tag: str
    about: str
    severity: str
    ask: str
    said: str
    quote: str = ""
    proposal: str = ""
    money: Sequence[tuple[str, str]] = ()
    favours: str = ""
    also: str = ""
    fan: Table | None = None
    drawing: str = ""
    clause: str = ""
    check: str = ""
    often: float = 0.0
    size: float = 0.0


@dataclass(frozen=True)
class Issues:
    """Findings one below the other; `register` adds the means to order and filter them."""

    shape: ClassVar[str] = "issues"
    issues: Sequence[Issue]
    register: bool = False


@dataclass(frozen=True)
class LifeStory:
    """A life told, with what it is an example of."""

    shape: ClassVar[str] = "life"
    heading: str
    tale: Tale
    lead: str
    own: str


@dataclass(frozen=True)
class Pairs:
    """Terms with what they stand for."""

    shape: ClassVar[str] = "pairs"
    items: Sequence[tuple[str, str, bool]] = ()


Block = Words | Points | Cards | Grid | ColourKey | Picture | Folded | Issues | LifeStory | Pairs


@dataclass
class PagePart:
    """A section or a first page, ready to be set."""

    kind: str
    title: str
    blocks: list[Block] = field(default_factory=list)
    hint: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
