"""The risk officer: tolerances and how likely they are passed, from loss to collected, what drives the tail, and what the figures rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from wargame.report.page.blocks import Grid, Points, Words
from wargame.report.page.context import Material
from wargame.report.page.section import Reader
from wargame.report.readers._parts import collected, stake_cards, tail_drivers
from wargame.report.sections.tolerance import tolerances


class Risk(Reader):
    """How bad, how likely, and how sure that is."""

    kind = "risk"
    title = "Risk officer"
    order = 20
    hint = "how bad, how likely, and how sure that is"

    def build(self, material: Material) -> Sequence[Any]:
        """Tolerances, stakes, the way from loss to collected, drivers of the tail, and the model card."""
        client = material.party(self.side)
        table = tolerances(material)
        blocks: list[Any] = [Words(heading="Tolerances"), Grid(table)] if table else []
        blocks += stake_cards(material, client)
        blocks += collected(material, client)
        blocks += tail_drivers(material, client)
        return [*blocks, *_card(material)]


def _card(material: Material) -> list[Any]:
    marks = Counter(row["marked"] for row in material.rows("assumptions"))
    items = []
    if marks:
        said = ", ".join(f"{marks[mark]} {mark}" for mark in ("measured", "fitted", "judged") if marks[mark])
        items.append((f"Inputs: {said}", "a judged input is somebody’s considered guess; all are listed below"))
    left_open = sum(bool(row["open"]) for row in material.base("constructions"))
    if left_open:
        items.append((f"Wording left open in {left_open} places, read there by usual practice", "see “Readings assumed”"))
    not_played = len(material.rows("not_played"))
    if not_played:
        items.append((f"{not_played} provisions have words but no terms and were not played", "see “Where the draft is silent”"))
    hashes = material.summary["provenance"].get("sha256") or {}
    digest = str(hashes.get("draft", ""))[:16]
    print_of = f", draft {digest}" if digest else ""
    items.append((f"{material.summary['futures']:,} futures of {len(material.scenarios)} scenarios{print_of}", "intervals cover chance only"))
    items.append(("Signed off by: ______________________", "validation and approval stand outside this report"))
    return [Words(heading="What the figures rest on"), Points(items)]
