"""Claims on their way to the bank: disputed, settled for less and later, or never collected because the other party can no longer pay.

What rules say is owed is entitlement. An amount on the invoice is paid with it. A Claim (an amount with a payment period) may be disputed: it is then
settled at a part, after a while; and once its debtor has failed only a part of it is collected. What is lost on the way is Withheld, so that
entitlement always stands beside expected cash. The same lines serve one life and a cohort.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wargame.contract.clause import Due
from wargame.core.quantities import Duration
from wargame.core.vocabulary import Value

COMPROMISED = "compromised in settlement"
UNCOLLECTED = "uncollected from a party that has failed"


@dataclass(slots=True)
class Payment:
    """An amount on its way: the due it comes from, and how long after the invoice it is paid (None: with it)."""

    due: Due
    amount: Value
    after: tuple[Duration, ...]


def settle(desk: Any, due: Due) -> list[Payment]:
    """What becomes of a due: one payment, or an undisputed and a settled one; `desk.driver` is told what is withheld."""
    if due.after is None:
        return [Payment(due, due.amount, ())]
    driver, v = desk.driver, desk.v
    behaviour = driver.scenario.inputs.behaviour
    amount = due.amount
    failing = behaviour.default.get(due.payer)
    if failing is not None:
        left = v.where(driver.failed(due.payer), v.share(amount, failing.recovers.num, failing.recovers.den), amount)
        driver.withhold_due(due, amount - left, UNCOLLECTED)
        amount = left
    claiming = behaviour.claims.get(due.payee)
    if claiming is None or not claiming.disputed:
        return [Payment(due, amount, (due.after,))]
    disputed = driver.happens(due.payee, "claim is disputed", claiming.disputed.num / claiming.disputed.den)
    contested = v.where(disputed, amount, 0)
    settled = v.share(contested, claiming.settled_at.num, claiming.settled_at.den)
    driver.withhold_due(due, contested - settled, COMPROMISED)
    return [Payment(due, amount - contested, (due.after,)), Payment(due, settled, (due.after, claiming.settled_after))]


def failing_parties(behaviour: Any) -> tuple[str, ...]:
    """The parties that a scenario lets fail."""
    return tuple(behaviour.default)
