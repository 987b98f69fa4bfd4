"""What is written into the books: where money goes, one amount of one life, and what was kept from being paid."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

ECONOMICS = "economics"  # stands where a clause would: the books of what a party itself spends and loses


class Account(NamedTuple):
    """Where money goes: the clause (or `economics`) that moves it, the head, who pays whom, and what it answers."""

    clause: str
    head: str
    payer: str
    payee: str
    cause: str

    def __str__(self) -> str:
        return f"{self.clause} | {self.head} | {self.payer} > {self.payee} | {self.cause}"


Keeps = Literal[
    "above a cap",  # of all that is claimed of a party, or of a period
    "above the at-risk amount",
    "above a limit",  # of one outage, milestone, month or year of one thing
    "below the least",  # what is too small to be given, or borne by the claimant first
    "excluded",
    "sole remedy",
    "out of time",
    "excused",
    "credited elsewhere",  # for another level, or the same incident
    "set off",
    "no later invoice",
    "forfeited",
    "at fault",
    "compromised",
    "uncollected",
]
"""What keeps money from being paid: all there is. Who asks why asks for one of these, and for the clause; the words are for readers."""


@dataclass(frozen=True)
class Reason:
    """Why money is not paid: what keeps it back, the clause that does ("" for what becomes of claims whatever the draft says), and how it is said.

    A kind writes down its reasons without a clause; the desk says which clause acts. `template` may name {clause}, and {other}, a further clause that
    the words need; of what another clause gives it must name {clause}, for that is all a reader has to know it by. Two reasons are one where the same
    thing of the same clause keeps money back, however that is said.
    """

    keeps: Keeps
    template: str = field(compare=False)
    clause: str = ""
    other: str = ""
    _of: dict[str, Reason] = field(default_factory=dict, init=False, repr=False, compare=False)  # a clause gives the same one every month

    def by(self, clause: str) -> Reason:
        """The same reason, of a clause."""
        found = self._of.get(clause)
        if found is None:
            found = self._of[clause] = Reason(self.keeps, self.template, clause, self.other)
        return found

    def beside(self, other: str) -> Reason:
        """The same reason, with a further clause that its words need."""
        return Reason(self.keeps, self.template, self.clause, other)

    @property
    def words(self) -> str:
        """As it is printed."""
        return self.template.format(clause=self.clause, other=self.other)


class Posting(NamedTuple):
    """One amount paid in one life: the instant of payment (seconds since the effective date), and int minor units."""

    instant: int
    account: Account
    amount: int
    month: int = 0  # contract month at whose end it became due, 0 for the first


class Withheld(NamedTuple):
    """Money kept from being paid in one life, and why."""

    instant: int
    account: Account
    why: Reason
    amount: int
