"""Provisions drawn by chance: charges, levels, credits, damages, limits and ways out that the agreements share.

What is drawn only for a feature is what a page leaves open, what the program does otherwise, or what nobody has built: tests/oracle/features.py says.
"""

from __future__ import annotations

from datetime import datetime

from tests.oracle.drafting import Drafting
from tests.oracle.quantities import add_months


def instalments(d: Drafting, per: str) -> str | None:
    """How often a period's part is invoiced."""
    return d.pick(None, *{"year": ("monthly", "quarterly"), "quarter": ("monthly",)}.get(per, ()))


def fixed(d: Drafting, number: str, monthly: bool, **terms: object) -> None:
    """A fixed charge; accrual and invoice are the same where it is invoiced by the month."""
    per = "month" if monthly and not d.rng.randrange(2) else d.pick("month", "quarter", "year")
    often = "monthly" if monthly and per != "month" else instalments(d, per)
    more: dict[str, object] = {"accrues": "by days" if d.has("parts by days") else None}
    more["paid in advance"] = "kept" if d.has("paid in advance") else None
    reading = "whole" if d.has("whole periods") else d.pick("pro rata", "pro rata", "whole", "dropped")
    if monthly or (reading == "whole" and (terms.get("index") or terms.get("to month")) and not d.has("whole periods")):
        reading = "pro rata"
    more["part periods"] = reading
    scale = {"month": 1, "quarter": 3, "year": 12}[per]
    invoiced = "in arrears" if monthly else d.pick("in arrears", "in advance")
    if d.has("to month in advance") and terms.get("to month"):
        per, often, invoiced, scale = "year", None, "in advance", 12
    if invoiced == "in advance" and not d.has("to month in advance"):
        terms = {name: value for name, value in terms.items() if name != "to month"}
    d.add(
        number,
        "Fixed charge",
        "fixed_charge",
        amount=d.money(3000 * scale, 30000 * scale),
        percentage=d.maybe(d.percent(20, 130), 0.3),
        quantity=d.maybe(str(d.rng.randint(2, 9)), 0.3),
        per=per,
        instalments=often,
        invoiced=invoiced,
        **(more | terms),
    )


def unit_charge(d: Drafting, number: str, service: str, **terms: object) -> None:
    """A charge by the unit: one price, or bands of prices or flat amounts, perhaps with included units and a ceiling."""
    price = d.pick(2, 2, 3, 4)
    bands: list[dict[str, str]] = [{"price": d.price(1, 6, price)}]
    if d.pick(True, False):
        bands = [{"up to": "900", "price": d.price(3, 6, price)}, {"up to": "1 400", "price": d.price(2, 3, price)}, *bands]
        if d.has("bands per year"):
            for row, edge in zip(bands, ("11 000 per year", "17 000 per year"), strict=False):
                row["up to"] = edge
    elif d.pick(True, False):
        bands = [{"up to": "1 000", "amount": d.money(2000, 4000)}, {"amount": d.money(1000, 2500)}]
    flat = "amount" in bands[-1]
    free = len(bands) == 1 or (d.has("included units") and not flat)
    more: dict[str, object] = {"no units": d.pick("no charge", "the first amount") if d.has("no units") else None}
    if d.has("included units"):
        more["included units"] = d.pick("inside the bands", "before the bands")
    d.add(
        number,
        "Unit charge",
        "unit_charge",
        service=service,
        bands=bands,
        bands_apply=d.pick("marginally", "to all units"),
        included=d.maybe("150", 0.4) if free else None,
        ceiling=d.maybe(d.money(3000, 6000), 0.25),
        price_decimals=d.maybe("4", 0.3) if terms.get("index") else None,
        **(more | terms),
    )


HOURS = (
    "Mon-Fri 08:00-12:00 and 13:00-20:00, Sat 09:00-13:00",
    "22:00-06:00",
    ["Mon-Thu 20:00-04:00", "Sat and Sun 10:00-16:00"],
    "Fri 18:00-12:00, Sun 00:00-24:00",
)


def service_time(d: Drafting) -> dict[str, object]:
    """Which outages a level counts, and for how long."""
    terms: dict[str, object] = {}
    if d.has("planned work"):
        terms = {"excluding": d.pick(["planned"], ["planned", "client"]), "planned_work": d.pick("outages", "hours")}
        window = d.maybe(d.pick("Sat and Sun 00:00-24:00", ["Mon-Fri 22:00-06:00", "Sat 08:00-20:00"]), 0.4)
        terms["maintenance_window"] = window
        if not (window and terms["planned_work"] == "hours"):
            terms |= {"planned_allowance": d.maybe(d.pick("3 hours", "20 hours")), "planned_notice": d.maybe(d.pick("1 day", "3 days"))}
    if d.has("outages counted"):
        terms["severities"] = d.pick(None, ["P1"], ["P1", "P2"])
        terms["clock"] = d.pick("occurrence", "report")
        terms["shortest_outage"] = d.pick("30 minutes", "2 hours")
        terms["longer_outages"] = d.pick("count whole", "count beyond it")
        terms |= {"longest_outage": d.maybe("6 hours"), "joined_within": d.maybe(d.pick("4 hours", "1 day"))}
    return terms


def level(d: Drafting, number: str, service: str) -> str:
    """A service level; its target is returned."""
    target = d.pick("99.5 %", "99.9 %", "98 %", "99.25 %")
    window = d.pick("1 month", "1 month", "3 months")
    moves = d.pick("monthly", "in steps") if d.has("charges of a window") else "monthly"
    decimals = d.pick(None, "1", "2", "3")
    terms = dict(
        service=service,
        target=target,
        window=window,
        window_moves=moves,
        hours=d.maybe("Mon-Fri 08:00-20:00", 0.25) if not d.has("service hours", "planned work") else d.pick(*HOURS),
        excluding=d.pick(None, ["planned"], ["planned", "client"], ["client"]),
        overlapping_outages=d.pick("united", "added"),
        clock=d.pick("occurrence", "detection"),
        decimals=decimals,
        precision=d.pick("as stated", "exact", "as the target is stated"),
        target_itself=d.pick("meets", "misses"),
    )
    d.add(number, "Availability", "service_level", **(terms | service_time(d)))
    return target


def credit(d: Drafting, number: str, of: str, target: str, **terms: object) -> None:
    """A service credit: by tiers, flat, by points, or by a multiple of the down-time."""
    form = d.pick("tiers", "tiers", "credit", "per point", "times downtime")
    if form == "times downtime" and "precision: exact" not in d.provisions[-1] and not d.has("multiples of down-time"):
        form = "credit"
    said: dict[str, object] = {
        "tiers": {
            "tiers": [
                {"below": target, "credit": d.percent(1, 6)},
                {"below": "97.5 %", "credit": d.percent(7, 15)},
                {"below": "90 %", "credit": d.percent(16, 40)},
            ]
        },
        "credit": {"credit": d.percent(2, 9)},
        "per point": {"per point": {"below": target, "credit": d.percent(1, 4)}},
        "times downtime": {"times downtime": d.pick("2", "3", "5")},
    }[form]
    if form == "per point":
        said["part points"] = d.pick("in proportion", "complete points", "begun points")
    if form == "tiers":
        said["boundary"] = d.pick("exclusive", "inclusive")
        if not d.has("met and credited"):
            said["boundary"] = "inclusive" if "target itself: misses" in d.provisions[-1] else "exclusive"
    d.add(number, "Service credits", "service_credit", **({"service level": of, "at risk": d.maybe(d.percent(6, 20))} | said | terms))


def times_down(d: Drafting) -> dict[str, object]:
    """Which outages damages are for."""
    if not d.has("times down"):
        return {}
    often = d.pick("each outage", "each time down")
    joined = d.maybe(d.pick("3 hours", "2 days")) if often == "each time down" else None
    more = {"severities": d.pick(None, ["p1"], ["P1", "P2"]), "shortest_outage": d.maybe(d.pick("3 hours", "12 hours"))}
    # Little enough to stay below the cap, which would hide what is compared.
    little = {"restore_within": d.pick("0 hours", "2 hours"), "per": "1 hour", "amount": d.money(1, 20), "limit": d.maybe(d.money(50, 300))}
    return {"damages_for": often, "joined_within": joined, "clock": d.pick("occurrence", "report"), **more, **little}


def damages(d: Drafting, number: str, **terms: object) -> None:
    """Liquidated damages for a late restoration."""
    said: dict[str, object] = {
        "restore_within": d.pick("2 hours", "4 hours", "1 day"),
        "amount": d.money(300, 2500),
        "per": d.pick("1 hour", "4 hours", "1 day"),
        "limit": d.maybe(d.money(5000, 60000)),
        "payable_after": d.pick("30 days", "45 days", "2 months"),
        "part_periods": d.pick("count whole", "count if complete", "pro rata", "begun days", "complete days"),
        "excluding": d.pick(None, ["planned"], ["client", "planned"]),
        "clock": d.pick("occurrence", "detection"),
    }
    d.add(number, "Late restoration", "liquidated_damages", **(said | times_down(d) | terms))


def payment(d: Drafting, number: str, interest: bool = True) -> None:
    """Payment terms, with interest or without."""
    d.add(
        number,
        "Payment",
        "payment_terms",
        due=d.pick("30 days", "45 days", "1 month"),
        interest=d.percent(3, 11) if interest else None,
        grace=d.pick("0 days", "3 days"),
        year=d.pick("365 days", "360 days"),
        accrues="simple",
        interest_on=d.pick("the invoice less credits", "the whole invoice"),
        payer=d.roles[0],
        payee=d.roles[1],
    )


def index(d: Drafting, number: str, series: str = "CPI") -> None:
    """Indexation by a published series."""
    more: dict[str, object] = {"ceiling": d.maybe("4 %", 0.3), "floor": d.maybe("1 %", 0.3), "share": d.pick(None, "50 %", "100 %")}
    if d.has("points of rounding"):
        points = [{"of": "change", "decimals": d.pick("1", "2")}, {"of": "change passed on", "decimals": "2", "mode": "down"}]
        points.append({"of": "factor", "decimals": d.pick("3", "4"), "mode": d.pick("half up", "half even", "up")})
        more["rounding"] = points[: d.rng.randint(1, 3)]
    if d.has("falls"):
        more = {"falls": d.pick("hold, from the last level", "hold, from the trough")}
    if d.has("published rate"):
        more["change_taken_from"] = "the published rate"
        more["threshold"] = d.maybe("3 %", 0.5)
    method = "chained" if d.has("falls", "points of rounding") else d.pick("chained", "from base")
    limits = d.pick("each year", "cumulatively") if method == "from base" else "each year"
    d.add(number, "Indexation", "indexation", series=series, lag=d.pick(None, "3"), method=method, limit_applies=limits, **more)


def cap(d: Drafting, number: str, share: bool) -> None:
    """A limit of liability: an amount, or a share of annual charges."""
    amount = d.money(3000, 40000)
    words = d.pick(amount, d.percent(2, 12) + " of annual charges", f"the greater of {amount} and {d.percent(1, 6)} of annual charges")
    overs = ("the preceding 12 months", "the contract year to date", "the previous contract year")
    over = (d.pick(*overs[1:]) if d.has("year of a cap") else overs[0]) if share else None
    resets = ["each contract year", "every rolling 12 months", "never"]
    resets = ["each calendar year"] if d.has("calendar years") else resets
    by_share = share and words != amount
    d.add(
        number,
        "Limit of liability",
        "liability_cap",
        cap=words if share else amount,
        protects=d.roles[1],
        covers=["liquidated damages"],
        resets=d.pick(*resets),
        first_year=d.maybe(d.money(90000, 400000, False), 0.3) if by_share else None,
        service_credits="outside the cap",
        charges_of=over,
        order="cap then net",
    )


def late_go_live(d: Drafting, number: str) -> None:
    """Liquidated damages for a late milestone."""
    d.add(
        number,
        "Late go-live",
        "liquidated_damages",
        milestone="go-live",
        value=d.money(40000, 90000),
        rate=d.percent(0.5, 3),
        per=d.pick("1 day", "1 week"),
        limit_rate=d.maybe(d.percent(5, 20)),
        part_periods=d.pick("count whole", "count if complete", "pro rata"),
    )


def several(d: Drafting) -> None:
    """A second way out, of the other party or of either, and what is said of several notices; one that cannot matter is left unsaid at times."""
    said = {
        "notice": d.pick("10 days", "30 days", "3 months", "7 months"),
        "received": d.maybe(d.pick("2 days", "5 days")),
        "second_notice": d.pick("takes effect", "is barred"),
        "day_of_notice": d.pick("does not count", "counts", "clear days"),
        "fee_of": d.pick("the ground that ends it", "each notice given"),
        "fee_due": d.pick("at the exit", "at the notice"),
        "fee_as_at": d.pick("notice", "exit"),
    }
    party = d.pick(d.roles[1], "either")
    table = [{"fee": d.money(2000, 30000)}]
    d.add("15.2", "Leave of others", "termination_convenience", party=party, earliest=d.pick("1 month", "8 months"), fee_table=table, **said)


def leave(d: Drafting, number: str) -> None:
    """Termination for convenience with a table of fees."""
    last = {"fee": d.money(9000, 50000)}
    earliest = d.pick(6, 10, 12, 14)
    begins = datetime(d.effective.year, d.effective.month, d.effective.day)
    notice = (add_months(begins, earliest) - add_months(begins, earliest - 2)).days - 1  # so that the morning after it is the earliest day
    if d.has("accrual"):
        last = d.pick(last, {"months": "2"}, {"annual charges": d.percent(3, 15)})
    d.add(
        number,
        "Convenience",
        "termination_convenience",
        party=d.roles[0],
        earliest=f"{earliest} months",
        notice=f"{notice} days" if d.has("day of exit") else d.pick("45 days", "2 months", "100 days", "20 days"),
        fee_table=[{"through month": "12", "fee": d.money(60000, 90000)}, last],
        averaged_over=d.pick("3 months", "6 months", "12 months"),
        earliest_is_of="the exit" if d.has("day of exit") else d.pick("the notice", "the exit"),
        fee_as_at=d.pick("notice", "exit"),
        at_a_boundary=d.pick("the earlier period", "the later period"),
        fee_between_steps="as the table stands",
    )
