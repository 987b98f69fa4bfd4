"""report.html and charts/: the report that people read, in one file, and each of its charts by itself."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from wargame.report.files.export import Asked, Export
from wargame.report.page.context import ReportContext
from wargame.simulation.run.archive import whole, write_text


class Page(Export):
    """The page with its drawings, and the drawings as files: SVG, and pictures too where these are asked for."""

    kind = "page"
    title = "the report, one offline file, and its charts"
    files = ("report.html", "charts/")
    order = 40
    packages: ClassVar = {"jinja2": "Jinja2"}
    for_pictures: ClassVar = {"matplotlib": "matplotlib"}

    def write(self, stage: Path, context: ReportContext, asked: Asked) -> None:
        from wargame.report.page import html as page

        report = page.compose(context, asked.readers)
        write_text(stage / "report.html", page.html(report, asked.draft))
        charts = {f"{chart.name}.svg": chart.file.encode() for chart in report.charts}
        if asked.png:
            from wargame.report.drawing.png import picture  # matplotlib takes longer to begin than all charts take to be drawn

            charts |= {f"{chart.name}.png": picture(chart.plot) for chart in report.charts if chart.plot}
        for name, content in charts.items():
            with whole(stage / "charts" / name) as part:
                part.write_bytes(content)
