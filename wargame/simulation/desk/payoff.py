"""Whether it pays a party to leave: its own books of the last three months, carried on to the end of the term, against what leaving would cost.

staying = net of the last three months · days left ÷ days of those months
leaving = − fee, and for the client also − transition − units lost in the gap − units of the rest of the term at the replacement's price, by the plan

A party leaves when leaving comes to more. Before three months are closed nobody knows enough. The formula is DESIGN §5's, for both parties:
a provider that leaves saves the loss it makes and earns nothing elsewhere. Amounts are minor units; a party's own costs and losses are in its net.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wargame.core.account import Account
from wargame.core.money import share
from wargame.core.values import DAY
from wargame.core.vocabulary import Value

if TYPE_CHECKING:
    from wargame.simulation.desk.desk import Desk
    from wargame.simulation.desk.driver import Driver

MONTHS = 3


class Books:
    """Net of each party by month, the last three closed ones; one life or all lanes, as the amounts are."""

    def __init__(self, parties: tuple[str, ...]) -> None:
        self.open: dict[str, Value] = dict.fromkeys(parties, 0)
        self.closed: dict[str, list[Value]] = {party: [] for party in parties}
        self.days: list[int] = []

    def note(self, account: Account, amount: Value) -> None:
        """Something is owed or spent this month."""
        if account.payer in self.open:
            self.open[account.payer] = self.open[account.payer] - amount
        if account.payee in self.open:
            self.open[account.payee] = self.open[account.payee] + amount

    def close(self, seconds: int) -> None:
        """The month is over."""
        for party, months in self.closed.items():
            months.append(self.open[party])
            del months[:-MONTHS]
            self.open[party] = 0
        self.days = [*self.days, seconds // DAY][-MONTHS:]

    def net(self, party: str) -> Value:
        """The party's net of the months closed."""
        total: Value = 0
        for month in self.closed[party]:
            total = total + month
        return total


def pays(desk: Desk, party: str, morning: int, fee: Value) -> Value:
    """Where leaving on a morning, for a fee, comes to more than staying."""
    books, driver = desk.books, desk.driver
    assert books is not None  # kept in every scenario in which somebody leaves when it pays
    if len(books.days) < MONTHS:
        return False
    left = max(desk.term_end - morning, 0) // DAY
    staying = desk.v.share(books.net(party), left, sum(books.days))
    return 0 - fee - (replacement(driver, morning) if party == driver.economics.client else 0) > staying


def replacement(driver: Driver, morning: int) -> int:
    """What replacing the provider from a morning on costs the client by the plan, until the term would have ended: minor units."""
    inputs = driver.economics.inputs.replacement
    if inputs is None:
        return 0
    back = morning + inputs.gap.seconds
    cost: int = inputs.transition.minor
    for first, last, month in zip(driver.starts, driver.starts[1:], range(len(driver.starts) - 1), strict=False):
        served, gap = max(last - max(back, first), 0), max(min(back, last) - max(morning, first), 0)
        for service, price in inputs.price.items():
            units = driver.futures.plans[service].forecast[month]
            cost += share(share(units, served, last - first), price.num, price.den)
            cost += share(units, gap, last - first) * (inputs.lost_unit.minor if inputs.lost_unit else 0)
    return cost
