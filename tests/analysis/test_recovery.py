"""Entitlement stands beside expected cash, and every line between them has its reason."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from wargame.analysis.figures.recovery import CASH, CLAIMED, ENTITLED, SUFFERED, recovery
from wargame.contract.clauses.liability_cap import ABOVE
from wargame.core.account import Account
from wargame.simulation.desk.claims import COMPROMISED, UNCOLLECTED


def total(amount: int) -> Any:
    """A sum over futures."""
    return SimpleNamespace(sum=amount, fired=1)


def test_claims_on_their_way_to_the_bank() -> None:
    claim = Account("9.1", "damages", "provider", "client", "redress")
    successor = Account("economics", "replacement service", "client", "outside", "exit")
    loss, charge = Account("economics", "redress", "client", "outside", "outage"), Account("5.1", "charges", "client", "provider", "volume")
    cell: Any = SimpleNamespace(
        rules=SimpleNamespace(parties=("client", "provider")),
        n=10,
        paid={claim: total(300), loss: total(1_500), charge: total(9_000), successor: total(70_000)},
        withheld={(claim, ABOVE.by("12.1")): total(400), (claim, COMPROMISED): total(200), (claim, UNCOLLECTED): total(100)},
    )
    assert [tuple(one) for one in recovery(cell)] == [
        (SUFFERED, 150), (CLAIMED, 100), ("above the liability cap of 12.1", -40), (ENTITLED, 60),
        (COMPROMISED.words, -20), (UNCOLLECTED.words, -10), (CASH, 30),
    ]  # fmt: skip
