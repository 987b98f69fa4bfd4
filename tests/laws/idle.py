"""What moves nothing in a kind's own example, with the reason, and the provision beside which it does: nothing is exempt on its word alone.

A term or construction is idle in the example, or in a cohort's books, for one of three reasons: it moves the date of a payment, which the books of a
cohort do not hold and the postings of a life do; it matters only beside another provision, which is added; or it says when somebody must act, which
moves the answers and no money. `test_idle.py` proves each: idle where it is said to be, and not idle where it is said not to be.
"""

from __future__ import annotations

from typing import NamedTuple

DATE = "moves the date of payment, which a cohort's books do not hold"
FIXED = "\n## 5.9 Service fee\n\n```terms\nkind: fixed_charge\namount: GBP 50 000\nper: month\n```\n"
INDEMNITY = "\n## 11.1 Losses\n\n```terms\nkind: indemnity\nlosses: [customer redress]\n```\n"
CREDITS = """
## 7.8 Availability

```terms
kind: service_level
service: voice
target: 99.9 %
```

## 7.9 Service credits

```terms
kind: service_credit
service level: 7.8
credit: 20 %
```
"""
# Another way out, for a failure: on long notice, which given early runs while other rights arise; and on short, which overtakes them.
LONG_NOTICE = """
## 8.8 Level

```terms
kind: service_level
service: voice
target: 99.99 %
```

## 15.8 Leaving for chronic failure

```terms
kind: termination_chronic
service level: 8.8
misses: 1
window: 6 months
notice: 12 months
```
"""
SHORT_NOTICE = LONG_NOTICE.replace("12 months", "5 days")


class Idle(NamedTuple):
    """Why a term or construction moves nothing in the example; `beside` is added where it then does, and `dated` says that it moves dates."""

    reason: str
    beside: str = ""
    dated: bool = False
    acts: bool = False  # it says when somebody must act


# Terms whose value moves no money, no exit and no answer of a cohort. Nothing else may be idle.
TERMS = {
    ("change_control", "assessed within"): Idle("it is when somebody must act, and the answers count that he must", acts=True),
    ("change_control", "decided within"): Idle("the same", acts=True),
    ("disaster_recovery", "payable after"): Idle(DATE, dated=True),
    ("milestone_payment", "retention.after"): Idle(
        f"{DATE}; where a retention is forfeited at the end it moves money, as its story shows", dated=True
    ),
    ("payment_terms", "due"): Idle(f"{DATE}; see tests/contract/clauses/test_money.py", dated=True),
    ("liquidated_damages", "payable after"): Idle(DATE, dated=True),
    ("termination_cause", "payable after"): Idle(f"{DATE}; seen in its story", dated=True),
    ("indemnity", "payable after"): Idle(DATE, dated=True),
}
# Constructions whose options cannot differ in the example's worlds.
CONSTRUCTIONS = {
    ("liability_cap", "indemnities"): Idle("differs only beside an indemnity", beside=INDEMNITY),
    ("service_credit", "at_risk_base"): Idle("differs only beside another credit on the same charges", beside=CREDITS),
    ("service_credit", "charges_of"): Idle("differs only where something else is charged too", beside=FIXED),
    ("service_points", "charges_of"): Idle("the same", beside=FIXED),
    ("credit_pool", "charges_of"): Idle("the same", beside=FIXED),
    ("incident_response", "charges_of"): Idle("the same", beside=FIXED),
    ("incident_response", "invoice"): Idle(DATE, dated=True),
    ("service_points", "invoice"): Idle(DATE, dated=True),
    ("credit_pool", "invoice"): Idle(DATE, dated=True),
    ("liquidated_damages", "credits"): Idle("differs only beside a service credit", beside=FIXED + CREDITS),
    ("change_in_law", "second_notice"): Idle("differs only beside another way out", beside=LONG_NOTICE),
    ("termination_force_majeure", "second_notice"): Idle("the same", beside=LONG_NOTICE),
    ("termination_convenience", "second_notice"): Idle("the same", beside=LONG_NOTICE),
    ("disaster_recovery", "second_notice"): Idle("the same", beside=LONG_NOTICE),
    ("renewal", "second_notice"): Idle("the same", beside=LONG_NOTICE),
    ("termination_convenience", "fee_of"): Idle("the same", beside=SHORT_NOTICE),
    ("termination_cause", "bargain_on_another_exit"): Idle("the same", beside=SHORT_NOTICE),
    ("termination_chronic", "fee_due"): Idle(DATE, dated=True),
    ("termination_convenience", "fee_due"): Idle(DATE, dated=True),
    ("termination_force_majeure", "fee_due"): Idle(DATE, dated=True),
}
