"""What all credits for missed service levels have in common: which charges they are a share of, how they are limited, on which invoice they appear.

A credit is earned, then cut to the amount at risk in the month, then to what is left under a yearly cap; both cuts are withheld with their reason.
Rounding: each percentage of charges is rounded once, half-up; where one credit is for several services or causes, its parts are whole units, the rest
by the largest remainder.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar, Literal, NamedTuple

from wargame.contract.parts.bases import BASIS, Basis, ChargesOf, matters
from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, MonthEnd, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import DEEP, MANY, Schedule, fraction
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.quantities import MoneyT, PartyName, ServiceName, ShareT
from wargame.core.vocabulary import Backend, Value, portions

CREDITS = "service credits"
PUBLISHED = frozenset({"credit", "invoiced"})  # by every credit: what is earned and not limited, and what it puts on the invoice of this month
YEAR = 12  # months
_ROLLING = YEAR - 1  # months before this one that a limit on any 12 months looks back
ABOVE_AT_RISK = Reason("above the at-risk amount", "above the at-risk amount")
ABOVE_YEARLY_CAP = Reason("above a cap", "above the yearly cap on credits")
NO_LATER_INVOICE = Reason("no later invoice", "no later invoice to set it against")


class YearlyCap(ClauseTerms):
    """No more than `limit` of a year's charges is credited in a year; `first_year` is the estimate of charges used in the first."""

    limit: ShareT
    over: Literal["any 12 months", "each contract year"] = "each contract year"
    first_year: MoneyT | None = None


class CreditTerms(ClauseTerms):
    """Terms of every kind of credit: `at_risk` limits a month's credit to a share of its charges, `yearly_cap` a year's."""

    at_risk: ShareT | None = None
    yearly_cap: YearlyCap | None = None
    charges_of: Literal["the agreement", "the service"] | None = None
    basis: Basis | None = None
    invoice: Literal["of the month", "of the next month"] | None = None
    last_invoice: Literal["paid in cash", "lost"] | None = None
    payer: PartyName | None = None
    payee: PartyName | None = None


class LevelCreditTerms(CreditTerms):
    """… of every kind of credit for a missed level."""

    window_charges: Literal["as it moves", "of the last month", "of the window"] | None = None


COMMON: dict[str, Construction] = {
    "charges_of": Construction(
        ("the agreement", "the service"),
        "Are percentages taken of all charges of the month, or of those for the service that failed?",
        "PRACTICE §8; `monthly Charges` is usually defined as all of them, public terms take those of the affected service (cases/public_slas.json)",
    ),
    **BASIS,
    "invoice": Construction(
        ("of the month", "of the next month"),
        "Is a credit set against the invoice of the month in which the level was missed, or against the next one?",
        "PRACTICE §5 (credits go on the next invoice)",
    ),
    "last_invoice": Construction(
        ("paid in cash", "lost"),
        "What becomes of a credit that has no later invoice to be set against?",
        "PRACTICE §5 (in the last month credits are paid in cash, or lost)",
    ),
}
OF_LEVELS: dict[str, Construction] = {
    **COMMON,
    "window_charges": Construction(
        ("as it moves", "of the last month", "of the window"),
        "Of a level over several months: is a percentage taken of the charges of its step, or of the last month where it is measured monthly "
        "(as it moves), always of the last month, or always of the whole window?",
        "GitHub's service levels credit the fees of the quarter measured; another form credits a multiple of the monthly fee (slc_multiplier_10x)",
    ),
}


class CreditPart(NamedTuple):
    """What of a credit is for one service and one cause: for what it is set off, and from what it is excused."""

    service: str
    cause: str


class Credit(Clause):
    """A credit against charges. A kind says what is earned, for each service and cause; this says what of it is paid, and when.

    A kind answers `schedule` for each level whose misses it credits, so that whoever asks what a miss costs need not know the kind.
    """

    stage = Stage.CREDIT
    roles = frozenset({Role.CREDIT})
    heads = frozenset({CREDITS})
    one_answer = True
    constructions: ClassVar = COMMON

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        if name == "last_invoice":
            return terms.invoice != "of the month" or cls.of_next_month(terms)
        if name == "basis":
            return matters(provisions)
        if name == "window_charges":
            return _window(provisions, cls.names_levels(terms)) > 1
        if name == "charges_of":
            # With no price of its own to a service that failed there is nothing else to take a percentage of.
            named = [*terms.named(ServiceName), *(service for level in cls.names_levels(terms) for service in provisions.services_of(level))]
            return any(provisions.of_service(service, Role.PRICE) for service in named)
        return True

    @classmethod
    def of_next_month(cls, terms: Any) -> bool:
        """Whether it is a percentage of the charges of the month after the miss."""
        return False

    @property
    def payer(self) -> str:
        """Who gives the credit."""
        return self.terms.payer or self.provider

    @property
    def payee(self) -> str:
        """Whose charges it is set against."""
        return self.terms.payee or self.client

    @cached_property
    def part_of(self) -> Mapping[str, CreditPart]:
        """Level to the part to which credits for it belong."""
        known = self.setting.provisions
        return {level: CreditPart(next(iter(known.services_of(level)), ""), known.cause_of(level)) for level in self.levels()}

    @cached_property
    def parts(self) -> tuple[CreditPart, ...]:
        """The services and causes for which it credits, each once, in the order of its levels."""
        return tuple(dict.fromkeys(self.part_of.values()))

    @cached_property
    def places(self) -> tuple[tuple[int, ...], ...]:
        """For each part the places of its levels among those in the order in which the terms list them (`listed`)."""
        listed = self.listed(self.terms)
        return tuple(tuple(i for i, level in enumerate(listed) if self.part_of[level] == part) for part in self.parts)

    @classmethod
    def listed(cls, terms: Any) -> tuple[str, ...]:
        """The levels in the order in which the terms list them, and as often as they do."""
        return cls.names_levels(terms)

    def by_part(self, amounts: list[Value], v: Backend) -> list[Value]:
        """Amounts, one for each level listed, added up by the part that each belongs to."""
        return [v.total([amounts[i] for i in places]) for places in self.places]

    @property
    def limits(self) -> dict[str, Any]:
        """What every schedule of a credit says of its limits and of the charges it is taken of."""
        terms = self.terms
        return {
            "at_risk": fraction(terms.at_risk) if terms.at_risk else None,
            "yearly": fraction(terms.yearly_cap.limit) if terms.yearly_cap else None,
            "of_the_service": self.choice("charges_of") == "the service",
        }

    def most_in_a_month(self, deep: Fraction = DEEP, misses: int = MANY, service: str = "") -> Fraction | None:
        levels = [level for level in self.levels() if not service or self.part_of[level].service == service]
        most = self.worst_of([schedule for level in levels if (schedule := self.schedule(level)) is not None], deep, misses)
        at_risk = self.terms.at_risk
        return most if at_risk is None else fraction(at_risk) if most is None else min(most, fraction(at_risk))

    def worst_of(self, schedules: list[Schedule], deep: Fraction, misses: int) -> Fraction | None:
        """What the worst month earns, every level missed as far as can be; None where nothing but its limits ends it."""
        worst = [one.worst(misses, deep) for one in schedules]
        return sum(worst, Fraction(0)) if worst else None

    def states(self) -> dict[str, State]:
        states: dict[str, State] = {name: state for base in self.bases.values() for name, state in base.states().items()}
        if self.sums:
            states |= {f"{base.name} before": State() for base in self.bases.values()}
            if self.choice("window_charges") == "of the window":
                states |= {f"{base.name} before, rolling": State("int", 0, "never", self.window - 1) for base in self.bases.values()}
        if self.choice("invoice") == "of the next month":
            states |= {name: State() for name in self.each("pending")}
        cap = self.terms.yearly_cap
        if cap:
            states["charges of a year"] = State("int", 0, "never", YEAR)
            if cap.over == "any 12 months":
                states["credited"] = State("int", 0, "never", _ROLLING)
            else:
                states["credited"] = State("int", 0, "contract year")
                states["charges of last year"] = State()
        return states

    def each(self, name: str) -> list[str]:
        """The names under which something is remembered for each part; one part needs no number."""
        return [name] if len(self.parts) == 1 else [f"{name} {i + 1}" for i in range(len(self.parts))]

    def charges(self, month: MonthEnd, service: str = "") -> Value:
        """The charges of the month that percentages are taken of: for one service where they are those of the service, and for all that it credits
        where none is named. Where reduced charges have turned negative there is nothing to take a percentage of."""
        return month.v.maximum(self.of_window(month, service if self.choice("charges_of") == "the service" else ""), 0)

    def of_window(self, month: MonthEnd, service: str) -> Value:
        """The charges of the window that its levels are measured over: of this month, and with steps of those since the window began."""
        charged = self.bases[service].of(month)
        if not self.sums:
            return charged
        v, name = month.v, f"{self.bases[service].name} before"
        before = v.where(month.measure(self.measured_by, "opens"), 0, month.state(name))
        if self.choice("window_charges") == "of the window":
            before = v.where(month.measure(self.measured_by, "rolls"), month.state(f"{name}, rolling"), before)
        return charged + before

    def remember(self, month: MonthEnd) -> None:
        """Remember the charges of the window so far."""
        if not self.sums:
            return
        for base in set(self.bases.values()):
            name, charged = f"{base.name} before", base.of(month)
            before = month.v.where(month.measure(self.measured_by, "opens"), 0, month.state(name))
            month.keep(name, before + charged)
            if self.choice("window_charges") == "of the window":
                month.keep(f"{name}, rolling", charged)

    @cached_property
    def window(self) -> int:
        """Over how many months its levels are measured; 1 where they do not agree in it."""
        return _window(self.setting.provisions, self.levels())

    @cached_property
    def measured_by(self) -> str:
        """The clause that measures the first of its levels for which there is one."""
        known = self.setting.provisions
        return next(number for level in self.levels() for number in known.chain(level) if known[number].promise is not None)

    def window_needs(self) -> tuple[tuple[str, str], ...]:
        """What it must know of the windows of its levels."""
        return ((self.measured_by, "opens"), (self.measured_by, "rolls")) if self.sums else ()

    @property
    def sums(self) -> bool:
        """Whether charges of several months are added up."""
        return self.window > 1 and self.choice("window_charges") != "of the last month"

    @cached_property
    def bases(self) -> Mapping[str, ChargesOf]:
        """The charges that percentages are taken of: under "" those of the agreement, or of all services that it credits, and then of each under its
        name."""
        services = list(dict.fromkeys(part.service for part in self.parts)) if self.choice("charges_of") == "the service" else []
        whole = self.base_of("charges", services or None)
        each = {service: self.base_of(f"charges of {service}", [service]) for service in services} if len(services) > 1 else {}
        return {"": whole} | (each or dict.fromkeys(services, whole))

    def base_of(self, name: str, services: list[str] | None) -> ChargesOf:
        """The charges for some services, or all, by the basis that applies."""
        return ChargesOf(self.setting, self.choice("basis"), self.payee, self.payer, services=services, name=name)

    def reads(self) -> tuple[FactRequest, ...]:
        return self.bases[""].reads()

    def consults(self) -> frozenset[str]:
        return super().consults() | self.bases[""].consults

    def looks_around(self) -> bool:
        return bool(self.bases[""].ages)

    @property
    def again(self) -> Stage | None:
        return Stage.SET_OFF if self.bases[""].ages else None

    def on_later(self, month: MonthEnd) -> None:
        """The month's credits are known: note what of its invoice will count when."""
        for base in set(self.bases.values()):
            base.note(month)

    def settle(self, month: MonthEnd, earned: list[Value], charges: Value) -> Value:
        """Limit what is earned for each part, put it on its invoice, publish it; returns the credit."""
        v, terms = month.v, self.terms
        if terms.at_risk:
            most = v.share(charges, terms.at_risk.num, terms.at_risk.den)
            earned = self.cut(month, earned, v.minimum(v.total(earned), most), ABOVE_AT_RISK)
        if terms.yearly_cap:
            of_month = charges if not self.sums else v.maximum(self.bases[""].of(month), 0)
            earned = self.cut(month, earned, self.within_year(month, v.total(earned), of_month), ABOVE_YEARLY_CAP)
        self.remember(month)
        credit = v.total(earned)
        month.publish("credit", credit)
        self.invoiced(month, earned)
        return credit

    def cut(self, month: MonthEnd, earned: list[Value], allowed: Value, why: Reason) -> list[Value]:
        """What is left of each part where `allowed` is let through of them all, shared in proportion; the rest is withheld."""
        kept = portions(month.v, earned, allowed, month.v.total(earned), self.parts)
        for part, before, after in zip(self.parts, earned, kept, strict=True):
            month.withhold(CREDITS, self.payer, self.payee, before - after, part.cause, why)
        return kept

    def within_year(self, month: MonthEnd, credit: Value, charges: Value) -> Value:
        """What of a credit the yearly cap lets through."""
        v, cap = month.v, self.terms.yearly_cap
        before = month.state("charges of a year")
        annual = month.keep("charges of a year", charges)
        if month.index < YEAR:
            annual = cap.first_year.minor if cap.first_year else annual
        elif cap.over == "each contract year":
            # The cap of a year is known when it begins: a share of the charges of the one before.
            annual = month.keep("charges of last year", before) if month.index in self.years else month.state("charges of last year")
        used = month.state("credited")
        allowed = v.minimum(credit, v.maximum(v.share(annual, cap.limit.num, cap.limit.den) - used, 0))
        month.keep("credited", allowed if cap.over == "any 12 months" else used + allowed)
        return allowed

    def invoiced(self, month: MonthEnd, earned: list[Value]) -> None:
        """Owe each part on this month's invoice or the next; of the last month, which has no next, in cash or not at all."""
        put: list[Value] = []
        for part, name, credit in zip(self.parts, self.each("pending"), earned, strict=True):
            due = credit
            if self.choice("invoice") == "of the next month":
                last = month.v.where(month.ending, credit, 0)
                due = month.state(name)
                if self.choice("last_invoice") == "lost":
                    month.withhold(CREDITS, self.payer, self.payee, last, part.cause, NO_LATER_INVOICE)
                else:
                    due = due + last
            month.owe(CREDITS, self.payer, self.payee, due, part.cause, service=part.service)
            if self.choice("invoice") == "of the next month":
                month.keep(name, credit)
            put.append(due)
        month.publish("invoiced", month.v.total(put))

    @property
    def years(self) -> range:
        """Months of the term with which a contract year after the first begins."""
        return range(YEAR, self.setting.term_months, YEAR)


def _window(provisions: Neighbours, levels: tuple[str, ...]) -> int:
    """Over how many months levels are measured; 1 where they do not agree in it."""
    promises = [promise for level in levels if (promise := provisions.promise_of(level)) is not None]
    windows = {promise.window for promise in promises}
    return windows.pop() if len(windows) == 1 else 1
