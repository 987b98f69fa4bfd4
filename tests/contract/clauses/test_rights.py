"""Several ways out, worked by hand: which notice ends the agreement, whose fee is paid, and on which day (docs/money.md, "Rights and exits")."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.contract.clauses.desk import Said, story

WORLD = """name: Rights
services: {voice: {demand: {level: 1 per month}, needs: [p]}}
components: {p: {}}
behaviour: {rights: {terminate for convenience: {exercised: always}, terminate for chronic failure: {exercised: always}}}
step: day
"""
CHARGE = "## 5.1 Charge\n```terms\nkind: fixed_charge\namount: GBP 10 000\n```\n"
CHARGE += "## 8.1 Level\n```terms\nkind: service_level\nservice: voice\ntarget: 99.9 %\n```\n"
SLOW = "## 15.3 Convenience\n```terms\nkind: termination_convenience\nnotice: 6 months\nfee table: [{fee: GBP 5 000}]\nMORE\n```\n"
FAST = "## 15.2 Chronic\n```terms\nkind: termination_chronic\nservice level: 8.1\nmisses: 1\nwindow: 6 months\nnotice: 10 days\nfee: GBP 700\n```\n"
FEBRUARY = "2027-02-05T00:00,2027-02-07T00:00,p\n"


def ends(draft: str, said: Said, history: str = "", world: str = WORLD) -> tuple[str, dict[tuple[str, str], float]]:
    """The day on which the agreement ends, and the fees paid, by clause and day, in pounds."""
    books = story(CHARGE + draft, world, said, months=12, history=history)
    day = dt.date(2027, 1, 1)
    fees = {
        (one.account.clause, str(day + dt.timedelta(seconds=one.instant))): one.amount / 100
        for one in books.life.postings
        if one.account.head == "termination fee" and one.amount
    }
    return str(day + dt.timedelta(seconds=books.life.exit)), fees


@pytest.mark.parametrize(
    ("more", "exit_day", "fees"),
    [
        # Notice for convenience on 1 February would end it on 2 August; that for February's failure, on 1 March, ends it on 12 March.
        ("", "2027-03-12", {("15.2", "2027-03-12"): 700}),
        ("fee of: each notice given", "2027-03-12", {("15.2", "2027-03-12"): 700, ("15.3", "2027-03-12"): 5_000}),
        ("fee of: none where it ends for a failure", "2027-03-12", {("15.2", "2027-03-12"): 700}),
        ("fee due: at the notice", "2027-03-12", {("15.3", "2027-02-01"): 5_000, ("15.3", "2027-03-01"): -5_000, ("15.2", "2027-03-12"): 700}),
    ],
)
def test_the_notice_that_ends_it_first_counts(more: str, exit_day: str, fees: dict[tuple[str, str], float], said: Said) -> None:
    assert ends(SLOW.replace("MORE", more) + FAST, said, FEBRUARY) == (exit_day, fees)


def test_a_second_notice_may_be_barred(said: Said) -> None:
    barred = FAST.replace("fee: GBP 700", "fee: GBP 700\nsecond notice: is barred")
    assert ends(SLOW.replace("MORE", "") + barred, said, FEBRUARY) == ("2027-08-02", {("15.3", "2027-08-02"): 5_000})


@pytest.mark.parametrize(
    ("more", "exit_day"),
    [
        ("", "2027-03-04"),  # thirty days from 1 February, whose day does not count, are over with 3 March
        ("day of notice: counts", "2027-03-03"),
        ("day of notice: clear days", "2027-03-05"),
        ("received: 2 days", "2027-03-06"),
        ("from date: 2027-04-15", "2027-06-01"),  # notice at the end of April, 1 May
    ],
)
def test_which_days_of_a_notice_count(more: str, exit_day: str, said: Said) -> None:
    assert ends(SLOW.replace("6 months", "30 days").replace("MORE", more), said)[0] == exit_day


@pytest.mark.parametrize(("client", "provider", "fee"), [("30 days", "60 days", 500), ("60 days", "30 days", 900)])
def test_each_party_pays_the_fee_of_its_own_notice(client: str, provider: str, fee: int, said: Said) -> None:
    first = f"## 15.2 One\n```terms\nkind: termination_convenience\nparty: client\nnotice: {client}\nfee table: [{{fee: GBP 500}}]\n```\n"
    other = f"## 15.1 Other\n```terms\nkind: termination_convenience\nparty: provider\nnotice: {provider}\nfee table: [{{fee: GBP 900}}]\n```\n"
    assert ends(first + other, said) == ("2027-03-04", {("15.2" if fee == 500 else "15.1", "2027-03-04"): fee})


def test_a_right_of_either_party_is_one_right_of_each(said: Said) -> None:
    """Both give notice at once; the first party's is the ground, and it pays."""
    draft = SLOW.replace("6 months", "30 days").replace("MORE", "party: either")
    assert ends(draft, said) == ("2027-03-04", {("15.3", "2027-03-04"): 5_000})
    alone = WORLD.replace("terminate for convenience: {exercised: always}", "terminate for convenience: {exercised: never}")
    assert ends(draft, said, world=alone) == ("2028-01-01", {})


@pytest.mark.parametrize(
    ("step", "as_at", "fee"),
    [
        ("each month left: 40 %", "notice", 44_000),  # 40 % of 10,000 for each of the eleven months after January
        ("each month left: 40 %", "exit", 36_000),  # after March, in which it ends, nine are left
        ("each month left: 40 %, at most: GBP 30 000", "exit", 30_000),
        ("months: 2, at least: GBP 25 000", "exit", 25_000),
        ("months: 2, at least: GBP 5 000, at most: GBP 25 000", "exit", 20_000),
    ],
)
def test_a_fee_of_the_months_left_and_bounds_of_a_fee(step: str, as_at: str, fee: float, said: Said) -> None:
    draft = SLOW.replace("6 months", "30 days").replace("[{fee: GBP 5 000}]", f"[{{{step}}}]").replace("MORE", f"fee as at: {as_at}")
    assert ends(draft, said) == ("2027-03-04", {("15.3", "2027-03-04"): fee})
