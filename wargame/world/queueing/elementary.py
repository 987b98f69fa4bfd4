"""Exponential and logarithm from + − × ÷ alone, so that every processor gives the same bits.

The library's `exp` and `log` differ in the last bit from one processor to the next. These are slower, as exact (within two units in the last place),
and the same everywhere: reduction by powers of two (exact), then a polynomial. Cody & Waite, *Software Manual for the Elementary Functions* (1980).
What the polynomials are taken of may be a float or an array of floats.
"""

from __future__ import annotations

import math
from typing import TypeVar

from wargame.core.arrays import Floats

LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10  # the first has 21 zeros at its end: n · LN2_HIGH is exact
LN2_INVERSE = 1.4426950408889634
LARGEST = 709.0  # beyond it exp leaves the doubles; below its negative it is taken for 0
_EXP = [1.0 / math.factorial(power) for power in range(13, -1, -1)]
_ATANH = [1.0 / power for power in range(25, 2, -2)]
X = TypeVar("X", float, Floats)


def exp(x: float) -> float:
    """e to the x; 0.0 below −709, infinity above 709."""
    if x < -LARGEST:
        return 0.0
    if x > LARGEST:
        return math.inf
    whole = math.floor(x * LN2_INVERSE + 0.5)
    return math.ldexp(exp_near_zero((x - whole * LN2_HIGH) - whole * LN2_LOW), whole)


def exp_near_zero(x: X) -> X:
    """e to the x for |x| up to 0.35: Taylor, degree 13."""
    total = x * _EXP[0] + _EXP[1]
    for coefficient in _EXP[2:]:
        total = total * x + coefficient
    return total


def lost(x: float) -> float:
    """1 − e to the −x, for x ≥ 0, without cancellation where x is small."""
    if x > 0.3:
        return 1.0 - exp(-x)
    total = _EXP[0]
    for coefficient in _EXP[1:-1]:
        total = total * -x + coefficient
    return total * x


def log(x: float) -> float:
    """The natural logarithm of x > 0."""
    fraction, power = math.frexp(x)
    if fraction < 0.7071067811865476:
        fraction, power = 2.0 * fraction, power - 1
    q = (fraction - 1.0) / (fraction + 1.0)
    return power * LN2_HIGH + (power * LN2_LOW + 2.0 * (q + beyond_first(q)))


def beyond_first(q: X) -> X:
    """artanh q − q, for |q| up to 0.2: q³/3 + q⁵/5 + …; log((1 + q)/(1 − q)) is twice artanh q."""
    square = q * q
    total = square * _ATANH[0] + _ATANH[1]
    for coefficient in _ATANH[2:]:
        total = total * square + coefficient
    return total * square * q
