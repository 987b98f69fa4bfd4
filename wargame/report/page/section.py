"""Sections of the report and the first pages of its readers: two open rooms, one file for each (`sections/`, `readers/`).

A section says what it shows (`build`) and who asks for it (`readers`); it shows nothing where the run has nothing for it, and is then left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from wargame.core.registry import discover
from wargame.report.page.blocks import Block
from wargame.report.page.context import ReportContext


class Section:
    """Base of every section. `order` places it on the page; `readers` are the kinds of reader who get it when the report is for them alone."""

    kind: ClassVar[str] = ""
    title: ClassVar[str] = ""
    order: ClassVar[int] = 0
    readers: ClassVar[frozenset[str]] = frozenset({"director", "risk", "lawyer", "supplier"})

    def build(self, context: ReportContext) -> Sequence[Block]:
        """The blocks of the section; none where there is nothing to show."""
        raise NotImplementedError


class FirstPage:
    """Base of every reader. `side` is the party whose money the first page speaks of; `hint` says in a line what that reader finds there."""

    kind: ClassVar[str] = ""
    title: ClassVar[str] = ""
    order: ClassVar[int] = 0
    side: ClassVar[Literal["client", "provider"]] = "client"
    hint: ClassVar[str] = ""
    shares: ClassVar[bool] = False  # whether the page may stand in a copy for the other party: it takes no position

    def build(self, context: ReportContext) -> Sequence[Block]:
        """The blocks of the first page."""
        raise NotImplementedError


def sections() -> dict[str, type[Section]]:
    """Every section found, in the order of the page."""
    found: dict[str, type[Section]] = discover("wargame.report.sections", Section)
    return dict(sorted(found.items(), key=lambda item: (item[1].order, item[0])))


def readers() -> dict[str, type[FirstPage]]:
    """Every reader found, in the order of their tabs."""
    found: dict[str, type[FirstPage]] = discover("wargame.report.readers", FirstPage)
    return dict(sorted(found.items(), key=lambda item: (item[1].order, item[0])))
