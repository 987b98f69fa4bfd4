"""What the loss is made of: each clause, head of loss or cause with its part of the mean and of the tail, and the loss without it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.report.blocks import Grid, Words
from wargame.report.material import Material
from wargame.report.section import Section
from wargame.report.table import Cell, Table, signed

BY = {"clause": "by clause", "head": "by head of loss", "cause": "by cause"}


class Attribution(Section):
    """Parts that add up to the mean and to the tail, in the scenario that is hardest for each party."""

    kind = "drivers"
    title = "What drives the loss"
    order = 45
    readers = frozenset({"director", "risk", "supplier"})

    def build(self, material: Material) -> Sequence[Any]:
        """A table for each party and way of dividing; parts of nothing are left out."""
        tables = []
        for party in material.parties:
            scenario = material.hardest(party)
            for by, words in BY.items():
                rows = material.base("attribution", scenario=scenario, party=party, by=by)
                rows = [row for row in rows if row.get("mean") or row.get("tail") or row.get("knock_out")]
                if rows:
                    tables.append(_table(material, party, f"{words}, {material.scenario(scenario)}", rows))
        if not tables:
            return []
        said = (
            "The parts of the mean add up to the mean loss, the parts of the tail to TVaR 95 (each part’s own mean in the lives of that tail, after "
            "Euler). “Without it” is how much the mean loss would change if it were not there; such changes need not add up."
        )
        return [Words(said), *(Grid(table, sorts=True) for table in tables)]


def _table(material: Material, party: str, words: str, rows: Sequence[Any]) -> Table:
    found = []
    for row in sorted(rows, key=lambda row: -abs(row.get("tail") or row.get("mean") or 0)):
        label = row.get("label") or row["key"]
        head = Cell(
            f"{row['key']} {label}".strip() if row["by"] == "clause" and not str(label).startswith(str(row["key"])) else str(label), heads=True
        )
        found.append(
            (head, *(Cell(signed(row.get(name)), row.get("note") or "" if name == "mean" else "") for name in ("mean", "tail", "knock_out")))
        )
    heads = ("part", "of the mean loss", "of TVaR 95", "without it")
    return Table(f"{material.name(party)}: what the loss is made of {words}, in {material.currency}", heads, tuple(found))
