"""The books of many lives: what was paid and what was kept from being paid, by clause, head, payer and payee.

One int64 column per account and one number per lane, in minor units. A posting moves money from payer to payee, so every future sums to exactly
zero over all parties and OUTSIDE; nothing here can create money. Clause × month × lane is never held (5 MB a cohort against 180): means by
month are kept instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wargame.core.account import Account, Reason

Column = NDArray[np.int64]


LARGEST = 2**52  # minor units in one posting; a thousand of them still add up within 64 bits


def check_amount(account: Account, amount: Any) -> None:
    """OverflowError where a posting is too large for sums over a whole life to stay exact. All bits of the amounts are a bound in one pass."""
    if not isinstance(amount, np.ndarray):
        largest = abs(int(amount))
    elif not amount.size or 0 <= int(np.bitwise_or.reduce(amount, axis=None)) < LARGEST:
        return
    else:
        largest = max(int(amount.max()), -int(amount.min()))
    if largest >= LARGEST:
        raise OverflowError(f"{account}: an amount of {largest} minor units is beyond the exact range 2^52; look for a figure with zeros too many")


class Ledger:
    """Columns of a cohort. `paid[account]` and `withheld[account, why]` are arrays of one amount a lane.

    With `months`, sums over all lanes are kept by account and month of payment as well, and each of `parties`' cash by month and lane (int64, 5 MB a
    party for 36 months of 16,384 lanes); the last of the months takes all that comes later.
    """

    def __init__(self, lanes: int, months: int = 0, parties: tuple[str, ...] = ()) -> None:
        self.lanes, self.months = lanes, months
        self.by_month: dict[Account, list[int]] = {}
        self.cash: dict[str, Column] = {party: np.zeros((months, lanes), np.int64) for party in parties if months}
        self.paid: dict[Account, Column] = {}
        self.withheld: dict[tuple[Account, Reason], Column] = {}

    def post(self, account: Account, amount: Any, month: int = 0) -> None:
        """Add one amount a lane to what `account` has paid. A plain 0 only opens the account: which accounts exist must not depend on chance."""
        column = self.paid.get(account)
        if column is None:
            column = self.paid[account] = np.zeros(self.lanes, np.int64)
            if self.months:
                self.by_month[account] = [0] * self.months  # at once: the order of accounts must not depend on chance either
        if isinstance(amount, np.ndarray) or amount:
            check_amount(account, amount)
            column += amount
            if self.months:
                self._add_to_month(account, int(np.add.reduce(amount)) if isinstance(amount, np.ndarray) else int(amount) * self.lanes, month)
                self._add_to_cash(account, slice(None), amount, month)

    def post_some(self, account: Account, lanes: Column, amount: Any, month: int = 0) -> None:
        """Add one amount for each of some distinct lanes; opens the account even where there are none."""
        self.post(account, 0)
        check_amount(account, amount)
        self.paid[account][lanes] += amount
        if self.months:
            self._add_to_month(account, int(np.sum(amount)) if isinstance(amount, np.ndarray) else int(amount) * lanes.size, month)
            self._add_to_cash(account, lanes, amount, month)

    def _add_to_cash(self, account: Account, lanes: Any, amount: Any, month: int) -> None:
        month = min(month, self.months - 1)
        if account.payer in self.cash:
            self.cash[account.payer][month, lanes] -= amount
        if account.payee in self.cash:
            self.cash[account.payee][month, lanes] += amount

    def _add_to_month(self, account: Account, total: int, month: int) -> None:
        self.by_month[account][min(month, self.months - 1)] += total

    def withhold(self, account: Account, why: Reason, amount: Any) -> None:
        """Add one amount a lane to what was kept from being paid through `account`."""
        column = self.withheld.get((account, why))
        if column is None:
            column = self.withheld[account, why] = np.zeros(self.lanes, np.int64)
        if isinstance(amount, np.ndarray) or amount:
            column += amount

    def net(self, party: str) -> Column:
        """What `party` received less what it paid, per lane."""
        result = np.zeros(self.lanes, np.int64)
        for account, column in self.paid.items():
            if account.payee == party:
                result += column
            if account.payer == party:
                result -= column
        return result

    def overwrite(self, lanes: NDArray[np.int64], other: Ledger) -> None:
        """Replace the books of `lanes` by those of `other`, whose lanes are these, in their order."""
        for account, column in other.paid.items():
            self.paid[account][lanes] = column
        for reason, column in other.withheld.items():
            self.withheld[reason][lanes] = column

    def overwrite_one(self, lane: int, paid: Mapping[Account, int], withheld: Mapping[tuple[Account, Reason], int]) -> None:
        """Replace the books of one lane by the totals of a life; what these do not name is 0."""
        for columns, totals in ((self.paid, paid), (self.withheld, withheld)):
            for column in columns.values():
                column[lane] = 0
            for key, total in totals.items():
                columns[key][lane] = total  # type: ignore[index]
