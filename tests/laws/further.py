"""Further drafts for the laws: what a kind's own example leaves out, because one example that held everything could not be read.

A term or a construction that matters only beside another term is shown here. Every option of every construction is played on them in both drivers.
"""

from __future__ import annotations

from tests.laws import idle
from tests.laws.workshop import FRONT, example_of


def changed(kind: str, *pairs: tuple[str, str], more: str = "") -> str:
    """A kind's example with some words replaced, and further provisions."""
    text = example_of(kind)
    for old, new in pairs:
        assert old in text, f"the example of {kind} says nothing like {old!r}"
        text = text.replace(old, new)
    return text + more


TIERS = """tiers:
  - {below: 99.9 %, credit: 5 %}
  - {below: 99 %, credit: 12 %}
  - {below: 95 %, credit: 25 %}
at risk: 15 %
"""
TO_BE_AGREED = "rates to be agreed: {offer: GBP 30 000, asks: GBP 55 000}\n"
RELIEVED_LEVEL = """
## 5.1 Call charge

```terms
kind: unit_charge
service: voice
bands: [{price: GBP 4.20}]
```

## 8.1 Availability

```terms
kind: service_level
service: voice
target: 99.5 %
relieved by: 13.1
```

## 8.2 Credits

```terms
kind: service_credit
service level: 8.1
credit: 10 %
```
"""
LATE_RESTORATION = """
## 9.1 Late restoration

```terms
kind: liquidated_damages
service: voice
restore within: 12 hours
amount: GBP 1 000
per: 1 hour
```
"""
LONG_NOTICE = """
## 15.9 Convenience

```terms
kind: termination_convenience
party: either
notice: 15 months
```
"""
CREDIT_OF_10 = """
## 8.0 Credit

```terms
kind: service_credit
service level: 8.1
credit: 10 %
```
"""


LATE_DELIVERY = (
    FRONT
    + """
## 9.1 Late delivery

For every 2 days by which go-live is late the Provider shall pay 10.5 % of its value.

```terms
kind: liquidated_damages
milestone: go-live
value: GBP 400 000
rate: 10.5 %
per: 2 days
limit rate: 55 %
longstop: 40 days
notice: 30 days
received: 2 days
```
"""
)


# An agreement that may end early.
SECOND_WAVE = LATE_DELIVERY.removeprefix(FRONT).replace("go-live", "second wave")

ROLLING = ("target: 99.5 %\n", "target: 99.5 %\nwindow: 3 months\nwindow moves: monthly\n")
OF_99_9 = ("target: 99.9 %\n", "target: 99.9 %\nwindow: 3 months\nwindow moves: monthly\n")
STEPPED = ("target: 99.5 %\n", "target: 99.5 %\nwindow: 3 months\nwindow moves: in steps\n")


BEFORE_THE_START = ("milestone: go-live\n", "milestone: go-live\ndue: 2026-12-20\n")  # the milestone of the worlds, on another date


def further() -> dict[str, list[str]]:
    """Further drafts by kind."""
    return {
        "service_credit": [
            changed("service_credit", (TIERS, "per point: {below: 99.9 %, credit: 2 %}\n")),
            changed(
                "service_credit",
                (TIERS, "triggers:\n  - {misses: 3, window: 6 months, credit: 6 %}\n  - {misses: 1, window: 1 month, below: 95 %, credit: 9 %}\n"),
            ),
            changed(
                "service_credit",
                ("invoice: of the next month\n", "percentage of: next month\nleast: GBP 25 000\n"),
            ),
            changed(
                "service_credit",
                ("over: any 12 months", "over: each contract year"),            ),
            changed("service_credit", (TIERS, "times downtime: 10\nat risk: 40 %\n")),
            changed("service_credit", ROLLING),
            changed("service_credit", STEPPED, ("invoice: of the next month\n", "")),
            changed(
                "service_credit",
                ("service level: 8.1\ntiers", "service level: 8.1\ntogether with: 8.0\ntiers"),
                ("\n## 8.2 Service credits", CREDIT_OF_10 + "\n## 8.2 Service credits"),
            ),
        ],
        "service_level": [
            # Relieved above the forecast: an excused month that is skipped differs from a met one where a window goes on, and misses are counted.
            changed(
                "forecast_lock",
                ("relieved by: 6.2\n", "relieved by: 6.2\nwindow: 3 months\nwindow moves: monthly\n"),
            ),
            changed("service_level", ("target: 99.5 %\n", "target: 99.5 %\nwindow: 3 months\nramp: 2 months\n")),
            changed("service_level", ("decimals: 1\n", "hours: Mon-Fri 08:00-18:00\n")),
            changed("service_level", ("decimals: 1\n", "hours: [Mon-Fri 08:00-12:00 and 13:00-20:00, Sat 22:00-06:00, except holidays]\n")),
            changed("service_level", ("decimals: 1\n", "maintenance window: [Mon-Thu 22:00-06:00, Sat and Sun 00:00-24:00]\n")),
            changed("service_level", ("decimals: 1\n", "planned allowance: 5 hours\nplanned notice: 2 days\nhours: Mon-Fri 06:00-22:00\n")),
            changed("service_level", ("decimals: 1\n", "planned work: hours\noverlapping outages: added\n")),
            changed(
                "service_level",
                (
                    "decimals: 1\n",
                    "severities: [severity 1]\nlongest outage: 6 hours\nshortest outage: 1 hour\njoined within: 2 hours\nplanned allowance: 3 hours\n"
                    "maintenance window: 20:00-08:00\n",
                ),
            ),
            changed(
                "service_level",
                ("target: 99.5 %\nexcluding: [planned]\ndecimals: 1\n", "measure: responsiveness\ntarget: 95 %\nlow volume: 110 000\n"),
            ),
            changed(
                "service_level",
                ("target: 99.5 %\nexcluding: [planned]\ndecimals: 1\n", "measure: turnaround\nlimit: 1 hour\n"),
            ),
            changed(
                "service_level",
                ("target: 99.5 %\nexcluding: [planned]\ndecimals: 1\n", "measure: ageing\nlimit: 2 hours\n"),
            ),
        ],
        "service_points": [
            changed("service_points", OF_99_9),
            changed(
                "service_points",
                ("invoice: of the next month\n", "averaged: with the month before\npercentage of: next month\n"),
            ),
            changed(
                "service_points",
                ("table:\n  - {points: 1, credit: 1 %}\n  - {points: 4, credit: 6 %}\n  - {points: 8, credit: 14 %}\n", "credit per point: 1.5 %\n"),
            ),
        ],
        "surge_capacity": [changed("surge_capacity", ("up to: 12 %\n", "up to: 2 %\nbaseline: 95 000 per month\n"))],
        "unit_charge": [
            changed("unit_charge", ("bands apply: marginally\n", "included: 5 000\n")),
            changed(
                "unit_charge",
                ("{up to: 80 000, price", "{up to: 800 000 per year, price"),
                ("marginally\n", "to all units\nincluded: 60 000 per year\n"),
            ),
            changed(
                "unit_charge",
                ("{up to: 80 000, price: GBP 4.20}", "{up to: 80 000, amount: GBP 300 000}"),
                ("bands apply: marginally\n", "included: 5 000\nceiling: GBP 420 000\nindex: 5.2\nprice decimals: 3\n"),
                more="\n## 5.2 Indexation\n\n```terms\nkind: indexation\nseries: CPI\n```\n",
            ),
        ],
        "fixed_charge": [
            changed("fixed_charge", ("instalments: quarterly\ninvoiced: in arrears\n", "invoiced: in advance\n")),
            changed("fixed_charge", ("instalments: quarterly\ninvoiced: in arrears\n", "instalments: quarterly\ninvoiced: in advance\n")),
        ],
        "arc_rrc": [
            changed(
                "arc_rrc",
                ("baseline: 100 000 per month\n", "baseline: 1 200 000 per year\n"),
                ("measured: quarter\n", "measured: contract year\n"),
            ),
        ],
        "indexation": [
            changed("indexation", ("threshold: 1 %\ndecimals: 1\nmethod: chained\n", "lag: 2\nevery: 12\n")),
            changed("indexation", ("floor: 0.5 %\n", ""), ("threshold: 1 %\ndecimals: 1\n", "rounding: [{of: change passed on, decimals: 2}]\n")),
        ],
        "payment_terms": [
            changed("payment_terms", ("grace: 3 days\n", "year: 360 days\n")),
        ],
        "gain_share": [
            changed(
                "gain_share",
                ("target: GBP 5 300 000\n", "target: GBP 4 200 000\ntarget fee: GBP 900 000\n"),
                ("ceiling: GBP 100 000\n", "ceiling: GBP 5 000 000\ngreatest fee: GBP 1 000 000\nleast fee: GBP 700 000\n"),
            ),
            changed(
                "gain_share",
                ("target: GBP 5 300 000\nunder: 40 %\nover: 30 %\n", "target: GBP 4 200 000\ntarget fee: GBP 900 000\nper: term\n"),
                (
                    "threshold: 2 %\nceiling: GBP 100 000\n",
                    "optimistic: {cost: GBP 3 500 000, fee: GBP 1 000 000}\npessimistic: {cost: GBP 6 000 000, fee: GBP 500 000}\n",
                ),
            ),
        ],
        "forecast_lock": [
            changed("forecast_lock", ("locked: 2 months\n", "locked: 0 months\n"), ("rebaseline after: 2\n", "rebaseline after: 3\n")),
        ],
        "credit_pool": [
            changed("credit_pool", STEPPED, ("target: 90 %\n", "target: 90 %\nwindow: 3 months\n")),
            changed("credit_pool", ("allocations:", "multiplier: 150 %\nallocations:")),
        ],
        "earn_back": [
            changed("earn_back", ("clean months: 2\n", "yearly average: 99.4 %\n")),
        ],
        "relief_event": [
            changed(
                "relief_event",
                ("relieves: [9.1]\n", "relieves: [9.1]\nexcuses month from: 40 %\n"),
                more=RELIEVED_LEVEL,
            ),
        ],
        "escalation": [
            changed("escalation", (", borne by: provider}", "}\nclock: occurrence")),
            changed("escalation", (", borne by: provider}", ", daily cost: GBP 4 000, step out: 3 days, needs consent: yes}")),
            changed("escalation", ("to: service manager,", "to: service board, decides within: 90 minutes,"), more=LATE_RESTORATION),
        ],
        "change_in_law": [changed("change_in_law", ("lasting cost: 50 %\n", "lasting cost: 50 %\ngeneral law: 10 %\nchanges are: general law\n"))],
        "termination_cause": [
            changed("termination_cause", ("exercise within: 2 months\n", "insolvency: yes\n")),
            changed("termination_cause", more=LONG_NOTICE),  # that a notice bars another
        ],
        "termination_chronic": [changed("termination_chronic", more=LONG_NOTICE)],
        "exit_assistance": [
            changed("exit_assistance", (TO_BE_AGREED, "cost plus: {effort: 15 %, margin: 12 %}\n")),
            changed("exit_assistance", (TO_BE_AGREED, "monthly rate: GBP 41 000\n")),
        ],
        "partial_termination": [
            # Something else is charged too, so that the service has a share.
            changed("partial_termination", more=idle.FIXED),
            changed("partial_termination", ("fee under: 15.3\n", "fee: GBP 7 000\nparty: provider\n")),
        ],
        "innovation_fund": [changed("innovation_fund", ("share: 1 %\nproject: GBP 20 000\n", "amount: GBP 3 000\nunspent: carries over\n"))],
        "incident_response": [changed("incident_response", ("at risk: 10 %\n", "allowed: 1\nat most each: 2.5 %\n"))],
        "milestone_payment": [changed("milestone_payment", more=SECOND_WAVE), changed("milestone_payment", BEFORE_THE_START)],
        "liquidated_damages": [
            changed("liquidated_damages", ("service: voice\nrestore within: 4 hours\n", "milestone: go-live\ndue: 2026-12-20\nlongstop: 60 days\n")),
            LATE_DELIVERY,
            LATE_DELIVERY.replace("longstop: 40 days", "longstop: 5 days") + idle.LONG_NOTICE,  # that a notice bars another
            LATE_DELIVERY.replace("rate: 10.5 %\nper: 2 days\nlimit rate: 55 %\n", "rate: 0.5 %\nper: 1 week\n"),
            changed("liquidated_damages", ("payable after", "damages for: each time down\npayable after")),
            changed(
                "liquidated_damages",
                ("payable after", "damages for: each time down\njoined within: 5 hours\nshortest outage: 6 hours\nclock: report\npayable after"),
            ),
            changed("liquidated_damages", ("payable after", "severities: [Severity 1]\nexcluding: [planned]\npayable after")),
        ],
    }  # fmt: skip
