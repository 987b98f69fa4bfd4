"""What counts as the charges of a month, and credits that are larger than their invoice (money.md, Bases and Credits on an invoice)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.oracle.life import Life
from tests.oracle.quantities import Length

WAITS = ("carried forward", "lost")


def falls_due(life: Life, month: int) -> datetime:
    """When the invoice of a month falls due: after the time of the payment terms, or at once."""
    for _, terms in life.agreement.of_kind("payment_terms"):
        return Length.read(terms["due"]).after(life.end(month))
    return life.end(month)


def counted(life: Life, terms: dict[str, Any], month: int, service: str | None = None, clauses: list[str] | None = None) -> int:
    """The charges that count in a month by the basis of a clause: accrued, due, invoiced, or paid less the credits set against them."""
    basis = terms.get("basis", "accrued")
    if basis == "accrued":
        return life.charges(month, service, clauses)
    if basis == "invoiced":
        return billed(life, month, service, clauses)
    late, total = timedelta(days=life.history.late if basis == "paid" else 0), 0
    for each in range(1, month + 1):
        if life.start(month) <= falls_due(life, each) + late < life.end(month):
            credits = life.credits_on(each, service) if basis == "paid" else 0
            total += max(0, billed(life, each, service, clauses) - credits)
    return total


def billed(life: Life, month: int, service: str | None = None, clauses: list[str] | None = None) -> int:
    """The charges on a month's invoice: all, those for a service, or those of listed clauses."""
    return sum(
        amount
        for (clause, when), amount in life.invoiced.items()
        if when == month and (service is None or life.service_of.get(clause) == service) and (clauses is None or clause in clauses)
    )
