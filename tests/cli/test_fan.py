"""The fan of open words as a run shows it: late delivery of goods worth 200, 10.5 % for every 2 days, 5.757 days late."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Command

DRAFT = """---
title: Supply of goods
parties:
  client: {name: Harbour Bank}
  provider: {name: Meridian Services}
currency: GBP
effective: 2027-01-01
term: 12 months
services:
  voice: {unit: call}
---

## 9.1 Late delivery

For every 2 days by which the goods are late the Provider shall pay 10.5 % of their value; any fractional part of a day counts as a full day.

```terms
kind: liquidated_damages
milestone: goods
value: GBP 200
rate: 10.5 %
per: 2 days
```
"""
WORLD = """name: Late goods
why: goods that are 5.757 days late
step: month
services: {voice: {demand: {level: 1 per day}}}
milestones: {goods: {due: 2027-02-01, late: 497404 seconds}}
"""


def test_the_fan_of_late_delivery_shows_what_each_reading_pays(tmp_path: Path, command: Command) -> None:
    draft, world = tmp_path / "goods.md", tmp_path / "late.yaml"
    draft.write_text(DRAFT, encoding="utf-8")
    world.write_text(WORLD, encoding="utf-8")
    done = command("run", draft, "-s", world, "--futures", "8", "--workers", "1", "--postings", "0", "--out", tmp_path / "run", "--json")
    assert done.code == 0, done.err
    rows = [row for row in json.loads(done.out)["findings"] if row["check"] == "ambiguous" and row["message"].startswith("part periods")]
    (row,) = rows
    paid = {option["option"]: option["paid_to_client_mean"] for option in row["fan"]}
    assert {paid["count whole"], paid["begun days"]} == {63.0}
    assert (paid["complete days"], paid["count if complete"], paid["pro rata"]) == (52.5, 42.0, 60.45)
    assert row["quote"] and row["patch"] and row["ask"].endswith("?")
