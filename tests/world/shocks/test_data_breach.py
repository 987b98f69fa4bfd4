"""A data breach: costs by the record, redress, a fine much later, and a wave of contacts once people are told."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.world.shocks.common import day, effects, near, of_lane, outages, refused
from tests.world.shocks.common import futures as whole_futures
from wargame.core.values import DAY
from wargame.world.shock_base.costs import multiplied
from wargame.world.sizes.base import LIMIT

FIXED = """
records exposed:
  kind: data_breach
  service: voice
  arrives: {date: 2027-04-05}
  records: 5 000
  told after: 36 hours
  per record: {client: GBP 1.20, provider: GBP 0.05}
  investigation: {client: GBP 70}
  redress: {client: GBP 90}
  fine: {client: GBP 400}
  fined after: 200 days
  contacts rise by: 30 %
  contacts last: 3 days
"""


def test_rows_of_a_fixed_law(tmp_path: Path) -> None:
    start = day("2027-04-05")
    told = start * DAY + 36 * 3600
    found = of_lane(effects(tmp_path, FIXED), 5)
    assert found["levels"] == [("demand", "voice", start + 2, start + 3 + i, 100_000) for i in range(3)]
    assert found["costs"] == [
        ("client", "remediation and notification", told, 600_000),
        ("provider", "remediation and notification", told, 25_000),
        ("client", "remediation and notification", start * DAY, 7_000),
        ("client", "customer redress", told, 9_000),
        ("client", "regulatory fine", (start + 200) * DAY, 40_000),
    ]
    assert found["happenings"] == [("breach", start * DAY)]


def test_nothing_is_down_and_what_is_owed_under_one_head_is_one_account(tmp_path: Path) -> None:
    whole = whole_futures(tmp_path, FIXED, 4)
    assert outages(whole).size == 0
    (shock,) = whole.scenario.shocks
    assert shock.costs() == (
        ("client", "remediation and notification"), ("provider", "remediation and notification"), ("client", "customer redress"),
        ("client", "regulatory fine"),
    )  # fmt: skip
    months = whole.starts
    assert set(whole.shock_effects.costs["records exposed", "client", "remediation and notification"].summed(months[3], months[4], 4)) == {607_000}


def test_what_is_left_out_does_not_happen(tmp_path: Path) -> None:
    found = of_lane(effects(tmp_path, "b: {kind: data_breach, arrives: {date: 2027-04-05}, fine: {client: GBP 400}}"))
    start = day("2027-04-05") * DAY
    assert found == {"costs": [("client", "regulatory fine", start, 40_000)], "happenings": [("breach", start)]}


def test_means(tmp_path: Path) -> None:
    text = FIXED.replace("{date: 2027-04-05}", "{rate: 1 per year}").replace("5 000", "{law: gamma, mean: 4000, sd: 3000}")
    text = text.replace("client: GBP 1.20", "client: {low: GBP 1, high: GBP 3}").replace("30 %", "{low: 10 %, high: 50 %}")
    found = effects(tmp_path, text.replace("36 hours", "{mean: 5 days}") + "  shape: step\n")
    # Records and what each costs are independent, so that the mean of the product is the product of the means.
    by_the_record = found.costs[0][4]
    assert near(by_the_record, 4_000 * 200) and near(found.costs[1][4], 4_000 * 5) and np.unique(by_the_record).size > 1_000
    assert near(found.levels[0][5], 300_000)
    assert near(found.costs[0][3] - found.happenings[0][2], 5 * DAY)


def test_records_beyond_counting_stay_within_64_bits(tmp_path: Path) -> None:
    amount, times = np.array([7, LIMIT, 0, 3]), np.array([3, LIMIT, LIMIT, LIMIT // 2])
    assert multiplied(amount, times).tolist() == [21, LIMIT, 0, LIMIT]


def test_refusals(tmp_path: Path) -> None:
    refused(tmp_path, FIXED.replace("  records: 5 000\n", ""), "`per record` says nothing without `records`")
    refused(tmp_path, FIXED.replace("  service: voice\n", ""), "says nothing without `service`")
    refused(tmp_path, FIXED.replace("  fine: {client: GBP 400}\n", ""), "`fined after` says nothing without `fine`")
    refused(tmp_path, FIXED.replace("5 000", "-5"), "records")
    refused(tmp_path, FIXED.replace("client: GBP 70", "regulator: GBP 70"), "regulator")
