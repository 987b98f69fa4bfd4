"""Figures of a published series as a scenario gives them: listed, by date, or in a CSV file; and what it says of a new base."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import Discriminator, Field, Tag, ValidationInfo, ValidatorFunctionWrapHandler, WrapValidator

from wargame.core.problem import BadValue
from wargame.core.quantities import Count, CountT, DateT, Rate, RateT
from wargame.core.reading import parse_count, parse_rate
from wargame.world.sizes.dated import read_dated
from wargame.world.sizes.inputs import Inputs

MOST_LISTED = 1200
FINEST = 1_000_000  # a published rate is a whole number of millionths: four decimals of a percent
_FIGURE = re.compile(r"[-+]?[0-9][0-9 ,.]*\s*%?")
T = TypeVar("T")


class Rebased(Inputs):
    """One level on both bases: what it is on the old one, and on the new."""

    old_base: CountT
    new_base: CountT


def read_level(text: str) -> Count:
    """A published level, above 0."""
    level = parse_count(text)
    if level.num == 0:
        raise BadValue("0 is no index figure", "leave the figure out")
    return level


def read_rate(text: str) -> Rate:
    """A published rate of change, of a cell in percent."""
    return parse_rate(f"{text} %")


class Table(dict[dt.date, T]):
    """Figures by date that a file holds, and what they are in words."""

    words = ""


def _file(column: str, figure: Callable[[str], object], signed: bool, shown: Any) -> WrapValidator:
    def read(value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        if not isinstance(value, str):
            return handler(value)
        if _FIGURE.fullmatch(value.strip()):
            raise BadValue(f'"{value}" is one figure, and a list, figures by date or a file are due', f"write [{value}]")
        context: Mapping[str, Any] = info.context or {}
        found = Table(read_dated(Path(context.get("folder", "")) / value, value, column, figure, signed=signed, gaps=signed))
        found.words = f"{len(found):,} figures of {value}, {min(found)} to {max(found)}"
        return found

    return WrapValidator(read, json_schema_input_type=shown)


def _form(value: Any) -> str:
    return "Dated" if isinstance(value, dict) else "Listed"


LevelsD = Annotated[
    Annotated[Annotated[list[CountT], Field(max_length=MOST_LISTED)], Tag("Listed")] | Annotated[dict[DateT, CountT], Tag("Dated")],
    Discriminator(_form),
    _file("level", read_level, False, list[CountT] | dict[str, CountT] | str),
]
RatesD = Annotated[
    Annotated[Annotated[list[RateT], Field(max_length=MOST_LISTED)], Tag("Listed")] | Annotated[dict[DateT, RateT], Tag("Dated")],
    Discriminator(_form),
    _file("rate", read_rate, True, list[RateT] | dict[str, RateT] | str),
]


def check_rates(rates: list[Rate] | dict[dt.date, Rate], levels: list[Count] | dict[dt.date, Count]) -> None:
    """ValueError unless each published rate stands beside the level that is published with it, and leaves something of the level before."""
    if isinstance(rates, dict) != isinstance(levels, dict):
        raise ValueError("`rates` are given as `levels` are: both listed, or both by date")
    if isinstance(rates, dict) and isinstance(levels, dict) and (alone := [day for day in rates if day not in levels]):
        raise ValueError(f"of {alone[0]} there is a rate and no level: `rates` are published with `levels`")
    if len(rates) > len(levels):
        raise ValueError(f"there are {len(rates)} `rates` and {len(levels)} `levels`: a rate is published with its level")
    for rate in rates.values() if isinstance(rates, dict) else rates:
        if rate.num <= -rate.den:
            raise ValueError(f"a published rate of {rate} leaves nothing of the level a year before: check its sign")
        if rate.num * FINEST % rate.den:
            raise ValueError(f"a published rate of {rate} has more than four decimals of a percent: give it as it is published")


def check_bases(rebased: dict[dt.date, Rebased], levels: list[Count] | dict[dt.date, Count]) -> None:
    """ValueError unless there is a published level on each base."""
    if rebased and not levels:
        raise ValueError("`rebased` says from when on published `levels` are on a new base: give these too")
    for day, one in rebased.items():
        if not one.old_base.num or not one.new_base.num:
            raise ValueError(f"rebased on {day}: a level of 0 on either base ties nothing to the other")
        if isinstance(levels, dict) and not min(levels) < day <= max(levels):
            raise ValueError(f"rebased on {day}, and all `levels` are of {'that day or later' if day <= min(levels) else 'earlier days'}: "
                             "give a level on each base, or leave `rebased` out")  # fmt: skip
