"""findings.md: the gap register as Markdown, a table and then each finding in full, for pasting into a ticket or an email.

What stands in it are words of the draft and of the run, never marks: whatever Markdown would take for one is escaped, and what would end a row of the
table is a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from wargame.core.words import many, printable
from wargame.report.files.export import Asked, Export
from wargame.report.page.context import ReportContext
from wargame.simulation.run.archive import write_text

if TYPE_CHECKING:
    from wargame.report.page.blocks import Issue

HEADS = ("No", "Severity", "Finding", "Question", "At stake as drafted")
MARKS = re.compile(r"([\\`*_\[\]<>|~&#!])")


class Markdown(Export):
    """The findings as text that trackers and mail programs show as a table and a list."""

    kind = "markdown"
    title = "the gap register in Markdown, a table and a list for a ticket or an email"
    files = ("findings.md",)
    order = 80
    usual = False

    def write(self, stage: Path, context: ReportContext, asked: Asked) -> None:
        from wargame.report.files.issues import issue

        found = [issue(context, one) for one in context.findings]
        write_text(stage / "findings.md", "\n".join(_lines(context, found)) + "\n")


def plain(text: str) -> str:
    """Text on one line, in which nothing is a mark of Markdown's."""
    return MARKS.sub(r"\\\1", " ".join(printable(text).split()))


def _lines(context: ReportContext, found: list[Issue]) -> Iterator[str]:
    names = ", ".join(f"{context.name(party)} ({party})" for party in context.parties)
    scenarios = ", ".join(one.name for one in context.summary.scenarios)
    said = f"{names}. {many(len(found), 'finding')} in the words, and by playing {context.summary.futures:,} futures of {scenarios}."
    yield f"# Questions to the drafter: {plain(context.summary.title)}"
    yield ""
    yield plain(f"{said} Amounts in {context.currency}; a question is put, no view of the law is taken.")
    yield ""
    if not found:
        yield "Nothing was found."
        return
    yield f"| {' | '.join(HEADS)} |"
    yield f"|{'---|' * len(HEADS)}"
    for number, one in enumerate(found, 1):
        stake = "; ".join(f"{who}: {what}" for who, what in one.money)
        yield f"| {' | '.join((str(number), *map(plain, (one.severity, one.about, one.ask, stake))))} |"
    for number, one in enumerate(found, 1):
        yield ""
        item = f"{number}. "
        yield f"{item}**{plain(one.about)}** ({plain(one.severity)})"
        yield from (f"{' ' * len(item)}- {what}: {plain(words)}" for what, words in _told(one) if words)


def _told(one: Issue) -> Iterator[tuple[str, str]]:
    """What a finding says, each part with its head."""
    yield "Words as drafted", f"“{one.quote.strip()}”" if one.quote.strip() else ""
    yield "Found", one.said
    yield "Question", one.ask
    yield "Words proposed", one.proposal
    for who, what in one.money:
        yield "At stake", f"{who}: {what}"
    yield "Favours", one.favours
    yield "See also", one.also
