"""The share that an exclusion keeps back is of all that is claimed, not of the heads of loss that it names."""

from __future__ import annotations

from pathlib import Path

from tests.analysis.checks.bench import CHARGE, FRONT, WORLD, Bench

CLAUSES = """
## 11.1 Indemnity

The Provider shall indemnify the Client against customer redress and data restoration.

```terms
kind: indemnity
losses: [customer redress, data restoration]
```

## 12.4 Losses not recoverable

Data restoration is not recoverable.

```terms
kind: excluded_losses
losses: [data restoration]
claims: [indemnity]
when: even when direct
```
"""
HALF = WORLD + "    - {head: data restoration, amount: GBP 5 000, per: hour of outage, service: voice, marked: judged}\n"


def test_one_of_two_equal_heads_is_half_of_what_is_claimed(tmp_path: Path) -> None:
    found = [one.message for one in Bench(tmp_path, HALF).look(FRONT + CHARGE + CLAUSES) if one.check == "excluded"]
    assert found == ["50 % of what is claimed is kept back: an excluded head of loss under the exclusion of 12.4"]
