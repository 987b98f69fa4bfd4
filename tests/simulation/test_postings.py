"""Postings as columns: joined, chosen, and the same whether a life was told or noted by a pass."""

from __future__ import annotations

import numpy as np
import pytest

from wargame.core.account import Account
from wargame.simulation.run.postings import Postings, join

A, B = Account("1.1", "charges", "client", "provider", "units"), Account("1.2", "service credits", "provider", "client", "outage")


def some(accounts: tuple[Account, ...], *rows: tuple[int, int, int]) -> Postings:
    """Postings from (future, account's place, amount) rows, numbered in their order within each future."""
    future, account, amount = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    sequence = np.array([sum(other[0] == row[0] for other in rows[:place]) for place, row in enumerate(rows)], np.int64)
    return Postings(accounts, future, sequence, 100 + sequence, account, amount)


def listed(postings: Postings) -> list[tuple[int, int, Account, int]]:
    """(future, sequence, account, amount) of every row."""
    rows = zip(postings.future.tolist(), postings.sequence.tolist(), postings.account.tolist(), postings.amount.tolist(), strict=True)
    return [(future, sequence, postings.accounts[place], amount) for future, sequence, place, amount in rows]


def test_postings_of_several_books_are_joined_by_account_not_by_its_place() -> None:
    joined = join([some((A, B), (4, 0, 10), (4, 1, -3)), some((B,), (9, 0, 7))])
    assert listed(joined) == [(4, 0, A, 10), (4, 1, B, -3), (9, 0, B, 7)]


def test_nothing_joined_is_nothing() -> None:
    assert listed(join([])) == listed(join([join([])])) == listed(join([]).of([3, 1])) == []


@pytest.mark.parametrize("wanted", [[9, 4], [4], [4, 9, 2], [], [7]])
def test_the_futures_asked_for_come_in_the_order_asked_for(wanted: list[int]) -> None:
    rows = some((A, B), (2, 0, 1), (2, 1, 2), (4, 0, 3), (9, 1, 4), (9, 0, 5))
    assert listed(rows.of(wanted)) == [row for number in wanted for row in listed(rows) if row[0] == number]
