"""Readings: what the words may mean where they leave a choice open, and the full sets of choices that a run plays.

A construction that neither the draft nor the run decided is open. The base reads every open one as usual practice does; the client-adverse and the
provider-adverse reading resolve each against that party; a single reading changes one of them and nothing else. All scenarios and all readings are of
one set of words, so a reading is the same in every scenario.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from wargame.contract.rules.rulebook import Rulebook, number_key
from wargame.core.party import PartyWords

BASE_READING = "base"
CLIENT_ADVERSE = "client-adverse"
PROVIDER_ADVERSE = "provider-adverse"
ADVERSE = (CLIENT_ADVERSE, PROVIDER_ADVERSE)

Choice = tuple[str, str, str]  # clause number, construction, option

_WORDS = {
    BASE_READING: "every open construction as usual practice reads it",
    CLIENT_ADVERSE: "every open construction against the client",
    PROVIDER_ADVERSE: "every open construction against the provider",
}


class OpenConstruction(NamedTuple):
    """A choice that the words leave open: the option in force, and all there are, usual practice first."""

    clause: str
    construction: str
    option: str
    options: tuple[str, ...]
    asks: str

    @property
    def others(self) -> tuple[str, ...]:
        """The options that are not in force."""
        return tuple(option for option in self.options if option != self.option)


class Reading(NamedTuple):
    """A name and what it reads otherwise than the base."""

    name: str = BASE_READING
    choices: tuple[Choice, ...] = ()

    def words(self, parties: PartyWords) -> str:
        """The reading in a sentence, for an agreement that calls its parties so; options stand as a draft writes them."""
        said = _WORDS.get(self.name)
        return parties.fit(said) if said else f"{self.name}, and every other open construction as usual practice reads it"


BASE = Reading()


def open_constructions(books: Iterable[Rulebook]) -> tuple[OpenConstruction, ...]:
    """The constructions left open by clauses that are played in at least one of the rulebooks, in the order of clause numbers."""
    found: dict[tuple[str, str], OpenConstruction] = {}
    for rules in books:
        played = {clause.number: clause for clause in rules.clauses}
        for number, name in rules.open_choices:
            if number in played:
                construction = played[number].constructions[name]
                found[number, name] = OpenConstruction(number, name, rules.choices[number, name], construction.arguable, construction.asks)
    return tuple(sorted(found.values(), key=lambda one: (number_key(one.clause), one.construction)))


def single_name(clause: str, construction: str, option: str) -> str:
    """The name of the reading that differs from the base in one construction: `8.1 clock = detection`."""
    return f"{clause} {construction.replace('_', ' ')} = {option}"


def single_readings(found: Iterable[OpenConstruction]) -> tuple[Reading, ...]:
    """Each open construction alone, once for every option that is not in force."""
    return tuple(
        Reading(single_name(one.clause, one.construction, option), ((one.clause, one.construction, option),))
        for one in found
        for option in one.others
    )


def adverse_reading(name: str, found: Iterable[OpenConstruction], options: Mapping[tuple[str, str], str]) -> Reading:
    """The reading that takes these options, leaving out those that are the base's own."""
    choices = ((one.clause, one.construction, options.get((one.clause, one.construction), one.option)) for one in found)
    inside = {(one.clause, one.construction): one.option for one in found}
    return Reading(name, tuple(choice for choice in choices if inside[choice[:2]] != choice[2]))
