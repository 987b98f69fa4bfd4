"""summary.json: every figure of the run as data; its schema is what `wargame schema summary` prints."""

from __future__ import annotations

from pathlib import Path

from wargame.report.files.export import Asked, Export
from wargame.report.page.context import ReportContext
from wargame.simulation.run.archive import write_json


class Summary(Export):
    """The result itself, which `wargame apply` reads again."""

    kind = "summary"
    title = "every figure as data"
    files = ("summary.json",)
    order = 10
    always = True
    partial = True

    def write(self, stage: Path, context: ReportContext, asked: Asked) -> None:
        write_json(stage / "summary.json", context.summary.data())
