"""world.csv: the world by month, in bands over all futures."""

from __future__ import annotations

from pathlib import Path

from wargame.analysis.summary import world_csv
from wargame.report.files.export import Asked, Export
from wargame.report.page.context import ReportContext
from wargame.simulation.run.archive import write_text


class World(Export):
    """Volumes, capacity, backlog, down-time and people, some of which a party keeps to itself."""

    kind = "world"
    title = "the world by month: volumes, capacity, backlog, down-time and people"
    files = ("world.csv",)
    order = 30
    shared = False
    partial = True

    def write(self, stage: Path, context: ReportContext, asked: Asked) -> None:
        if context.run is not None and context.run.watched:  # of an interrupted run nobody may have watched the world yet
            write_text(stage / "world.csv", world_csv(context.summary))
