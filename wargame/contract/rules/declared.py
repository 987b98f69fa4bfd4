"""What a kind of clause declares, for whoever meets one: checks, reports and other clauses ask for these, and for nothing else.

Nobody outside a kind's own file knows it by its name or looks for a term of its own. Whoever needs to know something that no declaration gives adds
one here, with a default that is true of a kind that has never heard of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar, NamedTuple

from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import DEEP, MANY, Limit, Path, Promise, Reduction, Schedule
from wargame.core.money import Money
from wargame.core.quantities import Duration, Rate, ServiceName


class MissCount(NamedTuple):
    """So many misses in any so long a time give a right; `figure` is where their number stands in the terms."""

    misses: int
    window: Duration
    figure: Path


class Deadlines(NamedTuple):
    """Steps that are taken one after the other and must all end `within` a limit; `figure` is where the limit stands in the terms."""

    steps: tuple[Duration, ...]
    within: Duration
    figure: Path


class Moves(NamedTuple):
    """How a measure that moves is told: `words` before and after it, in percent where `unit` says what one is, else as the number that it is (0).
    It is told in months in which it is another than the month before, `at_first` before the first; or, with `always`, wherever it is not that."""

    words: tuple[str, str]
    unit: int = 0
    at_first: float | None = None
    always: bool = False


class Declared:
    """Base of `Clause`: its declarations."""

    number: str
    terms: Any

    roles: ClassVar[frozenset[Role]] = frozenset()  # what it does in the agreement, whatever its terms
    heads: ClassVar[frozenset[str]] = frozenset()  # heads under which it says that money is owed
    outside: ClassVar[frozenset[str]] = frozenset()  # those of them under which money goes to, or comes from, who is no party: the revenue
    in_any_currency: ClassVar[bool] = False  # its amounts may be in another currency than the agreement's, for it reads no money of others
    for_fault: ClassVar[bool] = False  # the rights to leave that it gives are given by the other party's failure
    converts_parts: ClassVar[bool] = False  # … and what accrues in each month is converted by itself, at the rate of that month
    of_law: ClassVar[bool] = False  # a rule of the governing law, which no provision says
    one_answer: ClassVar[bool] = False  # an agreement has one such provision for one subject: two that differ contradict each other
    standing: ClassVar[str] = ""  # why it moves money although nothing happens; empty of a kind that then moves none
    only_one: ClassVar[bool] = False  # … and a second is refused
    # The questions (event, question) that a silent draft may answer with such a clause, and its place among the kinds that do: 1, the most usual.
    usual_for: ClassVar[Mapping[tuple[str, str], int]] = {}
    windows: ClassVar[frozenset[str]] = frozenset()  # terms of time in which something is counted: a long one holds no right back

    # --- of its terms, for whoever meets it by its number ------------------------------------------------------------------------------

    @classmethod
    def roles_of(cls, terms: Any) -> frozenset[Role]:
        """What it does in the agreement with these terms."""
        return cls.roles

    @classmethod
    def names_services(cls, terms: Any) -> tuple[str, ...]:
        """The services that its terms name."""
        named: tuple[str, ...] = terms.named(ServiceName)
        return named

    @classmethod
    def names_levels(cls, terms: Any) -> tuple[str, ...]:
        """The clauses that measure, to whose misses its terms tie something."""
        return ()

    @classmethod
    def about(cls, terms: Any) -> tuple[str, ...]:
        """The clauses whose services are its own: those whose levels it names."""
        return cls.names_levels(terms)

    @classmethod
    def promise(cls, terms: Any) -> Promise | None:
        """What it promises, where it is a level."""
        return None

    @classmethod
    def limit_of(cls, terms: Any) -> Limit | None:
        """How it limits claims, where it does."""
        return None

    @classmethod
    def bounded(cls, terms: Any) -> bool:
        """Whether its own terms bound all that it may claim over the whole term, not only one incident."""
        return False

    @classmethod
    def makes_good(cls, terms: Any) -> frozenset[str]:
        """The heads of loss that it makes good, for every service alike."""
        return frozenset()

    @classmethod
    def claims_for(cls, terms: Any) -> str:
        """The cause under which its claims stand in the books; "" where the levels that it names say it."""
        return ""

    @classmethod
    def takes_out(cls, terms: Any) -> str:
        """The service that it takes out of the agreement, at the instant `ends` that it remembers (0: it does not); "" for none."""
        return ""

    @classmethod
    def fee_of_leaving(cls, terms: Any) -> tuple[list[Any], Duration] | None:
        """The steps of its fee table for leaving the agreement, and over how long charges are averaged; None where it has none."""
        return None

    @classmethod
    def due_dates(cls, terms: Any) -> Mapping[str, dt.date]:
        """Milestones to the dates on which they are due, as its terms have them."""
        return {}

    @classmethod
    def converts(cls, terms: Any) -> str:
        """The currency whose amounts it converts into the agreement's, where it does."""
        return ""

    @classmethod
    def billed_apart(cls, terms: Any) -> bool:
        """Whether what it puts on the invoice of a month is not what accrues in the month."""
        return False

    @classmethod
    def first_invoice(cls, terms: Any) -> int:
        """With the end of which month of its charge the first invoice is raised, counted from 1."""
        return 1

    @classmethod
    def time_to_pay(cls, terms: Any, parties: tuple[str, ...]) -> tuple[str, str, Duration] | None:
        """Who pays whose invoices within which time, where it says so."""
        return None

    @classmethod
    def relieves(cls, terms: Any) -> tuple[str, ...]:
        """The clauses that it says are excused under it, and that must say so themselves: it does not cut their remedies."""
        return ()

    @classmethod
    def relieved_by(cls, terms: Any) -> str | None:
        """The clause by which it says that it is excused; "" where it could name one and does not, None where it has no words for that."""
        return None

    def moves(self) -> Mapping[str, Moves]:
        """What it publishes of prices and rates that move, for whoever tells a life."""
        return {}

    def claims_bargain(self) -> bool:
        """Whether whoever ends the agreement under it claims what the rest of the term would have brought."""
        return False

    @property
    def takes_what_is_left(self) -> bool:
        """Whether what it takes a share of is what others of its stage have left: it acts after them."""
        return False

    # --- of a clause -------------------------------------------------------------------------------------------------------------------

    def levels(self) -> tuple[str, ...]:
        """The clauses that measure, to whose misses it ties something."""
        return self.names_levels(self.terms)

    def schedule(self, level: str) -> Schedule | None:
        """What a miss of a level costs; None where its credits do not go by that level."""
        return None

    def most_in_a_month(self, deep: Fraction = DEEP, misses: int = MANY, service: str = "") -> Fraction | None:
        """The largest share of a month's charges that it may credit, all its levels together (or those of one service), each at most `deep` below
        where its credits begin, in a month that is the `misses`-th bad one; None where it credits none, or sets no end to them."""
        return None

    def joins(self) -> frozenset[str]:
        """The clauses whose credits it limits together."""
        return frozenset()

    def nil_for(self) -> int:
        """In how many months at first its limit is nothing, because none of the charges that it is a share of counts yet."""
        return 0

    def in_place_of(self) -> str:
        """The credit for the same incident beside which only what it earns more is given; "" for none."""
        return ""

    def adds_up(self) -> bool:
        """Whether every further incident adds to what it credits, and nothing of its own limits the total."""
        return False

    def rewarded_from(self) -> Mapping[str, Fraction]:
        """The levels whose attainment it rewards, each with the attainment from which on it does."""
        return {}

    def reduction(self) -> Reduction | None:
        """How far its charge falls with volume; None where it charges by the unit, or not at all."""
        return None

    def most_at_once(self) -> int | None:
        """The most that one incident may cost under its own limit, in minor units; None where it sets none."""
        return None

    def would_bound(self) -> tuple[str, Money | Rate] | None:
        """The term of its own, and a value for it, that would bound what runs on for ever; None where nothing does, or no term could."""
        return None

    def limits_heads(self) -> frozenset[str]:
        """The heads of claim that share its limit, as its open words are read."""
        limit = self.limit_of(self.terms)
        return frozenset() if limit is None else frozenset(limit.heads)

    def shuts_out_for(self) -> tuple[str, ...]:
        """The clauses beside whose remedies it leaves no other, as its open words are read."""
        return ()

    def awaits(self) -> tuple[tuple[str, str], ...]:
        """(clause, truth) of which it counts the months or days before a right of its own arises."""
        return ()

    def runs_past(self) -> Path:
        """Where a month stands to which it runs, after the agreement has ended; () for none."""
        return ()

    def trigger(self) -> Path:
        """Where the figure stands that must be passed before it does anything: a band, a number of misses, a length of time; () for none."""
        return ()

    def count(self) -> MissCount | None:
        """How many misses, in how long, give a right of its own; None where none does so by counting."""
        return None

    def deadlines(self) -> Deadlines | None:
        """The steps that a party has to take within a limit, where it sets one."""
        return None
