"""A clause: the terms of one provision, compiled into a rule object that any driver can exercise.

A kind is one file in `clauses/`. It says what its terms are, which of them leave a choice open (constructions), what it reads, what state it carries,
which questions it answers, and what it does when an incident begins (`on_incident`), when an event is over (`on_event`), when a notice reaches it
(`on_day`) and at a month end (`on_month_end`). Rules are written once, in the vocabulary of `core.vocabulary`, and speak through the desk handed to
them: they never touch the books, the clock or another clause. They may branch with `if` on their own terms, never on facts or state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from wargame.contract.rules.declared import Declared
from wargame.contract.rules.desk_view import Day, Due, EventFilter, Incident, Interruption, MonthEnd, Notice, PaidOn, Response, Row
from wargame.contract.rules.neighbours import Neighbour, Neighbours
from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import Path
from wargame.core.calendar import Calendar
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.money import Money
from wargame.core.quantities import Ref
from wargame.core.values import Price
from wargame.core.vocabulary import Value

__all__ = [
    "CHARGES", "UNIT", "Clause", "ClauseTerms", "Construction", "Day", "Due", "EventFilter", "Incident", "Interruption", "MonthEnd", "Notice",
    "PaidOn", "Response", "Row", "Setting", "State",
]  # fmt: skip
UNIT = 1_000_000  # factors by which prices move are in millionths
CHARGES = frozenset({"charges"})  # the head under which prices are owed


class ClauseTerms(BaseModel):
    """Base of every kind's terms. Keys are the field names with spaces (`at risk`); a key that no rule reads is an error.

    Files with terms do without `from __future__ import annotations`: it makes every annotation a text, which pydantic compiles again. That took 6 ms
    of `wargame check` (measured).
    """

    # A kind's schema is built when a draft first uses the kind: building all of them would double the time of `wargame check`.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, alias_generator=lambda name: name.replace("_", " "))

    def term(self, name: str) -> Any:
        """The value of a term by the name of its field; KeyError where the kind has no such term: nobody asks whether it has."""
        return self.__dict__[name]

    def at(self, path: Path) -> Any:
        """The value at a place that a declaration gives, as drafts write it: ("terminate", "misses")."""
        value: Any = self
        for step in path:
            value = value.term(step.replace(" ", "_")) if isinstance(step, str) else value[step]
        return value

    def named(self, what: type[str]) -> tuple[str, ...]:
        """Every name of one type that stands in the terms, each once, in their order: clause numbers (`Ref`), services, parties."""
        return tuple(dict.fromkeys(name for _, name in self.places(what)))

    def places(self, what: type[str]) -> Iterator[tuple[Path, str]]:
        """Every name of one type in the terms, with the place where it stands as drafts write it: ("step in", "borne by")."""
        return _names(self, what, ())

    def currencies(self) -> tuple[tuple[Path, str], ...]:
        """The place of every amount and price in the terms, with its currency."""
        return tuple((path, value.currency) for what in (Money, Price) for path, value in _names(self, what, ()))


def _names(value: Any, what: type[Any], path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, what):
        yield path, value
    elif isinstance(value, BaseModel):
        for name, inner in value.__dict__.items():
            yield from _names(inner, what, (*path, name.replace("_", " ")))
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from _names(inner, what, (*path, place))


class Construction(NamedTuple):
    """A choice that a term leaves open when the draft does not make it: the options, usual practice first, and where that practice is described.
    `also` has options as agreements word them, and the option that each of them is; those in `if_said` apply where the words say so, and nobody
    would read them into a silence."""

    options: tuple[str, ...]
    asks: str
    source: str
    also: Mapping[str, str] = MappingProxyType({})
    if_said: frozenset[str] = frozenset()

    @property
    def arguable(self) -> tuple[str, ...]:
        """The options that words which leave the choice open may mean, usual practice first."""
        return tuple(option for option in self.options if option not in self.if_said)


class State(NamedTuple):
    """One thing a clause remembers from month to month. `window` of k keeps the last k values and is read as their sum."""

    kind: Literal["int", "float", "bool"] = "int"
    initial: int | float | bool = 0
    reset: Literal["never", "month", "contract year", "calendar year"] = "never"
    window: int = 0


class Clause(Declared):
    """Base of every clause kind.

    Class attributes: `kind` (the word in the draft), `stage`, `Terms`, `constructions` (term name to Construction), `example` (provisions in
    Markdown, with the neighbours they need, that exercise the kind), `wording` (sentences a drafter may use, with {placeholders}), `source` (where
    the practice is described). An instance is immutable: state lives in the driver.
    """

    kind: ClassVar[str] = ""
    stage: ClassVar[Stage] = Stage.CHARGE
    later: ClassVar[Stage | None] = None  # a second, later stage at which the kind acts again (`on_later`)
    Terms: ClassVar[type[ClauseTerms]] = ClauseTerms
    constructions: ClassVar[Mapping[str, Construction]] = {}
    example: ClassVar[str] = ""
    wording: ClassVar[str] = ""
    source: ClassVar[str] = ""
    listens: ClassVar[frozenset[str]] = frozenset()
    publishes: ClassVar[frozenset[str]] = frozenset()
    rights: ClassVar[frozenset[str]] = frozenset()  # names under which a scenario says how they are used
    ends: ClassVar[frozenset[str]] = frozenset()  # those of them by which the agreement ends
    names: ClassVar[Mapping[str, Stage]] = {}  # terms that list clauses, and the stage at which each clause listed must act

    def __init__(self, setting: Setting, terms: Any) -> None:
        self.setting = setting
        self.number = setting.number
        self.terms = terms
        self.prepare()

    # --- what a clause declares of itself ----------------------------------------------------------------------------------------------

    def services(self) -> tuple[str, ...]:
        """The services it is about: those its terms name, and those of the clauses it is about."""
        return self.setting.provisions.services_of(self.number)

    def consults(self) -> frozenset[str]:
        """The other provisions whose terms or measures decide what it does: those that its terms name. A kind that reads others adds them."""
        return frozenset(self.terms.named(Ref)) | ({self.exchange} if self.exchange else frozenset())

    def looks_around(self) -> bool:
        """Whether whom it consults may hang on provisions that it neither names nor is about."""
        return type(self).consults is not Clause.consults or bool(self.exchange)

    @cached_property
    def consulted(self) -> Mapping[str, Neighbour | None]:
        """All that it may look at: its own provision, those that it consults, and what these are about; None for one that has no terms."""
        known = self.setting.provisions
        return {one: known.get(one) for number in sorted({self.number} | self.consults()) for one in known.chain(number) or (number,)}

    def prepare(self) -> None:
        """Work out constants from the terms, once."""

    @cached_property
    def exchange(self) -> str:
        """The clause that converts its amounts where they are in another currency than the agreement's; "" where none does, or need."""
        if not self.in_any_currency:
            return ""
        home = self.setting.currency
        code = next((code for _, code in self.terms.currencies() if code != home), "")
        converting = self.setting.provisions.playing(Role.EXCHANGE) if code else ()
        return next((one.number for one in converting if one.kind.converts(one.terms) == code), "")

    @cached_property
    def client(self) -> str:
        """The role that buys: the first that the front matter lists."""
        return self.setting.parties[0]

    @cached_property
    def provider(self) -> str:
        """The role that supplies: the second that the front matter lists."""
        return self.setting.parties[1]

    def choice(self, name: str) -> str:
        """The option of a construction that applies: the draft's or run's, else usual practice."""
        return self.setting.choices[name]

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        """Whether a construction can matter beside these terms and neighbours; one that cannot is no open question."""
        return True

    @property
    def again(self) -> Stage | None:
        """The second stage at which it acts, with these terms; None where it acts once."""
        return self.later

    def reads(self) -> tuple[FactRequest, ...]:
        """The facts this clause needs; if one is missing the clause is not run and is reported as unmeasured."""
        return ()

    def needs(self) -> tuple[tuple[str, str], ...]:
        """(clause number, measure) pairs of other clauses that this one reads."""
        return ()

    def states(self) -> Mapping[str, State]:
        """What the clause remembers."""
        return {}

    def grants(self) -> frozenset[str]:
        """The rights of its kind that this clause gives by its terms."""
        return self.rights

    def ways_out(self) -> frozenset[str]:
        """Those of them by which the agreement ends."""
        return self.grants() & self.ends

    @cached_property
    def who(self) -> tuple[str, ...]:
        """The parties that may leave by it."""
        return ()

    def covers(self) -> frozenset[str] | None:
        """The components whose incidents this clause speaks of: those of its services; None means any."""
        known = [self.setting.components.get(service) for service in self.services()]
        if not known or None in known:
            return None
        return frozenset[str]().union(*(one for one in known if one is not None))

    def concern(self) -> EventFilter:
        """Which rows `on_event` is given."""
        return EventFilter(self.covers())

    @cached_property
    def concerned(self) -> EventFilter:
        """`concern`, worked out once: drivers ask for it with every event."""
        return self.concern()

    @cached_property
    def components_covered(self) -> frozenset[str] | None:
        """`covers`, worked out once."""
        return self.covers()

    def on_incident(self, incident: Incident) -> Iterable[Response]:
        """Effects on an incident that begins, given the state as it was that morning. Writes nothing."""
        return ()

    def on_event(self, row: Row) -> Mapping[str, Value]:
        """Numbers of a row of an event in `listens` that is over; the driver adds them up by lane and month, to be read with `tally`."""
        return {}

    def on_day(self, day: Day) -> None:
        """A notice this clause gave has been delivered."""

    def on_month_end(self, month: MonthEnd) -> None:
        """What the clause does at a month end."""

    def on_later(self, month: MonthEnd) -> None:
        """What the clause does at its second stage of a month end, if the kind has one; what it published at the first can be read."""

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterable[tuple[str, Value]]:
        """Which questions of the event this clause answers, each with True or a mask over the rows."""
        return ()


@dataclass(frozen=True)
class Setting:
    """Where a clause stands in its agreement: number, title and words, the parties, the choices made for it, and the services' components."""

    number: str
    title: str
    quote: str
    parties: tuple[str, ...]
    choices: Mapping[str, str]
    term_months: int
    currency: str
    components: Mapping[str, frozenset[str]] = field(
        default_factory=dict
    )  # service -> components whose outage stops it; a service left out is not known
    provisions: Neighbours = field(default_factory=Neighbours)  # every provision with terms, by its number
    service: str = ""  # the service that a rule of default law is made for
    heads: tuple[str, ...] = ()  # heads of loss that the world knows, in order
    calendar: Calendar | None = None  # of the agreement, for dates that stand in terms
    part_month: bool = False  # whether the term ends inside its last month

    @property
    def left(self) -> tuple[int, ...]:
        """Whole months of the term that are left after each month."""
        return tuple(max(self.term_months - self.part_month - index - 1, 0) for index in range(self.term_months))
