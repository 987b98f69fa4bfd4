"""The tables of a summary as plain rows and columns, under the names of summary.json, nested parts in columns or tables of their own.

What results.xlsx and findings.csv hold. A table that the run does not have is left out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wargame.analysis.summary import harmless
from wargame.core.money import currency
from wargame.report.page.context import ReportContext, favoured, stakes

# Sheets in the order in which they are read. The rest of the summary has no rows, or is in another sheet.
ORDER = (
    *("exposure", "findings", "fans", "clauses", "waterfall", "compare", "readings", "choices", "attribution", "cash", "tolerance", "regret"),
    *("asks", "coverage", "exits", "constructions", "not_played", "default_law", "assumptions", "scenarios", "parties", "provenance"),
)
PLAIN = (
    *("exposure", "clauses", "waterfall", "compare", "attribution", "cash", "tolerance", "regret", "exits", "not_played", "default_law"),
    *("assumptions", "scenarios", "parties"),
)
BY_MONTH = ("world",)  # thousands of rows that nobody reads in a sheet: they are in world.csv
FINDINGS = ("severity", "check", "clause", "title", "ask", "message", "event", "question", "state", "frequency")


@dataclass(frozen=True)
class Sheet:
    """A table: its columns and its rows of text, numbers, yes or no, or nothing. `amounts` are the columns that hold money."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    amounts: frozenset[str] = frozenset()


def sheets(context: ReportContext) -> list[Sheet]:
    """Every table that has rows."""
    found = {name: _plain(name, context.rows(name)) for name in PLAIN}
    found["findings"] = findings_sheet(context)
    found["fans"] = _fans(context)
    found["asks"] = _plain("asks", [_by_party(row) for row in context.rows("asks")])
    found["coverage"] = _plain(
        "coverage",
        [{**row, "answered": ", ".join(f"{one['clause']}: {one['rows']}" for one in row["answered"])} for row in context.rows("coverage")],
    )
    found["constructions"] = _plain("constructions", [{**row, "options": " | ".join(row["options"])} for row in context.rows("constructions")])
    found["readings"] = _plain("readings", [{k: v for k, v in row.items() if k != "choices"} for row in context.rows("readings")])
    found["choices"] = _plain("choices", [{"reading": row["reading"], **one} for row in context.rows("readings") for one in row.get("choices") or ()])
    found["provenance"] = Sheet("provenance", ("what", "which", "value"), tuple(_provenance(context)))
    others = (
        name
        for name, rows in context.summary.items()
        if name not in (*found, *BY_MONTH) and isinstance(rows, list) and rows and isinstance(rows[0], Mapping)
    )
    found |= {name: _plain(name, context.rows(name)) for name in others}
    return [found[name] for name in dict.fromkeys((*ORDER, *found)) if found[name].rows]


def _by_party(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose `change` is spread over a column for each party."""
    kept = {name: value for name, value in row.items() if name != "change"}
    return kept | {f"{one['party']} change": one["value"] for one in row["change"]}


def _plain(name: str, rows: Sequence[Mapping[str, Any]]) -> Sheet:
    columns = tuple(dict.fromkeys(key for row in rows for key in row))
    return Sheet(name, columns, tuple(tuple(_one(row.get(column)) for column in columns) for row in rows))


def _one(value: Any) -> Any:
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {one}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(str(_one(one)) for one in value)
    return value


def findings_sheet(context: ReportContext) -> Sheet:
    """One row for each finding, the most severe first, with money for each party and whom the words favour."""
    money = tuple(f"{party} {what}" for party in context.parties for what in ("mean", "tvar95", "reason"))
    amounts = frozenset(f"{party} {what}" for party in context.parties for what in ("mean", "tvar95"))
    columns = (*FINDINGS, *money, "favours", "witness scenario", "witness future", "quote", "proposal", "also", "file", "line")
    rows = []
    for one in context.findings:
        found = {party: amounts for party, *amounts in stakes(context, one)}
        witness = one.get("witness") or {}
        rows.append(
            (
                *(one.get(name) for name in FINDINGS),
                *(value for party in context.parties for value in found.get(party, (None, None, None))),
                favoured(context, one), witness.get("scenario"), witness.get("future"), one.get("quote"), one.get("proposal"),
                ", ".join(one.get("also") or ()), one.get("file"), one.get("line"),
            )
        )  # fmt: skip
    return Sheet("findings", columns, tuple(rows), amounts)


def _fans(context: ReportContext) -> Sheet:
    columns = ("check", "clause", "ask", "option", "usual", "party", "measure", "value", "low", "high")
    rows = []
    for one in context.findings:
        for option in one.get("fan") or ():
            for row in option["change"]:
                said = (one["check"], one.get("clause"), one["ask"], option["option"], bool(option.get("usual")))
                rows.append((*said, row["party"], row["measure"], row.get("value"), row.get("low"), row.get("high")))
    return Sheet("fans", columns, tuple(rows))


def _provenance(context: ReportContext) -> Iterable[tuple[str, str, Any]]:
    for key, value in context.summary["provenance"].items():
        if isinstance(value, Mapping):
            yield from ((key, str(name), one) for name, one in value.items())
        else:
            yield key, "", value


def as_csv(sheet: Sheet, code: str) -> str:
    """A sheet as CSV with a header and `\\n` line ends, amounts with the decimals of the currency. Text that a spreadsheet would run is quoted
    with '."""
    digits = currency(code).digits
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(sheet.columns)
    for row in sheet.rows:
        writer.writerow([_text(value, digits if column in sheet.amounts else None) for value, column in zip(row, sheet.columns, strict=True)])
    return out.getvalue()


def _text(value: Any, digits: int | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        plain = value.replace("\r\n", "\n").replace("\r", "\n")
        return harmless(plain)
    if isinstance(value, float):
        return f"{value:.6g}" if digits is None else f"{value:.{digits}f}"
    return str(value)
