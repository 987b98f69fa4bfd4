"""Small runs in processes of their own, and their tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tests.cli.harness import CARE, CARE_VARIANTS, ROOT, STORM, Outcome, shell

# All that a run writes but the manifest depends on nothing but the inputs and the seed.
RESULTS = (
    *("exposure.csv", "findings.csv", "futures.parquet", "issues.docx", "postings.parquet", "report.html", "results.xlsx", "summary.json"),
    *("charts/curve-0.png", "charts/curve-0.svg", "charts/waterfall.png", "charts/waterfall.svg", "charts/world-1.svg", "world.csv"),
)
Rows = list[dict[str, Any]]


def run(out: Path, *more: str | Path, draft: Path = CARE, scenario: Path = STORM, futures: int = 1_100, **how: Any) -> Outcome:
    """A run into a folder, with its charts as pictures too: 1,100 futures, so that two blocks of 1,024 are touched; in the base reading unless `more`
    says otherwise. `how` goes to `shell`."""
    readings = () if "--readings" in more else ("--readings", "base")
    words = ["run", draft, "-s", scenario, "--futures", str(futures), "--out", out, "--png", *readings, *more]
    done = shell(*words, **how)
    assert done.code == 0, done
    return done


def rows(run: Path, table: str = "futures", **where: Any) -> Rows:
    """Rows of one of a run's tables, those that match."""
    found: Rows = pq.read_table(run / f"{table}.parquet").to_pylist()
    return [row for row in found if all(row[name] == value for name, value in where.items())]


def monthly(folder: Path, name: str) -> Path:
    """A shipped scenario played month by month, with all it is based on, in a folder of its own."""
    for path in (ROOT / "scenarios").iterdir():
        (folder / path.name).write_text(path.read_text(encoding="utf-8").replace("\nstep: day\n", "\nstep: month\n"), encoding="utf-8")
    return folder / f"{name}.yaml"


__all__ = ["CARE", "CARE_VARIANTS", "RESULTS", "ROOT", "STORM", "monthly", "rows", "run"]
