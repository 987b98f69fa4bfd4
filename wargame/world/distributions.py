"""Sizes and lengths as people know them: fixed, `low/high`, `low/mode/high`, `median/p95`, `mean`, `mean/sd`.

Every draw is rounded to a whole quantum of its unit (a second, a minor unit of money, a millionth): `exp` and `log` differ in the last bit between
processors, and results must not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, ValidationInfo

from wargame.core.problem import BadValue
from wargame.core.quantities import Duration, parse_duration, parse_money, parse_rate

Z95 = 1.6448536269514722  # standard normal quantile at 95 %
MILLION = 1_000_000
_SHAPES = {
    frozenset({"low", "high"}): "uniform",
    frozenset({"low", "mode", "high"}): "pert",
    frozenset({"median", "p95"}): "lognormal",
    frozenset({"mean"}): "exponential",
    frozenset({"mean", "sd"}): "normal",
}


@dataclass(frozen=True, slots=True)
class Distribution:
    """A law over whole quanta. `parameters` are in quanta; a draw above `at_most` is set to it (stated in the scenario)."""

    law: str
    parameters: tuple[float, ...]
    at_most: int | None = None
    words: str = ""
    signed: bool = False  # may be negative; otherwise draws are cut at 0

    def draw(self, generator: np.random.Generator, count: int) -> NDArray[np.int64]:
        """`count` draws as int64 quanta. A fixed size draws nothing. Formulas: PERT is a beta with weight 4 on the mode; lognormal
        from median and p95."""
        a = self.parameters
        if self.law == "fixed":
            return np.full(count, int(a[0]), np.int64)
        if self.law == "uniform":
            drawn = generator.uniform(a[0], a[1], count)
        elif self.law == "pert":
            low, mode, high = a
            spread = high - low
            drawn = low + spread * generator.beta(1 + 4 * (mode - low) / spread, 1 + 4 * (high - mode) / spread, count)
        elif self.law == "lognormal":
            drawn = generator.lognormal(a[0], a[1], count)
        elif self.law == "exponential":
            drawn = generator.exponential(a[0], count)
        else:
            drawn = generator.normal(a[0], a[1], count)
        if not self.signed:
            np.maximum(drawn, 0, out=drawn)
        if self.at_most is not None:
            np.minimum(drawn, self.at_most, out=drawn)
        return np.rint(drawn, out=drawn).astype(np.int64)

    @property
    def typical(self) -> int:
        """The middle of the law in quanta: the size that the plan of a party expects (mean of fixed, uniform and normal; mode; median)."""
        a = self.parameters
        if self.law == "lognormal":
            return round(math.exp(a[0]))
        return round({"uniform": (a[0] + a[-1]) / 2, "pert": a[min(1, len(a) - 1)]}.get(self.law, a[0]))


def read_distribution(value: object, number: Callable[[str], int], *, signed: bool = False) -> Distribution:
    """A scalar or a mapping of quantities, each turned into quanta by `number`. BadValue in words for laws that cannot be."""
    if isinstance(value, Distribution):
        return value
    if isinstance(value, str):
        return Distribution("fixed", (number(value),), None, value)
    if not isinstance(value, Mapping):
        raise BadValue("a size is one quantity, or a map such as {low: …, mode: …, high: …}", "write {median: …, p95: …} for sizes with a long tail")
    given = {str(key): text for key, text in value.items()}
    most = given.pop("at most", None)
    law = _SHAPES.get(frozenset(given))
    if law is None:
        known = "; ".join(", ".join(sorted(shape)) for shape in _SHAPES)
        raise BadValue(f"no law is given by {', '.join(sorted(given)) or 'nothing'}", f"the laws are given by: {known} (and perhaps `at most`)")
    if any(not isinstance(text, str) for text in given.values()):
        raise BadValue("each part of a law is one quantity", "write {median: 1 hour, p95: 8 hours}")
    q = {key: number(str(text)) for key, text in given.items()}
    if not signed and min(q.values()) < 0:
        raise BadValue("a size cannot be negative")
    _possible(law, q)
    words = ", ".join(f"{key} {text}" for key, text in given.items())
    at_most = None if most is None else number(str(most))
    if law == "lognormal":
        # Rounded, because log may differ in its last bit between machines.
        parameters: tuple[float, ...] = (round(math.log(q["median"]), 12), round(math.log(q["p95"] / q["median"]) / Z95, 12))
    else:
        parameters = tuple(float(q[key]) for key in ("low", "mode", "high", "mean", "sd") if key in q)
    return Distribution(law, parameters, at_most, words, signed)


def _possible(law: str, q: Mapping[str, int]) -> None:
    if law in ("uniform", "pert") and not q["low"] < q["high"]:
        raise BadValue("`low` must lie below `high`", "for one certain size write it alone")
    if law == "pert" and not q["low"] <= q["mode"] <= q["high"]:
        raise BadValue("`mode` must lie between `low` and `high`")
    if law == "lognormal" and not 0 < q["median"] < q["p95"]:
        raise BadValue("`median` must be above 0 and below `p95`")
    if law == "exponential" and q["mean"] <= 0:
        raise BadValue("`mean` must be above 0")
    if law == "normal" and q["sd"] < 0:
        raise BadValue("`sd` cannot be negative")


def _seconds(text: str) -> int:
    duration: Duration = parse_duration(text)
    if duration.business_days:
        raise BadValue(f"{duration} depends on the date it starts from", "write hours or days")
    return duration.seconds or duration.months * 2_629_800  # a mean month of 365.25/12 days: a length in a scenario has no date


def _millionths(text: str) -> int:
    sign, body = (-1, text.strip()[1:]) if text.strip().startswith(("-", "−")) else (1, text)
    rate = parse_rate(body.strip())
    return sign * (rate.num * MILLION // rate.den)


def _read_length(value: object) -> Distribution:
    return read_distribution(value, _seconds)


def _read_size(value: object) -> Distribution:
    return read_distribution(value, _millionths)


def _read_move(value: object) -> Distribution:
    return read_distribution(value, _millionths, signed=True)


def _read_amount(value: object, info: ValidationInfo) -> Distribution:
    currencies: Any = (info.context or {}).get("currencies", ())
    return read_distribution(value, lambda text: parse_money(text, currencies).minor)


LengthD = Annotated[Distribution, BeforeValidator(_read_length)]  # quanta of a second
SizeD = Annotated[Distribution, BeforeValidator(_read_size)]  # quanta of a millionth, not negative
MoveD = Annotated[Distribution, BeforeValidator(_read_move)]  # quanta of a millionth, either sign
AmountD = Annotated[Distribution, BeforeValidator(_read_amount)]  # quanta of a minor unit
