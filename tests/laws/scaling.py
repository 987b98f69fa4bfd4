"""Agreements and worlds whose every amount of money is ten times as large, and a count of the roundings of a life."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel

from wargame.core.quantities import Money, Price
from wargame.core.vocabulary import ScalarBackend

BLOCK = re.compile(r"```terms\n.*?```", re.DOTALL)
AMOUNT = re.compile(r"\b(GBP|EUR) (-?\d[\d ]*(?:\.\d+)?)")
DECIMALS = re.compile(r"\bprice decimals: (\d+)")


def tenfold(text: str) -> str:
    """A text whose amounts are ten times as large; a price kept to so many decimals is kept to one fewer."""
    more = AMOUNT.sub(lambda found: f"{found[1]} {Decimal(found[2].replace(' ', '')) * 10:f}" + " " * found[2].endswith(" "), text)
    return DECIMALS.sub(lambda found: f"price decimals: {int(found[1]) - 1}", more)


def tenfold_draft(text: str) -> str:
    """A draft whose terms name ten times as much; what its words say is left."""
    return BLOCK.sub(lambda block: tenfold(block[0]), text)


def amounts(terms: Any) -> list[Money | Price]:
    """Every amount and every price that terms hold, in their order."""
    if isinstance(terms, Money | Price):
        return [terms]
    if isinstance(terms, BaseModel):
        return [one for name in type(terms).model_fields for one in amounts(getattr(terms, name))]
    if isinstance(terms, list | tuple):
        return [one for item in terms for one in amounts(item)]
    return []


def even(world: str) -> str:
    """A world in which no amount is drawn, and a loss by the hour or the day is whole pence by the second."""
    for drawn, whole in (
        ("GBP 6 000, per: hour", "GBP 3 600, per: hour"),
        ("GBP 700, per: hour", "GBP 720, per: hour"),
        ("9 000, per: day", "8 640, per: day"),
    ):
        world = world.replace(drawn, whole)
    return re.sub(r"\{median: GBP ([\d ]+), p95: GBP [\d ]+\}", r"GBP \1", world)


class Count:
    """How often a life was rounded to whole units where something was left over."""

    def __init__(self) -> None:
        self.times = 0

    def note(self, num: int, den: int) -> None:
        """One division, whose remainder counts."""
        self.times += bool(den and num % den)


@contextmanager
def counted_roundings() -> Iterator[Count]:
    """Count the roundings of the lives that are played within."""
    count = Count()

    def noting(name: str) -> Callable[..., Any]:
        original: Callable[..., Any] = getattr(ScalarBackend, name)

        def noted(amount: Any, part: Any, whole: Any, *rest: Any) -> Any:
            count.note(amount * part, whole)
            return original(amount, part, whole, *rest)

        return noted

    with pytest.MonkeyPatch.context() as patch:
        for name in ("share", "proportion", "rounded"):
            patch.setattr(ScalarBackend, name, staticmethod(noting(name)))
        yield count
