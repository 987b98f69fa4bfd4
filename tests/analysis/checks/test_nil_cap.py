"""A cap on charges that are paid, due or invoiced is a finding where none are for a while."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analysis.checks.bench import Bench

DRAFT = """---
title: Nil
parties: {client: {name: Buyer Ltd}, provider: {name: Seller Ltd}}
currency: GBP
effective: 2027-01-01
term: 24 months
services: {voice: {unit: call}}
---

## 5.1 Charge

The Client shall pay the charge stated.

```terms
kind: fixed_charge
CHARGED
```

## 9.1 Late restoration

```terms
kind: liquidated_damages
service: voice
restore within: 4 hours
amount: GBP 100
per: 1 hour
```

## 12.1 Limit

The Provider's liability is limited as stated.

```terms
kind: liability_cap
cap: CAP
BASIS
```
"""
YEARLY, MONTHLY = "amount: GBP 120 000\nper: year", "amount: GBP 10 000\nper: month"
SHARE = "100 % of annual charges"


@pytest.mark.parametrize(
    ("charged", "cap", "basis", "severity", "says"),
    [
        (YEARLY, SHARE, "basis: paid", "High", "first 12 months"),
        (YEARLY, SHARE, "basis: due", "High", "first 12 months"),
        (YEARLY, SHARE, "basis: invoiced", "High", "first 11 months"),
        (MONTHLY, SHARE, "basis: paid", "Low", "first month"),
        (MONTHLY + "\ninvoiced: in advance", SHARE, "basis: paid", "Low", "first month"),
        (MONTHLY, SHARE, "basis: invoiced", "", ""),
        (YEARLY, SHARE, "basis: accrued", "", ""),
        (YEARLY, SHARE, "basis: paid\nfirst year: GBP 120 000", "", ""),
        (YEARLY, f"the greater of GBP 50 000 and {SHARE}", "basis: paid", "", ""),
        (YEARLY, f"the lesser of GBP 50 000 and {SHARE}", "basis: paid", "High", "first 12 months"),
        (YEARLY, "GBP 50 000", "", "", ""),
    ],
)
def test_a_cap_that_is_nil_at_first_is_found(charged: str, cap: str, basis: str, severity: str, says: str, tmp_path: Path) -> None:
    text = DRAFT.replace("CHARGED", charged).replace("CAP", cap).replace("BASIS", basis)
    found = [one for one in Bench(tmp_path).look(text) if one.check == "nil-cap"]
    assert [one.severity for one in found] == ([severity] if severity else [])
    assert all(says in str(one.message) for one in found)
