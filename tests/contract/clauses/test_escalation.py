"""What a step-in costs and whom, whether the provider is excused meanwhile, and when nobody can step in at all; worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.clauses.worked import CHARGE, WORLD, lived, paid
from wargame.core.problem import BadInput

LATE = """
## 9.1 Late restoration
```terms
kind: liquidated_damages
service: voice
restore within: 2 hours
amount: GBP 1 000
per: 1 hour
```
"""
# A step-in that shortens nothing, so that lengths stay what they are.
STEP_IN = """
## 10.1 Step-in
```terms
kind: escalation
service: voice
step in: {after: 24 hours, shortens: 0 %, PRICE}
MORE
```
"""
# Two outages: 40 hours (38 late) and 10 hours (8 late), 46,000 in damages, 50 hours down; 16 of them after a step-in.
OUTAGES = "start,end,component\n2027-01-10T00:00,2027-01-11T16:00,platform\n2027-01-20T00:00,2027-01-20T10:00,platform\n"


@pytest.mark.parametrize(
    ("price", "more", "payer", "pounds"),
    [
        ("cost: GBP 9 001", "", "provider", 9_001),
        ("cost: GBP 9 001", "step in cost: the client bears it", "client", 9_001),
        ("cost: GBP 9 001", "step in cost: each bears half", "provider", 4_500.5),
        ("cost: GBP 9 001, borne by: client", "", "client", 9_001),
        ("daily cost: GBP 500", "", "provider", 500),  # 16 hours are a begun day
        ("daily cost: GBP 500, step out: 9 hours", "", "provider", 1_000),  # 25 hours are two
        ("cost: GBP 9 000, daily cost: GBP 500, step out: 3 days", "", "provider", 11_000),
        ("cost: GBP 9 000, needs consent: yes", "", "", 0),
        ("cost: GBP 9 000, needs consent: yes", "without consent: the provider must procure it", "provider", 9_000),
    ],
)
def test_who_pays_for_a_step_in(tmp_path: Path, price: str, more: str, payer: str, pounds: float) -> None:
    told = lived(tmp_path, CHARGE + LATE + STEP_IN.replace("PRICE", price).replace("MORE", more), WORLD, "2 months", OUTAGES)
    found = [(one.account.payer, one.amount) for one in told.postings if one.account.clause == "10.1"]
    assert found == ([(payer, round(pounds * 100))] if pounds else [])
    assert [amount for _, amount in paid(told, "9.1")] == [4_600_000]


@pytest.mark.parametrize(("more", "pence"), [("", 4_600_000), ("while stepped in: the provider is excused", 3_128_000)])
def test_damages_fall_for_the_time_after_a_step_in_where_the_provider_is_excused(tmp_path: Path, more: str, pence: int) -> None:
    """16 of 50 hours down lie after a step-in: 16/50 of 46,000 are 14,720."""
    told = lived(tmp_path, CHARGE + LATE + STEP_IN.replace("PRICE", "cost: GBP 1").replace("MORE", more), WORLD, "2 months", OUTAGES)
    assert [amount for _, amount in paid(told, "9.1")] == [pence]


@pytest.mark.parametrize(("decides", "pounds"), [("", 5_000), (", decides within: 3 hours", 7_000), (", decides within: 6 hours", 8_000)])
def test_a_board_that_takes_its_time_shortens_less(tmp_path: Path, decides: str, pounds: int) -> None:
    """Ten hours, of which the rest is halved at the fourth: seven, five late. Three hours later: 8.5, 6.5 late, seven begun. At the tenth: all."""
    ladder = "\n## 10.1 Ladder\n```terms\nkind: escalation\nservice: voice\nladder:\n  - {after: 4 hours, to: service board, shortens: 50 %"
    outage = "start,end,component\n2027-01-20T00:00,2027-01-20T10:00,platform\n"
    told = lived(tmp_path, CHARGE + LATE + ladder + decides + "}\n```\n", WORLD, "2 months", outage)
    assert [amount for _, amount in paid(told, "9.1")] == [pounds * 100]


@pytest.mark.parametrize(
    ("price", "said"), [("step out: 1 month", "counts days by the clock"), ("step out: 5 business days", "counts days by the clock")]
)
def test_a_step_out_without_a_clock_is_refused(tmp_path: Path, price: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        lived(tmp_path, CHARGE + STEP_IN.replace("PRICE", price).replace("MORE", ""), WORLD)


@pytest.mark.parametrize(("clock", "days"), [("occurrence", 2), ("detection", 2), ("report", 1)])
def test_a_ladder_runs_from_where_its_clock_begins(tmp_path: Path, clock: str, days: int) -> None:
    """Of 40 hours 16 lie after a step-in at the 24th, 15 if it is detected after one, 13 if it is reported after three; nine (ten) to step out."""
    world = WORLD.replace("platform: {}", "platform: {detection: 1 hour, report: 3 hours}")
    more = STEP_IN.replace("PRICE", "daily cost: GBP 500, step out: 10 hours" if clock == "detection" else "daily cost: GBP 500, step out: 9 hours")
    told = lived(tmp_path, CHARGE + LATE + more.replace("MORE", f"clock: {clock}"), world, "2 months", OUTAGES)
    assert [amount for _, amount in paid(told, "10.1")] == [days * 50_000]
