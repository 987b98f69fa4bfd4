"""The units in which the terms of a clause count, held against those of its services: a unit is honoured or refused, never dropped."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from wargame.contract.rules.schedule import Path
from wargame.core.values import Count, Price


def check_units(terms: Any, services: Collection[str], units: Mapping[str, str]) -> None:
    """ValueError for a quantity or price of another unit than that in which its services are counted; a clause about none may count what it likes."""
    known = {units[service] for service in services if service in units}
    if not known:
        return
    alike = {form for unit in known for form in (unit.casefold(), _plural(unit.casefold()))} | {"unit", "units"}
    for path, value, unit in _counted(terms, ()):
        if unit.casefold() not in alike:
            place = " ".join(str(step + 1) if isinstance(step, int) else step for step in path)
            named = [service for service in services if service in units]
            which = " and ".join(f"{service} by the {units[service]}" for service in named)
            raise ValueError(f"`{place}` is {value}, but the agreement counts {which}: write the quantity in that unit, or without one")


def _counted(value: Any, path: Path) -> Iterator[tuple[Path, Count | Price, str]]:
    """Every quantity in the terms that names a unit, with its place and the unit."""
    if isinstance(value, Count):
        if value.unit:
            yield path, value, value.unit
    elif isinstance(value, Price):
        if value.per:
            yield path, value, value.per
    elif isinstance(value, BaseModel):
        for name, inner in value.__dict__.items():
            yield from _counted(inner, (*path, name.replace("_", " ")))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _counted(inner, (*path, place))


def _plural(unit: str) -> str:
    """`calls` of `call`, `cases` of `case`, `boxes` of `box`, `queries` of `query`."""
    if unit.endswith(("s", "x", "ch", "sh")):
        return f"{unit}es"
    return f"{unit[:-1]}ies" if unit.endswith("y") and unit[-2:-1] not in "aeiou" else f"{unit}s"
