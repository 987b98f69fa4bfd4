"""What accrues, worked by hand: parts of a period, by days, bases, windows, refunds (docs/money.md)."""

from __future__ import annotations

import pytest

from tests.contract.clauses.desk import Said, story

WORLD = "name: Worked\nservices: {voice: {demand: {level: 1 per month}, needs: [platform]}}\ncomponents: {platform: {}}\nstep: month\n"
CHARGE = "## 5.1 Charge\n```terms\nkind: fixed_charge\nCHARGED\n```\n"
LEVEL = "## 8.1 Level\n```terms\nkind: service_level\nservice: voice\ntarget: 99.9 %\n```\n"
CREDIT = "## 8.2 Credit\n```terms\nkind: service_credit\nservice level: 8.1\ncredit: 10 %\nMORE\n```\n"
TERMS = "## 6.1 Payment\n```terms\nkind: payment_terms\ndue: 45 days\n```\n"
FEBRUARY = "2027-02-02T00:00,2027-02-02T12:00,platform\n"
JANUARY = "2027-01-02T00:00,2027-01-02T12:00,platform\n"


@pytest.mark.parametrize(
    ("charged", "outage", "credit"),
    [
        ("amount: GBP 30 000\nper: quarter", FEBRUARY, 100_000),
        ("amount: GBP 30 000\nper: quarter\naccrues: by days", FEBRUARY, 93_333),  # 28 of 90 days
        ("amount: GBP 120 000\nper: year\ninvoiced: in advance", JANUARY, 100_000),
        ("amount: GBP 120 000\nper: year\naccrues: by days", JANUARY, 101_918),  # 31 of 365 days
        ("amount: GBP 10 000", FEBRUARY, 100_000),
    ],
)
def test_a_credit_is_a_share_of_what_accrues(charged: str, outage: str, credit: int, said: Said) -> None:
    books = story(CHARGE.replace("CHARGED", charged) + LEVEL + CREDIT.replace("MORE", ""), WORLD, said, months=12, history=outage)
    assert sum(books.paid("service credits", month) for month in range(12)) == credit


@pytest.mark.parametrize(
    ("basis", "credit"),
    [
        ("accrued", 100_000),
        ("invoiced", 0),  # the quarter's invoice is raised at the end of March
        ("due", 0),
        ("paid", 0),
    ],
)
def test_a_basis_says_which_charges_count(basis: str, credit: int, said: Said) -> None:
    draft = CHARGE.replace("CHARGED", "amount: GBP 30 000\nper: quarter") + LEVEL + CREDIT.replace("MORE", f"basis: {basis}")
    assert sum(story(draft, WORLD, said, months=12, history=FEBRUARY).paid("service credits", month) for month in range(12)) == credit


@pytest.mark.parametrize(("basis", "month", "credit"), [("invoiced", 2, 300_000), ("due", 3, 0), ("due", 4, 300_000), ("paid", 4, 300_000)])
def test_an_invoice_counts_in_the_month_in_which_it_is_due_or_paid(basis: str, month: int, credit: int, said: Said) -> None:
    """The first quarter's invoice is raised on 1 April and due 45 days later, on 16 May."""
    outage = f"2027-{month + 1:02}-02T00:00,2027-{month + 1:02}-02T12:00,platform\n"
    draft = CHARGE.replace("CHARGED", "amount: GBP 30 000\nper: quarter") + TERMS + LEVEL + CREDIT.replace("MORE", f"basis: {basis}")
    assert story(draft, WORLD, said, months=12, history=outage).paid("service credits", month) == credit


@pytest.mark.parametrize(("kept", "in_all"), [("refunded", 3_033_333), ("kept", 12_000_000)])
def test_what_is_paid_in_advance_for_the_time_after_an_early_exit(kept: str, in_all: int, said: Said) -> None:
    """GBP 120,000 a year in advance; notice after two months, of one month: it ends on the morning of 2 April."""
    charge = CHARGE.replace("CHARGED", f"amount: GBP 120 000\nper: year\ninvoiced: in advance\npaid in advance: {kept}")
    leave = "## 15.3 Leave\n```terms\nkind: termination_convenience\nearliest: 2 months\nnotice: 1 month\n```\n"
    world = WORLD + "behaviour: {rights: {terminate for convenience: {exercised: always}}}\n"
    world += "economics: {replacement: {gap: 0 days, transition: GBP 0, price: {voice: GBP 0}}}\n"
    books = story(charge + leave, world, said, months=12, history=None)
    assert sum(books.paid("charges", month) for month in range(12)) == in_all


def test_a_quarter_is_credited_on_the_fees_of_the_quarter(said: Said) -> None:
    """GitHub: 10 % of the fees of the quarter, three months of USD 1,000: 300."""
    level = LEVEL.replace("target: 99.9 %", "target: 99.9 %\nwindow: 3 months")
    books = story(CHARGE.replace("CHARGED", "amount: GBP 1 000") + level + CREDIT.replace("MORE", ""), WORLD, said, months=6, history=FEBRUARY)
    assert [books.paid("service credits", month) for month in range(6)] == [0, 0, 30_000, 0, 0, 0]
