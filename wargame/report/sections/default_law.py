"""Default law relied on: what the governing law adds where the draft says nothing, each rule with its source and what it moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.report.page.blocks import Grid, Words
from wargame.report.page.context import ReportContext, Row
from wargame.report.page.section import Section
from wargame.report.page.table import NONE, Table, TableCell, amount


class DefaultLaw(Section):
    """The rules of the pack, on or off."""

    kind = "default-law"
    title = "Default law relied on"
    order = 120
    readers = frozenset({"lawyer", "risk", "director"})

    def build(self, context: ReportContext) -> Sequence[Any]:
        """One table."""
        rows = []
        scenario = context.hardest(context.parties[0])
        for one in context.rows("default_law"):
            if one.get("scenario", scenario) != scenario:
                continue
            moved = one.get("paid_mean")
            beside = "" if one.get("plays", True) else "said, not played"
            rows.append(
                (
                    TableCell(str(one["title"]), str(one["clause"]), heads=True),
                    TableCell(str(one.get("says") or ""), _assumed(one)),
                    TableCell(str(one.get("source") or "")),
                    TableCell("on", beside) if one.get("on", True) else TableCell("not played", "switched off, or the draft provides for it"),
                    TableCell(NONE if moved is None else amount(moved)),
                )
            )
        if not rows:
            return []
        said = "No clause of the draft says this; it is assumed to apply because the draft leaves room for it. Ask counsel whether it does."
        heads = ("rule", "what it says", "source", "in this run", "moved, mean a life")
        caption = f"Default law relied on in {context.scenario(scenario)}, amounts in {context.currency}"
        return [Words(said), Grid(Table(caption, heads, tuple(rows), 4))]


def _assumed(one: Row) -> str:
    """What the rule takes for granted, in small print."""
    said = "; ".join(f"{each['what']}: {each['value']}" for each in one.get("assumes") or ())
    return f"Assumed: {said}." if said else ""
