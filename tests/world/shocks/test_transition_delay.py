"""A transition delay: the milestone slips further, and money is spent in vain."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.world.shocks.common import costs_of, day, effects, futures, near, of_lane, refused
from wargame.core.values import DAY

FIXED = """
hold-up:
  kind: transition_delay
  milestone: go-live
  arrives: {date: 2027-03-04}
  slips by: 60 hours
  per day: {client: GBP 10, provider: GBP 4}
  wasted: {client: GBP 55}
"""


def test_rows_of_a_fixed_law(tmp_path: Path) -> None:
    start = day("2027-03-04") * DAY
    assert of_lane(effects(tmp_path, FIXED), 4) == {
        "slips": [("go-live", 60 * 3600)],
        "costs": [
            ("client", "wasted expenditure", start, 3_000),
            ("provider", "wasted expenditure", start, 1_200),
            ("client", "wasted expenditure", start, 5_500),
        ],
    }


def test_the_milestone_is_later_by_the_slip_and_puts_the_questions_itself(tmp_path: Path) -> None:
    whole = futures(tmp_path, FIXED, 16)
    assert [source.event for source in whole.sources] == ["delay"]
    assert set(whole.incidents.raw) == {10 * DAY + 60 * 3600} and set(whole.incidents.start) == {day("2027-05-01") * DAY}
    assert not whole.shock_effects.happenings


def test_what_comes_on_the_due_date_or_later_moves_nothing(tmp_path: Path) -> None:
    for date, moves in (("2027-04-30", True), ("2027-05-01", False), ("2027-08-01", False)):
        found = effects(tmp_path, FIXED.replace("2027-03-04", date))
        assert set(found.slips[0][2]) == ({60 * 3600} if moves else {0}), date
        assert bool(costs_of(found, "client", "wasted expenditure").any()) is moves


def test_what_came_before_the_agreement_is_paid_for_in_it(tmp_path: Path) -> None:
    found = of_lane(effects(tmp_path, FIXED.replace("2027-03-04", "2026-11-01")))
    assert found["slips"] == [("go-live", 60 * 3600)] and {row[2] for row in found["costs"]} == {0}


def test_slips_add_up(tmp_path: Path) -> None:
    text = FIXED.replace("{date: 2027-03-04}", "{rate: 12 per year}")
    whole = futures(tmp_path, text)
    # Four months, one a month: 120 of 365.25 / 12 days each.
    counts = whole.shock_effects.slips["go-live"] / (60 * 3600)
    assert np.array_equal(counts, np.rint(counts)) and near(counts, 4)


def test_means(tmp_path: Path) -> None:
    text = FIXED.replace("60 hours", "{mean: 20 days}").replace("client: GBP 10", "client: {low: GBP 10, high: GBP 20}")
    found = effects(tmp_path, text)
    assert near(found.slips[0][2], 20 * DAY)
    assert near(found.costs[0][4], 1_500 / (1 - np.exp(-1 / 20)))


def test_refusals(tmp_path: Path) -> None:
    refused(tmp_path, FIXED.replace("milestone: go-live", "milestone: second wave"), "the milestone 'second wave' is not described")
    refused(tmp_path, FIXED.replace("  slips by: 60 hours\n", ""), "slips by")
    refused(tmp_path, FIXED.replace("60 hours", "-3 days"), "slips by")
