"""The supplier's deal lead: what the deal may cost beyond the plan, cash, exposures nobody has priced, and gaps in relief."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.report.page.blocks import Block, Cards, Words
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

    def build(self, context: ReportContext) -> Sequence[Block]:
        """Stakes, cash, drivers, variants, and findings by which the supplier loses or nobody is excused."""
        mine = context.party(self.side)
        blocks: list[Block] = [*stake_cards(context, mine), *_cash(context, mine), *tail_drivers(context, mine), *variants_table(context, mine)]
        found = weighty(context)
        losing = [one for one in found if any(stake.party == mine and (stake.mean or 0) > 0 for stake in stakes(context, one))]
        relief = [one for one in found if one not in losing and (one.question == "excuse" or one.check in ("uncapped", "unbounded"))]
        blocks += top_issues(context, losing[:5], "Exposures in the wording")
        blocks += top_issues(context, relief[:5], "Gaps in relief and limits")
        return blocks or [Words("What the wording moves between the parties is in the sections below.")]


def _cash(context: ReportContext, party: str) -> list[Block]:
    scenario = context.hardest(party)
    months = [row for row in context.summary.cash if (row.scenario, row.party) == (scenario, party)]
    if not months:
        return []
    worst = min(months, key=lambda row: row.inflow_mean)
    card = ("lowest month, mean", context.money(worst.inflow_mean), worst.label or str(worst.month))
    return [Words(heading=f"Cash in {context.scenario(scenario)}"), Cards([card])]
