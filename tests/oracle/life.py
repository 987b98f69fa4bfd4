"""The state of one life as it is evaluated: months, the exit, what accrued and what was invoiced, claims, and the postings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from tests.oracle.quantities import add_months
from tests.oracle.reader import Agreement
from tests.oracle.world import History


@dataclass
class Claim:
    """Something owed outside the invoice: by the provider where the sign is -1, payable at an instant."""

    clause: str
    head: str
    sign: int
    amount: int
    payable: datetime
    service: str = ""


@dataclass
class Life:
    """One agreement meeting one history. Amounts are whole minor units, positive from the client to the provider."""

    agreement: Agreement
    history: History
    exit: datetime | None = None
    accrued: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    invoiced: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    service_of: dict[str, str] = field(default_factory=dict)
    factors: dict[str, Fraction] = field(default_factory=dict)
    credited: dict[tuple[str, int], dict[str, int]] = field(default_factory=dict)
    waiting: list[tuple[int, str, int]] = field(default_factory=list)
    credit_lines: dict[tuple[int, str], int] = field(default_factory=lambda: defaultdict(int))
    memory: dict[tuple[str, str], object] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    invoice: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    postings: dict[tuple[datetime, str, str], int] = field(default_factory=lambda: defaultdict(int))

    def start(self, month: int) -> datetime:
        """The first instant of a contract month, the first being 1."""
        return add_months(self.agreement.effective, month - 1)

    def end(self, month: int) -> datetime:
        """The month's end, which is the first instant of the next."""
        return add_months(self.agreement.effective, month)

    def lived_to(self, month: int) -> datetime:
        """The month's end, or the exit where that comes first."""
        return min(self.end(month), self.exit) if self.exit else self.end(month)

    def served(self, month: int) -> Fraction:
        """Seconds served over the seconds of the month."""
        start = self.start(month)
        whole = (self.end(month) - start).total_seconds()
        return Fraction(int((self.lived_to(month) - start).total_seconds()), int(whole))

    def is_exit_month(self, month: int) -> bool:
        """Whether the agreement ends early in a month, or at its end."""
        return self.exit is not None and self.start(month) < self.exit <= self.end(month)

    def is_last(self, month: int) -> bool:
        """Whether no month of the agreement follows."""
        return month == self.agreement.term or self.is_exit_month(month)

    def charge(self, clause: str, month: int, accrued: int, invoiced: int) -> None:
        """Book what a charge earns in a month, and what of it stands on the month's invoice."""
        self.accrued[clause, month] += accrued
        self.invoiced[clause, month] += invoiced
        self.line(clause, "charges", month, invoiced)

    def line(self, clause: str, head: str, month: int, amount: int) -> None:
        """Put an amount on the invoice of a month; below 0 the provider owes it."""
        self.postings[self.end(month), clause, head] += amount
        self.invoice[month] += amount
        if head == "service credits":
            self.credit_lines[month, self.credited_service(clause)] -= amount

    def credited_service(self, clause: str) -> str:
        """The service whose levels a clause credits; "" where there are several."""
        terms = self.agreement.terms[clause]
        levels = [terms] if "service level" in terms else terms.get("allocations", terms.get("levels", []))
        services = {self.agreement.terms[entry["service level"]]["service"] for entry in levels}
        return services.pop() if len(services) == 1 else ""

    def credits_on(self, month: int, service: str | None = None) -> int:
        """The service credits on the invoice of a month: all of them, or those for a service."""
        return sum(amount for (when, whose), amount in self.credit_lines.items() if when == month and service in (None, whose))

    def charges(self, month: int, service: str | None = None, clauses: list[str] | None = None) -> int:
        """What accrues in a month: of all charges, of those for a service, or of listed clauses."""
        return sum(
            amount
            for (clause, when), amount in self.accrued.items()
            if when == month and (service is None or self.service_of.get(clause) == service) and (clauses is None or clause in clauses)
        )

    def factor(self, terms: dict[str, object]) -> Fraction:
        """The factor in force of the clause by which a price is indexed."""
        index = terms.get("index")
        return self.factors[str(index)] if index is not None else Fraction(1)
