"""Late delivery as published: 10.5 % of the value for every 2 days, goods of 200, late by 5.757 days, and the limit of 55 % at 345 days."""

from __future__ import annotations

import pytest

from tests.contract.clauses.desk import Said, story

DRAFT = """
## 9.1 Late delivery

For every 2 days by which the goods are late the Provider shall pay 10.5 % of their value; any fractional part of a day counts as a full day.

```terms
kind: liquidated_damages
milestone: goods
value: GBP 200
rate: 10.5 %
per: 2 days
MORE
```
"""
WORLD = """
name: Late goods
services: {voice: {demand: {level: 1 per day}}}
milestones: {goods: {due: 2027-02-01, late: LATE}}
behaviour: {rights: {terminate for late delivery: {exercised: always}}}
"""
LATE = "497404 seconds"  # 5.757 days, less a part of a second


@pytest.mark.parametrize(
    ("option", "amount"), [(None, 6300), ("begun days", 6300), ("complete days", 5250), ("count if complete", 4200), ("pro rata", 6045)]
)
def test_the_fan_of_5_757_days(option: str | None, amount: int, said: Said) -> None:
    choices = {("9.1", "part_periods"): option} if option else {}
    books = story(DRAFT.replace("MORE", ""), WORLD.replace("LATE", LATE), said, months=12, choices=choices)
    assert books.paid("liquidated damages") == amount


def test_the_limit_is_a_share_of_the_value(said: Said) -> None:
    books = story(DRAFT.replace("MORE", "limit rate: 55 %"), WORLD.replace("LATE", "345 days"), said, months=24)
    assert books.paid("liquidated damages") == 11_000
    assert books.withheld("above the limit of one milestone") == 173 * 2_100 - 11_000  # 345 days are 173 begun periods of 2 days


def test_the_client_may_terminate_after_the_longstop_while_the_goods_are_still_late(said: Said) -> None:
    more = "limit rate: 55 %\nlongstop: 15 days\nnotice: 1 day"
    books = story(DRAFT.replace("MORE", more), WORLD.replace("LATE", "345 days"), said, months=24)
    # Due on 1 February, overdue by 28 days on 1 March: notice of a day, and the agreement ends on the morning after.
    assert books.life.exit == books.instant("2027-03-03")
    assert books.paid("liquidated damages") == 11_000
    in_time = story(DRAFT.replace("MORE", more), WORLD.replace("LATE", "10 days"), said, months=24)
    assert in_time.life.exit == in_time.life.term_end


@pytest.mark.parametrize(("days", "amount"), [(30, 15_000_000), (50, 20_000_000)])
def test_a_rate_a_day_up_to_a_limit(days: int, amount: int, said: Said) -> None:
    draft = DRAFT.replace("value: GBP 200\nrate: 10.5 %\nper: 2 days\nMORE", "amount: GBP 5 000\nper: 1 day\nlimit: GBP 200 000")
    assert story(draft, WORLD.replace("LATE", f"{days} days"), said, months=12).paid("liquidated damages") == amount
