"""Parts that several first pages share; a module that begins with `_` is no reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.core.finding import MAIN
from wargame.report.files.issues import issue
from wargame.report.page.blocks import Cards, Grid, Issues, Points, Words
from wargame.report.page.context import Material, Row
from wargame.report.page.table import NONE, Cell, Table, amount, figure, share


def stake_cards(material: Material, party: str) -> list[Any]:
    """What a party stands to lose where the scenario is hardest for it: mean, one life in twenty, one in a hundred, and how many lives end early."""
    scenario = material.hardest(party)
    items = []
    for words, measure in (("mean loss", "mean"), ("one life in twenty loses at least", "var95"), ("one in a hundred loses at least", "var99")):
        row = material.measure(party, scenario, measure)
        if row is not None:
            cell = figure(row)
            items.append((words, cell.text if cell.text == NONE else f"{material.currency} {cell.text}", cell.small))
    if not items:
        return []
    early = max((row["share"] for row in material.base("exits", scenario=scenario)), default=None)
    if early is not None:
        items.append(("agreements that end early", share(early), ""))
    heading = f"{material.name(party)} in {material.scenario(scenario)}, its hardest scenario"
    return [Words(heading=heading), Cards(items)]


def range_words(material: Material, party: str) -> str:
    """One sentence on how far the mean loss moves with the reading; empty where the readings were not played."""
    scenario = material.hardest(party)
    found = [material.measure(party, scenario, "mean", reading=reading) for reading in ("provider-adverse", "base", "client-adverse")]
    values = [None if row is None else row["value"] for row in found]
    if None in values:
        return ""
    low, base, high = (material.money(value) for value in values)
    where = material.scenario(scenario)
    whose = material.name(party)
    return f"Read throughout for the client, the mean loss of {whose} in {where} is {low}; by usual practice {base}; for the provider {high}."


def top_issues(material: Material, wanted: Sequence[Row], heading: str, said: str = "") -> list[Any]:
    """Some findings in full, under a heading."""
    return [Words(said, heading=heading), Issues([issue(material, one) for one in wanted])] if wanted else []


def weighty(material: Material) -> list[Row]:
    """Findings of Medium or High severity, the most severe first."""
    return [one for one in material.findings if one["severity"] in MAIN]


def asks(material: Material, role: str, heading: str, most: int) -> list[Any]:
    """Asks, gives or weak spots with their words and what they are worth to one and cost the other."""
    found = material.rows("asks", role=role)[:most]
    if not found:
        return []
    helped, burdened = reversed(material.parties[:2]) if role == "give" else material.parties[:2]
    gains, bears = material.name(helped), material.name(burdened)
    sign = 1 if role == "weak spot" else -1  # of a weak spot the words as drafted are told, of the others what the proposed words do
    items = []
    for one in found:
        moved, ratio = {row["party"]: row["value"] for row in one["change"]}, one.get("ratio")
        worth, cost = sign * moved[helped], -sign * moved[burdened]
        most = "at most " if one.get("at_most") else ""
        parts = [
            f"worth {material.money(worth)} a life to {gains}",
            f"costs {bears} {most}{material.money(cost)}" if cost > 0 else f"costs {bears} nothing",
        ]
        if isinstance(ratio, int | float):
            parts.append(f"{ratio:,.2g} to 1")
        place = f"{one['clause']} " if one.get("clause") else ""
        items.append((f"{place}{one.get('words') or ''}".strip(), " · ".join(parts)))
    return [Words(heading=heading), Points(items, numbered=True)]


def variants_table(material: Material, party: str) -> list[Any]:
    """What each variant changes for both parties where `party` is hit hardest."""
    scenario = material.hardest(party)
    rows = []
    for variant in material.variants:
        cells = [Cell(variant, heads=True)]
        for role in material.parties:
            for measure in ("mean", "tvar95"):
                found = material.base_compare(variant, scenario, role, measure)
                cells.append(Cell(NONE) if found is None else found)
        rows.append(tuple(cells))
    if not rows:
        return []
    heads = ("variant", *(f"{material.name(role)}, {words}" for role in material.parties for words in ("mean", "TVaR 95")))
    caption = f"More (+) or less (−) to lose than under the current draft in {material.scenario(scenario)}, {material.currency}"
    return [Words(heading="What the variants change"), Grid(Table(caption, heads, tuple(rows)), sorts=True)]


def collected(material: Material, party: str) -> list[Any]:
    """From what is lost to what is collected, line by line: claimed, what falls away and why, entitlement, expected cash."""
    scenario = material.hardest(party)
    rows = [(Cell(str(row["line"]), heads=True), Cell(amount(row["amount"]))) for row in material.base("recovery", scenario=scenario)]
    if not rows:
        return []
    where = material.scenario(scenario)
    caption = f"Mean a life of {material.name(party)} in {where}, {material.currency}; what a successor is paid in place of the charges is left out"
    return [Words(heading="From loss to what is collected"), Grid(Table(caption, ("", "amount"), tuple(rows)))]


def tail_drivers(material: Material, party: str, most: int = 5) -> list[Any]:
    """The parts that weigh most in the worst twentieth of lives, those that lower the loss too: what a successor is paid stands beside the charges
    that are no longer paid, and either alone would say more than the whole."""
    scenario = material.hardest(party)
    rows = material.base("attribution", scenario=scenario, party=party, by="cause") or material.base(
        "attribution", scenario=scenario, party=party, by="head"
    )
    found = sorted((row for row in rows if row.get("tvar95")), key=lambda row: (-abs(row["tvar95"]), str(row["key"])))[:most]
    items = [
        (str(row.get("label") or row["key"]), f"{material.money(abs(row['tvar95']))} {'of' if row['tvar95'] > 0 else 'off'} TVaR 95") for row in found
    ]
    return [Words(heading="What drives the worst twentieth of lives"), Points(items, numbered=True)] if items else []
