"""What is written into the books: where money goes, one amount of one life, and what was kept from being paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Account(NamedTuple):
    """Where money goes: the clause (or `economics`) that moves it, the head, who pays whom, and what it answers."""

    clause: str
    head: str
    payer: str
    payee: str
    cause: str

    def __str__(self) -> str:
        return f"{self.clause} | {self.head} | {self.payer} > {self.payee} | {self.cause}"


class Posting(NamedTuple):
    """One amount paid in one life: the instant of payment (seconds since the effective date), and int minor units."""

    instant: int
    account: Account
    amount: int
    month: int = 0  # contract month at whose end it became due, 0 for the first


@dataclass(frozen=True, slots=True)
class Withheld:
    """Money kept from being paid in one life, and why (capped, excluded, below threshold, time-barred, …)."""

    instant: int
    account: Account
    why: str
    amount: int
