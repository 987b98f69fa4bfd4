"""A certificate that lapses: work stops in part or in whole, and getting it back costs."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.world.shocks.common import costs_of, day, effects, futures, near, of_lane, outages, refused
from wargame.core.values import DAY

FIXED = """
cards certificate:
  kind: certification_lapse
  services: [voice, letters]
  arrives: {date: 2027-02-01}
  lasts: 40 days
  capacity falls by: 100 %
  audit: {provider: GBP 10}
  remediation: {provider: GBP 200, client: GBP 5}
  fine: {client: GBP 30}
"""


def test_rows_of_a_fixed_law(tmp_path: Path) -> None:
    start, back = day("2027-02-01"), (day("2027-02-01") + 40) * DAY
    assert of_lane(effects(tmp_path, FIXED), 2) == {
        "levels": [("capacity", name, start, start + 40, -1_000_000) for name in ("voice", "letters")],
        "costs": [
            ("provider", "cost of compliance", back, 1_000),
            ("client", "cost of compliance", back, 500),
            ("provider", "cost of compliance", back, 20_000),
            ("client", "regulatory fine", back, 6_000),  # two months begun
        ],
        "happenings": [("order", start * DAY)],
    }


def test_a_month_begun_is_a_month(tmp_path: Path) -> None:
    for length, months in (("1 hour", 1), ("2629800 seconds", 1), ("2629801 seconds", 2), ("365 days", 12), ("366 days", 13)):
        text = FIXED.replace("40 days", length)
        assert set(costs_of(effects(tmp_path, text), "client", "regulatory fine")) == {3_000 * months}, length


def test_nobody_works_and_nothing_is_down(tmp_path: Path) -> None:
    whole = futures(tmp_path, FIXED, 4)
    assert outages(whole).size == 0
    assert set(whole.shock_effects.able["letters"].last - whole.shock_effects.able["letters"].first) == {40}


def test_means(tmp_path: Path) -> None:
    text = (
        FIXED.replace("{date: 2027-02-01}", "{rate: 1 per year}").replace("100 %", "{low: 20 %, high: 100 %}").replace("40 days", "{mean: 25 days}")
    )
    found = effects(tmp_path, text.replace("client: GBP 5", "client: {low: GBP 4, high: GBP 8}"))
    assert near(-found.levels[0][5], 600_000) and np.array_equal(found.levels[0][5], found.levels[1][5])
    assert near(costs_of(found, "client", "cost of compliance"), 600)
    # Whole days begun of an exponential length: 1 / (1 − e^(−1/25)).
    assert near(found.levels[0][4] - found.levels[0][3], 1 / (1 - np.exp(-1 / 25)))


def test_refusals(tmp_path: Path) -> None:
    refused(tmp_path, FIXED.replace("100 %", "{low: 50 %, high: 150 %}"), "`capacity falls by` may come to more than the whole")
    refused(tmp_path, FIXED.replace("[voice, letters]", "[]"), "services")
    refused(tmp_path, FIXED.replace("[voice, letters]", "[chat]"), "the service 'chat' is not described")
