"""A service that is taken out of an agreement: both drivers say the same, and to its clauses the agreement has ended, for every kind."""

from __future__ import annotations

import numpy as np
import pytest

from tests.laws.compare import differences
from tests.laws.workshop import KINDS, WORLDS, Workshop, example_of
from wargame.simulation.life.driver import play

PART = """
## 19.9 Calls

The Client may take the calls out of this Agreement on 20 days' notice, with effect from the end of a contract month, for GBP 7,000.

```terms
kind: partial_termination
service: voice
notice: 20 days
fee: GBP 7 000
```
"""
LEAVING = sorted(name for name, world in WORLDS.items() if "terminate in part" in world)
LANES, LIVES = 48, 4


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_service_that_leaves_plays_the_same_in_both_drivers(workshop: Workshop, kind: str) -> None:
    for place, name in enumerate(LEAVING):
        step = ("day", "month")[(place + len(kind)) % 2]
        rules = workshop.rules(example_of(kind) + PART, WORLDS[name])
        assert differences(rules, workshop.futures(WORLDS[name], step, 24, LANES), LIVES) == [], (name, step)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_of_a_service_that_has_left_nothing_is_owed(workshop: Workshop, kind: str) -> None:
    """Of every due of a clause about the service, raised at a month end after it left: nothing. Some clause in some world must show that it did."""
    left = 0
    for name in LEAVING:
        rules = workshop.rules(example_of(kind) + PART, WORLDS[name])
        starts = rules.calendar.month_starts(24)
        for lane in range(LIVES):
            told = play(rules, workshop.futures(WORLDS[name], "month", 24, LANES), lane)
            fees = [one.instant for one in told.postings if one.account.clause == "19.9" and one.account.head == "termination fee"]
            if fees:
                left += 1
                raised = [one.account for one in told.postings if one.account.clause in rules.within and starts[one.month] >= fees[0]]
                assert raised == [], (name, lane)
    assert left or any(clause.ways_out() for clause in rules.clauses), "the service never leaves: nothing was tried"


def test_life_goes_on_for_the_rest(workshop: Workshop) -> None:
    """A charge that is for no service in particular is due in every month, and the agreement does not end."""
    fixed = "\n## 5.9 Basic charge\n\n```terms\nkind: fixed_charge\namount: GBP 1 000\nper: month\n```\n"
    rules = workshop.rules(example_of("unit_charge") + fixed + PART, WORLDS["people"])
    futures = workshop.futures(WORLDS["people"], "month", 24, LANES)
    for lane in range(LIVES):
        told = play(rules, futures, lane)
        months = [one.month for one in told.postings if one.account.clause == "5.9"]
        assert told.exit < told.term_end or months == list(np.arange(24))
