"""Three agreements, each drawn anew from a seed: care with units and credits, fixed charges with an early exit, and indices with bands and points.

Without a feature only what is clear and built is drawn: charges by the month where something reads the charges of a month, index moves that are whole
millionths, and none of the constructions that docs/money.md adds. A feature adds one thing more (tests/oracle/features.py).
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.oracle.drafting import Drafting
from tests.oracle.provisions import cap, credit, damages, fixed, index, late_go_live, leave, level, payment, several, unit_charge


def care(rng: Random, feature: str = "") -> str:
    """A care agreement: units in bands, credits, earn-back, bonus, damages under a cap, set-off, interest, milestones."""
    d = Drafting(rng, feature)
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
    payment(d, "6.1", interest=not setting_off or d.has("interest"))
    if setting_off:
        d.add("6.2", "Set-off", "set_off", by=d.roles[0], up_to=d.percent(5, 60) if d.has("room of a set-off") else None, sums="any claim")
    target = level(d, "8.1", "voice")
    yearly = {
        "limit": d.percent(1, 3) if d.has("year of credits") else d.percent(3, 9),
        "over": d.pick("any 12 months", "each contract year") if d.has("year of credits") else "any 12 months",
    }
    if not d.has("year of credits") or d.pick(True, False):
        yearly["first year"] = d.money(100000, 900000, False)
    of = "the agreement" if d.has("year of credits") else d.pick("the agreement", "the service")
    invoice, last = d.pick("of the month", "of the next month"), d.pick("paid in cash", "lost")
    more: dict[str, object] = {"charges of": of, "invoice": invoice, "last invoice": last}
    more["basis"] = d.pick("invoiced", "due", "paid") if d.has("basis") else None
    if d.has("larger than invoice"):
        d.add("8.7", "Excess", "credit_excess", of=["8.2"], excess=d.pick("carried forward", "lost"), last_invoice=d.pick("paid in cash", "lost"))
        more |= {
            "credit": d.percent(90, 100),
            "tiers": None,
            "per point": None,
            "times downtime": None,
            "part points": None,
            "boundary": None,
            "at risk": None,
        }
    credit(d, "8.2", "8.1", target, yearly_cap=d.maybe(yearly, 1.0 if d.has("year of credits") else 0.5) if of == "the agreement" else None, **more)
    interrupted = d.pick("only the last credit", "all credits not yet earned back")
    months = d.pick("1", "2", "3")
    if not d.has("larger than invoice"):  # which credit of several is lost, and not earned back, is nowhere said
        d.add("8.3", "Earn-back", "earn_back", credits="8.2", service_level="8.1", clean_months=months, interrupted=interrupted)
    steps = [{"at least": target, "amount": d.money(100, 900)}, {"at least": "99.95 %", "share": d.percent(0.2, 2)}]
    deducted = d.pick("are not deducted", "are deducted") if invoice == "of the month" else "are not deducted"
    if not setting_off or d.has("room of a set-off"):
        limit = d.maybe(d.money(2000, 9000))
        d.add("8.4", "Bonus", "bonus", service_level="8.1", steps=steps, limit=limit, earlier_credits=deducted)
    level(d, "8.5", "records")
    share = {"service level": "8.5", "share": d.percent(30, 100)}
    d.add("8.6", "Pool", "credit_pool", at_risk=d.percent(3, 12), allocations=[share], invoice="of the month", charges_of="the agreement")
    damages(d, "9.1", service="voice", credits=d.pick("set against damages", "in addition") if invoice == "of the month" else "in addition")
    cap(d, "12.1", share=True)
    return d.write("Care", {"calls": "call", "voice": "line", "records": "record"}, d.pick(24, 30, 36))


def office(rng: Random, feature: str = "") -> str:
    """Fixed charges invoiced in advance and in arrears, minima, caps and an early exit."""
    d = Drafting(rng, feature, ("customer", "supplier"))
    fixed(d, "5.1", False, service="network", index=d.maybe("5.9"))
    fixed(
        d,
        "5.2",
        False,
        service="network",
        **{"from month": d.pick("1", "2", "4"), "to month": d.maybe("20", 1.0 if d.has("to month in advance") else 0.5)},
    )
    fixed(d, "5.3", False)
    d.add("5.4", "Go-live", "milestone_payment", milestone="go-live", amount=d.money(9000, 90000), retention_at_end="released")
    fixed(d, "5.5", not d.has("accrual"), service="desk")
    counts = d.pick(None, ["5.1", "5.2"]) if d.has("accrual") else ["5.5", "5.4"]
    setting_off = d.pick(True, False)
    per = d.pick("month", "quarter", "contract year")
    size = {"month": 1, "quarter": 3, "contract year": 12}[per]
    payable, basis = d.maybe(d.percent(40, 100)), d.pick("invoiced", "due", "paid") if d.has("basis") else None
    d.add("5.6", "Minimum", "minimum_commitment", minimum=d.money(9000 * size, 40000 * size), per=per, payable=payable, counts=counts, basis=basis)
    if not setting_off or d.has("accrual", "room of a set-off"):  # over the whole term what accrues is what was invoiced
        over = "contract year" if d.has("accrual") else "term"
        d.add("5.8", "Gain-share", "gain_share", target=d.money(900000, 4000000), per=over, under=d.percent(10, 60), over=d.percent(10, 60))
    index(d, "5.9")
    payment(d, "6.1", interest=not setting_off or d.has("interest"))
    target = level(d, "8.1", "desk")
    steps = "in steps" in d.provisions[-1]
    window = "of the window" if d.has("charges of a window") and not steps else None
    of = "the agreement" if d.has("accrual") else "the service"
    credit(d, "8.2", "8.1", target, charges_of=of, window_charges=window)
    if setting_off:
        d.add("6.2", "Set-off", "set_off", by=d.roles[0], up_to=d.percent(5, 60) if d.has("room of a set-off") else None, sums="any claim")
        allocations = [{"service level": "8.1", "share": d.percent(30, 100)}]
        d.add("8.6", "Pool", "credit_pool", at_risk=d.percent(3, 12), allocations=allocations, charges_of=of)
    if not setting_off or d.has("room of a set-off"):
        rows = [{"at least": target, "amount": d.money(100, 900)}, {"at least": "99.95 %", "amount": d.money(901, 1500)}]
        d.add("8.4", "Bonus", "bonus", service_level="8.1", steps=rows, limit=d.maybe(d.money(2000, 9000)))
    late_outage = d.pick(True, False)
    if late_outage or d.has("room shared"):
        damages(d, "9.1", service="network", credits="in addition")
    if not late_outage or d.has("room shared"):
        late_go_live(d, "9.2")
    cap(d, "12.1", share=d.has("accrual"))
    leave(d, "15.1")
    if d.has("several exits"):
        several(d)
    return d.write("Office", {"desk": "ticket", "network": "site"}, d.pick(24, 30, 36))


def prices(rng: Random, feature: str = "") -> str:
    """Indices, bands, additional and reduced resource charges, points, rate resets, currency, an exit for months of charges."""
    d = Drafting(rng, feature)
    unit_charge(d, "5.1", "calls", index=d.maybe("5.9"))
    edges = d.has("lower edges")
    back = ["1.23", "0.85", "2.05"] if d.has("negative halves") else ["0.64", "1.28", "1.92", "2.56"]  # of 64 pence no millionths make a half
    outer = {"band": "15 %" if edges else "20 %", "arc": d.price(1, 2), "rrc": "GBP " + d.pick(*back)}
    d.add(
        "5.2",
        "Baseline",
        "arc_rrc",
        service="cases",
        baseline=f"{d.rng.randint(5, 9) * 100 + (50 if edges else 0)} per month",
        dead_band=d.pick("3 %", "5 %") if edges else d.pick("4 %", "8 %"),  # so that elsewhere no edge lies at a half
        arc=d.price(2, 4),
        rrc="GBP " + d.pick(*back),
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
    if not d.has("last reset"):
        band["band from"] = "the base rate"
    d.add(
        "5.7",
        "Currency",
        "currency_adjustment",
        series="EUR/GBP",
        share=d.percent(10, 60),
        band=d.maybe("4 %"),
        of=["5.1", "5.3"],
        **band,
    )
    d.add(
        "5.8",
        "Rate reset",
        "rate_reset",
        earliest="20 months" if d.has("raises after notice") else d.pick("3 months", "5 months", "14 months"),
        every=d.pick("5 months", "7 months"),
        notice=d.pick("1 month", "2 months"),
        ceiling=d.pick("2 %", "3 %", "4 %"),
        ceiling_a_year=d.pick("5 %", "6 %") if d.has("ceiling a year") else None,
        charges=["5.1"],
        raises=d.pick("compound", "are of the first charges"),
    )
    payment(d, "6.1", interest=d.has("interest"))
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
        ceiling=d.money(10000, 60000) if d.has("ceiling of a short period") else None,
        threshold_shares=sharing,
        charges_count=d.pick("before credits", "after credits"),
    )
    against = "set against damages" if d.has("points of two services") else "in addition"
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
        averaged="no" if by_table and not d.has("half points") else d.pick("no", "with the month before"),
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
        earliest="18 months" if d.has("raises after notice") else d.pick("13 months", "17 months", "20 months"),
        notice="5 months" if d.has("raises after notice") else d.pick("45 days", "3 months"),
        fee_table=[{"through month": "18", "months": "3"}, {"annual charges": d.percent(5, 20)}],
        averaged_over=d.pick("3 months", "6 months", "12 months"),
        earliest_is_of="the notice",
        fee_as_at=d.pick("notice", "exit"),
        at_a_boundary=d.pick("the earlier period", "the later period"),
        fee_between_steps="as the table stands",
    )


AGREEMENTS: dict[str, Callable[[Random, str], str]] = {"care": care, "office": office, "prices": prices}
