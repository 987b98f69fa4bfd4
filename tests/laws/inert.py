"""Clauses that cannot apply: two constructions that serve every kind, and the few terms that must be others for it.

*Nothing happens*: no outage, no late payment, no change of law, no move of a series, a milestone that the term does not live to see, rights that
nobody uses, and capacity for all that comes. *Elsewhere*: the example of a kind stands beside a busy agreement, about a service of its own that has
neither work nor outages.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tests.laws.workshop import COMBINED, FRONT, KINDS, PEOPLE, PRESSURE, SERVED, Workshop, example_of, number_of
from wargame.contract.text.draft import Draft

STILL = (
    "name: Still\n"
    + re.sub(r"\{yearly move: .*?\}\}", "{yearly move: 0 %}", SERVED)
    .replace("108 000", "250 000")
    .replace("150 000", "300 000")
    .replace("    needs:", "    quality: {errors: 0 %}\n    needs:")
    + """
components: {platform: {}, network: {fault: third party}}
milestones: {go-live: {due: 2027-05-01, late: 900 days}}
"""
)
IDLE = "demand: {level: 0.001 per month}, capacity: {level: 100 per month, ceiling: 200 per month}, quality: {errors: 1 %}, needs: [post]"
BUSY = PEOPLE.replace("services:\n", f"services:\n  mail: {{{IDLE}}}\n", 1).replace("\ncomponents:\n", "\ncomponents:\n  post: {}\n")
TWO_SERVICES = COMBINED.replace("services:\n", "services:\n  mail: {unit: call, baseline: 100 000 per month}\n", 1)

# Kind to what its example must say otherwise so that it does not apply: a threshold that is never reached, a beginning after the end, no window.
OTHERWISE = {
    "arc_rrc": (
        ("dead band: 4 %", "dead band: 97 %"),
        ("base charge: GBP 420 000\n", ""),
        ("outer: {band: 10 %, arc: GBP 2.90, rrc: GBP 2.20}\n", ""),
    ),
    "bonus": (("target: 99.5 %\n", "target: 99.5 %\nramp: 36 months\n"),),
    "disaster_recovery": (("test: {every: 12 months, cost: GBP 7 500, borne by: client}\n", ""),),
    "exit_assistance": (("lasts: 4 months\n", "lasts: 4 months\non expiry: only on early termination\n"),),
    "forecast_lock": (("tolerance: 5 %", "tolerance: 95 %"), ("floor: {of: 96 %, price: GBP 2.00}\n", "")),
    "gain_share": (("threshold: 2 %", "threshold: 99 %"),),
    "minimum_commitment": (("minimum: GBP 1 300 000", "minimum: GBP 1"),),
    "playbook": (("more than: 8 %", "more than: 95 %"),),
}
# Kinds that pay although nothing happens say so themselves (`standing`); these name a service and pay although it has no work.
OF_NO_WORK = {
    "arc_rrc": "work that does not come is credited below the baseline",
    "minimum_commitment": "a minimum is owed of work that does not come",
}
STANDING = frozenset(kind for kind, of in KINDS.items() if of.standing)


def idle_example(kind: str) -> str:
    """The provisions of a kind's example, as those that do not apply."""
    text: str = KINDS[kind].example
    for old, new in OTHERWISE.get(kind, ()):
        assert old in text, f"the example of {kind} says nothing like {old!r}"
        text = text.replace(old, new)
    return text


def with_and_without(workshop: Workshop, kind: str) -> tuple[Draft, Draft, frozenset[str]]:
    """The example; the same without the clause, and what cannot stand without it; the numbers that are gone. A price that is indexed by the clause
    goes on as it is."""
    text = FRONT + idle_example(kind)
    draft = workshop.draft(text)
    number = number_of(draft, kind)
    free = workshop.draft(text.replace(f"index: {number}\n", ""))
    gone = {number}
    while more := {c.number for c in workshop.rules(free, PRESSURE).clauses for other, _ in c.needs() if other in gone} - gone:
        gone |= more
    return draft, replace(free, provisions=tuple(p for p in free.provisions if p.number not in gone)), frozenset(gone)


def elsewhere(kind: str) -> tuple[str, frozenset[str]]:
    """The provisions of an example about a service of their own, under numbers that no other agreement has; and these numbers."""
    text = idle_example(kind)
    numbers = re.findall(r"^## (\d[\d.]*)", text, re.MULTILINE)

    def moved(found: re.Match[str]) -> str:
        block = found[0].replace("service: voice", "service: mail")
        for number in numbers:
            block = re.sub(rf"(?<![\d.]){re.escape(number)}(?!\d)", f"7{number}", block)
        return block

    return re.sub(r"^## .*$|```terms\n.*?```", moved, text, flags=re.MULTILINE | re.DOTALL), frozenset(f"7{number}" for number in numbers)


def names_a_service(workshop: Workshop, kind: str) -> bool:
    """Whether a kind's own example is about one service."""
    rules = workshop.rules(example_of(kind), workshop.world_for(kind))
    return bool(rules.clause(number_of(rules.draft, kind)).services())
