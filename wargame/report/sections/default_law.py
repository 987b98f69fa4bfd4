"""Default law relied on: what the governing law adds where the draft says nothing, each rule with its source and what it moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.report.blocks import Grid, Words
from wargame.report.material import Material
from wargame.report.section import Section
from wargame.report.table import NONE, Cell, Table, amount


class DefaultLaw(Section):
    """The rules of the pack, on or off."""

    kind = "default-law"
    title = "Default law relied on"
    order = 120
    readers = frozenset({"lawyer", "risk", "director"})

    def build(self, material: Material) -> Sequence[Any]:
        """One table."""
        rows = []
        for one in material.rows("default_law"):
            moved = one.get("paid_mean")
            rows.append(
                (
                    Cell(str(one["title"]), str(one["clause"]), heads=True),
                    Cell(str(one.get("source") or "")),
                    Cell("on" if one.get("on", True) else "switched off"),
                    Cell(NONE if moved is None else amount(moved)),
                )
            )
        if not rows:
            return []
        said = "No clause of the draft says this; it is assumed to apply because the draft leaves room for it. Ask counsel whether it does."
        heads = ("rule", "source", "in this run", "moved, mean a life")
        return [Words(said), Grid(Table(f"Default law relied on, amounts in {material.currency}", heads, tuple(rows), 3))]
