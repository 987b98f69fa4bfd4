"""What effort the draft rewards: performance under its own incentives beside performance as promised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.core.words import in_percent
from wargame.report.page.blocks import Grid, Words
from wargame.report.page.context import Material, Row
from wargame.report.page.section import Section
from wargame.report.page.table import NONE, Cell, Table, amount, paired

EFFORTS = {1.0: "as promised", 0.5: "half of it", 0.0: "none"}


class Incentives(Section):
    """A row for each scenario and effort; the effort that pays the provider best is marked."""

    kind = "incentives"
    title = "What effort the draft rewards"
    order = 25
    readers = frozenset({"director", "risk", "supplier"})

    def build(self, material: Material) -> Sequence[Any]:
        """The incentive gap in words, and a table for the current draft and each variant."""
        rows = material.rows("incentives")
        if not rows:
            return []
        client, provider = material.parties[:2]
        said = (
            f"Effort is overtime, quick repairs and people standing by. It is played on the same futures as promised, at half, and not at all; "
            f"{material.name(provider)} is taken to make the effort that leaves it most on average. What that costs {material.name(client)}, against "
            "the effort promised, is the incentive gap."
        )
        gaps = [Words(sentence) for scenario in dict.fromkeys(row["scenario"] for row in rows) if (sentence := _gap(material, scenario))]
        variants = dict.fromkeys(row["variant"] for row in rows)
        return [Words(said), *gaps, *(Grid(_table(material, variant)) for variant in variants)]


def _gap(material: Material, scenario: str) -> str:
    client = material.parties[0]
    row = next((one for one in material.base("incentives", scenario=scenario, party=client) if one["chosen"]), None)
    if row is None or row["value"] is None:
        return ""
    name = material.scenario(scenario)
    if row["effort"] == 1.0:
        return f"{name}: the draft rewards the effort promised; there is no gap."
    interval = "" if row["low"] is None else f" ({amount(row['low'])} to {amount(row['high'])})"
    return (
        f"{name}: the draft rewards {EFFORTS.get(row['effort'], 'less')} of the effort{'' if row['effort'] else ' at all'}; the gap costs "
        f"{material.name(client)} {material.currency} {amount(row['value'])} a life{interval}."
    )


def _table(material: Material, variant: str) -> Table:
    rows = material.rows("incentives", variant=variant)
    cells: dict[tuple[str, float], dict[str, Row]] = {}
    for row in rows:
        cells.setdefault((row["scenario"], row["effort"]), {})[row["party"]] = row
    found = []
    for (scenario, effort), by_party in cells.items():
        words = EFFORTS.get(effort, in_percent(effort))
        marked = "pays the provider best" if any(row["chosen"] for row in by_party.values()) else ""
        found.append(
            (
                Cell(material.scenario(scenario), heads=True), Cell(words, marked),
                *(paired(by_party[party]) if party in by_party else Cell(NONE) for party in material.parties[:2]),
            )
        )  # fmt: skip
    heads = ("scenario", "effort", *(f"{material.name(party)}: more to lose (+) or less (−)" for party in material.parties[:2]))
    return Table(f"{variant}: mean a life against the effort promised, in {material.currency}", heads, tuple(found), 2)
