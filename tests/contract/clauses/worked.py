"""A draft and a world small enough to be worked by hand, played by both drivers; used by the tests of single clause kinds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.laws.compare import differences
from wargame.contract.rules.clause import Clause
from wargame.contract.rules.rulebook import compile_rules
from wargame.contract.text.draft import load_draft
from wargame.core.calendar import Calendar
from wargame.core.registry import discover
from wargame.simulation.life.driver import play
from wargame.simulation.life.trace import LifeTrace
from wargame.world.sampled.futures import draw_futures
from wargame.world.scenario.file import load_scenario

KINDS = discover("wargame.contract.clauses", Clause)
FRONT = """---
title: Worked by hand
parties:
  client: {name: Harbour Bank}
  provider: {name: Meridian Services}
currency: GBP
effective: 2027-01-01
term: TERM
services:
  voice: {unit: call}
---
"""
CHARGE = """
## 5.1 Call charge
```terms
kind: unit_charge
service: voice
bands: [{price: GBP 1.00}]
```
"""
WORLD = """name: By hand
services: {voice: {demand: {level: 1 000 per day}, needs: [platform]}}
components: {platform: {}}
"""


def lived(folder: Path, provisions: str, world: str = WORLD, term: str = "12 months", history: str = "", future: int = 0) -> LifeTrace:
    """A life that these provisions have in this world (the only one, where nothing is left to chance); play and cohort agree on it."""
    (folder / "draft.md").write_text(FRONT.replace("TERM", term) + provisions, encoding="utf-8")
    if history:
        (folder / "history.csv").write_text(history, encoding="utf-8")
        world = world + "history: history.csv\n"
    (folder / "world.yaml").write_text(world, encoding="utf-8")
    draft = load_draft(folder / "draft.md", KINDS)
    calendar = draft.front.calendar
    scenario = load_scenario(folder / "world.yaml", "GBP", calendar.instant)
    components = {service: scenario.components_of(service) for service in scenario.inputs.services}
    rules = compile_rules(draft, KINDS, components=components, provides=scenario.provides)
    assert rules.unmeasured == ()
    futures = draw_futures(scenario, calendar, rules.term_months, 1, 0, max(future + 1, 2))
    assert differences(rules, futures, {0, future}) == []
    return play(rules, futures, future)


def paid(told: LifeTrace, clause: str) -> list[tuple[str, int]]:
    """(date, minor units) of a clause's postings, in order."""
    calendar = Calendar(dt.date(2027, 1, 1))
    return [(calendar.label(one.instant)[:10], one.amount) for one in told.postings if one.account.clause == clause]
