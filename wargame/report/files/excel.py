"""results.xlsx: the tidy tables of a run, one a sheet, as numbers that can be worked with and text that stays text."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wargame.report.files.office import settled
from wargame.report.files.tidy import Sheet, SheetCell, sheets
from wargame.report.page.context import ReportContext
from wargame.simulation.run.archive import whole

LONGEST = 32_767  # characters in a cell
MADE = dt.datetime(2000, 1, 1)  # a workbook must say when it was made; ours depends on its inputs only
RATIOS = frozenset({"fired", "ends", "share", "probability", "frequency", "ratio", "at", "size", "weight"})
# Columns that are numbers without being money.
COUNTS = frozenset({"future", "witness future", "rows", "silent", "exits", "failed", "line", "futures", "month", "hours"})


def write_workbook(path: Path, context: ReportContext) -> None:
    """Write every table that has rows."""
    import xlsxwriter

    out = io.BytesIO()
    # Text is never a formula or a link, whatever it begins with.
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": context.summary.title, "created": MADE})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "words": book.add_format({"text_wrap": True, "valign": "top"}),
        "money": book.add_format({"num_format": "#,##0;[Red]-#,##0", "valign": "top"}),
        "ratio": book.add_format({"num_format": "0.0000", "valign": "top"}),
        "count": book.add_format({"num_format": "0", "valign": "top"}),
    }
    for sheet in sheets(context):
        _fill(book.add_worksheet(sheet.name), sheet, formats)
    book.close()
    with whole(path) as part:
        part.write_bytes(settled(out.getvalue()))


def _fill(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    for column, head in enumerate(sheet.columns):
        page.write_string(0, column, head, formats["head"])
        values = [row[column] for row in sheet.rows]
        page.set_column(column, column, _width(head, values))
        look = formats["ratio" if head in RATIOS else "count" if head in COUNTS else "money"]
        for number, value in enumerate(values, 1):
            if value is None:
                continue
            if isinstance(value, bool):
                page.write_boolean(number, column, value, formats["words"])
            elif isinstance(value, int | float):
                page.write_number(number, column, value, look)
            else:
                page.write_string(number, column, str(value)[:LONGEST], formats["words"])
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def _width(head: str, values: Sequence[SheetCell]) -> int:
    longest = max((len(f"{value:,.0f}") if isinstance(value, float) else len(str(value)) for value in values if value is not None), default=0)
    return max(9, min(longest + 2, 60), min(len(head) + 3, 18))
