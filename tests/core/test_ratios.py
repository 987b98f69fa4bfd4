"""Exact ratios: the same for one life and for lanes, whatever the number of digits, and as exact as fractions are."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import floor

import numpy as np
import pytest

from wargame.core.lanes import VECTOR
from wargame.core.vocabulary import FINEST, MODES, MOST, SCALAR, Mode, ratio_product


@pytest.mark.parametrize("mode", MODES)
def test_an_amount_times_a_ratio_is_rounded_once(mode: Mode) -> None:
    draw = np.random.default_rng(7)
    den = np.concatenate((draw.integers(1, 10**12, 3_000), draw.integers(1, 7, 3_000)))
    num = np.concatenate((draw.integers(-(10**12), 10**12, 3_000), draw.integers(-7, 7, 3_000)))
    amount = np.concatenate((draw.integers(-500, 500, 3_000), draw.integers(-(10**12), 10**12, 3_000)))
    amount = np.where(np.abs(amount.astype(float) * num / den) < 2.0**49, amount, 3)
    rows = list(zip(amount.tolist(), num.tolist(), den.tolist(), strict=True))
    found = VECTOR.rounded(amount, num, den, mode)
    assert found.tolist() == [SCALAR.rounded(*row, mode) for row in rows]
    for (a, n, d), one in zip(rows, found.tolist(), strict=True):
        exact = Fraction(a * n, d)
        whole, rest = floor(abs(exact)), abs(exact) - floor(abs(exact))
        up = {"half up": rest >= Fraction(1, 2), "up": rest > 0, "down": False}.get(
            mode, rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1)
        )
        assert one == (-1 if exact < 0 else 1) * (whole + up)


def test_products_and_sums_are_exact_while_they_have_few_digits_and_alike_in_both_dialects_beyond() -> None:
    draw = np.random.default_rng(8)
    for most in (10**4, 10**6, 10**9, 10**12):
        n, m = draw.integers(-most, most, 400), draw.integers(-most, most, 400)
        d, e = draw.integers(1, most, 400), draw.integers(1, most, 400)
        for word in ("product", "sum_of"):
            nums, dens = getattr(VECTOR, word)((n, d), (m, e))
            for i in range(400):
                one = getattr(SCALAR, word)((int(n[i]), int(d[i])), (int(m[i]), int(e[i])))
                assert one == (nums[i], dens[i])
                a, b = Fraction(int(n[i]), int(d[i])), Fraction(int(m[i]), int(e[i]))
                exact, found = a * b if word == "product" else a + b, Fraction(*map(int, one))
                if max(abs(exact.numerator), exact.denominator) <= MOST:
                    assert found == exact
                assert abs(found - exact) <= Fraction(1, 2 * FINEST)


def test_moves_that_nothing_limits_cancel() -> None:
    levels = [1_105_000, 1_142_500, 1_160_300, 1_200_007]
    ratio: tuple[int, int] = (1, 1)
    for before, after in pairwise(levels):
        ratio = ratio_product(ratio, (after, before))
    assert Fraction(*ratio) == Fraction(levels[-1], levels[0])
