"""What limits on liability are made of: an amount or a percentage of charges, and the charges of which it is taken.

A percentage has a base: which charges (invoiced, paid, or what would have been payable but for the default) of which months. A cap on charges shrinks
with them: a long outage lowers the cap under which it is claimed, and in the first month nothing is paid yet. Each is a construction of the clause.
"""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from pydantic import ValidationInfo

from wargame.contract.rules.clause import CHARGES, Construction, MonthEnd, State
from wargame.contract.rules.schedule import Limit
from wargame.core.facts import FactRequest
from wargame.core.losses import OF_A_BREACH
from wargame.core.problem import BadValue
from wargame.core.quantities import Money, Rate, parse_money, parse_rate
from wargame.core.vocabulary import Value

CREDITS = frozenset({"service credits"})
FOR_A_BREACH = frozenset({"damages", "indemnity"})  # the heads under which a loss of data is claimed
# What a protected party is itself owed, against which claims may be netted.
OWED = frozenset({"charges", "minimum commitment", "termination fee"})
NOT_THE_PROVIDERS = frozenset({"planned", "client", "third party", "nobody"})
_PERCENT = re.compile(r"^(?P<rate>[\d.,  ]+ ?%) of (the )?(annual )?charges$")
_LARGE = 1 << 62

ClaimHead = Literal["liquidated damages", "step-in costs", "service credits", "damages", "indemnity", "interest", "refund", "exit assistance"]

BASE = {
    "charges_of": Construction(
        ("the preceding 12 months", "the contract year to date", "the previous contract year"),
        "Of which charges is the percentage taken?",
        "PRACTICE §10; Drax v Wipro [2023] EWHC 1342 (TCC)",
    ),
    "basis": Construction(
        ("paid or payable", "paid", "payable but for the default"),
        "Of charges paid or payable, of charges paid, or of what would have been payable had there been no default?",
        "PRACTICE §10: a long outage shrinks its own cap unless the words add `but for the default`",
    ),
}


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
        services: Mapping[str, frozenset[str]],
        payer: str,
        payee: str,
    ) -> None:
        self.of, self.basis, self.months, self.payer, self.payee = of, basis, months, payer, payee
        self.first_year = None if first_year is None else first_year.minor
        self.trailing = of == "the preceding 12 months"
        down = sorted(service for service, components in services.items() if components) if basis == "payable but for the default" else ()
        self.down = [FactRequest("downtime", service, NOT_THE_PROVIDERS) for service in down]

    def reads(self) -> tuple[FactRequest, ...]:
        """Down-time of the provider's making, where charges lost by it are to be added back."""
        return tuple(self.down)

    def states(self) -> dict[str, State]:
        """Charges of the base; of the year before; of the month last invoiced; and, but for the default, of all months so far."""
        states = {"charges": State("int", 0, "never", self.months) if self.trailing else State()}
        if self.of == "the previous contract year":
            states["charges of last year"] = State()
        if self.basis == "paid":
            states["invoiced"] = State()
        if self.basis == "payable but for the default":
            states["charges so far"] = State()
        return states

    def annual(self, month: MonthEnd) -> Value:
        """Charges of the base period, minor units. What is not yet a whole period is taken for one in proportion, rounded half-up."""
        counted = self._counted(month)
        known = month.index if self.basis == "paid" else month.index + 1
        if self.trailing:
            found = self._scaled(month, month.keep("charges", counted), min(known, self.months), self.months)
        else:
            begins = month.index and month.index % 12 == 0
            before = month.state("charges")
            year = month.keep("charges", counted if begins else before + counted)
            into = month.index % 12 + 1
            found = self._scaled(month, year, min(into, known), 12)
            if self.of == "the previous contract year":
                last = month.keep("charges of last year", before if begins else month.state("charges of last year"))
                found = last if month.index >= 12 else found
        return self.first_year if month.index < 12 and self.first_year is not None else found

    def _counted(self, month: MonthEnd) -> Value:
        """The charges of this month that count."""
        v = month.v
        charged = month.due(CHARGES, self.payer, self.payee)
        if self.basis == "paid":
            # Paid is what was settled by last month end, net of what was credited on that invoice.
            before = month.state("invoiced")
            month.keep("invoiced", v.maximum(charged - month.due(CREDITS, self.payee, self.payer), 0))
            return before
        if self.basis == "payable but for the default":
            # A month with down-time of the provider's making counts for no less than the average of the months before it.
            so_far = month.state("charges so far")
            usual = v.proportion(so_far, 1, month.index) if month.index else 0
            down = v.total([month.fact(read) for read in self.down])
            charged = v.where(down > 0, v.maximum(charged, usual), charged)
            month.keep("charges so far", so_far + charged)
        return charged

    def _scaled(self, month: MonthEnd, charges: Value, known: int, whole: int) -> Value:
        return charges if known in (0, whole) else month.v.share(charges, whole, known)


def limit_of(cap: Cap, base: ChargeBase, month: MonthEnd) -> Value:
    """The cap of this month, before what was used: minor units, rounded once, half-up."""
    if cap.percent is None:
        return cap.amount.minor if cap.amount else _LARGE
    limit = month.v.share(base.annual(month), cap.percent.num, cap.percent.den)
    if cap.amount is None:
        return limit
    return month.v.maximum(limit, cap.amount.minor) if cap.which == "greater" else month.v.minimum(limit, cap.amount.minor)
