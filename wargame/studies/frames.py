"""Tables of a run as pandas frames, under the names of summary.json; nested parts are in columns or tables of their own, as in results.xlsx.

Amounts are in major units of the run's currency. NaN is a figure that is not estimable, or does not apply; `note` says which where there is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from wargame.analysis.tables.summary import Summary
from wargame.core.finding import Finding
from wargame.core.problem import suggest
from wargame.report.files.tidy import Sheet, sheets
from wargame.report.page.context import ReportContext

REGISTER = ("id", "check", "severity", "clause", "message", "ask", "proposal", "quote", "file", "line")


def table(summary: Summary, name: str) -> pd.DataFrame:
    """A table of a summary. ValueError with the nearest name, or all there are, where there is none so called."""
    found = _sheets(summary)
    if name not in found:
        raise ValueError(f'the run has no table "{name}"; {suggest(name, found) or "it has: " + ", ".join(found)}')
    return as_frame(found[name].rows, found[name].columns)


def table_names(summary: Summary) -> tuple[str, ...]:
    """The names of the tables there are."""
    return tuple(_sheets(summary))


def as_frame(rows: Iterable[tuple[Any, ...]], columns: Iterable[str]) -> pd.DataFrame:
    """Rows as a frame: of a column of words what is not said is "", of any other NaN."""
    found = pd.DataFrame(list(rows), columns=list(columns))
    worded = [name for name in found if all(isinstance(value, str) for value in found[name].dropna()) and len(found[name].dropna())]
    return found.fillna(dict.fromkeys(worded, "")) if worded else found


def register_frame(register: Iterable[Finding]) -> pd.DataFrame:
    """Findings that were not played, a row each."""
    rows = [
        (one.id, one.check, one.severity, one.clause, str(one.message), one.question, one.proposal, one.quote, one.place.file, one.place.line)
        for one in register
    ]
    return as_frame(rows, REGISTER)


def parquet(path: Path) -> pd.DataFrame:
    """A table that a run has written. ValueError where there is none, as in a copy to be shared."""
    if not path.is_file():
        raise ValueError(f"there is no {path.name} in {path.parent}: a copy to be shared holds neither futures nor postings")
    return pd.read_parquet(path)


def _sheets(summary: Summary) -> dict[str, Sheet]:
    return {sheet.name: sheet for sheet in sheets(ReportContext(summary))}
