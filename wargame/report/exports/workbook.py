"""results.xlsx: the tables of the run in Excel."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from wargame.report.files.export import Asked, Export
from wargame.report.page.context import ReportContext


class Workbook(Export):
    """Every table that has rows, one a sheet."""

    kind = "workbook"
    title = "tidy tables in Excel, one a sheet"
    files = ("results.xlsx",)
    order = 70
    packages: ClassVar = {"xlsxwriter": "XlsxWriter"}

    def write(self, stage: Path, context: ReportContext, asked: Asked) -> None:
        from wargame.report.files.excel import write_workbook

        write_workbook(stage / "results.xlsx", context)
