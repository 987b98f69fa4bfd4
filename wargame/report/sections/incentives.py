"""What effort the draft rewards: performance under its own incentives beside performance as promised."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.analysis.tables.exposure import IncentiveRow
from wargame.contract.text.variant import BASE_NAME
from wargame.core.words import in_percent
from wargame.report.page.blocks import Block, Grid, Words
from wargame.report.page.context import ReportContext
from wargame.report.page.section import Section
from wargame.report.page.table import NONE, Table, TableCell, amount, paired

EFFORTS = {1.0: "as promised", 0.5: "half of it", 0.0: "none"}


class Incentives(Section):
    """A row for each scenario and effort; the effort that pays the provider best is marked."""

    kind = "incentives"
    title = "What effort the draft rewards"
    order = 25
    readers = frozenset({"director", "risk", "supplier"})

    def build(self, context: ReportContext) -> Sequence[Block]:
        """The incentive gap in words, and a table for the current draft and each variant."""
        rows = context.summary.incentives
        if not rows:
            return []
        client, provider = context.parties[:2]
        said = (
            f"Effort is overtime, quick repairs and people standing by. It is played on the same futures as promised, at half, and not at all; "
            f"{context.name(provider)} is taken to make the effort that leaves it most on average. What that costs {context.name(client)}, against "
            "the effort promised, is the incentive gap."
        )
        gaps = [Words(sentence) for scenario in dict.fromkeys(row.scenario for row in rows) if (sentence := _gap(context, scenario))]
        variants = dict.fromkeys(row.variant for row in rows)
        return [Words(said), *gaps, *(Grid(_table(context, variant)) for variant in variants)]


def _gap(context: ReportContext, scenario: str) -> str:
    client = context.parties[0]
    wanted = (BASE_NAME, scenario, client)
    row = next((one for one in context.summary.incentives if one.chosen and (one.variant, one.scenario, one.party) == wanted), None)
    if row is None or row.value is None:
        return ""
    name = context.scenario(scenario)
    if row.effort == 1.0:
        return f"{name}: the draft rewards the effort promised; there is no gap."
    interval = "" if row.low is None else f" ({amount(row.low)} to {amount(row.high)})"
    return (
        f"{name}: the draft rewards {EFFORTS.get(row.effort, 'less')} of the effort{'' if row.effort else ' at all'}; the gap costs "
        f"{context.name(client)} {context.currency} {amount(row.value)} a life{interval}."
    )


def _table(context: ReportContext, variant: str) -> Table:
    rows = [row for row in context.summary.incentives if row.variant == variant]
    cells: dict[tuple[str, float], dict[str, IncentiveRow]] = {}
    for row in rows:
        cells.setdefault((row.scenario, row.effort), {})[row.party] = row
    found = []
    for (scenario, effort), by_party in cells.items():
        words = EFFORTS.get(effort, in_percent(effort))
        marked = context.said("pays the provider best") if any(row.chosen for row in by_party.values()) else ""
        found.append(
            (
                TableCell(context.scenario(scenario), heads=True), TableCell(words, marked),
                *(paired(by_party[party]) if party in by_party else TableCell(NONE) for party in context.parties[:2]),
            )
        )  # fmt: skip
    heads = ("scenario", "effort", *(f"{context.name(party)}: more to lose (+) or less (−)" for party in context.parties[:2]))
    return Table(f"{variant}: mean a life against the effort promised, in {context.currency}", heads, tuple(found), 2)
