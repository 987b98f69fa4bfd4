"""A small folder of every kind of file that a run writes, and a difference to plant in each."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pandas as pd
import xlsxwriter

Json = dict[str, Any]
SUMMARY: Json = {
    "futures": 512,
    "exposure": [
        {"scenario": "storm", "party": "client", "measure": "mean", "value": 100.5, "low": 90.0, "high": 110.0},
        {"scenario": "storm", "party": "provider", "measure": "mean", "value": 200, "low": None, "high": 210.0},
    ],
    "findings": [{"id": "silent:8.1", "severity": "grave", "also": ["9.1", "9.2"]}, {"id": "cliff:8.2", "severity": "note", "also": []}],
    "provenance": {"seed": 1, "versions": {"numpy": "2.4.6", "wargame": "0.1.0"}},
}
MANIFEST: Json = {"began": "2027-01-01T10:00:00", "ended": "2027-01-01T10:01:00", "host": "box", "platform": "Linux", "workers": 1}
CSV = "scenario,party,mean\nstorm,client,100.50\nstorm,provider,-7.00\n"
PAGE = '<p>12 findings</p>\n<script type="application/json">{"rows": [{"id": "a", "value": 1}]}</script>\n<p>the end</p>\n'
PRINTED = "In one life in 20 the bank loses GBP 4.57 million.\nout/report.html\n"
ANSWER: Json = {"applied": [{"finding": "cliff:8.2", "gain": {"client": {"mean": 5, "low": 3, "high": 8}}}]}
FUTURES = pd.DataFrame(
    {
        "scenario": ["storm"] * 3, "future": [0, 1, 2], "exit": pd.array([4, None, 7], dtype="Int64"), "loss | client": [100, 200, 300],
        "paid | 8.2 | service credits": [0, 10, 20],
    }
)  # fmt: skip


def lay(folder: Path) -> Path:
    """Write the folder."""
    (folder / "charts").mkdir(parents=True)
    (folder / "summary.json").write_text(json.dumps(SUMMARY), encoding="utf-8")
    (folder / "manifest.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
    (folder / "apply --json").write_text(json.dumps(ANSWER), encoding="utf-8")
    (folder / "exposure.csv").write_text(CSV, encoding="utf-8")
    (folder / "report.html").write_text(PAGE, encoding="utf-8")
    (folder / "stdout").write_text(PRINTED, encoding="utf-8")
    (folder / "stderr").write_text("", encoding="utf-8")
    (folder / "charts" / "curve-0.svg").write_text("<svg>\n<text>1,000</text>\n</svg>\n", encoding="utf-8")
    (folder / "charts" / "curve-0.png").write_bytes(b"\x89PNG one")
    FUTURES.to_parquet(folder / "futures.parquet")
    workbook(folder / "results.xlsx")
    document(folder / "issues.docx")
    return folder


def workbook(path: Path, value: Any = 100.5, version: str = "0.1.0", bold: bool = False, title: str = "exposure") -> None:
    """A workbook of two sheets."""
    sheets = {
        title: (("scenario", "party", "mean"), ("storm", "client", value), ("storm", "provider", -7)),
        "provenance": (("what", "which", "value"), ("seed", "", 1), ("versions", "wargame", version), ("versions", "numpy", "2.4.6")),
    }
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": dt.datetime(2027, 1, 1)})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for position, row in enumerate(rows):
                sheet.write_row(position, 0, row, book.add_format({"bold": True}) if bold else None)


def document(path: Path, words: str = "What is the remedy?", style: str = "Normal") -> None:
    """A document with a paragraph and a table."""
    document = docx.Document()
    document.add_paragraph(words, style=style)
    document.add_table(1, 1).cell(0, 0).text = "grave"
    document.save(str(path))


def edit(name: str, change: Callable[[Any], Any]) -> Callable[[Path], None]:
    """Change the data of a JSON file in place."""

    def plant(folder: Path) -> None:
        found = json.loads((folder / name).read_text(encoding="utf-8"))
        change(found)
        (folder / name).write_text(json.dumps(found), encoding="utf-8")

    return plant


def put(name: str, before: str, now: str) -> Callable[[Path], None]:
    """Put other words into a text file."""

    def plant(folder: Path) -> None:
        text = (folder / name).read_bytes().decode()
        assert before in text
        (folder / name).write_bytes(text.replace(before, now).encode())

    return plant


def frame(change: Callable[[pd.DataFrame], pd.DataFrame]) -> Callable[[Path], None]:
    """Change the table of futures."""
    return lambda folder: change(FUTURES.copy()).to_parquet(folder / "futures.parquet")
