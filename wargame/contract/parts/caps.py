"""What limits on liability are made of: an amount or a percentage of charges, and the charges of which it is taken.

A percentage has a base: which charges (accrued, due, invoiced, paid, or what would have accrued but for the default) of which months. A cap on
charges shrinks with them: a long outage lowers the cap under which it is claimed, and in the first month nothing is paid yet. Each is a construction
of the clause.
"""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, ValidationInfo

from wargame.contract.parts.bases import OPTIONS, Basis, ChargesOf
from wargame.contract.rules.clause import Clause, Construction, MonthEnd, Setting, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import Limit
from wargame.core.facts import FactRequest
from wargame.core.losses import OF_A_BREACH
from wargame.core.problem import BadValue
from wargame.core.quantities import Money, Rate, parse_money, parse_rate
from wargame.core.vocabulary import Value

BUT_FOR = "accrued but for the default"
FOR_A_BREACH = frozenset({"damages", "indemnity"})  # the heads under which a loss of data is claimed
# What a protected party is itself owed, against which claims may be netted.
OWED = frozenset({"charges", "minimum commitment", "termination fee"})
NOT_THE_PROVIDERS = frozenset({"planned", "client", "third party", "nobody"})
_PERCENT = re.compile(r"^(?P<rate>[\d.,  ]+ ?%) of (the )?(annual )?charges$")
_LARGE = 1 << 62
ALSO = {"paid or payable": "accrued", "payable but for the default": BUT_FOR}  # as agreements word it

ClaimHead = Literal["liquidated damages", "step-in costs", "service credits", "damages", "indemnity", "interest", "refund", "exit assistance"]

BASE = {
    "charges_of": Construction(
        ("the preceding 12 months", "the contract year to date", "the previous contract year"),
        "Of which charges is the percentage taken?",
        "PRACTICE §10; Drax v Wipro [2023] EWHC 1342 (TCC)",
    ),
    "basis": Construction(
        (*OPTIONS, BUT_FOR),
        "Are the charges those that accrue, fall due, are invoiced or are paid, or what would have accrued had there been no default?",
        "PRACTICE §10 and §20: a long outage shrinks its own cap unless the words add `but for the default`; paid may be nil in the first year",
        ALSO,
    ),
    "charges_count": Construction(
        ("before credits", "after credits"),
        "Are the charges those before or after service credits?",
        "PRACTICE §20 (bases: gross or net of credits)",
    ),
    "short_year": Construction(
        ("in proportion", "as it stands"),
        "Until a whole year of charges is known, are those so far taken for a year in proportion, or as they stand?",
        "PRACTICE §10 (first-year estimate); read literally the charges of the preceding twelve months are those there have been",
    ),
}


def base_arises(name: str, terms: Any, provisions: Neighbours) -> bool:
    """Whether a construction of the base can matter beside these terms: it is of a percentage, and what decides another may decide it too."""
    if terms.cap.percent is None:
        return False
    if name == "charges_of":
        return terms.lookback is None
    if name == "short_year":
        return terms.first_year is None and terms.charges_of != "the contract year to date" and terms.basis not in ("due", "paid")
    # Words that name the charges without a word of credits mean the charges as they are charged.
    return name != "charges_count" or (terms.basis is None and bool(provisions.playing(Role.CREDIT)))


def read_basis(value: object) -> object:
    """A basis by its name, or as agreements word it."""
    return ALSO.get(value, value) if isinstance(value, str) else value


_Said = Literal[Basis, "accrued but for the default", "paid or payable", "payable but for the default"]
CapBasis = Annotated[Literal[Basis, "accrued but for the default"], BeforeValidator(read_basis, json_schema_input_type=_Said)]


class Cap(NamedTuple):
    """An amount, a percentage of the annual charges, or the greater or lesser of both."""

    amount: Money | None
    percent: Rate | None
    which: str  # "greater" or "lesser"


def limit(cap: Cap, heads: tuple[str, ...], losses: tuple[str, ...] = (), *, protects: str | None = None, caps: tuple[str, ...] = ()) -> Limit:
    """A cap as others may know it."""
    share = Fraction(cap.percent.num, cap.percent.den) if cap.percent else None
    return Limit(cap.amount.minor if cap.amount else None, share, heads, losses, protects, caps)


def limits_a_breach(heads: Iterable[str], losses: Iterable[str] = ()) -> bool:
    """Whether heads of claim, or heads of loss, are such as a breach of data leads to."""
    return bool(FOR_A_BREACH.intersection(heads) or OF_A_BREACH.intersection(losses))


def _one(text: str, currencies: Any) -> Cap:
    found = _PERCENT.match(text)
    if found:
        return Cap(None, parse_rate(found["rate"]), "greater")
    if "%" in text:
        raise BadValue(f'"{text}" does not say of what', "write `150 % of annual charges`")
    return Cap(parse_money(text, currencies), None, "greater")


def read_cap(value: object, info: ValidationInfo) -> Cap:
    """`GBP 5 000 000`, `150 % of annual charges`, or `the greater of GBP 5 000 000 and 150 % of annual charges`."""
    if isinstance(value, Cap):
        return value
    text = " ".join(str(value).split())
    currencies = (info.context or {}).get("currencies", ())
    both = re.match(r"^(the )?(?P<which>greater|lesser) of (?P<a>.+) and (?P<b>.+)$", text)
    if not both:
        return _one(text, currencies)
    parts = [_one(both["a"], currencies), _one(both["b"], currencies)]
    amounts = [part.amount for part in parts if part.amount]
    percents = [part.percent for part in parts if part.percent]
    if len(amounts) != 1 or len(percents) != 1:
        raise BadValue(f'"{text}" needs one amount and one percentage', "write `the greater of GBP 5 000 000 and 150 % of annual charges`")
    return Cap(amounts[0], percents[0], both["which"])


class ChargeBase:
    """The charges of which a cap's percentage is taken, month by month. A part of a clause: it keeps its own states there."""

    def __init__(
        self,
        of: str,
        basis: str,
        *,
        months: int,
        first_year: Money | None,
        short_year: str,
        net: bool,
        setting: Setting,
        payer: str,
        payee: str,
    ) -> None:
        self.of, self.months = of, months
        self.but_for = basis == BUT_FOR
        self.charges = ChargesOf(setting, "accrued" if self.but_for else basis, payer, payee, name="invoices")
        self.net = net and basis != "paid"
        self.first_year = None if first_year is None else first_year.minor
        self.trailing = of == "the preceding 12 months"
        self.stretched = short_year == "in proportion" and basis not in ("due", "paid")
        down = sorted(service for service, components in setting.components.items() if components) if self.but_for else ()
        self.down = [FactRequest("downtime", service, NOT_THE_PROVIDERS) for service in down]

    def reads(self) -> tuple[FactRequest, ...]:
        """Down-time of the provider's making, where charges lost by it are to be added back; how late a payer is, where charges paid count."""
        return (*self.down, *self.charges.reads())

    def states(self) -> dict[str, State]:
        """Charges of the base; of the year before; of invoices not yet due or paid; and, but for the default, of all months so far."""
        states = self.charges.states()
        states |= {"charges": State("int", 0, "never", self.months) if self.trailing else State()}
        if self.of == "the previous contract year":
            states["charges of last year"] = State()
        if self.but_for:
            states["charges so far"] = State()
        return states

    def share(self, month: MonthEnd, rate: Rate) -> Value:
        """So much of the charges of the base period, rounded once. What is not yet a whole period is taken for one in proportion, or as it stands."""
        charges, known, whole = self._known(month)
        if month.index < 12 and self.first_year is not None:
            charges, known, whole = self.first_year, 1, 1
        if not self.stretched or known == whole:
            known = whole = 1
        return month.v.share(charges, rate.num * whole, rate.den * known)

    def _known(self, month: MonthEnd) -> tuple[Value, int, int]:
        """The charges known of the base period, how many months they are of, and how many the period has."""
        counted = self._counted(month)
        if self.trailing:
            return month.keep("charges", counted), min(month.index + 1, self.months), self.months
        begins = month.index and month.index % 12 == 0
        before = month.state("charges")
        year = month.keep("charges", counted if begins else before + counted)
        if self.of != "the previous contract year":
            return year, 1, 1
        last = month.keep("charges of last year", before if begins else month.state("charges of last year"))
        return (last, 1, 1) if month.index >= 12 else (year, month.index % 12 + 1, 12)

    def _counted(self, month: MonthEnd) -> Value:
        """The charges of this month that count."""
        v = month.v
        charged = self.charges.taken(month)
        if self.net:
            charged = v.maximum(charged - self.charges.credited(month), 0)
        if self.but_for:
            # A month with down-time of the provider's making counts for no less than the average of the months before it.
            so_far = month.state("charges so far")
            usual = v.proportion(so_far, 1, month.index) if month.index else 0
            down = v.total([month.fact(read) for read in self.down])
            charged = v.where(down > 0, v.maximum(charged, usual), charged)
            month.keep("charges so far", so_far + charged)
        return charged


def limit_of(cap: Cap, base: ChargeBase, month: MonthEnd) -> Value:
    """The cap of this month, before what was used: minor units, rounded once, half-up."""
    if cap.percent is None:
        return cap.amount.minor if cap.amount else _LARGE
    limit = base.share(month, cap.percent)
    if cap.amount is None:
        return limit
    return month.v.maximum(limit, cap.amount.minor) if cap.which == "greater" else month.v.minimum(limit, cap.amount.minor)


class LimitOnCharges(Clause):
    """Base of the kinds that limit claims by an amount, or by a share of charges; `prepare` sets `base`."""

    base: ChargeBase

    def base_of(self, payer: str, payee: str) -> ChargeBase:
        """The charges from one party to another of which a percentage of its terms is taken; ValueError for a lookback that is no months."""
        terms, lookback = self.terms, self.terms.lookback
        if lookback is not None and not lookback.months:
            raise ValueError(f"`lookback` is {lookback}: write it in months, such as 12 months")
        return ChargeBase(
            self.choice("charges_of"),
            self.choice("basis"),
            months=lookback.months if lookback else 12,
            first_year=terms.first_year,
            short_year=self.choice("short_year"),
            net=self.choice("charges_count") == "after credits",
            setting=self.setting,
            payer=payer,
            payee=payee,
        )

    def reads(self) -> tuple[FactRequest, ...]:
        return self.base.reads() if self.terms.cap.percent else ()

    def consults(self) -> frozenset[str]:
        return super().consults() | (self.base.charges.consults if self.terms.cap.percent else frozenset())

    def nil_for(self) -> int:
        cap = self.terms.cap
        if cap.percent is None or self.base.first_year is not None or (cap.amount is not None and cap.which == "greater"):
            return 0
        priced = self.setting.provisions.playing(Role.PRICE)
        return self.base.charges.nothing_for(min(one.kind.first_invoice(one.terms) for one in priced)) if priced else 0
