"""The provisions of an agreement as its clauses may know each other: by what a kind declares, never by the names of its terms.

A clause that speaks of a level, a remedy or a cap reaches it by its number, and asks what it declares: the services it is about, the levels it ties
something to, its roles, what it promises, how it limits claims. A kind that is dropped into `clauses/` is known to all others by the same few words.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import CAUSES, OF_HANDS, Limit, Promise
from wargame.core.quantities import Ref

if TYPE_CHECKING:
    from wargame.contract.rules.clause import Clause

OUTAGE = "outage"  # the cause of what follows from a miss of a level that measures nothing else


@dataclass(frozen=True)
class Neighbour:
    """One provision with terms: its number, its kind and its terms, and what the kind declares of them."""

    number: str
    kind: type[Clause]
    terms: Any

    @property
    def roles(self) -> frozenset[Role]:
        """What it does in the agreement."""
        return self.kind.roles_of(self.terms)

    @cached_property
    def about(self) -> tuple[str, ...]:
        """The clauses to whose levels or remedies it ties something."""
        return self.kind.about(self.terms)

    @cached_property
    def named_services(self) -> tuple[str, ...]:
        """The services that its terms name."""
        return self.kind.names_services(self.terms)

    @property
    def promise(self) -> Promise | None:
        """What it promises, if it is a level."""
        return self.kind.promise(self.terms)

    @property
    def limit(self) -> Limit | None:
        """How it limits claims, if it does."""
        return self.kind.limit_of(self.terms)


class Neighbours(Mapping[str, Neighbour]):
    """The provisions with terms of one agreement, by number, in the order of the draft."""

    def __init__(self, found: Iterable[Neighbour] = (), effective: dt.date | None = None) -> None:
        self.effective = effective  # the date on which their agreement takes effect
        self._found = {one.number: one for one in found}
        self._chains = _Kept(lambda number: _chain(self._found, number))
        self._services = _Kept(lambda number: _named(self._found, self._chains[number]))
        self._by_service = _Kept(self._of_services)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Neighbours) and self._found == other._found)

    def __getitem__(self, number: str) -> Neighbour:
        return self._found[number]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def playing(self, *roles: Role) -> list[Neighbour]:
        """Those that play one of the roles."""
        if len(roles) == 1:
            return list(self._roles.get(roles[0], ()))
        wanted = {one.number for role in roles for one in self._roles.get(role, ())}
        return [one for one in self._found.values() if one.number in wanted] if wanted else []

    def naming(self, number: str) -> list[Neighbour]:
        """Those whose terms refer to a provision."""
        return list(self._naming.get(number, ()))

    def services_of(self, number: str) -> tuple[str, ...]:
        """The services that a provision is about: those its terms name, and those of the clauses it is about."""
        found: tuple[str, ...] = self._services[number]
        return found

    def of_service(self, service: str, *roles: Role) -> list[Neighbour]:
        """Those about a service that play one of the roles."""
        return list(self._by_service[roles].get(service, ()))

    @cached_property
    def _roles(self) -> Mapping[Role, list[Neighbour]]:
        return _grouped((role, one) for one in self._found.values() for role in one.roles)

    @cached_property
    def _naming(self) -> Mapping[str, list[Neighbour]]:
        return _grouped((named, one) for one in self._found.values() for named in one.terms.named(Ref))

    def _of_services(self, roles: tuple[Role, ...]) -> Mapping[str, list[Neighbour]]:
        return _grouped((service, one) for one in self.playing(*roles) for service in self.services_of(one.number))

    def promise_of(self, number: str) -> Promise | None:
        """What is promised under a number; a cure plan or an earn-back promises what its level does. None where nothing is."""
        promises = (self._found[one].promise for one in self.chain(number))
        return next((one for one in promises if one is not None), None)

    def cause_of(self, level: str) -> str:
        """The cause under which what follows from a missed level stands in the books, by what the level measures."""
        promise = self.promise_of(level)
        return OUTAGE if promise is None else CAUSES.get(promise.measure, OUTAGE)

    def causes_of(self, remedy: str) -> tuple[str, ...]:
        """The causes under which what is claimed under a clause stands in the books: its own, or those of the levels that it names."""
        one = self._found.get(remedy)
        if one is None:
            return (OUTAGE,)
        said = one.kind.claims_for(one.terms)
        return (said,) if said else tuple(dict.fromkeys(map(self.cause_of, one.kind.names_levels(one.terms)))) or (OUTAGE,)

    def sees_shortage(self, numbers: Iterable[str]) -> bool:
        """Whether one of the clauses measures what a shortage of people or capacity does."""
        chains = (one for number in numbers for one in self.chain(number))
        return any((promise := self._found[one].promise) is not None and promise.measure in OF_HANDS for one in chains)

    def chain(self, number: str) -> tuple[str, ...]:
        """A provision, then all that it is about, each once, the nearest first; numbers without terms are passed over."""
        found: tuple[str, ...] = self._chains[number]
        return found


class _Kept(dict[Any, Any]):
    """Answers that are worked out when they are first asked for."""

    def __init__(self, answer: Callable[[Any], Any]) -> None:
        super().__init__()
        self.answer = answer

    def __missing__(self, asked: Any) -> Any:
        found = self[asked] = self.answer(asked)
        return found


def _grouped(pairs: Iterable[tuple[Any, Neighbour]]) -> Mapping[Any, list[Neighbour]]:
    found: dict[Any, list[Neighbour]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return found


def _chain(found: Mapping[str, Neighbour], number: str) -> tuple[str, ...]:
    chain: dict[str, None] = {}
    waiting = deque([number])
    while waiting:
        one = waiting.popleft()
        if one in found and one not in chain:
            chain[one] = None
            waiting += found[one].about
    return tuple(chain)


def _named(found: Mapping[str, Neighbour], chain: tuple[str, ...]) -> tuple[str, ...]:
    """The services that the provisions of a chain name."""
    named = (service for number in chain for service in found[number].named_services)
    return tuple(dict.fromkeys(named))
