"""The report: one offline HTML file for readers who were not there. What it says is built in `sections/` and `readers/`; here it is put in order.

The page carries one script, for tabs, sorting and filtering, which the page's own policy allows by its hash and which nothing depends on.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wargame.analysis.tables.summary import Summary
from wargame.analysis.verdict import verdict
from wargame.report.drawing.svg import Chart
from wargame.report.page.blocks import Block, Folded, PagePart, Picture
from wargame.report.page.context import ReportContext
from wargame.report.page.section import readers, sections
from wargame.report.page.table import amount
from wargame.simulation.run.results import RunResult

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Report:
    """A report put together: the first pages and the sections, in their order."""

    context: ReportContext
    pages: list[PagePart]
    parts: list[PagePart]

    @property
    def charts(self) -> list[Chart]:
        """Every chart, in the order of the page."""
        return [chart for part in (*self.pages, *self.parts) for chart in _charts(part.blocks)]


def _charts(blocks: Sequence[Block]) -> Iterator[Chart]:
    for block in blocks:
        if isinstance(block, Picture):
            yield from block.charts
        elif isinstance(block, Folded):
            yield from _charts(block.blocks)


def compose(context: ReportContext, wanted: Sequence[str] = ()) -> Report:
    """Build every section and first page; for some kinds of reader only, where `wanted` names them."""
    chosen = {kind: reader for kind, reader in readers().items() if not wanted or kind in wanted}
    shown_to = {kind: reader for kind, reader in chosen.items() if reader.shares or not context.shared}
    pages = [PagePart(kind, reader.title, list(reader().build(context)), reader.hint) for kind, reader in shown_to.items()]
    shown = [section for section in sections().values() if section.readers & set(chosen)]
    parts = [PagePart(section.kind, section.title, list(section().build(context))) for section in shown]
    return Report(context, [one for one in pages if one.blocks], [one for one in parts if one.blocks])


def render(run: RunResult, summary: Summary) -> str:
    """The whole report of a run as HTML, without anything from elsewhere."""
    return html(compose(ReportContext(summary, run)), Path(run.draft_path).name)


def html(report: Report, draft: str) -> str:
    """A report as HTML. `draft` is the name of the file that was played."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    context = report.context
    script = (HERE / "page.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment.filters["money"] = lambda minor: amount(minor / context.unit)
    return environment.get_template("page.html.j2").render(
        summary=context.summary,
        verdict=[] if context.shared else verdict(context.summary),
        names={party: context.name(party) for party in context.parties},
        pages=report.pages,
        parts=report.parts,
        draft=draft,
        shared=context.shared,
        style=(HERE / "page.css").read_text(encoding="utf-8"),
        script=script,
        script_hash=f"sha256-{digest}",
    )
