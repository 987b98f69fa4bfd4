"""Data that come back late or incomplete: what it costs is booked when the agreement ends, whenever that is."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.laws.workshop import COMBINED, STAFFED, Workshop
from tests.world.shocks.common import costs_of, day, effects, futures, near, refused
from wargame.core.values import DAY
from wargame.world.shock_base.effects import NEVER

FIXED = """
data not returned:
  kind: data_return_failure
  arrives: {date: 2027-05-04}
  late: 50 hours
  per day late: {client: GBP 10, provider: GBP 1}
  missing: 2.5 %
  restoration: {client: GBP 4 000}
  fine: {client: GBP 7}
"""


def test_rows_of_a_fixed_law(tmp_path: Path) -> None:
    found = effects(tmp_path, FIXED)
    told = [(party, head, int(instant[8]), int(amount[8])) for party, head, lane, instant, amount in found.costs]
    assert told == [
        ("client", "work-around", NEVER, 3_000), ("provider", "work-around", NEVER, 300), ("client", "data restoration", NEVER, 10_000),
        ("client", "regulatory fine", NEVER, 700),
    ]  # fmt: skip
    ((event, lane, instant),) = found.happenings
    assert event == "breach" and lane.size == 1024 and set(instant) == {day("2027-05-04") * DAY}


def test_data_that_are_only_late_are_no_breach(tmp_path: Path) -> None:
    late = FIXED.split("  missing")[0]
    found = effects(tmp_path, late)
    assert found.happenings[0][1].size == 0 and {head for _, head, *_ in found.costs} == {"work-around"}
    none_missing = effects(tmp_path, FIXED.replace("2.5 %", "0 %"))
    assert none_missing.happenings[0][1].size == 0 and not costs_of(none_missing, "client", "regulatory fine").any()


def test_data_are_returned_once(tmp_path: Path) -> None:
    """However often flaws arise, and none that arises after the term."""
    text = FIXED.replace("{date: 2027-05-04}", "{rate: 3 per year}")
    whole = futures(tmp_path, text)
    once = whole.shock_effects.at_exit["data not returned", "client", "data restoration"]
    assert set(once) == {0, 10_000} and near((once > 0).astype(float), 1 - np.exp(-6))
    found = effects(tmp_path, text)
    assert found.arrived[0].size > 5_000 and np.array_equal(found.happenings[0][1], np.flatnonzero(once))
    assert not costs_of(effects(tmp_path, FIXED.replace("2027-05-04", "2029-01-01")), "client", "work-around").any()


def test_it_is_paid_for_when_the_agreement_ends(tmp_path: Path) -> None:
    """In the month of the exit of each life, early or with the term, and once."""
    workshop = Workshop(tmp_path)
    world = (
        STAFFED + "shocks: {" + '"gone": {kind: data_return_failure, arrives: {date: 2027-01-01}, missing: 10 %, restoration: {client: GBP 500}}}\n'
    )
    outcome = workshop.outcome(workshop.rules(COMBINED, world), workshop.futures(world, "month", 36, 256))
    (paid,) = [column for account, column in outcome.ledger.paid.items() if account.head == "data restoration"]
    assert set(paid) == {5_000}


def test_means(tmp_path: Path) -> None:
    text = FIXED.replace("2.5 %", "{low: 0 %, high: 20 %}").replace("GBP 4 000", "{low: GBP 1 000, high: GBP 3 000}")
    text = text.replace("client: GBP 10", "client: {low: GBP 10, high: GBP 30}").replace("50 hours", "{mean: 30 days}")
    found = effects(tmp_path, text)
    assert near(costs_of(found, "client", "data restoration"), 0.1 * 200_000)
    assert near(costs_of(found, "client", "work-around"), 2_000 / (1 - np.exp(-1 / 30)))


def test_refusals(tmp_path: Path) -> None:
    refused(tmp_path, "b: {kind: data_return_failure, arrives: {date: 2027-05-04}}", "nothing fails")
    refused(tmp_path, FIXED.replace("  late: 50 hours\n", ""), "`per day late` says nothing without `late`")
    refused(tmp_path, FIXED.replace("2.5 %", "120 %"), "`missing` may come to more than the whole")
    refused(tmp_path, FIXED.replace("  missing: 2.5 %\n  restoration: {client: GBP 4 000}\n", ""), "`fine` is for data that are missing")
