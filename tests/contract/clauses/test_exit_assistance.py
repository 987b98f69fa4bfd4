"""What exit assistance costs, and whom: on expiry, at cost plus a margin, at rates nobody agreed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.clauses.worked import CHARGE, WORLD, lived, paid
from wargame.core.problem import BadInput

HELP = """
## 16.1 Exit assistance
```terms
kind: exit_assistance
lasts: 2 months
MORE
```
"""
TO_BE_AGREED = "rates to be agreed: {offer: GBP 20 000, asks: GBP 35 001}"


@pytest.mark.parametrize(
    ("more", "pounds"),
    [
        ("monthly rate: GBP 12 000", 12_000),
        (TO_BE_AGREED, 27_500.5),
        (TO_BE_AGREED + "\nwithout agreement: what the provider asks", 35_001),
        (TO_BE_AGREED + "\nwithout agreement: what the client offers", 20_000),
        (TO_BE_AGREED + "\nwithout agreement: no assistance", 0),
        ("monthly rate: GBP 12 000\non expiry: only on early termination", 0),
    ],
)
def test_the_price_of_a_month_when_the_term_runs_out(tmp_path: Path, more: str, pounds: float) -> None:
    told = lived(tmp_path, CHARGE + HELP.replace("MORE", more))
    # The term runs out on 1 January; each month of help is invoiced at its end.
    assert paid(told, "16.1") == ([(date, round(pounds * 100)) for date in ("2028-02-01", "2028-03-01")] if pounds else [])


@pytest.mark.parametrize("leaves", [False, True])
def test_cost_plus_is_of_the_last_whole_month(tmp_path: Path, leaves: bool) -> None:
    world = WORLD + "economics: {provider: {unit cost: {voice: GBP 0.80}, fixed cost: GBP 1 000}}\n"
    world += "behaviour: {rights: {terminate for convenience: {exercised: always}}}\n" if leaves else ""
    end = "\n## 15.3 Leaving\n```terms\nkind: termination_convenience\nearliest: 1 month\nnotice: 40 days\n```\n"
    told = lived(tmp_path, CHARGE + end + HELP.replace("MORE", "cost plus: {effort: 10 %, margin: 25 %}"), world)
    # Notice on 1 February, exit on 14 March: February cost 28,000 calls at 0.80 and 1,000, a tenth of it with a quarter on top is 2,925.00.
    # Without notice December cost 25,800.00, and help 3,225.00.
    assert [amount for _, amount in paid(told, "16.1")] == [292_500 if leaves else 322_500] * 2


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("", "exactly one"),
        ("monthly rate: GBP 1\ncost plus: {effort: 10 %, margin: 5 %}", "exactly one"),
        ("rates to be agreed: {offer: GBP 2, asks: GBP 1}", "nothing left to agree"),
    ],
)
def test_a_price_that_is_none_or_two_is_refused(tmp_path: Path, more: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        lived(tmp_path, CHARGE + HELP.replace("MORE", more))
