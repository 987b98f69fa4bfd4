"""Worlds in which outages run over month ends, and the same with two outages that meet there; and agreements that read no outage for itself."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from tests.laws.workshop import KINDS, Workshop, second_choices
from wargame.contract.text.draft import Draft

# Short and long, over the end of a year of the contract and of the calendar, overlapping, planned, of another's making and of nobody's.
OVER = """2027-01-30T07:00,2027-02-02T16:20,platform,no
2027-02-27T10:00,2027-03-01T09:30,platform,no
2027-04-30T23:50,2027-05-01T00:20,platform,no
2027-05-31T20:00,2027-06-01T04:00,platform,yes
2027-06-29T00:00,2027-07-03T12:00,network,no
2027-06-30T12:00,2027-07-01T06:00,platform,no
2027-12-31T19:00,2028-01-01T08:00,platform,no
2028-02-28T00:00,2028-03-05T00:00,platform,no
2028-05-31T23:30,2028-06-02T23:00,network,no
2028-08-30T13:00,2028-09-02T01:00,platform,no
2028-11-29T00:00,2028-12-04T00:00,platform,no
2028-07-20T00:00,2028-08-11T00:00,power,no
"""
COMPONENTS = "\ncomponents:\n  platform: {}\n  network: {fault: third party}\n  power: {fault: nobody}\n"

# Kind to why it moves where one outage is told as two: it counts outages, not down-time.
EACH_OUTAGE = {
    "incident_response": "each incident is answered and restored within times of its own",
    "liquidated_damages": "the time to restore runs, and a limit counts, for each outage",
}
# The same of one option of a construction.
EACH_OCCURRENCE = {("indemnity", "deductible_counts"): "each occurrence"}
# Kind to why the down-time itself is another where one outage is told as two, wherever its terms say by how much it `shortens`.
SHORTENED = {
    "cure": "a plan that begins with the month shortens the outage that begins then",
    "disaster_recovery": "an outage is shortened once it has lasted",
    "escalation": "an outage is shortened once it has lasted",
    "playbook": "an outage is shortened once it has lasted, for a fee each time",
    "termination_chronic": "a plan that begins with the month shortens the outage that begins then",
}
LOSS = "kind: indemnity\nlosses: [customer redress]\n```"


def in_two(row: str) -> str:
    """An outage over a month end told as two that meet there."""
    start, end, *rest = row.split(",")
    middle = f"{end[:7]}-01T00:00"
    assert start < middle < end
    return "\n".join(",".join((*span, *rest)) for span in ((start, middle), (middle, end)))


def worlds(workshop: Workshop, base: str) -> tuple[str, str]:
    """A world with only these outages, each told as one, and each told as two."""
    head = "start,end,component,planned\n"
    for name, rows in (("over.csv", OVER), ("met.csv", "".join(in_two(row) + "\n" for row in OVER.splitlines()))):
        (workshop.folder / name).write_text(head + rows, encoding="utf-8")
    bare = re.sub(r"\n  (major|flood): .*", "", re.sub(r"\ncomponents:\n(?: +.*\n)+", COMPONENTS, base))
    bare = bare.replace("needs: [platform, network]", "needs: [platform, network, power]")
    one, two = (bare.replace("\n", f"\nhistory: {name}\n", 1) for name in ("over.csv", "met.csv"))
    return one, two


def shortens(terms: Any) -> bool:
    """Whether terms say that they shorten outages."""
    if isinstance(terms, BaseModel):
        return any((name == "shortens" and getattr(terms, name)) or shortens(getattr(terms, name)) for name in type(terms).model_fields)
    return isinstance(terms, list) and any(shortens(one) for one in terms)


def by_months(workshop: Workshop, text: str, world: str) -> Draft:
    """The draft with losses made good where it counted outages, and without provisions that shorten them and what refers to these."""
    draft = workshop.draft(re.sub(rf"kind: (?:{'|'.join(EACH_OUTAGE)})\n.*?```", LOSS, text, flags=re.DOTALL))
    gone = {p.number for p in draft.provisions if shortens(p.terms)}
    clauses = workshop.rules(draft, world).clauses
    while more := {c.number for c in clauses if gone & (c.consults() | {number for number, _ in c.needs()})} - gone:
        gone |= more
    return replace(draft, provisions=tuple(p for p in draft.provisions if p.number not in gone))


def choices_by_month(draft: Draft) -> dict[tuple[str, str], str]:
    """The readings furthest from the base that count no outages."""
    kinds = {p.number: p.kind for p in draft.provisions}
    return {key: option for key, option in second_choices(draft).items() if EACH_OCCURRENCE.get((kinds[key[0]] or "", key[1])) != option}


def kinds_by_month() -> list[str]:
    """Every kind that reads down-time, or what follows from it, by the month."""
    return [kind for kind in KINDS if kind not in EACH_OUTAGE and kind not in SHORTENED]
