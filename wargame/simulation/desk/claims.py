"""Claims on their way to the bank: disputed, settled for less and later, or never collected because the other party can no longer pay.

What rules say is owed is entitlement. An amount on the invoice is paid with it; of the invoice of the month in which the client fails, charges and
credits alike, only a part is, and whoever administers it pays for what it uses afterwards. A Claim (an amount with a payment period) may be disputed:
it is then settled at a part, after a while; and once its debtor has failed only a part of it is collected. What is lost on the way is Withheld, so
that entitlement always stands beside expected cash. The same lines serve one life and a cohort.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wargame.contract.rules.clause import Due
from wargame.core.account import Reason
from wargame.core.calendar import Calendar
from wargame.core.lanes import anywhere
from wargame.core.quantities import Duration
from wargame.core.vocabulary import Value
from wargame.simulation.desk.dues import account_of

if TYPE_CHECKING:
    from wargame.simulation.desk.desk import Desk
    from wargame.simulation.desk.driver import Driver

COMPROMISED = Reason("compromised", "compromised in settlement")
UNCOLLECTED = Reason("uncollected", "uncollected from a party that has failed")
DISPUTED = "claim is disputed"
FAILS = "fails"  # names of the streams by which these are decided


@dataclass(slots=True)
class Payment:
    """An amount on its way, and the periods after the invoice, one after the other, in which it is paid; none: with it."""

    amount: Value
    after: tuple[Duration, ...]


def settle(driver: Driver, invoice: int) -> None:
    """Post the month's dues, with the invoice or, for Claims, as they come to be paid."""
    desk, calendar = driver.desk, driver.rules.calendar
    for due in desk.dues:
        account = account_of(due)
        if due.after is None and due.day == "invoice" and desk.books is None:  # most of them: one payment, on a day that needs no calendar
            driver.post(account, _of_invoice(desk, due), invoice)
            continue
        for payment in payments(desk, due):
            if desk.books is not None:
                desk.books.note(account, payment.amount)
            if due.day == "exit":
                driver.post_at_exit(account, payment.amount)
            else:
                driver.post(account, payment.amount, paid_at(calendar, invoice if due.day == "invoice" else desk.last, payment))
    desk.dues.clear()


def payments(desk: Desk, due: Due) -> list[Payment]:
    """What becomes of a due: one payment, or an undisputed and a settled one; the driver is told what is withheld."""
    driver, v = desk.driver, desk.v
    if due.after is None:
        return [Payment(_of_invoice(desk, due), ())]
    behaviour = driver.scenario.inputs.behaviour
    account, amount = account_of(due), due.amount
    some = not due.nothing and anywhere(amount)  # most months most clauses claim nothing, in one life as in thousands
    failing = driver.scenario.recovers.get(due.payer)
    if failing is not None and not (some and anywhere(driver.failed[due.payer])):
        driver.record_withheld(account, 0, UNCOLLECTED)
    elif failing is not None:
        left = v.where(driver.failed[due.payer], v.share(amount, failing.num, failing.den), amount)
        driver.record_withheld(account, amount - left, UNCOLLECTED)
        amount = left
    claiming = behaviour.claims.get(due.payee)
    if claiming is None or not claiming.disputed:
        return [Payment(amount if some else 0, (due.after,))]
    if not some:
        driver.record_withheld(account, 0, COMPROMISED)
        return [Payment(0, (due.after,))]
    disputed = driver.happens(due.payee, DISPUTED, claiming.disputed.num / claiming.disputed.den)
    contested = v.where(disputed, amount, 0)
    settled = v.share(contested, claiming.settled_at.num, claiming.settled_at.den)
    driver.record_withheld(account, contested - settled, COMPROMISED)
    return [Payment(amount - contested, (due.after,)), Payment(settled, (due.after, claiming.settled_after))]


def _of_invoice(desk: Desk, due: Due) -> Value:
    """What is paid of an amount on the invoice, which is one sum between the client and a provider."""
    driver, v, amount = desk.driver, desk.v, 0 if due.nothing else due.amount
    if not driver.scenario.recovers:
        return amount
    client = desk.rules.parties[0]
    part = driver.scenario.recovers.get(client)
    if part is None or client not in (due.payer, due.payee):
        return amount
    left = v.where(driver.failing[client], v.share(amount, part.num, part.den), amount)
    driver.record_withheld(account_of(due), amount - left, UNCOLLECTED)
    return left


def failed_by_now(driver: Driver) -> None:
    """Note which parties have failed by the end of the month, of themselves or by a shock, and which fail in it: once failed, a party stays so."""
    v = driver.desk.v
    for party in driver.scenario.recovers:
        before = driver.failed[party]
        failing = driver.scenario.inputs.behaviour.default.get(party)
        if failing is not None:
            driver.failed[party] = v.either(driver.failed[party], driver.happens(party, FAILS, failing.a_month))
        driver.failed[party] = v.either(driver.failed[party], driver.struck_down(party))
        driver.failing[party] = v.both(driver.failed[party], v.negate(before))


def paid_at(calendar: Calendar, invoice: int, payment: Payment) -> int:
    """The instant of a payment: with the invoice, or its periods after it, one after the other."""
    instant = invoice
    for period in payment.after:
        instant = calendar.add(instant, period)
    return instant
