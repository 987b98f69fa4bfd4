"""Whether it pays a party to leave: what it stands to receive and to pay to the end of the term, against what leaving would cost.

staying = what it would receive less what it would pay
  each = the reference case's in the months left × the party's own of the last twelve months ÷ the reference case's of those months,
  or, of what the reference case has none of, the party's own of those months, carried on by days
leaving = − fee, and for the client also − transition − units lost in the gap − units of the rest of the term at the replacement's price, by the plan

The reference case is the agreement without noise, outages or shocks, in which nobody leaves. A party leaves when leaving comes to more. Before
three months are closed nobody knows enough. What is to come is discounted at the party's rate from the end of its month, the fee and the transition
from the end of the month of the exit; a party without a rate does not discount. A provider that leaves saves the loss it makes and earns nothing
elsewhere. Amounts are minor units; a party's own costs and losses are in its books. Source: PRACTICE §12; DESIGN §5.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from wargame.core.account import Account
from wargame.core.money import share
from wargame.core.values import DAY
from wargame.core.vocabulary import Value, rounded_once
from wargame.world.sampled.futures import Reference

if TYPE_CHECKING:
    from wargame.simulation.desk.desk import Desk
    from wargame.simulation.desk.driver import Driver

LEAST, MOST = 3, 12  # months that are looked back on
PPM = 1_000_000
_EXACT = Context(prec=40)


class Books:
    """What each party receives and pays by month, of the months closed the last twelve (`whole`: all); one life or all lanes, as the amounts are."""

    def __init__(self, parties: tuple[str, ...], *, whole: bool) -> None:
        self.whole = whole
        self.open: dict[tuple[str, bool], Value] = {(party, received): 0 for party in parties for received in (True, False)}
        self.closed: dict[tuple[str, bool], list[Value]] = {flow: [] for flow in self.open}
        self.days: list[int] = []
        self.months = 0  # how many are closed

    def note(self, account: Account, amount: Value) -> None:
        """Something is owed or spent this month."""
        for flow in ((account.payer, False), (account.payee, True)):
            if flow in self.open:
                self.open[flow] = self.open[flow] + amount

    def close(self, seconds: int) -> None:
        """The month is over."""
        self.months += 1
        self.days.append(seconds // DAY)
        for flow, months in self.closed.items():
            months.append(self.open[flow])
            self.open[flow] = 0
        if not self.whole:
            del self.days[:-MOST]
            for months in self.closed.values():
                del months[:-MOST]

    def reference(self) -> Reference:
        """Of the reference case, whose amounts are one number or an array of one: every month of every flow."""
        return {
            flow: tuple(int(month[0]) if isinstance(month, np.ndarray) else int(month) for month in months) for flow, months in self.closed.items()
        }


class Ahead:
    """The months from an exit on the morning `morning` to the end of the term, as they are worth to a party at this month end."""

    def __init__(self, desk: Desk, party: str, morning: int) -> None:
        self.starts, self.morning = (*desk.driver.starts[:-1], desk.term_end), morning
        rate, left = desk.driver.scenario.inputs.economics.discount.get(party), len(self.starts) - 1
        later = discount_factors(rate.num, rate.den, left - desk.index - 1) if rate else [PPM] * left
        self.factors = [*[PPM] * (desk.index + 1), *later]  # by contract month
        self.at_exit = self.factors[max(min(bisect_left(self.starts, morning), left) - 1, 0)]

    def of(self, months: Sequence[int]) -> int:
        """What of a month's amounts falls into them."""
        total = 0
        for month, (first, last) in enumerate(zip(self.starts, self.starts[1:], strict=False)):
            if last > self.morning:
                total += rounded_once(rounded_once(months[month], last - max(first, self.morning), last - first), self.factors[month], PPM)
        return total

    @property
    def days(self) -> int:
        """How many days that is."""
        return self.of([(last - first) // DAY for first, last in zip(self.starts, self.starts[1:], strict=False)])


def pays(desk: Desk, party: str, morning: int, fee: Value) -> Value:
    """Where leaving on a morning, for a fee, comes to more than staying."""
    books, v = desk.books, desk.v
    assert books is not None and desk.reference is not None  # kept in every scenario in which somebody leaves when it pays
    if books.months < LEAST:
        return False
    ahead = Ahead(desk, party, morning)
    staying: Value = 0
    for received in (True, False):
        own, planned = v.total(books.closed[party, received]), desk.reference[party, received]
        before = sum(planned[books.months - len(books.days) : books.months])
        flow = v.proportion(ahead.of(planned), own, before) if before > 0 else v.share(own, ahead.days, sum(books.days))
        staying = staying + flow if received else staying - flow
    leaving = 0 - (v.share(fee, ahead.at_exit, PPM) if ahead.at_exit != PPM else fee)
    return leaving - (replacement(desk.driver, ahead) if party == desk.driver.economics.client else 0) > staying


def replacement(driver: Driver, ahead: Ahead) -> int:
    """What replacing the provider from an exit on costs the client by the plan, until the term would have ended: minor units."""
    inputs, morning = driver.economics.inputs.replacement, ahead.morning
    if inputs is None:
        return 0
    back = morning + inputs.gap.seconds
    cost = rounded_once(inputs.transition.minor, ahead.at_exit, PPM)
    for first, last, month in zip(driver.starts, driver.starts[1:], range(len(driver.starts) - 1), strict=False):
        until = min(last, driver.term_end)
        served, gap = max(until - max(back, first), 0), max(min(back, until) - max(morning, first), 0)
        for service, price in inputs.price.items():
            units = driver.futures.plans[service].forecast[month]
            paid = share(share(units, served, last - first), price.num, price.den)
            lost = share(units, gap, last - first) * (inputs.lost_unit.minor if inputs.lost_unit else 0)
            cost += rounded_once(paid + lost, ahead.factors[month], PPM)
    return cost


@lru_cache(maxsize=64)
def discount_factors(num: int, den: int, months: int) -> list[int]:
    """(1 + rate)^(-month/12) in millionths at each month's end, by decimal arithmetic, which is the same on every processor."""
    c = _EXACT
    yearly = c.divide(Decimal(den + num), Decimal(den))
    return [
        int(c.multiply(c.power(yearly, c.divide(Decimal(-month), Decimal(12))), Decimal(PPM)).to_integral_value()) for month in range(1, months + 1)
    ]
