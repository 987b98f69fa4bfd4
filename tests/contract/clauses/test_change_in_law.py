"""What the client bears of a change in law: by kind of law, notified in time, up to a cap a year; and when it may leave. Worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.clauses.worked import CHARGE, lived, paid

# Two rules: one complied with on 4 February at 300,000, one on 6 June at 200,000; the first makes each call cost 0.06 more from 1 March on.
WORLD = """name: Two rules
services: {voice: {demand: {level: 1 000 per day}}}
behaviour: {rights: {terminate for a change in law: {exercised: always}}, claims: {provider: {notice: 12 days}}}
shocks:
  first:
    kind: regulatory_change
    service: voice
    arrives: {date: 2027-01-15}
    lead time: 30 days
    work: 20 days
    cost: GBP 300 000
    lasting cost: GBP 0.06
  second:
    kind: regulatory_change
    service: voice
    arrives: {date: 2027-05-17}
    lead time: 30 days
    work: 20 days
    cost: GBP 200 000
"""
LAW = """
## 14.1 Change in law
```terms
kind: change_in_law
cost:
  - {up to: GBP 100 000, client: 50 %}
  - {client: 80 %}
MORE
```
"""


def borne(told: object) -> dict[str, int]:
    """Pounds that the client bears, by cause."""
    found: dict[str, int] = {}
    for one in told.postings:  # type: ignore[attr-defined]
        if one.account.clause == "14.1":
            found[one.account.cause] = found.get(one.account.cause, 0) + one.amount
    return {cause: amount // 100 for cause, amount in found.items()}


@pytest.mark.parametrize(
    ("more", "pounds"),
    [
        # 50,000 and 160,000 of the first; 50,000 and 80,000 of the second.
        ("", 340_000),
        ("cap a year: GBP 250 000", 250_000),
        ("notice within: 12 days", 340_000),
        ("notice within: 11 days", 0),
        ("notice within: 11 days\nlate notice: is no bar", 340_000),
        ("changes are: general law", 0),
        ("changes are: general law\ngeneral law: 10 %", 50_000),
    ],
)
def test_what_the_client_bears_of_the_work(tmp_path: Path, more: str, pounds: int) -> None:
    assert borne(lived(tmp_path, CHARGE + LAW.replace("MORE", more), WORLD)) == ({"regulation": pounds} if pounds else {})


@pytest.mark.parametrize(("more", "percent"), [("", 50), ("\nchanges are: general law", 0), ("\nchanges are: general law\ngeneral law: 10 %", 10)])
def test_what_each_unit_costs_more_is_shared_by_kind_of_law_too(tmp_path: Path, more: str, percent: int) -> None:
    told = lived(tmp_path, CHARGE + LAW.replace("MORE", "lasting cost: 50 %" + more), WORLD)
    days = 365 - 31 - 28
    assert borne(told).get("lasting cost of regulation", 0) == days * 1_000 * 6 * percent // 100 // 100


@pytest.mark.parametrize(("above", "left"), [(299_999, "2027-03-12"), (300_000, None)])
def test_a_change_that_costs_too_much_lets_the_client_leave(tmp_path: Path, above: int, left: str | None) -> None:
    told = lived(tmp_path, CHARGE + LAW.replace("MORE", f"termination: {{above: GBP {above}, notice: 10 days}}"), WORLD)
    # Ready on 4 February, notice on 1 March, ten days to the 11th: eleven days of March are charged.
    assert (told.exit < told.term_end) is bool(left)
    if left:
        assert paid(told, "5.1")[-1] == ("2027-04-01", 1_100_000)
