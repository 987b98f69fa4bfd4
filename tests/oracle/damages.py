"""Liquidated damages, caps, set-off and interest (pages liquidated_damages, liability_cap, set_off, payment_terms)."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from tests.oracle.credits import annual, share_room
from tests.oracle.life import Claim, Life
from tests.oracle.quantities import Length, half_up, minor, share
from tests.oracle.service_time import Span, counting, merged
from tests.oracle.world import Outage

DAY = 86400


def liquidated_damages(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Claim so much for each period by which an outage, or a milestone, that ended in the month was late."""
    amount = sum(money_for(terms, seconds) for seconds in ended(life, terms, month))
    if terms.get("credits", "set against damages") == "set against damages" and "service" in terms:
        given = sum(parts.get(terms["service"], 0) for (_, when), parts in life.credited.items() if when == month)
        amount = max(0, amount - given)
    payable = Length.read(terms.get("payable after", "30 days")).after(life.end(month))
    life.claims.append(Claim(clause, "liquidated damages", -1, amount, payable, terms.get("service", "")))


def ended(life: Life, terms: dict[str, Any], month: int) -> list[int]:
    """Seconds beyond the time to restore (or the time of grace), of each outage or milestone that is over in the month."""
    start, end = life.start(month), life.lived_to(month)
    grace = Length.read(terms.get("restore within", "0 days"))
    late = []
    if terms.get("damages for") == "each time down":
        return [max(0, lasted - grace.seconds) for lasted in times_down(life, terms, month)]
    if "milestone" in terms:
        due, days = life.history.milestones[terms["milestone"]]
        allowed = grace.after(datetime(due.year, due.month, due.day))
        delivered = datetime(due.year, due.month, due.day) + timedelta(days=days)
        rows = [(allowed, delivered)]
    else:
        rows = [
            (grace.after(begins), row.end)
            for row in paid_for(life, terms)
            if row.end - (begins := life.history.begins(row, terms.get("clock", "occurrence"))) >= shortest(terms)
        ]
    for allowed, over in rows:
        if start < over <= end or (life.is_last(month) and over > end):
            late.append(max(0, int((min(over, end) - allowed).total_seconds())))
    return late


def paid_for(life: Life, terms: dict[str, Any]) -> list[Outage]:
    """The outages of a service that damages are for."""
    excluded = "planned" in terms.get("excluding", ())
    return [row for row in counting(life, terms) if not (row.planned and excluded)]


def shortest(terms: dict[str, Any]) -> timedelta:
    """The shortest outage that costs anything."""
    return timedelta(seconds=Length.read(terms.get("shortest outage", "0 hours")).seconds)


def times_down(life: Life, terms: dict[str, Any], month: int) -> list[int]:
    """Seconds of each time down that is over in a month: outages that overlap, and those of a month near each other, as long as they are together."""
    rows = [(life.history.begins(row, terms.get("clock", "occurrence")), row.end) for row in paid_for(life, terms)]
    alone = merged([(begins, ends) for begins, ends in rows if begins < ends])
    near = timedelta(seconds=Length.read(terms["joined within"]).seconds) if "joined within" in terms else None
    groups: list[list[Span]] = []
    for one in alone:
        before = groups[-1][-1] if groups else None
        of_a_month = before and any(life.start(m) < before[1] <= life.end(m) and life.start(m) <= one[0] < life.end(m) for m in range(1, month + 1))
        if before and near is not None and of_a_month and one[0] - before[1] <= near:
            groups[-1].append(one)
        else:
            groups.append([one])
    start, end = life.start(month), life.lived_to(month)
    found = []
    for group in groups:
        over = group[-1][1]
        if start < over <= end or (life.is_last(month) and group[0][0] < end < over):
            lasted = sum((min(ends, end) - begins for begins, ends in group if begins < end), timedelta())
            found += [int(lasted.total_seconds())] if lasted >= shortest(terms) else []
    return found


def money_for(terms: dict[str, Any], seconds: int) -> int:
    """What one outage or milestone costs that is so many seconds late, within its limit."""
    per = Length.read(terms["per"]).seconds
    each = minor(terms["amount"]) if "amount" in terms else minor(terms["value"]) * share(terms["rate"])
    reading = terms.get("part periods", "count whole")
    periods = Fraction(seconds, per)
    if reading == "count whole":
        periods = Fraction(-(-seconds // per))
    elif reading == "count if complete":
        periods = Fraction(seconds // per)
    elif reading == "begun days":
        periods = Fraction(-(-seconds // DAY) * DAY, per)
    elif reading == "complete days":
        periods = Fraction(seconds // DAY * DAY, per)
    amount = half_up(each * periods)
    if "limit" in terms:
        amount = min(amount, half_up(minor(terms["limit"])))
    if "limit rate" in terms:
        amount = min(amount, half_up(minor(terms["value"]) * share(terms["limit rate"])))
    return amount


def cap_of(life: Life, terms: dict[str, Any], month: int) -> int:
    """The cap as it stands in a month: an amount, a share of annual charges, or the greater or lesser of both."""
    words = terms["cap"].removeprefix("the greater of ").removeprefix("the lesser of ")
    sums = []
    for piece in words.split(" and "):
        if piece.endswith("of annual charges"):
            lookback = Length.read(terms["lookback"]).months if "lookback" in terms else 12
            over = terms.get("charges of", "the preceding 12 months")
            known = annual(life, month, over, lookback)
            year = minor(terms["first year"]) if "first year" in terms and month <= 12 else known
            sums.append(half_up(year * share(piece.removesuffix("of annual charges"))))
        else:
            sums.append(half_up(minor(piece)))
    return min(sums) if terms["cap"].startswith("the lesser") else max(sums)


def liability_cap(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Limit the month's claims of the heads it covers to the room that earlier ones left since the last reset."""
    sign = 1 if terms.get("protects") == life.agreement.client else -1
    covered = [c for c in life.claims if c.sign == sign and c.head in terms.get("covers", ["liquidated damages", "damages"])]
    history: dict[int, int] = life.memory.setdefault((clause, "allowed"), {})
    resets = terms.get("resets", "each contract year")
    opens = {"never": 1, "every rolling 12 months": max(1, month - 11)}.get(resets, month - (month - 1) % 12)
    if resets == "each calendar year":
        opens = next(m for m in range(1, month + 1) if life.start(m).year == life.start(month).year)
    used = sum(amount for m, amount in history.items() if m >= opens)
    if terms.get("service credits", "outside the cap") == "erode the cap":
        used += sum(sum(parts.values()) for (_, m), parts in life.credited.items() if opens <= m <= month)
    room = max(0, cap_of(life, terms, month) - used)
    allowed = share_room(room, {str(i): claim.amount for i, claim in enumerate(covered)})
    for i, claim in enumerate(covered):
        claim.amount = allowed[str(i)]
    history[month] = sum(allowed.values())


def set_off(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Take claims from the month's invoice, as far as it goes and up to a share of it, instead of waiting for their day."""
    heads = terms.get("heads", ["liquidated damages", "step-in costs", "damages", "indemnity"])
    room = half_up(max(0, life.invoice[month]) * share(terms.get("up to", "100 %")))
    due = [c for c in life.claims if c.sign < 0 and c.head in heads and c.payable > life.end(month)]
    taken = share_room(room, {str(i): claim.amount for i, claim in enumerate(due)})
    for i, claim in enumerate(due):
        claim.amount -= taken[str(i)]
        life.line(claim.clause, claim.head, month, -taken[str(i)])


def interest(life: Life, clause: str, terms: dict[str, Any], month: int) -> None:
    """Claim interest on the month's invoice for the whole days, beyond the grace, by which the client pays late."""
    if "interest" not in terms:
        return
    days = life.history.late - Length.read(terms.get("grace", "0 days")).seconds // DAY
    owed = life.invoice[month]
    if terms.get("interest on") == "the whole invoice":
        owed += life.credits_on(month)
    year = int(terms.get("year", "365 days").split()[0])
    amount = half_up(max(0, owed) * share(terms["interest"]) * Fraction(max(0, days), year))
    life.claims.append(Claim(clause, "interest", 1, amount, Length.read(terms["due"]).after(life.end(month))))


def settle(life: Life) -> None:
    """Post the month's claims on the days on which they are payable."""
    for claim in life.claims:
        life.postings[claim.payable, claim.clause, claim.head] += claim.sign * claim.amount
    life.claims.clear()
