"""findings.csv: the gap register as a table."""

from __future__ import annotations

from pathlib import Path

from wargame.report.files.export import Asked, Export
from wargame.report.page.context import ReportContext
from wargame.simulation.run.archive import write_text


class Findings(Export):
    """One row for each finding, with money for each party."""

    kind = "findings"
    title = "the gap register as a table"
    files = ("findings.csv",)
    order = 50

    def write(self, stage: Path, context: ReportContext, asked: Asked) -> None:
        from wargame.report.files.tidy import as_csv, findings_sheet

        write_text(stage / "findings.csv", as_csv(findings_sheet(context), context.currency))
