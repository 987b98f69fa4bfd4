"""A term that ends inside a month: both drivers say the same of it, for every kind; one with a month's last day is the term in months."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from tests.laws.compare import differences
from tests.laws.workshop import KINDS, SEED, WORLDS, Workshop, example_of
from wargame.core.party import OUTSIDE
from wargame.simulation.cohort.driver import CohortDriver
from wargame.world.sampled.futures import draw_futures

LANES, LIVES = 48, 4
INSIDE = (dt.date(2028, 10, 1), dt.date(2028, 11, 17), dt.date(2028, 12, 30))


def ending(text: str, last_day: dt.date) -> str:
    """A draft whose term is given by its last day."""
    assert text.count("term: 24 months\n") == 1
    return text.replace("term: 24 months\n", f"last day: {last_day}\n")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_term_that_ends_inside_a_month_plays_the_same_in_both_drivers(workshop: Workshop, kind: str) -> None:
    for place, (name, world) in enumerate(WORLDS.items()):
        step = ("day", "month")[(place + len(kind)) % 2]
        rules = workshop.rules(ending(example_of(kind), INSIDE[place % 3]), world)
        futures = draw_futures(workshop.scenario(world, step), rules.calendar, rules.term_months, SEED, 0, LANES)
        assert differences(rules, futures, LIVES) == [], (name, step)
        outcome = CohortDriver(rules, futures).run()
        assert outcome.exit.max() <= rules.term_end < futures.starts[-1]
        assert np.all(np.sum([outcome.ledger.net(party) for party in (*rules.parties, OUTSIDE)], axis=0) == 0)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_last_day_of_a_month_is_the_term_in_whole_months(workshop: Workshop, kind: str) -> None:
    world = workshop.world_for(kind)
    found = []
    for text in (example_of(kind), ending(example_of(kind), dt.date(2028, 12, 31))):
        rules = workshop.rules(text, world)
        futures = draw_futures(workshop.scenario(world, "day"), rules.calendar, rules.term_months, SEED, 0, LANES)
        found.append(CohortDriver(rules, futures).run())
    whole, dated = found
    assert np.array_equal(whole.exit, dated.exit)
    assert whole.ledger.paid.keys() == dated.ledger.paid.keys()
    assert all(np.array_equal(column, dated.ledger.paid[account]) for account, column in whole.ledger.paid.items())
