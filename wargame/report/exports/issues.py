"""issues.docx: the issues list for the other side's counsel."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from wargame.report.files.export import Asked, Export
from wargame.report.page.context import ReportContext


class IssuesList(Export):
    """The findings above a note, with quotes, questions and proposed words, in Word."""

    kind = "issues"
    title = "the issues list in Word, with quotes, questions and proposed words"
    files = ("issues.docx",)
    order = 60
    packages: ClassVar = {"docx": "python-docx"}

    def write(self, stage: Path, context: ReportContext, asked: Asked) -> None:
        from wargame.report.files.word import write_issues

        write_issues(stage / "issues.docx", context)
