"""A draft, a world without chance, and what the books then say: played event by event, and held against a cohort."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.laws.compare import differences
from tests.laws.workshop import KINDS
from wargame.contract.rules.rulebook import Rulebook, compile_rules
from wargame.contract.text.draft import load_draft
from wargame.core.calendar import Calendar
from wargame.simulation.life.driver import play
from wargame.simulation.life.trace import LifeTrace
from wargame.world.sampled.futures import draw_futures
from wargame.world.scenario.file import load_scenario

Said = Callable[[str, str], Path]  # writes a text to a file of that name

FRONT = """---
title: Worked examples
parties:
  client: {name: Harbour Bank}
  provider: {name: Meridian Services}
currency: GBP
currencies: [GBP, EUR]
effective: EFFECTIVE
term: MONTHS months
services:
  voice: {unit: call}
  mail: {unit: letter}
---
"""


@dataclass
class Books:
    """What a life came to."""

    life: LifeTrace
    rules: Rulebook

    def paid(self, head: str, month: int | None = None, clause: str | None = None) -> int:
        """Minor units paid under a head, perhaps on the invoice of one month (0 for the first) or of one clause."""
        end = None if month is None else self.rules.calendar.month_starts(month + 1)[-1]
        return sum(
            one.amount
            for one in self.life.postings
            if one.account.head == head and end in (None, one.instant) and clause in (None, one.account.clause)
        )

    def withheld(self, why: str) -> int:
        """Minor units withheld for a reason."""
        return sum(one.amount for one in self.life.withheld if one.why.words == why)

    def said(self, clause: str, name: str) -> list[object]:
        """What a clause published, month by month."""
        months = sorted(month for month, number in self.life.inputs if number == clause)
        return [self.life.inputs[month, clause][name] for month in months]

    def instant(self, date: str) -> int:
        """The first second of a day."""
        return self.rules.calendar.instant(dt.date.fromisoformat(date))


def story(
    draft: str,
    world: str,
    said: Said,
    *,
    months: int,
    history: str = "",
    choices: Mapping[tuple[str, str], str] | None = None,
    effective: str = "2027-01-01",
) -> Books:
    """Play a draft in a world in which nothing is left to chance."""
    path = said(FRONT.replace("MONTHS", str(months)).replace("EFFECTIVE", effective) + draft, "draft.md")
    if history:
        said("start,end,component\n" + history, "history.csv")
        world += "\nhistory: history.csv\n"
    read = load_draft(path, KINDS)
    calendar = Calendar(read.front.effective)
    scenario = load_scenario(said(world, "world.yaml"), "GBP", calendar.instant)
    components = {service: scenario.components_of(service) for service in scenario.inputs.services}
    rules = compile_rules(read, KINDS, components=components, provides=scenario.provides, choices=choices)
    assert rules.unmeasured == ()
    futures = draw_futures(scenario, calendar, rules.term_months, 1, 0, 1)
    assert differences(rules, futures, range(1)) == []
    return Books(play(rules, futures, 0), rules)
