"""A draft's provisions and a dated world, played by a cohort, with its books and what clauses published at the last month end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.laws.compare import differences
from wargame.contract.rules.clause import Clause
from wargame.contract.rules.rulebook import compile_rules
from wargame.contract.text.draft import load_draft
from wargame.core.calendar import Calendar
from wargame.core.registry import discover
from wargame.simulation.cohort.driver import CohortDriver
from wargame.world.sampled.futures import draw_futures
from wargame.world.scenario.file import load_scenario

KINDS = discover("wargame.contract.clauses", Clause)
FRONT = """---
title: A case
law: England and Wales
parties:
  client: {name: Harbour Bank}
  provider: {name: Meridian Services}
currency: GBP
currencies: [GBP, EUR]
effective: 2027-01-01
term: TERM months
services:
  voice: {unit: call}
---

"""
WORLD = """name: A case
services: {voice: {demand: {level: 1 000 per day}, needs: [platform]}}
components: {platform: {}}
"""


class Played:
    """What a draft came to in a world without chance: amounts by clause and head, withheld by reason, and the last month's measures."""

    def __init__(self, cohort: CohortDriver, outcome: Any) -> None:
        self.paid = {(a.clause, a.head, a.cause): int(column[0]) for a, column in outcome.ledger.paid.items() if column[0]}
        self.kept = {(a.clause, a.head, a.cause, why.words): int(column[0]) for (a, why), column in outcome.ledger.withheld.items() if column[0]}
        self.measures = {key: _first(value) for key, value in cohort.desk.measures.items()}

    def total(self, head: str) -> int:
        """Everything paid under a head."""
        return sum(amount for (_, other, _), amount in self.paid.items() if other == head)


def _first(value: Any) -> Any:
    return value[0] if hasattr(value, "__len__") else value


def play_case(
    folder: Path,
    provisions: str,
    *,
    months: int = 1,
    world: str = WORLD,
    outages: tuple[str, ...] = (),
    columns: str = "start,end,component",
    choices: Mapping[tuple[str, str], str] | None = None,
    **compiling: Any,
) -> Played:
    """Play provisions against outages (`start,end,component` lines); both drivers must agree."""
    (folder / "draft.md").write_text(FRONT.replace("TERM", str(months)) + provisions, encoding="utf-8")
    (folder / "world.yaml").write_text(world + ("history: history.csv\n" if outages else ""), encoding="utf-8")
    (folder / "history.csv").write_text("\n".join((columns, *outages)) + "\n", encoding="utf-8")
    draft = load_draft(folder / "draft.md", KINDS)
    calendar = Calendar(draft.front.effective)
    scenario = load_scenario(folder / "world.yaml", "GBP", calendar.instant)
    components = {service: scenario.components_of(service) for service in scenario.inputs.services}
    rules = compile_rules(draft, KINDS, components=components, provides=scenario.provides, choices=choices, **compiling)
    assert rules.unmeasured == ()
    futures = draw_futures(scenario, calendar, months, 1, 0, 2)
    assert differences(rules, futures, range(2)) == []
    cohort = CohortDriver(rules, futures)
    return Played(cohort, cohort.run())


def terms(number: str, words: str) -> str:
    """A provision of these terms."""
    return f"## {number} A provision\n\nIts words.\n\n```terms\n{words.strip()}\n```\n\n"


def charge(amount: str) -> str:
    """A charge of one amount a month, whatever the volume."""
    return terms("5.1", f"kind: unit_charge\nservice: voice\nbands:\n  - {{up to: 1, price: {amount}}}\n  - {{price: GBP 0}}")


def claim(number: str, amount: str) -> str:
    """A claim of one amount for each outage of up to an hour."""
    return terms(number, f"kind: liquidated_damages\nservice: voice\nrestore within: 0 hours\namount: {amount}\nper: 1 hour")
