"""The supplier's deal lead: what the deal may cost beyond the plan, cash, exposures nobody has priced, and gaps in relief."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.report.page.blocks import Cards, Words
from wargame.report.page.context import ReportContext, stakes
from wargame.report.page.section import FirstPage
from wargame.report.readers._parts import stake_cards, tail_drivers, top_issues, variants_table, weighty


class Supplier(FirstPage):
    """The supplier's side of the same futures."""

    kind = "supplier"
    title = "Supplier’s deal lead"
    order = 40
    side = "provider"
    shares = True
    hint = "margin at risk, cash, exposures that nobody has priced"

    def build(self, context: ReportContext) -> Sequence[Any]:
        """Stakes, cash, drivers, variants, and findings by which the supplier loses or nobody is excused."""
        mine = context.party(self.side)
        blocks: list[Any] = [*stake_cards(context, mine), *_cash(context, mine), *tail_drivers(context, mine), *variants_table(context, mine)]
        found = weighty(context)
        losing = [one for one in found if any(party == mine and (mean or 0) > 0 for party, mean, _, _ in stakes(context, one))]
        relief = [one for one in found if one not in losing and (one.get("question") == "excuse" or one["check"] in ("uncapped", "unbounded"))]
        blocks += top_issues(context, losing[:5], "Exposures in the wording")
        blocks += top_issues(context, relief[:5], "Gaps in relief and limits")
        return blocks or [Words("What the wording moves between the parties is in the sections below.")]


def _cash(context: ReportContext, party: str) -> list[Any]:
    scenario = context.hardest(party)
    months: dict[Any, float] = {}
    for row in context.base("cash", scenario=scenario, party=party):
        months[row["month"]] = months.get(row["month"], 0) + (row["inflow_mean"] or 0)
    if not months:
        return []
    worst = min(months, key=lambda month: months[month])
    labels = {row["month"]: str(row.get("label") or row["month"]) for row in context.rows("cash", scenario=scenario)}
    where = context.scenario(scenario)
    return [Words(heading=f"Cash in {where}"), Cards([("lowest month, mean", context.money(months[worst]), labels[worst])])]
