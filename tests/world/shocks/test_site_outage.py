"""A site outage: components down together, then less capacity elsewhere that falls back."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.world.shocks.common import NOON, costs_of, day, effects, futures, near, of_lane, outages, refused
from wargame.core.values import DAY

FIXED = """
site lost:
  kind: site_outage
  components: [platform, network]
  services: [voice, letters]
  arrives: {date: 2027-03-10}
  fault: nobody
  lasts: 36 hours
  capacity falls by: 40 %
  elsewhere: 4 days
  work around: {client: GBP 100, provider: GBP 250}
  restoration: {provider: GBP 30}
"""


def test_rows_of_a_fixed_law(tmp_path: Path) -> None:
    found = of_lane(effects(tmp_path, FIXED), 17)
    start = day("2027-03-10")
    assert found["incidents"] == [("platform", start * DAY, 36 * 3600), ("network", start * DAY, 36 * 3600)]
    # Over at noon of the next day; from the morning after 40 %, a tenth less every day.
    steps = [("capacity", name, start + 2, start + 3 + i, -100_000) for name in ("voice", "letters") for i in range(4)]
    assert found["levels"] == steps
    assert found["costs"] == [
        ("client", "work-around", start * DAY, 10_000),
        ("provider", "work-around", start * DAY, 25_000),
        ("provider", "data restoration", start * DAY + DAY + NOON, 3_000),
    ]
    assert "happenings" not in found  # an outage's questions are put by its incidents


def test_its_incidents_are_nobodys_fault_and_its_levels_stand_in_the_futures(tmp_path: Path) -> None:
    whole = futures(tmp_path, FIXED, 8)
    assert [(source.component, source.fault) for source in whole.sources if source.name == "shock/site lost"] == [
        ("network", "nobody"), ("platform", "nobody"),
    ]  # fmt: skip
    assert outages(whole).size == 2 * 8 and set(whole.incidents.raw[outages(whole)]) == {36 * 3600}
    assert whole.shock_effects.able["voice"].lane.size == 4 * 8


def test_means(tmp_path: Path) -> None:
    text = FIXED.replace("{date: 2027-03-10}", "{rate: 1.5 per year}").replace("36 hours", "{low: 10 hours, high: 50 hours}")
    text = text.replace("40 %", "{low: 20 %, high: 60 %}").replace("client: GBP 100", "client: {low: GBP 50, high: GBP 150}")
    found = effects(tmp_path, text.replace("elsewhere: 4 days", "elsewhere: 4 days\n  shape: step"))
    lane, start, length = found.incidents[0][1:]
    assert abs(lane.size - 3 * 1024) < 3.29 * np.sqrt(3 * 1024) and np.array_equal(start, found.incidents[1][2])
    assert near(length, 30 * 3600) and np.array_equal(length, found.incidents[1][3])
    assert near(-found.levels[0][5], 400_000) and np.array_equal(found.levels[0][5], found.levels[1][5])
    assert near(costs_of(found, "client", "work-around"), 10_000)


def test_an_input_changed_moves_no_other_draw(tmp_path: Path) -> None:
    text = FIXED.replace("36 hours", "{median: 14 hours, p95: 5 days}").replace("40 %", "{low: 15 %, mode: 35 %, high: 70 %}")
    one, other = (
        effects(tmp_path, text),
        effects(tmp_path, text.replace("GBP 250", "{low: GBP 1, high: GBP 9}").replace("4 days", "{low: 1 day, high: 9 days}")),
    )
    assert np.array_equal(one.incidents[0][3], other.incidents[0][3])
    assert np.array_equal(sizes(one), sizes(other))


def sizes(found: object) -> np.ndarray:
    """By how much capacity of voice falls, by lane, all steps together."""
    total = np.zeros(1024, np.int64)
    for _, name, lane, _, _, size in found.levels:  # type: ignore[attr-defined]
        if name == "voice":
            np.add.at(total, lane, size)
    return total


def test_refusals(tmp_path: Path) -> None:
    refused(tmp_path, FIXED.replace("  elsewhere: 4 days\n", ""), "says nothing without `elsewhere`")
    refused(
        tmp_path, FIXED.replace("40 %", "{median: 40 %, p95: 90 %}"), "`capacity falls by` may come to more than the whole; give it `at most: 100 %`"
    )
    refused(tmp_path, FIXED.replace("[platform, network]", "[platform, boiler]"), "the component 'boiler' is not described")
    refused(tmp_path, FIXED.replace("[voice, letters]", "[voice, chat]"), "the service 'chat' is not described")
    refused(tmp_path, FIXED.replace("[platform, network]", "[]"), "components")
