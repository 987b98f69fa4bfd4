"""What closed forms are held against: a draft and a world of a few lines, played by cohorts of 8,192 through the shipped rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wargame.contract.rules.clause import Clause
from wargame.contract.rules.rulebook import compile_rules
from wargame.contract.text.draft import load_draft
from wargame.core.calendar import Calendar
from wargame.core.registry import discover
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.cohort.outcome import Outcome
from wargame.world.sampled.futures import draw_futures
from wargame.world.scenario.file import load_scenario

SEED, FUTURES, COHORT = 4_021, 200_000, 8192
Z999 = 3.2905267314919255  # two-sided normal quantile at 99.9 %
HOUR, DAY = 3600, 86_400

FRONT = """---
title: Paper agreement
parties: {client: {name: A}, provider: {name: B}}
currency: GBP
effective: 2027-01-01
term: MONTHS
services: {voice: {unit: call}}
---
"""
CHARGE = """
## 5.1 Charge
```terms
kind: unit_charge
service: voice
bands: [{price: GBP 1}]
```
"""
WORLD = """
name: Paper world
step: month
services: {voice: {demand: {level: LEVEL}, needs: [platform]}}
"""


def played(
    folder: Path, months: int, draft: str, world: str, *, level: str = "1 000 000 per month", futures: int = FUTURES, keep: bool = False
) -> Iterator[Outcome]:
    """What each cohort comes to; `keep` keeps what happened to the world, month by month."""
    (folder / "draft.md").write_text(FRONT.replace("MONTHS", f"{months} months") + draft, encoding="utf-8")
    (folder / "world.yaml").write_text(WORLD.replace("LEVEL", level) + world, encoding="utf-8")
    kinds = discover("wargame.contract.clauses", Clause)
    read = load_draft(folder / "draft.md", kinds)
    scenario = load_scenario(folder / "world.yaml", "GBP", Calendar(read.front.effective).instant)
    rules = compile_rules(read, kinds, components={"voice": frozenset({"platform"})}, provides=scenario.provides)
    assert rules.unmeasured == ()
    for first in range(0, futures, COHORT):
        yield CohortDriver(rules, draw_futures(scenario, rules.calendar, months, SEED, first, min(COHORT, futures - first)), keep=keep).run()


def column(outcome: Outcome, head: str, *, withheld: bool = False) -> NDArray[np.int64]:
    """What was paid under a head, or withheld of it, lane by lane."""
    accounts: Any = {account: column for (account, _), column in outcome.ledger.withheld.items()} if withheld else outcome.ledger.paid
    return sum((column for account, column in accounts.items() if account.head == head), np.zeros(outcome.ledger.lanes, np.int64))


def near(sample: NDArray[Any], expected: float) -> None:
    """The expected mean lies inside the sample's 99.9 % interval, and the sample is not a constant."""
    error = sample.std(ddof=1) / np.sqrt(sample.size)
    assert error > 0
    assert abs(sample.mean() - expected) < Z999 * error, (sample.mean(), expected, error)


def spread(sample: NDArray[Any], expected: float) -> None:
    """The expected standard deviation lies inside the sample's 99.9 % interval (delta method, by the fourth moment)."""
    sd = float(sample.std())
    fourth = float(((sample - sample.mean()) ** 4).mean())
    error = np.sqrt((fourth - sd**4) / sample.size) / (2 * sd)
    assert error > 0
    assert abs(sd - expected) < Z999 * error, (sd, expected, error)
