"""What `wargame compare` and `wargame diff` write with --out: comparison.json, comparison.csv and manifest.json, each whole or absent.

The first two depend on the inputs and the seed alone. The manifest holds besides what a run's holds: seed, versions and digests of the inputs.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wargame.analysis.summary import rows_csv
from wargame.core.problem import BadInput, Place, Problem
from wargame.report.files.manifest import manifest, provenance
from wargame.simulation.run.archive import MANIFEST, write_json, write_text
from wargame.simulation.run.prepare import Prepared

COLUMNS = ("variant", "scenario", "party", "measure", "value", "low", "high", "verdict", "note")
OF_A_RUN = ("summary.json", "futures.parquet", "report.html")


def check_free(directory: Path) -> None:
    """BadInput (X053) where a run lies in the directory: its manifest would be written over."""
    there = [name for name in OF_A_RUN if (directory / name).exists()]
    if there:
        message = f"holds a run ({', '.join(there)}); one directory has one manifest"
        raise BadInput([Problem("X053", Place(str(directory), 0, 0), message, "give another --out")])


def as_json(data: Mapping[str, Any]) -> str:
    """A comparison as it is printed with --json."""
    return json.dumps(data, indent=1, ensure_ascii=False)


def comparison_csv(data: Mapping[str, Any]) -> str:
    """The rows of `compare` as CSV with a header and `\\n` line ends, amounts with the currency's decimals. Text that a spreadsheet would run is
    quoted with '."""
    return rows_csv(data["compare"], COLUMNS, data["currency"])


def write_comparison(directory: Path, ready: Prepared, data: Mapping[str, Any], command: Sequence[str], began: dt.datetime, workers: int) -> None:
    """Write the three files; Unwritable for the system's refusals."""
    write_text(directory / "comparison.json", as_json(data) + "\n")
    write_text(directory / "comparison.csv", comparison_csv(data))
    write_json(directory / MANIFEST, {**manifest(ready, command, began, workers), **provenance(ready)})
