"""What all credits for missed service levels have in common: which charges they are a share of, how they are limited, on which invoice they appear.

A credit is earned, then cut to the amount at risk in the month, then to what is left under a yearly cap; both cuts are withheld with their reason.
Rounding: each percentage of charges is rounded once, half-up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from wargame.contract.clause import CHARGES, Clause, ClauseTerms, Construction, MonthEnd, State
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.quantities import MoneyT, PartyName, ShareT
from wargame.core.vocabulary import Value

CREDITS = "service credits"
YEAR = 12  # months
GIVING = frozenset({"service_credit", "service_points", "credit_pool", "incident_response"})  # kinds that give service credits
PRICED = frozenset({"unit_charge", "fixed_charge", "arc_rrc"})  # kinds that may price one service
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
    invoice: Literal["of the month", "of the next month"] | None = None
    last_invoice: Literal["paid in cash", "lost"] | None = None
    payer: PartyName | None = None
    payee: PartyName | None = None


COMMON: dict[str, Construction] = {
    "charges_of": Construction(
        ("the agreement", "the service"),
        "Are percentages taken of all charges of the month, or of those for the service that failed?",
        "PRACTICE §8; `monthly Charges` is usually defined as all of them, public terms take those of the affected service (cases/public_slas.json)",
    ),
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


def _several(terms: Any) -> list[Any]:
    """What names several service levels, in the kinds that do."""
    return [*getattr(terms, "levels", ()), *getattr(terms, "allocations", ())]


class Credit(Clause):
    """A credit against charges. A kind says what is earned; this says what of it is paid, and when."""

    stage = Stage.CREDIT
    constructions: ClassVar = COMMON
    cause: str = "missed service level"

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Mapping[str, tuple[str, Any]]) -> bool:
        if name == "last_invoice":
            return terms.invoice != "of the month" or getattr(terms, "percentage_of", "") == "next month"
        if name == "charges_of":
            # With no price of its own to the service that failed there is nothing else to take a percentage of.
            levels = [getattr(terms, "service_level", None), *(one.service_level for one in _several(terms))]
            failed = {getattr(provisions[level][1], "service", None) for level in levels if level in provisions}
            return any(getattr(one, "service", None) in failed for kind, one in provisions.values() if kind in PRICED)
        return True

    @property
    def payer(self) -> str:
        """Who gives the credit."""
        return self.terms.payer or self.provider

    @property
    def payee(self) -> str:
        """Whose charges it is set against."""
        return self.terms.payee or self.client

    def states(self) -> dict[str, State]:
        states: dict[str, State] = {}
        if self.choice("invoice") == "of the next month":
            states["pending"] = State()
        cap = self.terms.yearly_cap
        if cap:
            states["charges of a year"] = State("int", 0, "never", YEAR)
            if cap.over == "any 12 months":
                states["credited"] = State("int", 0, "never", _ROLLING)
            else:
                states["credited"] = State("int", 0, "contract year")
                states["charges of last year"] = State()
        return states

    def charges(self, month: MonthEnd) -> Value:
        """The charges of the month that percentages are taken of; where reduced charges have turned negative there is nothing to take them of."""
        if self.choice("charges_of") == "the agreement":
            return month.v.maximum(month.due(CHARGES, self.payee, self.payer), 0)
        service = self.setting.services.get(self.number)
        clauses = [number for number, one in self.setting.services.items() if one == service]
        return month.v.maximum(month.v.total([due.amount for due in month.claims(CHARGES, self.payee, self.payer, clauses)]), 0)

    def settle(self, month: MonthEnd, earned: Value, charges: Value) -> Value:
        """Limit what is earned, put it on its invoice, publish it; returns the credit."""
        v, terms = month.v, self.terms
        credit = earned
        if terms.at_risk:
            credit = v.minimum(earned, v.share(charges, terms.at_risk.num, terms.at_risk.den))
            month.withhold(CREDITS, self.payer, self.payee, earned - credit, self.cause, ABOVE_AT_RISK)
        if terms.yearly_cap:
            credit = self.within_year(month, credit, charges)
        month.publish("credit", credit)
        self.invoiced(month, credit)
        return credit

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
        month.withhold(CREDITS, self.payer, self.payee, credit - allowed, self.cause, ABOVE_YEARLY_CAP)
        return allowed

    def invoiced(self, month: MonthEnd, credit: Value) -> None:
        """Owe the credit on this month's invoice or the next; of the last month, which has no next, in cash or not at all."""
        if self.choice("invoice") == "of the month":
            month.owe(CREDITS, self.payer, self.payee, credit, self.cause)
            return
        last = month.v.where(month.ending, credit, 0)
        due = month.state("pending")
        if self.choice("last_invoice") == "lost":
            month.withhold(CREDITS, self.payer, self.payee, last, self.cause, NO_LATER_INVOICE)
        else:
            due = due + last
        month.owe(CREDITS, self.payer, self.payee, due, self.cause)
        month.keep("pending", credit)

    @property
    def years(self) -> range:
        """Months of the term with which a contract year after the first begins."""
        return range(YEAR, self.setting.term_months, YEAR)
