"""A law: ten times every amount of an agreement and its world is ten times every payment, so that no kind knows an amount of its own or a currency.

Where nothing was rounded this holds to the penny. A rounding may be half a unit off on either side, so that lives may differ by no more than half a
unit for each rounding of the larger one and five for each of the smaller; the roundings of both are counted as they happen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.laws.further import further
from tests.laws.scaling import amounts, counted_roundings, even, tenfold, tenfold_draft
from tests.laws.workshop import CALM, COMBINED, KINDS, PEOPLE, PRESSURE, STORM, Workshop, example_of
from wargame.contract.rules.rulebook import Rulebook
from wargame.core.quantities import Money
from wargame.simulation.desk.desk import Desk
from wargame.simulation.life.driver import play

WORLDS = {name: even(world) for name, world in {"calm": CALM, "storm": STORM, "pressure": PRESSURE, "people": PEOPLE}.items()}
# What the worlds themselves round in a life: the work on changes of law that the end of the agreement finds begun.
OF_THE_WORLD = {"calm": 0, "storm": 0, "pressure": 2, "people": 2}
LIVES = 4
# So many kinds at least are paid upon in a life in which nothing is rounded; the others work on percentages, indices or parts of months.
EXACT_AT_LEAST = 24


def drafts(kind: str) -> list[str]:
    """A kind's example and its further drafts."""
    return [COMBINED] if kind == "combined" else [example_of(kind), *further().get(kind, ())]


def lives(workshop: Workshop, text: str, world: str, lane: int) -> tuple[dict[Any, int], dict[Any, int], float]:
    """What a life and the same life at ten times the money come to by account, withheld sums included, and by how much they may differ."""
    books, times = [], []
    for draft, scenario in ((text, WORLDS[world]), (tenfold_draft(text), tenfold(WORLDS[world]))):
        rules, futures = workshop.rules(draft, scenario), workshop.futures(scenario, "month", 24, LIVES)
        with counted_roundings() as count:
            told = play(rules, futures, lane)
        books.append({**told.paid(), **told.kept_back(), "exit": told.exit})
        times.append(count.times + OF_THE_WORLD[world])
    # When the agreement ends is no amount.
    assert books[0].pop("exit") == books[1].pop("exit")
    return books[0], books[1], (10 * times[0] + times[1]) / 2


def unlike(workshop: Workshop, text: str, world: str) -> Iterator[tuple[Any, int, int, float]]:
    """Every account in which some life is not ten times as large."""
    for lane in range(LIVES):
        small, large, most = lives(workshop, text, world, lane)
        for account in {**small, **large}:
            one, ten = small.get(account, 0), large.get(account, 0)
            if abs(ten - 10 * one) > most:
                yield account, one, ten, most


def scaled(one: Rulebook, other: Rulebook) -> bool:
    """Whether every amount that terms hold is ten times as large."""
    pairs = [pair for a, b in zip(one.clauses, other.clauses, strict=True) for pair in zip(amounts(a.terms), amounts(b.terms), strict=True)]
    return all(b.minor == 10 * a.minor if isinstance(a, Money) else b.num * a.den == 10 * a.num * b.den for a, b in pairs)


@pytest.mark.parametrize("kind", ["combined", *KINDS])
def test_ten_times_the_amounts_are_ten_times_the_payments(workshop: Workshop, kind: str) -> None:
    for place, text in enumerate(drafts(kind)):
        # The example meets every world; of the further drafts each meets one in its turn.
        for world in list(WORLDS) if place == 0 else [list(WORLDS)[place % len(WORLDS)]]:
            assert scaled(workshop.rules(text, WORLDS[world]), workshop.rules(tenfold_draft(text), tenfold(WORLDS[world])))
            assert list(unlike(workshop, text, world)) == [], (world, text)


def of_whole_percentages(text: str) -> str:
    """A draft whose units have a price of which a tenth of a percent of a percent is whole."""
    return re.sub(r"\bprice: GBP [\d.]+", "price: GBP 400", text)


def test_where_nothing_is_rounded_it_holds_to_the_penny(workshop: Workshop) -> None:
    """… and that is so for many kinds, in lives in which they are paid."""
    exact = {
        kind
        for kind in KINDS
        for text in (example_of(kind), of_whole_percentages(example_of(kind)))
        for world in ("calm", "storm")
        for lane in (0, 1)
        for small, large, most in [lives(workshop, text, world, lane)]
        if most == 0 and any(account[0] != "economics" and amount for account, amount in small.items())
        if all(large[account] == 10 * amount for account, amount in small.items())
    }
    assert len(exact) >= EXACT_AT_LEAST, exact


def test_an_amount_of_its_own_breaks_the_law(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted breach: what is below GBP 10,000 is not asked for."""
    owe = Desk.owe

    def generous(desk: Desk, head: str, payer: str, payee: str, amount: Any, cause: str, **more: Any) -> None:
        owe(desk, head, payer, payee, desk.v.where(amount < 1_000_000, 0, amount), cause, **more)

    monkeypatch.setattr(Desk, "owe", generous)
    with pytest.raises(AssertionError):
        test_ten_times_the_amounts_are_ten_times_the_payments(workshop, "liquidated_damages")


def test_an_amount_that_is_not_scaled_is_seen(workshop: Workshop) -> None:
    rules = [workshop.rules(text, STORM) for text in (example_of("liability_cap"), example_of("liability_cap").replace("500 000", "5 000 000"))]
    assert not scaled(*rules)
