"""Words become exact quantities with their units, or are refused with both units and the way out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.core.money import Money
from wargame.core.problem import BadValue
from wargame.core.reading import (
    is_blank,
    parse_count,
    parse_date,
    parse_decimal,
    parse_duration,
    parse_money,
    parse_price,
    parse_rate,
    parse_whole,
)
from wargame.core.values import DAY, Count, Duration, Price, Rate


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (parse_money, "GBP 250 000", Money(25_000_000, "GBP")),
        (parse_money, "GBP 250,000.00", Money(25_000_000, "GBP")),
        (parse_money, "GBP 250\u202f000", Money(25_000_000, "GBP")),
        (parse_money, "GBP 0", Money(0, "GBP")),
        (parse_money, "JPY 1 000", Money(1000, "JPY")),
        (parse_money, "BHD 1.5", Money(1500, "BHD")),
        (parse_price, "GBP 4.2055", Price(42055, 100, "GBP")),
        (parse_price, "GBP 4.20", Price(420, 1, "GBP")),
        (parse_price, "GBP 4.2 per call", Price(420, 1, "GBP", "call")),
        (parse_price, "JPY 0.5", Price(5, 10, "JPY")),
        (parse_rate, "15 %", Rate(15, 100)),
        (parse_rate, "15%", Rate(15, 100)),
        (parse_rate, "99.50 %", Rate(995, 1000)),
        (parse_rate, "-2 %", Rate(-2, 100)),
        (parse_rate, "−2\u00a0%", Rate(-2, 100)),
        (parse_duration, "4 hours", Duration(seconds=14_400)),
        (parse_duration, "1.5 hours", Duration(seconds=5400)),
        (parse_duration, "30 minutes", Duration(seconds=1800)),
        (parse_duration, "3 weeks", Duration(seconds=21 * DAY)),
        (parse_duration, "2 business days", Duration(business_days=2)),
        (parse_duration, "1 working day", Duration(business_days=1)),
        (parse_duration, "36 months", Duration(months=36)),
        (parse_duration, "1 year", Duration(months=12)),
        (parse_duration, "0 hours", Duration()),
        (parse_count, "100 000 per month", Count(100_000, 1, None, "month")),
        (parse_count, "0.5 per month", Count(5, 10, None, "month")),
        (parse_count, "3 600 per day", Count(3600, 1, None, "day")),
        (parse_count, "100,000 calls per month", Count(100_000, 1, "calls", "month")),
        (parse_count, "80 000", Count(80_000)),
        (parse_count, "12", Count(12)),
        (parse_count, "1,000", Count(1000)),
        (parse_whole, "1 000", 1000),
        (parse_decimal, "1,000.50", (10005, 1)),
        (parse_date, "2028-02-29", dt.date(2028, 2, 29)),
    ],
)
def test_what_is_accepted(parse: Callable[[str], object], text: str, value: object) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    ("parse", "text", "words"),
    [
        (parse_rate, "4 hours", r"a duration \(hours\) where a percentage \(%\) is due"),
        (parse_duration, "15 %", r"a percentage \(%\) where a duration is due"),
        (parse_money, "15 %", r"a percentage \(%\) where an amount of money is due"),
        (parse_count, "GBP 4", r"an amount of money \(GBP\) where a quantity is due"),
        (parse_count, "4 hours", r"a duration \(hours\) where a quantity is due"),
        (parse_count, "15 %", r"a percentage \(%\) where a quantity is due"),
        (parse_rate, "15", r"a plain number where a percentage \(%\) is due"),
        (parse_money, "250 000", "has no currency"),
        (parse_money, "250 000 GBP", "currency last"),
        (parse_money, "GBP", "no figure"),
        (parse_money, "GBP nan", "not a finite number"),
        (parse_money, "inf", "not a finite number"),
        (parse_rate, "NaN", "not a finite number"),
        (parse_rate, "-inf %", "not a finite number"),
        (parse_money, "GBP 1e400", "scientific notation"),
        (parse_count, "1e3", "scientific notation"),
        (parse_rate, "-0 %", "minus zero"),
        (parse_count, "-0", "minus zero"),
        (parse_price, "GBP -4.20", "negative"),
        (parse_money, "GBP -1", "negative"),
        (parse_money, "GBP 1" + "0" * 30, r"above the limit of GBP 10,000,000,000.00"),
        (parse_money, "GBP " + "9" * 5000, "too long a number"),
        (parse_price, "GBP 99 999 999 999", "above the limit"),
        (parse_count, "2 000 000 000 000", "above the limit of 1,000,000,000,000"),
        (parse_rate, "2 000 000 %", "above the limit"),
        (parse_duration, "101 years", "100 years"),
        (parse_money, "GBP 250.005", "3 decimal places; GBP has 2"),
        (parse_money, "JPY 0.5", "1 decimal places; JPY has 0"),
        (parse_count, "010", "begins with a zero"),
        (parse_rate, "05 %", "begins with a zero"),
        (parse_count, "1.234.567", "is not a number"),
        (parse_count, "12,5", "is not a number"),
        (parse_count, "1,00,000", "is not a number"),
        (parse_count, "١٢", "a text where a quantity is due"),
        (parse_count, "22:22", "is not a quantity"),
        (parse_count, "NO", "a text where a quantity is due"),
        (parse_count, "5 per months", "plural"),
        (parse_money, "GBP 250k", "does not belong to an amount of money"),
        (parse_money, "GBX 5", "not an ISO 4217"),
        (parse_rate, "150 % of charges", "more than a percentage"),
        (parse_duration, "2 fortnights", 'no unit of time is called "fortnights"'),
        (parse_duration, "0.5 months", "not a whole number of months"),
        (parse_duration, "0.0001 seconds", "not a whole number of seconds"),
        (parse_whole, "3.5", "where a whole number is due"),
        (parse_date, "01/02/2027", "more than one date"),
        (parse_date, "2027-02-30", "not a day of the calendar"),
        (parse_date, "20270101", "a plain number where a date is due"),
    ],
)
def test_what_is_refused_says_why_and_what_to_write(parse: Callable[[str], object], text: str, words: str) -> None:
    with pytest.raises(BadValue, match=words) as caught:
        parse(text)
    assert caught.value.hint


def test_a_symbol_needs_a_currency_that_leaves_no_doubt() -> None:
    assert parse_money("£5", ("GBP",)) == Money(500, "GBP")
    assert parse_money("€5", ("GBP", "EUR")) == Money(500, "EUR")
    with pytest.raises(BadValue, match="USD, CAD") as both:
        parse_money("$5", ("USD", "CAD"))
    assert "USD 5" in both.value.hint
    with pytest.raises(BadValue, match="may be GBP, EGP"):
        parse_money("£5")
    with pytest.raises(BadValue, match="this draft is in GBP"):
        parse_money("$5", ("GBP",))


def test_a_currency_the_draft_does_not_list_is_refused_naming_both() -> None:
    with pytest.raises(BadValue, match="in USD; this draft is in GBP"):
        parse_price("USD 4", ("GBP",))
    assert parse_price("USD 4", ("GBP", "USD")) == Price(400, 1, "USD")


@pytest.mark.parametrize("text", ["", " ", "TBC", "tbd", "[●]", "[***]", "____", "[TBC]", "to be agreed", "?"])
def test_blanks_are_known(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["0", "GBP 0", "NO", "none", "x", "*important*"])
def test_words_and_zeros_are_not_blanks(text: str) -> None:
    assert not is_blank(text)


@given(st.integers(0, 10**12), st.sampled_from(["GBP", "JPY", "BHD"]))
def test_money_reads_what_it_writes(minor: int, code: str) -> None:
    money = Money(minor, code)
    assert parse_money(str(money)) == money


@given(st.integers(-(10**8), 10**8), st.integers(0, 6))
def test_a_rate_reads_what_it_writes(num: int, decimals: int) -> None:
    rate = parse_rate(str(Rate(num, 100 * 10**decimals))) if abs(num) <= 10 ** (6 + decimals) else Rate(num, 100 * 10**decimals)
    assert rate.num * 10**decimals * 100 == num * rate.den


@given(st.one_of(st.builds(Duration, seconds=st.integers(0, 10**9)), st.builds(Duration, months=st.integers(0, 1200))))
def test_a_duration_reads_what_it_writes(duration: Duration) -> None:
    assert parse_duration(str(duration)) == duration


@given(st.text(max_size=30))
def test_no_text_breaks_a_reader(text: str) -> None:
    for parse in (parse_money, parse_price, parse_rate, parse_duration, parse_count, parse_whole, parse_date):
        try:
            parse(text)
        except BadValue as refusal:
            assert refusal.message and refusal.hint
