"""Shadows: what they call idle would have made the same pass, to the last bit, in every account and lane; and most readings are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.laws.compare import same_books
from tests.laws.test_random_compositions import composed
from tests.laws.workshop import COMBINED, KINDS, WORLDS, Workshop
from wargame.contract.rules.rulebook import Rulebook
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.cohort.parallel import parallel_book


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """Drafts and worlds, each made once."""
    return Workshop(tmp_path_factory.mktemp("shadows"))


def others(workshop: Workshop, text: str, world: str) -> list[Rulebook]:
    """The rulebook of every reading that changes one construction."""
    found = []
    for provision in workshop.draft(text).provisions:
        for name, construction in (KINDS[provision.kind].constructions if provision.kind else {}).items():
            for option in construction.options[1:]:
                found.append(workshop.rules(text, world, {(provision.number, name): option}))
    return found


def check(workshop: Workshop, text: str, world: str, step: str, months: int) -> tuple[int, int]:
    """(idle, all) shadows of every single reading; an idle one has the very books of the pass it stood beside."""
    rules, futures = workshop.rules(text, world), workshop.futures(world, step, months, 64)
    books = others(workshop, text, world)
    shadows = [parallel_book(rules, book) for book in books]
    base = CohortDriver(rules, futures, shadows=[shadow for shadow in shadows if shadow]).run()
    assert same_books(base, CohortDriver(rules, futures).run()) == []
    for shadow, book in zip(shadows, books, strict=True):
        if shadow is not None and shadow.idle:
            assert same_books(base, CohortDriver(book, futures).run()) == []
    return sum(shadow is not None and shadow.idle for shadow in shadows), len(shadows)


@pytest.mark.parametrize("step", ["day", "month"])
@pytest.mark.parametrize("world", ["people", "pressure"])
def test_an_idle_reading_has_the_same_books(workshop: Workshop, world: str, step: str) -> None:
    idle, every = check(workshop, COMBINED, WORLDS[world], step, 36)
    assert 0 < idle < every


@pytest.mark.parametrize("seed", range(12))
def test_in_agreements_composed_of_all_kinds(workshop: Workshop, seed: int) -> None:
    text, world, step, months = composed(seed)
    check(workshop, text, WORLDS[world], step, months)


def test_a_reading_that_moves_money_in_one_lane_is_not_idle(workshop: Workshop) -> None:
    text, world = COMBINED, WORLDS["pressure"]
    rules, futures = workshop.rules(text, world), workshop.futures(world, "day", 36, 64)
    other = workshop.rules(text, world, {("9.1", "part_periods"): "pro rata"})
    shadow = parallel_book(rules, other)
    assert shadow is not None
    base = CohortDriver(rules, futures, shadows=[shadow]).run()
    differs = base.ledger.net("client") != CohortDriver(other, futures).run().ledger.net("client")
    assert not shadow.idle and np.any(differs)


def test_what_clauses_cannot_say_has_no_shadow(workshop: Workshop, tmp_path: Path) -> None:
    rules = workshop.rules(COMBINED, WORLDS["calm"])
    fewer = workshop.rules(COMBINED[: COMBINED.index("## 15.2")], WORLDS["calm"])
    window = workshop.rules(COMBINED.replace("window: 6 months", "window: 5 months"), WORLDS["calm"])
    assert parallel_book(rules, fewer) is None and parallel_book(rules, window) is None
