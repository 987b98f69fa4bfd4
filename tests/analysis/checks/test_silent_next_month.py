"""A credit taken of next month's charges answers for the outage of this month."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analysis.checks.bench import CHARGE, FRONT, LEVEL, WORLD, Bench

POINTS = """
## 8.2 Service points

Availability below 99.5 % scores a point, which is 2 % of next month's Charges.

```terms
kind: service_points
levels: [{service level: 8.1, bands: [{below: 99.5 %, points: 1}]}]
credit per point: 2 %
percentage of: next month
```
"""
CREDIT = """
## 8.2 Service credits

If availability is below 99.5 % the Provider shall credit 2 % of next month's Charges.

```terms
kind: service_credit
service level: 8.1
credit: 2 %
percentage of: next month
```
"""
# One outage and no other: in the month in which it is credited there is none to answer for.
ONE = WORLD.replace("platform: {outages: 1 per month, repair: {median: 2 hours, p95: 20 hours}}", "platform: {}") + (
    "shocks: {lone: {kind: outage, component: platform, arrives: {date: 2027-04-10}, lasts: 30 hours}}\n"
)


@pytest.mark.parametrize("credit", [POINTS, CREDIT])
def test_a_credit_of_next_months_charges_is_no_silence(tmp_path: Path, credit: str) -> None:
    bench = Bench(tmp_path, ONE)
    never = {one.asks for one in bench.look(FRONT + CHARGE + LEVEL + credit) if one.check == "silent" and str(one.message).startswith("no clause")}
    assert not never & {"pay", "remedy"}
    assert {"pay", "remedy"} <= {one.asks for one in bench.look(FRONT + CHARGE + LEVEL) if one.check == "silent"}
