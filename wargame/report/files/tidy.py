"""The tables of a summary as plain rows and columns, under the names of summary.json, nested parts in columns or tables of their own.

What results.xlsx and findings.csv hold. A table that the run does not have is left out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from wargame.analysis.summary import harmless
from wargame.analysis.tables.findings import PointRow
from wargame.analysis.tables.row import SummaryRow
from wargame.analysis.tables.summary import Summary
from wargame.analysis.tables.words import CoverageRow
from wargame.core.money import currency
from wargame.report.page.context import ReportContext, favoured, stakes

# Sheets in the order in which they are read. The rest of the summary has no rows, or is in another sheet.
ORDER = (
    *("exposure", "findings", "fans", "clauses", "waterfall", "compare", "readings", "choices", "attribution", "cash", "tolerance", "regret"),
    *("asks", "coverage", "exits", "ends", "dependence", "constructions", "not_played", "default_law", "assumptions", "scenarios"),
    *("parties", "provenance"),
)
BY_MONTH = ("world",)  # thousands of rows that nobody reads in a sheet: they are in world.csv
FINDINGS = ("severity", "check", "clause", "title", "ask", "message", "event", "question", "state", "frequency")

SheetCell = str | int | float | bool | None


@dataclass(frozen=True)
class Sheet:
    """A table: its columns and its rows of text, numbers, yes or no, or nothing. `amounts` are the columns that hold money."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[SheetCell, ...], ...]
    amounts: frozenset[str] = frozenset()


def sheets(context: ReportContext) -> list[Sheet]:
    """Every table that has rows."""
    said = context.summary
    found = {
        "findings": findings_sheet(context),
        "fans": _fans(context),
        "asks": _plain("asks", (_by_party(row) for row in said.asks)),
        "coverage": _plain("coverage", ({**row.data(), "answered": _answered(row)} for row in said.coverage)),
        "constructions": _plain("constructions", ({**row.data(), "options": " | ".join(row.options)} for row in said.constructions)),
        "readings": _plain("readings", (_without(row, "choices") for row in said.readings)),
        "choices": _plain("choices", ({"reading": row.reading, **one.data()} for row in said.readings for one in row.choices)),
        "provenance": Sheet("provenance", ("what", "which", "value"), tuple(_provenance(said))),
    }
    found |= {name: _plain(name, (row.data() for row in rows)) for name, rows in said.tables().items() if name not in (*found, *BY_MONTH)}
    return [found[name] for name in dict.fromkeys((*ORDER, *found)) if name in found and found[name].rows]


def _without(row: SummaryRow, gone: str) -> dict[str, JsonValue]:
    return {name: value for name, value in row.data().items() if name != gone}


def _by_party(row: PointRow) -> dict[str, JsonValue]:
    """A row whose `change` is spread over a column for each party."""
    return _without(row, "change") | {f"{one.party} change": one.value for one in row.change}


def _answered(row: CoverageRow) -> str:
    return ", ".join(f"{one.clause}: {one.rows}" for one in row.answered)


def _plain(name: str, rows: Iterable[Mapping[str, JsonValue]]) -> Sheet:
    known = list(rows)
    columns = tuple(dict.fromkeys(key for row in known for key in row))
    return Sheet(name, columns, tuple(tuple(_one(row.get(column)) for column in columns) for row in known))


def _one(value: JsonValue) -> SheetCell:
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {one}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(str(_one(one)) for one in value)
    return value


def findings_sheet(context: ReportContext) -> Sheet:
    """One row for each finding, the most severe first, with money for each party and whom the words favour."""
    money = tuple(f"{party} {what}" for party in context.parties for what in ("mean", "tvar95", "reason"))
    amounts = frozenset(f"{party} {what}" for party in context.parties for what in ("mean", "tvar95"))
    columns = (*FINDINGS, *money, "favours", "witness scenario", "witness future", "quote", "proposal", "also", "file", "line")
    rows = []
    for one in context.findings:
        found = {stake.party: (stake.mean, stake.tvar95, stake.reason) for stake in stakes(context, one)}
        rows.append(
            (
                one.severity, one.check, one.clause, one.title, one.ask, one.message, one.event, one.question, one.state, one.frequency,
                *(value for party in context.parties for value in found.get(party, (None, None, None))), favoured(context, one),
                None if one.witness is None else one.witness.scenario, None if one.witness is None else one.witness.future,
                one.quote, one.proposal, ", ".join(one.also), one.file, one.line,
            )
        )  # fmt: skip
    return Sheet("findings", columns, tuple(rows), amounts)


def _fans(context: ReportContext) -> Sheet:
    columns = ("check", "clause", "ask", "option", "usual", "party", "measure", "value", "low", "high")
    rows = (
        (one.check, one.clause, one.ask, option.option, option.usual, row.party, row.measure, row.value, row.low, row.high)
        for one in context.findings
        for option in one.fan
        for row in option.change
    )
    return Sheet("fans", columns, tuple(rows))


def _provenance(summary: Summary) -> Iterator[tuple[str, str, SheetCell]]:
    for key, value in summary.provenance.data().items():
        if isinstance(value, Mapping):
            yield from ((key, str(name), _one(one)) for name, one in value.items())
        else:
            yield key, "", _one(value)


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


def _text(value: SheetCell, digits: int | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        plain = value.replace("\r\n", "\n").replace("\r", "\n")
        return harmless(plain)
    if isinstance(value, float):
        return f"{value:.6g}" if digits is None else f"{value:.{digits}f}"
    return str(value)
