"""Several providers in one agreement: each is a role with money of its own, and everything still adds up to nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.laws.compare import differences
from tests.laws.workshop import STAFFED, Workshop
from wargame.core.party import OUTSIDE
from wargame.simulation.cohort.driver import CohortDriver

DRAFT = """---
title: Care by two
law: England and Wales
parties:
  client: {name: Harbour Bank}
  provider: {name: Meridian Services}
  printer: {name: Quill & Co}
currency: GBP
effective: 2027-01-01
term: 24 months
services:
  voice: {unit: call, baseline: 100 000 per month}
  letters: {unit: letter, baseline: 12 000 per month}
---

## 5.1 Calls

For each call the Client shall pay the Provider GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```

## 5.2 Letters

For each letter the Client shall pay the Printer GBP 7.00.

```terms
kind: unit_charge
service: letters
payee: printer
bands:
  - {price: GBP 7.00}
```
"""
WORLD = STAFFED.replace(
    "  provider: {unit cost: {voice: GBP 3.10, letters: GBP 5.20}, fixed cost: GBP 40 000, overtime: {voice: GBP 1.15, letters: GBP 2.00}}\n",
    "  provider: {unit cost: {voice: GBP 3.10}, fixed cost: GBP 40 000}\n"
    "  providers: {printer: {unit cost: {letters: GBP 5.20}, fixed cost: GBP 9 000, overtime: {letters: GBP 2.00}}}\n",
)


@pytest.mark.parametrize("step", ["day", "month"])
def test_each_provider_is_paid_for_its_service_and_bears_its_own_costs(tmp_path: Path, step: str) -> None:
    workshop = Workshop(tmp_path)
    rules = workshop.rules(DRAFT, WORLD)
    futures = workshop.futures(WORLD, step, 24, 64)
    assert differences(rules, futures, 6) == []
    ledger = CohortDriver(rules, futures).run().ledger
    own = {(account.payer, account.head) for account in ledger.paid if account.payee == OUTSIDE}
    assert {("provider", "cost of serving"), ("printer", "cost of serving"), ("printer", "overtime")} <= own
    assert ("provider", "overtime") not in own
    letters = sum(column for account, column in ledger.paid.items() if account.payee == "printer")
    cost = sum(column for account, column in ledger.paid.items() if account.payer == "printer" and account.head == "cost of serving")
    assert np.array_equal(letters * 520, cost * 700)  # GBP 7.00 and GBP 5.20 a letter
    nets = sum(ledger.net(party) for party in rules.parties)
    outside = sum(column for account, column in ledger.paid.items() if account.payee == OUTSIDE)
    assert np.array_equal(nets, -outside)


def test_a_provider_that_the_agreement_does_not_have_is_refused(tmp_path: Path) -> None:
    from wargame.core.problem import BadInput
    from wargame.simulation.run.prepare import RunSpec, prepare

    draft, world = tmp_path / "draft.md", tmp_path / "world.yaml"
    draft.write_text(DRAFT, encoding="utf-8")
    world.write_text(WORLD.replace("{printer: {unit", "{printers: {unit"), encoding="utf-8")
    with pytest.raises(BadInput, match=r"no party in the role 'printers'.*client, provider, printer"):
        prepare(RunSpec(str(draft), (str(world),)))
