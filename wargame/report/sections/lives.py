"""Three lives told: the median, one that only one in twenty is worse than, and the worst, with the clauses that answered in their own words."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.analysis.lives.story import MEDIAN, ONE_IN_20, WORST, Tale, notable_lives
from wargame.report.page.blocks import Block, Folded, LifeStory, Words
from wargame.report.page.context import ReportContext
from wargame.report.page.section import Section
from wargame.report.page.table import amount

HEADINGS = {WORST: "The worst life", ONE_IN_20: "A life in twenty", MEDIAN: "A middling life"}


class Lives(Section):
    """The lives of the client in the scenario that is hardest for it."""

    kind = "lives"
    title = "Three lives told"
    order = 90

    def build(self, context: ReportContext) -> Sequence[Block]:
        """The worst open, the two others folded."""
        if context.run is None:
            return []
        client = context.parties[0]
        tales = notable_lives(context.run, client, context.hardest(client))
        if not tales:
            return []
        whose = context.name(client)
        said = (
            "Told are the longest outages and everything else that is not routine; each clause is quoted where it first "
            "acts. Beside each month stand the "
            f"charges that {whose} paid in it, and what it spent and lost on its own account."
        )
        blocks: list[Block] = [Words(said)]
        for rank in (WORST, ONE_IN_20, MEDIAN):
            if rank in tales:
                life = _life(context, rank, tales[rank])
                blocks.append(life if rank == WORST else Folded(f"{life.heading} of {whose}: a loss of {_loss(context, tales[rank])}", [life]))
        return blocks


def _loss(context: ReportContext, tale: Tale) -> str:
    return f"{context.currency} {amount(tale.loss / context.unit)}"


def _life(context: ReportContext, rank: str, tale: Tale) -> LifeStory:
    whose = context.name(tale.party)
    where = context.scenario(tale.cell.scenario)
    lead = f"Future {tale.future:,} of {where}, current draft: {whose} loses {_loss(context, tale)} against the plan, and {tale.ending}."
    return LifeStory(f"{HEADINGS[rank]}" if rank != WORST or tale.is_worst else "The worst life that was told", tale, lead, whose)
