"""The files of a report: the page, the issues list, the workbook, the findings as a table, and each chart by itself."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wargame.core.problem import BadInput, Place, Problem, suggest
from wargame.report.page.section import readers
from wargame.simulation.run.archive import MANIFEST, whole, write_text

if TYPE_CHECKING:
    from wargame.report.page.context import ReportContext

PACKAGES = {"jinja2": "Jinja2", "pyarrow": "pyarrow", "docx": "python-docx", "xlsxwriter": "XlsxWriter"}
FOR_PNG = {"matplotlib": "matplotlib"}
# What a run draws; `wordings-0` is what earlier versions called `variants-0`.
CHART = re.compile(r"(curve-\d+|variants-\d+|wordings-\d+|readings-\d+|waterfall|cash|world-\d+)\.(svg|png)")
COMPARISON = ("comparison.json", "comparison.csv")
OURS = (MANIFEST, "futures.parquet", "postings.parquet", "exposure.csv", "world.csv", *COMPARISON)  # what a shared copy never holds


@dataclass(frozen=True)
class Audience:
    """Whom a report is for: some kinds of reader, or all where none is named; and whether it leaves the house."""

    readers: tuple[str, ...] = ()
    share: bool = False


EVERYONE = Audience()


def audience(words: Iterable[str], share: bool) -> Audience:
    """The audience that people name: kinds of reader, or a party for all readers on its side. BadInput (X050) with a suggestion for any other."""
    known = readers()
    found: dict[str, None] = {}
    problems = []
    for word in words:
        mine = [kind for kind, reader in known.items() if word in (kind, reader.side)]
        if not mine:
            names = [*known, *dict.fromkeys(reader.side for reader in known.values())]
            message = f"no reader is called '{word}'; there are: {', '.join(names)}"
            problems.append(Problem("X050", Place("--for", 0, 0), message, suggest(word, names)))
        found |= dict.fromkeys(mine)
    if problems:
        raise BadInput(problems)
    return Audience(tuple(kind for kind in known if kind in found), share)


def check_packages(png: bool = False) -> None:
    """BadInput (X051) naming every package that a report needs (charts as pictures, too, if `png`) and this Python lacks, and the command that
    installs them."""
    missing = [name for module, name in (PACKAGES | (FOR_PNG if png else {})).items() if importlib.util.find_spec(module) is None]
    if missing:
        wanted = " ".join(missing)
        said = "is not installed" if len(missing) == 1 else "are not installed"
        raise BadInput([Problem("X051", Place("report", 0, 0), f"{', '.join(missing)} {said}, and the report needs it", f"pip install {wanted}")])


def check_room(directory: Path, share: bool) -> None:
    """BadInput (X052) where a shared copy would lie among files that are not to be shared; (X053) where a run would write over a comparison's
    manifest."""
    there = [name for name in (OURS if share else COMPARISON) if (directory / name).exists()]
    if there and not share:
        message = f"holds a comparison ({', '.join(there)}); one directory has one manifest"
        raise BadInput([Problem("X053", Place(str(directory), 0, 0), message, "give another --out")])
    if there:
        message = f"holds a run that is not to be shared ({', '.join(there)})"
        raise BadInput([Problem("X052", Place(str(directory), 0, 0), message, "give another --out for the shared copy")])


def write_report(directory: Path, context: ReportContext, draft: str, who: Audience = EVERYONE, *, png: bool = False) -> None:
    """Write report.html, findings.csv, issues.docx, results.xlsx and charts/, as SVG and, if `png`, as pictures too. `draft` is the name of the file
    that was played."""
    # Loaded now, not before the first figures are said.
    from wargame.report.files.excel import write_workbook
    from wargame.report.files.tidy import as_csv, findings_sheet
    from wargame.report.files.word import write_issues
    from wargame.report.page import html as page

    report = page.compose(context, who.readers)
    write_text(directory / "report.html", page.html(report, draft))
    write_text(directory / "findings.csv", as_csv(findings_sheet(context), context.currency))
    write_issues(directory / "issues.docx", context)
    write_workbook(directory / "results.xlsx", context)
    charts = {f"{chart.name}.svg": chart.file.encode() for chart in report.charts}
    if png:
        from wargame.report.drawing.png import picture  # matplotlib takes longer to begin than all charts take to be drawn

        charts |= {f"{chart.name}.png": picture(chart.plot) for chart in report.charts if chart.plot}
    for name, content in charts.items():
        with whole(directory / "charts" / name) as part:
            part.write_bytes(content)


def remove_old_charts(folder: Path, directory: Path) -> None:
    """Remove the charts of an earlier run into a directory, which showed what the report in `folder` does not."""
    for old in (directory / "charts").glob("*.*"):
        if CHART.fullmatch(old.name) and not (folder / "charts" / old.name).exists():
            old.unlink()
