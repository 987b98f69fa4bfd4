"""Termination for convenience, exercised whenever the right stands (page termination_convenience; money.md, Fees of charges)."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from tests.oracle.bases import counted
from tests.oracle.life import Claim, Life
from tests.oracle.quantities import Length, half_up, minor, share


def first_morning(instant: datetime) -> datetime:
    """The first morning after an instant: the next midnight, also where the instant is one."""
    return instant.replace(hour=0, minute=0, second=0) + timedelta(days=1)


def termination_convenience(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Give notice at the first month end from which the right stands, and owe the fee of the notice, or at the exit."""
    state = life.memory.setdefault((clause, "notice"), {})
    if "given" not in state and life.exit is None:
        consider(life, terms, month, state)
        if "given" in state and terms.get("fee as at", "notice") == "notice":
            owe(life, clause, terms, fee(life, terms, month, life.end(month)), month)
    if "given" in state and life.is_exit_month(month) and terms.get("fee as at") == "exit":
        owe(life, clause, terms, fee(life, terms, month - (life.exit < life.end(month)), life.exit), month)


def consider(life: Life, terms: dict[str, Any], month: int, state: dict[str, Any]) -> None:
    """Whether the right stands at a month end; if so, when the agreement ends."""
    now = life.end(month)
    leaves = first_morning(Length.read(terms["notice"]).after(now))
    earliest = Length.read(terms.get("earliest", "0 days")).after(life.agreement.effective)
    stands = leaves if terms.get("earliest is of", "the notice") == "the exit" else now
    right = "terminate for convenience" in life.history.rights
    if right and stands >= earliest and leaves < life.end(life.agreement.term):
        state["given"], life.exit = now, leaves


def fee(life: Life, terms: dict[str, Any], whole: int, day: datetime) -> int:
    """The fee of the row into which a day falls, of the average charges of the last months that are whole."""
    inside = next(m for m in range(1, life.agreement.term + 2) if day < life.end(m))
    if day == life.start(inside) and terms.get("at a boundary", "the earlier period") == "the earlier period":
        inside -= 1
    row = next((r for r in terms["fee table"] if inside <= int(r.get("through month", 10**6))), None)
    if row is None:
        return 0
    if "fee" in row:
        return half_up(minor(row["fee"]))
    over = Length.read(terms.get("averaged over", "12 months")).months
    months = range(max(1, whole - over + 1), whole + 1)
    average = Fraction(sum(counted(life, terms, m) for m in months), len(months)) if months else Fraction(0)
    return half_up(average * int(row["months"])) if "months" in row else half_up(average * 12 * share(row["annual charges"]))


def owe(life: Life, clause: str, terms: dict[str, Any], amount: int, month: int) -> None:
    """Claim the fee from the party that leaves. The page gives no day: the invoice of the next month is taken, as the program does."""
    sign = 1 if terms.get("party", life.agreement.client) == life.agreement.client else -1
    life.claims.append(Claim(clause, "termination fee", sign, amount, life.end(month + 1)))
