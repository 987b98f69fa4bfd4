"""What the books tell of one life beside its postings, worked by hand: notices and their fees, the lost bargain, levels, prices, what waits."""

from __future__ import annotations

import pytest

from tests.contract.clauses.desk import Said, story
from tests.contract.clauses.test_rights import CHARGE, FAST, FEBRUARY, SLOW, WORLD
from wargame.analysis.lives.books import Loss, book_lines, ending, kept_back, losses

SLOW_NOTICE = "notice under 15.3 by the client of 2027-02-01, for 2027-08-02"
FAST_NOTICE = "notice under 15.2 by the client of 2027-03-01, for 2027-03-12: ends the agreement; its fee of GBP 700.00 was paid"
CAUSE = """## 15.1 Cause
```terms
kind: termination_cause
breach of: [8.1]
repeated: {breaches: 1, within: 6 months}
notice: 3 months
remaining term: {excess: 10 %, at most: 12 months}
loss of bargain: recovered
MORE
```
"""
BY_CAUSE = WORLD.replace("terminate for chronic", "terminate for cause: {exercised: always}, terminate for chronic")


@pytest.mark.parametrize(
    ("more", "fee"),
    [
        ("", "its fee of GBP 5,000.00 is not due"),
        ("fee of: each notice given", "its fee of GBP 5,000.00 was paid"),
        ("fee of: none where it ends for a failure", "its fee of GBP 5,000.00 is not due"),
        ("fee due: at the notice", "its fee of GBP 5,000.00 is not due"),  # it was paid, and paid back
        ("fee as at: exit", "no fee, which would have been that of the day of the exit"),
    ],
)
def test_each_notice_is_told_with_its_fee(more: str, fee: str, said: Said) -> None:
    """The agreement would end on 2 August and ends on 12 March: 295 days before 1 January 2028."""
    books = story(CHARGE + SLOW.replace("MORE", more) + FAST, WORLD, said, months=12, history=FEBRUARY)
    assert ending(books.rules, books.life) == [
        "the agreement ends on 2027-03-12, 295 days before its term, under 15.2, on notice of the client",
        f"{SLOW_NOTICE}: is overtaken by another end; {fee}",
        FAST_NOTICE,
    ]


@pytest.mark.parametrize(
    ("more", "bargain"),
    [
        ("", "the claim for the lost bargain falls away with it"),
        # 10 % of the average of 10,000 for the nine months after March.
        ("bargain on another exit: stays", "the lost bargain stays, and is claimed: GBP 9,000.00, before caps and exclusions"),
    ],
)
def test_the_lost_bargain_goes_with_another_end_or_stays(more: str, bargain: str, said: Said) -> None:
    books = story(CHARGE + CAUSE.replace("MORE", more) + FAST, BY_CAUSE, said, months=12, history=FEBRUARY)
    lines = ending(books.rules, books.life)
    assert lines[1:] == [
        f"notice under 15.1 by the client of 2027-03-01, for 2027-06-02: is overtaken by another end; no fee; {bargain}",
        FAST_NOTICE,
    ]


def test_the_lost_bargain_of_the_notice_that_ends_it_is_told(said: Said) -> None:
    """Six months are left after June."""
    books = story(CHARGE + CAUSE.replace("MORE\n", ""), BY_CAUSE, said, months=12, history=FEBRUARY)
    (_, line) = ending(books.rules, books.life)
    assert line.endswith("ends the agreement; no fee; the lost bargain is claimed: GBP 6,000.00, before caps and exclusions")


def test_a_fee_of_each_party_is_that_of_its_own_notice(said: Said) -> None:
    draft = SLOW.replace("6 months", "30 days").replace("MORE", "party: either\nfee of: each notice given")
    books = story(CHARGE + draft, WORLD, said, months=12)
    assert ending(books.rules, books.life)[1:] == [
        "notice under 15.3 by the client of 2027-02-01, for 2027-03-04: ends the agreement; its fee of GBP 5,000.00 was paid",
        "notice under 15.3 by the provider of 2027-02-01, for 2027-03-04: is overtaken by another end; its fee of GBP 5,000.00 was paid",
    ]
    alone = story(CHARGE + draft.replace("\nfee of: each notice given", ""), WORLD, said, months=12)
    assert ending(alone.rules, alone.life)[2].endswith("its fee of GBP 5,000.00 is not due")


def test_an_agreement_that_runs_its_term_and_one_ended_by_order(said: Said) -> None:
    books = story(CHARGE, WORLD, said, months=12)
    assert ending(books.rules, books.life) == ["the agreement runs its full term, to 2028-01-01"]
    ordered = WORLD + "shocks: {order: {kind: regulator_orders_exit, arrives: {date: 2027-04-01}, notice: 30 days}}\n"
    books = story(CHARGE, ordered, said, months=12)
    assert ending(books.rules, books.life) == ["the agreement ends on 2027-05-01, 245 days before its term, by order"]


LEVELS = """## 5.1 Charge
```terms
kind: fixed_charge
service: voice
amount: GBP 30 000
per: quarter
```
## 8.1 Level
```terms
kind: service_level
service: voice
target: 99.5 %
```
## 8.2 Credit
```terms
kind: service_credit
service level: 8.1
credit: 60 %
```
## 8.4 Excess
```terms
kind: credit_excess
excess: carried forward
last invoice: paid in cash
```
## 12.1 Cap
```terms
kind: liability_cap
cap: GBP 7 000
covers: [service credits]
service credits: erode the cap
resets: never
```
"""


def test_levels_as_measured_what_waits_and_what_is_kept(said: Said) -> None:
    """Five hours of January's 744 and of February's 672 are 0.672 and 0.744 %. Each credit is 6,000, but 12,000 exceed a cap of 7,000 by 5,000;
    without an invoice before April 6,000 wait, and then 7,000."""
    outages = "2027-01-12T10:00,2027-01-12T15:00,p\n2027-02-12T10:00,2027-02-12T15:00,p\n"
    books = story(LEVELS, WORLD, said, months=3, history=outages)
    january, february = (
        [line for line in book_lines(books.rules, books.life) if line.instant == books.instant(day)] for day in ("2027-02-01", "2027-03-01")
    )
    level, waits = "availability of voice as measured: {} against 99.500 %, missed", "waits for a later month, and is not lost to the client: GBP {}"
    assert {(line.kind, line.words, line.clause) for line in january} == {
        ("level", level.format("99.328 %"), "8.1"),
        ("waits", waits.format("6,000.00 of service credits, outage"), "8.2"),
    }
    (kept,) = [line for line in february if line.kind == "kept"]
    assert {(line.kind, line.words, line.clause) for line in february} == {
        ("level", level.format("99.256 %"), "8.1"),
        ("waits", waits.format("6,000.00 of service credits, carried forward"), "8.2"),
        ("waits", waits.format("1,000.00 of service credits, outage"), "8.2"),
        kept[1:],
    }
    assert kept.words.startswith("kept from the client: GBP 5,000.00 of service credits, outage: ") and kept.clause == "8.2"
    assert [(one.amount, one.why.clause) for one in kept_back(books.life)] == [(500_000, "12.1")]


def test_a_miss_by_a_hair_is_told_from_its_target(said: Said) -> None:
    """13,393 seconds of January's 2,678,400 leave 99.49996 %."""
    outage = "2027-01-12T10:00:00,2027-01-12T13:43:13,p\n"
    books = story(LEVELS, WORLD, said, months=3, history=outage)
    (line, *_) = [line for line in book_lines(books.rules, books.life) if line.kind == "level"]
    assert line.words == "availability of voice as measured: 99.49996 % against 99.50000 %, missed"


PRICES = """## 5.1 Charge
```terms
kind: fixed_charge
amount: GBP 10 000
index: 5.2
```
## 5.2 Index
```terms
kind: indexation
series: CPI
ceiling: 5 %
method: chained
```
## 5.3 Letters
```terms
kind: fixed_charge
amount: EUR 1 000
```
## 5.4 Rate
```terms
kind: exchange_rate
currency: EUR
series: EURGBP
quoted: home currency per unit of the foreign
```
"""


def test_prices_and_rates_are_told_in_the_months_in_which_they_move(said: Said) -> None:
    """7 % in December 2027, of which 5 % are passed on from January; a rate of 0.85 that is 0.86 from March 2027 on."""
    world = WORLD + "indices:\n  CPI: {yearly move: 7 %}\n  EURGBP: {levels: {2027-01-01: 0.85, 2027-03-05: 0.86}, yearly move: 0 %}\n"
    books = story(PRICES, world, said, months=14)
    told = [(books.rules.calendar.label(line.instant)[:10], line.clause, line.words) for line in book_lines(books.rules, books.life)]
    assert told == [
        ("2027-02-01", "5.4", "one EUR is 0.850000 GBP"),
        ("2027-04-01", "5.4", "one EUR is 0.860000 GBP"),
        ("2028-01-01", "5.2", "CPI has moved by 7.000 % since the last adjustment"),
        ("2028-02-01", "5.2", "prices stand at 105.000 % of those agreed"),
    ]


def test_a_loss_is_the_plan_less_what_is_left(said: Said) -> None:
    """Twelve months at 10,000, of which credits of 6,000 come back."""
    books = story(LEVELS.split("## 8.4")[0], WORLD, said, months=3, history="2027-01-12T10:00,2027-01-12T15:00,p\n")
    found = losses(books.rules, books.life, {"client": -3_000_000, "provider": 3_000_000})
    assert found == [Loss("client", -2_400_000, -3_000_000), Loss("provider", 2_400_000, 3_000_000)]
    assert [one.loss for one in found] == [-600_000, 600_000]
