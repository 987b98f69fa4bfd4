"""Charges: what accrues in a month and what is invoiced (pages fixed_charge, unit_charge, arc_rrc, milestone_payment; money.md, Accrual)."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from tests.oracle.life import Life
from tests.oracle.quantities import Length, half_up, minor, plain, rate, rounded, share

PERIODS = {"month": 1, "quarter": 3, "year": 12, "contract year": 12}
INSTALMENTS = {"monthly": 1, "quarterly": 3}


def month_of(life: Life, day: str, last: bool) -> int:
    """The contract month that begins on a date, or whose last day it is."""
    wanted = datetime.fromisoformat(day) + timedelta(days=last)
    return next(m for m in range(1, life.agreement.term + 1) if (life.end(m) if last else life.start(m)) == wanted)


def span(life: Life, terms: dict[str, Any]) -> tuple[int, int]:
    """The first and the last contract month of a fixed charge."""
    first = month_of(life, terms["from date"], False) if "from date" in terms else int(terms.get("from month", 1))
    last = month_of(life, terms["to date"], True) if "to date" in terms else int(terms.get("to month", 10**6))
    return first, last


def part(life: Life, terms: dict[str, Any], first: int, month: int) -> int:
    """The equal part of a month of its period's amount, or its part by days, before exit and index."""
    whole = PERIODS[terms.get("per", "month")]
    amount = half_up(minor(terms["amount"]) * int(terms.get("quantity", 1)) * share(terms.get("percentage", "100 %")))
    begins = month - (month - first) % whole

    def until(months: int) -> int:
        if terms.get("accrues", "in equal parts") == "by days":
            days = (life.start(begins + months) - life.start(begins)).days
            return half_up(Fraction(amount * days, (life.start(begins + whole) - life.start(begins)).days))
        return half_up(Fraction(amount * months, whole))

    return until(month - begins + 1) - until(month - begins)


def fixed_charge(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Book a fixed charge: equal parts accrue, the instalment is invoiced in arrears or in advance, an exit settles what is owed."""
    life.service_of.setdefault(clause, terms.get("service", ""))
    first, last = span(life, terms)
    if not first <= month <= last:
        return
    whole = PERIODS[terms.get("per", "month")]
    group = INSTALMENTS.get(terms.get("instalments", ""), whole)
    begins = month - (month - first) % whole
    opens = begins + (month - begins) // group * group
    closes = min(opens + group - 1, begins + whole - 1)
    months = range(opens, min(closes, last) + 1)
    factor, advance = life.factor(terms), terms.get("invoiced") == "in advance"
    before = sum(life.accrued[clause, m] for m in months if m < month)
    billed = sum(life.invoiced[clause, m] for m in months if m < month)
    accrued = half_up(part(life, terms, first, month) * factor)
    at_end = month == months[-1] and life.served(month) == 1
    if life.is_last(month) and not at_end:
        invoiced, accrued = leaves(life, terms, (first, month, months), factor, (before, billed))
    elif month == months[-1]:
        invoiced = before + accrued - billed
    elif advance and month == opens:
        invoiced = half_up(sum(part(life, terms, first, m) for m in months) * factor)
    else:
        invoiced = 0
    life.charge(clause, month, accrued, invoiced)


def leaves(life: Life, terms: dict[str, Any], where: tuple[int, int, range], factor: Fraction, so_far: tuple[int, int]) -> tuple[int, int]:
    """What is invoiced and what accrues in the month of an exit inside an instalment."""
    first, month, months = where
    before, billed = so_far
    reading = terms.get("part periods", "pro rata")
    if reading == "pro rata":
        accrued = half_up(half_up(part(life, terms, first, month) * life.served(month)) * factor)
    elif reading == "whole":
        accrued = sum(half_up(part(life, terms, first, m) * factor) for m in months if m >= month)
    else:
        accrued = -before
    owed = before + accrued
    if billed > owed and terms.get("paid in advance", "refunded") == "kept":
        return 0, accrued + billed - owed
    return owed - billed, accrued


def unit_charge(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Book what the units of a month cost, in bands of the month or of the contract year so far."""
    life.service_of.setdefault(clause, terms["service"])
    periods = {rate(band["up to"])[1] for band in terms["bands"] if "up to" in band}
    units = life.history.units(terms["service"], life.start(month), life.lived_to(month))
    factor = life.factor(terms)
    free = plain(rate(terms["included"])[0]) if "included" in terms else Fraction(0)
    if periods <= {"month"}:
        amount = half_up(price_of(terms, Fraction(units), factor, free))
    else:
        opens = month - (month - 1) % 12
        so_far = life.history.units(terms["service"], life.start(opens), life.lived_to(month))
        before = life.history.units(terms["service"], life.start(opens), life.start(month)) if month > opens else 0
        earlier = price_of(terms, Fraction(before), factor, free) if month > opens else Fraction(0)
        amount = half_up(price_of(terms, Fraction(so_far), factor, free) - earlier)
    if "ceiling" in terms:
        amount = min(amount, half_up(minor(terms["ceiling"])))
    life.charge(clause, month, amount, amount)


def price_of(terms: dict[str, Any], units: Fraction, factor: Fraction, free: Fraction) -> Fraction:
    """The exact price of so many units: band by band, or all at the band reached; included units lie inside the bands, or before them."""
    if terms.get("included units") == "before the bands":
        units, free = max(Fraction(0), units - free), Fraction(0)
    if units == 0 and terms.get("no units", "no charge") == "no charge":
        return Fraction(0)
    to_all, total, low = terms.get("bands apply") == "to all units", Fraction(0), Fraction(0)
    for band in terms["bands"]:
        high = rate(band["up to"])[0] if "up to" in band else None
        reached = units > low or low == 0
        here = high is None or units <= high
        inside = max(Fraction(0), (units if here else high) - max(low, free))
        if to_all and here:
            return cost(terms, band, max(Fraction(0), units - free), factor)
        if not to_all and reached:
            total += cost(terms, band, inside, factor)
        if here:
            break
        low = high
    return total


def cost(terms: dict[str, Any], band: dict[str, Any], units: Fraction, factor: Fraction) -> Fraction:
    """What units in one band cost: their price, kept to so many decimals where the draft says so, and the band's flat amount."""
    price = minor(band.get("price", "GBP 0")) * factor
    if "price decimals" in terms:
        price = rounded(price, int(terms["price decimals"]) - 2) if int(terms["price decimals"]) >= 2 else price
    return units * price + minor(band.get("amount", "GBP 0")) * factor


def arc_rrc(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Book the base charge of a month, and at the end of the measuring period what lies beyond the dead-band."""
    life.service_of.setdefault(clause, terms["service"])
    factor = life.factor(terms)
    base = half_up(half_up(minor(terms.get("base charge", "GBP 0")) * life.served(month)) * factor)
    number, period = rate(terms["baseline"])
    monthly = life.memory.setdefault((clause, "baseline"), Fraction(number, PERIODS[period]))
    size = PERIODS[terms.get("measured", "month")]
    moved = 0
    if month % size == 0 or life.is_last(month):
        opens = month - (month - 1) % size
        moved = half_up(beyond(life, terms, monthly, range(opens, month + 1)) * factor)
    if month % 12 == 0 and terms.get("baseline moves") == "each contract year":
        units = life.history.units(terms["service"], life.start(month - 11), life.lived_to(month))
        year, band = monthly * 12, share(terms["dead band"])
        inside = max(half_up(year * (1 - band)), min(half_up(year * (1 + band)), units))
        life.memory[clause, "baseline"] = Fraction(half_up(Fraction(inside, 12)))
    life.charge(clause, month, base + moved, base + moved)


def beyond(life: Life, terms: dict[str, Any], monthly: Fraction, months: range) -> Fraction:
    """The exact money, before the index, for a period's units outside the dead-band: above 0 additional, below 0 reduced."""
    units = life.history.units(terms["service"], life.start(months[0]), life.lived_to(months[-1]))
    served = [monthly if life.served(m) == 1 else Fraction(half_up(monthly * life.served(m))) for m in months]
    baseline = sum(served, Fraction(0))
    up = units > baseline
    sign, price = (1, "arc") if up else (-1, "rrc")
    edge = half_up(baseline * (1 + sign * share(terms["dead band"])))
    if not sign * (units - edge) > 0:
        return Fraction(0)
    from_edge = terms.get("counted from", "the baseline") == "the edge of the dead-band"
    start = Fraction(edge) if from_edge else baseline
    if "outer" not in terms:
        return (units - start) * minor(terms[price])
    outer = half_up(baseline * (1 + sign * share(terms["outer"]["band"])))
    inner = min(units, outer) if up else max(units, outer)
    return (inner - start) * minor(terms[price]) + (units - inner) * minor(terms["outer"][price])


def milestone_payment(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Book the amount on delivery, less the retention, and the retention on its release; a month's first instant counts in that month."""
    due, late = life.history.milestones[terms["milestone"]]
    delivered = datetime(due.year, due.month, due.day) + timedelta(days=late)
    if "lapses after" in terms and delivered > Length.read(terms["lapses after"]).after(datetime(due.year, due.month, due.day)):
        return
    if life.exit and delivered > life.exit:
        return
    kept, release = 0, None
    if "retention" in terms:
        kept = half_up(minor(terms["amount"]) * share(terms["retention"]["share"]))
        release = Length.read(terms["retention"]["after"]).after(delivered)
    amount = 0
    if life.start(month) <= delivered < life.end(month):
        amount += half_up(minor(terms["amount"])) - kept
    if release and life.start(month) <= release < life.lived_to(month):
        amount += kept
    elif release and release >= life.lived_to(month) and life.is_last(month) and delivered < life.end(month):
        amount += kept if terms.get("retention at end", "released") == "released" else 0
    life.charge(clause, month, amount, amount)
