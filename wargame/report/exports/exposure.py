"""exposure.csv: what each party stands to lose, by scenario, variant, reading and measure."""

from __future__ import annotations

from pathlib import Path

from wargame.analysis.summary import exposure_csv
from wargame.report.files.export import Asked, Export
from wargame.report.page.context import ReportContext
from wargame.simulation.run.archive import write_text


class Exposure(Export):
    """A table of losses, which no party shows the other."""

    kind = "exposure"
    title = "what each party stands to lose, as a table"
    files = ("exposure.csv",)
    order = 20
    shared = False
    partial = True

    def write(self, stage: Path, context: ReportContext, asked: Asked) -> None:
        write_text(stage / "exposure.csv", exposure_csv(context.summary))
