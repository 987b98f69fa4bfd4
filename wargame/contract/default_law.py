"""Default law: what a governing law says where an agreement is silent, as rules that are played beside its clauses.

A pack is one file in `laws/`, for one governing law; its rules are clauses without a provision. They carry numbers such as `default law: damages
(voice)`, never a clause number, so that every posting shows where it comes from; they answer no question of an event, for silence stays silence;
and each can be switched off. A rule whose facts a scenario lacks is left out. The software states what a rule would pay; it gives no legal advice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from wargame.contract.clause import Clause, Setting
from wargame.contract.seen import levels_of, sees_shortage
from wargame.core.losses import OF_A_BREACH
from wargame.core.registry import discover

PREFIX = "default law"
MONEY_QUESTIONS = frozenset({"pay", "remedy", "limit"})
NO_BREACH = frozenset({"slump", "price", "control", "order", "change"})  # events by which nobody fails in a duty: who bears them is a matter of price


class Assumption(NamedTuple):
    """Something a rule takes for granted: what, its value, and where it comes from."""

    what: str
    value: str
    source: str


@dataclass(frozen=True)
class Around:
    """What a rule may know of the agreement it stands behind: the clauses compiled, and their kinds and terms."""

    built: Mapping[str, Clause]
    provisions: Mapping[str, tuple[str, Any]]
    services: Mapping[str, str]

    def kinds(self) -> frozenset[str]:
        """The kinds of all clauses."""
        return frozenset(kind for kind, _ in self.provisions.values())

    def duties(self, service: str) -> tuple[str, ...]:
        """The clauses that say each month whether a duty about a service was missed."""
        return tuple(number for number, clause in self.built.items() if "missed" in clause.publishes and self.services.get(number) == service)


class LawRule(Clause):
    """One rule of a default law. `name` is its switch; `title` and `says` what it is and says; `plays` is false where it moves no money here."""

    kind = PREFIX
    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    says: ClassVar[str] = ""
    plays: ClassVar[bool] = True
    prices: ClassVar[frozenset[str]] = frozenset()  # the events whose silence it prices
    assumes: ClassVar[tuple[Assumption, ...]] = ()

    @classmethod
    def where(cls, around: Around) -> Iterator[str]:
        """The services for which it stands, or "" once for the whole agreement; nothing where the agreement leaves it no room."""
        yield ""


class DefaultLawPack:
    """The default rules of one governing law. `kind` is the name as `law:` in a front matter gives it, `also` other names for it."""

    kind: ClassVar[str] = ""
    also: ClassVar[tuple[str, ...]] = ()
    rules: ClassVar[tuple[type[LawRule], ...]] = ()
    reviewed: ClassVar[str] = ""


def pack_of(law: str | None) -> type[DefaultLawPack] | None:
    """The pack for a governing law as a front matter names it; None where there is none."""
    if law is None:
        return None
    wanted = " ".join(law.casefold().replace("&", "and").split())
    packs: dict[str, type[DefaultLawPack]] = discover("wargame.contract.laws", DefaultLawPack)
    return next((pack for pack in packs.values() if wanted in {name.casefold() for name in (pack.kind, *pack.also)}), None)


def law_kinds() -> dict[str, type[LawRule]]:
    """The rules of every pack, by their switch."""
    packs: dict[str, type[DefaultLawPack]] = discover("wargame.contract.laws", DefaultLawPack)
    return {rule.name: rule for pack in packs.values() for rule in pack.rules}


def rule_names() -> dict[str, str]:
    """The switch of every rule of every pack, and its title."""
    packs: dict[str, type[DefaultLawPack]] = discover("wargame.contract.laws", DefaultLawPack)
    return {rule.name: rule.title for pack in packs.values() for rule in pack.rules}


def is_law(number: str) -> bool:
    """Whether a clause number is that of a rule of default law."""
    return number.startswith(PREFIX)


def law_rules(
    pack: type[DefaultLawPack],
    around: Around,
    common: Mapping[str, Any],
    services: dict[str, str],
    choices: Mapping[tuple[str, str], str],
    off: frozenset[str],
) -> Iterator[LawRule]:
    """The rules of a pack that stand behind an agreement. `common` is what all settings share; each rule's service is added to `services`."""
    for rule in pack.rules:
        if rule.name in off:
            continue
        for service in rule.where(around):
            number = f"{PREFIX}: {rule.name}" + (f" ({service})" if service else "")
            if service:
                services[number] = service
            chosen = {name: choices.get((number, name), one.options[0]) for name, one in rule.constructions.items()}
            terms = rule.Terms()
            yield rule(Setting(number=number, title=rule.title, quote=rule.says, choices=chosen, services=services, **common), terms)


@dataclass(frozen=True)
class Standing:
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
_REMEDIES = {
    "service_credit",
    "service_points",
    "credit_pool",
    "liquidated_damages",
    "indemnity",
    "late_delivery",
    "disaster_recovery",
    "change_in_law",
}


def standing(clauses: tuple[Clause, ...], event: str, service: str | None = None) -> Standing:
    """Where compiled clauses stand on an event, for one service or for all."""

    def about(number: str, clause: Clause) -> bool:
        return service is None or clause.setting.services.get(number) in (None, service)

    mine = {clause.number: clause for clause in clauses if about(clause.number, clause)}
    own = {number: clause for number, clause in mine.items() if not is_law(number)}
    law = tuple(number for number, clause in mine.items() if isinstance(clause, LawRule) and clause.plays and event in clause.prices)
    if event == "outage":
        remedies = {n for n, c in own.items() if c.kind in _REMEDIES and c.kind != "change_in_law" and (c.kind != "late_delivery")}
        duties = {n for n, c in own.items() if "missed" in c.publishes or (c.kind in _REMEDIES and event in c.listens)}
    elif event == "late payment":
        remedies = {n for n, c in own.items() if c.kind == "payment_terms" and getattr(c.terms, "interest", None) is not None}
        duties = {n for n, c in own.items() if c.kind == "payment_terms" or c.kind.endswith("_charge")}
    elif event == "shortage":
        seen = {n for n, c in own.items() if sees_shortage(c.setting, (n,)) or sees_shortage(c.setting, levels_of(c.terms))}
        capacity = {n for n, c in own.items() if c.kind == "surge_capacity"}
        remedies = {n for n in seen if own[n].kind in _REMEDIES} | {n for n in capacity if own[n].terms.per_unit}
        duties = {n for n in seen if "missed" in own[n].publishes} | capacity
    elif event == "breach":
        remedies = {n for n, c in own.items() if c.kind == "indemnity" and c.terms.service is None and OF_A_BREACH.intersection(c.terms.losses)}
        duties = remedies
    else:
        remedies = {n for n, c in own.items() if event in c.listens and c.kind in _REMEDIES}
        duties = {n for n, c in own.items() if event in c.listens}
    sole = [c for c in own.values() if c.kind == "sole_remedy" and c.choice("nature") == "exclusive" and c.terms.remedy in remedies]
    return Standing(tuple(sorted(duties)), tuple(sorted(remedies)), tuple(c.number for c in sole), law)
