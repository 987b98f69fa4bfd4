"""Ransomware: down together, back slowly, restored at a cost, and a breach besides."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.world.shocks.common import costs_of, day, effects, near, of_lane, refused
from wargame.core.values import DAY

FIXED = """
encrypted:
  kind: ransomware
  components: [platform, network]
  services: [voice]
  arrives: {date: 2027-04-05}
  lasts: 5 days
  capacity falls by: 60 %
  recovery: 3 days
  restoration: {client: GBP 10, provider: GBP 20}
  remediation: {provider: GBP 30}
  data taken: 100 %
  redress: {client: GBP 40}
  fine: {client: GBP 50}
  fined after: 100 days
"""


def test_rows_of_a_fixed_law(tmp_path: Path) -> None:
    start = day("2027-04-05")
    runs = (start + 5) * DAY
    assert of_lane(effects(tmp_path, FIXED), 1000) == {
        "incidents": [("platform", start * DAY, 5 * DAY), ("network", start * DAY, 5 * DAY)],
        "levels": [("capacity", "voice", start + 5, start + 6 + i, -200_000) for i in range(3)],
        "costs": [
            ("client", "data restoration", runs, 1_000),
            ("provider", "data restoration", runs, 2_000),
            ("provider", "remediation and notification", runs, 3_000),
            ("client", "customer redress", runs, 4_000),
            ("client", "regulatory fine", (start + 100) * DAY, 5_000),
        ],
        "happenings": [("breach", start * DAY)],
    }


def test_data_that_were_not_taken_cost_neither_redress_nor_a_fine(tmp_path: Path) -> None:
    text = FIXED.replace("{date: 2027-04-05}", "{rate: 1 per year}").replace("{client: GBP 40}", "{client: {low: GBP 20, high: GBP 60}}")
    some = effects(tmp_path, text.replace("100 %", "35 %"))
    redress, fine = costs_of(some, "client", "customer redress"), costs_of(some, "client", "regulatory fine")
    assert np.array_equal(redress > 0, fine > 0) and near(redress, 0.35 * 4_000) and near(fine, 0.35 * 5_000)
    # How often data are taken moves no amount: those taken at 35 % cost what they cost at 100 %.
    whole = costs_of(effects(tmp_path, text), "client", "customer redress")
    assert np.array_equal(redress[redress > 0], whole[redress > 0]) and whole.min() > 0
    assert some.happenings[0][1].size == redress.size  # every attack is a breach


def test_means(tmp_path: Path) -> None:
    text = FIXED.replace("{date: 2027-04-05}", "{rate: 1 per year}").replace("5 days", "{low: 2 days, high: 8 days}")
    found = effects(tmp_path, text.replace("provider: GBP 20", "provider: {mean: GBP 900}"))
    assert near(found.incidents[0][3], 5 * DAY) and np.array_equal(found.incidents[0][3], found.incidents[1][3])
    assert near(costs_of(found, "provider", "data restoration"), 90_000)


def test_refusals(tmp_path: Path) -> None:
    refused(tmp_path, FIXED.replace("  data taken: 100 %\n", ""), "say how often, such as `data taken: 60 %`")
    refused(tmp_path, FIXED.replace("  fine: {client: GBP 50}\n", ""), "`fined after` says nothing without `fine`")
    refused(tmp_path, FIXED.replace("  recovery: 3 days\n", ""), "says nothing without `recovery`")
    refused(tmp_path, FIXED.replace("100 %", "140 %"), "140 %")
    refused(tmp_path, FIXED.replace("GBP 50", "EUR 50"), "EUR")
