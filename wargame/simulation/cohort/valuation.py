"""What an agreement is worth to each party in every future: its net, its present value, how deep its cash goes down, and its worst month.

Cash is what a party receives less what it pays and spends, its own costs and losses included, by month of payment. All in whole minor units.
"""

from __future__ import annotations

import numpy as np

from wargame.core.arrays import Ints
from wargame.core.lanes import VECTOR
from wargame.core.ledger import Ledger
from wargame.simulation.desk.payoff import PPM, discount_factors
from wargame.world.scenario.file import Scenario

NET, PRESENT, TROUGH, MONTH = "net", "present value", "cash trough", "worst month"


def valuation(ledger: Ledger, scenario: Scenario) -> dict[tuple[str, str], Ints]:
    """(party, measure) to one number a future. The present value is there for parties with a discount rate; the trough is the lowest that cash has
    come to, 0 or below; of a ledger that keeps no months there is nothing."""
    found: dict[tuple[str, str], Ints] = {}
    for party, cash in ledger.cash.items():
        found[party, NET] = cash.sum(axis=0)
        found[party, TROUGH] = np.minimum(np.cumsum(cash, axis=0).min(axis=0), 0)
        found[party, MONTH] = cash.min(axis=0)
        rate = scenario.inputs.economics.discount.get(party)
        if rate is not None:
            factors = discount_factors(rate.num, rate.den, cash.shape[0])
            found[party, PRESENT] = np.asarray(VECTOR.total([VECTOR.share(month, factor, PPM) for month, factor in zip(cash, factors, strict=True)]))
    return found
