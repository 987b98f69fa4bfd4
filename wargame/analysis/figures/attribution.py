"""Which clause, head of loss and cause a party's loss comes from: on average, and in the tail.

A loss is what a party nets in the plan less what it nets in the future; both are sums over accounts, so every loss is a sum of one part for each
account, and so are its mean and its TVaR. The tail parts are Euler's: the mean part in the futures that make up the TVaR (Tasche 1999, "Risk
contributions and performance measurement"); the future at VaR counts by the fraction that belongs to the tail. Parts add up to the figure exactly.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from wargame.analysis.figures.exposure import LEVELS
from wargame.analysis.figures.intervals import binomial_ranks
from wargame.analysis.tables.clauses import Part
from wargame.contract.rules.rulebook import number_key
from wargame.core.account import Account

TAIL = "95"
BY: dict[Part, Callable[[Account], str]] = {
    "clause": lambda account: account.clause,
    "head": lambda account: account.head,
    "cause": lambda account: account.cause,
}
Sums = Callable[[NDArray[np.int64]], Mapping[Account, int]]


@dataclass(frozen=True, slots=True)
class Contribution:
    """One part of a party's loss, in exact minor units: `by` is clause, head or cause, `key` which. `tail` is None where n cannot support it."""

    by: Part
    key: str
    mean: Fraction
    tail: Fraction | None


def tail_of(losses: NDArray[np.int64]) -> tuple[NDArray[np.int64], int, Fraction] | None:
    """The futures of the worst 5 %: (those that count whole, the one that counts in part, by how much); None where n is too small for TVaR.

    Futures of one loss are taken by their number, the first as the graver, so that the choice is the same everywhere.
    """
    n = losses.size
    level = LEVELS[TAIL]
    if not n or binomial_ranks(n, level) is None:
        return None
    belongs = n * (1 - level)
    whole = math.floor(belongs)
    order = np.lexsort((np.arange(n), -losses))
    return np.sort(order[:whole]), int(order[min(whole, n - 1)]), belongs - whole


def attribute(
    party: str, losses: NDArray[np.int64], plan: Mapping[Account, int], everywhere: Mapping[Account, int], sums: Sums
) -> Iterator[Contribution]:
    """The parts of a party's loss by clause, head and cause, the largest tail first.

    `losses` is one a future; `plan` what each account paid in the plan; `everywhere` its sum over all futures; `sums` gives the sum of every account
    over some futures (numbers in rising order).
    """
    n = losses.size
    tail = tail_of(losses)
    in_tail: dict[Account, Fraction] = {}
    if tail is not None:
        whole, edge, fraction = tail
        inner, outer = sums(whole), sums(np.array([edge], np.int64))
        belongs = whole.size + fraction
        in_tail = {account: (inner[account] + fraction * outer[account]) / belongs for account in everywhere}
    for by, key_of in BY.items():
        means: dict[str, Fraction] = {}
        tails: dict[str, Fraction] = {}
        for account, total in everywhere.items():
            sign = (account.payee == party) - (account.payer == party)
            if not sign or not n:
                continue
            planned, key = plan.get(account, 0), key_of(account)
            means[key] = means.get(key, Fraction(0)) + sign * (planned - Fraction(total, n))
            if tail is not None:
                tails[key] = tails.get(key, Fraction(0)) + sign * (planned - in_tail[account])
        ranked = sorted(means, key=lambda key: (-abs(tails.get(key, means[key])), number_key(key)))
        yield from (Contribution(by, key, means[key], tails.get(key) if tail is not None else None) for key in ranked)
