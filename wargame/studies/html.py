"""What a notebook shows of a result: some sentences and the head of a table, nothing that could run, and not more than a page."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

ROWS = 40
MOST = 50_000  # bytes
LONGEST = 300  # characters of one sentence or cell


def page_of(lines: Iterable[str], table: pd.DataFrame | None) -> str:
    """Sentences and a table as HTML of less than 50 KB; rows that are left out are counted."""
    said = "".join(f"<p>{escape(_cut(line))}</p>" for line in list(lines)[:ROWS])
    if table is None or not len(table.columns):
        return f"<div>{said}</div>"
    rows = [[_cell(value) for value in row] for row in table.head(ROWS).itertuples(index=False, name=None)]
    while rows and len(_whole(said, table, rows).encode()) > MOST:
        rows = rows[: len(rows) // 2]
    return _whole(said, table, rows)


def _whole(said: str, table: pd.DataFrame, rows: list[list[str]]) -> str:
    head = "".join(f"<th>{escape(_cut(str(name)))}</th>" for name in table.columns)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    more = len(table) - len(rows)
    left = f"<p>and {more:,} more rows</p>" if more else ""
    return f"<div>{said}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{left}</div>"


def _cell(value: Any) -> str:
    if value is None or value != value:  # NaN is not equal to itself
        return "–"
    if isinstance(value, float):
        return f"{value:,.2f}"
    return escape(_cut(str(value)))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
