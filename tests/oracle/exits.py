"""Termination for convenience, exercised whenever the right stands (page termination_convenience; money.md, Rights and exits)."""

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


def give(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Note where a right is used at a month end: each party that has it, as soon as it would end the agreement sooner than it ends already."""
    now = life.end(month)
    if "terminate for convenience" not in life.history.rights or life.is_exit_month(month):
        return
    leaves = exit_day(terms, now)
    earliest = Length.read(terms.get("earliest", "0 days")).after(life.agreement.effective)
    stands = leaves if terms.get("earliest is of", "the notice") == "the exit" else now
    barred = terms.get("second notice", "takes effect") == "is barred" and life.exit is not None
    sooner = life.exit is None or leaves < life.exit
    if stands >= earliest and leaves < life.end(life.agreement.term) and sooner and not barred:
        for party in parties(life, terms):
            state = life.memory.setdefault((clause, "notice"), {})
            state[party] = fee(life, terms, month, now)
            life.memory.setdefault(("", "notices"), []).append(
                (leaves, life.agreement.titles[clause], parties(life, terms).index(party), clause, party)
            )


def parties(life: Life, terms: dict[str, Any]) -> list[str]:
    """Who may leave."""
    party = terms.get("party", life.agreement.client)
    return [life.agreement.client, life.agreement.provider] if party == "either" else [party]


def exit_day(terms: dict[str, Any], now: datetime) -> datetime:
    """The morning on which a notice given now ends the agreement: its day counts, or not, or neither it nor the day of the exit does."""
    ends = Length.read(terms["notice"]).after(Length.read(terms.get("received", "0 days")).after(now))
    counting = terms.get("day of notice", "does not count")
    if counting == "counts":
        ends = max(ends - timedelta(days=1), now)
    elif counting == "clear days":
        ends += timedelta(days=1)
    return first_morning(ends)


def pay(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Once all rights of a month are looked at: the agreement ends under the notice that ends it first, and fees are paid on their day."""
    for leaves, _, _, number, party in sorted(life.memory.pop(("", "notices"), [])):
        if life.exit is None or leaves < life.exit:
            life.exit, life.memory["", "ground"] = leaves, (number, party)
    for party in parties(life, terms):
        given = life.memory.get((clause, "notice"), {})
        ground = life.memory.get(("", "ground")) == (clause, party)
        counts = party in given and (ground or terms.get("fee of", "the ground that ends it") != "the ground that ends it")
        sign = 1 if party == life.agreement.client else -1
        at_exit = terms.get("fee as at", "notice") == "exit"
        if terms.get("fee due", "at the exit") == "at the notice" and not at_exit:
            paid = life.memory.get((clause, party, "paid"), 0)
            due = given.get(party, 0) if counts else 0
            life.claims.append(Claim(clause, "termination fee", sign, due - paid, life.end(month)))
            life.memory[clause, party, "paid"] = due
        elif counts and life.is_exit_month(month):
            amount = fee(life, terms, month - (life.exit < life.end(month)), life.exit) if at_exit else given[party]
            life.claims.append(Claim(clause, "termination fee", sign, amount, life.exit))


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
