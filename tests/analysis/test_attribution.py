"""Parts of a loss add up to its mean and to its TVaR exactly, and the tail is the tail."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.analysis.figures.attribution import BY, Contribution, attribute, tail_of
from wargame.analysis.figures.exposure import measures
from wargame.core.account import Account

CREDIT = Account("8.2", "service credits", "provider", "client", "outage")
DAMAGES = Account("9.1", "liquidated damages", "provider", "client", "outage")
LOSS = Account("economics", "customer redress", "client", "outside", "outage")
CHARGE = Account("5.1", "charges", "client", "provider", "volume")


def books(seed: int, n: int) -> dict[Account, np.ndarray]:
    """Columns of four accounts."""
    generator = np.random.default_rng(seed)
    return {account: generator.integers(0, 10 ** (3 + i), n) for i, account in enumerate((CREDIT, DAMAGES, LOSS, CHARGE))}


def parts(columns: dict[Account, np.ndarray], plan: dict[Account, int], party: str) -> tuple[np.ndarray, list[Contribution]]:
    """The losses of a party and their parts."""
    net = sum(c * ((a.payee == party) - (a.payer == party)) for a, c in columns.items())
    planned = sum(p * ((a.payee == party) - (a.payer == party)) for a, p in plan.items())
    losses = planned - net
    sums = {account: int(column.sum()) for account, column in columns.items()}
    return losses, list(attribute(party, losses, plan, sums, lambda chosen: {a: int(c[chosen].sum()) for a, c in columns.items()}))


@pytest.mark.parametrize("party", ["client", "provider"])
@pytest.mark.parametrize("n", [130, 1000, 1001])
def test_parts_add_up_to_mean_and_tvar(n: int, party: str) -> None:
    losses, found = parts(books(n, n), {CHARGE: 480_000, LOSS: 11}, party)
    figures = {one.name: one.value for one in measures(losses)}
    for by in BY:
        mine = [part for part in found if part.by == by]
        assert sum(part.mean for part in mine) == figures["mean"]
        assert sum(part.tail or 0 for part in mine) == figures["tvar95"]


def test_a_part_is_what_its_account_did_in_the_tail() -> None:
    """100 of 2,000 lives make up the tail: those in which the damages were paid."""
    paid = np.where(np.arange(2000) % 20 == 7, 1000, 0)
    columns = {DAMAGES: paid, CREDIT: np.full(2000, 3)}
    _, found = parts(columns, {}, "provider")
    by = {part.key: part for part in found if part.by == "clause"}
    assert (by["9.1"].mean, by["9.1"].tail) == (50, 1000)
    assert (by["8.2"].mean, by["8.2"].tail) == (3, 3)
    assert [part.key for part in found if part.by == "clause"] == ["9.1", "8.2"]


@given(st.lists(st.integers(-5, 5), min_size=93, max_size=200))
def test_ties_are_broken_by_number_and_the_tail_has_its_size(losses: list[int]) -> None:
    found = tail_of(np.array(losses))
    if found is None:
        return
    whole, edge, fraction = found
    assert whole.size + fraction == Fraction(len(losses), 20)
    assert edge not in whole and all(losses[k] >= losses[edge] for k in whole.tolist())


def test_too_few_futures_have_no_tail() -> None:
    assert tail_of(np.arange(20)) is None
    _, found = parts(books(1, 20), {}, "client")
    assert found and all(part.tail is None for part in found)
