"""Three agreements, each drawn anew from a seed: care with units and credits, fixed charges with an early exit, and indices with bands and points.

In the mode `built` only what the program is said to do today is drawn: charges by the month where something reads the charges of a month, index moves
that are whole millionths, and none of the constructions that docs/money.md adds. `disputed` adds what its page leaves open, or what the program does
otherwise than its page says (each place says which); `decided` adds everything else on docs/money.md.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.oracle.drafting import Drafting


def instalments(d: Drafting, per: str) -> str | None:
    """How often a period's part is invoiced."""
    return d.pick(None, *{"year": ("monthly", "quarterly"), "quarter": ("monthly",)}.get(per, ()))


def fixed(d: Drafting, number: str, monthly: bool, **terms: object) -> None:
    """A fixed charge; accrual and invoice are the same where it is invoiced by the month."""
    per = "month" if monthly and not d.rng.randrange(2) else d.pick("month", "quarter", "year")
    often = "monthly" if monthly and per != "month" else instalments(d, per)
    more = {} if d.built else {"accrues": d.pick(None, "by days"), "paid in advance": d.maybe("kept", 0.3)}
    more["part periods"] = d.pick("pro rata", "whole", "dropped") if not (d.built and monthly) else "pro rata"
    if d.built and d.pick(True, False):
        more["part periods"] = "pro rata"
    scale = {"month": 1, "quarter": 3, "year": 12}[per]
    invoiced = "in arrears" if monthly else d.pick("in arrears", "in advance")
    if d.clear and invoiced == "in advance":  # a last period that `to month` cuts short is invoiced whole, and given back
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


def level(d: Drafting, number: str, service: str) -> str:
    """A service level; its target is returned."""
    target = d.pick("99.5 %", "99.9 %", "98 %", "99.25 %")
    window = d.pick("1 month", "1 month", "3 months")
    moves = "monthly" if d.built or window == "1 month" else d.pick("monthly", "in steps")
    decimals = d.pick(None, "1", "2", "3")
    d.add(
        number,
        "Availability",
        "service_level",
        service=service,
        target=target,
        window=window,
        window_moves=moves,
        hours=d.maybe("Mon-Fri 08:00-20:00", 0.25),
        excluding=d.pick(None, ["planned"], ["planned", "client"], ["client"]),
        overlapping_outages=d.pick("united", "added"),
        clock=d.pick("occurrence", "detection"),
        decimals=decimals,
        precision=d.pick("as stated", "exact", "as the target is stated"),
        target_itself=d.pick("meets", "misses"),
    )
    return target


def credit(d: Drafting, number: str, of: str, target: str, **terms: object) -> None:
    """A service credit: by tiers, flat, by points, or by a multiple of the down-time."""
    form = d.pick("tiers", "tiers", "credit", "per point", "times downtime")
    if d.clear and form == "times downtime" and "precision: exact" not in d.provisions[-1]:
        form = "credit"  # of the down-time itself, or of what attainment as stated leaves?
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
        if d.clear:  # a tier into which a level falls that is met?
            said["boundary"] = "inclusive" if "target itself: misses" in d.provisions[-1] else "exclusive"
    d.add(number, "Service credits", "service_credit", service_level=of, at_risk=d.maybe(d.percent(6, 20)), **(said | terms))


def damages(d: Drafting, number: str, **terms: object) -> None:
    """Liquidated damages for a late restoration."""
    d.add(
        number,
        "Late restoration",
        "liquidated_damages",
        restore_within=d.pick("2 hours", "4 hours", "1 day"),
        amount=d.money(300, 2500),
        per=d.pick("1 hour", "4 hours", "1 day"),
        limit=d.maybe(d.money(5000, 60000)),
        payable_after=d.pick("30 days", "45 days", "2 months"),
        part_periods=d.pick("count whole", "count if complete", "pro rata", "begun days", "complete days"),
        excluding=d.pick(None, ["planned"], ["client", "planned"]),
        clock=d.pick("occurrence", "detection"),
        **terms,
    )


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
    more: dict[str, object] = {}
    if d.built:
        more = {"ceiling": d.maybe("4 %", 0.3), "floor": d.maybe("1 %", 0.3), "share": d.pick(None, "50 %", "100 %")}
    else:
        points = [{"of": "change", "decimals": d.pick("1", "2")}, {"of": "change passed on", "decimals": "2", "mode": "down"}]
        points.append({"of": "factor", "decimals": d.pick("3", "4"), "mode": d.pick("half up", "half even", "up")})
        more = {"share": d.pick(None, "75 %"), "ceiling": d.maybe("4.5 %"), "floor": d.maybe("0.5 %", 0.3)}
        more["rounding"] = d.maybe(points[: d.rng.randint(1, 3)])
        more["falls"] = d.pick("follow", "hold, from the last level", "hold, from the trough")
    method = d.pick("chained", "from base")
    limits = d.pick("each year", "cumulatively") if method == "from base" else "each year"
    d.add(number, "Indexation", "indexation", series=series, lag=d.pick(None, "3"), method=method, limit_applies=limits, **more)


def care(rng: Random, mode: str) -> str:
    """A care agreement: units in bands, credits, earn-back, bonus, damages under a cap, set-off, interest, milestones."""
    d = Drafting(rng, mode)
    unit_charge(d, "5.1", "calls", index=d.maybe("5.9"))
    fixed(d, "5.2", True, service="voice", index=d.maybe("5.9"))
    retention = {"share": d.percent(5, 20), "after": d.pick("3 months", "9 months")}
    d.add(
        "5.3",
        "Go-live",
        "milestone_payment",
        milestone="go-live",
        amount=d.money(9000, 150000),
        retention=d.maybe(retention, 0.7),
        lapses_after=d.maybe("45 days", 0.3),
        retention_at_end=d.pick("released", "forfeited"),
    )
    index(d, "5.9")
    setting_off = d.pick(True, False)
    payment(d, "6.1", interest=not (d.clear and setting_off))  # does interest run on what was set off?
    if setting_off or not d.clear:
        d.add("6.2", "Set-off", "set_off", by=d.roles[0], up_to=None if d.clear else d.maybe(d.percent(5, 60)), sums="any claim")
    target = level(d, "8.1", "voice")
    yearly = {
        "limit": d.percent(3, 9),
        "over": "any 12 months" if d.clear else d.pick("any 12 months", "each contract year"),
    }  # of which year's charges?
    if d.pick(True, False):
        yearly["first year"] = d.money(100000, 900000, False)
    of = d.pick("the agreement", "the service")
    invoice, last = d.pick("of the month", "of the next month"), d.pick("paid in cash", "lost")
    more = {"charges of": of, "invoice": invoice, "last invoice": last}
    credit(d, "8.2", "8.1", target, yearly_cap=d.maybe(yearly) if of == "the agreement" else None, **more)
    interrupted = d.pick("only the last credit", "all credits not yet earned back")
    d.add("8.3", "Earn-back", "earn_back", credits="8.2", service_level="8.1", clean_months=d.pick("1", "2", "3"), interrupted=interrupted)
    steps = [{"at least": target, "amount": d.money(100, 900)}, {"at least": "99.95 %", "share": d.percent(0.2, 2)}]
    d.add(
        "8.4",
        "Bonus",
        "bonus",
        service_level="8.1",
        steps=steps,
        limit=d.maybe(d.money(2000, 9000)),
        earlier_credits=d.pick("are not deducted", "are deducted") if invoice == "of the month" else "are not deducted",
    )
    level(d, "8.5", "records")
    share = {"service level": "8.5", "share": d.percent(30, 100)}
    d.add("8.6", "Pool", "credit_pool", at_risk=d.percent(3, 12), allocations=[share], invoice="of the month", charges_of="the agreement")
    damages(d, "9.1", service="voice", credits=d.pick("set against damages", "in addition") if invoice == "of the month" else "in addition")
    cap(d, "12.1", share=True)
    return d.write("Care", {"calls": "call", "voice": "line", "records": "record"}, d.pick(24, 30, 36))


def unit_charge(d: Drafting, number: str, service: str, **terms: object) -> None:
    """A charge by the unit: one price, or bands of prices or flat amounts, perhaps with included units and a ceiling."""
    price = d.pick(2, 2, 3, 4)
    bands: list[dict[str, str]] = [{"price": d.price(1, 6, price)}]
    if d.pick(True, False):
        bands = [{"up to": "900", "price": d.price(3, 6, price)}, {"up to": "1 400", "price": d.price(2, 3, price)}, *bands]
        if not d.built and d.pick(True, False):
            for row, edge in zip(bands, ("11 000 per year", "17 000 per year"), strict=False):
                row["up to"] = edge
    elif d.pick(True, False):
        bands = [{"up to": "1 000", "amount": d.money(2000, 4000)}, {"amount": d.money(1000, 2500)}]
    flat = "amount" in bands[-1]
    free = len(bands) == 1 or not (d.built or flat)
    more = {} if d.built else {"included units": d.pick("inside the bands", "before the bands"), "no units": d.pick("no charge", "the first amount")}
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


def cap(d: Drafting, number: str, share: bool) -> None:
    """A limit of liability: an amount, or a share of annual charges."""
    amount = d.money(3000, 40000)
    words = d.pick(amount, d.percent(2, 12) + " of annual charges", f"the greater of {amount} and {d.percent(1, 6)} of annual charges")
    overs = ("the preceding 12 months", "the contract year to date", "the previous contract year")
    over = (overs[0] if d.clear else d.pick(*overs)) if share else None  # a year to date is taken for a whole year
    resets = ["each contract year", "every rolling 12 months", "never"]
    resets += [] if d.clear else ["each calendar year"]  # of which calendar year is a month that lies in two?
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


def office(rng: Random, mode: str) -> str:
    """Fixed charges invoiced in advance and in arrears, minima, caps and an early exit."""
    d = Drafting(rng, mode, ("customer", "supplier"))
    fixed(d, "5.1", False, service="network", index=d.maybe("5.9"))
    fixed(d, "5.2", False, service="network", **{"from month": d.pick("1", "2", "4"), "to month": d.maybe("20")})
    fixed(d, "5.3", False)
    d.add("5.4", "Go-live", "milestone_payment", milestone="go-live", amount=d.money(9000, 90000), retention_at_end="released")
    fixed(d, "5.5", d.built, service="desk")
    counts = ["5.5", "5.4"] if d.built else d.pick(None, ["5.1", "5.2"])
    per = d.pick("month", "quarter", "contract year")
    size = {"month": 1, "quarter": 3, "contract year": 12}[per]
    payable = d.maybe(d.percent(40, 100))
    d.add("5.6", "Minimum", "minimum_commitment", minimum=d.money(9000 * size, 40000 * size), per=per, payable=payable, counts=counts)
    over = "term" if d.built else d.pick("term", "contract year")  # over the whole term what accrues is what was invoiced
    d.add("5.8", "Gain-share", "gain_share", target=d.money(900000, 4000000), per=over, under=d.percent(10, 60), over=d.percent(10, 60))
    index(d, "5.9")
    setting_off = d.pick(True, False)
    payment(d, "6.1", interest=not (d.clear and setting_off))
    target = level(d, "8.1", "desk")
    steps = "in steps" in d.provisions[-1]
    window = None if d.built or steps else d.pick(None, "of the window")
    credit(d, "8.2", "8.1", target, charges_of="the service" if d.built else d.pick("the agreement", "the service"), window_charges=window)
    if setting_off or not d.clear:
        d.add("6.2", "Set-off", "set_off", by=d.roles[0], up_to=None if d.clear else d.maybe(d.percent(5, 60)), sums="any claim")
    if not (d.clear and setting_off):  # are damages set off against a bonus?
        rows = [{"at least": target, "amount": d.money(100, 900)}, {"at least": "99.95 %", "amount": d.money(901, 1500)}]
        d.add("8.4", "Bonus", "bonus", service_level="8.1", steps=rows, limit=d.maybe(d.money(2000, 9000)))
    late_outage = d.pick(True, False)
    if late_outage or not d.clear:  # the room of a cap that two claims share is shared otherwise than docs/money.md says
        damages(d, "9.1", service="network", credits="in addition")
    if not (d.clear and late_outage):
        late_go_live(d, "9.2")
    cap(d, "12.1", share=not d.built)
    leave(d, "15.1")
    return d.write("Office", {"desk": "ticket", "network": "site"}, d.pick(24, 30, 36))


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


def leave(d: Drafting, number: str) -> None:
    """Termination for convenience with a table of fees."""
    last = {"fee": d.money(9000, 50000)}
    if not d.built:
        last = d.pick(last, {"months": "2"}, {"annual charges": d.percent(3, 15)})
    d.add(
        number,
        "Convenience",
        "termination_convenience",
        party=d.roles[0],
        earliest=d.pick("6 months", "10 months", "12 months", "14 months"),
        notice=d.pick("45 days", "2 months", "100 days" if d.clear else "90 days", "20 days"),
        fee_table=[{"through month": "12", "fee": d.money(60000, 90000)}, last],
        averaged_over=d.pick("3 months", "6 months", "12 months"),
        earliest_is_of=d.pick("the notice", "the exit"),
        fee_as_at=d.pick("notice", "exit"),
        at_a_boundary=d.pick("the earlier period", "the later period"),
        fee_between_steps="as the table stands",
    )


def prices(rng: Random, mode: str) -> str:
    """Indices, bands, additional and reduced resource charges, points, rate resets, currency, an exit for months of charges."""
    d = Drafting(rng, mode)
    unit_charge(d, "5.1", "calls", index=d.maybe("5.9"))
    back = (lambda low, high: f"GBP {d.rng.randint(low, high)}.00") if d.clear else d.price  # a half given back is not yet rounded away from zero
    outer = {"band": "20 %" if d.clear else "15 %", "arc": d.price(1, 2), "rrc": back(1, 2)}
    d.add(
        "5.2",
        "Baseline",
        "arc_rrc",
        service="cases",
        baseline=f"{d.rng.randint(5, 9) * 100 if d.clear else d.rng.randint(500, 900)} per month",
        dead_band=d.pick("4 %", "8 %") if d.clear else d.percent(2, 8),  # so that no edge lies at a half
        arc=d.price(2, 4),
        rrc=back(1, 3),
        base_charge=d.maybe(d.money(2000, 9000)),
        outer=d.maybe(outer),
        measured=d.pick("month", "quarter", "contract year"),
        baseline_moves=d.pick("never", "each contract year"),
        counted_from=d.pick("the baseline", "the edge of the dead-band"),
        index=d.maybe("5.9"),
    )
    fixed(d, "5.3", True, service="desk")
    index(d, "5.9")
    band = {"band from": d.pick("the base rate", "the last reset"), "beyond band": d.pick("the whole move", "the excess only")}
    if d.built:
        band = {"band from": "the base rate", "beyond band": d.pick("the whole move", "the excess only")}
    d.add(
        "5.7",
        "Currency",
        "currency_adjustment",
        series="EUR/GBP",
        share=d.percent(10, 60),
        band=d.maybe("4 %" if d.clear else "3 %"),
        of=["5.1", "5.3"],
        **band,
    )
    d.add(
        "5.8",
        "Rate reset",
        "rate_reset",
        earliest=d.pick("3 months", "5 months", "14 months"),
        every=d.pick("5 months", "7 months"),
        notice=d.pick("1 month", "2 months"),
        ceiling=d.pick("2 %", "3 %", "4 %"),
        ceiling_a_year=None if d.clear else d.maybe(d.pick("5 %", "6 %"), 0.4),
        charges=["5.1"],
        raises=d.pick("compound", "are of the first charges"),
    )
    payment(d, "6.1", interest=not d.clear)  # the raise of a rate reset bears no interest
    level(d, "8.1", "desk")
    level(d, "8.2", "voice")
    points(d)
    target = d.money(150000, 400000)
    sharing = d.pick("from the first pound", "the excess only")
    d.add(
        "8.5",
        "Gain-share",
        "gain_share",
        target=target,
        per=d.pick("contract year", "term"),
        under=d.percent(10, 60),
        over=d.percent(10, 60),
        threshold=d.maybe(d.percent(1, 5)),
        ceiling=None if d.clear else d.maybe(d.money(10000, 60000)),  # is it cut with the period?
        threshold_shares=sharing,
        charges_count=d.pick("before credits", "after credits"),
    )
    against = "in addition" if d.clear else d.pick("set against damages", "in addition")  # how are points of two services shared to the penny?
    damages(d, "9.1", service="voice", credits=against)
    cap(d, "12.1", share=True)
    d.add("5.6", "Minimum", "minimum_commitment", minimum=d.money(20000, 90000), per="quarter", payable="60 %", counts=["5.1", "5.2"])
    leave_months(d)
    return d.write("Prices", {"calls": "call", "cases": "case", "desk": "ticket", "voice": "line"}, d.pick(26, 36))


def points(d: Drafting) -> None:
    """Service points over two levels."""
    bands = [{"below": "99.25 %", "points": "1"}, {"below": "97 %", "points": "3"}, {"below": "92 %", "points": "5"}]
    table = [{"points": "1", "credit": "1 %"}, {"points": "4", "credit": "5 %"}, {"points": "9", "credit": "12 %"}]
    by_table = d.pick(True, False)
    d.add(
        "8.3",
        "Service points",
        "service_points",
        levels=[{"service level": "8.1", "bands": bands}, {"service level": "8.2", "bands": bands[:2]}],
        repeat_multiplies_by=d.pick("1", "2", "3"),
        credit_per_point=None if by_table else d.percent(0.5, 2),
        table=table if by_table else None,
        averaged="no" if d.clear and by_table else d.pick("no", "with the month before"),  # what do points below the first row earn?
        at_risk=d.maybe(d.percent(4, 12)),
        repeat=d.pick("any miss in the next month", "a miss at least as grave"),
        between_rows=d.pick("the row reached", "in proportion") if by_table else None,
        charges_of="the agreement",
        invoice="of the month",
    )


def leave_months(d: Drafting) -> None:
    """An exit whose fee is of average charges."""
    d.add(
        "15.1",
        "Convenience",
        "termination_convenience",
        party=d.roles[0],
        earliest=d.pick("13 months", "17 months", "20 months"),
        notice=d.pick("45 days", "3 months"),
        fee_table=[{"through month": "18", "months": "3"}, {"annual charges": d.percent(5, 20)}],
        averaged_over=d.pick("3 months", "6 months", "12 months"),
        earliest_is_of="the notice",
        fee_as_at=d.pick("notice", "exit"),
        at_a_boundary=d.pick("the earlier period", "the later period"),
        fee_between_steps="as the table stands",
    )


AGREEMENTS: dict[str, Callable[[Random, str], str]] = {"care": care, "office": office, "prices": prices}
