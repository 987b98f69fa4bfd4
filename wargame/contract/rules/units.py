"""The units and the currency of the terms of a clause, held against those of its services and agreement: honoured or refused, never dropped."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from wargame.contract.rules.clause import Clause
from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import Path
from wargame.core.problem import BadValue, listing
from wargame.core.values import Count, Price

IRREGULAR = {
    "person": "people", "salesperson": "salespeople", "man": "men", "woman": "women", "child": "children", "foot": "feet", "half": "halves",
    "life": "lives", "shelf": "shelves", "analysis": "analyses", "diagnosis": "diagnoses", "staff": "staff",
    "equipment": "equipment", "series": "series",
}  # fmt: skip


class BadTerm(BadValue):
    """A term that its agreement does not allow, and where it stands among the clause's terms."""

    def __init__(self, path: Path, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.path = path


def check_units(terms: Any, services: Collection[str], units: Mapping[str, str]) -> None:
    """ValueError for a quantity or price of another unit than that in which its services are counted; a clause about none may count what it likes."""
    named = {service: units[service] for service in services if service in units}
    if not named:
        return
    for path, value, unit in _counted(terms, ()):
        if not any(_alike(unit, one) for one in (*named.values(), "unit")):
            place = " ".join(str(step + 1) if isinstance(step, int) else step for step in path)
            which = " and ".join(f"{service} is counted in {one if one.endswith('s') else _plural(one)}" for service, one in named.items())
            way = "that unit" if len(named) == 1 else "one of these units"
            raise BadTerm(path, f"`{place}` is {value}, and {which}", f"give it in {way}, or leave the unit out")


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


def _alike(a: str, b: str) -> bool:
    """Whether two words are one unit: `calls` and `call`, `people` and `person`, `trouble-ticket` and `Trouble ticket`."""
    one, other = _plain(a), _plain(b)
    return one == other or _plural(one) == other or one == _plural(other)


def _plain(unit: str) -> str:
    """A unit without what says nothing of it: capitals, and a hyphen in place of a space."""
    return unit.casefold().replace("-", " ")


def _plural(unit: str) -> str:
    """`calls` of `call`, `cases` of `case`, `boxes` of `box`, `queries` of `query`, `contact people` of `contact person`."""
    before, space, word = unit.rpartition(" ")
    if word in IRREGULAR or word in IRREGULAR.values():
        return before + space + IRREGULAR.get(word, word)
    if unit.endswith(("s", "x", "ch", "sh")):
        return f"{unit}es"
    return f"{unit[:-1]}ies" if unit.endswith("y") and unit[-2:-1] not in "aeiou" else f"{unit}s"


def check_currency(clause: Clause, kinds: list[str]) -> None:
    """BadTerm for amounts in another currency that no clause converts, of a kind that cannot be in one (`kinds` can), or in two currencies."""
    home, code = clause.setting.currency, clause.converts(clause.terms)
    first = next((one.number for one in clause.setting.provisions.playing(Role.EXCHANGE) if one.kind.converts(one.terms) == code), "") if code else ""
    if code and first != clause.number:
        raise BadTerm(("currency",), f"{code} is converted by {first} already", "say in one provision at which rate it is")
    stated = clause.terms.currencies()
    path, code = next(((path, code) for path, code in stated if code != home), ((), home))
    if code == home:
        return
    if not clause.in_any_currency:
        raise BadTerm(path, f"an amount of a {clause.kind} is in {code}", f"state it in {home}; other currencies are for those of {listing(kinds)}")
    other = next((other for _, other in stated if other != code), "")
    if other:
        raise BadTerm(path, f"its amounts are in {code} and in {other}", "state them in one currency, or in two provisions")
    if not clause.exchange:
        hint = f"add a provision `kind: exchange_rate` with `currency: {code}`, or state the amount in {home}"
        raise BadTerm(path, f"no provision says how {code} is converted into {home}", hint)
