"""Default law: what a governing law says where an agreement is silent, as rules that are played beside its clauses.

A pack is one file in `laws/`, for one governing law; its rules are clauses without a provision. They carry numbers such as `default law: damages
(voice)`, so that every posting shows where it comes from, and declare that they are `of_law`: nobody tells a rule by its number, which a clause of a
layered agreement may begin with too. Names and titles are those of the pack of the agreement's own law: two packs may each have a rule `damages`.
Rules answer no question of an event, for silence stays silence; and each can be switched off. A rule whose facts a scenario lacks is left out. The
software states what a rule would pay; it gives no legal advice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from wargame.contract.rules.clause import Clause, Construction, Setting
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import CLAIMS, Role
from wargame.core.losses import OF_A_BREACH
from wargame.core.registry import discover

KIND = "default law"
MONEY_QUESTIONS = frozenset({"pay", "remedy", "limit"})
NO_BREACH = frozenset({"slump", "price", "control", "order", "change"})  # events by which nobody fails in a duty: who bears them is a matter of price


class LegalAssumption(NamedTuple):
    """Something a rule takes for granted: what, its value, and where it comes from."""

    what: str
    value: str
    source: str


@dataclass(frozen=True)
class Around:
    """What a rule may know of the agreement it stands behind: the clauses compiled, and what they declare."""

    built: Mapping[str, Clause]
    provisions: Neighbours

    def duties(self, service: str) -> tuple[str, ...]:
        """The clauses that say each month whether a duty about a service was missed."""
        return tuple(self._duties.get(service, ()))

    @cached_property
    def _duties(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for number, clause in self.built.items():
            if "missed" in clause.publishes:
                for service in clause.services():
                    found.setdefault(service, []).append(number)
        return found


class LawRule(Clause):
    """One rule of a default law. `name` is its switch; `title` and `says` what it is and says; `plays` is false where it moves no money here."""

    kind = KIND
    of_law = True
    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    says: ClassVar[str] = ""
    plays: ClassVar[bool] = True
    prices: ClassVar[frozenset[str]] = frozenset()  # the events whose silence it prices
    assumes: ClassVar[tuple[LegalAssumption, ...]] = ()

    @classmethod
    def where(cls, around: Around) -> Iterator[str]:
        """The services for which it stands, or "" once for the whole agreement; nothing where the agreement leaves it no room."""
        yield ""

    def services(self) -> tuple[str, ...]:
        """The service it was made for."""
        return (self.setting.service,) if self.setting.service else ()


class DefaultLawPack:
    """The default rules of one governing law. `kind` is the name as `law:` in a front matter gives it, `also` other names for it; `reviewed` says by
    whom and when the rules were looked over, "" where nobody has."""

    kind: ClassVar[str] = ""
    also: ClassVar[tuple[str, ...]] = ()
    rules: ClassVar[tuple[type[LawRule], ...]] = ()
    reviewed: ClassVar[str] = ""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The switches of its rules, in their order."""
        return tuple(rule.name for rule in cls.rules)


def law_packs() -> dict[str, type[DefaultLawPack]]:
    """Every pack found in the `laws` folder, by the name of its law."""
    return discover("wargame.contract.laws", DefaultLawPack)


def pack_of(law: str | None) -> type[DefaultLawPack] | None:
    """The pack for a governing law as a front matter names it; None where there is none."""
    if law is None:
        return None
    wanted = " ".join(law.casefold().replace("&", "and").split())
    return next((pack for pack in law_packs().values() if wanted in {name.casefold() for name in (pack.kind, *pack.also)}), None)


def no_rule_of(law: str | None, named: Iterable[str]) -> str:
    """Which of some names is no rule of the pack for a governing law, and what there is, in words; "" where all are."""
    named, pack = list(named), pack_of(law)
    if not named:
        return ""
    if pack is None:
        of = f"its `law:` is {law}" if law else "it names no `law:`"
        return f"{named[0]}: no default law stands behind the draft: {of}; there is one for {', '.join(law_packs())}"
    unknown = sorted(set(named) - set(pack.names()))
    return f"{unknown[0]}: no rule of default law is called so; rules are {', '.join(pack.names())}" if unknown else ""


def law_number(rule: type[LawRule], service: str = "") -> str:
    """What stands in the place of a clause number for a rule, and for the service for which it stands."""
    return f"{KIND}: {rule.name}" + (f" ({service})" if service else "")


def law_constructions(pack: type[DefaultLawPack], services: Iterable[str]) -> dict[tuple[str, str], Construction]:
    """(Number, construction) of every choice that the rules of a pack can leave in an agreement about these services."""
    numbers = [(rule, law_number(rule, service)) for rule in pack.rules for service in ("", *services)]
    return {(number, name): one for rule, number in numbers for name, one in rule.constructions.items()}


def law_rules(
    pack: type[DefaultLawPack],
    around: Around,
    common: Mapping[str, Any],
    choices: Mapping[tuple[str, str], str],
    off: frozenset[str],
) -> Iterator[LawRule]:
    """The rules of a pack that stand behind an agreement. `common` is what all settings share."""
    for rule in pack.rules:
        if rule.name in off:
            continue
        for service in rule.where(around):
            number = law_number(rule, service)
            chosen = {name: choices.get((number, name), one.options[0]) for name, one in rule.constructions.items()}
            terms = rule.Terms()
            yield rule(Setting(number=number, title=rule.title, quote=rule.says, choices=chosen, service=service, **common), terms)


class Standing(NamedTuple):
    """Where an agreement stands on an event: who bears a duty, what remedy it states, whether that is exclusive, and what default law would price."""

    duties: tuple[str, ...]
    remedies: tuple[str, ...]
    exclusive: tuple[str, ...]
    priced_by: tuple[str, ...]

    @property
    def state(self) -> str:
        """One of the four states of PRACTICE §1, by its letter."""
        if not self.duties and not self.remedies:
            return "A"
        if not self.remedies:
            return "B"
        return "C" if self.exclusive else "D"


STATES = {
    "A": "no duty: the loss lies where it falls",
    "B": "a duty and no stated remedy: default law",
    "C": "a duty and an exclusive remedy: only that",
    "D": "a duty and a cumulative remedy: both",
}


def standing(clauses: tuple[Clause, ...], event: str, service: str | None = None) -> Standing:
    """Where compiled clauses stand on an event, for one service or for all."""

    def about(clause: Clause) -> bool:
        services = clause.services()
        return service is None or not services or service in services

    mine = {clause.number: clause for clause in clauses if about(clause)}
    own = {number: clause for number, clause in mine.items() if not clause.of_law}
    law = tuple(number for number, clause in mine.items() if isinstance(clause, LawRule) and clause.plays and event in clause.prices)
    roles = {number: clause.roles_of(clause.terms) for number, clause in own.items()}

    def playing(*wanted: Role) -> set[str]:
        return {number for number, played in roles.items() if not played.isdisjoint(wanted)}

    hears = {number for number, clause in own.items() if event in clause.listens}
    measures = {number for number, clause in own.items() if "missed" in clause.publishes}
    if event == "outage":
        remedies = playing(*CLAIMS)
        duties = measures | (remedies & hears)
    elif event == "late payment":
        remedies = playing(Role.INTEREST)
        duties = playing(Role.PAYMENT, Role.INVOICED)
    elif event == "shortage":
        seen = {number for number, clause in own.items() if clause.setting.provisions.sees_shortage((number,))}
        capacity = playing(Role.CAPACITY)
        remedies = (seen & playing(*CLAIMS)) | (capacity & playing(Role.COMPENSATION))
        duties = (seen & measures) | capacity
    elif event == "breach":
        remedies = {number for number, clause in own.items() if OF_A_BREACH.intersection(clause.makes_good(clause.terms))}
        duties = remedies
    else:
        remedies = hears & playing(*CLAIMS, Role.COMPENSATION)
        duties = hears
    sole = tuple(number for number, clause in own.items() if not remedies.isdisjoint(clause.shuts_out_for()))
    return Standing(tuple(sorted(duties)), tuple(sorted(remedies)), sole, law)
