"""The columns of futures.parquet: what each holds, as data. Its name is made here, once, for whoever opens the file, and is never read again.

What every column holds stands in the file's own metadata, so that a life played again is compared account by account, not name by name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from wargame.core.account import Account, Reason

KEY = b"wargame.columns"  # in the metadata of the file's schema


class Column(NamedTuple):
    """What a column holds, one number a future: the instant of exit, what a party paid on balance, or lost, what an account paid, what was kept from
    it and why."""

    holds: Literal["exit", "cost", "loss", "paid", "withheld"]
    party: str = ""
    account: Account | None = None
    why: Reason | None = None

    @property
    def name(self) -> str:
        """What stands over it in the file."""
        words = [self.holds, *([self.party] if self.party else ()), *([str(self.account)] if self.account else ())]
        return " | ".join([*words, self.why.words] if self.why else words)


EXIT = Column("exit")


def cost(party: str) -> Column:
    """What a party paid less what it received: like a loss, more is worse for it."""
    return Column("cost", party)


def loss(party: str) -> Column:
    """The same, beyond the plan."""
    return Column("loss", party)


def paid(account: Account) -> Column:
    """What an account paid."""
    return Column("paid", account=account)


def withheld(account: Account, why: Reason) -> Column:
    """What was kept from being paid through an account, for a reason."""
    return Column("withheld", account=account, why=why)


def in_order(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Accounts as the file has them: paid before withheld, by name."""
    return tuple(sorted(set(columns), key=lambda one: (one.holds, one.name)))


def described(columns: Iterable[Column]) -> dict[bytes, bytes]:
    """Metadata that say what columns hold, by their names."""
    return {KEY: json.dumps({one.name: _as_data(one) for one in columns}, ensure_ascii=False).encode()}


def described_by(metadata: Mapping[bytes, bytes] | None) -> dict[str, Column]:
    """What the columns of a file hold, by name, from its metadata; KeyError, TypeError or ValueError where these do not say."""
    if not metadata or KEY not in metadata:
        raise ValueError("it does not say what its columns hold, as runs of this version do")
    return {name: _from_data(one) for name, one in json.loads(metadata[KEY]).items()}


def _as_data(one: Column) -> dict[str, object]:
    data: dict[str, object] = {"holds": one.holds}
    if one.party:
        data["party"] = one.party
    if one.account:
        data |= one.account._asdict()
    if one.why:
        data["withheld"] = {"keeps": one.why.keeps, "clause": one.why.clause, "other": one.why.other, "words": one.why.words}
    return data


def _from_data(data: Mapping[str, Any]) -> Column:
    account = Account(*(data[name] for name in Account._fields)) if "clause" in data else None
    why = data.get("withheld")
    return Column(data["holds"], data.get("party", ""), account, Reason(why["keeps"], why["words"], why["clause"], why["other"]) if why else None)
