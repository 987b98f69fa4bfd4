"""The few words in which rules are written, for two backends: scalars (one life) and vectors (thousands of lives at once).

A rule never asks which backend it runs on. It adds, subtracts and compares with the ordinary signs, and uses these words for everything else, so that
the same sentence gives the same bits for one life and for a cohort. `/ ~ ** %` are not used in rules: they differ between Python and numpy (`~True`
is -2, integer division by zero wraps, `**` rounds differently), and a house test walks the syntax trees to see that they are not.

An exact ratio is a pair (num, den) of whole numbers in lowest terms, den > 0: exact as long as both parts have at most 12 digits; a product or sum
that would need more is rounded to the nearest 10^-12, half away from zero, the only rounding that ratios know.

The vector backend is `core.lanes`: a draft is checked without numpy, whose import would take a third of that time.

Measured before it was written (8,192 lanes of int64): an addition into a fresh array costs 2.4 µs, into a kept buffer 2.2 µs. A pool of scratch
buffers would have made rules harder to read for a twelfth, so there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import gcd
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias, get_args

from wargame.core.money import LIMIT, share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    # A Python number or bool, or a numpy array of one number a lane: rules must not care which.
    Value: TypeAlias = int | float | bool | NDArray[Any]
else:
    Value = Any  # numpy is not loaded for the sake of a name

Pair: TypeAlias = "tuple[Value, Value]"  # an exact ratio: numerator and denominator
WHOLE = 2**47
NEAR = 2**50
BEYOND = "a proportion is beyond the exact range 2^62; its parts do not belong to one whole"


Mode = Literal["half up", "half even", "up", "down"]
MODES = get_args(Mode)
MOST = 10**12  # parts of a ratio that is kept as it is
FINEST = 10**12
Ratio = tuple[int, int]


class Backend(Protocol):
    """What both backends offer. Arguments are Values; amounts are int minor units; masks are bools."""

    def where(self, mask: Value, yes: Value, no: Value, /) -> Value: ...
    def minimum(self, a: Value, b: Value, /) -> Value: ...
    def maximum(self, a: Value, b: Value, /) -> Value: ...
    def absolute(self, a: Value, /) -> Value: ...
    def both(self, a: Value, b: Value, /) -> Value: ...
    def either(self, a: Value, b: Value, /) -> Value: ...
    def negate(self, a: Value, /) -> Value: ...
    def total(self, values: Iterable[Value], /) -> Value: ...
    def divide(self, a: Value, b: Value, when_zero: float, /) -> Value: ...
    def whole(self, a: Value, b: int, /) -> Value: ...
    def share(self, amount: Value, num: Value, den: int, /) -> Value: ...
    def proportion(self, amount: Value, part: Value, whole: Value, /) -> Value: ...
    def portions(self, amounts: Sequence[Value], allowed: Value, total: Value, /) -> list[Value]: ...
    def rounded(self, amount: Value, num: Value, den: Value, mode: Mode = "half up", /) -> Value: ...
    def product(self, a: Pair, b: Pair, /) -> Pair: ...
    def sum_of(self, a: Pair, b: Pair, /) -> Pair: ...


class ScalarBackend:
    """The scalar backend: Python ints, floats and bools."""

    @staticmethod
    def where(mask: Value, yes: Value, no: Value) -> Value:
        """`yes` where the mask holds, else `no`."""
        return yes if mask else no

    minimum = staticmethod(min)
    maximum = staticmethod(max)

    @staticmethod
    def absolute(a: Value) -> Value:
        """Without its sign."""
        return -a if a < 0 else a

    @staticmethod
    def both(a: Value, b: Value) -> Value:
        """Both masks hold."""
        return bool(a and b)

    @staticmethod
    def either(a: Value, b: Value) -> Value:
        """At least one mask holds."""
        return bool(a or b)

    @staticmethod
    def negate(a: Value) -> Value:
        """The mask does not hold."""
        return not a

    @staticmethod
    def total(values: Iterable[Value]) -> Value:
        """Sum by an explicit left fold, so that order, and with it rounding, is the same on both backends."""
        result = None
        for value in values:
            result = value if result is None else result + value
        return 0 if result is None else result

    @staticmethod
    def divide(a: Value, b: Value, when_zero: float) -> Value:
        """The quotient as a float, correctly rounded; `when_zero` where the divisor is 0. Operands below 2^53."""
        return a / b if b else when_zero

    @staticmethod
    def whole(a: Value, b: int) -> Value:
        """How many whole `b` (a positive term) go into `a`, rounded down; begun parts are `whole(a + b - 1, b)`."""
        return a // b

    @staticmethod
    def share(amount: Value, num: Value, den: int) -> Value:
        """`amount · num / den` in whole units, half-up (`core.money.share`); OverflowError beyond 2^62."""
        return share(amount, num, den)  # type: ignore[arg-type]  # an amount of one life is an int, and looking would cost as much as the share

    @staticmethod
    def proportion(amount: Value, part: Value, whole: Value) -> Value:
        """`amount · part / whole` rounded down, for amounts not negative; 0 where whole is 0. `part` and `whole` below 2^47, `amount` below 2^60."""
        _check(amount, part, whole)  # type: ignore[arg-type]  # as above
        result = amount * part // whole if whole else 0
        if result >= LIMIT:
            raise OverflowError(BEYOND)
        return result

    @staticmethod
    def rounded(amount: Value, num: Value, den: Value, mode: Mode = "half up") -> Value:
        """`amount · num / den` in whole units, whatever the number of digits (`rounded_once`); the result is below 2^50."""
        if not num or not amount:
            return 0
        found = rounded_once(amount, num, den, mode)  # type: ignore[arg-type]  # ints of one life
        if abs(found) >= NEAR:
            raise too_large(abs(found))
        return found

    @staticmethod
    def product(a: Pair, b: Pair) -> Pair:
        """The product of two exact ratios."""
        return ratio_product(a, b)  # type: ignore[arg-type]  # as above

    @staticmethod
    def sum_of(a: Pair, b: Pair) -> Pair:
        """The sum of two exact ratios."""
        return ratio_sum(a, b)  # type: ignore[arg-type]  # as above

    @classmethod
    def portions(cls, amounts: Sequence[Value], allowed: Value, total: Value) -> list[Value]:
        """Parts of `allowed` in proportion to `amounts`, which come to `total`: see `portions` below."""
        parts = [cls.proportion(amount, allowed, total) for amount in amounts]
        left = allowed - sum(parts)
        rests = [amount * allowed - part * total for amount, part in zip(amounts, parts, strict=True)]
        for i in sorted(range(len(parts)), key=lambda i: (-rests[i], -amounts[i]))[: int(left)]:
            parts[i] += 1
        return parts


def _check(amount: int, part: int, whole: int) -> None:
    """OverflowError beyond the exact range."""
    largest = max(abs(part), abs(whole))
    if largest >= WHOLE or abs(amount) >= WHOLE * 2**13:
        raise too_large(largest)


def portions(v: Backend, amounts: Sequence[Value], allowed: Value, total: Value, ties: Sequence[object] = ()) -> list[Value]:
    """Parts of `allowed` in proportion to `amounts`, whose sum is `total`, by the method of the largest remainder: whole units of each exact part,
    and one unit more for the largest remainders until the parts add up; of equal remainders for the larger amount, then for the smaller of `ties`,
    one for each amount (their order where none are given)."""
    if len(amounts) == 1:
        return [allowed]
    if not ties:
        return v.portions(amounts, allowed, total)
    places = sorted(range(len(amounts)), key=ties.__getitem__)  # type: ignore[arg-type]  # texts, or tuples of texts
    found = dict(zip(places, v.portions([amounts[i] for i in places], allowed, total), strict=True))
    return [found[i] for i in range(len(amounts))]


def kept(num: int, den: int) -> Ratio:
    """A fraction in lowest terms, or where its parts have too many digits the nearest in 10^-12."""
    divisor = gcd(num, den) or 1
    num, den = num // divisor, den // divisor
    if max(abs(num), den) <= MOST:
        return num, den
    size = (2 * abs(num) * FINEST + den) // (2 * den)
    divisor = gcd(size, FINEST)
    return (-size if num < 0 else size) // divisor, FINEST // divisor


def ratio_product(a: Ratio, b: Ratio) -> Ratio:
    """The product of two ratios."""
    return kept(a[0] * b[0], a[1] * b[1])


def ratio_sum(a: Ratio, b: Ratio) -> Ratio:
    """The sum of two ratios."""
    return kept(a[0] * b[1] + b[0] * a[1], a[1] * b[1])


def rounded_once(amount: int, num: int, den: int, mode: Mode = "half up") -> int:
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


def too_large(largest: int) -> OverflowError:
    """What is said of numbers whose proportions cannot be exact."""
    return OverflowError(f"a total of {largest} minor units is beyond the exact range 2^47; use a larger unit of currency")


SCALAR = ScalarBackend()
