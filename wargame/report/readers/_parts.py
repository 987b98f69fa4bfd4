"""Parts that several first pages share; a module that begins with `_` is no reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.core.finding import MAIN
from wargame.report.files.issues import issue
from wargame.report.page.blocks import Cards, Grid, Issues, Points, Words
from wargame.report.page.context import ReportContext, Row
from wargame.report.page.table import NONE, Table, TableCell, amount, figure, share


def stake_cards(context: ReportContext, party: str) -> list[Any]:
    """What a party stands to lose where the scenario is hardest for it: mean, one life in twenty, one in a hundred, and how many lives end early."""
    scenario = context.hardest(party)
    items = []
    for words, measure in (("mean loss", "mean"), ("one life in twenty loses at least", "var95"), ("one in a hundred loses at least", "var99")):
        row = context.measure(party, scenario, measure)
        if row is not None:
            cell = figure(row)
            items.append((words, cell.text if cell.text == NONE else f"{context.currency} {cell.text}", cell.small))
    if not items:
        return []
    early = max((row["share"] for row in context.base("exits", scenario=scenario)), default=None)
    if early is not None:
        items.append(("agreements that end early", share(early), ""))
    heading = f"{context.name(party)} in {context.scenario(scenario)}, its hardest scenario"
    return [Words(heading=heading), Cards(items)]


def range_words(context: ReportContext, party: str) -> str:
    """One sentence on how far the mean loss moves with the reading; empty where the readings were not played."""
    scenario = context.hardest(party)
    found = [context.measure(party, scenario, "mean", reading=reading) for reading in ("provider-adverse", "base", "client-adverse")]
    values = [None if row is None else row["value"] for row in found]
    if None in values:
        return ""
    low, base, high = (context.money(value) for value in values)
    where = context.scenario(scenario)
    whose = context.name(party)
    client, provider = context.said("the client"), context.said("the provider")
    return f"Read throughout for {client}, the mean loss of {whose} in {where} is {low}; by usual practice {base}; for {provider} {high}."


def top_issues(context: ReportContext, wanted: Sequence[Row], heading: str, said: str = "") -> list[Any]:
    """Some findings in full, under a heading."""
    return [Words(said, heading=heading), Issues([issue(context, one) for one in wanted])] if wanted else []


def weighty(context: ReportContext) -> list[Row]:
    """Findings of Medium or High severity, the most severe first."""
    return [one for one in context.findings if one["severity"] in MAIN]


def asks(context: ReportContext, role: str, heading: str, most: int) -> list[Any]:
    """Asks, gives or weak spots with their words and what they are worth to one and cost the other."""
    found = context.rows("asks", role=role)[:most]
    if not found:
        return []
    helped, burdened = reversed(context.parties[:2]) if role == "give" else context.parties[:2]
    gains, bears = context.name(helped), context.name(burdened)
    sign = 1 if role == "weak spot" else -1  # of a weak spot the words as drafted are told, of the others what the proposed words do
    items = []
    for one in found:
        moved, ratio = {row["party"]: row["value"] for row in one["change"]}, one.get("ratio")
        worth, cost = sign * moved[helped], -sign * moved[burdened]
        most = "at most " if one.get("at_most") else ""
        parts = [
            f"worth {context.money(worth)} a life to {gains}",
            f"costs {bears} {most}{context.money(cost)}" if cost > 0 else f"costs {bears} nothing",
        ]
        if isinstance(ratio, int | float):
            parts.append(f"{ratio:,.2g} to 1")
        place = f"{one['clause']} " if one.get("clause") else ""
        items.append((f"{place}{one.get('words') or ''}".strip(), " · ".join(parts)))
    return [Words(heading=heading), Points(items, numbered=True)]


def variants_table(context: ReportContext, party: str) -> list[Any]:
    """What each variant changes for both parties where `party` is hit hardest."""
    scenario = context.hardest(party)
    rows = []
    for variant in context.variants:
        cells = [TableCell(variant, heads=True)]
        for role in context.parties:
            for measure in ("mean", "tvar95"):
                found = context.base_compare(variant, scenario, role, measure)
                cells.append(TableCell(NONE) if found is None else found)
        rows.append(tuple(cells))
    if not rows:
        return []
    heads = ("variant", *(f"{context.name(role)}, {words}" for role in context.parties for words in ("mean", "TVaR 95")))
    caption = f"More (+) or less (−) to lose than under the current draft in {context.scenario(scenario)}, {context.currency}"
    return [Words(heading="What the variants change"), Grid(Table(caption, heads, tuple(rows)), sorts=True)]


def collected(context: ReportContext, party: str) -> list[Any]:
    """From what is lost to what is collected, line by line: claimed, what falls away and why, entitlement, expected cash."""
    scenario = context.hardest(party)
    rows = [(TableCell(str(row["line"]), heads=True), TableCell(amount(row["amount"]))) for row in context.base("recovery", scenario=scenario)]
    if not rows:
        return []
    where = context.scenario(scenario)
    caption = f"Mean a life of {context.name(party)} in {where}, {context.currency}; what a successor is paid in place of the charges is left out"
    return [Words(heading="From loss to what is collected"), Grid(Table(caption, ("", "amount"), tuple(rows)))]


def tail_drivers(context: ReportContext, party: str, most: int = 5) -> list[Any]:
    """The parts that weigh most in the worst twentieth of lives, those that lower the loss too: what a successor is paid stands beside the charges
    that are no longer paid, and either alone would say more than the whole."""
    scenario = context.hardest(party)
    rows = context.base("attribution", scenario=scenario, party=party, by="cause") or context.base(
        "attribution", scenario=scenario, party=party, by="head"
    )
    found = sorted((row for row in rows if row.get("tvar95")), key=lambda row: (-abs(row["tvar95"]), str(row["key"])))[:most]
    items = [
        (str(row.get("label") or row["key"]), f"{context.money(abs(row['tvar95']))} {'of' if row['tvar95'] > 0 else 'off'} TVaR 95") for row in found
    ]
    return [Words(heading="What drives the worst twentieth of lives"), Points(items, numbered=True)] if items else []
