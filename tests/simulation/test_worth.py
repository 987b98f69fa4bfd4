"""What an agreement is worth, worked by hand: two lives, four months and what is paid after them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from wargame.core.account import Account
from wargame.core.ledger import Ledger
from wargame.core.quantities import Rate
from wargame.simulation.cohort.valuation import MONTH, NET, PRESENT, TROUGH, discount_factors, valuation

CHARGE = Account("5.1", "charges", "client", "provider", "volume")
COST = Account("economics", "cost of serving", "provider", "outside", "volume")


def scenario(**rates: Rate) -> Any:
    """A scenario with these discount rates and nothing else."""
    return SimpleNamespace(inputs=SimpleNamespace(economics=SimpleNamespace(discount=rates)))


def books() -> Ledger:
    """Costs of 100 a month from the first, charges of 90 and 130 paid a month later."""
    ledger = Ledger(2, 5, ("client", "provider"))
    for month in range(4):
        ledger.post(COST, 100, month)
        ledger.post(CHARGE, np.array([90, 130]), month + 1)
    ledger.post_some(CHARGE, np.array([1]), 7, 99)
    return ledger


def test_net_trough_and_worst_month() -> None:
    found = valuation(books(), scenario())
    assert found["provider", NET].tolist() == [-40, 127] and found["client", NET].tolist() == [-360, -527]
    assert found["provider", TROUGH].tolist() == [-130, -100]  # -100 -110 -120 -130 -40; -100 -70 -40 -10 127
    assert found["provider", MONTH].tolist() == [-100, -100]
    assert ("provider", PRESENT) not in found


def test_present_value_discounts_each_month_to_its_end() -> None:
    found = valuation(books(), scenario(provider=Rate(12, 100)))
    factors = discount_factors(12, 100, 5)
    assert factors[0] == 990600 and discount_factors(12, 100, 12)[-1] == 892857  # 1.12^(-1/12), 1/1.12
    flows = [[-100, -10, -10, -10, 90], [-100, 30, 30, 30, 137]]
    assert found["provider", PRESENT].tolist() == [
        sum((2 * a * f + 10**6) // (2 * 10**6) for a, f in zip(life, factors, strict=True)) for life in flows
    ]


def test_a_ledger_without_months_says_nothing() -> None:
    assert valuation(Ledger(3), scenario()) == {}
