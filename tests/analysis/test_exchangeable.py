"""Two services that nobody could tell apart, with their terms exchanged: the true difference is 0, its variance is not, and the comparison says
"different" as often as a 95 % interval may."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.laws.workshop import Workshop
from wargame.analysis.figures.exposure import difference
from wargame.simulation.cohort.driver import CohortDriver
from wargame.world.sampled.futures import draw_futures

SEEDS, FUTURES = 300, 400
DRAFT = """---
title: Two of a kind
parties:
  client: {name: Harbour Bank}
  provider: {name: Meridian Services}
currency: GBP
effective: 2027-01-01
term: 6 months
services:
  east: {unit: call}
  west: {unit: call}
---

## 5.1 East

```terms
kind: unit_charge
service: east
bands: [{price: GBP 4.20}]
```

## 5.2 West

```terms
kind: unit_charge
service: west
bands: [{price: GBP 4.20}]
```

## 9.1 Late restoration in the east

```terms
kind: liquidated_damages
service: east
restore within: 2 hours
amount: GBP EAST
per: 1 hour
part periods: count whole
```

## 9.2 Late restoration in the west

```terms
kind: liquidated_damages
service: west
restore within: 2 hours
amount: GBP WEST
per: 1 hour
part periods: count whole
```
"""
WORLD = """
name: Two of a kind
step: month
services:
  east: {demand: {level: 1 000 per month, noise: {weekly: 5 %}}, needs: [east hall]}
  west: {demand: {level: 1 000 per month, noise: {weekly: 5 %}}, needs: [west hall]}
components:
  east hall: {outages: 0.5 per month, repair: {median: 2 hours, p95: 12 hours}}
  west hall: {outages: 0.5 per month, repair: {median: 2 hours, p95: 12 hours}}
"""


def test_exchanged_terms_are_called_different_as_often_as_an_interval_may(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    scenario = workshop.scenario(WORLD, "month")
    drafts = (DRAFT.replace("EAST", "900").replace("WEST", "400"), DRAFT.replace("EAST", "400").replace("WEST", "900"))
    books = [workshop.rules(draft, WORLD) for draft in drafts]
    called = 0
    spread = 0
    for seed in range(SEEDS):
        futures = draw_futures(scenario, books[0].calendar, 6, seed, 0, FUTURES)
        here, there = (CohortDriver(rules, futures).run().ledger.net("client") for rules in books)
        found = difference(-there, -here)
        assert found.low is not None and found.high is not None
        called += not found.low <= 0 <= found.high
        spread += int(np.any(here != there))
    assert spread == SEEDS
    assert 0.025 * SEEDS <= called <= 0.075 * SEEDS, f"{called} of {SEEDS}"
