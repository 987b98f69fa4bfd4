"""Limits on a loss as insurance knows them: a deductible, a franchise, an attachment point and a limit, on what a claim, an occurrence or a year
comes to.

Each is worked out on the loss so far of its claim, occurrence or year; a month pays what that comes to, less what it came to before.
"""

from __future__ import annotations

from typing import NamedTuple, Self

from pydantic import field_validator, model_validator

from wargame.contract.rules.clause import ClauseTerms
from wargame.core.facts import FactRequest
from wargame.core.money import Money
from wargame.core.problem import BadValue
from wargame.core.quantities import MoneyT, ShareT
from wargame.core.vocabulary import Backend, Value


class LossTerms(ClauseTerms):
    """Terms of whoever makes a loss good: a `deductible`, or a `deductible_share` of the loss between a least and a greatest; a `franchise`, paid
    whole once it is passed; an `attachment` from which on a loss counts at all, after the deductible; the most that is paid, `limit`."""

    deductible: MoneyT | None = None
    deductible_share: ShareT | None = None
    minimum_deductible: MoneyT | None = None
    maximum_deductible: MoneyT | None = None
    franchise: MoneyT | None = None
    attachment: MoneyT | None = None
    limit: MoneyT | None = None

    @field_validator("limit")
    @classmethod
    def _pays_something(cls, limit: Money | None) -> Money | None:
        if limit is not None and limit.minor == 0:
            raise BadValue(
                f"what makes good a loss up to {limit} pays nothing", "write the most that is paid, or leave the limit out: there is none then"
            )
        return limit

    @model_validator(mode="after")
    def _one_deductible(self) -> Self:
        if self.deductible is not None and self.deductible_share is not None:
            raise ValueError("a deductible is an amount, or a share of the loss: give `deductible` or `deductible share`")
        if self.deductible_share is None and (self.minimum_deductible or self.maximum_deductible):
            raise ValueError("a least and a greatest deductible bound a `deductible share`: give it too")
        low, high = self.minimum_deductible, self.maximum_deductible
        if low is not None and high is not None and high < low:
            raise ValueError(f"the greatest deductible, {high}, is less than the least, {low}")
        return self

    @property
    def bounded(self) -> bool:
        """Whether any of them is given."""
        names = ("deductible", "deductible_share", "franchise", "attachment", "limit")
        return any(self.term(name) is not None for name in names)


class Occurrences(NamedTuple):
    """The interruptions of a service: its down-time, and what is lost by the hour of it, head by head."""

    service: str
    down: FactRequest
    losses: tuple[FactRequest, ...]


def above_deductible(terms: LossTerms, v: Backend, loss: Value) -> Value:
    """What of a loss is left above franchise, deductible and attachment."""
    left = loss
    if terms.franchise is not None:
        left = v.where(loss > terms.franchise.minor, left, 0)
    if terms.deductible is not None:
        left = v.maximum(left - terms.deductible.minor, 0)
    if terms.deductible_share is not None:
        borne = v.share(loss, terms.deductible_share.num, terms.deductible_share.den)
        if terms.minimum_deductible is not None:
            borne = v.maximum(borne, terms.minimum_deductible.minor)
        if terms.maximum_deductible is not None:
            borne = v.minimum(borne, terms.maximum_deductible.minor)
        left = v.maximum(left - borne, 0)
    return left if terms.attachment is None else v.maximum(left - terms.attachment.minor, 0)


def within_limit(terms: LossTerms, v: Backend, left: Value) -> Value:
    """What of it is paid at most."""
    return left if terms.limit is None else v.minimum(left, terms.limit.minor)


def covered(terms: LossTerms, v: Backend, before: Value, amount: Value) -> tuple[Value, Value, Value]:
    """What of an amount is paid, what is below the deductible and what above the limit, where its claim has come to `before` already."""
    left = above_deductible(terms, v, before + amount), above_deductible(terms, v, before)
    paid = within_limit(terms, v, left[0]) - within_limit(terms, v, left[1])
    above = (left[0] - left[1]) - paid
    # Once a franchise is passed, what it had kept back is paid too: then less than nothing is below.
    return paid, amount - paid - above, above
