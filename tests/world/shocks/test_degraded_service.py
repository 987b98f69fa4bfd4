"""Degraded service: less capacity and more errors, and availability sees nothing of it."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import numpy as np

from tests.laws.workshop import STAFFED, Workshop, example_of
from tests.world.shocks.common import costs_of, day, effects, futures, near, of_lane, outages, refused
from wargame.core.values import DAY

FIXED = """
slow screens:
  kind: degraded_service
  service: voice
  arrives: {date: 2027-02-10}
  lasts: 60 hours
  capacity falls by: 30 %
  errors rise by: 5 %
  work around: {client: GBP 70}
"""


def test_rows_of_a_fixed_law(tmp_path: Path) -> None:
    start = day("2027-02-10")
    assert of_lane(effects(tmp_path, FIXED), 3) == {
        "levels": [("capacity", "voice", start, start + 3, -300_000), ("errors", "voice", start, start + 3, 50_000)],
        "costs": [("client", "work-around", start * DAY, 7_000)],
        "happenings": [("shortage", start * DAY)],
    }


def test_customers_are_made_whole_when_it_is_over_and_a_fine_comes_later(tmp_path: Path) -> None:
    start = day("2027-02-10")
    found = effects(tmp_path, FIXED + "  redress: {client: GBP 20}\n  fine: {client: GBP 30}\n  fined after: 10 days\n")
    assert of_lane(found)["costs"] == [
        ("client", "work-around", start * DAY, 7_000),
        ("client", "customer redress", (start + 3) * DAY, 2_000),
        ("client", "regulatory fine", (start + 10) * DAY, 3_000),
    ]
    refused(tmp_path, FIXED + "  fined after: 10 days\n", "fine")


def test_a_ramp_climbs_to_the_whole_by_its_last_day(tmp_path: Path) -> None:
    start = day("2027-02-10")
    found = of_lane(effects(tmp_path, FIXED + "  shape: ramp\n"))["levels"]
    assert found[:3] == [("capacity", "voice", start + i, start + 3, -100_000) for i in range(3)]
    assert sum(row[-1] for row in found[3:]) == 50_000 and len(found) == 6


def test_what_began_before_the_agreement_is_put_to_it_on_its_first_day(tmp_path: Path) -> None:
    found = of_lane(effects(tmp_path, FIXED.replace("2027-02-10", "2026-12-31")))
    assert found["levels"][0] == ("capacity", "voice", -1, 2, -300_000) and found["happenings"] == [("shortage", 0)]
    assert (
        "happenings" not in of_lane(effects(tmp_path, FIXED.replace("2027-02-10", "2026-12-01")))
        or not of_lane(effects(tmp_path, FIXED.replace("2027-02-10", "2026-12-01")))["happenings"]
    )


def test_nothing_is_down(tmp_path: Path) -> None:
    """No row of an outage; the level of capacity and the month's share of errors are all there is."""
    whole = futures(tmp_path, FIXED, 8)
    assert outages(whole).size == 0 and not [source for source in whole.sources if source.name.startswith("shock/")]
    assert set(whole.shock_effects.monthly["errors", "voice"][1]) == {50_000 * 3 // 28}
    assert set(whole.shock_effects.able["voice"].size) == {-300_000}


def test_availability_says_that_all_is_well(tmp_path: Path) -> None:
    """The client loses work, and the credits of an availability level even fall: they are a share of charges, which fell."""
    workshop = Workshop(tmp_path)
    shock = FIXED.replace("lasts: 60 hours", "lasts: 60 days").replace("  work around: {client: GBP 70}\n", "")
    books = []
    for text in (STAFFED, STAFFED + "shocks:\n" + indent(shock, "  ")):
        outcome = workshop.outcome(workshop.rules(example_of("service_credit"), text), workshop.futures(text, "day", 24, 64))
        heads = ("service credits", "goodwill")
        books.append([sum(column for account, column in outcome.ledger.paid.items() if account.head == head) for head in heads])
    (credits, goodwill), (credits_after, goodwill_after) = books
    assert np.any(credits) and np.array_equal(credits > 0, credits_after > 0)
    assert 0.9 * credits.sum() < credits_after.sum() < credits.sum()
    assert np.mean(goodwill_after > goodwill) > 0.9


def test_means(tmp_path: Path) -> None:
    text = (
        FIXED.replace("{date: 2027-02-10}", "{rate: 1 per year}")
        .replace("30 %", "{low: 10 %, high: 50 %}")
        .replace("5 %\n", "{low: 0 %, high: 4 %}\n")
    )
    found = effects(tmp_path, text.replace("GBP 70", "{low: GBP 40, high: GBP 80}").replace("60 hours", "{low: 10 days, high: 30 days}"))
    fall, rise = found.levels
    assert near(-fall[5], 300_000) and near(rise[5], 20_000) and near(costs_of(found, "client", "work-around"), 6_000)
    assert near(fall[4] - fall[3] - 0.5, 20 * 1.0) and np.array_equal(fall[3], rise[3])


def test_refusals(tmp_path: Path) -> None:
    refused(tmp_path, FIXED.replace("  capacity falls by: 30 %\n  errors rise by: 5 %\n", ""), "nothing is degraded")
    refused(tmp_path, FIXED.replace("30 %", "130 %"), "`capacity falls by` may come to more than the whole")
    refused(tmp_path, FIXED.replace("service: voice", "service: letters"), "'letters' says nothing of its `quality`, so no unit of it is done wrong")
    refused(tmp_path, FIXED.replace("service: voice", "service: chat"), "the service 'chat' is not described")
