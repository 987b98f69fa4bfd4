"""Agreements and worlds put together at random, to find what nobody thought of: two clauses of a kind, plans of no length, outages of seventy days.

A failing seed is its own reproduction: `agreement(seed)` makes the same draft, world and readings again.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

import numpy as np
import pytest

from tests.laws.compare import differences
from tests.laws.workshop import COMBINED, KINDS, ROLES, SERVED, SHOCKED, Workshop
from wargame.core.party import OUTSIDE
from wargame.simulation.cohort.driver import CohortDriver

PROVISIONS = {text.split(" ", 1)[0]: "## " + text for text in COMBINED.split("\n## ")[1:]}
LENGTHS = (1, 60, 3600, 14_400, 14_401, 86_400, 3 * 86_400, 30 * 86_400, 31 * 86_400, 70 * 86_400)


@dataclass(frozen=True)
class Agreement:
    """A draft, a world with its dated outages, the step of it, and the term in months."""

    draft: str
    world: str
    dated: str
    step: str
    months: int


def agreement(seed: int) -> Agreement:
    """A draft with three clauses more than the combined one, terms drawn from what a drafter might write, and a world to suit."""
    pick = random.Random(seed)
    months = pick.choice((1, 3, 12, 13, 24))
    replaced = {
        "term: 36 months": f"term: {months} months",
        "within: 30 days": f"within: {pick.choice(('0 days', '1 day', '27 days', '30 days', '12 hours', '2 business days', '1 month'))}",
        "lasts: 3 months": f"lasts: {pick.choice(('1 day', '10 days', '3 months'))}",
        "shortens: 15 %": f"shortens: {pick.choice((0, 15, 100))} %",
        "notice: 40 days": f"notice: {pick.choice(('0 days', '1 day', '1 month', '28 days', '30 days', '5 business days'))}",
        "misses: 3": f"misses: {pick.choice((1, 2))}",
        "window: 6 months": f"window: {pick.choice((2, 3, 12))} months",
        "shortens: 50 %": f"shortens: {pick.choice((0, 50, 100))} %",
        "{after: 4 hours, to": f"{{after: {pick.choice(('0 hours', '1 minute', '4 hours'))}, to",
    }
    more = [
        PROVISIONS["15.2"].replace("15.2", "15.3").replace("misses: 3", f"misses: {pick.choice((1, 2))}")
        .replace("within: 30", f"within: {pick.choice((1, 29))}")
        .replace("fee: GBP 50 000", "fee: GBP 77 000\nparty: provider"),
        PROVISIONS["10.1"].replace("10.1", "10.2").replace("after: 4 hours", "after: 2 hours"),
        PROVISIONS["9.1"].replace("9.1", "9.2").replace("4 hours", "30 minutes").replace("limit: GBP 260 000\n", ""),
    ]  # fmt: skip
    draft = COMBINED
    for old, new in replaced.items():
        assert old in draft
        draft = draft.replace(old, new)
    draft += "\n\n" + "\n\n".join(more)
    repair = pick.choice(("{low: 1 minute, high: 3 hours}", "{median: 5 hours, p95: 60 hours}", "{mean: 20 days}"))
    world = f"name: Random {seed}\nhistory: random{seed}.csv\n" + SERVED.replace("gap: 20 days", f"gap: {pick.choice((0, 20, 400))} days")
    if pick.random() < 0.3:
        world = "".join(f"{line}\n" for line in world.splitlines() if not line.startswith("    capacity"))
    world += f"""
components:
  platform:
    outages: {pick.choice((0.2, 1, 5))} per month
    repair: {repair}
    detection: {pick.choice(("0 minutes", "5 minutes", "3 hours"))}
    planned work: {{rate: 0.5 per month, lasts: 5 hours}}
  network: {{outages: 0.3 per month, repair: {{mean: 2 hours}}, detection: {pick.choice(("1 minute", "9 hours"))}, fault: client}}
behaviour: {{rights: {{terminate for chronic failure: {{probability: {pick.choice((5, 30, 100))} %}}}}}}
"""
    dated = "start,end,component,planned\n"
    for _ in range(pick.randint(0, 14)):
        start = dt.datetime(2027, 1, 1) + dt.timedelta(days=pick.randint(0, 700), seconds=pick.choice((0, 0, 3600, 43_200, 86_399)))
        end = start + dt.timedelta(seconds=pick.choice(LENGTHS))
        dated += f"{start.isoformat()},{end.isoformat()},{pick.choice(('platform', 'network'))},{pick.choice(('yes', 'no'))}\n"
    return Agreement(draft, world + (SHOCKED if pick.random() < 0.6 else ""), dated, pick.choice(("day", "month")), months)


def holds(workshop: Workshop, seed: int) -> None:
    """The law of the two drivers and the conservation of money, in one random agreement under random readings."""
    made = agreement(seed)
    (workshop.folder / f"random{seed}.csv").write_text(made.dated, encoding="utf-8")
    pick = random.Random(f"readings {seed}")
    draft = workshop.draft(made.draft)
    options = {(p.number, name): c.options for p in draft.provisions if p.kind for name, c in KINDS[p.kind].constructions.items()}
    rules = workshop.rules(draft, made.world, {key: pick.choice(value) for key, value in options.items()})
    futures = workshop.futures(made.world, made.step, made.months, 32)
    assert differences(rules, futures, 8) == [], seed
    ledger = CohortDriver(rules, futures).run().ledger
    assert np.all(np.sum([ledger.net(party) for party in (*ROLES, OUTSIDE)], axis=0) == 0)
    assert all(np.all(column >= 0) for column in ledger.withheld.values())


@pytest.mark.parametrize("seed", range(24))
def test_a_random_agreement(workshop: Workshop, seed: int) -> None:
    holds(workshop, seed)


@pytest.mark.slow
def test_a_thousand_random_agreements(tmp_path_factory: pytest.TempPathFactory) -> None:
    for seed in range(100, 1100):
        if seed % 50 == 0:
            workshop = Workshop(tmp_path_factory.mktemp("random"))  # forgets the drafts and futures of earlier ones
        holds(workshop, seed)
