"""Drafts of a few clauses, played event by event in a world without chance: what the published examples are tried with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wargame.contract.rules.clause import Clause
from wargame.contract.rules.rulebook import compile_rules
from wargame.contract.text.draft import load_draft
from wargame.core.calendar import Calendar
from wargame.core.registry import discover
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.life.driver import play
from wargame.simulation.life.trace import LifeTrace
from wargame.world.sampled.futures import draw_futures
from wargame.world.scenario.file import load_scenario

KINDS: dict[str, type[Any]] = discover("wargame.contract.clauses", Clause)

FRONT = """---
title: A published example
parties: {client: {name: A}, provider: {name: B}}
currency: GBP
effective: 2027-01-01
term: MONTHS
services: {work: {unit: unit}}
---
"""


def provision(number: str, terms: str) -> str:
    """A provision with these terms."""
    return f"\n## {number} Provision\n\nAs published.\n\n```terms\n{terms}\n```\n"


def life(folder: Path, months: int, draft: str, *, volume: str = "1 per month", world: str = "", history: str = "") -> LifeTrace:
    """The one life of a draft in a world without chance, which the cohort must repeat to the unit."""
    (folder / "draft.md").write_text(FRONT.replace("MONTHS", f"{months} months") + draft, encoding="utf-8")
    (folder / "history.csv").write_text("start,end,component\n" + history, encoding="utf-8")
    text = (
        f"name: As published\nstep: month\nservices: {{work: {{demand: {{level: {volume}}}, needs: [platform]}}}}\ncomponents: {{platform: {{}}}}\n"
    )
    (folder / "world.yaml").write_text(text + ("history: history.csv\n" if history else "") + world, encoding="utf-8")
    read = load_draft(folder / "draft.md", KINDS)
    calendar = Calendar(read.front.effective)
    scenario = load_scenario(folder / "world.yaml", "GBP", calendar.instant)
    rules = compile_rules(read, KINDS, components={"work": frozenset({"platform"})}, provides=scenario.provides)
    assert rules.unmeasured == ()
    futures = draw_futures(scenario, calendar, months, 1, 0, 2)
    told, ledger = play(rules, futures, 0), CohortDriver(rules, futures).run().ledger
    for account, column in ledger.paid.items():
        assert column.tolist() == [told.paid().get(account, 0)] * 2, account
    return told


def paid(told: LifeTrace, head: str, clause: str = "") -> int:
    """What the client paid under a head in all, in pence; what the provider paid is taken off."""
    ours = [(account, amount) for account, amount in told.paid().items() if account.head == head and clause in ("", account.clause)]
    return sum(amount if account.payer == "client" else -amount for account, amount in ours)
