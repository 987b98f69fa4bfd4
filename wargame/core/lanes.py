"""The vector backend: the words of `core.vocabulary` for thousands of lives at once, as numpy arrays with one number a lane."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wargame.core.arrays import Bools, Ints
from wargame.core.money import LIMIT, share
from wargame.core.vocabulary import BEYOND, MOST, NEAR, WHOLE, Mode, Pair, ScalarBackend, Value, ratio_product, ratio_sum, too_large

_CHUNK = 15  # bits a step of the long division in `proportion`; remainder · 2^15 must stay below 2^63
_NEAR = 2**50  # a quotient below it is at most one off as a float rounded three times
_WIDE, _FEW = 4096, 16  # from so many lanes on, a mask that holds in one of so many is worked on lane by lane
_SAFE = 2.0**61  # parts of a ratio below it are exact in 64 bits
_OR = np.bitwise_or.reduce


def anywhere(value: Value) -> bool:
    """Whether a number is other than 0, or a mask holds, in some life. For drivers, which may leave out work; rules do not ask."""
    return bool(_OR(value, axis=None)) if isinstance(value, np.ndarray) else bool(value)


class VectorBackend:
    """The vector backend: numpy arrays, one element a lane; terms stay Python scalars."""

    # numpy's own, which bind no instance.
    minimum: Callable[[Value, Value], Value] = np.minimum
    maximum: Callable[[Value, Value], Value] = np.maximum
    absolute: Callable[[Value], Value] = np.abs
    both: Callable[[Value, Value], Value] = np.logical_and
    either: Callable[[Value, Value], Value] = np.logical_or
    negate: Callable[[Value], Value] = np.logical_not
    total = staticmethod(ScalarBackend.total)

    @staticmethod
    def where(mask: Value, yes: Value, no: Value) -> Value:
        """`yes` in lanes where the mask holds, else `no`; a mask that is one bool for all lanes chooses, and makes no array of no dimension.

        Where the mask holds nowhere, as for what is rare, `no` itself: an eighth of the time for 8,192 lanes; where it holds in few, those are put
        into a copy: half of it (measured).
        """
        if yes is no:  # as 0 for what is counted nowhere
            return yes
        if not isinstance(mask, np.ndarray):
            return yes if mask else no
        holds = np.count_nonzero(mask) if mask.ndim else 1
        if holds and (mask.size < _WIDE or _FEW * holds > mask.size):
            return np.where(mask, yes, no)
        if isinstance(no, np.ndarray) and no.shape == mask.shape and _same_type(yes, no):
            result = no.copy() if holds else no
        elif not isinstance(no, np.ndarray) and no == 0 and _whole(no) and _whole(yes) and np.shape(yes) in ((), mask.shape):
            result = np.zeros(mask.shape, np.int64)
        else:
            return np.where(mask, yes, no)
        if holds:
            some = mask.nonzero()[0]
            result[some] = yes[some] if isinstance(yes, np.ndarray) else yes
        return result

    @staticmethod
    def divide(a: Value, b: Value, when_zero: float) -> Value:
        """The quotient as float64, correctly rounded; `when_zero` where the divisor is 0. Operands below 2^53."""
        if not isinstance(b, np.ndarray):
            return np.true_divide(a, b) if b else np.full(np.shape(a), when_zero)
        zero = b == 0
        if not zero.any():
            return np.true_divide(a, b)
        return np.where(zero, when_zero, np.true_divide(a, np.where(zero, 1, b)))

    @staticmethod
    def whole(a: Value, b: int) -> Value:
        """How many whole `b` (a positive term) go into `a`, rounded down."""
        return np.floor_divide(a, b)

    @staticmethod
    def share(amount: Value, num: Value, den: int) -> Value:
        """As in Numbers, the bound 2^62 checked before anything is multiplied: int64 wraps silently."""
        if not isinstance(amount, np.ndarray) and not isinstance(num, np.ndarray):
            return share(int(amount), int(num), den)
        amounts = int(_OR(amount, axis=None)) if isinstance(amount, np.ndarray) else int(amount)
        if amounts == 0 and _is_nothing(amount, num):
            return amount
        numbers = int(_OR(num, axis=None)) if isinstance(num, np.ndarray) else int(num)
        # All bits of numbers that are not negative are a bound in one pass, at most twice the largest; beyond it that one is looked for.
        if (amounts < 0 or numbers < 0 or 2 * amounts * numbers + den >= LIMIT) and 2 * _largest(amount) * _largest(num) + den >= LIMIT:
            raise OverflowError(
                f"{_largest(amount)} × {_largest(num)}/{den} is beyond the exact range 2^62; use fewer decimals in the rate or a larger unit"
            )
        if den == 1:
            return amount * num
        product = np.multiply(amount, 2 * num)
        below = None if amounts >= 0 and numbers >= 0 else product < 0
        if below is not None:
            np.abs(product, out=product)
        product += den
        # Of many numbers dividing without a sign takes half the time, of few a third more (measured). Halves go away from zero, so amounts below
        # it are turned round and back.
        if product.size < _WIDE:
            product //= 2 * den
        else:
            unsigned = product.view(np.uint64)
            unsigned //= np.uint64(2 * den)
        if below is not None:
            np.negative(product, out=product, where=below)
        return product

    @staticmethod
    def proportion(amount: Value, part: Value, whole: Value) -> Value:
        """As in Numbers, though `amount · part` does not fit into 64 bits: a quotient in floats, set right by its remainder."""
        if not any(isinstance(value, np.ndarray) for value in (amount, part, whole)):
            return ScalarBackend.proportion(int(amount), int(part), int(whole))
        amounts, parts, wholes = _check_proportion(amount, part, whole)
        if amounts == 0 and _is_nothing(amount, part, whole):
            return amount
        if parts == 0 and _is_nothing(part, amount, whole):
            return part
        if np.array_equal(part, whole):  # as for what no cap and no set-off touches: the amount itself, a fifth of the time
            return np.multiply(amount, np.not_equal(whole, 0))
        if amounts >= 0 and parts >= 0 and wholes >= 0:
            found = _by_remainder(amount, part, whole)
            if found is not None:
                return found
        # Where part equals whole, as nearly everywhere that a cap does not bite, the amount itself.
        result = np.multiply(amount, np.not_equal(whole, 0))
        unequal = np.not_equal(part, whole)
        if unequal.any():
            result, amount, part, whole = (np.array(value) for value in np.broadcast_arrays(result, amount, part, whole))
            some = np.broadcast_to(unequal, result.shape) & (whole != 0)
            result[some] = _long_division(amount[some], part[some], whole[some])
        return result

    @classmethod
    def portions(cls, amounts: Sequence[Value], allowed: Value, total: Value) -> list[Value]:
        """As in Numbers, lane by lane; products may wrap, and their difference comes out right."""
        given = [np.asarray(value) for value in (*amounts, allowed, total)]
        if not any(value.ndim for value in given):
            return ScalarBackend.portions([int(amount) for amount in amounts], int(allowed), int(total))
        *each, room, whole = np.broadcast_arrays(*given)
        claims = np.array(each)
        parts = cls.proportion(claims, room, whole)
        rests = claims * room - parts * whole
        ranks = np.lexsort((-claims, -rests), axis=0).argsort(axis=0)
        parts = parts + (ranks < room - np.sum(parts, axis=0))
        return list(parts)

    @staticmethod
    def rounded(amount: Value, num: Value, den: Value, mode: Mode = "half up") -> Value:
        """As in Numbers: a quotient in floats, at most one off, set right by its remainder, which comes out right although products may wrap."""
        if not any(isinstance(value, np.ndarray) for value in (amount, num, den)):
            return ScalarBackend.rounded(int(amount), int(num), int(den), mode)
        bits = _bits(amount), _bits(num), _bits(den)
        if mode == "half up" and min(bits) >= 0 and 2 * bits[0] * bits[1] + bits[2] < LIMIT and bits[0] * bits[1] < NEAR:
            # As nearly always: products that 64 bits hold, of numbers not negative.
            product = np.multiply(2 * amount, num)
            product += den
            product //= 2 * den
            return product
        below = np.less(amount, 0) != np.less(num, 0)
        size, part, whole = np.abs(amount), np.abs(num), np.asarray(den)
        near = np.multiply(size, part, dtype=np.float64) / whole
        if near.max(initial=0.0) >= NEAR:
            raise too_large(int(near.max()))
        quotient = near.astype(np.int64)
        rest = np.multiply(size, part) - quotient * whole
        for _ in range(2):
            over, under = rest >= whole, rest < 0
            quotient += over
            quotient -= under
            rest = rest - over * whole + under * whole
        if mode == "half up":
            quotient += 2 * rest >= whole
        elif mode == "half even":
            quotient += (2 * rest > whole) | ((2 * rest == whole) & (quotient % 2 == 1))
        elif mode == "up":
            quotient += rest > 0
        result: Value = np.where(below, -quotient, quotient)
        return result

    @staticmethod
    def product(a: Pair, b: Pair) -> Pair:
        """As in Numbers."""
        return _ratios(ratio_product, lambda n, d, m, e: (n * m, d * e), a, b)

    @staticmethod
    def sum_of(a: Pair, b: Pair) -> Pair:
        """As in Numbers."""
        return _ratios(ratio_sum, lambda n, d, m, e: (n * e + m * d, d * e), a, b)


def _ratios(one: Callable[[Any, Any], Any], many: Callable[..., tuple[Any, Any]], a: Pair, b: Pair) -> Pair:
    """A ratio of two, lane by lane. Lanes in which it would need too many digits, which are rare, are worked out one by one."""
    given = (*a, *b)
    if not any(isinstance(value, np.ndarray) for value in given):
        found = one((int(a[0]), int(a[1])), (int(b[0]), int(b[1])))
        return found[0], found[1]
    bound = max(many(*(_largest(value) for value in given)))
    if bound >= LIMIT:
        return _widely(one, many, given)
    nums, dens = many(*given)
    divisor = np.maximum(np.gcd(nums, dens), 1)
    nums, dens = nums // divisor, dens // divisor
    if bound > MOST:
        _one_by_one(one, given, (nums, dens), (np.abs(nums) > MOST) | (dens > MOST))
    return nums, dens


def _widely(one: Callable[[Any, Any], Any], many: Callable[..., tuple[Any, Any]], given: tuple[Value, ...]) -> Pair:
    """The same where a product of some lane may be beyond 64 bits: which one is told by floats."""
    every = np.broadcast_arrays(*(np.asarray(value, np.int64) for value in given))
    num, den = many(*(value.astype(np.float64) for value in every))
    wide = (np.abs(num) >= _SAFE) | (np.abs(den) >= _SAFE)
    with np.errstate(over="ignore"):
        nums, dens = many(*every)
    # What wrapped is found anew below, so that it need not be right here; nothing may be divided by 0.
    dens = np.where(wide, 1, dens)
    divisor = np.maximum(np.gcd(nums, dens), 1)
    nums, dens = nums // divisor, dens // divisor
    _one_by_one(one, given, (nums, dens), wide | (np.abs(nums) > MOST) | (dens > MOST))
    return nums, dens


def _one_by_one(one: Callable[[Any, Any], Any], given: tuple[Value, ...], found: tuple[Ints, Ints], some: Bools) -> None:
    """Put what the scalar words make of a few lanes in the place of what was found there."""
    for lane in np.flatnonzero(some).tolist():
        n, d, m, e = (int(value[lane]) if isinstance(value, np.ndarray) else int(value) for value in given)
        found[0][lane], found[1][lane] = one((n, d), (m, e))


def _same_type(yes: Value, no: NDArray[Any]) -> bool:
    """Whether a choice between `yes` and the array `no` has the type of `no`, lane by lane."""
    if isinstance(yes, np.ndarray):
        return bool(yes.dtype == no.dtype) and yes.shape == no.shape
    return bool(no.dtype == (bool if isinstance(yes, bool) else np.int64 if isinstance(yes, int) else np.float64))


def _is_nothing(amount: Value, *by: Value) -> bool:
    """Whether an amount of which all bits are 0 is what any share of it is: nothing, in as many lanes."""
    return isinstance(amount, np.ndarray) and amount.dtype == np.int64 and all(np.shape(value) in ((), amount.shape) for value in by)


def _whole(value: Value) -> bool:
    """Whether a value is a whole number, or an array of them."""
    return value.dtype == np.int64 and value.ndim < 2 if isinstance(value, np.ndarray) else type(value) is int


def _by_remainder(amount: Value, part: Value, whole: Value) -> Value | None:
    """The proportion of numbers not negative, where no quotient reaches 2^50; else None.

    The quotient in floats is then at most one off. Its remainder says which way: it is small, so it comes out right although both products may wrap.
    """
    none = np.equal(whole, 0)
    divisor = np.add(whole, none) if none.any() else whole
    near = np.multiply(amount, part, dtype=np.float64)
    near /= divisor
    if near.max(initial=0.0) >= _NEAR:
        return None
    quotient = near.astype(np.int64)
    rest = np.multiply(amount, part) - np.multiply(quotient, divisor)
    quotient += rest >= divisor
    quotient -= rest < 0
    if divisor is not whole:
        quotient *= np.logical_not(none)
    return quotient


def _long_division(amount: Ints, part: Ints, divisor: Ints) -> Ints:
    if (amount.astype(np.float64) * part / divisor >= LIMIT).any():
        raise OverflowError(BEYOND)
    quotient = np.zeros(divisor.shape, np.int64)
    rest = np.zeros(divisor.shape, np.int64)
    for shift in range(45, -1, -_CHUNK):
        digit = (amount >> shift) & (2**_CHUNK - 1)
        rest = (rest << _CHUNK) + digit * part
        step = rest // divisor
        rest -= step * divisor
        quotient = (quotient << _CHUNK) + step
    return quotient


def _check_proportion(amount: Value, part: Value, whole: Value) -> tuple[int, int, int]:
    """All bits of the three, negative for numbers that may be; OverflowError beyond the exact range."""
    bits = _bits(amount), _bits(part), _bits(whole)
    if min(bits) >= 0 and max(bits) < WHOLE:
        return bits
    largest = max(_largest(part), _largest(whole))
    if largest >= WHOLE or _largest(amount) >= WHOLE * 2**13:
        raise too_large(largest)
    return bits


def _bits(value: Value) -> int:
    """A bound on non-negative numbers in one pass (all their bits, so at most twice the largest); negative if any is negative, and then no bound but
    -2^62."""
    if not isinstance(value, np.ndarray):
        return int(value)
    bits = int(_OR(value, axis=None)) if value.size else 0
    return bits if bits >= 0 else -LIMIT


def _largest(value: Value) -> int:
    """The largest absolute value, as a Python int (never wraps)."""
    if isinstance(value, np.ndarray):
        return max(int(value.max()), -int(value.min())) if value.size else 0
    return abs(int(value))


VECTOR = VectorBackend()
