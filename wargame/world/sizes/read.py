"""Sizes and lengths as people know them: one quantity, a range, quantiles, a named distribution, a column of figures, or a mixture of these.

Here they are read. A distribution is one class in one file of `wargame/world/distributions`, found by itself; its base is `wargame.world.sizes.base`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from wargame.core.calendar import MEAN_MONTH
from wargame.core.problem import BadValue, suggest
from wargame.core.quantities import Duration, parse_count, parse_duration, parse_money, parse_rate
from wargame.core.registry import discover
from wargame.world.sizes.base import Distribution, Given, share_words
from wargame.world.sizes.quantiles import QUANTILES

MILLION = 1_000_000
BOUNDS = ("at least", "at most")


@cache
def distribution_kinds() -> dict[str, type[Distribution]]:
    """Every distribution found in the `distributions` folder, by its name."""
    return discover("wargame.world.distributions", Distribution)


@cache
def distribution_keys() -> frozenset[str]:
    """Every key that may stand in a distribution: a group of terms of these alone is one, and is replaced whole."""
    found = {"law", *BOUNDS, *QUANTILES}
    for kind in distribution_kinds().values():
        found |= {*kind.beside, *kind.perhaps, *(key for way in (*kind.bare, *kind.ways) for key in way)}
    return frozenset(found)


def read_distribution(value: object, number: Callable[[str], float], *, signed: bool = False, folder: Path = Path()) -> Distribution:
    """A scalar or a mapping of parts, sizes turned into quanta by `number`. BadValue in words for distributions that cannot be.

    `folder` is where the path of a file of figures starts.
    """
    if isinstance(value, Distribution):
        return value
    if isinstance(value, str):
        return replace(distribution_kinds()["fixed"].read(Given({"size": value}, number, signed)), written=value, signed=signed)
    if not isinstance(value, Mapping):
        raise BadValue("a size is one quantity, or a map such as {low: …, mode: …, high: …}", "write {median: …, p95: …} for sizes with a long tail")
    parts = {str(key): text for key, text in value.items()}
    bounds = {key: parts.pop(key) for key in BOUNDS if key in parts}
    name = parts.pop("law", None)
    given = Given(parts, number, signed, folder, read_distribution)
    kind = _bare(parts) if name is None else _named(name, parts)
    distribution = kind.read(given)
    said = [distribution.written or ", ".join(f"{key} {text}" for key, text in parts.items()), *(f"{key} {text}" for key, text in bounds.items())]
    if name is not None and sum(key in QUANTILES for key in parts) > 2:
        said.append(_missed(distribution, [(QUANTILES[key], given.size(key)) for key in parts if key in QUANTILES]))
    written = (f"{name}: " if name is not None else "") + ", ".join(said)
    limits = {key: Given(bounds, number, signed).size(key) for key in bounds}
    if any(one != int(one) for one in limits.values()):
        raise BadValue("a bound is a whole number of the smallest unit", "write a whole number")
    least, most = (int(limits[key]) if key in limits else None for key in BOUNDS)
    return _bounded(replace(distribution, written=written, least=least, most=most, signed=signed))


def _missed(distribution: Distribution, points: list[tuple[float, float]]) -> str:
    """How near a distribution comes to quantiles that it cannot meet exactly: of each, or of the distance between them where some are not above 0."""
    sizes = [size for _, size in points]
    each, of = (sizes, "each") if min(sizes) > 0 else ([max(sizes) - min(sizes)] * len(sizes), "their distance")
    worst = max(abs(distribution.inverse(p) - size) / scale for (p, size), scale in zip(points, each, strict=True))
    return f"nearest law, within {worst:.1%} of {of}".replace("%", " %")


def _bare(parts: Mapping[str, Any]) -> type[Distribution]:
    """The distribution that the keys alone say."""
    known: list[tuple[str, ...]] = []
    for kind in distribution_kinds().values():
        for way in kind.bare:
            if set(way) <= set(parts) <= {*way, *kind.perhaps}:
                return kind
            known.append(way)
    hint = f"the laws are given by: {'; '.join(', '.join(way) for way in known)} (and perhaps `at least`, `at most`), or by `law:` and its parameters"
    raise BadValue(f"no law is given by {', '.join(sorted(parts)) or 'nothing'}", _nearer(parts, distribution_keys()) + hint)


def _named(name: object, parts: Mapping[str, Any]) -> type[Distribution]:
    """The distribution called so, if its keys are among those it is given by."""
    kinds = {word: kind for word, kind in distribution_kinds().items() if kind.ways or kind.quantiles}
    if not isinstance(name, str) or name not in kinds:
        raise BadValue(f"no law is called '{str(name)[:40]}'", _nearer([str(name)], kinds) + f"the laws with a name are: {', '.join(kinds)}")
    kind = kinds[name]
    asked = set(parts) - set(kind.perhaps)
    of = [key for key in asked if key in QUANTILES]
    if any(asked == set(way) for way in kind.ways) or (len(of) in kind.quantiles and asked - set(of) == set(kind.beside)):
        return kind
    hint = f"it is given by: {'; '.join(kind.given_by())}".replace("`", "")
    keys = {*kind.beside, *kind.perhaps, *(QUANTILES if kind.quantiles else ()), *(key for way in kind.ways for key in way)}
    raise BadValue(f"the {name} law is not given by {', '.join(sorted(parts)) or 'nothing'}", _nearer(parts, keys) + hint)


def _nearer(words: Iterable[str], known: Iterable[str]) -> str:
    """`did you mean …; ` for the first word that is not known and has one near it."""
    words_known = set(known)
    found = next((near for word in words if word not in words_known and (near := suggest(word, words_known))), "")
    return f"{found}; " if found else ""


def _bounded(distribution: Distribution) -> Distribution:
    """The distribution, unless its bounds leave no room, or cut more than half of it."""
    if distribution.least is not None and distribution.most is not None and distribution.least >= distribution.most:
        raise BadValue("`at least` must lie below `at most`", "for one certain size write it alone")
    distribution.possible()
    for share, name, beyond in zip(distribution.outside, ("`at least`" if distribution.least else "0", "`at most`"), ("below", "above"), strict=True):
        if share >= 1:
            raise BadValue(f"the whole of the law lies {beyond} {name}", "a bound must leave some of the law; for one certain size write it alone")
    under, over = distribution.outside
    if under + over > 0.5:
        where = (
            "below `at least` or 0 and above `at most`"
            if under and over
            else "above `at most`"
            if over
            else f"below {'`at least`' if distribution.least else '0'}"
        )
        raise BadValue(
            f"{share_words(under + over)} of the law lies {where}, and at most half may", "a law that is mostly cut is another law: say that one"
        )
    return distribution


def _seconds(text: str) -> int:
    duration: Duration = parse_duration(text)
    if duration.business_days:
        raise BadValue(f"{duration} depends on the date it starts from", "write hours or days")
    return duration.seconds or duration.months * MEAN_MONTH  # a length in a scenario has no date


def _millionths(text: str) -> int:
    sign, body = (-1, text.strip()[1:]) if text.strip().startswith(("-", "−")) else (1, text)
    rate = parse_rate(body.strip())
    return sign * (rate.num * MILLION // rate.den)


def _count(text: str) -> float:
    count = parse_count(text)
    if count.unit or count.per:
        raise BadValue(f'"{text}" says more than a number', "write the number alone, such as 12")
    return count.num / count.den


@dataclass(frozen=True)
class Sizes:
    """Reads a distribution inside a pydantic model. The validation context may hold `currencies`, and `folder`, from which files are sought."""

    due: str
    number: Callable[..., float]
    signed: bool = False
    money: bool = False

    def read(self, value: object, info: ValidationInfo) -> Distribution:
        """The distribution of what stands there; one already read passes unchanged."""
        context: Mapping[str, Any] = info.context or {}
        number = (lambda text: parse_money(text, context.get("currencies", ())).minor) if self.money else self.number
        return read_distribution(value, number, signed=self.signed, folder=Path(context.get("folder", "")))

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        words = core_schema.plain_serializer_function_ser_schema(lambda distribution: distribution.words, when_used="json")
        return core_schema.with_info_plain_validator_function(self.read, serialization=words)


LengthD = Annotated[Distribution, Sizes("a length of time", _seconds)]  # quanta of a second
SizeD = Annotated[Distribution, Sizes("a percentage", _millionths)]  # quanta of a millionth, not negative
MoveD = Annotated[Distribution, Sizes("a percentage of either sign", _millionths, signed=True)]  # quanta of a millionth, either sign
AmountD = Annotated[Distribution, Sizes("an amount of money", float, money=True)]  # quanta of a minor unit
CountD = Annotated[Distribution, Sizes("a number", _count)]  # whole numbers

__all__ = [
    "BOUNDS", "MILLION", "AmountD", "CountD", "Distribution", "Given", "LengthD", "MoveD", "SizeD", "Sizes", "distribution_keys",
    "distribution_kinds", "read_distribution",
]  # fmt: skip
