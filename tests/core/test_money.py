"""Money is whole minor units, and a share of it is rounded once, by one rule, in exact integers."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.core.money import LIMIT, Money, currency, share
from wargame.core.problem import BadValue


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(25_000_000, "GBP"), "GBP 250,000.00"),
        (Money(5, "GBP"), "GBP 0.05"),
        (Money(-5, "GBP"), "GBP -0.05"),
        (Money(1234, "JPY"), "JPY 1,234"),
        (Money(1234, "BHD"), "BHD 1.234"),
    ],
)
def test_money_is_shown_with_the_digits_of_its_currency(money: Money, text: str) -> None:
    assert str(money) == text


@pytest.mark.parametrize(("code", "hint"), [("gbp", "GBP"), ("GPB", "GBP"), ("EURO", "EUR")])
def test_an_unknown_currency_brings_the_nearest_code(code: str, hint: str) -> None:
    with pytest.raises(BadValue, match=code) as caught:
        currency(code)
    assert f'"{hint}"' in caught.value.hint


def test_amounts_of_two_currencies_are_not_compared() -> None:
    assert Money(1, "GBP") < Money(2, "GBP") <= Money(2, "GBP")
    with pytest.raises(TypeError, match="two currencies"):
        _ = Money(1, "GBP") < Money(2, "USD")


@pytest.mark.parametrize(
    ("amount", "num", "den", "result"),
    [(5, 1, 2, 3), (-5, 1, 2, -3), (-1, 1, 2, -1), (1, 1, 3, 0), (2, 1, 3, 1), (-2, 1, 3, -1), (100, 15, 100, 15), (70, 15, 100, 11), (0, 7, 9, 0)],
)
def test_halves_go_away_from_zero(amount: int, num: int, den: int, result: int) -> None:
    assert share(amount, num, den) == result


@given(st.integers(-(10**12), 10**12), st.integers(-1000, 1000), st.integers(1, 10**5))
def test_a_share_is_the_exact_fraction_rounded_alike_on_both_sides_of_zero(amount: int, num: int, den: int) -> None:
    exact = Fraction(amount * num, den)
    assert share(amount, num, den) == (1 if exact > 0 else -1) * floor(abs(exact) + Fraction(1, 2))
    assert share(-amount, num, den) == -share(amount, num, den)


def test_a_share_that_lanes_could_not_hold_is_refused_in_words() -> None:
    assert share(LIMIT // 2 - 1, 1, 1) == LIMIT // 2 - 1
    for amount in (LIMIT // 2, -LIMIT // 2):
        with pytest.raises(OverflowError, match="too large to compute exactly"):
            share(amount, 1, 1)
    with pytest.raises(ValueError, match="positive denominator"):
        share(1, 1, 0)
