"""What leaving for convenience costs, read off by hand: at notice and at exit, at a boundary, between steps, and by a published fee table."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.clauses.worked import CHARGE, WORLD, lived, paid
from wargame.core.problem import BadInput

ALWAYS = WORLD + "behaviour: {rights: {terminate for convenience: {exercised: always}}}\n"
LEAVES = """
## 15.3 Leaving
```terms
kind: termination_convenience
earliest: 3 months
notice: 45 days
averaged over: 2 months
fee table:
  - {through month: 3, fee: GBP 60 000}
  - {through month: 6, fee: GBP 30 000}
  - {months: 2}
MORE
```
"""


@pytest.mark.parametrize(
    ("more", "date", "pounds"),
    [
        # Notice at the end of March, month 3; the agreement ends on 17 May, in month 5.
        ("", "2027-05-17", 60_000),
        ("at a boundary: the later period", "2027-05-17", 30_000),
        ("fee as at: exit", "2027-05-17", 30_000),
        # In month 5 one of the step's three months has run: two thirds of 30,000 and a third of two months' charges (March and April: 61,000).
        ("fee as at: exit\nfee between steps: falls evenly month by month", "2027-05-17", 20_000 + 61_000 / 3),
        # Month 3 is the last of its step: two of three months have run, a third of 60,000 and two thirds of 30,000.
        ("fee between steps: falls evenly month by month", "2027-05-17", 40_000),
        # The exit may be in month 3: notice at the end of February would lead to 15 April; that at the end of January to 18 March, too early.
        ("earliest is of: the exit", "2027-04-16", 60_000),
    ],
)
def test_the_fee_is_that_of_its_date(tmp_path: Path, more: str, date: str, pounds: float) -> None:
    told = lived(tmp_path, CHARGE + LEAVES.replace("MORE", more), ALWAYS)
    assert paid(told, "15.3") == [(date, round(pounds * 100))]


def test_months_averaged_before_the_exit_are_other_months_than_before_the_notice(tmp_path: Path) -> None:
    provisions = CHARGE + LEAVES.replace("  - {through month: 3, fee: GBP 60 000}\n  - {through month: 6, fee: GBP 30 000}\n", "")
    # Before the notice February and March, 28,000 and 31,000; before the exit March and April, the part of May left out.
    assert paid(lived(tmp_path, provisions.replace("MORE", ""), ALWAYS), "15.3") == [("2027-05-17", 5_900_000)]
    assert paid(lived(tmp_path, provisions.replace("MORE", "fee as at: exit"), ALWAYS), "15.3") == [("2027-05-17", 6_100_000)]


def test_a_provider_that_leaves_pays_the_fee(tmp_path: Path) -> None:
    told = lived(tmp_path, CHARGE + LEAVES.replace("MORE", "party: provider"), ALWAYS)
    assert [one.account.payer for one in told.postings if one.account.clause == "15.3"] == ["provider"]


@pytest.mark.parametrize(("earliest", "percent"), [("1 month", 50), ("13 months", 40), ("25 months", 30), ("49 months", 10), ("61 months", 0)])
def test_a_published_table_of_the_annual_base_fee(tmp_path: Path, earliest: str, percent: int) -> None:
    """Bank South Pacific and Datec, 2004: 293,693.50 a month; 50, 40, 30, 20, 10, 0 % of the annual base fee by year of the term completed."""
    steps = "\n".join(f"  - {{through month: {12 * year}, annual charges: {60 - 10 * year} %}}" for year in range(1, 6))
    charge = CHARGE.replace("GBP 1.00", "GBP 293 693.50")
    leaves = f"\n## 14.3 Leaving\n```terms\nkind: termination_convenience\nearliest: {earliest}\nnotice: 6 months\nfee table:\n{steps}\n"
    # One unit a month, at the monthly base fee.
    world = ALWAYS.replace("1 000 per day", "1 per month")
    told = lived(tmp_path, charge + leaves + "  - {annual charges: 0 %}\n```\n", world, "72 months")
    annual = 29_369_350 * 12
    assert sum(amount for _, amount in paid(told, "14.3")) == annual * percent // 100
    assert told.exit < told.term_end


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  - {months: 2}", "  - {through month: 9, months: 2}", "only the last"),
        ("through month: 6", "through month: 2", "must rise"),
        ("fee: GBP 30 000}", "fee: GBP 30 000, months: 2}", "exactly one"),
        ("averaged over: 2 months", "averaged over: 60 days", "averaged over: 6 months"),
        ("earliest: 3 months", "earliest: 90 days", "earliest: 12 months"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_the_way_out(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        lived(tmp_path, CHARGE + LEAVES.replace("MORE", "").replace(old, new), ALWAYS)
