"""What a run left for the sake of its budget (`simulation.run.budget`): counted, and said with the way out. Of most runs that is nothing."""

from __future__ import annotations

from collections.abc import Iterable

from wargame.analysis.findings.pricing import unpriced
from wargame.core.finding import Finding
from wargame.simulation.counterfactuals.leave_one_out import not_left_out
from wargame.simulation.run.prepare import Prepared
from wargame.simulation.run.results import CellResult


def left_over(ready: Prepared, findings: Iterable[Finding], base: list[CellResult]) -> dict[str, object]:
    """`left`: how many findings have no price, how many open constructions are read as usual practice only, and how many clauses were not left out by
    way of trial; nothing where nothing was left."""
    played = ready.spec.readings != "base"
    counts = {
        "findings": unpriced(findings),
        "constructions": len(ready.open) - len(ready.tried) if played else 0,
        "knock_outs": not_left_out(ready, base) if played and not ready.spec.shared else 0,
    }
    return {"left": counts} if any(counts.values()) else {}
