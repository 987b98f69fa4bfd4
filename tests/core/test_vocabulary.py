"""The words of rules mean the same for one life and for many lanes; shares of money are exact to the last unit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from math import floor, inf
from typing import Any

import numpy as np
import pytest

from wargame.core.lanes import VECTOR
from wargame.core.money import LIMIT, share
from wargame.core.vocabulary import SCALAR, portions

MILLION = 1_000_000
LARGEST = 10**12  # minor units a document may state


def by_hand(amount: int, num: int, den: int) -> int:
    """A share in decimal arithmetic: the nearest whole unit, an exact half away from zero."""
    with localcontext() as context:
        context.prec = 60
        return int((Decimal(amount) * Decimal(num) / Decimal(den)).to_integral_value(ROUND_HALF_UP))  # by size, as Decimal has it


def amounts_and_rates(count: int, seed: int) -> Iterator[tuple[int, list[int], list[int]]]:
    """(denominator, amounts, numerators) with rates of none to six decimals, of both signs; the products stay below the bound."""
    draw = np.random.default_rng(seed)
    for decimals in range(7):
        den = 10**decimals
        amounts = draw.integers(-LARGEST, LARGEST + 1, count // 7 + 1)
        yield den, amounts.tolist(), draw.integers(-2 * den, 2 * den + 1, amounts.size).tolist()


def test_shares_of_100_000_amounts_are_exact() -> None:
    seen = 0
    for den, amounts, numerators in amounts_and_rates(100_000, 1):
        expected = [by_hand(amount, num, den) for amount, num in zip(amounts, numerators, strict=True)]
        assert [SCALAR.share(amount, num, den) for amount, num in zip(amounts, numerators, strict=True)] == expected
        assert VECTOR.share(np.array(amounts), np.array(numerators), den).tolist() == expected
        seen += len(expected)
    assert seen >= 100_000


@pytest.mark.parametrize("den", [2, 4, 10, 100, 1000, 10_000, 100_000, MILLION])
def test_every_exact_half_goes_away_from_zero(den: int) -> None:
    """amount · num = (k + ½) · den for whole k, up to the largest amounts: floats are a unit wrong for some of them."""
    draw = np.random.default_rng(den)
    whole = np.concatenate((np.arange(-500, 500), draw.integers(-LARGEST, LARGEST, 2000)))
    amounts = 2 * whole + 1
    nums = [den // 2] if den > 2 else [1]
    for num in [*nums, -nums[0]]:
        expected = [by_hand(amount, num, den) for amount in amounts.tolist()]
        assert all(abs(2 * e * den) - abs(2 * a * num) == den for e, a in zip(expected, amounts.tolist(), strict=True))  # all are halves
        assert VECTOR.share(amounts, num, den).tolist() == expected
        assert [SCALAR.share(amount, num, den) for amount in amounts.tolist()] == expected


def test_a_room_is_shared_by_the_largest_remainder_in_both_dialects() -> None:
    def shared(amounts: list[int], room: int, ties: tuple[str, ...] = ()) -> list[int]:
        found = portions(SCALAR, amounts, room, sum(amounts), ties)
        lanes = portions(VECTOR, [np.array([amount, 0]) for amount in amounts], np.array([room, 0]), np.array([sum(amounts), 0]), ties)
        assert [part.tolist() for part in lanes] == [[part, 0] for part in found] and sum(found) == room
        return found

    assert shared([100, 100, 100], 100) == [34, 33, 33]  # alike but for their order
    assert shared([100, 100, 100], 100, ("c", "a", "b")) == [33, 34, 33]  # … or for what they are called
    assert shared([10, 20, 70], 99) == [10, 20, 69]  # 9.9, 19.8, 69.3
    assert shared([1, 3], 2) == [0, 2]  # 0.5 and 1.5: the larger amount
    draw = np.random.default_rng(3)
    for _ in range(300):
        amounts = draw.integers(0, 2**40, draw.integers(2, 9)).tolist()
        room = int(draw.integers(0, sum(amounts) + 1))
        exact = [Fraction(amount * room, max(sum(amounts), 1)) for amount in amounts]
        assert all(abs(part - one) < 1 for part, one in zip(shared(amounts, room), exact, strict=True))
        assert sorted(shared(amounts[::-1], room)) == sorted(shared(amounts, room))


def test_lanes_may_hold_the_rate() -> None:
    rates = np.array([0, 5, 12, -5])
    assert VECTOR.share(np.array([10, 10, 12, 10]), rates, 100).tolist() == [
        share(a, r, 100) for a, r in zip((10, 10, 12, 10), rates.tolist(), strict=True)
    ]
    assert VECTOR.share(1000, rates, 100).tolist() == [0, 50, 120, -50]
    assert VECTOR.share(5, 1, 2) == 3


@pytest.mark.parametrize(
    ("amount", "num", "den"), [(LIMIT // 2, 1, 1), (-(LIMIT // 2), 1, 1), (LARGEST, 5 * MILLION, MILLION), (2**40, 2**40, 1), (1, 1, LIMIT)]
)
def test_a_share_beyond_the_exact_range_is_refused_in_both_dialects(amount: int, num: int, den: int) -> None:
    with pytest.raises(OverflowError):
        SCALAR.share(amount, num, den)
    for lanes in (np.array([0, amount]), np.array([amount, 3])):
        with pytest.raises(OverflowError):
            VECTOR.share(lanes, num, den)
    with pytest.raises(OverflowError):
        VECTOR.share(amount, np.array([0, num]), den)


def test_the_largest_share_is_exact_in_both_dialects() -> None:
    amount = LIMIT // 2 - 1
    assert SCALAR.share(amount, 1, 1) == amount == VECTOR.share(np.array([amount]), 1, 1)[0]
    assert VECTOR.share(np.array([-amount]), 1, 1)[0] == -amount
    lowest = np.array([np.iinfo(np.int64).min])
    with pytest.raises(OverflowError):  # whose absolute value int64 does not have
        VECTOR.share(lowest, 1, 1)


def test_a_proportion_is_the_exact_fraction_rounded_down() -> None:
    draw = np.random.default_rng(5)
    whole = np.concatenate((draw.integers(0, 2**47, 20_000), draw.integers(0, 1000, 5000), [0, 1, 2**47 - 1, 2**47 - 1]))
    part = np.concatenate((draw.integers(0, 2**47, 20_000), draw.integers(0, 1000, 5000), [7, 1, 2**47 - 1, 2**47 - 2]))
    amount = np.concatenate((draw.integers(0, 2**60, 20_000), draw.integers(0, 1000, 5000), [5, 2**60 - 1, 2**59, 2**59]))
    ratio = np.maximum(part // np.maximum(whole, 1), 1)  # quotients that int64 can hold
    amount = amount // (ratio + 1)
    expected = [floor(Fraction(a * p, w)) if w else 0 for a, p, w in zip(amount.tolist(), part.tolist(), whole.tolist(), strict=True)]
    assert VECTOR.proportion(amount, part, whole).tolist() == expected
    assert [SCALAR.proportion(a, p, w) for a, p, w in zip(amount.tolist(), part.tolist(), whole.tolist(), strict=True)] == expected
    assert VECTOR.proportion(10, np.array([1, 2]), 3).tolist() == [3, 6]


@pytest.mark.parametrize(("amount", "part", "whole"), [(1, 2**47, 1), (1, 1, 2**47), (2**60, 1, 1)])
def test_a_proportion_beyond_the_exact_range_is_refused_in_both_dialects(amount: int, part: int, whole: int) -> None:
    with pytest.raises(OverflowError):
        SCALAR.proportion(amount, part, whole)
    with pytest.raises(OverflowError):
        VECTOR.proportion(np.array([amount, 0]), part, whole)


def test_both_dialects_agree_on_every_other_word() -> None:
    draw = np.random.default_rng(9)
    a, b = draw.integers(-50, 50, 500), draw.integers(-5, 5, 500)
    masks = a > 0, b > 0
    pairs = list(zip(a.tolist(), b.tolist(), strict=True))

    def same(lanes: Any, one_by_one: list[Any]) -> bool:
        return bool(np.array_equal(lanes, np.array(one_by_one))) and [type(x) for x in lanes.tolist()] == [type(x) for x in one_by_one]

    assert same(VECTOR.where(masks[0], a, b), [SCALAR.where(x > 0, x, y) for x, y in pairs])
    assert same(VECTOR.where(masks[0], a, 7), [SCALAR.where(x > 0, x, 7) for x, _ in pairs])
    for word in ("minimum", "maximum"):
        assert same(getattr(VECTOR, word)(a, b), [getattr(SCALAR, word)(x, y) for x, y in pairs])
    assert same(VECTOR.absolute(a), [SCALAR.absolute(x) for x, _ in pairs])
    for word in ("both", "either"):
        assert same(getattr(VECTOR, word)(*masks), [getattr(SCALAR, word)(x > 0, y > 0) for x, y in pairs])
    assert same(VECTOR.negate(masks[0]), [SCALAR.negate(x > 0) for x, _ in pairs])
    assert same(VECTOR.whole(a, 7), [SCALAR.whole(x, 7) for x, _ in pairs])
    assert same(VECTOR.divide(a, b, 1.0), [SCALAR.divide(x, y, 1.0) for x, y in pairs])
    assert same(VECTOR.divide(a, 3, 1.0), [SCALAR.divide(x, 3, 1.0) for x, _ in pairs])
    assert same(VECTOR.divide(a, 0, 0.5), [0.5] * 500)
    assert VECTOR.total([]) == SCALAR.total([]) == 0
    assert same(VECTOR.total([a, b, a]), [SCALAR.total([x, y, x]) for x, y in pairs])


def test_a_total_is_a_left_fold_in_both_dialects() -> None:
    """Floats added in another order give other bits."""
    values = [0.1, 0.2, 0.3, 1e16, -1e16]
    lanes = VECTOR.total([np.array([value]) for value in values])
    assert SCALAR.total(values) == lanes[0] == 0.0 != SCALAR.total(values[::-1])


def test_an_attainment_is_the_correctly_rounded_quotient() -> None:
    """(T - down) / T meets an exact threshold, where 1 - down / T misses it."""
    month, down = 31 * 86_400, 13_392  # 99.5 % of a month of 31 days
    assert VECTOR.divide(np.array([month - down]), month, 1.0)[0] == SCALAR.divide(month - down, month, 1.0) == 995 / 1000
    draw = np.random.default_rng(3)
    tops, bottoms = draw.integers(0, 2**53, 2000), draw.integers(1, 2**53, 2000)
    quotients = VECTOR.divide(tops, bottoms, inf)
    for top, bottom, quotient in zip(tops.tolist(), bottoms.tolist(), quotients.tolist(), strict=True):
        assert quotient == SCALAR.divide(top, bottom, inf) == float(Fraction(top, bottom))


def test_a_proportion_that_64_bits_cannot_hold_is_refused_in_both_dialects() -> None:
    """Operands in range, but the quotient is 2^105: lanes must not wrap where numbers are exact."""
    with pytest.raises(OverflowError):
        SCALAR.proportion(2**59, 2**46, 1)
    with pytest.raises(OverflowError):
        VECTOR.proportion(np.array([2**59]), 2**46, 1)


def test_a_mask_that_is_one_bool_for_all_lanes_makes_no_array_without_dimension() -> None:
    """Of an array of no dimension a share would be taken on a copy and lost: 35 % of 100 stayed 7,000."""
    for mask in (True, False):
        chosen = VECTOR.where(mask, VECTOR.maximum(100, 0), 0)
        assert VECTOR.share(chosen, 35, 100) == SCALAR.share(SCALAR.where(mask, 100, 0), 35, 100)
