"""Exact fractions for rules: products and sums of ratios, and amounts multiplied by them, for one life and for lanes.

A ratio is a pair (num, den) of whole numbers, den > 0, in lowest terms. Ratios of published levels are exact as long as both parts have at most 12
digits; a product that would need more is rounded to the nearest 10^-12, half away from zero (the only rounding there is here, and the same in lanes).
"""

from __future__ import annotations

from math import gcd
from typing import Literal

Mode = Literal["half up", "half even", "up", "down"]
MODES = ("half up", "half even", "up", "down")
MOST = 10**12  # parts of a ratio that is kept as it is
FINEST = 10**12
Ratio = tuple[int, int]


def kept(num: int, den: int) -> Ratio:
    """A fraction in lowest terms, or where its parts have too many digits the nearest in 10^-12."""
    divisor = gcd(num, den) or 1
    num, den = num // divisor, den // divisor
    if max(abs(num), den) <= MOST:
        return num, den
    size = (2 * abs(num) * FINEST + den) // (2 * den)
    divisor = gcd(size, FINEST)
    return (-size if num < 0 else size) // divisor, FINEST // divisor


def product(a: Ratio, b: Ratio) -> Ratio:
    """The product of two ratios."""
    return kept(a[0] * b[0], a[1] * b[1])


def total(a: Ratio, b: Ratio) -> Ratio:
    """The sum of two ratios."""
    return kept(a[0] * b[1] + b[0] * a[1], a[1] * b[1])


def rounded(amount: int, num: int, den: int, mode: Mode = "half up") -> int:
    """`amount · num / den` in whole units, rounded by size, so alike on both sides of zero."""
    size = abs(amount * num)
    whole, rest = divmod(size, den)
    whole += goes_up(whole, rest, den, mode)
    return -whole if (amount < 0) != (num < 0) else whole


def goes_up(whole: int, rest: int, den: int, mode: Mode) -> bool:
    """Whether `whole` and `rest`/`den` is rounded to the next whole."""
    if mode == "half up":
        return 2 * rest >= den
    if mode == "half even":
        return 2 * rest > den or (2 * rest == den and whole % 2 == 1)
    return mode == "up" and rest > 0
