"""Translates the inputs of published examples into drafts and worlds, and says where in a life their result is found.

It holds no arithmetic (a test walks its syntax tree): whatever is worked out is worked out by shipped rules. Cases of further kinds are added as one
more function; its name is the case's family, or the case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

Inputs = Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """Where a result stands: `posting` (a head's sum, of a contract year or of a month's invoice where these are given; what the client
    paid, unless the unit is `provider`) or `measure` of a clause."""

    what: str
    name: str
    clause: str = ""
    month: int | None = None
    year: int | None = None
    unit: str = "pounds"


@dataclass(frozen=True)
class Said:
    """A draft, the world it is played in, and the results to look up, by the name the published case gives them ("" for its only one)."""

    draft: str
    found: Mapping[str, Found]
    term: str = "1 month"
    volume: str = "1 per month"
    world: str = ""


def provision(number: str, *terms: str) -> str:
    """A provision with these terms."""
    lines = "\n".join(terms)
    return f"\n## {number} As published\n\nThe words are those of the source.\n\n```terms\n{lines}\n```\n"


def money(amount: float) -> str:
    """An amount as a draft writes it."""
    return f"GBP {amount:.2f}"


def price(amount: float) -> str:
    """A price of up to six decimals."""
    return f"GBP {amount:.6f}"


def percent(share: float) -> str:
    """A share as a percentage."""
    return f"{share:.4%}"


CHARGED = {"": Found("posting", "charges")}


# --- index adjustments ---------------------------------------------------------------------------------------------------------------


def idx_nysogs(inputs: Inputs) -> list[Said]:
    """A change of the index to one decimal of a percent."""
    draft = provision("5.2", "kind: indexation", "series: CPI", "decimals: 1")
    levels = f"indices: {{CPI: {{levels: [{inputs['cpi_old']}, {inputs['cpi_new']}]}}}}\n"
    return [Said(draft, {"": Found("measure", "move", "5.2", month=11, unit="")}, term="13 months", world=levels)]


def idx_va_1(inputs: Inputs) -> list[Said]:
    """A share of a price follows an index; the price list has four decimals, or two."""
    levels = f"indices: {{fuel: {{levels: [{inputs['base']}, {inputs['idx']}]}}}}\n"
    index = provision("5.2", "kind: indexation", "series: fuel", f"share: {percent(inputs['share'])}", "decimals: 2")

    def charge(decimals: str) -> str:
        bands = f"bands: [{{price: {price(inputs['price'])}}}]"
        return provision("5.1", "kind: unit_charge", "service: work", bands, "bands apply: to all units", "index: 5.2", f"price decimals: {decimals}")

    fine = {"pct": Found("measure", "move", "5.2", month=11, unit=""), "unrounded": Found("measure", "price", "5.1", month=12, unit="pence")}
    coarse = {"new": Found("posting", "charges", month=12)}
    return [Said(f"{charge(decimals)}{index}", found, term="13 months", world=levels) for decimals, found in (("4", fine), ("2", coarse))]


def idx_base(inputs: Inputs) -> list[Said]:
    """An amount over its base index."""
    draft = provision("5.1", "kind: fixed_charge", f"amount: {money(inputs['amount'])}", "index: 5.2")
    draft = f"{draft}{provision('5.2', 'kind: indexation', 'series: CPI', 'method: from base')}"
    levels = f"indices: {{CPI: {{levels: [{inputs['base']}, {inputs['idx']}]}}}}\n"
    return [Said(draft, {"": Found("posting", "charges", month=12)}, term="13 months", world=levels)]


# --- prices by volume ----------------------------------------------------------------------------------------------------------------


def banded(tiers: Any, apply: str, *more: str, flat: bool = False) -> str:
    """A unit charge in bands: (up to, price or amount), the last without an edge."""
    word, written = ("amount", money) if flat else ("price", price)
    bands = [f"{{up to: {edge}, {word}: {written(value)}}}" if edge is not None else f"{{{word}: {written(value)}}}" for edge, value in tiers]
    return provision("5.1", "kind: unit_charge", "service: work", f"bands: [{', '.join(bands)}]", f"bands apply: {apply}", *more)


def marginal(inputs: Inputs) -> list[Said]:
    """Each band's price for what lies inside it."""
    return [Said(banded(inputs["tiers"], "marginally"), CHARGED, volume=f"{inputs['count']} per month")]


def all_units(inputs: Inputs) -> list[Said]:
    """The price of the band reached for all units; where an amount is priced, each pound of it is a unit."""
    return [Said(banded(inputs["tiers"], "to all units"), CHARGED, volume=f"{inputs.get('count', inputs.get('amount'))} per month")]


EDGES = (250, 500, None)  # of the same price book; the flat table names amounts only


def slabs(inputs: Inputs) -> list[Said]:
    """The flat amounts of all bands reached."""
    return [Said(banded(zip(EDGES, inputs["flat"], strict=True), "marginally", flat=True), CHARGED, volume=f"{inputs['count']} per month")]


def slab_reached(inputs: Inputs) -> list[Said]:
    """The flat amount of the band reached."""
    return [Said(banded(zip(EDGES, inputs["flat"], strict=True), "to all units", flat=True), CHARGED, volume=f"{inputs['count']} per month")]


def zuora(inputs: Inputs) -> list[Said]:
    """Flat fees that add up; units are whole, so that half a unit is not counted yet."""
    tiers = [*[f"{{up to: {edge}, amount: {money(fee)}}}" for edge, fee in inputs["tiers"]], f"{{price: {price(inputs['overage'])}}}"]
    draft = provision("5.1", "kind: unit_charge", "service: work", f"bands: [{', '.join(tiers)}]", "bands apply: marginally")
    return [Said(draft, CHARGED, volume=f"{inputs['units']} per month")]


def card(inputs: Inputs) -> list[Said]:
    """The rate of the band that turnover has reached; a unit is a million."""
    found = {"": Found("measure", "price", "5.1", month=0, unit="pence")}
    return [Said(banded(inputs["tiers"], "to all units"), found, volume=f"{inputs['annual_volume_m']} per month")]


def dead_band(inputs: Inputs) -> list[Said]:
    """A fixed charge while volume stays inside a dead-band."""
    terms = (f"baseline: {inputs['baseline']} per month", f"dead band: {percent(inputs['deadband'])}", f"base charge: {money(inputs['fixed'])}")
    draft = provision("5.1", "kind: arc_rrc", "service: work", *terms, "arc: GBP 40", "rrc: GBP 40")
    return [Said(draft, CHARGED, volume=f"{volume} per month") for volume in inputs["volumes"]]


def least(inputs: Inputs) -> list[Said]:
    """A bill under a minimum."""
    draft = banded([(None, inputs["unit"])], "marginally")
    floor = provision("5.2", "kind: minimum_commitment", f"minimum: {money(inputs['minimum'])}", "per: month")
    return [Said(f"{draft}{floor}", {"": Found("measure", "billed", "5.2", month=0, unit="pence")}, volume=f"{inputs['qty']} per month")]


def most(inputs: Inputs) -> list[Said]:
    """A bill above a ceiling."""
    draft = banded([(None, inputs["unit"])], "marginally", f"ceiling: {money(inputs['maximum'])}")
    return [Said(draft, CHARGED, volume=f"{inputs['qty']} per month")]


def minimums(inputs: Inputs) -> list[Said]:
    """Minimum payments by the quarter, nothing else being charged."""
    draft = provision("5.2", "kind: minimum_commitment", f"minimum: {money(inputs['quarterly'])}", "per: quarter")
    return [Said(draft, {"": Found("posting", "minimum commitment")}, term=f"{inputs['quarters']} quarters")]


def licence(inputs: Inputs) -> list[Said]:
    """A licence and its users once, and maintenance of both each year, by the quarter."""
    fee, each, users = f"amount: {money(inputs['licence'])}", f"amount: {money(inputs['user'])}", f"quantity: {inputs['users']}"
    yearly = (f"percentage: {percent(inputs['maint_pct'])}", "per: year", "instalments: quarterly")
    once = [provision("5.1", "kind: fixed_charge", fee, "to month: 1"), provision("5.2", "kind: fixed_charge", each, users, "to month: 1")]
    upkeep = [provision("5.3", "kind: fixed_charge", fee, *yearly), provision("5.4", "kind: fixed_charge", each, users, *yearly)]
    found = {f"y{year}": Found("posting", "charges", year=year) for year in (1, 2, 3)}
    found = {**found, "total": Found("posting", "charges"), "quarter": Found("posting", "charges", month=14)}
    return [Said("".join([*once, *upkeep]), found, term=f"{inputs['years']} years")]


# --- gain-share and incentive prices -------------------------------------------------------------------------------------------------


def aco(inputs: Inputs) -> list[Said]:
    """Savings against a benchmark, shared from the first dollar once they pass a threshold."""
    draft = provision("5.1", "kind: fixed_charge", f"amount: {money(inputs['actual'])}")
    terms = (f"target: {money(inputs['benchmark'])}", f"under: {percent(inputs['share'])}", "over: 0 %", f"threshold: {percent(inputs['threshold'])}")
    shared = provision("5.8", "kind: gain_share", "per: term", *terms, "threshold shares: from the first pound")
    return [Said(f"{draft}{shared}", {"": Found("posting", "gain share")})]


def fixed_price_incentive(inputs: Inputs) -> list[Said]:
    """A target cost and profit, a share of every overrun, and a ceiling."""
    share = percent(inputs["seller_share"])
    terms = (f"target: {money(inputs['target_cost'])}", f"target fee: {money(inputs['target_profit'])}", f"ceiling: {money(inputs['ceiling'])}")
    draft = provision("5.8", "kind: gain_share", "per: term", *terms, f"under: {share}", f"over: {share}")
    found = {"buyer_price": Found("posting", "gain share"), "seller_profit": Found("measure", "fee", "5.8", month=0, unit="pence")}
    return [Said(draft, found, world=f"economics: {{provider: {{fixed cost: {money(inputs['actual_cost'])}}}}}\n")]


def cost_plus_incentive(inputs: Inputs) -> list[Said]:
    """Shares and fees that follow from an optimistic and a pessimistic outcome."""
    cost, fee = inputs["target"]
    ends = [f"{name}: {{cost: {money(inputs[name][0])}, fee: {money(inputs[name][1])}}}" for name in ("optimistic", "pessimistic")]
    draft = provision("5.8", "kind: gain_share", "per: term", f"target: {money(cost)}", f"target fee: {money(fee)}", *ends)
    found = {
        "max_fee": Found("measure", "greatest fee", "5.8", month=0, unit="pence"),
        "min_fee": Found("measure", "least fee", "5.8", month=0, unit="pence"),
        "under": Found("measure", "provider share of underrun", "5.8", month=0, unit="split"),
        "over": Found("measure", "provider share of overrun", "5.8", month=0, unit="split"),
    }
    return [Said(draft, found, world=f"economics: {{provider: {{fixed cost: {money(cost)}}}}}\n")]


# --- service credits -----------------------------------------------------------------------------------------------------------------

CREDITED = {"": Found("posting", "service credits", unit="provider")}


def credited(fee: str, level: tuple[str, ...], credit: tuple[str, ...], world: str = "", volume: str = "1 per month") -> list[Said]:
    """A monthly charge, a level, a credit."""
    charge = provision("5.1", "kind: fixed_charge", f"amount: {fee}")
    promise = provision("8.1", "kind: service_level", "service: work", *level)
    paid = provision("8.2", "kind: service_credit", "service level: 8.1", *credit)
    return [Said(f"{charge}{promise}{paid}", CREDITED, term="6 months", world=world, volume=volume)]


def down(hours: Any) -> str:
    """An outage in April, which has 720 hours."""
    shock = f"kind: outage, component: platform, arrives: {{date: 2027-04-10}}, lasts: {hours} hours"
    return f"shocks: {{outage: {{{shock}}}}}\n"


def by_percentage(inputs: Inputs) -> list[Said]:
    """A share of the monthly charge for a miss."""
    level = ("target: 99.9 %",)
    return credited(money(inputs["mrc"]), level, (f"credit: {percent(inputs['credit_pct'])}",), down(1))


def times_downtime(inputs: Inputs) -> list[Said]:
    """A multiple of the charge for the time down."""
    return credited(money(inputs["monthly_fee"]), ("target: 100 %",), (f"times downtime: {inputs['multiplier']}",), down(inputs["downtime_hours"]))


def right(level: float) -> str:
    """A world in which so many of a hundred units are done right."""
    return f"services: {{work: {{quality: {{right: {level} %}}}}}}\n"


QUALITY = ("measure: quality", "target: 100 %")


def one_month(said: list[Said]) -> list[Said]:
    """The same for a term of one month."""
    return [replace(one, term="1 month", volume="1 000 per month") for one in said]


def by_tiers(inputs: Inputs) -> list[Said]:
    """The deepest tier that the level falls into, under a cap of the month and one of twelve months where there are any."""
    fee = money(inputs.get("monthly_charge", inputs.get("bill")))
    tiers = ", ".join(f"{{below: {below} %, credit: {credit} %}}" for below, credit in inputs["tiers"])
    caps = (f"at risk: {percent(inputs['monthly_cap'])}",) if "monthly_cap" in inputs else ()
    return one_month(credited(fee, QUALITY, (f"tiers: [{tiers}]", *caps), right(inputs.get("level", inputs.get("uptime")))))


def by_points(inputs: Inputs) -> list[Said]:
    """A point of credit for each percentage point below the target, of a hundred pounds."""
    gap = f"per point: {{below: {inputs['target']} %, credit: 1 %}}"
    return one_month(credited("GBP 100", QUALITY, (gap,), right(inputs["actual"])))


# --- damages and caps ----------------------------------------------------------------------------------------------------------------


def late(days: Any, *terms: str, **found: Found) -> list[Said]:
    """Damages for a delivery that is late by so many days."""
    draft = provision("9.1", "kind: liquidated_damages", "milestone: delivery", *terms)
    world = f"milestones: {{delivery: {{due: 2027-02-01, late: {days} days}}}}\n"
    return [Said(draft, found or {"": Found("posting", "liquidated damages", unit="provider")}, term="24 months", world=world)]


def by_the_day(inputs: Inputs) -> list[Said]:
    """So much a day, up to a limit."""
    return late(inputs["days"], f"amount: {money(inputs['rate'])}", "per: 1 day", f"limit: {money(inputs['cap'])}")


def late_delivery(inputs: Inputs) -> list[Said]:
    """A share of the value for so many days, up to a share of it; the buyer may terminate after fifteen days."""
    terms = (f"value: {money(inputs['value'])}", f"rate: {inputs['pct']} %", f"per: {inputs['per_days']} days", f"limit rate: {inputs['cap_pct']} %")
    penalty, arisen = Found("posting", "liquidated damages", unit="provider"), Found("measure", "arisen", "9.1", month=11, unit="")
    return late(inputs["days_late"], *terms, "longstop: 15 days", "notice: 30 days", penalty=penalty, may_terminate=arisen)


def lookback(inputs: Inputs) -> list[Said]:
    """A cap of the fees of the months before."""
    fee = provision("5.1", "kind: fixed_charge", f"amount: {money(inputs['monthly'])}")
    cap = provision("12.1", "kind: liability_cap", "cap: 100 % of annual charges", f"lookback: {inputs['lookback']} months")
    return [Said(f"{fee}{cap}", {"": Found("measure", "cap", "12.1", month=13, unit="pence")}, term="14 months")]


def super_cap(inputs: Inputs) -> list[Said]:
    """A super-cap of so many times the annual charges."""
    fee = provision("5.1", "kind: fixed_charge", f"amount: {money(inputs['annual'])}", "per: year", "instalments: monthly")
    general = provision("12.1", "kind: liability_cap", "cap: 100 % of annual charges")
    higher = provision("12.2", "kind: super_cap", f"cap: {percent(inputs['mult'])} of annual charges", "caps: [12.1]", "heads: [indemnity]")
    return [Said(f"{fee}{general}{higher}", {"": Found("measure", "cap", "12.2", month=13, unit="pence")}, term="14 months")]


CASES: dict[str, Callable[[Inputs], list[Said]]] = {
    "idx_nysogs": idx_nysogs,
    "idx_va_1": idx_va_1,
    "idx_base_y1": idx_base,
    "idx_base_y2": idx_base,
    "vol_slab_flat": slabs,
    "vol_slab_unit": marginal,
    "vol_var_flat": slab_reached,
    "vol_toptier": all_units,
    "vol_toptier_pct": all_units,
    "vol_seats": all_units,
    "vol_graduated": marginal,
    "vol_zuora_flat": zuora,
    "vol_card_discount": card,
    "vol_deadband": dead_band,
    "min_bill": least,
    "max_bill": most,
    "min_oasys_total": minimums,
    "fee_oasys_maint": licence,
    "gain_aco": aco,
    **dict.fromkeys([f"fpif_{overrun}" for overrun in ("0", "10000", "20000", "30000", "40000", "60000")], fixed_price_incentive),
    "cpif_shares": cost_plus_incentive,
    "slc_percentage": by_percentage,
    "slc_slack_100x": times_downtime,
    "slc_aws_s3_98": by_tiers,
    "slc_ccs_gap": by_points,
    "slc_accord_100": by_tiers,
    "slc_accord_99_7": by_tiers,
    "slc_accord_97": by_tiers,
    "slc_accord_negative": by_tiers,
    "ld_accord_cap": late_delivery,
    "ld_below_cap": by_the_day,
    "ld_above_cap": by_the_day,
    "cap_lookback3": lookback,
    "cap_lookback12": lookback,
    "cap_super5x": super_cap,
}
