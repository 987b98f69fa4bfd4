"""The charges that a percentage, an average or a minimum is taken of: accrued, due, invoiced or paid (docs/money.md, "Bases").

The invoice of a month is raised at its end, the first instant of the next. It falls due when the time to pay has passed, and is paid then, or as many
days later as the payer is late; what happens within a month, its first instant included, counts in it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, get_args

from wargame.contract.rules.clause import CHARGES, Clause, Construction, MonthEnd, Setting, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.values import DAY
from wargame.core.vocabulary import Value

Basis = Literal["accrued", "due", "invoiced", "paid"]
OPTIONS = get_args(Basis)
CREDITS = frozenset({"service credits"})
# Heads that stand on the invoice of whoever is to pay it, and those that are deducted there; some go either way.
ON_INVOICE = frozenset(
    {
        *("charges", "minimum commitment", "surcharge", "currency adjustment", "benchmark adjustment", "rate reset", "change in law"),
        *("change control", "bonus", "gain share", "earn-back", "termination fee", "exit assistance"),
    }
)
ADJUSTED = frozenset({"currency adjustment", "gain share", "benchmark adjustment"})
DEDUCTED = frozenset({"service credits", "abatement"})
LATEST = 12  # months after its due date by which an invoice is paid, or never within the base

BASIS = {
    "basis": Construction(
        OPTIONS,
        "Are the charges those that accrue in the month, that fall due, that are invoiced, or that are paid in it?",
        "PRACTICE §20 (bases: accrued, due, invoiced, paid are four different caps); published credits are a share of the prorated monthly fee",
    )
}


def matters(provisions: Neighbours) -> bool:
    """Whether it can matter beside these provisions, so that words which leave it open are open: some charge is not invoiced as it accrues."""
    return any(one.kind.billed_apart(one.terms) for one in provisions.playing(Role.PRICE))


def on_invoice(month: MonthEnd, payer: str, payee: str) -> Value:
    """What stands on the month's invoice so far, before credits: charges, and what adjusts them either way."""
    return month.due(ON_INVOICE, payer, payee) - month.due(ADJUSTED, payee, payer)


class ChargesOf:
    """The charges of one month from one party to another, by a basis. A part of a clause: it keeps its own states there, under `name`; once the
    credits of the month are known it is told to `note` its invoice."""

    def __init__(
        self,
        setting: Setting,
        basis: str,
        payer: str,
        payee: str,
        *,
        clauses: Collection[str] | None = None,
        services: Collection[str] | None = None,
        name: str = "charges",
    ) -> None:
        self.basis, self.payer, self.payee, self.clauses, self.services, self.name = basis, payer, payee, clauses or None, services, name
        self.late = FactRequest("days_late", payer)
        self.term, self.starts, self.due = setting.term_months, tuple[int, ...](), list[int]()
        self.consults = frozenset[str]()  # the provisions that say when an invoice falls due, where that decides which charges count
        if basis in ("due", "paid"):
            self._dates(setting)
        self.ages = range(1, self._most() + 1)

    def _dates(self, setting: Setting) -> None:
        """When months begin, some way beyond the term, and when the invoice of each month of the term falls due."""
        calendar = setting.calendar
        if calendar is None:
            raise ValueError(f"`basis` is {self.basis}, and the agreement has no date from which a day of payment could be counted")
        self.starts = calendar.month_starts(self.term + LATEST + 1)
        paying = setting.provisions.playing(Role.PAYMENT)
        self.consults = frozenset(one.number for one in paying)
        times = (one.kind.time_to_pay(one.terms, setting.parties) for one in paying)
        time = next((time for time in times if time is not None and time[:2] == (self.payer, self.payee)), None)
        raised = self.starts[1 : self.term + 1]
        self.due = [instant if time is None else calendar.add(instant, time[2]) for instant in raised]

    def _most(self) -> int:
        """After how many months an invoice counts at the latest."""
        if not self.due:
            return 0
        longest = max(sum(start <= due for start in self.starts) - 1 - month for month, due in enumerate(self.due))
        return min(longest + (LATEST if self.basis == "paid" else 0), self.term)

    def nothing_for(self, invoiced: int) -> int:
        """In how many months at first nothing counts, where the first invoice is raised at the end of month `invoiced`."""
        if self.basis == "accrued":
            return 0
        if invoiced > self.term:
            return self.term
        if self.basis == "invoiced":
            return invoiced - 1
        return min(sum(start <= self.due[invoiced - 1] for start in self.starts) - 1, self.term)

    def reads(self) -> tuple[FactRequest, ...]:
        """How late the payer is, where that counts."""
        return (self.late,) if self.basis == "paid" else ()

    def states(self) -> dict[str, State]:
        """What of earlier invoices counts in so many months."""
        return {f"{self.name} in {age}": State() for age in self.ages}

    def of(self, month: MonthEnd) -> Value:
        """The charges that count in this month, minor units; less than nothing where more was given back than charged."""
        if self.basis == "accrued":
            return month.accrued(self.payer, self.payee, self.clauses, self.services)
        if self.basis == "invoiced":
            return self.invoiced(month)
        return month.state(f"{self.name} in 1") if self.ages else 0

    def taken(self, month: MonthEnd) -> Value:
        """The same, by a clause that acts after the month's credits: its invoice is noted at once."""
        counts = self.of(month)
        self.note(month)
        return counts

    def invoiced(self, month: MonthEnd) -> Value:
        """The charges on this month's invoice."""
        if self.clauses is None and self.services is None:
            return month.due(CHARGES, self.payer, self.payee)
        claims = month.claims(CHARGES, self.payer, self.payee, self.clauses)
        return month.v.total([due.amount for due in claims if self.services is None or due.service in self.services])

    def note(self, month: MonthEnd) -> None:
        """Put this month's invoice where it will count, and move what waits one month on."""
        if not self.ages:
            return
        v, amount = month.v, self.invoiced(month)
        due: Value = self.due[month.index]
        if self.basis == "paid":
            amount = v.maximum(amount - self.credited(month), 0)
            due = due + DAY * month.fact(self.late)
        for age in self.ages:
            begins = month.index + age
            waiting: Value = month.state(f"{self.name} in {age + 1}") if age + 1 in self.ages else 0
            if begins + 1 < len(self.starts):
                counts = v.both(due >= self.starts[begins], due < self.starts[begins + 1])
                waiting = waiting + v.where(counts, amount, 0)
            month.keep(f"{self.name} in {age}", waiting)

    def credited(self, month: MonthEnd) -> Value:
        """Service credits on the same invoice, of the same services."""
        credits = month.claims(CREDITS, self.payee, self.payer)
        return month.v.total([due.amount for due in credits if self.services is None or due.service in self.services])


class OfCredits(Clause):
    """Base of the kinds that speak of the credits of the clauses that the term `of` lists, or of all there are."""

    def looks_around(self) -> bool:
        return True

    def consults(self) -> frozenset[str]:
        return super().consults() | frozenset(self.credits())

    def credits(self) -> tuple[str, ...]:
        """The clauses whose credits it speaks of, in their order."""
        return tuple(self.terms.of) or tuple(one.number for one in self.setting.provisions.playing(Role.CREDIT))

    def prepare(self) -> None:
        self.payer, self.payee = self.terms.payer or self.provider, self.terms.payee or self.client
        known = self.setting.provisions
        for number in self.terms.of:
            if number in known and Role.CREDIT not in known[number].roles:
                raise ValueError(f"`of` names {number}, which gives no credits: name clauses that do")


class OnCharges(Clause):
    """Base of the kinds that take a share, an average or a minimum of charges by a basis; `prepare` sets `charges`."""

    charges: ChargesOf

    def reads(self) -> tuple[FactRequest, ...]:
        return self.charges.reads()

    def consults(self) -> frozenset[str]:
        return super().consults() | self.charges.consults

    def looks_around(self) -> bool:
        return bool(self.charges.ages)


class BeforeCredits(OnCharges):
    """… and act before the credits of the month are known: they note its invoice at a second act."""

    @property
    def again(self) -> Stage | None:
        return Stage.SET_OFF if self.charges.ages else None

    def on_later(self, month: MonthEnd) -> None:
        """The month's credits are known: note what of its invoice will count when."""
        self.charges.note(month)
