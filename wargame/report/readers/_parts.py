"""Parts that several first pages share; a module that begins with `_` is no reader."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.analysis.tables.exposure import DifferenceName, MeasureName
from wargame.analysis.tables.findings import FindingRow, PointRole, PointRow
from wargame.core.finding import MAIN
from wargame.report.files.issues import issue
from wargame.report.page.blocks import Block, Cards, Grid, Issues, Points, Words
from wargame.report.page.context import ReportContext
from wargame.report.page.table import NONE, Table, TableCell, amount, figure, paired, share
from wargame.report.sections.exposure import mean_by_reading

STAKES: dict[MeasureName, str] = {
    "mean": "mean loss", "var95": "one life in twenty loses at least", "var99": "one in a hundred loses at least",
}  # fmt: skip

SHOWN: dict[DifferenceName, str] = {"mean": "mean", "tvar95": "TVaR 95"}


def stake_cards(context: ReportContext, party: str) -> list[Block]:
    """What a party stands to lose where the scenario is hardest for it: mean, one life in twenty, one in a hundred, and how many lives end early."""
    scenario = context.hardest(party)
    found = context.measures(party, scenario)
    items = []
    for measure, words in STAKES.items():
        if measure in found:
            cell = figure(found[measure], found[measure].note)
            items.append((words, cell.text if cell.text == NONE else f"{context.currency} {cell.text}", cell.small))
    if not items:
        return []
    early = max((row.share for row in context.summary.exits if row.current and row.scenario == scenario), default=None)
    if early is not None:
        items.append(("agreements that end early", share(early), ""))
    heading = f"{context.name(party)} in {context.scenario(scenario)}, its hardest scenario"
    return [Words(heading=heading), Cards(items)]


def range_words(context: ReportContext, party: str) -> str:
    """One sentence on how far the mean loss moves with the reading; empty where the readings were not played."""
    scenario = context.hardest(party)
    values = mean_by_reading(context, party, scenario)
    if None in values:
        return ""
    low, base, high = (context.money(value) for value in values)
    where = context.scenario(scenario)
    whose = context.name(party)
    client, provider = context.said("the client"), context.said("the provider")
    return f"Read throughout for {client}, the mean loss of {whose} in {where} is {low}; by usual practice {base}; for {provider} {high}."


def top_issues(context: ReportContext, wanted: Sequence[FindingRow], heading: str, said: str = "") -> list[Block]:
    """Some findings in full, under a heading."""
    return [Words(said, heading=heading), Issues([issue(context, one) for one in wanted])] if wanted else []


def weighty(context: ReportContext) -> list[FindingRow]:
    """Findings of Medium or High severity, the most severe first."""
    return [one for one in context.findings if one.severity in MAIN]


def asks(context: ReportContext, role: PointRole, heading: str, most: int) -> list[Block]:
    """Asks, gives or weak spots with their words and what they are worth to one and cost the other."""
    items = [_point(context, one) for one in context.summary.asks if one.role == role][:most]
    return [Words(heading=heading), Points(items, numbered=True)] if items else []


def _point(context: ReportContext, one: PointRow) -> tuple[str, str]:
    helped, burdened = reversed(context.parties[:2]) if one.role == "give" else context.parties[:2]
    sign = 1 if one.role == "weak spot" else -1  # of a weak spot the words as drafted are told, of the others what the proposed words do
    moved = {row.party: row.value or 0 for row in one.change}
    worth, cost = sign * moved[helped], -sign * moved[burdened]
    bears, most = context.name(burdened), "at most " if one.at_most else ""
    parts = [
        f"worth {context.money(worth)} a life to {context.name(helped)}",
        f"costs {bears} {most}{context.money(cost)}" if cost > 0 else f"costs {bears} nothing",
    ]
    if one.ratio is not None:
        parts.append(f"{one.ratio:,.2g} to 1")
    return f"{one.clause} {one.words}".strip(), " · ".join(parts)


def variants_table(context: ReportContext, party: str) -> list[Block]:
    """What each variant changes for both parties where `party` is hit hardest."""
    scenario = context.hardest(party)
    rows = []
    for variant in context.variants:
        cells = [TableCell(variant, heads=True)]
        for role in context.parties:
            found = context.compared(role, scenario, variant)
            cells += [paired(found[measure], found[measure].note) if measure in found else TableCell(NONE) for measure in SHOWN]
        rows.append(tuple(cells))
    if not rows:
        return []
    heads = ("variant", *(f"{context.name(role)}, {words}" for role in context.parties for words in SHOWN.values()))
    caption = f"More (+) or less (−) to lose than under the current draft in {context.scenario(scenario)}, {context.currency}"
    return [Words(heading="What the variants change"), Grid(Table(caption, heads, tuple(rows)), sorts=True)]


def collected(context: ReportContext, party: str) -> list[Block]:
    """From what is lost to what is collected, line by line: claimed, what falls away and why, entitlement, expected cash."""
    scenario = context.hardest(party)
    rows = [
        (TableCell(row.line, heads=True), TableCell(amount(row.amount)))
        for row in context.summary.recovery
        if row.current and row.scenario == scenario
    ]
    if not rows:
        return []
    where = context.scenario(scenario)
    caption = f"Mean a life of {context.name(party)} in {where}, {context.currency}; what a successor is paid in place of the charges is left out"
    return [Words(heading="From loss to what is collected"), Grid(Table(caption, ("", "amount"), tuple(rows)))]


def tail_drivers(context: ReportContext, party: str, most: int = 5) -> list[Block]:
    """The parts that weigh most in the worst twentieth of lives, those that lower the loss too: what a successor is paid stands beside the charges
    that are no longer paid, and either alone would say more than the whole."""
    wanted = (context.hardest(party), party)
    rows = [row for row in context.summary.attribution if (row.scenario, row.party) == wanted]
    parts = [row for row in rows if row.by == "cause"] or [row for row in rows if row.by == "head"]
    tails = sorted(((row.tvar95, row) for row in parts if row.tvar95), key=lambda pair: (-abs(pair[0]), pair[1].key))[:most]
    items = [(row.label or row.key, f"{context.money(abs(tail))} {'of' if tail > 0 else 'off'} TVaR 95") for tail, row in tails]
    return [Words(heading="What drives the worst twentieth of lives"), Points(items, numbered=True)] if items else []
