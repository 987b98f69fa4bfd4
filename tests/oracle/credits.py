"""Credits for missed levels: service credits, points and pools, their limits and invoices (pages service_credit, service_points, credit_pool)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.oracle.bases import WAITS, billed, counted
from tests.oracle.life import Life
from tests.oracle.quantities import half_up, minor, share

ALL = "the agreement"


def base(life: Life, terms: dict[str, Any], level: str, months: range) -> int:
    """The charges of which percentages are taken: of all the agreement, or of the service of a level, over some months."""
    service = life.agreement.terms[level]["service"] if terms.get("charges of", ALL) == "the service" else None
    return sum(counted(life, terms, m, service) for m in months)


def annual(life: Life, month: int, over: str = "the preceding 12 months", lookback: int = 12, as_it_stands: bool = False) -> Fraction:
    """The charges of a year (money.md, Of a year): of the months known, taken for a whole year in proportion."""
    if over == "the contract year to date":
        return Fraction(sum(life.charges(m) for m in range(month - (month - 1) % 12, month + 1)))
    if over == "the previous contract year":
        opens = month - (month - 1) % 12
        if opens == 1:
            return Fraction(12 * sum(life.charges(m) for m in range(1, month + 1)), month)
        return Fraction(sum(life.charges(m) for m in range(opens - 12, opens)))
    months = range(max(1, month - lookback + 1), month + 1)
    so_far = Fraction(sum(life.charges(m) for m in months))
    return so_far if as_it_stands else so_far * lookback / len(months)


def room_in_year(life: Life, clause: str, terms: dict[str, Any], month: int) -> int | None:
    """What the yearly cap leaves in a month, or None where there is no such cap."""
    cap = terms.get("yearly cap")
    if cap is None:
        return None
    each_year = cap.get("over", "each contract year") == "each contract year"
    opens = month - (month - 1) % 12 if each_year else max(1, month - 11)
    used = sum(sum(life.credited.get((clause, m), {}).values()) for m in range(opens, month))
    if "first year" in cap and month <= 12:
        year = minor(cap["first year"])
    else:
        months = range(opens - 12, opens) if each_year and month > 12 else range(max(1, month - 11), month + 1)
        year = Fraction(sum(counted(life, terms, m) for m in months))
    return max(0, half_up(year * share(cap["limit"])) - used)


def give(life: Life, clause: str, terms: dict[str, Any], month: int, parts: dict[str, int], at_risk: int | None) -> None:
    """Limit what a month's levels earn, remember it by service, and put it on its invoice; of charges below nothing there is no share."""
    parts = {level: max(0, amount) for level, amount in parts.items()}
    total = sum(parts.values())
    room = [max(0, limit) for limit in (at_risk, room_in_year(life, clause, terms, month)) if limit is not None]
    allowed = min([total, *room])
    given = share_room(allowed, parts)
    by_service: dict[str, int] = {}
    for level, amount in given.items():
        service = life.agreement.terms[level]["service"]
        by_service[service] = by_service.get(service, 0) + amount
    life.credited[clause, month] = by_service
    if terms.get("invoice", "of the month") == "of the month":
        put(life, clause, month, allowed)
    elif not life.is_last(month):
        life.waiting.append((month + 1, clause, allowed))
    elif terms.get("last invoice", "paid in cash") == "paid in cash":
        put(life, clause, month, allowed)


def excess_of(life: Life, clause: str) -> dict[str, Any]:
    """The terms that say what becomes of credits of a clause that are larger than their invoice; none: they are paid."""
    for _, terms in life.agreement.of_kind("credit_excess"):
        if clause in terms.get("of", [clause]) and terms.get("excess", "carried forward") in WAITS:
            return terms
    return {}


def put(life: Life, clause: str, month: int, amount: int) -> None:
    """Put a credit on the month's invoice, or with those that must find room there first."""
    if excess_of(life, clause):
        life.memory[clause, "waits"] = life.memory.get((clause, "waits"), 0) + amount
    else:
        life.line(clause, "service credits", month, -amount)


def share_room(room: int, parts: dict[str, int]) -> dict[str, int]:
    """A room shared in proportion: whole units of the exact part, those left over to the largest remainders (money.md, Sharing)."""
    total = sum(parts.values())
    if total <= room:
        return dict(parts)
    exact = {name: Fraction(room * amount, total) for name, amount in parts.items()}
    given = {name: int(amount) for name, amount in exact.items()}
    order = sorted(parts, key=lambda name: (given[name] - exact[name], -parts[name], name))
    for name in order[: room - sum(given.values())]:
        given[name] += 1
    return given


def arrive(life: Life, month: int) -> None:
    """Put credits that waited for this month's invoice on it."""
    for when, clause, amount in life.waiting:
        if when == month:
            put(life, clause, month, amount)


def credit_excess(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Set credits that may not be larger than their invoice against its charges, in proportion; the rest waits, is lost, or is paid at the end."""
    waits = {credit: amount for (credit, what), amount in life.memory.items() if what == "waits" and amount and excess_of(life, credit) is terms}
    if not waits:
        return
    charges = max(0, billed(life, month))
    for credit, amount in share_room(charges, waits).items():
        rest = waits[credit] - amount
        if charges and terms.get("excess", "carried forward") == "lost":
            rest = 0
        if life.is_last(month):
            amount += rest if terms.get("last invoice", "paid in cash") == "paid in cash" else 0
            rest = 0
        life.line(credit, "service credits", month, -amount)
        life.memory[credit, "waits"] = rest


def service_credit(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """A share of the charges for a missed level: flat, by tiers, by points below a figure, or a multiple of the down-time."""
    level = terms["service level"]
    result = life.memory[level, "result"]
    if result is None:
        life.credited[clause, month] = {}
        return
    attainment, missed, window = result
    earned = Fraction(0)
    if "tiers" in terms:
        earned = tier(attainment, terms)
    elif "per point" in terms:
        earned = points_below(attainment, terms)
    elif "times downtime" in terms:
        earned = (1 - attainment) * int(terms["times downtime"]) if missed else Fraction(0)
    elif missed:
        earned = share(terms["credit"])
    rolling = life.agreement.terms[level].get("window moves", "in steps") == "monthly"
    if rolling and terms.get("window charges", "of the last month") == "of the last month":
        window = range(month, month + 1)
    charges = base(life, terms, level, window)
    at_risk = half_up(charges * share(terms["at risk"])) if "at risk" in terms else None
    give(life, clause, terms, month, {level: half_up(charges * earned)}, at_risk)


def tier(attainment: Fraction, terms: dict[str, Any]) -> Fraction:
    """The credit of the tier into which a level falls: the lowest whose figure it is below (or at, where the boundary is inclusive)."""
    inclusive = terms.get("boundary") == "inclusive"
    below = [row for row in terms["tiers"] if attainment < share(row["below"]) or (inclusive and attainment == share(row["below"]))]
    return share(min(below, key=lambda row: share(row["below"]))["credit"]) if below else Fraction(0)


def points_below(attainment: Fraction, terms: dict[str, Any]) -> Fraction:
    """So much for each percentage point below a figure; a part of one in proportion, not at all, or whole."""
    points = max(Fraction(0), share(terms["per point"]["below"]) - attainment) * 100
    reading = terms.get("part points", "in proportion")
    if reading == "complete points":
        points = Fraction(int(points))
    elif reading == "begun points":
        points = Fraction(-int(-points // 1))
    return points * share(terms["per point"]["credit"])


def service_points(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Missed levels score points by bands, a repeat more; the month's points become a share of the charges."""
    repeats, scored = int(terms.get("repeat multiplies by", 1)), {}
    for entry in terms["levels"]:
        level = entry["service level"]
        result = life.memory[level, "result"]
        points = band_points(result[0], entry["bands"]) if result else 0
        before = life.memory.get((clause, "points " + level), 0)
        grave = terms.get("repeat") == "a miss at least as grave"
        again = before > 0 and (not grave or points >= before)
        life.memory[clause, "points " + level] = points
        scored[level] = points * repeats if again else points
    earlier = life.memory.get((clause, "points before"), {})
    counted = {level: Fraction(points) for level, points in scored.items()}
    if terms.get("averaged") == "with the month before":
        counted = {level: Fraction(points + earlier.get(level, 0), 2) for level, points in scored.items()}
    life.memory[clause, "points before"] = scored
    total = sum(counted.values(), Fraction(0))
    earned = total * share(terms["credit per point"]) if "credit per point" in terms else from_table(total, terms)
    months = range(month, month + 1)
    charges = life.charges(month)
    at_risk = half_up(charges * share(terms["at risk"])) if "at risk" in terms else None
    if terms.get("charges of", ALL) == "the service" or not total:
        weight = {level: points / total if total else Fraction(0) for level, points in counted.items()}
        parts = {level: half_up(base(life, terms, level, months) * earned * weight[level]) for level in counted}
    else:
        weights = {level: int(points * 2) for level, points in counted.items()}
        parts = share_room(half_up(charges * earned), {level: w * 10**12 for level, w in weights.items()})
    give(life, clause, terms, month, parts, at_risk)


def band_points(attainment: Fraction, bands: list[dict[str, Any]]) -> int:
    """The points of the lowest band below whose figure a level lies."""
    below = [row for row in bands if attainment < share(row["below"])]
    return int(min(below, key=lambda row: share(row["below"]))["points"]) if below else 0


def from_table(points: Fraction, terms: dict[str, Any]) -> Fraction:
    """What points earn by a table, before whose first row stands one of no points and no credit: the row reached, the row above, or in proportion."""
    rows = [(Fraction(0), Fraction(0)), *((Fraction(int(row["points"])), share(row["credit"])) for row in terms["table"])]
    reached = [row for row in rows if row[0] <= points]
    above = [row for row in rows if row[0] > points]
    low, reading = reached[-1], terms.get("between rows", "the row reached")
    if low[0] == points or not above or reading == "the row reached":
        return low[1]
    if reading == "the row above":
        return above[0][1]
    return low[1] + (above[0][1] - low[1]) * (points - low[0]) / (above[0][0] - low[0])


def credit_pool(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """An amount at risk of which each missed level takes its allocation."""
    parts, pools = {}, {}
    for entry in terms["allocations"]:
        level = entry["service level"]
        result = life.memory[level, "result"]
        months = range(month, month + 1)
        if result and life.agreement.terms[level].get("window moves", "in steps") == "in steps" and len(terms["allocations"]) == 1:
            months = result[2]
        pool = half_up(base(life, terms, level, months) * share(terms["at risk"]))
        pools[life.agreement.terms[level]["service"]] = pool
        taken = share(entry["share"]) * share(terms.get("multiplier", "100 %"))
        parts[level] = half_up(pool * taken) if result and result[1] else 0
    if terms.get("several levels") == "the highest":
        most = max(parts, key=lambda level: parts[level])
        parts = {level: amount if level == most else 0 for level, amount in parts.items()}
    of_services = terms.get("charges of", ALL) == "the service"
    give(life, clause, terms, month, parts, sum(pools.values()) if of_services else max(pools.values()))
